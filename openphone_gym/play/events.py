"""What the page sends and gets, as JSON.

What it sends is not trusted: it is read into these types or refused.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from openphone_gym.trajectory import Verdict

LONGEST_TEXT = 2_000
"""Most characters of a text in one event."""

Pixel = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
Text = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]
Seed = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]


class Tap(msgspec.Struct, tag="tap", forbid_unknown_fields=True):
    """A click."""

    x: Pixel
    y: Pixel


class Hold(msgspec.Struct, tag="hold", forbid_unknown_fields=True):
    """A button of the mouse held down at a point."""

    x: Pixel
    y: Pixel


class Drag(msgspec.Struct, tag="drag", forbid_unknown_fields=True):
    """The mouse dragged from one point to another."""

    x1: Pixel
    y1: Pixel
    x2: Pixel
    y2: Pixel


class Type(msgspec.Struct, tag="type", forbid_unknown_fields=True):
    """Characters typed or pasted."""

    text: Text


class Key(msgspec.Struct, tag="key", forbid_unknown_fields=True):
    """A key of the phone."""

    key: Literal["back", "home", "recents", "enter", "delete"]


class Wait(msgspec.Struct, tag="wait", forbid_unknown_fields=True):
    """Time passes."""


class Finish(msgspec.Struct, tag="finish", forbid_unknown_fields=True):
    """The end, with the answer if the task asks a question."""

    answer: Text = ""


class Start(msgspec.Struct, tag="start", forbid_unknown_fields=True):
    """A new episode."""

    task: Text
    variation: Literal["canonical", "sampled"] = "canonical"
    seed: Seed = 0


class Record(msgspec.Struct, tag="record", forbid_unknown_fields=True):
    """Whether this episode is to be saved when it ends."""

    on: bool


Event = Tap | Hold | Drag | Type | Key | Wait | Finish | Start | Record

decode = msgspec.json.Decoder(Event).decode


class Mark(msgspec.Struct):
    """A numbered element and its box in pixels: left, top, right, bottom."""

    index: int
    bounds: tuple[int, int, int, int]


class SubGoal(msgspec.Struct):
    """A sub-goal in words, and whether it is reached; None where that can't be told."""

    name: str
    question: str
    held: bool | None


class State(msgspec.Struct, kw_only=True, tag="state"):
    """All that the page shows beside the picture.

    Attributes:
        task: Id of the task.
        variation: ``canonical`` or ``sampled``.
        seed: Seed of the draw.
        query: Whether the task asks a question.
        goal: The instruction.
        width: Width of the screen in pixels.
        height: Height of the screen in pixels.
        steps: The steps so far, as calls of the vocabulary.
        draft: The step that typing will become; empty if nothing is being typed.
        marks: Numbered elements.
        text: Compact text of the screen.
        tree: Accessibility tree as uiautomator XML.
        subgoals: The sub-goals right now.
        verdict: The finding at the end; before, what it would be if the episode ended now.
        ended: Whether the episode is over.
        record: Whether the episode will be saved; None where no folder was given.
        saved: Name of the folder that the episode was saved in; empty before.
    """

    task: str
    variation: str
    seed: int
    query: bool
    goal: str
    width: int
    height: int
    steps: list[str]
    draft: str
    marks: list[Mark]
    text: str
    tree: str
    subgoals: list[SubGoal]
    verdict: Verdict
    ended: bool
    record: bool | None
    saved: str


class Failure(msgspec.Struct, tag="error"):
    """Why an event was refused."""

    message: str


class Tasks(msgspec.Struct, tag="tasks"):
    """Ids of all tasks, in the order of the catalogue."""

    tasks: list[str]
