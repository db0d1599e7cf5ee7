"""The tasks of the browser, done and not done; what is right and what only looks so."""

from __future__ import annotations

from typing import Any

import pytest

from agents.basic import ExpertAgent
from openphone_gym import actions
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.judges.screen import ScreenJudge
from openphone_gym.judges.state import StateJudge
from openphone_gym.phone.apps.chrome.state import ROOTS, Chrome
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import AllOf, Date, Text
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.task import FONT_SCALES, Look, Params, draw
from openphone_gym.trajectory import Decision, Episode

IDS = [task.id for task in tasks_of("chrome")]
MENU = "Customize and control Google Chrome"
HYPERBOLIC = "https://en.wikipedia.org/wiki/Hyperbolic_functions"


class Script:
    """Does what a list of labels and texts says: touches labels, types what begins with ``=``."""

    def __init__(self, env: PhoneEnv, *steps: str, answer: str = "") -> None:
        self._env = env
        self._steps = steps
        self._answer = answer

    def reset(self, goal: str) -> None:
        self._left = list(self._steps)

    def act(self, observation: dict[str, Any]) -> Decision:
        if not self._left:
            return Decision(action=actions.finish(self._answer) if self._answer else actions.finish())
        step = self._left.pop(0)
        if step == "back":
            return Decision(action=actions.back())
        if step == "enter":
            return Decision(action=actions.enter())
        if step == "home":
            return Decision(action=actions.home())
        if step.startswith("launch "):
            return Decision(action=actions.launch(step.removeprefix("launch ")))
        if step.startswith("="):
            return Decision(action=actions.text(step[1:]))
        tree = self._env.device.tree()
        found = [n for n in tree.walk() if step in (n.text, n.content_desc)]
        node = next((n for n in found if n.clickable), found[0] if found else None)
        assert node is not None, f"{step!r} is not among {tree.texts()}"
        x, y = node.center
        return Decision(action=actions.tap(x=x, y=y))


BAR = "Search or type URL"


def play(task: str, *steps: str, answer: str = "", **options: Any) -> Episode:
    """The episode of a script that starts with the browser open; both judges must agree."""
    env = PhoneEnv([task], observation=(), record=("tree",), max_steps=30)
    episode = run_episode(env, Script(env, "launch Chrome", *steps, answer=answer), options=options)
    assert not episode.fault, episode.fault
    verdicts = [judge.judge(episode, find_task(task)).success for judge in (StateJudge(), ScreenJudge())]
    assert verdicts[0] == verdicts[1], (steps, verdicts)
    return episode


def typed(*words: str) -> list[str]:
    """Steps that type into the address bar of a new tab."""
    return [step for one in words for step in (BAR, f"={one}", "enter")]


def success(episode: Episode) -> bool | None:
    assert episode.verdict is not None
    return episode.verdict.success


def test_all_tasks_of_the_sheet_are_there() -> None:
    assert [f"chrome_{number}" for number in range(1, 8)] == IDS


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("seed", range(4))
def test_both_judges_see_that_the_expert_is_done(task: str, seed: int) -> None:
    env = PhoneEnv([task], observation=(), record=("tree",))
    episode = run_episode(env, ExpertAgent(env), options={"variation": "sampled", "seed": seed})
    for judge in (StateJudge(), ScreenJudge()):
        assert judge.judge(episode, find_task(task)).success is True, episode.goal


@pytest.mark.parametrize("task", IDS)
def test_the_largest_type_hides_nothing(task: str) -> None:
    instance = draw(find_task(task), look=Look("dark", FONT_SCALES[-1]))
    env = PhoneEnv([task], observation=(), font_scale=FONT_SCALES[-1])
    assert instance.phone
    assert success(run_episode(env, ExpertAgent(env), options={"variation": "canonical"}))


# Questions


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("30 March 1911, Pokfulam Road, Hong Kong", True),
        ("Founded on 30 March 1911; main campus at Pokfulam Road, Hong Kong", None),
        ("It was founded on March 30, 1911. The address is Pokfulam Road.", True),
        ("1911-03-30, Pok Fu Lam Road, Hong Kong", True),
        ("1911, Pokfulam Road, Hong Kong", False),
        ("11 March 1912, Pokfulam Road, Hong Kong", False),
        ("30 March 1912 and Pokfulam Road", False),
        ("30 March 1911, Hong Kong", False),
        ("30 March 1911", False),
        ("Pokfulam Road, Hong Kong", False),
        ("30 March 1911, Sassoon Road, Hong Kong", False),
    ],
)
def test_both_facts_are_needed(answer: str, right: bool | None) -> None:
    instance = draw(find_task("chrome_1"))
    assert instance.truth is not None
    assert instance.truth.matches(answer, instance.goal) is right


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("Google Scholar", True),
        ("scholar.google.com", True),
        ("https://scholar.google.com/", True),
        ("The web site saved under Mobile bookmarks is Google Scholar.", True),
        ("Google", False),
        ("Mobile bookmarks", False),
        ("Reading list", False),
        ("Google Scholar and GitHub", None),
    ],
)
def test_the_bookmark_is_named(answer: str, right: bool | None) -> None:
    instance = draw(find_task("chrome_3"))
    assert instance.truth is not None
    assert instance.truth.matches(answer, instance.goal) is right


