from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.actions import MAX_LENGTH, InvalidAction, parse

READ = {
    # bare calls
    "tap(3)": "tap(3)",
    " `tap( index = 3 )` ": "tap(3)",
    "tap('3')": "tap(3)",
    "tap(element=3)": "tap(3)",
    "tap(540, 1200)": "tap(x=540, y=1200)",
    "tap([540, 1200])": "tap(x=540, y=1200)",
    "swipe(5, up, LONG)": 'swipe(5, "up", "long")',
    'swipe("left", 120)': 'swipe(direction="left", dist=120)',
    "swipe(None, 'down')": 'swipe(direction="down")',
    'type("00112233")': 'text("00112233")',
    "text(00112233)": 'text("00112233")',
    'text(text="7:05")': 'text("7:05")',
    "text('it's late')": 'text("it\'s late")',
    'finish("He said "no" to me")': 'finish("He said \\"no\\" to me")',
    "finish(message=None)": "finish()",
    'finish("None")': 'finish("None")',
    "long press": None,
    "Back": "back()",
    # AndroidLab
    'do(action="Tap", element=[100, 200, 301, 401])': "tap(x=200, y=300)",
    'do(action="Tap", element="[100,200][300,400]")': "tap(x=200, y=300)",
    'do(action="Long Press", element=[5, 6])': "long_press(x=5, y=6)",
    'do(action="Type", text="936.02")': 'text("936.02")',
    'do(action="Swipe", element=[0, 0, 10, 10], direction="up", dist="short")':
        'swipe(direction="up", dist="short", x=5, y=5)',
    'do(action="Swipe", direction="up")': 'swipe(direction="up")',
    'do(action="Press Enter")': "enter()",
    'do(action="Home")': "home()",
    'do("Back")': "back()",
    'do(action="Wait")': "wait()",
    'do(action="Launch", app="Pi Music Player")': 'launch("Pi Music Player")',
    'Some thought.\n```\ndo(action="Back")\n```': "back()",
    # tags, labels, fences
    "I could home(). <reasoning>tap(9)</reasoning><called_function>\ntap(4)\n</called_function>": "tap(4)",
    "<CALLED_FUNCTION>back</CALLED_FUNCTION>": "back()",
    "<CALLED_FUNCTION>tap(4)": "tap(4)",
    "Thought: not tap(1)\nAction: tap(2)": "tap(2)",
    "**Action:** `tap(2)`": "tap(2)",
    "Action:\n```python\ntap(2)\n```": "tap(2)",
    "Function: wait(3)\nhome()": "wait(3)",
    "CALLED_FUNCTION: back()": "back()",
    "```\n# scroll first\nswipe(1, 'up')\ntap(7)\n```": "tap(7)",
    # several calls in free text: order of the vocabulary, then of appearance
    "First home(), or tap(4) and tap(5).": "tap(4)",
    'I type text("tap(1)").': 'text("tap(1)")',
    "点击tap(3)。": "tap(3)",
    # JSON
    '{"name": "tap", "arguments": {"index": 3}}': "tap(3)",
    '{"name": "text", "arguments": "{\\"input_str\\": 7.10}"}': 'text("7.10")',
    '<tool_call>\n{"name": "back", "arguments": {}}\n</tool_call>': "back()",
    '{"tool_calls": [{"id": "1", "function": {"name": "tap", "arguments": "{\\"index\\": 9}"}}]}': "tap(9)",
    '```json\n{"thought": "x", "action": "swipe", "direction": "Up"}\n```': 'swipe(direction="up")',
    '{"action": "tap", "coordinate": [10, 20]}': "tap(x=10, y=20)",
    '{"action": "tap(7)"}': "tap(7)",
    'text("{\\"a\\": 1}")': 'text("{\\"a\\": 1}")',
}  # fmt: skip


@pytest.mark.parametrize(("answer", "call"), [(answer, call) for answer, call in READ.items() if call])
def test_reads_what_models_write(answer: str, call: str) -> None:
    assert str(parse(answer)) == call


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("tpa(3)", "did you mean 'tap'"),
        ('do(action="Tapp", element=[1, 2])', "did you mean 'tap'"),
        ('do(action="Call_API", instruction="x")', "unknown action"),
        ("I should tap the button.", "calls no action"),
        ("", "calls no action"),
        ('finish("cut off', "cannot read the arguments"),
        ('swipe(3, "upp")', "did you mean 'up'"),
        ("swipe(3)", "needs a direction"),
        ("tap(3.5)", "must be int"),
        ("tap(true)", "must be int"),
        ("tap(3, foo=1)", "unknown argument"),
        ("tap(index=3, element=4)", "index twice"),
        ("back(1)", "not more"),
        ("tap([1, 2, 3])", "x1, y1, x2, y2"),
        ("wait(1e999)", "must be int | float"),
        ("<CALLED_FUNCTION>print(1)</CALLED_FUNCTION>", "unknown action"),
        ("__import__('os').system('echo')", "unknown action"),
        ("a" * (MAX_LENGTH + 1), "at most"),
    ],
)
def test_says_what_is_wrong(answer: str, problem: str) -> None:
    with pytest.raises(InvalidAction) as caught:
        parse(answer)
    assert problem in str(caught.value)


FRAGMENTS = ["tap(", "text(\"", "do(", "{", "[", "(", ")",
    "```", "<CALLED_FUNCTION>", "Action:", '{"name":',
             "\\", '"', "'", ",", "=", " ", "\n", "1", "a",
             "index", "\\u00", "]", "}", "-", "None"]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join) | st.text())
def test_anything_is_an_action_or_an_invalid_action(answer: str) -> None:
    try:
        action = parse(answer)
    except InvalidAction:
        return
    assert parse(str(action)) == action


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "fragment", [*FRAGMENTS, 'text("text(', '{"a":', "tap(1,", '" ', "```\n", "Action:\n"]
)
def test_long_hostile_answers_are_read_in_linear_time(fragment: str) -> None:
    with pytest.raises(InvalidAction):
        parse((fragment * MAX_LENGTH)[:MAX_LENGTH])
