"""The recipe of the local judge, on a few episodes of one small app."""

from __future__ import annotations

import sys

import pytest
from typer.testing import CliRunner

from benchmarks import local_judge
from benchmarks.labelled import LabelledSet
from benchmarks.local_judge import Case, Example, Recipe, cases_of, measure, train
from openphone_gym.integrations.missing import ExtraMissing
from openphone_gym.judges.local import LocalJudge

QUICK = Recipe(hidden=8, members=1, epochs=30)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return list(cases_of(LabelledSet(["zoom"], draws=2, seed=-1, judge=LocalJudge), seed=0))  # type: ignore[arg-type]


def examples_of(cases: list[Case]) -> list[Example]:
    return [example for case in cases for example in case.examples]


def test_examples_have_both_answers_and_come_of_beginnings_too(cases: list[Case]) -> None:
    examples = examples_of(cases)
    assert {example.holds for example in examples} == {True, False}
    assert len(examples) > sum(len(case.asked) for case in cases)


def test_training_tells_the_answers_apart_and_is_the_same_each_time(cases: list[Case]) -> None:
    pytest.importorskip("torch")
    goals = [example for example in examples_of(cases) if not example.asked.must_not]
    network = train(goals, QUICK, seed=1)
    assert train(goals, QUICK, seed=1) == network
    right = sum((network.probability(ex.asked.evidence) > 0.5) is ex.holds for ex in goals)
    assert right > 0.8 * len(goals)


def test_every_episode_is_judged_once_by_a_judge_that_has_not_seen_its_task(
    cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("torch")
    seen: list[set[str]] = []

    def watched(examples: list[Example], recipe: Recipe, seed: int):
        seen.append({example.task_id for example in examples})
        return train(examples, recipe, seed)

    monkeypatch.setattr("benchmarks.local_judge.train", watched)
    rows = measure(cases, "tasks", 5, QUICK, seed=0)
    assert len(rows) == len(cases)
    assert all(len(tasks) == 4 for tasks in seen)


def test_a_missing_torch_says_what_to_install(cases: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ExtraMissing, match=r"openphone_gym\[train\]"):
        train(examples_of(cases), QUICK, seed=0)
    done = CliRunner().invoke(local_judge.app, ["--out", "none"])
    assert done.exit_code == 1
    assert "pip install 'openphone_gym[train]'" in done.output
