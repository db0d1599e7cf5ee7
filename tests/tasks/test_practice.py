"""Practice: drawn without end, exactly judged, solved by its solution, and no task of a benchmark."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import gymnasium as gym
import msgspec
import pytest

from agents.basic import ExpertAgent, FinishAgent, NoopAgent
from openphone_gym.actions import VOCABULARY, ActionSpace
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.phone.differences import changes
from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.tasks.catalogue import catalogue, tasks_of
from openphone_gym.tasks.practice import index
from openphone_gym.tasks.practice.__main__ import Slot
from openphone_gym.tasks.practice.equals import compared
from openphone_gym.tasks.practice.errand import Unfit, drawn
from openphone_gym.tasks.practice.facts import answer_of
from openphone_gym.tasks.practice.index import templates
from openphone_gym.tasks.practice.split import HELD_OUT_APPS, regime
from openphone_gym.tasks.practice.suite import APPS, errands_of
from openphone_gym.tasks.practice.targets import ANY, Target, targets
from openphone_gym.tasks.practice.touch import SLIDER, Touch
from openphone_gym.tasks.practice.values import value_of
from openphone_gym.tasks.practice.walk import Walk
from openphone_gym.tasks.practice.wording import worded
from openphone_gym.tasks.task import TEST_SEEDS, Params, Task, TaskInstance, draw
from openphone_gym.trajectory import Decision, Episode, Verdict

TASKS = tasks_of("practice")
FEW = [task.id for task in TASKS if task.app in ("clock", "gmail", "setting")]
ENOUGH = 2_000
RECOVERED = 0.9
"""Share of the draws that the expert still solves after one action that was put in."""


@pytest.fixture(scope="module")
def env() -> PhoneEnv:
    return PhoneEnv([task.id for task in TASKS], observation=(), variation="sampled", screen=(540, 1200))


def run(env: PhoneEnv, agent: Any, task_id: str, seed: int) -> Episode:
    return run_episode(env, agent, options={"task": task_id, "variation": "sampled", "seed": seed})


def verdict_of(episode: Episode) -> Verdict:
    assert episode.verdict is not None
    return episode.verdict


def told(episode: Episode) -> str:
    steps = "\n".join(step.action_text for step in episode.steps)
    return f"{episode.task_id} {episode.seed}: {episode.goal}\n{verdict_of(episode)}\n{steps}"


# The catalogue of templates


def test_there_are_enough_templates_of_every_app_and_kind():
    kinds = Counter(template.kind for app in APPS for template in templates(app))
    assert sum(kinds.values()) >= ENOUGH
    assert set(kinds) == set(index.KINDS)
    assert all(templates(app) for app in APPS)


def test_templates_are_distinct():
    for app in APPS:
        assert len(set(templates(app))) == len(templates(app))


def test_the_file_is_packed_as_it_would_be_again():
    found = [template for app in APPS for template in templates(app)]
    assert index.packed(found) == index.packed(list(found))
    assert sum(len(templates(app)) for app in APPS) == len(found)


# Drawing


@pytest.mark.parametrize("task_id", FEW)
def test_the_same_seed_draws_the_same(task_id: str):
    first, again = (draw(catalogue()[task_id], "sampled", 5) for _ in range(2))
    assert msgspec.json.encode(first.params) == msgspec.json.encode(again.params)
    assert (first.goal, first.phone) == (again.goal, again.phone)


def test_seeds_draw_different_goals():
    task = next(task for task in TASKS if (task.app, task.group) == ("setting", "one thing"))
    goals = {draw(task, "sampled", seed).goal for seed in range(40)}
    assert len(goals) > 35


def test_goals_name_no_inside_of_the_phone():
    for task in TASKS:
        instance = draw(task, "sampled", 3)
        goal, params = instance.goal, Params(**instance.params)
        labels = {step.touch.label for errand in errands_of(params) for step in errand.steps}
        assert "_" not in goal.replace(str(params.order), ""), goal
        assert "{" not in goal
        assert "None" not in goal.split() or "None" in labels  # Calendario has an option of that name


def test_the_environment_of_practice_is_sampled():
    env = gym.make("OpenPhone-practice-v0", observation=())
    goals = {env.reset(seed=seed)[0]["goal"] for seed in range(6)}
    assert len(goals) == 6
    env.close()


# The judge


@pytest.mark.parametrize("task_id", FEW)
def test_doing_nothing_scores_nothing(env: PhoneEnv, task_id: str):
    for agent in (NoopAgent(), FinishAgent()):
        verdict = verdict_of(run(env, agent, task_id, TEST_SEEDS))
        assert verdict.success is False
        assert not verdict.side_effects


@pytest.mark.parametrize("task_id", FEW)
def test_the_solution_reaches_this_and_nothing_else(env: PhoneEnv, task_id: str):
    for seed in (0, 1, TEST_SEEDS):
        episode = run(env, ExpertAgent(env), task_id, seed)
        assert verdict_of(episode).success, told(episode)
        assert not verdict_of(episode).side_effects, told(episode)
        assert not [step.error for step in episode.steps if step.error], told(episode)


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS, ids=lambda task: f"{task.app} {task.group}")
def test_every_demonstration_is_a_success(env: PhoneEnv, task: Task):
    for seed in (*range(8), *range(TEST_SEEDS, TEST_SEEDS + 4)):
        episode = run(env, ExpertAgent(env), task.id, seed)
        assert verdict_of(episode).success, told(episode)
        assert not verdict_of(episode).side_effects, told(episode)


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS, ids=lambda task: f"{task.app} {task.group}")
def test_nothing_holds_at_the_start(env: PhoneEnv, task: Task):
    for seed in range(8):
        assert verdict_of(run(env, FinishAgent(), task.id, seed)).success is False


class Stumbling:
    """The expert, but for one action put in before its second."""

    def __init__(self, env: PhoneEnv, seed: int) -> None:
        self._expert = ExpertAgent(env)
        self._slip = ActionSpace(seed).sample(mask=[name for name in VOCABULARY if name != "finish"])

    def reset(self, goal: str) -> None:
        self._expert.reset(goal)
        self._step = -1

    def act(self, observation: dict[str, Any]) -> Decision:
        self._step += 1
        decision = self._expert.act(observation)
        if self._step == 1:
            decision.action = self._slip
        return decision


def named(app: str, group: str) -> Task:
    return next(task for task in TASKS if (task.app, task.group) == (app, group))


def test_a_form_that_is_filled_but_gone_is_no_reason_to_fill_it_for_ever(env: PhoneEnv):
    assert run(env, Stumbling(env, 24), named("gmail", "one thing").id, 24).steps


def test_a_page_with_the_same_title_is_not_that_of_another_app(env: PhoneEnv):
    """Two permissions of one kind, of two apps one after the other."""
    episode = run(env, ExpertAgent(env), named("setting", "two things").id, 3)
    assert verdict_of(episode).success, told(episode)


@pytest.mark.slow
def test_one_action_before_leaves_it_solvable_or_failed(env: PhoneEnv):
    """What is solved in spite of it is judged so; what is not has an unmet condition, never an error."""
    solved = []
    for number, task in enumerate(TASKS):
        episode = run(env, Stumbling(env, number), task.id, number)
        verdict = verdict_of(episode)
        assert verdict.success is not None
        solved.append(bool(verdict.success))
    assert sum(solved) / len(solved) >= RECOVERED


@pytest.mark.parametrize("task_id", FEW[:6])
def test_a_demonstration_plays_the_same_again(task_id: str):
    envs = [PhoneEnv([task_id], observation=(), variation="sampled") for _ in range(2)]
    first, again = (run(env, ExpertAgent(env), task_id, 7) for env in envs)
    assert [step.action_text for step in first.steps] == [step.action_text for step in again.steps]
    assert first.start_state == again.start_state
    assert first.end_state == again.end_state


def test_a_question_is_answered_by_its_value_alone(env: PhoneEnv):
    task = next(task for task in TASKS if (task.app, task.group) == ("setting", "a question"))
    episode = run(env, ExpertAgent(env), task.id, 2)
    assert verdict_of(episode).success, told(episode)
    instance = draw(task, "sampled", 2)
    assert instance.truth is not None
    assert instance.truth.matches("I could not find it") is False


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        ("7:30 AM", "ClockTime"),
        ("12", "Count"),
        ("2.6 GB", "Number"),
        ("$1,204.50", "Number"),
        ("May 3, 2024", "Date"),
        ("10 minutes", "Duration"),
        ("First name", "Text"),
    ],
)
def test_facts_are_typed(shown: str, kind: str):
    assert type(answer_of("Something else", shown)).__name__ == kind


@pytest.mark.parametrize("shown", ["", "Something else", "a, b\nc", "?"])
def test_what_tells_nothing_is_no_fact(shown: str):
    assert answer_of("Something else", shown) is None


# Sliders

SLIDERS = [(app, each) for app in APPS for each in templates(app) if each.way[-1].role == SLIDER]


@pytest.mark.parametrize(("app", "template"), SLIDERS, ids=lambda each: getattr(each, "app", ""))
def test_a_slider_is_moved_to_a_step_that_it_tells(app: str, template: index.Template):
    for seed in range(6):
        start = Walk.into(app, Phone.new(seed))
        before = start.snapshot()
        try:
            errand, end = drawn(template, start, random.Random(seed))
        except Unfit:
            assert changes(before, end_of(template, before, seed)) == []
            continue
        level = errand.steps[-1].value
        assert level in worded(template, errand, random.Random(seed))
        node = template.way[-1].found(end.sight)
        assert node is not None
        assert node.text == level
        assert errand.holds(end.phone)
        again = Walk(before)
        assert all(again.go(step.touch, step.value) for step in errand.steps), (
            "the same way comes to the same"
        )
        assert errand.holds(again.phone)
        other = "0%" if level != "0%" else "100%"
        again.go(errand.steps[-1].touch, other)
        assert not errand.holds(again.phone)


def end_of(template: index.Template, before: Snapshot, seed: int) -> Snapshot:
    """Where a way comes to on a phone, with the value that the seed draws."""
    walk = Walk(before)
    chance = random.Random(seed)
    for touch in template.way:
        value = value_of(template.app, touch, str(chance.getrandbits(32))) if touch.role == SLIDER else ""
        walk.go(touch, value)
    return walk.snapshot()


def test_sliders_are_drawn_and_done_by_their_solution(env: PhoneEnv):
    """Among many draws; one that was moved elsewhere before is put right."""
    done = 0
    for task in (task for task in TASKS if (task.app, task.group) == ("setting", "one thing")):
        for seed in range(300):
            (errand,) = errands_of(Params(**draw(task, "sampled", seed).params))
            if errand.steps[-1].touch.role == SLIDER:
                episode = run(env, ExpertAgent(env), task.id, seed)
                assert verdict_of(episode).success, told(episode)
                assert not verdict_of(episode).side_effects, told(episode)
                assert errand.steps[-1].value in episode.goal
                done += 1
    assert done


def test_what_slides_in_a_benchmark_does_not_in_practice():
    """Volumes and the brightness are tasks, whatever step they ask for."""
    paths = {path for _, template in SLIDERS for path in template.changed}
    assert paths
    assert not [path for path in paths if "volume" in path or "brightness" in path]
    way = (
        Touch("Display", "title", "", "view"),
        Touch("Brightness level", "title", "", "view"),
        Touch("Display brightness", "slider", "", SLIDER),
    )
    template = index.Template("setting", "choose", way, ("settings.system.screen_brightness",))
    found = [done for _, done, _ in compared(draw(catalogue()["setting_8"]), [template])]
    assert True in found
    assert False in found


# Conditions


def test_targets_hold_after_the_change_and_not_before():
    phone = Phone.new(3)
    start = phone.snapshot()
    alarm = phone.clock.alarms[0]
    alarm.on = not alarm.on
    phone.system.settings["global"]["nfc_on"] = "7"
    found = targets(start, phone.snapshot())
    assert [target.path for target in found] == changes(start, phone.snapshot())
    assert all(target.holds(phone) for target in found)
    assert not any(target.holds(Phone(start)) for target in found)


def test_a_record_that_goes_must_be_the_only_one():
    phone = Phone.new(3)
    start = phone.snapshot()
    gone = phone.clock.alarms.pop(0)
    (target,) = targets(start, phone.snapshot())
    assert target.path == f"clock.alarms.-{gone.id}"
    assert target.holds(phone)
    phone.clock.alarms.pop(0)
    assert not target.holds(phone)


def test_added_records_are_counted_and_compared():
    phone = Phone.new(3)
    count = len(phone.clock.alarms)
    wanted = Target("clock.alarms.+", [{"hour": 23, "minute": ANY}], count)
    assert not wanted.holds(phone)
    alarm = msgspec.structs.replace(phone.clock.alarms[0], id=991, hour=23)
    phone.clock.alarms.append(alarm)
    assert wanted.holds(phone)
    phone.clock.alarms.append(msgspec.structs.replace(alarm, id=992))
    assert not wanted.holds(phone)


# No task of a benchmark


def instances(tasks: list[Task], seeds: range) -> list[TaskInstance]:
    return [draw(task, "sampled", seed) for task in tasks for seed in seeds] + [draw(task) for task in tasks]


def equal_ones(app: str, seeds: range) -> list[str]:
    tasks = [task for task in catalogue().values() if task.suite != "practice" and task.app == app]
    return [
        f"{instance.task.id}: {template}"
        for instance in instances(tasks, seeds)
        for template, done, _ in compared(instance, templates(app), seed=1)
        if done
    ]


def test_no_template_is_a_task_of_zoom():
    assert equal_ones("zoom", range(50, 52)) == []


def test_a_task_put_among_the_templates_is_found():
    """The comparison can fail: airplane mode is a benchmark's task."""
    way = (Touch("Network & internet", "title", "", "view"), Touch("Airplane mode", "title", "", "switch"))
    changed = ("settings.global.airplane_mode_on", "settings.global.wifi_on")
    airplane = index.Template("setting", "switch", way, changed)
    assert [done for _, done, _ in compared(draw(catalogue()["setting_0"]), [airplane])] == [True]


