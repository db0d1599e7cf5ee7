"""Tasks as declarations: what is asked, how it varies, what counts as done.

A task is data plus small functions of the phone's state. ``draw`` turns it into a ``TaskInstance``:
one phone, one set of parameter values, one wording.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, get_args

import msgspec

from openphone_gym.devices.device import Setup
from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.phone.system.density import FONT_SCALES as FONT_SCALES
from openphone_gym.phone.system.state import Display
from openphone_gym.tasks.answers import Answer
from openphone_gym.tasks.sight import Sight

if TYPE_CHECKING:
    from openphone_gym.tasks.hand import Hand

Value = TypeVar("Value")

Variation = Literal["canonical", "sampled"]

VARIATIONS: tuple[Variation, ...] = ("canonical", "sampled")

TEST_SEEDS = 1 << 31
"""Contents of sampled tasks for testing are drawn from seeds at and above this one, those for
training from seeds below, so that the two never overlap."""

Params = SimpleNamespace
"""Parameter values of a draw, as attributes."""

Check = Callable[[Phone, Params], bool]
"""A condition on the state of the phone."""

ScreenCheck = Callable[[Sight, Params], bool | None]
"""What one screen tells: yes, no, or None where it does not show it."""

Draw = Callable[["Drawing"], Any]
"""Draws a parameter value."""


class NothingFits(LookupError):
    """On a drawn phone no value suits a parameter of a task; another phone is drawn instead."""


class Drawing(msgspec.Struct):
    """What a sampler may look at.

    Attributes:
        rng: The only source of chance.
        phone: The phone with its drawn contents, before the task's set-up.
        params: Parameters drawn so far, in the order of declaration.
    """

    rng: random.Random
    phone: Phone
    params: Params

    def choice(self, values: Sequence[Value]) -> Value:
        """One of the values that suit on this phone.

        Raises:
            NothingFits: There is none.
        """
        if not values:
            raise NothingFits("nothing on this phone suits")
        return self.rng.choice(values)


class Param:
    """A parameter of a task.

    Args:
        canonical: The benchmark's value.
        sample: Draws another value; None keeps the canonical one in every variation.
    """

    __slots__ = ("canonical", "sample")

    def __init__(self, canonical: Any, sample: Draw | None = None) -> None:
        self.canonical = canonical
        self.sample = sample


class SubGoal:
    """A part of what is to be reached.

    Args:
        name: Short name, unique in the task.
        question: The same for an LLM judge, with parameters in braces; answered yes or no.
        state: The condition on the virtual phone's state.
        screen: For real devices: what one screen tells, True or False, or None where it does not show
            it; the last screen that tells decides.
        shell: For real devices: a shell command and the text its output must contain, with parameters
            in braces. It goes before ``screen``.
        trajectory: Whether it is enough that it held once during the episode.
    """

    __slots__ = ("name", "question", "screen", "shell", "state", "trajectory")

    def __init__(
        self,
        name: str,
        question: str,
        state: Check,
        *,
        screen: ScreenCheck | None = None,
        shell: tuple[str, str] | None = None,
        trajectory: bool = False,
    ) -> None:
        self.name = name
        self.question = question
        self.state = state
        self.screen = screen
        self.shell = shell
        self.trajectory = trajectory


class Never:
    """Something that must not happen; once it has, the task has failed.

    Args:
        name: Short name, unique in the task.
        state: The condition that must never hold.
        question: Whether it happened, for an LLM judge, with parameters in braces.
        screen: For real devices: whether one screen shows that it happened.
    """

    __slots__ = ("name", "question", "screen", "state")

    def __init__(
        self, name: str, state: Check, *, question: str = "", screen: ScreenCheck | None = None
    ) -> None:
        self.name = name
        self.state = state
        self.question = question or f"Did this happen: {name.replace('_', ' ')}?"
        self.screen = screen


DATE = "2024-05-10 12:00:00"
"""Local date and time at which the benchmark's tasks begin, on devices that let it be set."""

