"""A person at the virtual phone: events of the page become steps of an environment.

Everything a person does becomes an action of the vocabulary by coordinates, done by ``PhoneEnv.step``; so
what is recorded is what an agent would have done. Two things need more:

* **Typing.** Agents enter a text at once. Keys pressed on the page go straight to the phone as a *draft*,
  without a step and without time passing. With the next other event the phone is put back to where it was
  before the draft, and one ``text(...)`` with the whole content of the field is done in its place.
* **Recents** is in no agent's vocabulary. It is recorded as a step with a gesture and no action.

Either way the gestures of the steps, done on the start state, lead to the end state again.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import msgspec
import numpy as np

from openphone_gym import actions
from openphone_gym.actions import Action
from openphone_gym.devices.virtual import VirtualDevice
from openphone_gym.env import STANDARD_WIDTH, PhoneEnv
from openphone_gym.judges.state import StateJudge
from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.play import events
from openphone_gym.play.events import Event, State
from openphone_gym.recording import save_episode
from openphone_gym.tasks.catalogue import UnknownTask, catalogue
from openphone_gym.tasks.task import ANSWER, Params
from openphone_gym.trajectory import Step, Verdict
from openphone_gym.ui.compact import compact_text
from openphone_gym.ui.gesture import PressKey
from openphone_gym.ui.marks import number_marks
from openphone_gym.ui.xml import to_xml

MAX_STEPS = 100
"""Steps before an episode is cut off; people look around more than agents do."""

JPEG_QUALITY = 92


class BadEvent(ValueError):
    """An event that can't be read or done; the message says why, and nothing has changed."""


class Draft(msgspec.Struct):
    """Text being typed.

    Attributes:
        before: The phone before the first key.
        old: Content of the field then.
        value: Content of the field now.
    """

    before: Snapshot
    old: str
    value: str


