"""Agents that go wrong in one known way."""

from __future__ import annotations

from typing import Any

import pytest

from agents.basic import ExpertAgent
from agents.faulty import Claim, InTurn, MistakenAgent, Script, SolutionAgent
from openphone_gym.actions import Action, back, finish, wait
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import Agent, run_episode
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.trajectory import Decision, Episode

SMALL = (270, 600)


class Talker:
    """Answers with text, as a language model does."""

    def reset(self, goal: str) -> None: ...

    def act(self, observation: dict[str, Any]) -> Decision:
        return Decision(action=' finish("mine")')


def actions(agent: Agent, steps: int = 20) -> list[Action | str]:
    """What an agent does until it finishes."""
    agent.reset("goal")
    done: list[Action | str] = []
    while len(done) < steps and not (done and str(done[-1]).startswith("finish")):
        done.append(agent.act({"step": len(done)}).action)
    return done


def run(task: str, make: Any) -> Episode:
    env = PhoneEnv([task], observation=(), screen=SMALL)
    return run_episode(env, make(env), seed=0)


def success(episode: Episode) -> bool | None:
    assert episode.verdict is not None
    return episode.verdict.success


def test_a_script_is_played_each_time() -> None:
    script = Script([back(), wait(1)])
    assert actions(script) == actions(script) == [back(), wait(1), finish()]


def test_one_takes_over_from_the_other() -> None:
    assert actions(InTurn(Script([back()]), Script([]), Script([wait(1)]))) == [back(), wait(1), finish()]


def test_a_finish_in_words_hands_over_too() -> None:
    assert actions(InTurn(Talker(), Script([back()]))) == [back(), finish()]


@pytest.mark.parametrize("message", ["Done.", None])
def test_a_claim_replaces_the_message(message: str | None) -> None:
    end = finish() if message is None else finish(message)
    assert actions(Claim(Talker(), message)) == [end]
    assert actions(Claim(Script([back(), back()]), message, after=1)) == [back(), end]
    assert actions(Claim(Script([back()]), message, after=9)) == [back(), end]


def test_a_mistaken_agent_gets_another_value() -> None:
    episode = run("zoom_1", lambda env: MistakenAgent(env, "meeting_id", seed=1))
    assert episode.terminated
    assert success(episode) is False
    typed = [step.action_text for step in episode.steps if step.action_text.startswith("text")]
    assert len(typed) == 1
    assert episode.params["meeting_id"] not in typed[0]


def test_mistakes_differ_by_seed() -> None:
    typed = [run("zoom_1", lambda env, s=s: MistakenAgent(env, "meeting_id", s)).steps[-2] for s in (1, 2, 1)]
    assert typed[0].action == typed[2].action != typed[1].action


def test_a_solution_of_another_task() -> None:
    other = find_task("zoom_5")
    episode = run("zoom_4", lambda env: SolutionAgent(env, other.solution, {"tone": "Dark"}))
    assert success(episode) is False
    assert episode.verdict is not None
    assert episode.verdict.side_effects == ["zoom.settings.reaction_skin_tone"]


def test_done_and_undone() -> None:
    done = run("zoom_4", lambda env: Claim(ExpertAgent(env), "Done."))
    undone = run("zoom_4", lambda env: InTurn(ExpertAgent(env), MistakenAgent(env, "choice")))
    assert (success(done), success(undone)) == (True, False)
