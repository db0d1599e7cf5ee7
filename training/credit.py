"""Who earned it: from the rewards of the episodes of an update to an advantage for each of their steps.

``episode``
    Every step has the advantage of its episode within its group (GRPO: Shao et al., 2024).
``states``
    Beside it, steps that stood at one and the same prompt within a group are compared by what came after them
    (GiGPO: Feng et al., 2025).
``forks``
    The phone can go on from any of its states, so that what an action is worth can be tried: where episodes
    of a group part, or the model was least sure, several continuations from one state give an action a return
    of its own (after VinePPO: Kazemnejad et al., 2024). Elsewhere steps have the advantage of their episode.

States are prompts: with its memory in it, a prompt is all that the policy can go by, so that a value of it is
one, whatever the phone hides.
"""

from __future__ import annotations

import json
import math
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from training.turns import Branch, Rollout, Turn

TINY = 1e-4
"""Added to a standard deviation that is divided by (DeepSeekMath, 2024; TRL's value)."""

Scale = Literal["group", "batch", "none"]
Group = Sequence[Rollout]


class Visit(NamedTuple):
    """A step of an episode at a state."""

    rollout: Rollout
    step: int

    @property
    def turn(self) -> Turn:
        """The step."""
        return self.rollout.turns[self.step]


# Episodes


def by_episode(groups: Sequence[Group], scale: Scale = "group", deviation: float | None = None) -> None:
    """Gives every episode, and each of its steps, what it is better by than its group.

    Args:
        groups: Scored episodes.
        scale: What that is divided by: the standard deviation of the group's rewards, that of all (as TRL's
            ``scale_rewards``), or nothing.
        deviation: Of all rewards of the update, for ``batch``.
    """
    for group in groups:
        for rollout, advantage in zip(group, advantages(rewards_of(group), scale, deviation), strict=True):
            rollout.advantage = advantage
            for turn in rollout.turns:
                turn.advantage = advantage


def advantages(
    rewards: Sequence[float], scale: Scale = "group", deviation: float | None = None
) -> list[float]:
    """How much better than their mean rewards are, each scaled (``by_episode``); 0 of a single one."""
    if len(rewards) < 2:
        return [0.0] * len(rewards)
    mean, divisor = statistics.fmean(rewards), 1.0
    if scale != "none":
        spread = statistics.stdev(rewards) if scale == "group" else (deviation or 0.0)
        divisor = spread + TINY
    return [(reward - mean) / divisor for reward in rewards]


def rewards_of(group: Group) -> list[float]:
    """The rewards of scored episodes."""
    return [rollout.reward for rollout in group if rollout.reward is not None]


def teaches(group: Group) -> bool:
    """Whether any of its episodes is better than another."""
    rewards = rewards_of(group)
    return bool(rewards) and max(rewards) > min(rewards)


# States


def visits(group: Group) -> dict[str, list[Visit]]:
    """The steps of a group by the state that they stood at."""
    found: defaultdict[str, list[Visit]] = defaultdict(list)
    for rollout in group:
        for step, turn in enumerate(rollout.turns):
            found[json.dumps(turn.messages)].append(Visit(rollout, step))
    return dict(found)


def returns(rollout: Rollout, discount: float = 1.0) -> list[float]:
    """What came from each step on, later rewards discounted."""
    total, backwards = 0.0, []
    for turn in reversed(rollout.turns):
        total = turn.reward + discount * total
        backwards.append(total)
    return backwards[::-1]


def by_state(groups: Sequence[Group], *, weight: float, discount: float, scale: Scale = "group") -> None:
    """Adds what a step was better by than others at its state; ``by_episode`` comes before.

    Args:
        groups: Scored episodes.
        weight: Of the steps' advantages beside those of their episodes.
        discount: Of later rewards.
        scale: ``none`` leaves the differences as they are; else each state's are divided by their standard
            deviation.
    """
    for group in groups:
        after = {id(rollout): returns(rollout, discount) for rollout in group}
        for stood in visits(group).values():
            values = [after[id(visit.rollout)][visit.step] for visit in stood]
            better = advantages(values, "none" if scale == "none" else "group")
            for visit, advantage in zip(stood, better, strict=True):
                visit.turn.advantage += weight * advantage


# Forks


def partings(groups: Sequence[Group]) -> list[list[Branch]]:
    """For each state where episodes of a group acted differently, a branch after each of the actions.

    An action that ended its episode needs no branch: its return is known. The states come in the order of
    how evenly the episodes part there, then of how early they do.
    """
    found: list[tuple[float, int, list[Branch]]] = []
    for group in groups:
        for stood in visits(group).values():
            acted = _by_action(stood)
            if len(acted) < 2:
                continue
            open_ones = [
                Branch(each[0].rollout, each[0].step + 1)
                for each in acted.values()
                if each[0].step + 1 < len(each[0].rollout.turns)
            ]
            if open_ones:
                share = max(len(each) for each in acted.values()) / len(stood)
                found.append((share, stood[0].step, open_ones))
    return [branches for _, _, branches in sorted(found, key=lambda each: each[:2])]


