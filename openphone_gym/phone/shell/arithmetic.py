"""Numbers in ``$((...))``: whole ones of 32 bits, as Android's shell has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.variables import Variables

LONGEST, DEEPEST = 4_096, 24
"""Most characters of an expression, and most operators inside each other."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>0[xX][0-9a-fA-F]+|\d+)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign><<=|>>=|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%<>=!~&|^?:(),]))",
    re.ASCII,
)


def _divided(a: int, b: int) -> int:
    if b == 0:
        raise ShellError("zero divisor")
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


OPERATORS: Mapping[str, tuple[int, Callable[[int, int], int]]] = {
    "||": (1, lambda a, b: int(bool(a or b))),
    "&&": (2, lambda a, b: int(bool(a and b))),
    "|": (3, lambda a, b: a | b),
    "^": (4, lambda a, b: a ^ b),
    "&": (5, lambda a, b: a & b),
    "==": (6, lambda a, b: int(a == b)),
    "!=": (6, lambda a, b: int(a != b)),
    "<": (7, lambda a, b: int(a < b)),
    "<=": (7, lambda a, b: int(a <= b)),
    ">": (7, lambda a, b: int(a > b)),
    ">=": (7, lambda a, b: int(a >= b)),
    "<<": (8, lambda a, b: a << (b & 31)),
    ">>": (8, lambda a, b: a >> (b & 31)),
    "+": (9, lambda a, b: a + b),
    "-": (9, lambda a, b: a - b),
    "*": (10, lambda a, b: a * b),
    "/": (10, _divided),
    "%": (10, lambda a, b: a - b * _divided(a, b)),
}
"""What stands between two numbers, how strongly it binds, and what it makes of them."""

ASSIGNMENTS = {f"{sign}=": sign for sign in ("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>")}
"""Operators that also set a variable, and what they do to it."""

UNARY: Mapping[str, Callable[[int], int]] = {
    "-": lambda a: -a,
    "+": lambda a: a,
    "!": lambda a: int(not a),
    "~": lambda a: ~a,
}


def evaluate(expression: str, variables: Variables) -> int:
    """The value of an expression; its assignments set variables.

    Raises:
        ShellError: It is none, or divides by zero.
    """
    if len(expression) > LONGEST:
        raise ShellError("arithmetic expression too long")
    spend(len(expression) / 10)
    return _Reader(expression, variables).whole()


def _wrapped(value: int) -> int:
    """A number as 32 bits hold it."""
    return (value + (1 << 31)) % (1 << 32) - (1 << 31)


class _Reader:
    """Reads an expression from left to right, and reckons as it goes."""

    def __init__(self, text: str, variables: Variables) -> None:
        self._text = text
        self._variables = variables
        self._tokens = self._split(text)
        self._depth = 0

    def _split(self, text: str) -> list[str]:
        tokens: list[str] = []
        at, end = 0, len(text.rstrip())
        while at < end:
            found = _TOKEN.match(text, at)
            if found is None:
                raise self._wrong()
            tokens.append(found[0].strip())
            at = found.end()
        return tokens[::-1]

    def _wrong(self) -> ShellError:
        return ShellError(f"{self._text.strip()[:40]}: bad arithmetic expression")

    def whole(self) -> int:
        """All of the expression; an empty one is 0."""
        value = self._expression() if self._tokens else 0
        while self._taken(","):
            value = self._expression()
        if self._tokens:
            raise self._wrong()
        return value

    def _peek(self) -> str:
        return self._tokens[-1] if self._tokens else ""

    def _taken(self, token: str) -> bool:
        """Whether a token comes next, which is then read."""
        if self._peek() != token:
            return False
        self._tokens.pop()
        return True

    def _expression(self) -> int:
        """An assignment, a choice, or a calculation."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._wrong()
        value = self._assigned() if self._assigns() else self._chosen()
        self._depth -= 1
        return value

    def _assigns(self) -> bool:
        operator = self._tokens[-2] if len(self._tokens) > 1 else ""
        return _is_name(self._peek()) and (operator == "=" or operator in ASSIGNMENTS)

    def _assigned(self) -> int:
        name, operator = self._tokens.pop(), self._tokens.pop()
        value = self._expression()
        if operator != "=":
            value = OPERATORS[ASSIGNMENTS[operator]][1](self._value(name), value)
        return self._set(name, value)

    def _set(self, name: str, value: int) -> int:
        self._variables.assign(name, str(_wrapped(value)))
        return _wrapped(value)

    def _value(self, name: str) -> int:
        return _number(self._variables.get(name) or "0", self._wrong)

    def _chosen(self) -> int:
        condition = self._calculated(1)
        if not self._taken("?"):
            return condition
        first = self._expression()
        if not self._taken(":"):
            raise self._wrong()
        second = self._expression()
        return first if condition else second

    def _calculated(self, least: int) -> int:
        """Operands with operators that bind at least so strongly."""
        value = self._operand()
        while (known := OPERATORS.get(self._peek())) and known[0] >= least:
            self._tokens.pop()
            value = _wrapped(known[1](value, self._calculated(known[0] + 1)))
        return value

    def _operand(self) -> int:
        token = self._tokens.pop() if self._tokens else ""
        if token == "(":
            value = self._expression()
            if not self._taken(")"):
                raise self._wrong()
            return value
        if token in ("++", "--") and _is_name(self._peek()):
            name = self._tokens.pop()
            return self._set(name, self._value(name) + (1 if token == "++" else -1))
        if token in UNARY:
            self._depth += 1
            if self._depth > DEEPEST:
                raise self._wrong()
            value = UNARY[token](self._operand())
            self._depth -= 1
            return _wrapped(value)
        if not _is_name(token):
            return _number(token, self._wrong)
        value = self._value(token)
        if self._peek() in ("++", "--"):
            self._set(token, value + (1 if self._tokens.pop() == "++" else -1))
        return value


def _is_name(token: str) -> bool:
    return token.isidentifier()


def _number(text: str, wrong: Callable[[], ShellError]) -> int:
    digits = text.strip().removeprefix("-")
    base = 16 if digits[:2] in ("0x", "0X") else 10
    if not re.fullmatch(r"0[xX][0-9a-fA-F]{1,16}|[0-9]{1,20}", digits):
        raise wrong()
    return _wrapped(int(digits, base) * (-1 if text.strip().startswith("-") else 1))
