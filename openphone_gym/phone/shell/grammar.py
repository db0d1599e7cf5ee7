"""The grammar of the shell: from text to a tree of commands. Nothing here runs anything."""

from __future__ import annotations

import re

import msgspec

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.lexer import Incomplete, Lexer, plain
from openphone_gym.phone.shell.syntax import (
    Case,
    Command,
    For,
    Function,
    Group,
    If,
    Literal,
    Node,
    Pipeline,
    Redirection,
    Script,
    Simple,
    Variable,
    While,
    Word,
)

LONGEST = 65_536
"""Most characters of a script."""

CHARACTERS_PER_STEP = 10
"""Characters of a script that are read in one step of a budget."""


def parse(text: str) -> Script:
    """Reads a script.

    Known are words, single and double quotes, backslashes, comments, variables and parts of them,
    ``$(...)``, ``$((...))`` and backticks, pipes, lists, ``&``, redirections with here-documents, groups,
    functions, ``if``, ``for``, ``while``, ``until`` and ``case``.

    Raises:
        Incomplete: A quote or a command is not closed.
        ShellError: It is no script, too long, or too deep.
    """
    if len(text) > LONGEST:
        raise ShellError("syntax error: script too long")
    spend(len(text) / CHARACTERS_PER_STEP)
    return _Parser(text).whole()


_ASSIGNMENT = re.compile(r"(?P<name>[A-Za-z_]\w*)=", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_KEYWORDS = {"if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "{", "}", "!"}
_KEYWORDS |= {"case", "esac"}


class _Parser(Lexer):
    def whole(self) -> Script:
        """All of the text."""
        script = self._script()
        if self._peek() != "":
            raise self._unexpected()
        return script

    def _whole_script(self, text: str) -> Script:
        return _Parser(text, 0, self._depth + 1).whole()

    def _inner_script(self) -> Script:
        inner = _Parser(self._text, self._at, self._depth + 1)
        script = inner._script(")")
        if inner._next() != ")":
            raise Incomplete("syntax error: $( is not closed")
        self._at = inner._at
        return script

    # Lists and pipes

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

    # Commands

    def _command(self) -> Command:
        keyword = self._keyword() or self._peek()
        compound = {
            "if": self._if,
            "for": self._for,
            "while": self._while,
            "until": self._while,
            "case": self._case,
            "{": self._group,
            "(": self._group,
        }.get(keyword if isinstance(keyword, str) else "")
        if compound is None:
            return self._simple()
        with self._deeper():
            node: Node = compound()
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
        name = plain(self._next())
        if name is None:
            raise self._unexpected()
        words: list[Word] = [(Variable("@", True),)]
        if plain(self._peek()) == "in":
            self._next()
            words = self._words()
        if self._peek() not in (";", "\n"):
            raise self._unexpected()
        self._next()
        return For(name, words, self._loop_body())

    def _words(self) -> list[Word]:
        words: list[Word] = []
        while isinstance(self._peek(), tuple):
            words.append(self._next_word())
        return words

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

    def _case(self) -> Case:
        self._next()
        word = self._next_word()
        self._skip_newlines()
        if plain(self._next()) != "in":
            raise self._unexpected()
        self._skip_newlines()
        branches: list[tuple[list[Word], Script]] = []
        while self._keyword() != "esac":
            branches.append((self._patterns(), self._script(";;", "esac")))
            if self._peek() == ";;":
                self._next()
            self._skip_newlines()
        self._next()
        return Case(word, branches)

    def _patterns(self) -> list[Word]:
        """The patterns of a branch, up to their ``)``."""
        if self._peek() == "(":
            self._next()
        patterns = [self._next_word()]
        while (between := self._next()) == "|":
            patterns.append(self._next_word())
        if between != ")":
            raise self._unexpected()
        return patterns

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
        name = plain(words[0]) if len(words) == 1 and not (assignments or redirections) else None
        if name and _NAME.fullmatch(name) and self._peek() == "(":
            return self._function(name)
        return Command(Simple(words, assignments), redirections)

    def _function(self, name: str) -> Command:
        self._next()
        if self._next() != ")":
            raise self._unexpected()
        self._skip_newlines()
        with self._deeper():
            return Command(Function(name, self._command()), [])

    def _redirection(self) -> Redirection | None:
        operator = self._peek()
        if not isinstance(operator, str) or not (">" in operator or "<" in operator):
            return None
        self._next()
        if ">&" in operator:
            return Redirection(operator)
        if operator in ("<<", "<<-"):
            return self._document(strip=operator == "<<-")
        return Redirection(operator.removesuffix("|"), self._next_word())

    def _keyword(self) -> str:
        """The keyword that comes next, or an empty string."""
        word = plain(self._peek())
        return word if word in _KEYWORDS else ""


def _assignment(word: Word) -> tuple[str, Word] | None:
    """Name and value of ``NAME=VALUE``; None for another word."""
    first = word[0]
    if not isinstance(first, Literal) or first.quoted or not (found := _ASSIGNMENT.match(first.text)):
        return None
    return found["name"], (Literal(first.text[found.end() :], True), *word[1:])
