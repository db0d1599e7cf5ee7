"""Other wordings of practice goals, from a file: a draw has the words of the templates or one of these.

``python -m training.wordings`` has a language model write such files, and takes only what ``paraphrase`` lets
through.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from openphone_gym.arguments import InvalidArgument
from openphone_gym.tasks.practice.paraphrase import is_line
from openphone_gym.tasks.task import TaskInstance

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]


class Wording(msgspec.Struct, frozen=True):
    """A goal, and what else it can be called; a line of the file.

    Attributes:
        goal: In the words of the templates.
        others: In other words.
    """

    goal: Words
    others: tuple[Words, ...]


class Wordings:
    """What goals can be called.

    Args:
        known: Goals with their other wordings.
    """

    def __init__(self, known: Iterable[Wording]) -> None:
        self._others: Mapping[str, tuple[str, ...]] = {each.goal: each.others for each in known}

    @classmethod
    def load(cls, path: str | Path) -> Wordings:
        """Reads a file.

        Raises:
            InvalidArgument: It is none, or holds what is no plain line.
        """
        return cls(read(Path(path)))

    def of(self, instance: TaskInstance) -> str:
        """The goal of a draw: its own or another wording, by its seed; the same for the same file."""
        others = self._others.get(instance.goal, ())
        return random.Random(f"{instance.task.id}/{instance.seed}").choice((instance.goal, *others))


def read(path: Path) -> list[Wording]:
    """The lines of a file.

    Raises:
        InvalidArgument: It is no such file.
    """
    try:
        found = [msgspec.json.decode(line, type=Wording) for line in path.read_bytes().splitlines()]
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError) as fault:
        raise InvalidArgument(f"wordings={str(path)!r} is no file of training.wordings ({fault})") from None
    if odd := next((text for each in found for text in each.others if not is_line(text)), None):
        raise InvalidArgument(f"wordings={str(path)!r} holds what is no plain line: {odd!r}")
    return found
