"""The grammar of the shell: from text to a tree of commands. Nothing here runs anything."""

from __future__ import annotations

import re

import msgspec

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError

LONGEST = 65_536
"""Most characters of a script."""

CHARACTERS_PER_STEP = 10
"""Characters of a script that are read in one step of a budget."""

DEEPEST = 24
"""Most commands inside each other, such as an ``if`` in a ``$(...)`` in a ``for``."""


class Incomplete(ShellError):
    """The text ends in the middle of a command; with more lines it may become one."""


class Literal(msgspec.Struct, frozen=True):
    """Characters that stand for themselves; ``*``, ``?`` and ``[`` only if they are quoted."""

    text: str
    quoted: bool = False


class Variable(msgspec.Struct, frozen=True):
    """``$NAME``, or ``$?`` for the last exit code."""

    name: str
    quoted: bool = False


class Substitution(msgspec.Struct, frozen=True):
    """``$(SCRIPT)``: the output of commands."""

    script: Script
    quoted: bool = False


Part = Literal | Variable | Substitution
Word = tuple[Part, ...]
"""A word of a command, in the pieces that it is made of."""


class Simple(msgspec.Struct, frozen=True):
    """A command with its arguments, and the variables that are set before it."""

    words: list[Word]
    assignments: list[tuple[str, Word]]


class If(msgspec.Struct, frozen=True):
    """``if``: the first branch whose condition holds is run, or ``otherwise``."""

    branches: list[tuple[Script, Script]]
    otherwise: Script


class For(msgspec.Struct, frozen=True):
    """``for NAME in WORDS``: the body is run for each word."""

    name: str
    words: list[Word]
    body: Script


class While(msgspec.Struct, frozen=True):
    """``while``, or ``until`` if ``awaited``: the body is run as long as the condition allows it."""

    condition: Script
    body: Script
    awaited: bool


class Group(msgspec.Struct, frozen=True):
    """Commands in ``{ }``, or in ``( )`` that are a shell of their own."""

    body: Script
    own_shell: bool


class Redirection(msgspec.Struct, frozen=True):
    """An operator such as ``2>`` and the file after it; ``2>&1`` and its like have none."""

    operator: str
    target: Word = ()


class Command(msgspec.Struct, frozen=True):
    """What is run, and where its input and output go."""

    node: Simple | If | For | While | Group
    redirections: list[Redirection]


class Pipeline(msgspec.Struct, frozen=True):
    """Commands whose output is the next one's input.

    Attributes:
        commands: The commands.
        negated: Whether ``!`` stands before them, which turns the result around.
        background: Whether ``&`` stands after them, so that nobody waits for the result.
    """

    commands: list[Command]
    negated: bool
    background: bool = False


Script = list[tuple[str, Pipeline]]
"""Pipelines, each with the operator before it: ``;``, ``&&`` or ``||``."""


def parse(text: str) -> Script:
    """Reads a script.

    Known are words, single and double quotes, backslashes, comments, variables, ``$(...)`` and
    backticks, pipes, lists, ``&``, redirections, groups, ``if``, ``for``, ``while`` and ``until``.

    Raises:
        Incomplete: A quote or a command is not closed.
        ShellError: It is no script, too long, or too deep.
    """
    if len(text) > LONGEST:
        raise ShellError("syntax error: script too long")
    spend(len(text) / CHARACTERS_PER_STEP)
    return _Parser(text).whole()


_BLANK = re.compile(r"(?:[ \t\r]|\\\n)*(?:#[^\n]*)?")
_OPERATOR = re.compile(r"&&|\|\||[12]?>&[12]|&>|[12]?>>|[12]?>|0?<|;;|[;|()&\n]")
_PLAIN = re.compile(r"[^\s;&|<>()'\"\\$`]+")
_QUOTED = re.compile(r"[^\"\\$`]+")
_NAME = re.compile(r"\$(?:(?P<bare>[A-Za-z_]\w*|[?\d#@*$!])|\{(?P<braced>[A-Za-z_]\w*|[?\d#@*])\})", re.ASCII)
_ASSIGNMENT = re.compile(r"(?P<name>[A-Za-z_]\w*)=", re.ASCII)
_WORD_END = " \t\r\n;&|<>()"