@pytest.mark.slow
@pytest.mark.parametrize("app", APPS)
def test_no_template_is_a_task_of_a_benchmark(app: str):
    assert equal_ones(app, range(50, 54)) == []


def test_whatever_stands_where_draws_of_a_task_differ_is_a_draw_of_it():
    row, tail = Touch("See all apps", "title", "", "view"), Touch("Uninstall", "", "", "button")

    def removal(name: str, last: Touch = tail) -> index.Template:
        return index.Template(
            "setting", "do", (row, Touch(name, "title", "", "view"), last), (f"packages.-{name}",)
        )

    slot = Slot.between(removal("Zoom"), removal("Reddit"))
    assert slot is not None
    assert slot.holds(removal("Firefox"))
    assert not slot.holds(removal("Firefox", Touch("Disable", "", "", "button")))
    pages = [
        index.Template("setting", "open", (row, Touch(name, "title", "", "view"))) for name in ("A", "B")
    ]
    assert Slot.between(*pages) is None


@pytest.mark.slow
def test_compositions_are_made_of_what_reaches_no_part_of_a_task():
    for task in TASKS:
        alone = {template.way[-1].label for template in templates(task.app) if template.alone}
        alone -= {template.way[-1].label for template in templates(task.app) if not template.alone}
        for seed in range(4 if len(task.subgoals) > 1 else 0):
            errands = errands_of(Params(**draw(task, "sampled", seed).params))
            assert not alone & {errand.steps[-1].touch.label for errand in errands}


# What is kept from training


def test_the_split_keeps_three_apps_and_a_fifth_of_the_tasks():
    assert len(HELD_OUT_APPS) == 3
    regimes = Counter(
        regime(task) for task in catalogue().values() if task.suite not in ("practice", "cross")
    )
    assert regimes["new app"] == sum(len(tasks_of(app)) for app in HELD_OUT_APPS)
    assert 0.1 < regimes["new task"] / (regimes["new task"] + regimes["trained task"]) < 0.3
    assert {regime(task) for task in tasks_of("cross") if task.app not in HELD_OUT_APPS} == {"new task"}
    assert {regime(task) for task in TASKS} == {"trained task", "new app"}


def test_walks_leave_the_phone_as_it_is():
    phone = Phone.new(4)
    before = phone.snapshot()
    walk = Walk.into("setting", phone)
    walk.go(next(touch for touch in walk.touches if touch.label == "Display"))
    assert phone.snapshot() == before
    assert walk.sight.title == "Display"
