"""Credit on a world small enough that the gradient is known: two choices, then chance.

The policy is a table of probabilities. At ``start`` it goes left or right, and beyond each it goes on or
stops; the reward is drawn with a chance that depends on both. Estimates of the gradient are averaged over
many seeded groups, and compared with the exact one.
"""

from __future__ import annotations

import math
import statistics
from random import Random
from typing import NamedTuple

import pytest

from training import credit
from training.turns import Answer, Branch, Rollout, Start, Turn

LEFT, ON = 0.4, {"left": 0.7, "right": 0.5}
"""Probabilities of the policy: to go left, and to go on beyond."""
CHANCE = {("left", "on"): 0.95, ("left", "stop"): 0.75, ("right", "on"): 0.15, ("right", "stop"): 0.05}
"""Of a reward of 1."""


def turn(state: str, action: str, reward: float = 0.0, logprobs: list[float] | None = None) -> Turn:
    return Turn([{"role": "user", "content": state}], Answer(action, [1], [2], logprobs), reward=reward)


def episode(*turns: Turn) -> Rollout:
    return Rollout(Start.of("t", 0), list(turns), sum(each.reward for each in turns))


def beyond(side: str, rng: Random) -> Turn:
    action = "on" if rng.random() < ON[side] else "stop"
    return turn(side, action, float(rng.random() < CHANCE[side, action]))


def played(rng: Random) -> Rollout:
    side = "left" if rng.random() < LEFT else "right"
    return episode(turn("start", side), beyond(side, rng))


def tried(branches: list[Branch], count: int, rng: Random) -> credit.Tried:
    """Continuations as the phone would play them."""
    found = {}
    for branch in branches:
        if branch.turns == 1:
            side = branch.rollout.turns[0].answer.text
            found[credit.place(branch)] = [beyond(side, rng).reward for _ in range(count)]
        else:
            found[credit.place(branch)] = [played(rng).reward or 0.0 for _ in range(count)]
    return found


class Gradient(NamedTuple):
    """By the logit of going left, and by those of going on beyond."""

    start: float
    left: float
    right: float


def score(step: Turn) -> tuple[str, float]:
    """Which logit an action belongs to, and the derivative of its log-probability by it."""
    state = step.messages[0]["content"]
    chance = LEFT if state == "start" else ON[state]
    return state, (1 - chance) if step.answer.text in ("left", "on") else -chance


def estimate(group: list[Rollout]) -> Gradient:
    sums = {"start": 0.0, "left": 0.0, "right": 0.0}
    for rollout in group:
        for step in rollout.turns:
            state, derivative = score(step)
            sums[state] += step.advantage * derivative / len(group)
    return Gradient(**sums)


def exact() -> Gradient:
    worth = {
        side: ON[side] * CHANCE[side, "on"] + (1 - ON[side]) * CHANCE[side, "stop"]
        for side in ("left", "right")
    }
    gain = {side: ON[side] * (1 - ON[side]) * (CHANCE[side, "on"] - CHANCE[side, "stop"]) for side in worth}
    return Gradient(
        LEFT * (1 - LEFT) * (worth["left"] - worth["right"]), LEFT * gain["left"], (1 - LEFT) * gain["right"]
    )


def estimates(method: str, size: int = 6, number: int = 3000, seed: int = 0) -> list[Gradient]:
    rng = Random(seed)
    found = []
    for _ in range(number):
        group = [played(rng) for _ in range(size)]
        credit.by_episode([group], "none")
        if method == "states":
            for rollout in group:  # the steps' own advantages alone
                for step in rollout.turns:
                    step.advantage = 0.0
            credit.by_state([group], weight=1.0, discount=1.0, scale="none")
        if method == "forks":
            credit.by_forks([group], tried(credit.chosen([group], 8), 4, rng), "none")
        found.append(estimate(group))
    return found


def error(values: list[float], mean: float) -> float:
    """Standard errors that a sample's mean is off by."""
    return abs(statistics.fmean(values) - mean) / (statistics.stdev(values) / math.sqrt(len(values)))


def test_an_episodes_advantage_points_where_the_exact_gradient_does() -> None:
    found, size = estimates("episode"), 6
    shrunk = (size - 1) / size  # its own reward is part of the mean that is taken off
    for name, value in exact()._asdict().items():
        assert error([getattr(each, name) for each in found], value * shrunk) < 4


def test_forks_estimate_the_exact_gradient_at_the_state_where_episodes_part() -> None:
    found = estimates("forks")
    assert error([each.start for each in found], exact().start) < 4


def test_forks_spread_less_than_episodes_do() -> None:
    episodes, forks = (
        statistics.variance(each.start for each in estimates(method)) for method in ("episode", "forks")
    )
    shrunk = (5 / 6) ** 2  # of the episodes' estimate, see above
    assert forks < 0.75 * episodes / shrunk


