"""What a person does becomes steps that replay; what is nonsense is refused and changes nothing."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest

from openphone_gym.actions import build
from openphone_gym.devices import Setup, VirtualDevice
from openphone_gym.phone.phone import Snapshot
from openphone_gym.phone.system.state import Display
from openphone_gym.play.events import Start, State
from openphone_gym.play.session import MAX_STEPS, BadEvent, PlaySession, swipe_between
from openphone_gym.recording import load_episode
from openphone_gym.tasks.catalogue import catalogue

SMALL = (270, 600)


def do(session: PlaySession, kind: str, **fields: Any) -> State:
    session.handle(json.dumps({"type": kind, **fields}))
    return session.state()


def tap(session: PlaySession, label: str) -> State:
    """Touches the middle of what the compact text lists with this label."""
    state = session.state()
    number = next(line for line in state.text.splitlines() if f'"{label}"' in line).partition("]")[0][1:]
    left, top, right, bottom = next(mark.bounds for mark in state.marks if mark.index == int(number))
    return do(session, "tap", x=(left + right) // 2, y=(top + bottom) // 2)


def begin(task: str, folder: Path | None = None) -> PlaySession:
    return PlaySession(Start(task), folder, screen=SMALL)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[PlaySession]:
    session = begin("zoom_1", tmp_path / "demos")
    yield session
    session.close()


@pytest.fixture
def form(session: PlaySession) -> PlaySession:
    """At the meeting form, with the focus on the number."""
    tap(session, "Join a meeting")
    tap(session, "Meeting ID")
    return session


def replayed(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the gestures of a recorded episode lead to, and what was recorded as its end."""
    episode = load_episode(folder)
    device = VirtualDevice(Display(*SMALL, 105))
    device.reset(Setup(phone=Snapshot.from_json(episode.start_state)))
    for step in episode.steps:
        assert step.tree is not None
        assert np.array_equal(step.frame, device.frame())
        if step.gesture is not None:
            device.perform(step.gesture)
    assert np.array_equal(episode.final_frame, device.frame())
    return json.loads(msgspec.json.encode(device.snapshot().to_json())), episode.end_state


def test_a_typed_number_is_one_step_and_the_recording_replays(form: PlaySession, tmp_path: Path) -> None:
    for key in "123456789":
        do(form, "type", text=key)
    assert form.state().verdict.success is False
    do(form, "type", text="9")
    do(form, "key", key="delete")
    state = do(form, "type", text="0")
    assert state.draft == 'text("1234567890")'
    assert len(state.steps) == 2
    assert [goal.held for goal in state.subgoals] == [True]
    assert "1234567890" in state.subgoals[0].question
    assert state.verdict.success is True
    assert not state.ended
    state = do(form, "finish")
    assert state.ended
    assert state.steps[2:] == ['text("1234567890")', "finish()"]
    assert state.verdict.success is True
    reached, recorded = replayed(tmp_path / "demos" / state.saved)
    assert reached == recorded


def test_a_draft_costs_no_time_and_comes_to_nothing_if_it_changes_nothing(form: PlaySession) -> None:
    before = form._env.device.snapshot()
    do(form, "type", text="5")
    do(form, "key", key="delete")
    form._commit()
    assert form._env.device.snapshot() == before
    assert len(form.state().steps) == 2


def test_characters_go_in_at_the_cursor(form: PlaySession) -> None:
    do(form, "type", text="13")
    phone = form._phone
    phone.window().entry.selection = (1, 1)
    state = do(form, "type", text="2")
    assert state.draft == 'text("123")'


def test_typing_without_a_field_is_refused(session: PlaySession) -> None:
    for kind, fields in (("type", {"text": "x"}), ("key", {"key": "delete"})):
        with pytest.raises(BadEvent, match="tap one first"):
            do(session, kind, **fields)
    assert session.state().steps == []


def test_gestures_and_keys_become_actions_and_replay(tmp_path: Path) -> None:
    session = begin("setting_1", tmp_path)
    do(session, "drag", x1=135, y1=400, x2=140, y2=301)
    do(session, "key", key="recents")
    do(session, "key", key="back")
    do(session, "key", key="home")
    do(session, "hold", x=135, y=300)
    do(session, "wait")
    state = do(session, "finish", answer=" It's off ")
    assert state.steps == [
        'swipe(direction="up", dist=50, x=135, y=400)',
        "recents",
        "back()",
        "home()",
        "long_press(x=135, y=300)",
        "wait()",
        'finish("It\'s off")',
    ]
    assert state.verdict.success is False
    episode = load_episode(tmp_path / state.saved)
    assert [step.index for step in episode.steps] == list(range(7))
    assert [step.error for step in episode.steps] == [None] * 7
    reached, recorded = replayed(tmp_path / state.saved)
    assert reached == recorded


@pytest.mark.parametrize(
    ("drag", "call"),
    [
        ((10, 10, 90, 30), 'swipe(direction="right", dist=80, x=10, y=10)'),
        ((90, 10, 10, 30), 'swipe(direction="left", dist=80, x=90, y=10)'),
        ((10, 10, 30, 91), 'swipe(direction="down", dist=41, x=10, y=10)'),
        ((10, 90, 30, 10), 'swipe(direction="up", dist=40, x=10, y=90)'),
        ((10, 90, 10, 89), 'swipe(direction="up", dist=1, x=10, y=90)'),
        ((10, 90, 10, 90), "tap(x=10, y=90)"),
    ],
)
def test_a_drag_is_the_nearest_swipe(drag: tuple[int, int, int, int], call: str) -> None:
    action = swipe_between(*drag)
    assert str(action) == call
    assert build(action.name, action.arguments) == action


