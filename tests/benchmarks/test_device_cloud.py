"""Strategies compared: the program as a user runs it, its figures, and thresholds learned from its runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from agents.hybrid import DEFAULT_THRESHOLDS, Thresholds
from agents.stand_in import PUBLISHED_CAST
from benchmarks import device_cloud, learn_thresholds
from benchmarks.cloud_published import (
    GROUP,
    MODELS,
    PUBLISHED_CLOUD_SHARE,
    PUBLISHED_STEP_REDUCTION,
    PUBLISHED_SUCCESS,
    published_rows,
)
from benchmarks.cloud_runs import BUDGETS, DEVICE_RATES, Job, Runner, Setting, variations
from benchmarks.cloud_time import time_by_latency
from benchmarks.cloud_use import HybridRow, compare, pareto_front
from benchmarks.learn_thresholds import LoggedStep, learn, logged_steps
from openphone_gym.actions import Action, finish, tap
from openphone_gym.tasks.catalogue import tasks_of
from openphone_gym.tasks.task import TEST_SEEDS
from openphone_gym.trajectory import Decision, Episode, Step, Verdict
from openphone_gym.ui.node import UiNode, UiTree
from tests.endpoint_server import ScriptedEndpoint

learning = Typer()
learning.command()(learn_thresholds.main)


def run(app: Typer, *arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def row(task: str, success: bool | None = True, **values: Any) -> HybridRow:
    return HybridRow(
        task_id=task, app="zoom", seed=0, success=success, progress=float(bool(success)), **values
    )


def test_every_strategy_has_a_row_and_thresholds_are_learned_from_the_records(tmp_path: Path) -> None:
    out = tmp_path / "runs"
    small = ("--tasks", "zoom_1", "--seeds", 2, "--no-sensitivity")
    done = run(device_cloud.app, *small, "--split", "train", "--record", "--out", out)
    assert done.exit_code == 0, done.output
    found = json.loads((out / "summary.json").read_text())
    assert list(found["strategies"]) == ["device", "cloud", "openphone", "guarded", "private"]
    for figures in found["strategies"].values():
        assert figures["episodes"] == 2
        assert figures["broken"] == figures["unscored"] == 0
        assert figures["tokens"] > 0
        assert figures["seconds"] > 0
        assert figures["private_sent"] == 0  # no task of Zoom shows the address book
    device, cloud = (found["strategies"][name] for name in ("device", "cloud"))
    assert device["cloud_calls"] == device["cost"] == device["screens_sent"] == 0
    assert cloud["screens_sent"] == cloud["steps"]
    assert cloud["device_calls"] == 0
    assert found["time"]["device"]["measured"] == pytest.approx(4.171)
    assert found["time"]["device"]["seconds"]["2.0"] == pytest.approx(2 * device["device_calls"])
    assert found["strategies"]["cloud"]["cloud_call_reduction"] == 0
    assert found["strategies"]["openphone"]["why"]["plan"] == 2
    assert found["models"].startswith("stand-ins")
    assert found["run"]["seeds"] == [0, 1]
    assert (out / "pareto.png").stat().st_size > 10_000
    assert (out / "time.png").stat().st_size > 10_000
    page = (out / "device_cloud.html").read_text()
    assert "time.png" in page
    assert "guarded" in page
    assert "sensitivity.png" not in page

    learned = tmp_path / "thresholds.json"
    assert run(learning, out / "episodes" / "device", "--out", learned).exit_code == 0
    assert isinstance(msgspec.json.decode(learned.read_bytes(), type=Thresholds), Thresholds)

    Runner([Setting(strategy="device")], out / "episodes")(Job(0, "zoom_1", TEST_SEEDS))
    refused = run(learning, out, "--out", learned)
    assert refused.exit_code == 2
    assert "--split train" in refused.output


def test_two_real_endpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(call: str) -> Any:
        return lambda request: f"<CALLED_FUNCTION>{call}</CALLED_FUNCTION>"

    with ScriptedEndpoint(answer("wait(1)")) as device, ScriptedEndpoint(answer("finish()")) as cloud:
        for prefix, server in (("SMALL", device), ("LARGE", cloud)):
            monkeypatch.setenv(f"{prefix}_MODEL", prefix)
            monkeypatch.setenv(f"{prefix}_BASE_URL", server.base_url)
        models = ("--device", "SMALL", "--cloud", "LARGE", "--strategies", "cloud,guarded")
        done = run(device_cloud.app, "--tasks", "zoom_1", "--seeds", 1, *models, "--out", tmp_path)
        assert done.exit_code == 0, done.output
        assert len(device.requests) == 1  # its wait changed nothing, so the cloud took over
        assert len(cloud.requests) == 2
    found = json.loads((tmp_path / "summary.json").read_text())
    assert found["models"] == "as named"
    assert found["sensitivity"] == {}
    assert found["strategies"]["guarded"]["why"] == {"unchanged": 1}
    assert found["strategies"]["guarded"]["steps"] == 2


def test_a_model_on_the_device_and_a_stand_in_in_the_cloud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedEndpoint(lambda request: "<CALLED_FUNCTION>finish()</CALLED_FUNCTION>") as device:
        monkeypatch.setenv("SMALL_MODEL", "SMALL")
        monkeypatch.setenv("SMALL_BASE_URL", device.base_url)
        chosen = ("--strategies", "device,cloud,guarded", "--tasks", "zoom_1", "--seeds", 1)
        done = run(device_cloud.app, *chosen, "--device", "SMALL", "--out", tmp_path)
        assert done.exit_code == 0, done.output
        assert device.requests
    found = json.loads((tmp_path / "summary.json").read_text())
    assert "in the cloud a stand-in" in found["models"]
    assert "in the cloud a stand-in" in (tmp_path / "device_cloud.html").read_text()
    assert found["sensitivity"] == {}
    assert [found["strategies"][name]["success_rate"] for name in ("device", "cloud")] == [0.0, 1.0]
    assert found["strategies"]["guarded"]["why"]["finish"] >= 1


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--strategies", "device,gaurded"], "guarded"),
        (["--split", "dev"], "train"),
        (["--tasks", "zoom_99"], "zoom"),
        (["--device", "NOWHERE", "--cloud", "NOWHERE"], "NOWHERE_MODEL"),
        (["--device", "NOWHERE"], "stand-in"),
        (["--device", "NOWHERE", "--strategies", "guarded"], "NOWHERE_MODEL"),
        (["--cloud", "NOWHERE"], "stand-in"),
        (["--thresholds", "missing.json"], "learn_thresholds"),
    ],
)
def test_wrong_arguments_are_refused_at_once(tmp_path: Path, arguments: list[str], hint: str) -> None:
    refused = run(device_cloud.app, *arguments, "--out", tmp_path / "out")
    assert refused.exit_code == 2
    assert hint in refused.output
    assert not (tmp_path / "out").exists()


def test_figures() -> None:
    cloud = [
        row("zoom_1", steps=4, cloud_steps=4, cloud_calls=4, cost=1.0),
        row("zoom_2", False, steps=8, cloud_steps=8, cloud_calls=8),
    ]
    mine = [
        row("zoom_1", steps=5, cloud_steps=1, cloud_calls=2, cost=0.5, why={"finish": 2}),
        row("zoom_2", steps=5, cloud_steps=3, cloud_calls=4, why={"finish": 1, "help": 3}),
        row("zoom_3", None, steps=99),
        row("zoom_4", error="lost"),
    ]
    found = compare({"cloud": cloud, "mine": mine})["mine"]
    assert found["success_rate"] == 1.0
    assert found["success_gain"] == 0.5
    assert found["steps"] == 5
    assert found["device_share"] == pytest.approx(0.6)
    assert found["cloud_share"] == pytest.approx(0.4)
    assert found["cloud_call_reduction"] == pytest.approx(1 - 3 / 6)
    assert found["cloud_step_reduction"] == pytest.approx(1 - 2 / 6)
    assert found["successes"]["cloud_call_reduction"] == pytest.approx(1 - 3 / 4)
    assert found["cost"] == 0.25
    assert found["why"] == {"finish": 3, "help": 3}
    assert (found["episodes"], found["unscored"], found["broken"]) == (4, 1, 1)
    low, high = found["ci95"]["cloud_call_reduction"]
    assert low <= 0.5 <= high
    alone = compare({"mine": mine})["mine"]
    assert alone["cloud_call_reduction"] is None
    assert alone["success_gain"] is None


def test_time_over_the_latency_of_the_device() -> None:
    def strategy(seconds: float, calls: float, of_device: float) -> dict[str, float]:
        return {"seconds": seconds, "device_calls": calls, "device_seconds": of_device}

    slow = strategy(30.0, 5, 20.0)
    found = time_by_latency({"cloud": strategy(18.0, 0, 0.0), "ours": slow, "dear": strategy(40.0, 5, 20.0)})
    assert found["ours"]["measured"] == 4.0
    assert found["ours"]["seconds"]["2.0"] == 20.0
    assert found["ours"]["faster_below"] == pytest.approx(1.6)  # (18 - 10) / 5
    assert found["dear"]["faster_below"] is None
    assert found["cloud"]["measured"] is found["cloud"]["faster_below"] is None
    assert time_by_latency({"ours": slow})["ours"]["faster_below"] is None
    assert time_by_latency({"ours": strategy(None, None, None)}) == {}  # type: ignore[arg-type]


def test_the_pareto_front() -> None:
    points = {"device": (0.0, 0.2), "cloud": (6.0, 0.9), "worse": (5.0, 0.8), "ours": (3.0, 0.9)}
    assert pareto_front(points) == ["device", "ours"]
    assert pareto_front({}) == []


def test_each_variation_has_something_to_compare_with() -> None:
    settings = variations(Thresholds())
    groups = {(setting.group, setting.value) for setting in settings}
    for group, value in groups - {("cloud calls allowed", str(calls)) for calls in BUDGETS}:
        names = [s.strategy for s in settings if (s.group, s.value) == (group, value)]
        assert "cloud" in names
        assert len(set(names)) == len(names)
    rates = [s.stand_ins.device.error_rate for s in settings if s.group == "device error rate"]
    assert set(rates) == set(DEVICE_RATES)


@pytest.mark.slow
def test_stand_ins_are_fitted_to_the_published_distribution() -> None:
    """The draws are those of the fit: where tasks change so much that this fails, fit anew."""
    names = ("device", "cloud", "openphone")
    runner = Runner([Setting(strategy=name, stand_ins=PUBLISHED_CAST) for name in names], None)
    tasks = [task.id for app in ("zoom", "clock", "contacts", "setting") for task in tasks_of(app)]
    draws = [(task, TEST_SEEDS + number) for number in range(3) for task in tasks]
    found = compare({name: [runner(Job(n, *draw)) for draw in draws] for n, name in enumerate(names)})
    for name, rate in PUBLISHED_SUCCESS.items():
        assert found[name]["success_rate"] == pytest.approx(rate, abs=0.05)
    protocol = found["openphone"]
    assert protocol["successes"]["cloud_share"] == pytest.approx(PUBLISHED_CLOUD_SHARE, abs=0.05)
    assert protocol["cloud_step_reduction"] == pytest.approx(PUBLISHED_STEP_REDUCTION, abs=0.05)


def test_published_figures_stand_beside_their_stand_ins() -> None:
    lost = row("zoom_2", False, steps=4)
    rows_of = {"openphone": [row("zoom_1", steps=4, cloud_steps=3, cloud_calls=5), lost], "guarded": []}
    runs = compare(rows_of)
    rows = list(published_rows({"sensitivity": {GROUP: {MODELS: runs}}}))
    assert [row["name"] for row in rows] == [
        "openphone, published",
        "openphone, stand-in",
        "guarded, stand-in",
    ]
    assert [row["cloud_share"] for row in rows] == [PUBLISHED_CLOUD_SHARE, 0.75, None]
    assert list(published_rows({"sensitivity": {}})) == []


def test_guarded_beats_the_protocol_on_stand_ins() -> None:
    names = ("cloud", "openphone", "guarded")
    runner = Runner([Setting(strategy=name) for name in names], None)
    draws = [(f"zoom_{number}", seed) for number in (2, 3, 5) for seed in range(12)]
    found = compare({name: [runner(Job(n, *draw)) for draw in draws] for n, name in enumerate(names)})
    assert found["guarded"]["success_gain"] > -0.05
    assert found["guarded"]["cloud_call_reduction"] > 0.3
    assert found["guarded"]["cloud_call_reduction"] > found["openphone"]["cloud_call_reduction"] + 0.1


def test_bad_steps_are_known_by_hindsight() -> None:
    def step(number: int, page: str, action: Action | str, source: Any = "device") -> Step:
        decision = Decision(action=action, source=source, confidence=0.1 * number)
        return Step(index=number, tree=tree(page), decision=decision)

    steps = [
        step(0, "a", tap(1)),
        step(1, "b", tap(1)),
        step(2, "a", tap(2)),
        step(3, "c", "hm", "cloud"),
        step(4, "c", finish()),
    ]
    episode = Episode(task_id="zoom_1", app="zoom", goal="g", steps=steps, final_tree=tree("c"))
    assert list(logged_steps(episode)) == []
    episode.verdict = Verdict(success=False)
    found = list(logged_steps(episode))
    assert [logged.bad for logged in found] == [True, False, False, True]
    assert [(logged.troubles, logged.stale) for logged in found] == [(0, 0), (0, 0), (1, 1), (1, 1)]
    assert [logged.confidence for logged in found] == pytest.approx([0.0, 0.1, 0.2, 0.4])
    episode.verdict = Verdict(success=True)
    assert not list(logged_steps(episode))[-1].bad


def tree(page: str) -> UiTree:
    node = UiNode(class_name="android.widget.TextView", text=page, bounds=(0, 0, 100, 100))
    return UiTree(roots=[node], width=100, height=100)


def test_thresholds_are_the_most_sensitive_ones_that_are_right_often_enough() -> None:
    steps = [LoggedStep(0, 0, 0.9, False)] * 60 + [LoggedStep(1, 1, 0.7, False)] * 30
    steps += [LoggedStep(1, 1, 0.7, True)] * 10 + [LoggedStep(2, 3, 0.4, True)] * 30
    learned = learn(steps, 0.6)
    assert (learned.troubles, learned.stale) == (2, 2)
    assert 0.4 < learned.confidence <= 0.7
    assert learn(steps, 0.5).troubles == 1
    assert learn(steps[:60], 0.5) == DEFAULT_THRESHOLDS
    unsaid = [LoggedStep(0, 0, None, True)] * 90
    assert learn(unsaid, 0.5).confidence == 0.0
