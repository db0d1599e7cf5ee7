"""Answers as published models write them; and odd ones, cut ones, and those in another dialect."""

from __future__ import annotations

import random
import time

import pytest

from openphone_gym.actions import Action, InvalidAction, build, checked, drag, finish, swipe, tap, text, wait
from openphone_gym.actions.dialects import (
    DIALECTS,
    View,
    dialect_of,
    find_dialect,
    find_space,
    read,
    thought,
)
from openphone_gym.actions.vocabulary import back, enter, home, launch, long_press
from openphone_gym.arguments import InvalidArgument

SCREEN = (1000, 2000)
PICTURE = (500, 1000)
MOBILE = "Thought: {0}\nAction: Tap it.\n<tool_call>\n{1}\n</tool_call>"


def view_of(name: str) -> View:
    return View(find_space(DIALECTS[name].space), SCREEN, PICTURE)


def reading(name: str, answer: str, cut: str | None = None) -> Action:
    return read(DIALECTS[name], answer, view_of(name), cut=cut)


def mobile(arguments: str) -> str:
    call = '{"name": "mobile_use", "arguments": ' + arguments + "}"
    return f"Thought: The list is open.\n<tool_call>\n{call}\n</tool_call>"


PUBLISHED = [
    # Qwen2.5-VL: pixels of the picture, here half as large as the screen
    ("qwen25vl", mobile('{"action": "click", "coordinate": [250, 500]}'), tap(None, 501, 1001)),
    ("qwen25vl", mobile('{"action": "long_press", "coordinate": [10, 20], "time": 2}'),
     long_press(None, 21, 41)),
    ("qwen25vl", mobile('{"action": "click", "coordinate": [100, 100, 200, 300]}'), tap(None, 301, 401)),
    (
        "qwen25vl",
        mobile('{"action": "swipe", "coordinate": [250, 800], "coordinate2": [250, 200]}'),
        drag(501, 1601, 501, 401),
    ),
    ("qwen25vl", mobile('{"action": "system_button", "button": "Back"}'), back()),
    ("qwen25vl", mobile('{"action": "system_button", "button": "Enter"}'), enter()),
    ("qwen25vl", mobile('{"action": "terminate", "status": "success"}'), finish()),
    # Qwen3-VL: 0 to 999
    ("qwen3vl", mobile('{"action": "click", "coordinate": [999, 0]}'), tap(None, 999, 0)),
    ("qwen3vl", mobile('{"action": "click", "coordinate": [500, 500]}'), tap(None, 500, 1001)),
    ("qwen3vl", mobile('{"action": "type", "text": "it\'s 7:05"}'), text("it's 7:05")),
    ("qwen3vl", mobile('{"action": "answer", "text": "7"}'), finish("7")),
    ("qwen3vl", mobile('{"action": "wait", "time": 2}'), wait(2)),
    # a native tool call, as a server hands it over
    ("qwen3vl", '{"name": "mobile_use", "arguments": "{\\"action\\": \\"open\\", \\"text\\": \\"Clock\\"}"}',
     launch("Clock")),
    ("guiowl", mobile('{"action": "key", "text": "enter"}'), enter()),
    ("guiowl15", mobile('{"action": "click", "coordinate": [0, 999]}'), tap(None, 0, 1999)),
    # UI-TARS
    ("uitars", "Thought: Next.\nAction: click(start_box='(250,500)')", tap(None, 501, 1001)),
    ("uitars", "Thought: x\nAction: click(start_box='<|box_start|>(250,500)<|box_end|>')",
     tap(None, 501, 1001)),
    ("uitars", "Thought: x\nAction: click(start_box='[100, 100, 200, 300]')", tap(None, 301, 401)),
    ("uitars", "Action: long_press(start_box='(0,0)', time='')", long_press(None, 1, 1)),
    ("uitars", "Thought: x\nAction: type(content='it\\'s me\\n')", text("it's me")),
    ("uitars", "Action: scroll(start_box='(250,500)', direction='down')",
     swipe(None, "up", "medium", 501, 1001)),
    ("uitars", "Action: scroll(direction='left')", swipe(None, "right")),
    ("uitars", "Action: drag(start_box='(0,0)', end_box='(499,999)')", drag(1, 1, 999, 1999)),
    ("uitars", "Action: finished(content='It is 7.')", finish("It is 7.")),
    ("uitars", "Action: finished()", finish()),
    ("uitars", "Action: press_home()", home()),
    ("uitars", "Action: hotkey(key='enter')", enter()),
    ("uitars", "Action: open_app(app_name='Clock')", launch("Clock")),
    ("uitars1000", "Thought: x\nAction: click(point='<point>500 250</point>')", tap(None, 500, 500)),
    ("uitars1000", "Action: drag(start_point='<point>0 0</point>', end_point='<point>1000 1000</point>')",
     drag(0, 0, 999, 1999)),
    # AutoGLM
    ("autoglm", '<think>Open it.</think>\n<answer>do(action="Tap", element=[500,250])</answer>',
     tap(None, 500, 500)),
    ("autoglm", 'do(action="Swipe", start=[500,800], end=[500,200])', drag(500, 1600, 500, 400)),
    ("autoglm", '<answer>do(action="Long Press", element=[0,999])</answer>', long_press(None, 0, 1998)),
    ("autoglm", '<answer>do(action="Wait", duration="3 seconds")</answer>', wait(3)),
    ("autoglm", '<answer>do(action="Type_Name", text="Anna")</answer>', text("Anna")),
    ("autoglm", '<answer>finish(message="Done.")</answer>', finish("Done.")),
    # AndroidWorld
    ("androidworld", 'Reason: x\nAction: {"action_type": "click", "index": 3}', tap(3)),
    ("androidworld", '{"action_type": "click", "x": 250, "y": 500}', tap(None, 250, 500)),
    ("androidworld", '{"action_type": "scroll", "direction": "down"}', swipe(None, "up")),
    ("androidworld", '{"action_type": "swipe", "direction": "up", "index": 2}', swipe(2, "up")),
    ("androidworld", '{"action_type": "input_text", "text": "a", "clear_text": true}', text("a")),
    ("androidworld", '{"action_type": "keyboard_enter"}', enter()),
    ("androidworld", '{"action_type": "status", "goal_status": "complete"}', finish()),
    ("androidworld", '{"action_type": "answer", "text": "7"}', finish("7")),
    # MAI-UI
    ("maiui", "<thinking>\nOn.\n</thinking>\n" + mobile('{"action": "swipe", "direction": "up"}'),
     swipe(None, "up")),
    ("maiui", mobile('{"action": "drag", "start_coordinate": [0, 0], "end_coordinate": [999, 999]}'),
     drag(0, 0, 999, 1999)),
    ("maiui", mobile('{"action": "AWAKE", "text": "Clock"}'), launch("Clock")),
    # computer use, both vocabularies
    ("computer_use", '{"name": "computer", "arguments": {"action": "left_click", "coordinate": [250, 500]}}',
     tap(None, 501, 1001)),
    ("computer_use",
     '{"name": "computer", "arguments": {"type": "click", "x": 250, "y": 500, "button": "left"}}',
     tap(None, 501, 1001)),
    ("computer_use", '{"name": "computer", "arguments": {"action": "scroll", "coordinate": [0, 0], '
     '"scroll_direction": "down", "scroll_amount": 10}}', swipe(None, "up", "long", 1, 1)),
    ("computer_use", '{"name": "computer", "arguments": {"type": "scroll", "x": 250, "y": 500, '
     '"scroll_x": 0, "scroll_y": 100}}', drag(501, 1001, 501, 801)),
    ("computer_use",
     '{"name": "computer", "arguments": {"type": "drag", "path": [{"x": 0, "y": 0}, [9, 9]]}}',
     drag(1, 1, 19, 19)),
    ("computer_use", '{"name": "computer", "arguments": {"action": "screenshot"}}', wait(0)),
    ("computer_use", '{"name": "computer", "arguments": {"action": "key", "text": "Return"}}', enter()),
    ("computer_use", '{"name": "finish", "arguments": {"message": "7"}}', finish("7")),
    # as ever
    ("androidlab", 'I see it.\n```\ndo(action="Tap", element=[100, 100, 200, 300])\n```',
     tap(None, 300, 400)),
    ("openphone", "<CALLED_FUNCTION>tap(x=150, y=200)</CALLED_FUNCTION>", tap(None, 300, 400)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answer", "action"), PUBLISHED)
def test_a_published_form_of_answer_is_read(name: str, answer: str, action: Action) -> None:
    assert reading(name, answer) == action
    assert checked(str(action)) == action


@pytest.mark.parametrize(
    ("name", "answer", "hint"),
    [
        ("qwen25vl", mobile('{"action": "double_click", "coordinate": [1, 2]}'), "no double tap"),
        ("autoglm", 'do(action="Double Tap", element=[1,2])', "no double tap"),
        ("uitars", "Action: left_double(start_box='(1,2)')", "no double tap"),
        ("androidworld", '{"action_type": "double_tap", "index": 1}', "no double tap"),
        ("computer_use", '{"name": "computer", "arguments": {"action": "double_click"}}', "no double tap"),
        ("computer_use", '{"name": "computer", "arguments": {"action": "mouse_move"}}', "no mouse"),
        ("computer_use", '{"name": "computer", "arguments": {"action": "navigate"}}', "no address by itself"),
        ("uitars", "Action: navigate(content='example.com')", "no address by itself"),
        ("maiui", mobile('{"action": "ask_user", "text": "Which?"}'), "nobody to ask"),
        ("autoglm", 'do(action="Take_over", message="log in")', "nobody to take over"),
        ("androidworld", '{"action_type": "input_text", "text": "a", "index": 3}', "click the field first"),
        ("qwen3vl", mobile('{"action": "system_button", "button": "Menu"}'), "back"),
    ],
)
def test_what_the_phone_lacks_is_an_error_that_says_what_to_do(name: str, answer: str, hint: str) -> None:
    with pytest.raises(InvalidAction, match=hint):
        reading(name, answer)


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("qwen25vl", "[500, 20]"),  # the picture is 500 wide: 0 to 499
        ("qwen25vl", "[-1, 20]"),
        ("qwen25vl", "[0.25, 0.5]"),  # shares
        ("qwen25vl", "[1, 2, 3]"),
        ("qwen25vl", "[9, 9, 1, 1]"),
        ("qwen25vl", '["a", 2]'),
        ("qwen25vl", "[NaN, 2]"),
        ("qwen25vl", "[Infinity, 2]"),
        ("qwen25vl", "[1e999, 2]"),
        ("qwen25vl", "{}"),
        ("qwen25vl", "null"),
        ("qwen25vl", "3"),
        ("qwen25vl", "[true, 2]"),
        ("qwen3vl", "[1000, 5]"),
        ("qwen3vl", "[0.5, 0.5]"),
    ],
)
def test_odd_points_are_refused(name: str, point: str) -> None:
    with pytest.raises(InvalidAction):
        reading(name, mobile('{"action": "click", "coordinate": ' + point + "}"))


