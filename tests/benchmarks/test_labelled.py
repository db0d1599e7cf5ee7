"""The labelled set: balanced, the same each time, and never mislabelled."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.labelled import CLAIMS, FAILURES, SUCCESSES, Labelled, LabelledSet
from benchmarks.labelling import labelled_set
from openphone_gym.judges import StateJudge
from openphone_gym.tasks.task import TEST_SEEDS


class Reader(StateJudge):
    needs = ("tree", "shell")


@pytest.fixture(scope="module")
def cases() -> list[Labelled]:
    return list(LabelledSet(["zoom", "contacts"], draws=2, judge=Reader()))


def test_the_label_is_the_truth(cases: list[Labelled]) -> None:
    for case in cases:
        assert case.truth.success is (case.kind in SUCCESSES)
        assert case.episode.verdict is None
        assert StateJudge().judge(case.episode, case.task).success is case.truth.success


def test_several_workers_make_the_same_set(cases: list[Labelled]) -> None:
    shared = labelled_set(["zoom", "contacts"], draws=2, seed=0, judge=Reader(), workers=2)
    again = list(shared)
    assert [case.episode.goal for case in again] == [case.episode.goal for case in cases]
    assert [(case.kind, case.truth, len(case.episode.steps)) for case in again] == [
        (case.kind, case.truth, len(case.episode.steps)) for case in cases
    ]
    assert all(case.episode.steps[0].tree is not None for case in again)


def test_successes_and_failures_are_as_many_in_each_app(cases: list[Labelled]) -> None:
    count = Counter((case.episode.app, case.truth.success) for case in cases)
    assert count["zoom", True] == count["zoom", False] == 10
    assert count["contacts", True] == count["contacts", False] == 30


def test_every_kind_comes_up(cases: list[Labelled]) -> None:
    assert {case.kind for case in cases} == {*SUCCESSES, *FAILURES}


def test_kinds_are_what_they_say(cases: list[Labelled]) -> None:
    for case in cases:
        steps, truth = case.episode.steps, case.truth
        assert case.episode.terminated
        assert bool(truth.violations) == (case.kind == "forbidden")
        if case.kind in ("side_effect", "wrong_task"):
            assert truth.side_effects
        if case.kind in ("success", "detour", "nothing"):
            assert not truth.side_effects
        if case.kind == "undone":
            assert any(all(step.subgoals.values()) for step in steps)
            assert not all(truth.subgoals.values())
        if case.kind == "wrong_answer":
            assert case.task.is_query
            assert case.episode.answer
        if case.kind == "false_claim":
            assert case.episode.answer in CLAIMS


def test_claims_give_nothing_away(cases: list[Labelled]) -> None:
    outcomes = {case.truth.success for case in cases if case.episode.answer in CLAIMS}
    silent = {case.truth.success for case in cases if case.episode.answer is None}
    assert outcomes == silent == {True, False}


def test_the_first_draw_is_the_benchmarks_own(cases: list[Labelled]) -> None:
    variations = {(case.episode.variation, (case.episode.seed or 0) >= TEST_SEEDS) for case in cases}
    assert variations == {("canonical", False), ("sampled", True)}


def test_what_the_judge_needs_is_kept(cases: list[Labelled]) -> None:
    assert all(step.tree is not None and step.frame is None for case in cases for step in case.episode.steps)
    assert all(case.episode.final_tree is not None for case in cases)
    bare = next(iter(LabelledSet(["zoom"], draws=1, judge=StateJudge())))
    assert bare.episode.steps[0].tree is None


def test_equal_arguments_give_equal_sets() -> None:
    def described(seed: int) -> list[object]:
        found = LabelledSet(["zoom"], draws=2, seed=seed, judge=StateJudge())
        return [
            (case.kind, case.episode.params, [step.action_text for step in case.episode.steps])
            for case in found
        ]

    assert described(0) == described(0)
    assert described(0) != described(1)


def test_going_through_it_again_gives_the_same() -> None:
    cases = LabelledSet(["zoom"], draws=1, judge=StateJudge())
    assert [case.kind for case in cases] == [case.kind for case in cases]
    assert cases.most == 10
