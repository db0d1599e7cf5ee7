"""Phones on which tasks are done, each by its name, as tools see them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from time import monotonic
from typing import Any

from openphone_gym.actions import Action
from openphone_gym.arguments import shown
from openphone_gym.env import PhoneEnv
from openphone_gym.trajectory import Verdict
from openphone_gym.ui.marks import Mark
from openphone_gym.ui.node import UiNode

IDLE_S = 1800.0
"""A phone that nobody touched for so long may be given to somebody else."""
LONGEST_LABEL = 200
STATES = ("focused", "selected", "checked", "password")


class Refused(RuntimeError):
    """What was asked for can't be done; the message says why, and what can."""


class TaskPhone:
    """A phone with a task.

    Args:
        name: What tools call it.
        arguments: Of ``PhoneEnv``.
    """

    def __init__(self, name: str, arguments: Mapping[str, Any]) -> None:
        self.name = name
        self.env = PhoneEnv(**arguments, observation=())
        self.verdict: Verdict | None = None
        self.used = monotonic()

    def begin(self, task: str | None, seed: int, variation: str | None) -> None:
        """Sets the phone up for a task.

        Raises:
            DeviceError: The device failed.
            InvalidArgument: A value is not among the valid ones.
            UnknownTask: There is no such task.
        """
        self.env.reset(seed=seed, options={"task": task, "variation": variation})
        self.verdict = None

    @property
    def progress(self) -> str:
        """How far the episode is, and how it ended."""
        done = len(self.env.episode.steps)
        if self.verdict is None:
            return f"step {done} of {self.most_steps}"
        return f"the episode has ended after {done} steps: {told(self.verdict)}"

    @property
    def most_steps(self) -> int:
        """Steps after which the episode is cut off."""
        return self.env.max_steps or self.env.instance.task.max_steps

    def act(self, action: Action) -> None:
        """Does an action.

        Raises:
            DeviceError: The device failed.
            Refused: The action can't be done, or the episode has ended.
        """
        if self.verdict is not None:
            raise Refused(f"{self.progress}. Call begin_task for another one.")
        *_, info = self.env.step(action)
        self.verdict = info.get("verdict")
        if info["action_error"]:
            raise Refused(f"{info['action_error']} ({self.progress})")

    def elements(self) -> list[dict[str, Any]]:
        """What can be seen and touched, in mobile-mcp's form; each ref is the number of a mark."""
        return [_element(mark) for mark in self.env.marks()]


class Phones:
    """All phones of a server.

    Args:
        arguments: Of ``PhoneEnv``.
        most: How many there are at most.
    """

    def __init__(self, arguments: Mapping[str, Any], most: int) -> None:
        self._arguments = arguments
        self._most = most
        self._phones: dict[str, TaskPhone] = {}

    @property
    def tasks(self) -> tuple[str, ...]:
        """Ids of the tasks."""
        return tuple(self._arguments["tasks"])

    def all(self) -> list[TaskPhone]:
        """Those that have a task."""
        return list(self._phones.values())

    def find(self, name: str) -> TaskPhone:
        """The phone of this name; without a name, the only one.

        Raises:
            Refused: There is none, or more than one.
        """
        if not self._phones:
            raise Refused("no phone has a task yet: call begin_task first")
        if not name and len(self._phones) > 1:
            raise Refused(f"say which device: {', '.join(self._phones)}")
        phone = self._phones.get(name or next(iter(self._phones)))
        if phone is None:
            raise Refused(f"no device {shown(name)}; there are {', '.join(self._phones)}")
        phone.used = monotonic()
        return phone

    def take(self, name: str) -> TaskPhone:
        """The phone of this name; without a name, one that nobody uses.

        Raises:
            Refused: There is none of this name, or all are in use.
        """
        if name:
            return self.find(name)
        if len(self._phones) < self._most:
            new = TaskPhone(f"openphone-{len(self._phones) + 1}", self._arguments)
            self._phones[new.name] = new
            return new
        free = [phone for phone in self.all() if phone.verdict is not None or monotonic() - phone.used > IDLE_S]
        if not free:
            raise Refused(f"all {self._most} phones are in use: finish a task, or name a device to begin anew on it")
        oldest = min(free, key=lambda phone: phone.used)
        oldest.used = monotonic()
        return oldest


def told(verdict: Verdict) -> str:
    """A verdict in a sentence."""
    outcome = {True: "success", False: "failure", None: "not scored"}[verdict.success]
    return f"{outcome}. {verdict.reason}".rstrip()


def _element(mark: Mark) -> dict[str, Any]:
    node = mark.node
    left, top, right, bottom = node.bounds
    words = {"text": node.text, "label": node.content_desc, "identifier": node.resource_id}
    return {
        "ref": f"@e{mark.index}",
        "type": node.class_name.rpartition(".")[2],
        **{name: value[:LONGEST_LABEL] for name, value in words.items() if value},
        "coordinates": {"x": left, "y": top, "width": right - left, "height": bottom - top},
        **dict.fromkeys(_states(node), True),
    }


def _states(node: UiNode) -> list[str]:
    states = [name for name in STATES if getattr(node, name)]
    return states if node.enabled else [*states, "disabled"]


def line(element: Mapping[str, Any]) -> str:
    """An element as a line of text; labels are quoted, so that none can pass for another line."""
    words = [f"{name}={json.dumps(element[name], ensure_ascii=False)}" for name in ("text", "label") if name in element]
    place = element["coordinates"]
    states = [name for name in (*STATES, "disabled") if name in element]
    where = [f"at={place['x']},{place['y']}", f"size={place['width']}x{place['height']}"]
    named = [f"id={json.dumps(element['identifier'])}"] if "identifier" in element else []
    return " ".join([element["ref"], element["type"], *words, *named, *where, *states])