FOREIGN = [
    (name, answer) for name, answer, action in PUBLISHED if action.name in ("tap", "long_press", "drag")
]
ALIKE = [
    {"openphone", "androidlab"},
    {"uitars", "uitars1000"},
    {"qwen25vl", "qwen3vl", "guiowl", "guiowl15", "maiui"},
]
"""Dialects with the same calls: nothing in an answer tells them apart."""


@pytest.mark.parametrize("name", DIALECTS)
def test_an_answer_in_another_dialect_is_an_error_that_names_it(name: str) -> None:
    for other, answer in FOREIGN:
        known = next((group for group in ALIKE if other in group), {other})
        if name in known or (name in ALIKE[0] and other == "autoglm"):
            continue  # AndroidLab's own do(...) with a point
        with pytest.raises(InvalidAction, match="looks like the dialect") as caught:
            reading(name, answer)
        assert other in str(caught.value), (name, answer)


def test_an_error_within_the_own_dialect_names_no_other() -> None:
    with pytest.raises(InvalidAction) as caught:
        reading("qwen25vl", mobile('{"action": "click", "coordinate": [5000, 1]}'))
    assert "looks like" not in str(caught.value)
    with pytest.raises(InvalidAction) as caught:
        reading("openphone", "I am not sure what to do.")
    assert "looks like" not in str(caught.value)


