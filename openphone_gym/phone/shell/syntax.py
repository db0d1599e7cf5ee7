"""The tree of a script, as ``grammar.parse`` reads it."""

from __future__ import annotations

import msgspec


class Literal(msgspec.Struct, frozen=True):
    """Characters that stand for themselves; ``*``, ``?`` and ``[`` only if they are quoted."""

    text: str
    quoted: bool = False


class Variable(msgspec.Struct, frozen=True):
    """``$NAME``, or ``$?`` for the last exit code."""

    name: str
    quoted: bool = False


class Parameter(msgspec.Struct, frozen=True):
    """``${NAME}`` with an operator: another value where there is none, or a part of the value.

    Attributes:
        name: The variable.
        operator: ``:-``, ``%``, ``//`` and their like; ``length`` for ``${#NAME}``.
        word: What stands after the operator.
    """

    name: str
    operator: str
    word: Word
    quoted: bool = False


class Substitution(msgspec.Struct, frozen=True):
    """``$(SCRIPT)``: the output of commands."""

    script: Script
    quoted: bool = False


class Arithmetic(msgspec.Struct, frozen=True):
    """``$((EXPRESSION))``: a number; variables in it are replaced before it is read."""

    expression: Word
    quoted: bool = False


Part = Literal | Variable | Parameter | Substitution | Arithmetic
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


class Case(msgspec.Struct, frozen=True):
    """``case WORD in``: the first branch is run of which a pattern fits the word."""

    word: Word
    branches: list[tuple[list[Word], Script]]


class Function(msgspec.Struct, frozen=True):
    """``NAME() COMMAND``: a command is given a name."""

    name: str
    body: Command


class Group(msgspec.Struct, frozen=True):
    """Commands in ``{ }``, or in ``( )`` that are a shell of their own."""

    body: Script
    own_shell: bool


Node = Simple | If | For | While | Case | Function | Group


class Redirection(msgspec.Struct, frozen=True):
    """An operator such as ``2>`` and the file after it; ``2>&1`` and its like have none.

    After ``<<<`` stands the input itself, and so it does for ``<<``, once its lines were read.
    """

    operator: str
    target: Word = ()


class Command(msgspec.Struct, frozen=True):
    """What is run, and where its input and output go."""

    node: Node
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