def test_equal_states_spread_less_than_episodes_do_and_point_the_same_way() -> None:
    """Beyond the first step the chance of the first is no noise: only what came after is compared."""
    episodes, states = (
        [each.left for each in estimates(method, size=12)] for method in ("episode", "states")
    )
    assert statistics.fmean(states) == pytest.approx(exact().left, rel=0.35)
    assert statistics.variance(states) < statistics.variance(episodes)


def test_a_baseline_that_an_action_has_a_part_in_would_be_found_out() -> None:
    """The check can fail: with the state's own mean for a baseline the estimate is off."""
    rng, found = Random(0), []
    for _ in range(3000):
        group = [played(rng) for _ in range(2)]
        worth = [rollout.reward or 0.0 for rollout in group]
        for rollout, reward in zip(group, worth, strict=True):
            rollout.turns[0].advantage = reward - statistics.fmean(worth)
        found.append(estimate(group).start)
    assert error(found, exact().start) > 4


# What advantages are


def test_advantages_are_scaled_by_group_by_batch_or_not_at_all() -> None:
    assert credit.advantages([1.0, 1.0, 1.0]) == [0.0, 0.0, 0.0]
    assert credit.advantages([1.0]) == [0.0]
    values = credit.advantages([0.0, 1.0, 1.0, 0.0])
    assert values[1] == pytest.approx(0.5 / (0.5773502 + 1e-4))
    assert credit.advantages([0.0, 1.0], "none") == [-0.5, 0.5]
    assert credit.advantages([0.0, 1.0], "batch", 2.0)[1] == pytest.approx(0.25, abs=1e-4)


def test_the_deviation_of_all_processes_is_that_of_all_rewards() -> None:
    one, other = [0.0, 1.0, 0.5], [1.0, 0.25]
    counts = [(len(each), sum(each), sum(value * value for value in each)) for each in (one, other)]
    assert credit.deviation_of(counts) == pytest.approx(statistics.stdev(one + other))
    assert credit.deviation_of([(0, 0.0, 0.0), (1, 1.0, 1.0)]) == 0.0


def test_a_step_has_its_episodes_advantage_and_that_among_its_state() -> None:
    good = episode(turn("a", "x"), turn("b", "x", 1.0))
    bad = episode(turn("a", "x"), turn("b", "y", 0.0))
    lost = episode(turn("a", "z", 0.0))
    group = [good, bad, lost]
    credit.by_episode([group], "none")
    assert [each.advantage for each in group] == pytest.approx([2 / 3, -1 / 3, -1 / 3])
    credit.by_state([group], weight=0.5, discount=0.5, scale="none")
    assert good.turns[1].advantage == pytest.approx(2 / 3 + 0.5 * 0.5)
    assert good.turns[0].advantage == pytest.approx(2 / 3 + 0.5 * (0.5 - 0.5 / 3))
    assert bad.turns[1].advantage == pytest.approx(-1 / 3 - 0.5 * 0.5)


def test_branches_are_where_episodes_part_or_the_model_was_unsure() -> None:
    one = episode(turn("a", "x"), turn("b", "x", logprobs=[-0.1]), turn("d", "x", 1.0, [-0.1]))
    two = episode(turn("a", "x"), turn("c", "x", logprobs=[-2.0]), turn("e", "x", 0.0, [-0.2]))
    three = episode(turn("a", "y", 0.0))
    branches = credit.chosen([[one, two, three]], 3)
    assert branches == [Branch(one, 1), Branch(two, 1), Branch(two, 2)]
    assert credit.chosen([[one, two, three]], 1) == [Branch(one, 1)]
    assert credit.chosen([[three]], 9) == []


def test_what_was_tried_changes_the_steps_at_its_state_alone() -> None:
    one = episode(turn("a", "x"), turn("b", "x", 1.0))
    two = episode(turn("a", "y"), turn("c", "x", 0.0))
    group = [one, two]
    credit.by_episode([group], "none")
    credit.by_forks([group], {(id(one), 1): [0.0, 0.0, 0.0]}, "none")
    assert one.turns[0].advantage == pytest.approx(0.25)
    assert two.turns[0].advantage == pytest.approx(-0.25)
    assert one.turns[1].advantage == 1.0  # the continuations began at its state, and came to nothing
    assert two.turns[1].advantage == two.advantage == -0.5


def test_a_state_with_one_visitor_is_compared_with_continuations_from_it() -> None:
    one = episode(turn("a", "x"), turn("b", "x"), turn("c", "x", 1.0))
    group = [one, episode(turn("a", "x", 0.0))]
    credit.by_episode([group], "none")
    credit.by_forks([group], {(id(one), 1): [0.0, 1.0], (id(one), 2): [1.0, 1.0]}, "none")
    assert one.turns[1].advantage == pytest.approx(0.5)


def test_groups_that_teach_nothing_are_known() -> None:
    assert credit.teaches([episode(turn("a", "x", 1.0)), episode(turn("a", "x", 0.0))])
    assert not credit.teaches([episode(turn("a", "x", 1.0))] * 2)
    assert not credit.teaches([])
