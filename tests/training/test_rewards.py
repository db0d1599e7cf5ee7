from __future__ import annotations

import pytest

from training.rewards import SIMILAR, accuracy, accuracy_reward, called, form, format_reward, minilm, text_of

GOOD = (
    "<REASONING>I see it.</REASONING>\n<STATE_ASSESSMENT>Current State: list</STATE_ASSESSMENT>\n"
    "<CALLED_FUNCTION>tap(3)</CALLED_FUNCTION>"
)


class Fixed:
    def __init__(self, value: float) -> None:
        self.value = value
        self.asked: list[tuple[str, str]] = []

    def similarity(self, one: str, other: str) -> float:
        self.asked.append((one, other))
        return self.value


def test_the_call_must_be_the_same_text() -> None:
    assert accuracy(GOOD, "tap(3)") == 1.0
    assert accuracy(GOOD, GOOD) == 1.0
    assert accuracy(GOOD, "tap(4)") == 0.0
    assert accuracy(GOOD, "tap( 3 )") == 0.0


def test_a_call_without_tags_counts_only_where_none_are_asked_for() -> None:
    assert accuracy("tap(3)", "tap(3)") == 0.0
    assert accuracy("tap(3)", "tap(3)", tagged=False) == 1.0
    assert called(" tap(3)\n") == "tap(3)"


@pytest.mark.parametrize(("similarity", "reward"), [(SIMILAR, 1.0), (0.699, 0.0), (-0.9, 0.0)])
def test_finish_messages_are_compared_by_meaning(similarity: float, reward: float) -> None:
    answer = '<CALLED_FUNCTION>finish("Seven thirty")</CALLED_FUNCTION>'
    encoder = Fixed(similarity)
    assert accuracy(answer, 'finish("7:30")', encoder) == reward
    assert encoder.asked == [('finish("Seven thirty")', 'finish("7:30")')]


@pytest.mark.parametrize("reference", ['finish("The task has been finished.")', "finish()", "tap(3)"])
def test_other_calls_are_never_compared_by_meaning(reference: str) -> None:
    encoder = Fixed(1.0)
    assert accuracy('<CALLED_FUNCTION>finish("Done")</CALLED_FUNCTION>', reference, encoder) == 0.0
    assert not encoder.asked


@pytest.mark.parametrize(
    ("answer", "reward"),
    [
        (GOOD, 1.0),
        ("tap(3)", 0.0),
        ("<CALLED_FUNCTION>tap(3)</CALLED_FUNCTION>", 0.4),
        ("<REASONING>a</REASONING><STATE_ASSESSMENT>b</STATE_ASSESSMENT>", 0.6),
        (f"{GOOD} and more", 0.5),
        ("<CALLED_FUNCTION>b</CALLED_FUNCTION><REASONING>a</REASONING>", 0.7),
        ("<CALLED_FUNCTION>never closed", 0.0),
    ],
)
def test_form(answer: str, reward: float) -> None:
    assert form(answer) == pytest.approx(reward)


def test_reward_functions_take_what_trl_hands_over() -> None:
    completions = [[{"role": "assistant", "content": GOOD}], GOOD]
    reward = accuracy_reward(None)
    assert reward(completions=completions, reference=["tap(3)", "tap(4)"], prompts=["a", "b"]) == [1.0, 0.0]
    assert format_reward(completions=completions, prompts=["a", "b"]) == pytest.approx([1.0, 1.0])
    assert text_of([{"role": "assistant", "content": [{"type": "text", "text": "x"}]}]) == "x"


def test_the_encoder_is_not_loaded_for_calls_that_need_none() -> None:
    def never() -> Fixed:
        raise AssertionError("not needed")

    assert accuracy_reward(never)(completions=[GOOD], reference=["tap(3)"]) == [1.0]


@pytest.mark.slow
def test_minilm_knows_paraphrases() -> None:
    encoder = minilm()
    near = encoder.similarity('finish("The alarm is set for 7:30 AM")', 'finish("Alarm set to 7:30 AM")')
    far = encoder.similarity('finish("The alarm is set for 7:30 AM")', 'finish("No contacts were found")')
    assert near >= SIMILAR > far
