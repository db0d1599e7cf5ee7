"""What words stand for: variables, parts of them, numbers, the output of commands, and files."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable

from openphone_gym.phone.shell.arithmetic import evaluate
from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import CHARACTERS_PER_STEP, LONGEST_PATTERN, Files, escaped
from openphone_gym.phone.shell.syntax import Arithmetic, Literal, Parameter, Part, Script, Variable, Word
from openphone_gym.phone.shell.variables import Variables

SPLIT_COST = 0.05
"""Steps for each character of a value that is split into arguments."""

LONGEST_ARGUMENTS = 262_144
"""Most characters of all arguments of a command."""

Field = list[tuple[str, bool]]
"""An argument in pieces, each with whether it was quoted."""


class Expansion:
    """Replaces what words hold.

    Args:
        variables: The shell's variables.
        files: The phone's files.
        output: Runs a script, and gives what it prints.
    """

    def __init__(self, variables: Variables, files: Files, output: Callable[[Script], str]) -> None:
        self._variables = variables
        self._files = files
        self._output = output
        self._length = 0

    def start(self) -> None:
        """Begins with another command, whose arguments are measured anew."""
        self._length = 0

    def arguments(self, word: Word) -> list[str]:
        """The arguments that a word stands for: several, or none, where variables or files are put in."""
        fields: list[Field] = [[]]
        for number, part in enumerate(word):
            if isinstance(part, Literal):
                text = self._at_home(part) if number == 0 else part.text
                self._lengthen(len(text))
                fields[-1].append((text, part.quoted))
            elif part.quoted and isinstance(part, Variable) and part.name == "@":
                self._append(fields, self._variables.arguments, quoted=True)
            elif part.quoted:
                fields[-1].append((self.value(part), True))
            else:
                value = self.value(part)
                spend(len(value) * SPLIT_COST)
                self._append(fields, re.split(r"[ \t\n]+", value), quoted=False)
        return [text for field in fields if field for text in self._files_like(field)]

    def text(self, word: Word) -> str:
        """The one text that a word stands for."""
        return "".join(self.value(part) for part in word)

    def pattern(self, word: Word) -> str:
        """A pattern; what is quoted in it stands for itself."""
        return "".join(escaped(self.value(part)) if part.quoted else self.value(part) for part in word)

    def fits(self, text: str, pattern: str) -> bool:
        """Whether a text fits a pattern."""
        spend(len(text) * len(pattern) / CHARACTERS_PER_STEP)
        return len(pattern) <= LONGEST_PATTERN and fnmatch.fnmatchcase(text, pattern)

    def value(self, part: Part) -> str:
        """What a part of a word stands for."""
        if isinstance(part, Literal):
            value = part.text
        elif isinstance(part, Variable):
            value = self._variables.get(part.name) or ""
        elif isinstance(part, Parameter):
            value = self._modified(part)
        elif isinstance(part, Arithmetic):
            value = str(evaluate(self.text(part.expression), self._variables))
        else:
            length = self._length
            value = self._output(part.script).rstrip("\n")
            self._length = length
        self._lengthen(len(value))
        return value

    def _append(self, fields: list[Field], values: list[str], quoted: bool) -> None:
        """Adds values, the first to the argument at hand, and each other as another one."""
        for number, value in enumerate(values):
            if number:
                fields.append([])
            if value or quoted:
                fields[-1].append((value, quoted))

    def _at_home(self, part: Literal) -> str:
        """A text whose ``~`` at the beginning is the user's folder."""
        home = (self._variables.get("HOME") or "").rstrip("/")
        if part.quoted or not re.match(r"~(/|$)", part.text):
            return part.text
        return home + part.text[1:] or "/"

    def _files_like(self, field: Field) -> list[str]:
        """The files that an unquoted pattern finds; the text itself if it is none or finds nothing."""
        plain = "".join(text for text, _ in field)
        if not any(not quoted and re.search(r"[*?\[]", text) for text, quoted in field):
            return [plain]
        pattern = "".join(escaped(text) if quoted else text for text, quoted in field)
        found = self._files.matching(pattern) or [plain]
        self._lengthen(sum(map(len, found)))
        return found

    def _lengthen(self, count: int) -> None:
        self._length += count
        spend(size=count)
        if self._length > LONGEST_ARGUMENTS:
            raise ShellError("argument list too long", 126)

    # Parts of variables

    def _modified(self, part: Parameter) -> str:
        value, operator = self._variables.get(part.name), part.operator
        if operator == "length":
            return str(len(value or ""))
        if operator.lstrip(":") in ("-", "=", "+", "?") and operator != ":":
            missing = value is None or (operator.startswith(":") and not value)
            return self._or_else(part, value or "", missing)
        if operator == ":":
            return self._middle(value or "", self.text(part.word))
        if operator in ("/", "//"):
            return self._replaced(value or "", part)
        return self._trimmed(value or "", self.pattern(part.word), operator)

    def _or_else(self, part: Parameter, value: str, missing: bool) -> str:
        """A value, or what stands for it if it is missing (with ``+``, if it is not)."""
        kind = part.operator[-1]
        if kind == "+":
            return "" if missing else self.text(part.word)
        if not missing:
            return value
        other = self.text(part.word)
        if kind == "?":
            raise ShellError(f"{part.name}: {other or 'parameter null or not set'}")
        if kind == "=":
            self._variables.assign(part.name, other)
        return other

    def _middle(self, value: str, places: str) -> str:
        """``${NAME:FROM:COUNT}``."""
        first, given, count = places.partition(":")
        start = evaluate(first, self._variables)
        start = max(len(value) + start, 0) if start < 0 else start
        length = evaluate(count, self._variables) if given else len(value)
        return value[start : start + length if length >= 0 else len(value) + length]

    def _trimmed(self, value: str, pattern: str, operator: str) -> str:
        """A value without the beginning (``#``) or the end (``%``) that fits; the longest if doubled."""
        front = operator.startswith("#")
        ends = range(len(value) + 1) if (len(operator) > 1) != front else range(len(value), -1, -1)
        for at in ends:
            if self.fits(value[:at] if front else value[at:], pattern):
                return value[at:] if front else value[:at]
        return value

    def _replaced(self, value: str, part: Parameter) -> str:
        """``${NAME/PLAIN/OTHER}``, and with ``//`` everywhere."""
        old, _, new = self.text(part.word).partition("/")
        return value.replace(old, new, -1 if part.operator == "//" else 1) if old else value
