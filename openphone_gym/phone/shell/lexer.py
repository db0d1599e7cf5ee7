"""Text of a script in words and operators."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.syntax import (
    Arithmetic,
    Literal,
    Parameter,
    Part,
    Redirection,
    Script,
    Substitution,
    Variable,
    Word,
)

DEEPEST = 24
"""Most commands inside each other, such as an ``if`` in a ``$(...)`` in a ``for``."""


class Incomplete(ShellError):
    """The text ends in the middle of a command; with more lines it may become one."""


_BLANK = re.compile(r"(?:[ \t\r]|\\\n)*(?:#[^\n]*)?")
_OPERATOR = re.compile(r"&&|\|\||[12]?>&[12]|&>|[12]?>>|[12]?>\|?|<<<|<<-?|0?<|;;|[;|()&\n]")
_PLAIN = re.compile(r"[^\s;&|<>()'\"\\$`]+")
_QUOTED = re.compile(r"[^\"\\$`]+")
_VERBATIM = re.compile(r"[^\\$`]+")
_OPERAND = re.compile(r"[^}'\"\\$`]+")
_VARIABLE = re.compile(r"\$(?P<name>[A-Za-z_]\w*|[?\d#@*$!])", re.ASCII)
_BRACED = re.compile(r"\$\{(?P<length>#(?!\}))?(?P<name>[A-Za-z_]\w*|\d+|[?#@*$!])", re.ASCII)
_MODIFIER = re.compile(r":[-=?+]|%%?|##?|//?|[-=?+:]")
_WORD_END = " \t\r\n;&|<>()"

Token = str | Word
"""An operator, or a word; an empty operator at the end."""


class Lexer(ABC):
    """Reads one token after the other, and looks one ahead.

    Args:
        text: The script.
        at: Where to begin.
        depth: How deep inside other commands this is.
    """

    def __init__(self, text: str, at: int = 0, depth: int = 0) -> None:
        if depth > DEEPEST:
            raise ShellError("syntax error: nested too deeply")
        self._text = text
        self._at = at
        self._depth = depth
        self._ahead: Token | None = None
        self._documents: dict[int, int] = {}

    @abstractmethod
    def _inner_script(self) -> Script:
        """The script between the present place and the ``)`` that ends it, which is read, too."""

    @abstractmethod
    def _whole_script(self, text: str) -> Script:
        """The script that a text is, one level deeper."""

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        """Counts what is read inside as one level deeper.

        Raises:
            ShellError: That is too deep.
        """
        self._depth += 1
        if self._depth > DEEPEST:
            raise ShellError("syntax error: nested too deeply")
        yield
        self._depth -= 1

    # Tokens

    def _peek(self) -> Token:
        if self._ahead is None:
            self._ahead = self._token()
        return self._ahead

    def _next(self) -> Token:
        token, self._ahead = self._peek(), None
        return token

    def _next_word(self, peek: bool = False) -> Word:
        word = self._peek()
        if not isinstance(word, tuple):
            raise self._unexpected()
        if not peek:
            self._next()
        return word

    def _skip_newlines(self) -> None:
        while self._peek() == "\n":
            self._next()

    def _unexpected(self) -> ShellError:
        token = self._peek()
        if token == "":
            return Incomplete("syntax error: unexpected end of script")
        shown = token if isinstance(token, str) else plain(token) or "word"
        return ShellError(f"syntax error: unexpected {shown!r}")

    def _token(self) -> Token:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
        if self._at >= len(self._text):
            return ""
        operator = _OPERATOR.match(self._text, self._at)
        if operator is None:
            return self._word()
        self._at = self._documents.get(self._at, operator.end())
        return operator[0]

    # Here-documents

    def _document(self, strip: bool) -> Redirection:
        """The lines from the next one up to that which is the word that comes now."""
        word = self._next_word()
        end = "".join(part.text for part in word if isinstance(part, Literal))
        line_end = self._text.find("\n", self._at)
        start = self._documents.get(line_end, line_end + 1)
        body: list[str] = []
        while 0 < start < len(self._text):
            after = self._text.find("\n", start) + 1 or len(self._text) + 1
            line = self._text[start : after - 1]
            start = after
            line = line.lstrip("\t") if strip else line
            if line == end:
                self._documents[line_end] = start
                return Redirection("<<", self._document_word(word, "".join(body)))
            body.append(f"{line}\n")
        raise Incomplete(f"syntax error: here-document without its end {end[:40]!r}")

    def _document_word(self, end: Word, body: str) -> Word:
        """The lines, in which variables are replaced unless the word at their end is quoted."""
        quoted = any(isinstance(part, Literal) and part.quoted for part in end)
        return (Literal(body, True),) if quoted else self._expandable(body)

    def _expandable(self, text: str) -> Word:
        """A text in which variables are replaced, and quotes stand for themselves."""
        outer, self._text, self._at, at = self._text, text, 0, self._at
        parts = self._parts_until("", _VERBATIM)
        self._text, self._at = outer, at
        return tuple(parts)

    # Words

    def _word(self) -> Word:
        parts: list[Part] = []
        while self._at < len(self._text) and self._text[self._at] not in _WORD_END:
            parts += self._piece(_PLAIN)
        return tuple(parts)

    def _piece(self, allowed: re.Pattern[str]) -> list[Part]:
        """What stands here outside of quotes."""
        character = self._text[self._at]
        if character == "'":
            return [Literal(self._up_to("'"), True)]
        if character == '"':
            return self._double_quoted()
        if character == "\\":
            return self._escaped()
        if character in "$`":
            return [self._dollar(quoted=False)]
        return [Literal(self._run(allowed))]

    def _run(self, allowed: re.Pattern[str]) -> str:
        found = allowed.match(self._text, self._at)
        end = found.end() if found else self._at + 1
        run, self._at = self._text[self._at : end], end
        return run

    def _up_to(self, closing: str) -> str:
        """What stands between the present character and the next ``closing``."""
        end = self._text.find(closing, self._at + 1)
        if end < 0:
            raise Incomplete(f"syntax error: {closing} is not closed")
        inside, self._at = self._text[self._at + 1 : end], end + 1
        return inside

    def _escaped(self) -> list[Part]:
        if self._at + 1 >= len(self._text):
            raise Incomplete("syntax error: nothing after \\")
        character = self._text[self._at + 1]
        self._at += 2
        return [] if character == "\n" else [Literal(character, True)]

    def _double_quoted(self) -> list[Part]:
        self._at += 1
        parts = [Literal("", True), *self._parts_until('"', _QUOTED)]
        if self._at >= len(self._text):
            raise Incomplete('syntax error: " is not closed')
        self._at += 1
        return parts

    def _parts_until(self, end: str, allowed: re.Pattern[str]) -> list[Part]:
        """The parts up to a character, or to the end of the text, as in double quotes."""
        parts: list[Part] = []
        while self._at < len(self._text) and self._text[self._at] != end:
            character = self._text[self._at]
            if character == "\\" and self._text[self._at + 1 : self._at + 2] in (end or "\\", *"\\$`\n"):
                parts += self._escaped()
            elif character in "$`":
                parts.append(self._dollar(quoted=True))
            else:
                parts.append(Literal(self._run(allowed), True))
        return parts

    # What is replaced

    def _dollar(self, quoted: bool) -> Part:
        """A variable, a number, the output of commands, or a lone ``$``."""
        if self._text[self._at] == "`":
            return Substitution(self._whole_script(self._up_to("`")), quoted)
        if self._text.startswith("$((", self._at) and (end := self._arithmetic_end()):
            with self._deeper():
                expression = self._expandable(self._text[self._at + 3 : end])
            self._at = end + 2
            return Arithmetic(expression, quoted)
        if self._text.startswith("$(", self._at):
            self._at += 2
            return Substitution(self._inner_script(), quoted)
        if braced := _BRACED.match(self._text, self._at):
            return self._braced(braced, quoted)
        name = _VARIABLE.match(self._text, self._at)
        if name is None:
            self._at += 1
            return Literal("$", True)
        self._at = name.end()
        return Variable(name["name"], quoted)

    def _arithmetic_end(self) -> int:
        """Where the ``))`` stands that closes ``$((``; 0 if it is a command in parentheses."""
        depth = 2
        for at in range(self._at + 3, len(self._text)):
            depth += {"(": 1, ")": -1}.get(self._text[at], 0)
            if depth == 1:
                return at if self._text.startswith("))", at) else 0
        return 0

    def _braced(self, found: re.Match[str], quoted: bool) -> Part:
        """``${NAME}``, with or without an operator."""
        self._at = found.end()
        operator = _MODIFIER.match(self._text, self._at) if not found["length"] else None
        word: list[Part] = []
        if operator is not None:
            self._at = operator.end()
            with self._deeper():
                while self._at < len(self._text) and self._text[self._at] != "}":
                    word += self._piece(_OPERAND)
        if not self._text.startswith("}", self._at):
            if self._at >= len(self._text):
                raise Incomplete("syntax error: ${ is not closed")
            raise ShellError("bad substitution")
        self._at += 1
        if found["length"]:
            return Parameter(found["name"], "length", (), quoted)
        if operator is None:
            return Variable(found["name"], quoted)
        return Parameter(found["name"], operator[0], tuple(word), quoted)


def plain(token: Token | None) -> str | None:
    """The text of a word without quotes and variables; None for anything else."""
    if isinstance(token, tuple) and len(token) == 1:
        part = token[0]
        if isinstance(part, Literal) and not part.quoted:
            return part.text
    return None