@pytest.mark.parametrize("seed", range(25))
def test_drawn_questions_have_one_answer(seed: int) -> None:
    instance = draw(find_task("chrome_1"), "sampled", seed)
    phone, truth = Phone(instance.phone), instance.truth
    assert isinstance(truth, AllOf)
    day, address = truth.parts
    assert isinstance(day, Date)
    assert isinstance(address, Text)
    topic = instance.params["topic"]
    assert [one.name for one in phone.world.organisations].count(topic) == 1
    others = [one for one in phone.world.organisations if one.name != topic and one.kind != "spam"]
    for one in others:
        said = f"{one.founded.isoformat()}, {phone.world.address(one)}"
        assert truth.matches(said, instance.goal) is not True, one


@pytest.mark.parametrize("seed", range(25))
def test_drawn_folders_hold_one_bookmark(seed: int) -> None:
    instance = draw(find_task("chrome_3"), "sampled", seed)
    state: Chrome = Phone(instance.phone).chrome
    named = {title: id for id, title in ROOTS.items()} | {one.title: one.id for one in state.folders}
    (mark,) = state.in_folder(named[instance.params["folder"]])
    assert mark.title == instance.params["site"]
    assert [one.title for one in state.bookmarks].count(mark.title) == 1


# Pages


def test_an_article_is_open_and_not_merely_among_the_results() -> None:
    results = typed("hyperbolic functions wikipedia")
    assert success(play("chrome_4", *results)) is False
    assert success(play("chrome_4", *results, "Hyperbolic functions - Wikipedia")) is True
    assert success(play("chrome_4", *results, "Inverse hyperbolic functions - Wikipedia")) is False
    german = "de.wikipedia.org/wiki/Hyperbelfunktionen"
    assert success(play("chrome_4", *typed(german), "English")) is False
    assert success(play("chrome_4", *typed(HYPERBOLIC), "home")) is False
    assert success(play("chrome_4", *typed(HYPERBOLIC), MENU, "Settings")) is False
    assert success(play("chrome_4", *typed(HYPERBOLIC), MENU)) is True
    assert success(play("chrome_4", *typed(HYPERBOLIC), "back")) is False
    assert success(play("chrome_4", *typed(HYPERBOLIC), "Switch or close tabs")) is False


def test_the_home_page_is_neither_another_page_nor_a_look_alike() -> None:
    assert success(play("chrome_5", *typed("github.com"))) is True
    assert success(play("chrome_5", *typed("github.com"), "Explore projects")) is False
    assert success(play("chrome_5", *typed("GitHub"))) is False
    assert success(play("chrome_5", *typed("GitHub"), "GitHub - up to 90% off - today only")) is False
    assert success(play("chrome_5", *typed("en.wikipedia.org/wiki/GitHub"))) is False


def test_the_site_for_the_country_counts_alone() -> None:
    assert success(play("chrome_6", *typed("nike.com"))) is False
    assert success(play("chrome_6", *typed("nike.com/de"))) is False
    assert success(play("chrome_6", *typed("www.nike.com/hk"))) is True
    assert success(play("chrome_6", *typed("nike.com.hk"), "Reject all", "Shop new arrivals")) is True
    assert success(play("chrome_6", *typed("Nike Hong Kong"))) is False
    advert = "Nike Hong Kong - up to 90% off - today only"
    assert success(play("chrome_6", *typed("Nike Hong Kong"), advert)) is False


# The browser


def test_a_dark_page_is_no_dark_theme_and_the_other_way_round() -> None:
    assert success(play("chrome_2", MENU, "New Incognito tab")) is False
    dark = (MENU, "Settings", "Theme", "Dark")
    assert success(play("chrome_2", *dark)) is True
    assert success(play("chrome_2", *dark, "back", "back")) is True
    assert success(play("chrome_2", *dark, "Light")) is False
    assert success(play("chrome_7", *dark, "back", "back")) is False
    assert success(play("chrome_7", MENU, "New Incognito tab")) is True
    assert success(play("chrome_7", MENU, "New Incognito tab", "back", "home")) is False


def test_following_a_dark_phone_is_dark() -> None:
    task = find_task("chrome_2")
    phone = Phone(draw(task).phone)
    holds = task.subgoals[0].state
    phone.chrome.settings.theme = "System default"
    assert not holds(phone, Params(theme="Dark"))
    assert holds(phone, Params(theme="Light"))
    phone.system.settings["secure"]["ui_night_mode"] = "2"
    assert holds(phone, Params(theme="Dark"))
    assert holds(phone, Params(theme="System default"))


def test_what_else_is_changed_is_told() -> None:
    deleted = play("chrome_3", MENU, "Bookmarks", "Mobile bookmarks", "Options for Google Scholar", "Delete",
                   answer="Google Scholar")  # fmt: skip
    assert deleted.verdict is not None
    assert deleted.verdict.violations == ["bookmark_deleted"]
    other = play("chrome_2", MENU, "Settings", "Search engine", "Bing", "back", "Theme", "Dark")
    assert other.verdict is not None
    assert other.verdict.side_effects == ["chrome.settings.engine"]
