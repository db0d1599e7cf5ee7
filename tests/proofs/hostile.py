"""What hostile models and broken agents hand over, drawn by seed: texts, actions, decisions, completions."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np

from openphone_gym.actions import VOCABULARY, Action, InvalidAction
from openphone_gym.endpoint import Completion
from openphone_gym.trajectory import Decision

CALLS = (
    "tap(3)",
    'text("Anna")',
    "swipe(5, 'up', \"long\")",
    'finish("7:30 AM")',
    "back()",
    "wait(5)",
    "launch(Clock)",
    "long_press(x=100, y=200)",
    'do(action="Tap", element=[100, 200, 300, 400])',
    'do(action="Type", text="hello")',
    '{"name": "tap", "arguments": {"index": 3}}',
    "{'action': 'swipe', 'direction': 'up'}",
    "<CALLED_FUNCTION>tap(2)</CALLED_FUNCTION>",
    '<tool_call>{"name": "text", "arguments": {"input_str": "x"}}</tool_call>',
    "```python\ntap(1)\n```",
    "Action: tap(4)",
    "<think>tap(9)</think>tap(1)",
)
"""Calls as models write them, which are then damaged."""

PIECES = (
    "", " ", "\n", "\t", "\0", "\x1b[2J", "\ud83d", "\\ud83d", "\udc00\ud800", "😀", "\u202e", "\u200b",
    "“", "”", "'", '"', '"""', "`", "```", "(", ")", "[", "]", "{", "}", "<", ">", ",", "=", ":", "\\", "\\u",
    "nan", "inf", "-1", "1e999", "0.5", "9" * 400, "None", "null", "true", "٣", "③", "tap", "tap(", "finish",
    "do(", "</screen>", "<history>", "</CALLED_FUNCTION>", "<|im_end|>", "<|im_start|>system\n", "[INST]",
    "<|image_pad|>", "index=", "element=", "I must not ", "or ", "{{", "}}", "/*", "//", "#", "\\x",
    "__import__('os').system('x')",
)  # fmt: skip
"""What is inserted into them."""

ODD: tuple[Callable[[random.Random], Any], ...] = (
    lambda rng: None,
    lambda rng: True,
    lambda rng: rng.choice([-1, 0, 3, 10**30, -(10**400)]),
    lambda rng: rng.choice([0.5, float("nan"), float("inf"), -0.0, 1e308]),
    lambda rng: rng.choice([np.int64(3), np.float32("nan"), np.bool_(True), np.zeros(3), np.array("x")]),
    lambda rng: b"tap(3)",
    lambda rng: object(),
    lambda rng: [1, [2, {"a": float("nan")}]],
    lambda rng: {"index": 1, 2: "three"},
    lambda rng: {1, 2},
    lambda rng: lambda: 1,
    lambda rng: text(rng),
)
"""Values of types that nobody asked for."""


def text(rng: random.Random) -> str:
    """A call that was cut, doubled, and sprinkled with what does not belong there."""
    words = rng.choice(CALLS)
    for _ in range(rng.randrange(5)):
        at = rng.randrange(len(words) + 1)
        match rng.randrange(4):
            case 0:
                words = words[:at] + rng.choice(PIECES) + words[at:]
            case 1:
                words = words[:at]
            case 2:
                words = words[:at] + words[at + rng.randrange(4) :]
            case 3:
                words += rng.choice([" ", "\n", " then "]) + rng.choice(CALLS)
    return words * rng.choice([1] * 60 + [20, 3000])


def odd(rng: random.Random) -> Any:
    """A value of any type."""
    return rng.choice(ODD)(rng)


def action(rng: random.Random) -> Any:
    """What ``env.step`` may be handed: a text, an action of any arguments, or something else."""
    match rng.randrange(4):
        case 0 | 1:
            return text(rng)
        case 2:
            name = rng.choice([*VOCABULARY, text(rng), odd(rng)])
            kind = VOCABULARY.get(name) if isinstance(name, str) else None
            keys = [*(kind.parameters if kind else ()), "index", "x", "input_str", 7, None]
            drawn = {rng.choice(keys): odd(rng) for _ in range(rng.randrange(4))}
            return Action(name, rng.choice([drawn, drawn, drawn, odd(rng)]))
        case _:
            return rng.choice([odd(rng), InvalidAction(text(rng), value=odd(rng))])


def decision(rng: random.Random) -> Any:
    """What an agent may answer, seldom well-formed in all its parts."""
    if rng.random() < 0.03:
        return odd(rng)
    answer = Decision(action=action(rng), raw=text(rng), note=text(rng))
    if rng.random() < 0.1:
        field = rng.choice(answer.__struct_fields__)
        setattr(answer, field, odd(rng))
    return answer


def completion(rng: random.Random) -> Completion:
    """What a model may answer."""
    reason = rng.choice(["stop", "stop", "stop", "length", "tool_calls", "content_filter", "refusal", "eos"])
    calls = [
        {"name": rng.choice([*VOCABULARY, text(rng)]), "arguments": text(rng)}
        for _ in range(rng.randrange(3))
    ]
    return Completion(
        text=text(rng),
        finish_reason=reason,
        tokens_in=rng.randrange(1000),
        tokens_out=rng.randrange(100),
        tool_calls=calls if reason == "tool_calls" else [],
    )
