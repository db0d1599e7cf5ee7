"""What is refused before training starts."""

from __future__ import annotations

import msgspec
import pytest

from openphone_gym.tasks.task import TEST_SEEDS
from training.preflight import Cost, Lengths, Unfit, check_lengths, check_samples, cost, speed
from training.samples import Sample


def sample(seed: int = 1, **changes) -> Sample:
    values = {
        "id": f"expert/zoom_1-{seed}#0",
        "source": "expert",
        "task_id": "zoom_1",
        "app": "zoom",
        "seed": seed,
        "step": 0,
        "kind": "step",
        "prompt": [{"role": "system", "content": "Act."}, {"role": "user", "content": "Task: go"}],
        "completion": [{"role": "assistant", "content": "tap(1)"}],
        "reference": "tap(1)",
    }
    return msgspec.convert(values | changes, Sample)


def test_good_samples_pass():
    check_samples([sample(1)], [sample(2)], ["clock_1"])


@pytest.mark.parametrize(
    ("train", "validation", "held_out", "message"),
    [
        ([], [], [], "empty"),
        ([sample(TEST_SEEDS)], [], [], "testing"),
        ([sample(1)], [sample(TEST_SEEDS + 4)], [], "testing"),
        ([sample(1)], [], ["zoom_1"], "held out"),
        ([sample(1)], [sample(1, step=1)], [], "both splits"),
    ],
)
def test_samples_that_belong_to_tests_are_refused(train, validation, held_out, message):
    with pytest.raises(Unfit, match=message):
        check_samples(train, validation, held_out)


def test_a_limit_that_cuts_answers_is_refused_and_the_right_one_named():
    lengths = Lengths([100, 300, 200], [5, 5, 5])
    check_lengths(lengths, 300)
    check_lengths(lengths, None)
    with pytest.raises(Unfit, match=r"1 of 3 .* 300 or more"):
        check_lengths(lengths, 299)


def test_the_cost_counts_epochs_or_updates():
    lengths = Lengths([100, 200], [10, 20])
    assert cost(lengths, 10, 2.0, 0, 4) == Cost(10, 3000, 300, 6)
    assert cost(lengths, 8, 1.0, 4, 4) == Cost(8, 2400, 240, 4)
    assert "1.0 hours" in str(Cost(8, 3_600_000, 1, 1, speed=1000.0))
    assert "not measured" in str(Cost(8, 3_600_000, 1, 1))


def test_the_first_batch_only_warms_up():
    done = []
    assert speed(done.append, [1, 2, 3], lambda batch: batch) > 0
    assert done == [1, 2, 3]


def test_tokenizers_that_teach_the_wrong_thing_are_refused(tiny_text):
    from agents.weights import load_processor
    from training.preflight import check_template, measure

    tokenizer = load_processor(tiny_text)
    check_template(tokenizer)
    turn = {"prompt": sample().prompt, "completion": sample().completion}
    lengths = measure(tokenizer, [turn])
    assert lengths.total[0] > lengths.completion[0] >= 5
    template = tokenizer.chat_template
    tokenizer.chat_template = "{{ messages | length }} messages" + template
    with pytest.raises(Unfit, match="differently"):
        measure(tokenizer, [turn])
    tokenizer.chat_template = template.replace("<|im_end|>", "")
    with pytest.raises(Unfit, match="never stop"):
        measure(tokenizer, [turn])
    tokenizer.chat_template = None
    with pytest.raises(Unfit, match="no chat template"):
        check_template(tokenizer)
    tokenizer.chat_template = template
    tokenizer.pad_token = tokenizer.eos_token
    with pytest.raises(Unfit, match="pads with"):
        check_template(tokenizer)