@pytest.mark.parametrize(
    "message",
    [
        "",
        "{",
        b"\xff\xfe",
        "null",
        "[" * 5_000,
        '{"type":"tap"}',
        '{"type":"shell","command":"ls"}',
        '{"type":"tap","x":-1,"y":5}',
        '{"type":"tap","x":270,"y":5}',
        '{"type":"tap","x":1.5,"y":5}',
        '{"type":"tap","x":5,"y":600}',
        '{"type":"tap","x":5,"y":6,"z":7}',
        '{"type":"drag","x1":5,"y1":6,"x2":9999,"y2":7}',
        '{"type":"type","text":"' + "x" * 2_001 + '"}',
        '{"type":"type","text":"\\ud800"}',
        '{"type":"key","key":"power"}',
        '{"type":"start","task":"zoom_99"}',
        '{"type":"start","task":"zoom_1","seed":-1}',
        '{"type":"start","task":"zoom_1","variation":"odd"}',
    ],
)
def test_nonsense_is_refused_and_changes_nothing(form: PlaySession, message: str | bytes) -> None:
    do(form, "type", text="7")
    before = form.state()
    with pytest.raises(BadEvent):
        form.handle(message)
    assert form.state() == before


def test_an_unknown_task_is_answered_with_the_nearest(session: PlaySession) -> None:
    with pytest.raises(BadEvent, match="did you mean 'zoom_1'"):
        do(session, "start", task="zoom_11")


def test_after_the_end_only_a_new_start_is_taken(session: PlaySession) -> None:
    do(session, "finish")
    with pytest.raises(BadEvent, match="has ended"):
        do(session, "tap", x=5, y=5)
    state = do(session, "start", task="zoom_2", variation="sampled", seed=3)
    assert (state.task, state.variation, state.seed, state.steps, state.ended, state.saved) == (
        "zoom_2",
        "sampled",
        3,
        [],
        False,
        "",
    )


def test_what_must_not_happen_ends_the_episode(form: PlaySession) -> None:
    do(form, "type", text="1234567890")
    state = tap(form, "Join")
    assert state.ended
    assert state.verdict.violations == ["joined"]
    assert state.saved


def test_the_step_limit_ends_the_episode(session: PlaySession) -> None:
    for _ in range(MAX_STEPS - 1):
        do(session, "wait")
    assert not session.state().ended
    assert do(session, "wait").ended


def test_each_episode_gets_a_folder_and_none_without_record(session: PlaySession, tmp_path: Path) -> None:
    assert do(session, "finish").saved == "zoom_1-canonical-seed0-1"
    do(session, "start", task="zoom_1")
    assert do(session, "finish").saved == "zoom_1-canonical-seed0-2"
    do(session, "start", task="zoom_1")
    assert do(session, "record", on=False).record is False
    assert do(session, "finish").saved == ""
    assert len(list((tmp_path / "demos").iterdir())) == 2


def test_without_a_folder_nothing_is_recorded() -> None:
    session = begin("zoom_1")
    assert session.state().record is None
    with pytest.raises(BadEvent, match="--record"):
        do(session, "record", on=True)
    assert do(session, "finish").saved == ""


def test_a_question_is_judged_by_its_answer() -> None:
    query = next(task.id for task in catalogue().values() if task.is_query)
    session = begin(query)
    state = session.state()
    assert state.query
    assert [goal.name for goal in state.subgoals] == ["answer_correct"]
    assert do(session, "finish", answer="no idea").verdict.success is False


def test_pictures_come_only_when_the_screen_has_changed(session: PlaySession) -> None:
    first = session.picture()
    assert first is not None
    assert cv2.imdecode(np.frombuffer(first, np.uint8), cv2.IMREAD_COLOR).shape == (600, 270, 3)
    assert session.picture() is None
    tap(session, "Join a meeting")
    assert session.picture() is not None


def random_event(rng: random.Random) -> dict[str, Any]:
    x1, y1, x2, y2 = (rng.randrange(limit) for limit in SMALL * 2)
    return rng.choice(
        [
            {"type": "tap", "x": x1, "y": y1},
            {"type": "tap", "x": x1, "y": y1},
            {"type": "hold", "x": x1, "y": y1},
            {"type": "drag", "x1": x1, "y1": y1, "x2": x2, "y2": y2},
            {"type": "type", "text": rng.choice(["a", "7", "\0", "\n", "\u202e", "字", "<b>", "👍"])},
            {"type": "key", "key": rng.choice(["back", "home", "recents", "enter", "delete"])},
            {"type": "wait"},
        ]
    )


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_can_be_shown_and_replays(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    session = begin(rng.choice(list(catalogue())), tmp_path)
    for _ in range(90):
        if session.state().ended:
            break
        with contextlib.suppress(BadEvent):
            session.handle(json.dumps(random_event(rng)))
    state = session.state()
    if not state.ended:
        state = do(session, "finish")
    reached, recorded = replayed(tmp_path / state.saved)
    # An app that only the judge asked for was drawn by that, and nobody opened it.
    apps = {app: recorded["apps"][app] for app in reached["apps"]}
    assert reached == recorded | {"apps": apps}


def test_every_task_can_be_shown() -> None:
    session = begin("zoom_1")
    for task in catalogue():
        state = do(session, "start", task=task)
        assert state.subgoals
        assert msgspec.json.decode(msgspec.json.encode(state), type=State) == state
