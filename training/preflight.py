"""What is checked before training starts, and what it will cost.

What is wrong is refused with an ``Unfit`` that says what to change; nothing is cut, skipped or repaired.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from openphone_gym.tasks.task import TEST_SEEDS
from training.samples import Sample

PROBES = 24
"""Samples on which costly checks are made; spread evenly."""


class Unfit(ValueError):
    """Training on this would be wrong or in vain; the message says what to change."""


class Lengths(NamedTuple):
    """Tokens of samples.

    Attributes:
        total: Of each sample, prompt and completion.
        completion: Of each completion.
    """

    total: list[int]
    completion: list[int]


class Cost(NamedTuple):
    """What a training run takes.

    Attributes:
        samples: Samples of an epoch.
        tokens: Tokens of all epochs, padding not counted.
        learnt: Those among them that the loss counts.
        steps: Updates.
        speed: Tokens a second, measured; None where it was not.
    """

    samples: int
    tokens: int
    learnt: int
    steps: int
    speed: float | None = None

    @property
    def hours(self) -> float | None:
        """Duration; None where the speed is not known."""
        return None if self.speed is None else self.tokens / self.speed / 3600

    def __str__(self) -> str:
        tokens = f"{self.tokens:,} tokens ({self.learnt:,} learnt)"
        text = f"{self.samples:,} samples, {self.steps:,} updates, {tokens}"
        if self.hours is None:
            return f"{text}; duration not measured"
        return f"{text}; about {self.hours:.1f} hours at {self.speed:,.0f} tokens/s"


def check_samples(
    train: Sequence[Sample], validation: Sequence[Sample], held_out: Collection[str] = ()
) -> None:
    """Refuses samples from seeds for testing, of held-out tasks, or that both splits share.

    Raises:
        Unfit: With the first offending sample.
    """
    if not train:
        raise Unfit("there is nothing to train on: train.jsonl is empty")
    for sample in (*train, *validation):
        if sample.seed is not None and not 0 <= sample.seed < TEST_SEEDS:
            raise Unfit(
                f"{sample.id} comes from seed {sample.seed}, which is for testing: stay below {TEST_SEEDS}"
            )
        if sample.task_id in held_out:
            raise Unfit(f"{sample.id} is of {sample.task_id}, which is held out: make data without it")
    shared = {_draw(sample) for sample in train} & {_draw(sample) for sample in validation}
    if shared:
        raise Unfit(f"{len(shared)} draws are in both splits, such as {min(shared)}: make the data anew")


def _draw(sample: Sample) -> str:
    return sample.episode if sample.seed is None else f"{sample.task_id} seed {sample.seed}"


def check_template(processor: Any) -> None:
    """Refuses a tokenizer that would teach the wrong thing.

    Padding with the token that ends a turn is one: code that ignores padding by its number then also ignores
    the end of the turn, and the model never learns to stop.

    Raises:
        Unfit: There is no chat template, no padding, or padding ends turns.
    """
    tokenizer = getattr(processor, "tokenizer", processor)
    if not (getattr(processor, "chat_template", None) or tokenizer.chat_template):
        raise Unfit(
            "the model has no chat template: take an instruct model, or save a template beside its tokenizer"
        )
    if tokenizer.pad_token_id is None:
        raise Unfit("the tokenizer has no padding token: set pad_token in tokenizer_config.json")
    if tokenizer.pad_token_id == tokenizer.eos_token_id:
        raise Unfit(
            f"the tokenizer pads with {tokenizer.eos_token!r}, which ends turns, so the end would not be "
            "learnt: set another pad_token in tokenizer_config.json"
        )


def measure(processor: Any, conversations: Iterable[dict[str, Any]]) -> Lengths:
    """Counts the tokens of samples, and sees that each prompt is the beginning of its whole conversation.

    Args:
        processor: Tokenizer or processor of the model.
        conversations: With ``prompt`` and ``completion``, and ``images`` where there are any.

    Raises:
        Unfit: The template writes the prompt otherwise once an answer follows, so that the model would be
            trained on a prompt that it never sees; or an answer does not end.
    """
    lengths = Lengths([], [])
    tokenizer = getattr(processor, "tokenizer", processor)
    for each in conversations:
        asked = processor.apply_chat_template(each["prompt"], tokenize=False, add_generation_prompt=True)
        whole = processor.apply_chat_template([*each["prompt"], *each["completion"]], tokenize=False)
        if not whole.startswith(asked):
            raise Unfit(
                "the chat template writes a prompt differently once an answer follows it; take a template in "
                "which a conversation stays the beginning of the longer one"
            )
        answer = tokenizer(whole[len(asked) :], add_special_tokens=False)["input_ids"]
        if tokenizer.eos_token_id not in answer:
            raise Unfit(
                f"the chat template does not end an answer with {tokenizer.eos_token!r}: it would never stop"
            )
        lengths.total.append(_tokens(processor, asked, each.get("images")) + len(answer))
        lengths.completion.append(len(answer))
    return lengths


def _tokens(processor: Any, text: str, images: Sequence[Any] | None) -> int:
    if not images:
        tokenizer = getattr(processor, "tokenizer", processor)
        return len(tokenizer(text, add_special_tokens=False)["input_ids"])
    found = processor(text=[text], images=[list(images)], add_special_tokens=False)
    return len(found["input_ids"][0])


def check_lengths(lengths: Lengths, max_length: int | None) -> None:
    """Refuses a limit that would cut samples: the answer stands at the end and would go first.

    Raises:
        Unfit: Names how many, and the limit that holds them all.
    """
    if max_length is None:
        return
    longer = sum(length > max_length for length in lengths.total)
    if longer:
        raise Unfit(
            f"{longer} of {len(lengths.total)} samples are longer than max_length {max_length} and would "
            f"lose their answers: set max_length to {max(lengths.total)} or more, or make shorter samples"
        )


def cost(lengths: Lengths, samples: int, epochs: float, max_steps: int, batch: int) -> Cost:
    """What a run will take, without its duration.

    Args:
        lengths: Of all samples, or of some of them.
        samples: How many there are.
        epochs: Passes over them, unless ``max_steps`` is above 0.
        max_steps: Updates; 0 or below leaves it to ``epochs``.
        batch: Samples of an update, over all devices and accumulated.
    """
    an_epoch = math.ceil(samples / batch)
    steps = max_steps if max_steps > 0 else math.ceil(epochs * an_epoch)
    passes = steps / an_epoch
    each = sum(lengths.total) / len(lengths.total)
    learnt = sum(lengths.completion) / len(lengths.completion)
    return Cost(samples, round(each * samples * passes), round(learnt * samples * passes), steps)


def speed(run: Callable[[Any], None], batches: Iterable[Any], tokens: Callable[[Any], int]) -> float:
    """Tokens a second, measured on batches of which the first only warms up.

    Args:
        run: Does a batch, forwards and backwards.
        batches: Two or more.
        tokens: Counts the tokens of a batch.
    """
    first, *others = batches
    run(first)
    started = time.perf_counter()
    for batch in others or [first]:
        run(batch)
    return sum(map(tokens, others or [first])) / (time.perf_counter() - started)


def spread(items: Sequence[Any], count: int = PROBES) -> list[Any]:
    """At most so many of the items, evenly spread."""
    step = max(1, len(items) / count)
    return [items[int(place * step)] for place in range(min(count, len(items)))]