LOCATION = (-122.156, 37.438)
"""Longitude and latitude at which AndroidLab's tasks begin."""

Suite = Literal["AndroidLab", "OpenPhone", "cross", "practice"]
"""Where a task comes from: AndroidLab; the apps that OpenPhone adds to it; our own tasks that go through
several apps; our own for practice."""

SUITES: tuple[Suite, ...] = get_args(Suite)
"""In the order of reports."""

OWN_SUITES: tuple[Suite, ...] = ("cross", "practice")
"""Suites whose tasks belong to no app: their ids start with the suite."""

SUITE_TITLES = {"cross": "Across apps", "practice": "Practice"}
"""What people call the suites whose tasks belong to no app."""

ANSWER = "answer_correct"
"""Name of the sub-goal that a task has for the question it asks; mostly it has no other."""


class Task:
    """One task of the suite.

    Args:
        id: Such as ``zoom_1``: what the benchmark calls the app, or the suite, and a number.
        app: App id; for tasks that go through several apps the one to start in.
        goals: The instruction in several wordings, with parameters in braces; the first is the
            canonical one.
        params: Parameters by name. Their order is the order of drawing.
        subgoals: What must hold at the end; all of them make success.
        answer: For a question: the expected answer, from the phone after set-up and the parameters. A task
            may want both, something done and an answer.
        never: What must not happen.
        may_change: Paths of state that the task may change (prefixes; ``+`` and ``-`` stand for
            elements added to and removed from a list; parameters in braces). All else is a side
            effect.
        setup: Prepares the phone, so that the task makes sense for these parameters.
        solution: Reference policy: looks through ``hand`` and acts (see ``tasks.hand``).
        human_steps: Steps a person needs, as the benchmark publishes them; None for tasks without a
            published number.
        own_steps: Steps of the reference solution in the canonical variation, its finish included, for tasks
            without a published number. They set the step limit, but no metric compares with them.
        start: ``app`` starts inside the app, ``home`` on the home screen.
        prepare: What a user of a real phone must prepare, in words; parameters stand in braces.
        shell_setup: Shell commands that prepare a real phone, with parameters in braces.
        shell_cleanup: Shell commands that undo it.
        group: Topic within the app.
    """

    def __init__(
        self,
        *,
        id: str,
        app: str,
        goals: Sequence[str],
        solution: Callable[[Hand, Params], str | None],
        human_steps: int | None = None,
        own_steps: int | None = None,
        params: Mapping[str, Param] | None = None,
        subgoals: Sequence[SubGoal] = (),
        answer: Callable[[Phone, Params], Answer] | None = None,
        never: Sequence[Never] = (),
        may_change: Sequence[str] = (),
        setup: Callable[[Phone, Params], object] | None = None,
        start: Literal["app", "home"] = "app",
        prepare: str = "",
        shell_setup: Sequence[str] = (),
        shell_cleanup: Sequence[str] = (),
        group: str = "",
    ) -> None:
        self.id = id
        self.app = app
        self.goals = tuple(goals)
        self.params = dict(params or {})
        self.subgoals = tuple(subgoals)
        self.answer = answer
        self.never = tuple(never)
        self.may_change = tuple(may_change)
        self.setup = setup
        self.solution = solution
        self.human_steps = human_steps
        self.own_steps = own_steps
        self.start: Literal["app", "home"] = start
        self.prepare = prepare
        self.shell_setup = tuple(shell_setup)
        self.shell_cleanup = tuple(shell_cleanup)
        self.group = group

    @property
    def kind(self) -> str:
        """What its id starts with: the benchmark's name of the app, or the suite."""
        return self.id.rpartition("_")[0]

    @property
    def number(self) -> int:
        """Its place among the tasks of its kind, as its id tells."""
        return int(self.id.rpartition("_")[2])

    @property
    def suite(self) -> Suite:
        """Where it comes from; of the benchmarks' tasks only OpenPhone's have no published length."""
        for suite in OWN_SUITES:
            if suite == self.kind:
                return suite
        return "OpenPhone" if self.human_steps is None else "AndroidLab"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the set of tasks that it belongs to: the app's id, what its own starts with, and more."""
        if self.kind in OWN_SUITES:
            return (self.kind,)
        aliases = installed_apps()[self.app].aliases
        longer = [name for name in aliases if name.isidentifier() and name.startswith(self.kind)]
        return tuple(dict.fromkeys([self.app, self.kind, *longer]))

    @property
    def counted_as(self) -> str:
        """What reports count it under: its app, or the suite of a task that goes through several."""
        return self.kind if self.kind in OWN_SUITES else self.app

    @property
    def title(self) -> str:
        """What people call its app, or where its tasks belong that go through several."""
        return SUITE_TITLES.get(self.kind) or installed_apps()[self.app].label

    @property
    def is_query(self) -> bool:
        """Whether the task asks a question, answered in ``finish(...)``."""
        return self.answer is not None

    @property
    def max_steps(self) -> int:
        """Default step limit: AndroidLab's 25 rounds, more where a person needs more than 8 steps."""
        return max(25, 3 * (self.human_steps or self.own_steps or 0))

    def __repr__(self) -> str:
        return f"Task({self.id!r})"

    def __reduce__(self) -> tuple[Callable[[str], Task], tuple[str]]:
        """Copies and pickles name the entry of the catalogue: functions of a declaration can't be pickled."""
        from openphone_gym.tasks.catalogue import find_task  # late: the catalogue is made of tasks

        return find_task, (self.id,)


