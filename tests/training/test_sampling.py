from __future__ import annotations

import random

import pytest

from openphone_gym.tasks.task import TEST_SEEDS
from training.sampling import (
    LAST_STEPS,
    PATIENCE,
    DamagedSampler,
    InvalidSeeds,
    Outcome,
    StepLimit,
    TaskSampler,
    check_seeds,
)


def told(task: str, *rewards: float, whole: bool = True) -> list[Outcome]:
    return [Outcome(task, reward, reward == 1.0, whole) for reward in rewards]


def test_seeds_for_testing_are_refused() -> None:
    with pytest.raises(InvalidSeeds, match="tests"):
        TaskSampler(["clock_1"], range(10, TEST_SEEDS + 1))
    with pytest.raises(InvalidSeeds, match="overlap"):
        check_seeds(range(10), range(9, 12))
    with pytest.raises(InvalidSeeds, match="none"):
        check_seeds(range(5, 5))
    check_seeds(range(10), range(10, 12))


def test_tasks_whose_rewards_differ_are_drawn_more_often() -> None:
    sampler = TaskSampler(["easy", "mixed", "hard"], range(1000), floor=0.05, rate=1.0)
    sampler.learn(told("easy", 1.0, 1.0))
    sampler.learn(told("hard", 0.0, 0.0))
    sampler.learn(told("mixed", 1.0, 0.0))
    drawn = [sampler.draw(1, random.Random(seed))[0].draw.task_id for seed in range(1000)]
    assert drawn.count("mixed") > 850
    assert drawn.count("easy") > 10
    assert drawn.count("hard") > 10
    assert all(0 <= start.draw.seed < 1000 for start in sampler.draw(50, random.Random(1)))


def test_partial_credit_counts_where_nothing_succeeds() -> None:
    sampler = TaskSampler(["flat", "rough"], range(9), rate=1.0)
    sampler.learn(told("flat", 0.5, 0.5))
    sampler.learn(told("rough", 0.0, 0.5))
    assert sampler.weight("rough") > sampler.weight("flat")
    assert sampler.standings["rough"].success == 0


def test_tasks_of_an_update_differ_while_there_are_enough() -> None:
    sampler = TaskSampler(["a", "b", "c"], range(9))
    for seed in range(30):
        tasks = [start.draw.task_id for start in sampler.draw(5, random.Random(seed))]
        assert set(tasks[:3]) == {"a", "b", "c"}
        assert len(set(tasks[3:])) == 2


def test_draws_depend_on_the_generator_alone() -> None:
    one, other = (TaskSampler(["a", "b"], range(99)) for _ in range(2))
    assert one.draw(20, random.Random(3)) == other.draw(20, random.Random(3))


def test_a_saved_sampler_goes_on() -> None:
    sampler = TaskSampler(["easy", "mixed"], range(99), rate=1.0)
    sampler.learn(told("easy", 1.0, 1.0))
    sampler.tokens = 7
    other = TaskSampler(["easy", "other"], range(99))
    other.restore(sampler.saved())
    assert other.standings["easy"] == sampler.standings["easy"]
    assert list(other.standings) == ["easy", "other"]
    assert other.tokens == 7
    for damaged in (b"", b"[]", b'{"tasks": {"easy": {"variance": -1}}, "tokens": 0}', sampler.saved()[:-3]):
        with pytest.raises(DamagedSampler):
            other.restore(damaged)


def test_hard_tasks_begin_near_their_end_and_move_back_as_they_are_learnt() -> None:
    sampler = TaskSampler(["hard"], range(9), reverse=True)

    def left() -> int:
        return sampler.draw(1, random.Random(0))[0].left

    for _ in range(PATIENCE):
        assert left() == 0
        sampler.learn(told("hard", 0.0, 0.0))
    assert left() == LAST_STEPS
    sampler.learn(told("hard", 0.0, 0.0, whole=False))
    assert left() == LAST_STEPS
    sampler.learn(told("hard", 1.0, 0.0, whole=False))
    assert left() == LAST_STEPS + 1
    sampler.learn(told("hard", 1.0, 1.0, whole=True))
    assert left() == 0


def test_without_reverse_all_is_left_to_the_policy() -> None:
    sampler = TaskSampler(["hard"], range(9))
    for _ in range(9):
        sampler.learn(told("hard", 0.0, 0.0))
    assert sampler.draw(1, random.Random(0))[0].left == 0


def test_the_step_limit_grows() -> None:
    limit = StepLimit(4, 10, 3)
    assert [limit.at(update) for update in range(5)] == [4, 6, 8, 10, 10]
    assert StepLimit(0, 0, 0).at(7) is None
