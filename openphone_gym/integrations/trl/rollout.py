"""Episodes as TRL's ``rollout_func``: an episode is one sequence of tokens, in which screens are masked out.

A prompt of the dataset names how an episode begins (``starts``). The model answers in words, as the suite's
own prompts ask it to, so that no template for tool calls is needed; ``actions.parse`` reads what it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from openphone_gym.arguments import InvalidArgument
from openphone_gym.integrations.dialogue import Dialogue, Turn, Unscored, open_phone

Tokens = list[int]
Generate = Callable[[list[Tokens], Any], tuple[list[Tokens], list[list[float]] | None]]
"""Answers prompts of tokens for a trainer: the tokens of each, and their log-probabilities where known."""


def starts(tasks: Sequence[str], seeds: range) -> list[dict[str, str]]:
    """Rows of a dataset: every task with every seed, as prompts that the rollout function reads."""
    return [{"prompt": f"{task}#{seed}"} for task in tasks for seed in seeds]


def phone_reward(phone_reward: Sequence[float | None], **_: Any) -> list[float | None]:
    """The reward function: what the judge gave, and None where it could not tell."""
    return list(phone_reward)


def phone_rollouts(
    env_id: str = "OpenPhone-v0",
    *,
    generate: Generate | None = None,
    **arguments: Any,
) -> Callable[[list[Any], Any], dict[str, Any]]:
    """The function for ``rollout_func``; an entry is returned for each prompt that it is given.

    Args:
        env_id: The environment.
        generate: Answers the prompts, such as a client of a server; None takes the trainer's own way.
        arguments: Of ``PhoneEnv``; contents are drawn (``variation="sampled"``) unless told otherwise.
    """
    phones: list[Dialogue] = []

    def rollouts(prompts: list[Any], trainer: Any) -> dict[str, Any]:
        while len(phones) < len(prompts):
            env = open_phone(env_id, "xml", **{"variation": "sampled", **arguments})
            phones.append(Dialogue(env))
        talks = [_Talk(phone, prompt, trainer) for phone, prompt in zip(phones, prompts, strict=False)]
        while open_talks := [talk for talk in talks if not talk.ended]:
            asked = [talk.prompt_ids + talk.completion_ids for talk in open_talks]
            answers, told = (generate or _own)(asked, trainer)
            for number, (talk, answer) in enumerate(zip(open_talks, answers, strict=True)):
                talk.take(answer, None if told is None else told[number])
        told = [talk.logprobs for talk in talks]
        return {
            "prompt_ids": [talk.prompt_ids for talk in talks],
            "completion_ids": [talk.completion_ids for talk in talks],
            "logprobs": None if None in told else told,
            "env_mask": [talk.mask for talk in talks],
            "phone_reward": [talk.reward() for talk in talks],
        }

    return rollouts


class _Talk:
    """One episode as tokens."""

    def __init__(self, phone: Dialogue, prompt: Any, trainer: Any) -> None:
        self._phone = phone
        self._trainer = trainer
        task, seed = _read(prompt)
        turn = phone.begin(seed=seed, options={"task": task, "seed": seed})
        opening = [{"role": "system", "content": phone.system}, {"role": "user", "content": turn.text}]
        self.prompt_ids = self._tokens(opening)
        self.completion_ids: Tokens = []
        self.mask: list[int] = []
        self.logprobs: list[float] | None = []
        self.ended = False

    def take(self, answer: Tokens, logprobs: list[float] | None) -> None:
        """Does the answer, and adds what is shown next, if there is room for it."""
        self._add(answer, 1, logprobs)
        tokenizer = self._trainer.processing_class
        turn = self._phone.act(tokenizer.decode(answer, skip_special_tokens=True))
        shown = [] if turn is None else self._shown(turn, closed=answer[-1:] == [tokenizer.eos_token_id])
        room = self._trainer.max_completion_length - len(self.completion_ids) - len(shown)
        self.ended = turn is None or room <= 0
        if not self.ended:
            self._add(shown, 0, None if logprobs is None else [0.0] * len(shown))

    def reward(self) -> float | None:
        try:
            return self._phone.reward()
        except Unscored:
            return None

    def _add(self, tokens: Tokens, own: int, logprobs: list[float] | None) -> None:
        self.completion_ids += tokens
        self.mask += [own] * len(tokens)
        self.logprobs = None if logprobs is None or self.logprobs is None else self.logprobs + logprobs

    def _shown(self, turn: Turn, closed: bool) -> Tokens:
        """The tokens of a further turn: what the template adds after an answer; its end if that lacks one."""
        past = [{"role": "user", "content": "."}, {"role": "assistant", "content": "."}]
        before = self._tokens(past, add_generation_prompt=False)
        after = self._tokens([*past, {"role": "user", "content": turn.text}])
        end = self._trainer.processing_class.eos_token_id
        last = len(before) - before[::-1].index(end) if end in before else len(before)
        return after[last if closed or end not in before else last - 1 :]

    def _tokens(self, messages: list[dict[str, str]], *, add_generation_prompt: bool = True) -> Tokens:
        return self._trainer.processing_class.apply_chat_template(
            messages, add_generation_prompt=add_generation_prompt, tokenize=True, return_dict=False
        )


def _own(prompts: list[Tokens], trainer: Any) -> tuple[list[Tokens], list[list[float]] | None]:
    """The trainer's own way to generate: its model, or its vLLM."""
    return trainer._generate_single_turn(prompts, None, {}, 1)


def _read(prompt: Any) -> tuple[str, int]:
    text = prompt if isinstance(prompt, str) else prompt[-1]["content"]
    task, _, seed = str(text).rpartition("#")
    if not task or not seed.isdecimal():
        raise InvalidArgument("prompt", text, ["a task and a seed, such as 'clock_1#7' (see starts)"])
    return task, int(seed)
