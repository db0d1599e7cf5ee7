from __future__ import annotations

import pickle

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym import actions
from openphone_gym.actions import Action, InvalidAction, build, checked, parse, prompt_text

INDEX = st.integers(-5, 10**9)
DIRECTION = st.sampled_from(["up", "down", "left", "right"])
DISTANCE = st.sampled_from(["short", "medium", "long"]) | st.integers(1, 5000)
ANY_TEXT = st.text(max_size=200)
ACTIONS = st.one_of(
    st.builds(actions.tap, INDEX),
    st.builds(actions.long_press, x=INDEX, y=INDEX),
    st.builds(actions.swipe, st.none() | INDEX, DIRECTION, DISTANCE),
    st.builds(actions.swipe, st.none(), DIRECTION, DISTANCE, INDEX, INDEX),
    st.builds(actions.text, ANY_TEXT),
    st.builds(actions.launch, ANY_TEXT),
    st.builds(actions.finish, st.none() | ANY_TEXT),
    st.builds(
        actions.wait, st.none() | st.integers(-3, 99) | st.floats(allow_nan=False, allow_infinity=False)
    ),
    st.sampled_from([actions.back(), actions.home(), actions.enter()]),
)


@given(ACTIONS)
def test_canonical_text_reads_back(action: Action) -> None:
    assert parse(str(action)) == action == checked(action)
    assert parse(str(action), cut="it was cut") == action
    assert parse(f"<think>Hm.</think>\nI see.\n{action}\nThat is it.") == action
    assert build(action.name, action.arguments) == action


@pytest.mark.parametrize(
    "message",
    ['say "hi"', "it's", "C:\\new\\table", "two\nlines\r\n\ttab", "时间是七点半",
     "😀👍🏽", "tap(3)", "\\", '"', "'",
     '")', '", "b")', '"a" "b"', "</think>", "“a” „b“", "`", "\x7f", "\x01" * 10_000,
     "<CALLED_FUNCTION>back()</CALLED_FUNCTION>",
     "```\nhome()\n```", "Action: back()", "\u2028\x00"],
)  # fmt: skip
def test_texts_with_any_characters_read_back(message: str) -> None:
    assert parse(str(actions.text(message))).arguments == {"input_str": message}
    assert parse(str(actions.finish(message))).arguments == {"message": message}


@pytest.mark.parametrize(
    ("action", "call"),
    [
        (actions.tap(3), "tap(3)"),
        (actions.tap(x=540, y=1200), "tap(x=540, y=1200)"),
        (actions.swipe(5, "up", "long"), 'swipe(5, "up", "long")'),
        (actions.swipe(5, "up", "medium"), 'swipe(5, "up")'),
        (actions.swipe(direction="left", dist=300), 'swipe(direction="left", dist=300)'),
        (actions.finish("The time is 7:30"), 'finish("The time is 7:30")'),
        (actions.finish(), "finish()"),
    ],
)
def test_canonical_text(action: Action, call: str) -> None:
    assert str(action) == call


def test_actions_are_values() -> None:
    assert len({actions.tap(3), actions.tap(3), actions.tap(4), actions.back()}) == 3
    assert pickle.loads(pickle.dumps(actions.tap(3))) == actions.tap(3)
    encoded = msgspec.json.encode(actions.swipe(2, "up", 40))
    assert msgspec.json.decode(encoded, type=Action) == actions.swipe(2, "up", 40)


@pytest.mark.parametrize(
    "arguments",
    [{}, {"index": 1, "x": 2, "y": 3}, {"x": 2}, {"index": True}, {"index": 2.5}, {"index": 10**12}],
)
def test_wrong_arguments_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidAction):
        build("tap", arguments)


def test_errors_name_the_nearest_choice_and_can_be_pickled() -> None:
    with pytest.raises(InvalidAction, match="did you mean 'swipe'") as caught:
        build("swip", {})
    assert pickle.loads(pickle.dumps(caught.value)).suggestion == "swipe"
    with pytest.raises(InvalidAction, match="did you mean 'down'"):
        build("swipe", {"direction": "donw"})
    with pytest.raises(InvalidAction, match="did you mean 'index'"):
        build("tap", {"indx": 3})
    with pytest.raises(InvalidAction, match="needs input_str"):
        build("text", {})


def test_prompt_is_made_of_signatures_and_docstrings() -> None:
    everything = prompt_text(coordinates=True)
    assert all(f"{name}(" in everything for name in actions.VOCABULARY)
    assert "tap(x: int, y: int)" in everything
    some = prompt_text(["back", "swipe"])
    assert some.startswith("back()\n    Presses the Back key.\n    Example: back()\nswipe(index: int, ")
    assert "x=" not in some
    assert "tap(" not in some


def test_every_example_of_the_prompt_is_valid() -> None:
    lines = prompt_text(coordinates=True).splitlines()
    examples = [line.split("Example: ")[1] for line in lines if "Example: " in line]
    assert len(examples) >= len(actions.VOCABULARY)
    assert [str(parse(example)) for example in examples if "x=" not in example] == [
        example for example in examples if "x=" not in example
    ]
