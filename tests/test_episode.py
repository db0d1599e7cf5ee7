"""An agent's own faults end an episode as a failure; those of infrastructure leave none."""

from __future__ import annotations

import sys

import gymnasium as gym
import msgspec
import numpy as np
import pytest

import openphone_gym  # noqa: F401
from openphone_gym import actions
from openphone_gym.actions import Action
from openphone_gym.devices.device import DeviceLost
from openphone_gym.endpoint import EndpointUnavailable
from openphone_gym.episode import run_episode
from openphone_gym.recording import load_episode, save_episode
from openphone_gym.trajectory import KEPT_TEXT, Decision


class Scripted:
    """Answers what it is told to: a decision, or an exception to raise."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def reset(self, goal):
        self.left = list(self.answers)

    def act(self, observation):
        answer = self.left.pop(0) if self.left else Decision(action=actions.finish())
        if isinstance(answer, BaseException):
            raise answer
        return answer


@pytest.fixture
def env():
    env = gym.make("OpenPhone-zoom_1-v0", observation=("ui",), record=("tree",))
    yield env
    env.close()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (RuntimeError("lost my mind"), "raised"),
        (SystemExit(3), "raised"),
        (MemoryError(), "raised"),
        (None, "invalid"),
        ("tap(3)", "invalid"),
        (Decision(action=None), "invalid"),
        (Decision(action={"name": "tap"}), "invalid"),
        (Decision(action="tap(3)", latency=float("nan")), "invalid"),
        (Decision(action="tap(3)", latency=float("inf")), "invalid"),
        (Decision(action="tap(3)", latency="soon"), "invalid"),
        (Decision(action="tap(3)", cost=-1.0), "invalid"),
        (Decision(action="tap(3)", tokens_in=-1), "invalid"),
        (Decision(action="tap(3)", tokens_out=2.5), "invalid"),
        (Decision(action="tap(3)", tokens_out=True), "invalid"),
        (Decision(action="tap(3)", tokens_in=10**30), "invalid"),
        (Decision(action="tap(3)", confidence=float("nan")), "invalid"),
        (Decision(action="tap(3)", source="moon"), "invalid"),
        (Decision(action="tap(3)", source=[]), "invalid"),
        (Decision(action="tap(3)", source=np.zeros(3)), "invalid"),
        (Decision(action="tap(3)", latency=np.zeros(3)), "invalid"),
        (Decision(action="tap(3)", raw=b"tap(3)"), "invalid"),
        (Decision(action="tap(3)", note=None), "invalid"),
    ],
    ids=repr,
)
def test_a_fault_of_the_agent_is_a_failure_that_can_be_read_again(env, tmp_path, answer, kind):
    episode = run_episode(env, Scripted(Decision(action="tap(1)"), answer))
    assert episode.outcome == "failure"
    assert episode.fault.kind == kind
    assert episode.verdict.success is False
    assert (episode.terminated, episode.truncated, len(episode.steps)) == (True, False, 1)
    save_episode(episode, tmp_path / "trace")
    again = load_episode(tmp_path / "trace")
    assert again.fault == episode.fault
    assert again.outcome == "failure"


def test_a_fault_at_the_beginning_leaves_an_episode_without_steps(env, tmp_path):
    agent = Scripted()
    agent.reset = lambda goal: sys.exit("no such model")
    episode = run_episode(env, agent)
    assert (episode.outcome, episode.steps, episode.fault.reason) == (
        "failure",
        [],
        "SystemExit: no such model",
    )
    save_episode(episode, tmp_path / "trace")
    assert load_episode(tmp_path / "trace").final_tree == episode.final_tree


@pytest.mark.parametrize("fault", [DeviceLost("gone"), EndpointUnavailable("down"), KeyboardInterrupt()])
def test_what_is_not_the_agents_fault_leaves_no_episode(env, fault):
    with pytest.raises(type(fault)):
        run_episode(env, Scripted(fault))


@pytest.mark.parametrize(
    "action",
    [
        Action("tap", {"index": np.int64(1)}),
        Action("tap", {"index": float("nan")}),
        Action("tap", {"index": object()}),
        Action("jump"),
        "\ud83d",
        'text("\ud83d")',
        "x" * 200_000,
    ],
    ids=lambda action: str(type(action)),
)
def test_odd_actions_cost_a_step_and_are_kept_readably(env, tmp_path, action):
    episode = run_episode(env, Scripted(Decision(action=action)))
    assert episode.fault is None
    assert len(episode.steps) == 2
    save_episode(episode, tmp_path / "trace")
    stored = load_episode(tmp_path / "trace").steps[0]
    assert stored.error == episode.steps[0].error
    assert len(str(stored.decision.action)) <= KEPT_TEXT + 100


def test_long_answers_are_kept_to_their_ends(env):
    raw = "begin " + "x" * 1_000_000 + " end"
    episode = run_episode(env, Scripted(Decision(action="tap(1)", raw=raw, note=raw)))
    decision = episode.steps[0].decision
    assert len(decision.raw) < KEPT_TEXT + 100
    assert decision.raw.startswith("begin ")
    assert decision.raw.endswith(" end")
    assert "characters left out" in decision.note


def test_an_answer_without_an_action_is_not_searched_for_one(env):
    episode = run_episode(env, Scripted(Decision(action="tap(1)", fault="the answer was cut")))
    assert episode.steps[0].action is None
    assert episode.steps[0].error == "the answer was cut"
    assert episode.steps[0].action_text == "tap(1)"
    assert msgspec.json.decode(msgspec.json.encode(episode.steps[0].decision), type=Decision).fault


def test_who_watches_knows_whose_turn_it_is(env):
    told = []
    agent = Scripted(Decision(action="tap(1)"))
    act = agent.act
    agent.act = lambda observation: told.append("act") or act(observation)
    run_episode(env, agent, watch=told.append)
    turn = ["agent", "act", "environment"]
    assert told == ["environment", "agent", *turn, *turn]


@pytest.mark.parametrize("meddle", ["step", "reset", "close"])
@pytest.mark.parametrize("then", ["answers", "raises"])
def test_an_agent_that_plays_the_environment_itself_has_failed(tmp_path, meddle, then):
    env = gym.make("OpenPhone-v0", tasks=["clock_10"], observation=("ui",))

    class Meddler:
        def reset(self, goal):
            pass

        def act(self, observation):
            {"step": lambda: env.step("back()"), "reset": env.reset, "close": env.close}[meddle]()
            if then == "raises":
                raise ValueError("no")
            return Decision(action=actions.finish("7:30 AM"))

    options = {"task": "clock_10", "variation": "canonical", "seed": 0}
    episode = run_episode(env, Meddler(), seed=0, options=options)
    assert (episode.task_id, episode.seed, episode.outcome) == ("clock_10", 0, "failure")
    assert episode.fault is not None
    assert episode.fault.kind == ("raised" if then == "raises" else "invalid")
    save_episode(episode, tmp_path / "one")
    assert load_episode(tmp_path / "one").fault == episode.fault
    assert run_episode(env, Scripted(), seed=0, options=options).fault is None