class PlaySession:
    """One person, one phone, one episode after the other.

    Args:
        start: The first task.
        folder: Where episodes are recorded; None records nothing.
        screen: Width and height of the phone in pixels.

    Raises:
        UnknownTask: There is no such task.
    """

    def __init__(
        self,
        start: events.Start,
        folder: Path | None = None,
        screen: tuple[int, int] = (STANDARD_WIDTH, 2400),
    ) -> None:
        self._judge = StateJudge()
        self._folder = folder
        self._recording = folder is not None
        self._env = PhoneEnv(
            list(catalogue()),
            observation=(),
            judge=self._judge,
            max_steps=MAX_STEPS,
            screen=screen,
            record=() if folder is None else ("tree", "frame"),
        )
        assert isinstance(self._env.device, VirtualDevice)
        self._device = self._env.device
        self._shown: np.ndarray | None = None
        self._start(start)

    # Events

    def handle(self, message: str | bytes) -> None:
        """Does what the page sent.

        Raises:
            BadEvent: It can't be read or done; nothing has changed.
        """
        try:
            self._do(events.decode(message))
        except (msgspec.MsgspecError, UnicodeError, UnknownTask) as error:
            raise BadEvent(str(error)) from error

    def _do(self, event: Event) -> None:
        if isinstance(event, events.Start):
            self._start(event)
        elif isinstance(event, events.Record):
            self._record(event.on)
        elif self._ended:
            raise BadEvent("the episode has ended: restart it, or choose another task")
        elif isinstance(event, events.Type):
            self._type(event.text)
        elif isinstance(event, events.Key):
            self._press(event.key)
        else:
            self._step(self._action(event))

    def _start(self, event: events.Start) -> None:
        self._env.reset(options={"task": event.task, "variation": event.variation, "seed": event.seed})
        self._draft: Draft | None = None
        self._saved = ""

    def _record(self, on: bool) -> None:
        if self._folder is None:
            raise BadEvent("there is no folder to record in: start with --record DIR")
        self._recording = on

    def _action(self, event: events.Tap | events.Hold | events.Drag | events.Wait | events.Finish) -> Action:
        match event:
            case events.Tap(x, y):
                return actions.tap(x=self._column(x), y=self._row(y))
            case events.Hold(x, y):
                return actions.long_press(x=self._column(x), y=self._row(y))
            case events.Drag(x1, y1, x2, y2):
                return swipe_between(self._column(x1), self._row(y1), self._column(x2), self._row(y2))
            case events.Wait():
                return actions.wait()
            case events.Finish(answer):
                return actions.finish(answer.strip() or None)

    def _column(self, x: int) -> int:
        return _inside("x", x, self._device.screen.width)

    def _row(self, y: int) -> int:
        return _inside("y", y, self._device.screen.height)

    def _press(self, key: str) -> None:
        field = self._phone.window().field
        if key == "recents":
            self._perform_recents()
        elif key == "delete":
            self._type("", key)
        elif key == "enter" and field is not None and field.multiline:
            self._type("\n")
        else:
            self._step(actions.build(key, {}))

    # Steps

    def _step(self, action: Action) -> None:
        self._commit()
        if not self._ended:
            self._env.step(action)
            self._save_if_due()

    def _perform_recents(self) -> None:
        self._commit()
        if self._ended:
            return
        keeps = self._folder is not None
        step = Step(
            index=len(self._env.episode.steps),
            tree=self._device.tree() if keeps else None,
            frame=self._device.frame() if keeps else None,
            foreground=self._device.foreground(),
            action_text="recents",
            gesture=PressKey("recents"),
        )
        self._device.perform(PressKey("recents"))
        step.subgoals = self._judge.subgoals(self._phone, self._env.instance.task, self._params)
        self._env.episode.steps.append(step)

    def _type(self, text: str, key: str | None = None) -> None:
        """Types, or presses a key of the keyboard, without a step so far."""
        phone = self._phone
        window = phone.window()
        field = window.field
        if field is None or not field.enabled:
            raise BadEvent("no text field has the focus: tap one first")
        draft = self._draft or Draft(phone.snapshot(), field.value, field.value)
        start, end = sorted(window.entry.selection)
        draft.value = field.value[:start] + text + field.value[end:]
        if key is None:
            phone.type_text(text, replace=False)
        else:
            phone.press_keyboard(key)
        phone.changed()
        after = phone.window().field
        if after is not None and after.name == field.name:
            draft.value = after.value  # as the field takes it: some leave out characters
        self._draft = draft

    def _commit(self) -> None:
        """Makes one step of what was typed."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        self._device.restore(draft.before)
        if draft.value != draft.old:
            self._env.step(actions.text(draft.value))
            self._save_if_due()

    def _save_if_due(self) -> None:
        if not self._ended or self._folder is None or not self._recording:
            return
        episode = self._env.episode
        name = f"{episode.task_id}-{episode.variation}-seed{episode.seed}"
        number = 1
        while (folder := self._folder / f"{name}-{number}").exists():
            number += 1
        save_episode(episode, folder)
        self._saved = folder.name

    # What the page shows

    @property
    def _phone(self) -> Phone:
        return self._device.phone

    @property
    def _params(self) -> Params:
        return Params(**self._env.instance.params)

    @property
    def _ended(self) -> bool:
        return self._env.episode.terminated or self._env.episode.truncated

    def picture(self) -> bytes | None:
        """The screen as JPEG; None if it still looks as at the last call."""
        frame = self._device.frame()
        if self._shown is not None and np.array_equal(frame, self._shown):
            return None
        self._shown = frame
        quality = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
        return cv2.imencode(".jpg", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), quality)[1].tobytes()

    def state(self) -> State:
        """Everything beside the picture."""
        instance, episode, screen = self._env.instance, self._env.episode, self._device.screen
        tree = self._device.tree()
        marks = number_marks(tree)
        verdict = episode.verdict or self._verdict_now()
        return State(
            task=instance.task.id,
            variation=instance.variation,
            seed=instance.seed,
            query=instance.task.is_query,
            goal=instance.goal,
            width=screen.width,
            height=screen.height,
            steps=[str(step.action or step.action_text) for step in episode.steps],
            draft=str(actions.text(self._draft.value)) if self._draft else "",
            marks=[events.Mark(mark.index, mark.node.bounds) for mark in marks],
            text=compact_text(tree, marks),
            tree=to_xml(tree),
            subgoals=self._subgoals(verdict),
            verdict=verdict,
            ended=self._ended,
            record=None if self._folder is None else self._recording,
            saved=self._saved,
        )

    def _verdict_now(self) -> Verdict:
        """The verdict if the episode ended here."""
        so_far = msgspec.structs.replace(self._env.episode, end_state=self._device.snapshot())
        return self._judge.judge(so_far, self._env.instance.task)

    def _subgoals(self, verdict: Verdict) -> list[events.SubGoal]:
        instance = self._env.instance
        questions = {
            goal.name: goal.question.format_map(instance.params) for goal in instance.task.subgoals
        } | {ANSWER: "Is the answer right?"}
        return [events.SubGoal(name, questions[name], held) for name, held in verdict.subgoals.items()]

    def close(self) -> None:
        """Gives the phone back; an unfinished episode is not saved."""
        self._env.close()


def swipe_between(x1: int, y1: int, x2: int, y2: int) -> Action:
    """The swipe nearest to a drag: along its longer axis, as phones take it; a drag to nowhere is a tap.

    A vertical swipe travels two pixels for each of ``dist``, so that its length is even.
    """
    across, down = x2 - x1, y2 - y1
    if not across and not down:
        return actions.tap(x=x1, y=y1)
    if abs(across) > abs(down):
        return actions.swipe(direction="right" if across > 0 else "left", dist=abs(across), x=x1, y=y1)
    return actions.swipe(direction="down" if down > 0 else "up", dist=(abs(down) + 1) // 2, x=x1, y=y1)


def _inside(axis: str, value: int, size: int) -> int:
    if value >= size:
        raise BadEvent(f"{axis}={value} is outside the screen: {axis} goes from 0 to {size - 1}")
    return value
