"""The calibration of judges, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from benchmarks.agreement import Judged, agreement
from benchmarks.judge_calibration import Limits, app, calibration, faults
from benchmarks.judging import PORTION, Judging
from benchmarks.labelled import FAILURES, SUCCESSES, LabelledSet
from openphone_gym.judges import JUDGES
from openphone_gym.recording import load_episode
from tests.benchmarks.scenes import Clerk, Gullible, Undecided
from tests.endpoint_server import ScriptedEndpoint


@pytest.fixture(autouse=True)
def _judges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(JUDGES, "gullible", Gullible)
    monkeypatch.setitem(JUDGES, "undecided", Undecided)


def run(out: Path, *arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--apps", "zoom", "--out", str(out)])


def found(out: Path) -> dict[str, Any]:
    return json.loads((out / "calibration.json").read_text())


def test_the_state_judge_is_usable(tmp_path: Path) -> None:
    result = run(tmp_path, "--judge", "state")
    assert result.exit_code == 0, result.output
    values = found(tmp_path)
    assert values["overall"]["kappa"] == values["overall"]["precision"] == 1.0
    assert values["overall"]["confusion"] == {"tp": 10, "fp": 0, "fn": 0, "tn": 10}
    assert set(values["apps"]) == {"zoom"}
    assert list(values["kinds"]) == [kind for kind in [*SUCCESSES, *FAILURES] if kind in values["kinds"]]
    assert values["run"]["arguments"] == {"judge": "state", "apps": "zoom", "draws": 2, "seed": 0}
    assert (values["faults"], values["wrong"]) == ([], {})
    page = (tmp_path / "calibration.html").read_text()
    assert "usable" in page
    assert "unusable" not in page
    assert all((tmp_path / name).stat().st_size > 1000 for name in ("apps.png", "gaps.png", "kinds.png"))


def test_a_judge_that_believes_everything_is_unusable(tmp_path: Path) -> None:
    result = run(tmp_path, "--judge", "gullible")
    assert result.exit_code == 1
    assert "UNUSABLE" in result.stderr
    assert "kappa" in result.stderr
    values = found(tmp_path)
    assert values["kinds"]["false_claim"]["accuracy"] < 1
    assert values["faults"]
    for name, row in values["wrong"].items():
        episode = load_episode(tmp_path / "wrong" / name)
        assert episode.verdict is not None
        assert episode.verdict.success is row["verdict"] is not row["reference"]
        assert (tmp_path / "report" / "pages" / f"{name}.html").exists()
        assert f"report/pages/{name}.html" in (tmp_path / "calibration.html").read_text()


def test_another_run_replaces_the_first(tmp_path: Path) -> None:
    assert run(tmp_path, "--judge", "gullible").exit_code == 1
    assert run(tmp_path, "--judge", "state").exit_code == 0
    assert not (tmp_path / "wrong").exists()
    assert not (tmp_path / "report").exists()


def test_unscored_is_no_failure_but_a_fault(tmp_path: Path) -> None:
    result = run(tmp_path, "--judge", "undecided")
    assert result.exit_code == 1
    assert "unscored" in result.stderr
    assert "Who knows?" in result.stderr
    values = found(tmp_path)
    assert values["overall"]["unscored"] == 20
    assert values["overall"]["precision"] is None
    assert values["wrong"] == {}


def test_a_language_model_that_talks_nonsense_is_unscored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedEndpoint(lambda request: "I like phones.") as server:
        monkeypatch.setenv("OPENPHONE_JUDGE_MODEL", "scripted")
        monkeypatch.setenv("OPENPHONE_JUDGE_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENPHONE_JUDGE_VISION", "false")
        result = run(tmp_path, "--judge", "llm", "--draws", 1)
    assert result.exit_code == 1, result.output
    values = found(tmp_path)
    assert values["overall"]["unscored"] == values["overall"]["episodes"] == 10
    assert values["effort"]["tokens_in"] > 0
    assert values["effort"]["versions"] == ["llm-2 scripted"]


def test_a_model_that_is_not_set_up_says_what_to_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENPHONE_JUDGE", "OPENPHONE_JUDGE_MODEL"):
        monkeypatch.delenv(name, raising=False)
    result = run(tmp_path / "out", "--judge", "llm")
    assert result.exit_code == 3
    assert "OPENPHONE_JUDGE" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--judge", "stat"), "'state'"), (("--judge", "state", "--precision", "2"), "or equal to 1")],
)
def test_bad_arguments(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    result = run(tmp_path / "out", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def figures(tp: int, fp: int, fn: int, tn: int, unscored: int = 0) -> dict[str, Any]:
    cells = [(True, True)] * tp + [(False, True)] * fp + [(True, False)] * fn + [(False, False)] * tn
    cells += [(True, None)] * unscored
    rows = [Judged(task_id=str(i), app="a", reference=r, verdict=v) for i, (r, v) in enumerate(cells)]
    return agreement(rows)


@pytest.mark.parametrize(
    ("overall", "said"),
    [
        (figures(40, 2, 3, 40), []),
        (figures(20, 20, 20, 20), ["kappa", "precision"]),
        (figures(40, 30, 0, 40), ["precision"]),
        (figures(40, 0, 0, 40, unscored=30), ["unscored"]),
        (figures(40, 0, 0, 0), ["kappa"]),
    ],
)
def test_faults(overall: dict[str, Any], said: list[str]) -> None:
    sentences = sorted(faults(overall, Limits()))
    assert len(sentences) == len(said)
    assert all(any(word in sentence for sentence in sentences) for word in said)


def test_a_portion_is_judged_at_once(tmp_path: Path) -> None:
    clerk = Clerk()
    cases = LabelledSet(["zoom"], draws=4, judge=clerk)
    values = calibration(clerk, cases, tmp_path, Limits(), {})
    assert clerk.portions == [PORTION, 40 - PORTION]
    effort = values["effort"]
    assert (effort["verdicts"], effort["cost"], effort["tokens_in"], effort["latency"]) == (
        40,
        20.0,
        400,
        10.0,
    )
    assert effort["per_verdict"]["tokens_out"] == 2
    assert effort["versions"] == ["clerk m"]


def test_no_verdicts_take_nothing() -> None:
    assert Judging(Clerk()).effort()["per_verdict"]["cost"] == 0
