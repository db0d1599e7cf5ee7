"""Which of the calls that an answer names is the one that it makes."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.actions import MAX_LENGTH, InvalidAction, parse, without_thoughts

CUT = "it was cut at the limit of 256 tokens"
FUNCTION = "<CALLED_FUNCTION>{}</CALLED_FUNCTION>"
READ = {
    # nothing but a call
    "tap(3)": "tap(3)",
    " `tap( index = 3 )` ": "tap(3)",
    "**tap(3)**": "tap(3)",
    "tap(3);": "tap(3)",
    '"tap(3)"': "tap(3)",
    "Back": "back()",
    "Home.": "home()",
    # nothing but calls: the next screen decides on the second
    "tap(3)\nfinish()": "tap(3)",
    "back(); tap(3)": "back()",
    # tags
    "I could home(). <reasoning>tap(9)</reasoning><called_function>\ntap(4)\n</called_function>": "tap(4)",
    "<CALLED_FUNCTION>back</CALLED_FUNCTION>": "back()",
    "<CALLED_FUNCTION>tap(4)": "tap(4)",
    "<CALLED_FUNCTION>tap(4), the button</CALLED_FUNCTION> I did tap(2)\ntap(2)": "tap(4)",
    "<CALLED_FUNCTION></CALLED_FUNCTION><CALLED_FUNCTION>tap(4)</CALLED_FUNCTION>": "tap(4)",
    "In <CALLED_FUNCTION> tags. <CALLED_FUNCTION>tap(4)</CALLED_FUNCTION>": "tap(4)",
    "<tool_call>\n```json\n{\"name\": \"back\"}\n```\n</tool_call>": "back()",
    '<answer>do(action="Back")</answer>': "back()",
    "<answer><tool_call>tap(4)</tool_call></answer>": "tap(4)",
    "tap(3)\n<action>back()</action>": "back()",
    "finish(\"7:30\")\n<answer>7:30</answer>": 'finish("7:30")',
    "I use <answer> tags.\ntap(3)": "tap(3)",
    # labels
    "Thought: not tap(1)\nAction: tap(2)": "tap(2)",
    "Thought: not tap(1). Action: tap(2)": "tap(2)",
    "**Action:** `tap(2)`": "tap(2)",
    "Action:\n```python\ntap(2)\n```": "tap(2)",
    "Action：tap(2)": "tap(2)",
    "Action: back\nIt closes the page.": "back()",
    "Action: as said.\nAction: tap(2)": "tap(2)",
    "Action: I open the list.\ntap(2)": "tap(2)",
    "Action: tap(2)\nObservation: done\nAction: tap(5)": "tap(2)",
    "Function: wait(3)\nhome()": "wait(3)",
    "CALLED_FUNCTION: back()": "back()",
    # fenced blocks
    'Some thought.\n```\ndo(action="Back")\n```': "back()",
    "```\n# scroll first\nswipe(1, 'up')\ntap(7)\n```": "tap(7)",
    "```\n# not home()\ntap(7)  # but home() later\n```": "tap(7)",
    "```\nls\n```\n```\ntap(7)\n```": "tap(7)",
    "tap(1)\nno:\n```\ntap(7)\n```": "tap(7)",
    # lines
    "I already did tap(3) and must not home().\nback()": "back()",
    "I scroll.\n\n`swipe(1, 'up')`\n\nThen the button is in sight.": 'swipe(1, "up")',
    "tap(3)\nThis opens it; text(\"a\") comes later.": "tap(3)",
    "tap(3)\nAgain, since it did nothing:\ntap(3)": "tap(3)",
    'Here:\n{\n "name": "tap",\n "arguments": {"index": 3}\n}\nThat is it.': "tap(3)",
    # thoughts
    "<think>Maybe\ntap(1)\n</think>\ntap(2)": "tap(2)",
    "Maybe <CALLED_FUNCTION>tap(1)</CALLED_FUNCTION>?</think>\ntap(2)": "tap(2)",
    "<THINKING>finish()</THINKING>Action: tap(2)": "tap(2)",
    "<REASONING>\ntap(1)\n</REASONING>\ntap(2)": "tap(2)",
    'text("</think> finish()")': 'text("</think> finish()")',
}  # fmt: skip


@pytest.mark.parametrize("answer", READ)
def test_a_call_counts_where_it_is_marked(answer: str) -> None:
    assert str(parse(answer)) == READ[answer]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        # told, not made
        ("I already did tap(3) ... now I use back()", "within a sentence"),
        ("I must not tap(2)", "within a sentence"),
        ("... Once it is saved I will call finish(). First I have to open the", "within a sentence"),
        ("First home(), or tap(4) and tap(5).", "within a sentence"),
        ("点击tap(3)。", "within a sentence"),
        ('I must not {"name": "tap", "arguments": {"index": 2}}', "within a sentence"),
        ('Done:\n- tap(3)\n* text("a")\nNow the rest.', "within a sentence or a list"),
        ("1. tap(3)\n2. finish()\n\nI start.", "within a sentence or a list"),
        ("print(tap(3))", "within a sentence"),
        ("phone.tap(3).then(back)", "within a sentence"),
        ("tap(3) or back()", "within a sentence"),
        # no telling which
        ("I did\ntap(3)\nand now\nback()", "several calls, such as tap and back"),
        ("tap(3)\nor perhaps\ntap(4)", "several calls"),
        # a mark that holds no call is not made good by a call elsewhere
        ("<CALLED_FUNCTION>jump(3)</CALLED_FUNCTION>\ntap(3)", "unknown action: 'jump'"),
        ("<CALLED_FUNCTION>I must not tap(2)</CALLED_FUNCTION>\ntap(3)", "within a sentence"),
        ("Action: jump(3)\n\ntap(3)", "unknown action: 'jump'"),
        ("Action: tap(3\n\nback()", "cannot read the arguments"),
        (FUNCTION.format('text("<CALLED_FUNCTION>back()</CALLED_FUNCTION>")'), "cannot read the arguments"),
        (FUNCTION.format('text("(see "a")")'), "cannot read the arguments"),
        # thoughts alone
        ("<think>I need\ntap(1)\n", "calls no action"),
        ("<REASONING>\ntap(1)\n</REASONING>", "calls no action"),
        # nothing
        ("I should tap the button.", "calls no action"),
        ("", "calls no action"),
        ("tpa(3)", "did you mean 'tap'"),
        ("print(1)\n\n__import__('os').system('echo')", "unknown action"),
        (FUNCTION.format("print(1)"), "unknown action"),
        ("a" * (MAX_LENGTH + 1), "at most"),
    ],
)
def test_what_is_not_marked_is_not_made(answer: str, problem: str) -> None:
    with pytest.raises(InvalidAction) as caught:
        parse(answer)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "call"),
    [
        ("tap(3)", "tap(3)"),
        ("\n`tap(3)`\n", "tap(3)"),
        ("```\ntap(3)\n```", "tap(3)"),
        ('{"name": "tap", "arguments": {"index": 3}}', "tap(3)"),
        ("<think>Hm.</think>tap(3)", "tap(3)"),
        (FUNCTION.format("tap(3)") + "\n<STATE_ASSESSMENT>The list is", "tap(3)"),
        (FUNCTION.format("tap(3)") + '\n<CALLED_FUNCTION>text("a', "tap(3)"),
        (FUNCTION.format("back") + " I", "back()"),
        ('<tool_call>{"name": "back", "arguments": {}</tool_call> and', "back()"),
    ],
)
def test_of_a_cut_answer_a_closed_call_counts(answer: str, call: str) -> None:
    assert str(parse(answer, cut=CUT)) == call


@pytest.mark.parametrize(
    "answer",
    [
        "... Once it is saved I will call finish(). First I have to open the",
        "I must not tap(2)",
        "I must not\ntap(2)",
        "tap(3) would be",
        "tap(3)\n\nThen",
        "tap(3)\nback()",
        "Action: tap(3)",
        "So:\n```\ntap(3)\n```",
        "So:\n```\ntap(3)\n```\nThat",
        "```\ntap(3)\nback()\n```",
        "<CALLED_FUNCTION>tap(3)",
        "<think>Maybe <CALLED_FUNCTION>tap(1)</CALLED_FUNCTION>",
        '{"name": "tap", "arguments": {"index": 3}',
        '{"name": "back"',
        '{"name": "tap", "arguments": "{\\"index\\": 3"}',
        '{"name": "text", "arguments": "{\\"input_str\\": \\"Hello wor"}',
        'text("He said "no")',
        'text("Hello wor',
        "back",
        "Finish",
        "",
    ],
)
def test_of_a_cut_answer_nothing_else_counts(answer: str) -> None:
    with pytest.raises(InvalidAction) as caught:
        parse(answer, cut=CUT)
    assert CUT in str(caught.value)
    assert "answer shorter, with the call first" in str(caught.value)


def test_a_wrong_call_of_a_cut_answer_is_told_with_the_cut() -> None:
    with pytest.raises(InvalidAction, match=r"was refused.*unknown action: 'jump'"):
        parse(FUNCTION.format("jump(3)"), cut="it was refused")


def test_thoughts_are_left_out() -> None:
    assert without_thoughts("<think>a</think>b<think>c") == "b"
    assert without_thoughts("a</think>b</thought>c") == "c"
    assert without_thoughts("a < b") == "a < b"


FRAGMENTS = ["tap(", "text(\"", "do(", "{", "[", "(", ")", "]", "}", "```", "```\n", "<CALLED_FUNCTION>",
             "</CALLED_FUNCTION>", "Action:", "Action:\n", ". Action: ", '{"name":', '{"a":', "{'a':", "{{",
             "[{",
             "\\", '"', "'", "“", "`", '"""', "text('''", ",", "=", " ", "\n", "1", "a", "index", "\\u00",
             "-",
             "* ", "None", 'text("text(', "tap(1,", '" ', "tap([", "text(' '", 'text("x "a" ', "/*", "//",
             "#",
             "<think>", "</think>", "<reasoning>", "<answer>tap("]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join) | st.text(), st.none() | st.just(CUT))