_KEYWORDS = {"if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "{", "}", "!"}

_Token = str | Word
"""An operator, or a word; an empty operator at the end."""


class _Parser:
    def __init__(self, text: str, at: int = 0, depth: int = 0) -> None:
        if depth > DEEPEST:
            raise ShellError("syntax error: nested too deeply")
        self._text = text
        self._at = at
        self._depth = depth
        self._ahead: _Token | None = None

    def whole(self) -> Script:
        """All of the text."""
        script = self._script()
        if self._peek() != "":
            raise self._unexpected()
        return script

    # Commands

    def _script(self, *ends: str) -> Script:
        """Pipelines up to one of the keywords or operators ``ends``, or the end of the text."""
        script: Script = []
        joint = ";"
        self._skip_newlines()
        while joint and not self._ends(ends):
            before, pipeline = joint, self._pipeline()
            joint = self._joint()
            script.append((before, msgspec.structs.replace(pipeline, background=joint == "&")))
            self._skip_newlines()
            if joint in ("&&", "||") and self._ends(ends):
                raise self._unexpected()
        return script

    def _joint(self) -> str:
        token = self._peek()
        if token not in (";", "\n", "&", "&&", "||"):
            return ""
        self._next()
        return ";" if token == "\n" else str(token)

    def _ends(self, ends: tuple[str, ...]) -> bool:
        return self._peek() == "" or self._peek() in ends or self._keyword() in ends

    def _block(self, *ends: str) -> tuple[Script, str]:
        """At least one command, and the keyword that ended it."""
        script = self._script(*ends)
        if not script or not self._ends(ends) or self._peek() == "":
            raise self._unexpected()
        keyword = self._keyword() or str(self._peek())
        self._next()
        return script, keyword

    def _pipeline(self) -> Pipeline:
        negated = self._keyword() == "!"
        if negated:
            self._next()
        commands = [self._command()]
        while self._peek() == "|":
            self._next()
            self._skip_newlines()
            commands.append(self._command())
        return Pipeline(commands, negated)

    def _command(self) -> Command:
        keyword = self._keyword() or self._peek()
        compound = {
            "if": self._if,
            "for": self._for,
            "while": self._while,
            "until": self._while,
            "{": self._group,
            "(": self._group,
        }.get(keyword if isinstance(keyword, str) else "")
        if compound is None:
            return self._simple()
        self._depth += 1
        if self._depth > DEEPEST:
            raise ShellError("syntax error: nested too deeply")
        node = compound()
        self._depth -= 1
        redirections: list[Redirection] = []
        while found := self._redirection():
            redirections.append(found)
        return Command(node, redirections)

    def _if(self) -> If:
        self._next()
        branches: list[tuple[Script, Script]] = []
        keyword = "elif"
        while keyword == "elif":
            condition, _ = self._block("then")
            body, keyword = self._block("elif", "else", "fi")
            branches.append((condition, body))
        otherwise = self._block("fi")[0] if keyword == "else" else []
        return If(branches, otherwise)

    def _for(self) -> For:
        self._next()
        name, between = self._next(), self._next()
        if _plain(name) is None or _plain(between) != "in":
            raise self._unexpected()
        words: list[Word] = []
        while isinstance(self._peek(), tuple):
            words.append(self._next_word())
        if self._peek() not in (";", "\n"):
            raise self._unexpected()
        self._next()
        return For(_plain(name) or "", words, self._loop_body())

    def _while(self) -> While:
        awaited = self._keyword() == "until"
        self._next()
        condition, _ = self._block("do")
        return While(condition, self._block("done")[0], awaited)

    def _loop_body(self) -> Script:
        self._skip_newlines()
        if self._keyword() != "do":
            raise self._unexpected()
        self._next()
        return self._block("done")[0]

    def _group(self) -> Group:
        closing = "}" if self._next() != "(" else ")"
        return Group(self._block(closing)[0], closing == ")")

    def _simple(self) -> Command:
        words: list[Word] = []
        assignments: list[tuple[str, Word]] = []
        redirections: list[Redirection] = []
        if self._keyword():
            raise self._unexpected()
        while True:
            if found := self._redirection():
                redirections.append(found)
            elif not isinstance(self._peek(), tuple):
                break
            elif not words and (assignment := _assignment(self._next_word(peek=True))):
                self._next()
                assignments.append(assignment)
            else:
                words.append(self._next_word())
        if not (words or assignments or redirections):
            raise self._unexpected()
        return Command(Simple(words, assignments), redirections)

    def _redirection(self) -> Redirection | None:
        operator = self._peek()
        if not isinstance(operator, str) or not (">" in operator or "<" in operator):
            return None
        self._next()
        if ">&" in operator:
            return Redirection(operator)
        return Redirection(operator, self._next_word())

    # Tokens

    def _peek(self) -> _Token:
        if self._ahead is None:
            self._ahead = self._token()
        return self._ahead

    def _next(self) -> _Token:
        token, self._ahead = self._peek(), None
        return token

    def _next_word(self, peek: bool = False) -> Word:
        word = self._peek()
        if not isinstance(word, tuple):
            raise self._unexpected()
        if not peek:
            self._next()
        return word

    def _keyword(self) -> str:
        """The keyword that comes next, or an empty string."""
        word = _plain(self._peek())
        return word if word in _KEYWORDS else ""

    def _skip_newlines(self) -> None:
        while self._peek() == "\n":
            self._next()

    def _unexpected(self) -> ShellError:
        token = self._peek()
        if token == "":
            return Incomplete("syntax error: unexpected end of script")
        shown = token if isinstance(token, str) else _plain(token) or "word"
        return ShellError(f"syntax error: unexpected {shown!r}")

    def _token(self) -> _Token:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
        if self._at >= len(self._text):
            return ""
        operator = _OPERATOR.match(self._text, self._at)
        if operator is None:
            return self._word()
        self._at = operator.end()
        return operator[0]

    def _word(self) -> Word:
        parts: list[Part] = []
        text = self._text
        while self._at < len(text) and text[self._at] not in _WORD_END:
            character = text[self._at]
            if character == "'":
                parts.append(Literal(self._up_to("'"), True))
            elif character == '"':
                parts += self._double_quoted()
            elif character == "\\":
                parts += self._escaped()
            elif character in "$`":
                parts.append(self._dollar(quoted=False))
            else:
                parts.append(Literal(self._run(_PLAIN)))
        return tuple(parts)

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
        parts: list[Part] = [Literal("", True)]
        self._at += 1
        while self._at < len(self._text) and self._text[self._at] != '"':
            character = self._text[self._at]
            if character == "\\" and self._text[self._at + 1 : self._at + 2] in tuple('"\\$`\n'):
                parts += self._escaped()
            elif character in "$`":
                parts.append(self._dollar(quoted=True))
            else:
                parts.append(Literal(self._run(_QUOTED), True))
        if self._at >= len(self._text):
            raise Incomplete('syntax error: " is not closed')
        self._at += 1
        return parts

    def _dollar(self, quoted: bool) -> Part:
        """A variable, the output of commands, or a lone ``$``."""
        if self._text[self._at] == "`":
            return Substitution(_Parser(self._up_to("`"), 0, self._depth + 1).whole(), quoted)
        if self._text.startswith("$(", self._at):
            inner = _Parser(self._text, self._at + 2, self._depth + 1)
            script = inner._script(")")
            if inner._next() != ")":
                raise Incomplete("syntax error: $( is not closed")
            self._at = inner._at
            return Substitution(script, quoted)
        name = _NAME.match(self._text, self._at)
        if name is None:
            self._at += 1
            return Literal("$", True)
        self._at = name.end()
        return Variable(name["bare"] or name["braced"], quoted)


def _plain(token: _Token | None) -> str | None:
    """The text of a word without quotes and variables; None for anything else."""
    if isinstance(token, tuple) and len(token) == 1:
        part = token[0]
        if isinstance(part, Literal) and not part.quoted:
            return part.text
    return None


def _assignment(word: Word) -> tuple[str, Word] | None:
    """Name and value of ``NAME=VALUE``; None for another word."""
    first = word[0]
    if not isinstance(first, Literal) or first.quoted or not (found := _ASSIGNMENT.match(first.text)):
        return None
    return found["name"], (Literal(first.text[found.end() :], True), *word[1:])