def unsure(groups: Sequence[Group]) -> list[list[Branch]]:
    """States that one episode stood at, the least sure action first: a branch before it, and one after it.

    How sure the model was, the mean of its tokens' log-probabilities tells; empty where none are told.
    """
    found: list[tuple[float, list[Branch]]] = []
    for group in groups:
        for stood in visits(group).values():
            (rollout, step), *others = stood
            told = rollout.turns[step].answer.logprobs
            if others or not told:
                continue
            branches = [Branch(rollout, step)]
            if step + 1 < len(rollout.turns):
                branches.append(Branch(rollout, step + 1))
            found.append((statistics.fmean(told), branches))
    return [branches for _, branches in sorted(found, key=lambda each: each[0])]


def chosen(groups: Sequence[Group], most: int) -> list[Branch]:
    """Branches worth trying, at most so many: those of states where episodes part, then of unsure ones."""
    taken: list[Branch] = []
    for branches in [*partings(groups), *unsure(groups)]:
        if len(taken) + len(branches) <= most:
            taken += branches
    return taken


Tried = Mapping[tuple[int, int], Sequence[float]]
"""Returns of the continuations of branches, by ``place``."""


def place(branch: Branch) -> tuple[int, int]:
    """What tells branches apart within an update."""
    return id(branch.rollout), branch.turns


def by_forks(
    groups: Sequence[Group], tried: Tried, scale: Scale = "group", deviation: float | None = None
) -> None:
    """Gives actions that were tried an advantage of their own; ``by_episode`` comes before.

    An action is worth its reward and the mean return of all that came after it: of the episodes that took it
    and of its continuations. What is taken off is the mean worth of the actions of the *other* episodes at
    the state, or, where no other came by, of continuations from the state itself: in both cases nothing that
    the action has a part in, so that the gradient keeps its expectation (leave-one-out, Kool et al., 2019).

    Args:
        groups: Scored episodes.
        tried: Returns of continuations.
        scale: As for ``by_episode``: an advantage means the same wherever it comes from.
        deviation: As for ``by_episode``.
    """
    for group in groups:
        divisor = 1.0
        if scale != "none":
            spread = statistics.stdev(rewards_of(group)) if scale == "group" else (deviation or 0.0)
            divisor = spread + TINY
        for visit, advantage in _better(group, tried):
            visit.turn.advantage = advantage / divisor


def _better(group: Group, tried: Tried) -> Iterator[tuple[Visit, float]]:
    after = {id(rollout): returns(rollout) for rollout in group}
    for stood in visits(group).values():
        acted = _by_action(stood)
        worth = {action: _worth(each, after, tried) for action, each in acted.items()}
        known = [place(Branch(*visit)) in tried or _after(visit) in tried for visit in stood]
        if not any(known):
            continue
        for visit in stood:
            others = [each for each in stood if each.rollout is not visit.rollout]
            if others:
                base = statistics.fmean(worth[_action(each)] for each in others)
            elif from_here := tried.get(place(Branch(*visit))):
                base = statistics.fmean(from_here)
            else:
                continue
            yield visit, worth[_action(visit)] - base


def _worth(stood: Sequence[Visit], after: Mapping[int, list[float]], tried: Tried) -> float:
    """Of one action at one state."""
    samples = [after[id(visit.rollout)][visit.step] for visit in stood]
    for visit in stood:
        samples += [visit.turn.reward + value for value in tried.get(_after(visit), ())]
    return statistics.fmean(samples)


def _after(visit: Visit) -> tuple[int, int]:
    return place(Branch(visit.rollout, visit.step + 1))


def _action(visit: Visit) -> str:
    """What was answered: the same call after other words is another memory."""
    return visit.turn.answer.text


def _by_action(stood: Sequence[Visit]) -> dict[str, list[Visit]]:
    acted: defaultdict[str, list[Visit]] = defaultdict(list)
    for visit in stood:
        acted[_action(visit)].append(visit)
    return dict(acted)


def deviation_of(counts: Sequence[tuple[int, float, float]]) -> float:
    """Standard deviation of rewards that several processes hold.

    Args:
        counts: Of each process the number of rewards, their sum, and the sum of their squares.
    """
    number, total, squares = (sum(each) for each in zip(*counts, strict=True))
    return math.sqrt(max(0.0, squares - total * total / number) / (number - 1)) if number > 1 else 0.0