def test_anything_is_an_action_or_an_invalid_action(answer: str, cut: str | None) -> None:
    try:
        action = parse(answer, cut=cut)
    except InvalidAction:
        return
    assert parse(str(action)) == action


def work(answer: str) -> int:
    """Calls of functions, the language's own included, that reading an answer takes."""
    count = 0

    def counting(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        parse(answer)
    except InvalidAction:
        pass
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_work_grows_with_the_length_of_hostile_answers_at_most(fragment: str) -> None:
    for end in ("", '")', '"}'):
        short, long = ((fragment * size)[: size - len(end)] + end for size in (3_000, 12_000))
        assert work(long) < 4.5 * work(short) + 1000


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "fragment",
    ["tap(", 'text("', "text(' '", 'text("x "a" ', "{'a':", "[", "<answer>tap(", "```\n", "Action:\n"],
)
def test_the_longest_hostile_answers_are_read_in_time(fragment: str) -> None:
    with pytest.raises(InvalidAction):
        parse((fragment * MAX_LENGTH)[: MAX_LENGTH - 2] + '")')


@pytest.mark.parametrize(
    "end", ["<|im_end|>", "</s>", "<end_of_turn>\n", "<|im_end|>\n<|endoftext|>", "<|eot_id|>"]
)
@pytest.mark.parametrize("call", ["tap(3)", "<CALLED_FUNCTION>tap(3)</CALLED_FUNCTION>", "I see.\ntap(3)"])
def test_tokens_that_end_a_turn_are_left_out(call: str, end: str) -> None:
    assert parse(call + end) == parse(call)


def test_within_a_text_they_stay() -> None:
    assert parse('text("</s>")').arguments == {"input_str": "</s>"}


@pytest.mark.parametrize("blank", ["\ufeff", "\u200b", "\u00a0", "\u3000", "\u2060"])
@pytest.mark.parametrize(
    "answer", ["{}tap(3){}", "I open it.\n{}tap(3){}\n", '{}{{"name": "tap", "index": 3}}{}']
)
def test_blanks_that_show_nothing_change_nothing(answer: str, blank: str) -> None:
    assert parse(answer.format(blank, blank)) == parse("tap(3)")
