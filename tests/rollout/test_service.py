"""Episodes of any agent, by whichever workers: the same episodes, faults in their classes, judges beside."""

from __future__ import annotations

import threading
import time
from typing import Any

import msgspec
import pytest

from agents import find_agent
from openphone_gym.arguments import InvalidArgument
from openphone_gym.endpoint import EndpointUnavailable
from openphone_gym.rollout import Draw, Failure, NoCluster, crew, rollout
from openphone_gym.rollout.judging import JUDGING, judged
from openphone_gym.tasks.task import Task
from openphone_gym.trajectory import Episode, Verdict
from tests.rollout import work
from tests.rollout.players import Dice

DICE = "tests.rollout.players:dice"
DRAWS = [Draw(task, "sampled", seed) for task in ("zoom_1", "clock_2") for seed in range(4)]
SMALL: dict[str, Any] = {"observation": (), "screen": (270, 600)}


def played(draws: list[Draw], agent: Any = DICE, **options: Any) -> dict[Draw, Episode]:
    found = dict(rollout(agent, draws, env=SMALL, **options))
    assert not [outcome for outcome in found.values() if isinstance(outcome, Failure)]
    return found  # pyright: ignore[reportReturnType]


def record(episode: Episode) -> bytes:
    """All of an episode but the time that it took."""
    steps = [
        msgspec.structs.replace(step, decision=msgspec.structs.replace(step.decision, latency=0.0))
        for step in episode.steps
        if step.decision is not None
    ]
    assert steps
    plain = msgspec.structs.replace(episode, steps=steps, start_state=None, end_state=None, truth=None)
    return msgspec.json.encode(plain, enc_hook=str)


@pytest.mark.parametrize("options", [{"workers": 2}, {"workers": 4}, {"threads": 1}, {"threads": 4}], ids=str)
def test_who_plays_and_how_many_they_are_changes_nothing(options: dict[str, int]) -> None:
    alone = played(DRAWS, workers=1)
    together = played(DRAWS, **options)
    assert {draw: record(episode) for draw, episode in together.items()} == {
        draw: record(episode) for draw, episode in alone.items()
    }
    assert len({record(episode) for episode in alone.values()}) == len(DRAWS)


def test_what_the_agent_did_is_an_episode_and_what_broke_is_none() -> None:
    draws = [Draw(f"zoom_{number}", "canonical", 0) for number in (1, 2, 3, 4)]
    found = dict(rollout("tests.rollout.players:misbehaving", draws, env=SMALL, workers=2))
    kinds = {
        draw.task_id: outcome.kind if isinstance(outcome, Failure) else outcome.fault and outcome.fault.kind
        for draw, outcome in found.items()
    }
    assert kinds == {"zoom_1": None, "zoom_2": "raised", "zoom_3": "raised", "zoom_4": "died"}
    assert isinstance(found[draws[2]], Failure)
    assert isinstance(found[draws[3]], Episode)


class Counting:
    """A judge that takes its time, and counts how many ask at once."""

    needs = frozenset({"tree"})

    def __init__(self) -> None:
        self.most = self._now = 0
        self._lock = threading.Lock()

    def judge(self, episode: Episode, task: Task) -> Verdict:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.5)
        with self._lock:
            self._now -= 1
        if task.id == "clock_2":
            raise EndpointUnavailable("down")
        assert episode.steps[0].tree is not None
        return Verdict(success=True, judge="counting")


def test_judges_are_asked_beside_the_phones() -> None:
    judge = Counting()
    found = dict(rollout(DICE, DRAWS, env=SMALL, judge=judge, threads=2))
    assert judge.most > 2
    for draw, outcome in found.items():
        if draw.task_id == "clock_2":
            assert isinstance(outcome, Failure)
            assert (outcome.phase, outcome.error) == (JUDGING, "EndpointUnavailable")
        else:
            assert isinstance(outcome, Episode)
            assert outcome.verdict == Verdict(success=True, judge="counting")


def test_no_judge_is_asked_where_the_agent_is_to_blame() -> None:
    draws = [Draw("zoom_2", "canonical", 0), Draw("zoom_1", "canonical", 0)]
    judge = Counting()
    found = dict(rollout("tests.rollout.players:misbehaving", draws, env=SMALL, judge=judge, threads=1))
    verdicts = {draw.task_id: getattr(outcome, "verdict", None) for draw, outcome in found.items()}
    assert verdicts["zoom_2"].judge == "fault"
    assert verdicts["zoom_1"].judge == "counting"


def test_judged_passes_on_what_is_ready() -> None:
    judge = Counting()
    broken = Failure("broke")
    assert list(judged([("a", broken)], judge, 2)) == [("a", broken)]


@pytest.mark.parametrize(
    ("agent", "why"),
    [
        ("tests.rollout.players:nobody", "nobody"),
        ("no.such.module:agent", "no.such|No module"),
        ("tests.rollout.players", "package.module:name"),
        ("tests.rollout.players:not_callable", "makes no agents"),
    ],
)
def test_an_agent_that_is_not_there_is_refused_at_once(agent: str, why: str) -> None:
    with pytest.raises(InvalidArgument, match=why):
        next(rollout(agent, DRAWS))


def test_programs_take_anybodys_agent_by_its_place() -> None:
    policy = find_agent("own:tests.rollout.players:dice")
    assert isinstance(policy.make(None, 3), Dice)  # type: ignore[arg-type]
    assert policy.settings == {"made_by": "tests.rollout.players:dice"}
    with pytest.raises(InvalidArgument, match="nobody"):
        find_agent("own:tests.rollout.players:nobody")


def test_more_workers_than_phones_are_refused() -> None:
    with pytest.raises(InvalidArgument, match="at most 1"):
        next(rollout(DICE, DRAWS, env={"device": "adb:one"}, workers=2))
    with pytest.raises(InvalidArgument, match="adb"):
        next(rollout(DICE, DRAWS, env={"device": "abd:one"}))


def test_without_ray_it_is_said_what_to_install() -> None:
    try:
        import ray  # noqa: F401
    except ImportError:
        with pytest.raises(NoCluster, match=r"openphone_gym\[ray\]"):
            crew(work.number, ray="local")
