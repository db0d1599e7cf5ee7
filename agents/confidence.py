"""How sure a model was of the call it made, apart from what it wrote around it.

Reasoning before a call is probable word by word whatever it leads to, and closing tags follow by themselves:
a mean over all of an answer tells little of the choice in it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from openphone_gym.endpoint import Token


def call_confidence(tokens: Sequence[Token], written: Callable[[str], str]) -> float | None:
    """Mean probability of the tokens of a call, as exp of the mean log-probability.

    A token that only partly belongs to the call counts.

    Args:
        tokens: All of the answer.
        written: Finds the call in an answer: a part of it, or nothing.

    Returns:
        None where there are no tokens, or the call is not told by their texts.
    """
    answer = "".join(token.text for token in tokens)
    call = written(answer)
    start = answer.rfind(call) if call else -1  # a draft of the same call stands before it
    if start < 0:
        return None
    logprobs, end, at = [], start + len(call), 0
    for token in tokens:
        begin, at = at, at + len(token.text)
        if begin < end and at > start:
            logprobs.append(token.logprob)
    return math.exp(math.fsum(logprobs) / len(logprobs))