CUT = "it was cut at the limit of 256 tokens"


@pytest.mark.parametrize("name", [name for name in DIALECTS if name not in ("openphone", "androidlab")])
def test_of_a_cut_answer_only_a_call_that_is_surely_whole_counts(name: str) -> None:
    dialect = DIALECTS[name]
    call = dialect.writing(text("seven o'clock"), view_of(name))
    whole = dialect.answer.format(thought="Typing it.", call=call)
    closed = "<tool_call>" in whole or "<answer>" in whole
    if closed:
        assert reading(name, whole, CUT) == text("seven o'clock")
    else:
        with pytest.raises(InvalidAction, match="not whole"):
            reading(name, f"{whole}\nand then", CUT)
    for end in range(1, len(whole) - 12):
        with pytest.raises(InvalidAction, match="not whole"):
            reading(name, whole[:end], CUT)


SCRAPS = ['"', "'", "(", ")", "[", "]", "{", "}", ",", ":", "=", "\\", "\n", "\x00", "\ud800", "<think>",
          "</think>",
          "</tool_call>", "<answer>", "```", "Action:", "NaN", "1e999", "9" * 400, "<point>",
          "<|box_start|>", "null",
          "true", "٣", "do(", "😀"]  # fmt: skip


def mutated(rng: random.Random, answer: str) -> str:
    for _ in range(rng.randrange(1, 5)):
        at, end = sorted(rng.randrange(len(answer) + 1) for _ in range(2))
        match rng.randrange(4):
            case 0:
                answer = answer[:at] + rng.choice(SCRAPS) + answer[at:]
            case 1:
                answer = answer[:at] + answer[min(end, at + 4) :]
            case 2:
                answer = answer[:end]
            case _:
                answer = answer[:end] + answer[at:end] * rng.choice([1, 30]) + answer[end:]
    return answer


