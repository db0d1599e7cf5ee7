"""Android's intents, as ``am`` and ``pm`` are given them: words become an `Intent`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.text import USAGE

MAIN = "android.intent.action.MAIN"
VIEW = "android.intent.action.VIEW"
LAUNCHER = "android.intent.category.LAUNCHER"

FIELDS = {"-a": "action", "-d": "data", "-t": "mime_type", "-n": "component", "-p": "package"}
"""Options that say what the intent is."""

TEXTS = ("-e", "--es", "--esa", "--esal")
NUMBERS = ("--ei", "--el", "--ef", "--ed")
LISTS = ("--eia", "--eial", "--ela", "--elal", "--efa", "--efal", "--eda", "--edal")
NAMED = (*TEXTS, *NUMBERS, *LISTS, "--ez", "--eu", "--ecn")
"""Options that give an extra: its name and its value."""

TAKE_ONE = (
    "-c",
    "-f",
    "-i",
    "-R",
    "-P",
    "--user",
    "--display",
    "--esn",
    "--attach-agent",
    "--attach-agent-bind",
)
TAKE_ONE += ("--windowingMode", "--activityType", "--task", "--sampling", "--start-profiler")
"""Other options with a value."""

SWITCHES = ("-W", "-S", "-D", "-N", "-r", "--streaming", "--track-allocation", "--lock-task", "--selector")
SWITCHES += ("--task-overlay", "--async", "--no-window-animation", "--allow-background-activity-starts")
"""Options without one; so are those that begin as `FLAGS` do."""

FLAGS = ("--activity-", "--grant-", "--receiver-", "--include-", "--exclude-", "--debug-")

MOST_EXTRAS = 1_000


class Intent(NamedTuple):
    """What somebody asks Android for.

    Attributes:
        action: What to do, such as ``android.intent.action.VIEW``.
        data: A URI.
        mime_type: Type of the data.
        categories: Kinds of activities that may answer.
        component: ``package/activity`` that shall answer, or an empty string.
        package: Package that shall answer, or an empty string.
        extras: More values by name, as text.
        options: Switches of the command, such as ``-W``.
    """

    action: str = ""
    data: str = ""
    mime_type: str = ""
    categories: tuple[str, ...] = ()
    component: str = ""
    package: str = ""
    extras: Mapping[str, str] = {}
    options: frozenset[str] = frozenset()

    @classmethod
    def read(cls, command: str, words: Sequence[str]) -> Self:
        """The intent of the words after a command.

        Raises:
            ShellError: They are no intent; it says so as Android does.
        """
        fields: dict[str, str] = {}
        categories: list[str] = []
        extras: dict[str, str] = {}
        options: set[str] = set()
        rest = iter(words)
        for word in rest:
            if word in FIELDS:
                fields[FIELDS[word]] = _value(command, word, rest)
            elif word in NAMED:
                name = _value(command, word, rest)
                extras[name] = _checked(command, word, _value(command, word, rest))
            elif word in TAKE_ONE:
                value = _value(command, word, rest)
                categories += [value] if word == "-c" else []
            elif word in SWITCHES or word.startswith(FLAGS):
                options.add(word)
            elif word.startswith("-"):
                raise refused(command, f"Unknown option: {word[:80]}")
            elif word:
                fields |= _named_alone(word)
                categories += [] if ":" in word else [LAUNCHER]
        if len(extras) > MOST_EXTRAS:
            raise refused(command, "too many extras")
        intent = cls(categories=tuple(categories), extras=extras, options=frozenset(options), **fields)
        if not (fields or categories):
            raise refused(command, "No intent supplied")
        return intent._replace(action=VIEW) if intent.data and not intent.action else intent

    def __str__(self) -> str:
        """The intent as Android prints it."""
        told = {"act": self.action, "cat": f"[{','.join(self.categories)}]" if self.categories else ""}
        told |= {"dat": self.data, "typ": self.mime_type, "pkg": self.package, "cmp": self.component}
        facts = [f"{name}={value}" for name, value in told.items() if value]
        return f"Intent {{ {' '.join([*facts, *(['(has extras)'] if self.extras else [])])} }}"

    @property
    def target(self) -> str:
        """Package that shall answer, or an empty string if any may."""
        return self.component.partition("/")[0] or self.package


def _named_alone(word: str) -> dict[str, str]:
    """What a word without an option stands for: a URI, or an activity or package that is to be started."""
    if word.startswith("intent:") and "#Intent;" in word:
        return _written(word)
    if ":" in word:
        return {"data": word}
    return {"component" if "/" in word else "package": word, "action": MAIN}


def _written(word: str) -> dict[str, str]:
    """The parts of ``intent:DATA#Intent;scheme=S;action=A;component=C;end``."""
    data, _, rest = word.removeprefix("intent:").partition("#Intent;")
    given: dict[str, str] = {}
    for part in rest.split(";"):
        name, _, value = part.partition("=")
        given[name] = value
    names = {"action": "action", "type": "mime_type", "component": "component", "package": "package"}
    fields = {field: given[name] for name, field in names.items() if given.get(name)}
    if given.get("scheme"):
        data = f"{given['scheme']}:{data}"
    if data:
        fields["data"] = data
    return fields or {"action": VIEW}


def _value(command: str, option: str, rest: object) -> str:
    value = next(rest, None)  # type: ignore[call-overload]
    if value is None:
        raise refused(command, f'Argument expected after "{option}"')
    return value


def _checked(command: str, option: str, value: str) -> str:
    """A value, if it is of the kind that its option announces."""
    numbers = value.split(",") if option in LISTS else [value] if option in NUMBERS else []
    try:
        for number in numbers:
            float(number)
    except ValueError:
        raise refused(command, f'For input string: "{value[:80]}"', "NumberFormatException") from None
    if option == "--ez" and value.lower() not in ("true", "false", "t", "f", "1", "0"):
        raise refused(command, f"Invalid boolean value: {value[:80]}")
    return value


def refused(command: str, problem: str, kind: str = "IllegalArgumentException") -> ShellError:
    """How Android's services tell that they can't do what a command says."""
    return ShellError(
        f"\nException occurred while executing '{command}':\njava.lang.{kind}: {problem}", USAGE
    )


def is_true(value: str) -> bool:
    """Whether an extra given with ``--ez`` is true."""
    return value.lower() in ("true", "t", "1")
