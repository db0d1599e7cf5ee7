"""The judge of screens and shell output."""

from __future__ import annotations

import gymnasium as gym
import pytest

import openphone_gym  # noqa: F401
from agents.basic import ExpertAgent, NoopAgent
from openphone_gym.episode import run_episode
from openphone_gym.judges import ScreenJudge, UnknownJudge, make_judge
from openphone_gym.tasks.answers import Number
from openphone_gym.tasks.task import ANSWER, Never, SubGoal, Task
from openphone_gym.trajectory import Episode, Step, Verdict
from openphone_gym.ui.node import UiNode, UiTree


def shows(word):
    """A rule: True where the screen shows the word, None where it shows no word at all."""

    def check(screen, params):
        return None if screen.tree.texts() == [] else word in screen.tree.texts()

    return check


def screen(*words):
    nodes = [UiNode(text=word, bounds=(0, 0, 10, 10)) for word in words]
    return UiTree(roots=[UiNode(bounds=(0, 0, 10, 10), children=nodes)], width=10, height=10)


def task(*subgoals, never=(), answer=None):
    return Task(
        id="t", app="zoom", goals=["g"], solution=lambda hand, p: None, human_steps=1,
        subgoals=subgoals, never=never, answer=answer,
    )  # fmt: skip


def episode(*screens, **fields):
    steps = [Step(index=i, tree=tree) for i, tree in enumerate(screens[:-1])]
    return Episode(task_id="t", app="zoom", goal="g", steps=steps, final_tree=screens[-1], **fields)


def never_true(phone, params):
    return False


def goal(name="done", **checks):
    return SubGoal(name, "?", never_true, **checks)


def judged(subgoal_or_task, *screens, **fields):
    found = subgoal_or_task if isinstance(subgoal_or_task, Task) else task(subgoal_or_task)
    return ScreenJudge().judge(episode(*screens, **fields), found)


def test_the_last_screen_that_tells_decides():
    done = goal(screen=shows("on"))
    assert judged(done, screen("off"), screen("on"), screen()).success is True
    assert judged(done, screen("on"), screen("off"), screen()).success is False
    assert judged(done, screen(), screen()).success is False, "it was never shown"


def test_for_a_goal_of_the_way_any_screen_will_do():
    seen = goal(screen=shows("on"), trajectory=True)
    assert judged(seen, screen("on"), screen("off")).success is True


def test_the_shell_goes_before_the_screens():
    both = goal(screen=shows("on"), shell=("settings get global x", "1"))
    assert judged(both, screen("on"), shell={"settings get global x": "0\n"}).success is False
    assert judged(both, screen("off"), shell={"settings get global x": "1\n"}).success is True
    assert judged(both, screen("on")).success is True


def test_a_goal_without_a_rule_is_unscored_unless_another_failed():
    open_one, failed = goal("open"), goal("failed", screen=shows("on"))
    assert judged(open_one, screen("on")).success is None
    assert "open" in judged(open_one, screen("on")).reason
    assert judged(task(open_one, failed), screen("off")).success is False


def test_what_must_not_happen():
    joined = Never("joined", never_true, screen=lambda screen, params: bool(screen.sees("in a meeting")))
    with_rule = task(goal(screen=shows("on")), never=[joined])
    broken = judged(with_rule, screen("in a meeting"), screen("on"))
    assert (broken.success, broken.violations) == (False, ["joined"])
    assert judged(with_rule, screen("on")).success is True
    without = task(goal(screen=shows("on")), never=[Never("joined", never_true)])
    assert judged(without, screen("on")).success is None, "nobody looked whether it happened"


@pytest.mark.parametrize(
    ("answer", "success"), [("42", True), ("41", False), (None, False), ("it is 42, not sure", None)]
)
def test_answers_are_matched_with_the_truth_of_the_episode(answer, success):
    query = task(answer=lambda phone, params: Number(42))
    truth = {"type": "Number", "value": 42}
    verdict = judged(query, screen(), answer=answer, truth=truth)
    assert verdict.subgoals == {ANSWER: verdict.success}
    if success is not None:
        assert verdict.success is success
    assert judged(query, screen(), answer=answer).success is None, "nobody knows the answer"


def test_a_task_may_want_something_done_and_an_answer():
    both = task(goal(screen=shows("on")), answer=lambda phone, params: Number(42))
    truth = {"type": "Number", "value": 42}
    assert judged(both, screen("on"), answer="42", truth=truth).subgoals == {"done": True, ANSWER: True}
    assert judged(both, screen("off"), answer="42", truth=truth).success is False
    assert judged(both, screen("on"), answer="41", truth=truth).success is False


def test_what_rules_leave_open_goes_to_the_other_judge():
    class Other:
        needs = ("frame",)

        def judge(self, episode, task):
            return Verdict(success=True, judge="other")

    judge = ScreenJudge(Other())
    assert set(judge.needs) == {"tree", "shell", "frame"}
    assert judge.judge(episode(screen()), task(goal())).judge == "other"
    assert judge.judge(episode(screen("off")), task(goal(screen=shows("on")))).judge != "other"


def test_judges_by_name():
    assert isinstance(make_judge("screen"), ScreenJudge)
    with pytest.raises(UnknownJudge, match="did you mean 'screen'"):
        make_judge("screens")
    with pytest.raises(UnknownJudge, match="object with judge"):
        make_judge(3)  # type: ignore[arg-type]


def test_the_environment_keeps_what_the_judge_needs():
    env = gym.make("OpenPhone-setting_0-v0", judge="screen", observation=())
    episode = run_episode(env, ExpertAgent(env), seed=0)
    assert episode.final_tree is not None
    assert all(step.tree is not None for step in episode.steps)
    assert list(episode.shell.values()) == ["1\n"]
    assert episode.verdict is not None
    assert episode.verdict.success is True
    lazy = run_episode(env, NoopAgent(), seed=0).verdict
    assert lazy is not None
    assert lazy.success is False