class TaskInstance(msgspec.Struct, kw_only=True):
    """A task with everything drawn.

    Attributes:
        task: The declaration.
        goal: The instruction.
        params: Parameter values by name.
        variation: ``canonical`` or ``sampled``.
        seed: What it was drawn with.
        phone: State of the phone at the start.
    """

    task: Task
    goal: str
    params: dict[str, Any]
    variation: Variation
    seed: int
    phone: Snapshot

    @property
    def setup(self) -> Setup:
        """How a device is to be at the start."""
        task = self.task
        return Setup(
            package=installed_apps()[task.app].package,
            start=task.start,
            commands=self._filled(task.shell_setup),
            cleanup=self._filled(task.shell_cleanup),
            date=DATE,
            location=LOCATION,
            phone=self.phone,
        )

    @property
    def truth(self) -> Answer | None:
        """The expected answer of a question, else None."""
        return (
            None if self.task.answer is None else self.task.answer(Phone(self.phone), Params(**self.params))
        )

    @property
    def shell_checks(self) -> tuple[str, ...]:
        """The shell commands that sub-goals ask at the end."""
        return self._filled([goal.shell[0] for goal in self.task.subgoals if goal.shell])

    def _filled(self, commands: Sequence[str]) -> tuple[str, ...]:
        return tuple(command.format_map(self.params) for command in commands)


NIGHT_MODE = {"light": "1", "dark": "2"}
"""Theme to the value of ``ui_night_mode``, as ``cmd uimode night`` sets it."""


class Look(NamedTuple):
    """Look of the phone: theme and text size; None leaves one to the variation."""

    theme: str | None = None
    font_scale: float | None = None

    def apply(self, phone: Phone) -> None:
        """Gives a phone this look."""
        if self.theme is not None:
            phone.system.settings["secure"]["ui_night_mode"] = NIGHT_MODE[self.theme]
        if self.font_scale is not None:
            phone.system.settings["system"]["font_scale"] = str(self.font_scale)


MOST_PHONES = 20
"""Phones that are drawn in search of one on which a task makes sense."""


OWN_LOOK = Look()
"""The look that the variation gives."""