def test_whatever_becomes_of_an_answer_it_is_a_sound_action_or_an_invalid_one() -> None:
    rng, kinds = random.Random(7), set()
    for _ in range(800):
        name, answer, _ = rng.choice(PUBLISHED)
        spoken = rng.choice([name, name, *DIALECTS])
        cut = rng.choice([None, None, CUT])
        try:
            action = reading(spoken, mutated(rng, answer), cut)
        except InvalidAction as error:
            str(error).encode()
            continue
        assert build(action.name, action.arguments) == action
        assert checked(str(action)) == action
        kinds.add(action.name)
        for axis, most in (("x", 1000), ("y", 2000), ("to_x", 1000), ("to_y", 2000)):
            if spoken not in ("openphone", "androidlab") and axis in action.arguments:
                assert 0 <= action.arguments[axis] < most  # type: ignore[operator]
    assert kinds >= {"tap", "drag", "text", "swipe", "finish", "launch", "enter"}


@pytest.mark.parametrize(
    "piece", ["{", "[", "(", "click(", "<tool_call>{", '{"a": ', "Action: do(", "<point>1 "]
)
def test_hostile_answers_take_no_long_time(piece: str) -> None:
    answer = (piece * 50_000)[:50_000]
    started = time.perf_counter()
    for name in ("openphone", "qwen3vl", "uitars"):
        with pytest.raises(InvalidAction):
            reading(name, answer)
    assert time.perf_counter() - started < 20


def test_names() -> None:
    with pytest.raises(InvalidArgument, match="did you mean 'qwen3vl'"):
        find_dialect("qwen3v")
    for model, name in {
        "Qwen/Qwen2.5-VL-7B-Instruct": "qwen25vl",
        "qwen3-vl-235b-a22b-instruct": "qwen3vl",
        "mPLUG/GUI-Owl-7B": "guiowl",
        "mPLUG/GUI-Owl-1.5-8B-Instruct": "guiowl15",
        "ByteDance-Seed/UI-TARS-1.5-7B": "uitars",
        "UI-TARS-7B-DPO": "uitars1000",
        "doubao-1-5-ui-tars-250428": "uitars1000",
        "zai-org/AutoGLM-Phone-9B": "autoglm",
        "Tongyi-MAI/MAI-UI-8B": "maiui",
        "computer-use-preview": "computer_use",
    }.items():
        assert dialect_of(model).name == name, model
    with pytest.raises(InvalidArgument, match="set dialect to one of"):
        dialect_of("some-model-7b")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (MOBILE.format("The list is open.", "{}"), "The list is open."),
        ("Action: Tap the button.\n<tool_call>{}</tool_call>", "Tap the button."),
        ("<think>Open it.</think>\n<answer>do()</answer>", "Open it."),
        ("<thinking>\nOn.\n</thinking>\n<tool_call>{}", "On."),
        ("Thought: Next.\nAction: click()", "Next."),
        ("Reason: Next.\nAction: {}", "Next."),
        ("I see it.\n```\ndo()\n```", "I see it."),
        ("{}", ""),
    ],
)
def test_thoughts_are_kept_for_the_memory(answer: str, said: str) -> None:
    assert thought(answer) == said
