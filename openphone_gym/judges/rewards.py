"""What a verdict is worth."""

from __future__ import annotations

from openphone_gym.trajectory import Verdict

REWARDS = ("success", "partial", "shaped")
"""Kinds of reward; see ``PhoneEnv``."""


def end_reward(kind: str, verdict: Verdict, *, penalty: float, before: float = 0.0) -> float:
    """The last reward of an episode.

    Args:
        kind: One of ``REWARDS``.
        verdict: How it ended.
        penalty: Taken off for side effects of an episode that is scored.
        before: Share of sub-goals that was reached before the last step; 0 where only the end is judged.
    """
    reward = float(verdict.success is True)
    if kind == "partial":
        reward = verdict.progress
    if kind != "success":  # after the end a potential is 0, or a failure would earn by it
        reward -= before
    return reward - penalty if verdict.side_effects and verdict.success is not None else reward