def draw(
    task: Task,
    variation: Variation = "canonical",
    seed: int = 0,
    display: Display | None = None,
    look: Look = OWN_LOOK,
) -> TaskInstance:
    """Draws a task: its phone, parameter values and wording.

    The same arguments give the same instance, byte for byte. What the task itself is about, such as
    the theme, its set-up decides in spite of ``look``.
    """
    if variation == "canonical":
        values = _canonical_values(task)
        goal = task.goals[0]
        start = _canonical_start(task, *msgspec.structs.astuple(display or Display()), look)
    else:
        rng = random.Random(f"{task.id}/{seed}")
        phone, values = _drawn(task, rng, display, look)
        goal = rng.choice(task.goals)
        start = _set_up(task, phone, values)
    return TaskInstance(
        task=task,
        goal=goal.format_map(values),
        params=values,
        variation=variation,
        seed=seed,
        phone=start,
    )


def _set_up(task: Task, phone: Phone, values: dict[str, Any]) -> Snapshot:
    """The state of a phone after the task's set-up."""
    if task.setup is not None:
        task.setup(phone, Params(**values))
    if task.start == "app":
        phone.launch(installed_apps()[task.app].package)
    phone.changed()
    return phone.snapshot()


def _drawn(
    task: Task, rng: random.Random, display: Display | None, look: Look
) -> tuple[Phone, dict[str, Any]]:
    """A drawn phone that suits the task, and the values of its parameters there."""
    for _ in range(MOST_PHONES):
        phone = Phone.new(rng.getrandbits(62), display)
        look.apply(phone)
        with suppress(NothingFits):
            return phone, _sample(task, rng, phone)
    raise NothingFits(f"none of {MOST_PHONES} drawn phones suits {task.id}: let its samplers take more")


def _sample(task: Task, rng: random.Random, phone: Phone) -> dict[str, Any]:
    drawing = Drawing(rng, phone, Params())
    for name, param in task.params.items():
        value = param.canonical if param.sample is None else param.sample(drawing)
        setattr(drawing.params, name, value)
    return dict(vars(drawing.params))


def _canonical_values(task: Task) -> dict[str, Any]:
    return {name: param.canonical for name, param in task.params.items()}


@lru_cache(maxsize=1 << 9)
def _canonical_start(task: Task, width: int, height: int, density: int, look: Look) -> Snapshot:
    """How the benchmark's phone is at the start of a task; made once, since it is always the same."""
    phone = Phone(_canonical_phone(width, height, density))
    look.apply(phone)
    return _set_up(task, phone, _canonical_values(task))


@lru_cache(maxsize=1 << 4)
def _canonical_phone(width: int, height: int, density: int) -> Snapshot:
    """The benchmark's phone on this screen; made once, since it is always the same."""
    return Phone.new(None, Display(width, height, density)).snapshot()


# Samplers


def digits(count: int) -> Draw:
    """Draws a number of ``count`` digits that does not start with 0, as text."""
    return lambda d: str(d.rng.randrange(1, 10)) + "".join(str(d.rng.randrange(10)) for _ in range(count - 1))


def one_of(*values: Any) -> Draw:
    """Draws one of the values."""
    return lambda d: d.choice(values)


def some_of(values: Sequence[Any], least: int, most: int) -> Draw:
    """Draws several different values, in the order given."""

    def pick(d: Drawing) -> list[Any]:
        chosen = set(d.rng.sample(range(len(values)), d.rng.randint(least, most)))
        return [value for index, value in enumerate(values) if index in chosen]

    return pick


def whole(least: int, most: int, step: int = 1) -> Draw:
    """Draws a whole number from ``least`` to ``most``, both included."""
    return lambda d: d.rng.randrange(least, most + 1, step)


def from_param(name: str, words: Callable[[Any], Any]) -> Draw:
    """Takes what follows from a parameter drawn before, such as how goals say it."""
    return lambda d: words(getattr(d.params, name))
