"""Votes: what one is, how they agree, and where they are kept."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from openphone_gym.judges.llm.reply import Opinion

Agreement = Literal["unanimous", "majority"]
OPINIONS: dict[Opinion, bool | None] = {"yes": True, "no": False, "unsure": None}


class Vote(msgspec.Struct, kw_only=True):
    """What one voter found.

    Attributes:
        voter: Name of the model, or ``matcher`` for the exact comparison of answers.
        subgoals: Opinion by name of sub-goal.
        must_not: Opinion by name of must-not condition: whether it happened.
        reasons: The voter's words, by the same names.
        claimed: What the model said about success as a whole; never used.
        fault: Why there is no vote: endpoint down, answer refused or unreadable, budget spent.
        tokens_in: Prompt tokens.
        tokens_out: Completion tokens.
        latency: Seconds.
        cost: US dollars.
        estimated: Whether tokens and dollars are estimates, since the endpoint reported none.
        cached: Whether it was kept from an earlier request, and so cost nothing now.
    """

    voter: str
    subgoals: dict[str, Opinion] = msgspec.field(default_factory=dict)
    must_not: dict[str, Opinion] = msgspec.field(default_factory=dict)
    reasons: dict[str, str] = msgspec.field(default_factory=dict)
    claimed: Opinion = "unsure"
    fault: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    latency: float = 0.0
    cost: float = 0.0
    estimated: bool = False
    cached: bool = False


def agreed(opinions: Sequence[Opinion], votes: int, agreement: Agreement) -> bool | None:
    """What ``votes`` voters agree on, of whom those missing in ``opinions`` failed; None if on nothing.

    ``unanimous`` takes all of them, ``majority`` more than half of them.
    """
    for opinion in ("yes", "no"):
        count = opinions.count(opinion)
        if count == votes or (agreement == "majority" and 2 * count > votes):
            return OPINIONS[opinion]
    return None


class VoteCache:
    """Votes on disk, by the hash of everything that was sent; each is written whole or not at all.

    Args:
        folder: Where; made when the first vote is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str) -> Vote | None:
        """The vote kept under ``key``, at no cost; None if there is none, or it can't be read."""
        try:
            vote = msgspec.json.decode(self._path(key).read_bytes(), type=Vote)
        except (OSError, msgspec.MsgspecError):
            return None
        vote.latency, vote.cost, vote.cached = 0.0, 0.0, True
        return vote

    def keep(self, key: str, vote: Vote) -> None:
        """Keeps a vote, atomically."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.partial")
        partial.write_bytes(msgspec.json.encode(vote))
        partial.replace(path)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"
