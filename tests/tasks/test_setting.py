"""The tasks of the settings: what they accept, what they refuse, and what varies."""

from __future__ import annotations

import pytest

from agents.basic import ExpertAgent
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.judges.state import StateJudge
from openphone_gym.phone.differences import changes
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import run
from openphone_gym.phone.system import packages
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Display, Package
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.setting.about import FACTS
from openphone_gym.tasks.setting.pages import PAGES
from openphone_gym.tasks.setting.switches import OPTIONS, put
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Params, SubGoal, Task, draw
from openphone_gym.trajectory import Episode
from openphone_gym.ui.node import UiNode, UiTree

TASKS = tasks_of("setting")
BY_SHELL = [task for task in TASKS if any(goal.shell for goal in task.subgoals)]
CONTACTS = "com.google.android.contacts"


@pytest.fixture(scope="module")
def env() -> PhoneEnv:
    return PhoneEnv([task.id for task in TASKS], observation=())


def solve(env: PhoneEnv, task: Task, variation: str, seed: int = 0) -> Episode:
    return run_episode(env, ExpertAgent(env), options={"task": task.id, "variation": variation, "seed": seed})


def start(task_id: str, seed: int | None = None) -> tuple[Task, Phone, Params]:
    task = find_task(task_id)
    instance = draw(task, "canonical") if seed is None else draw(task, "sampled", seed)
    return task, Phone(instance.phone), Params(**instance.params)


def reached(task: Task, phone: Phone, p: Params) -> bool:
    return all(StateJudge().subgoals(phone, task, p).values())


def shell_agrees(goal: SubGoal, phone: Phone, p: Params) -> bool:
    assert goal.shell is not None
    command, expected = (text.format_map(vars(p)) for text in goal.shell)
    output, _ = run(phone, command)
    return (expected in output) == goal.state(phone, p)


# All tasks


def test_there_are_23():
    assert [task.id for task in TASKS] == [f"setting_{number}" for number in range(23)]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_set_up_leaves_the_benchmark_s_phone_as_it_is(task):
    _, phone, _ = start(task.id)
    assert changes(Phone.new(None, Display()).snapshot(), phone.snapshot()) == []


@pytest.mark.parametrize("task", [t for t in TASKS if not t.is_query], ids=lambda task: task.id)
def test_nothing_is_reached_at_the_start(task):
    for seed in range(20):
        _, phone, p = start(task.id, seed)
        assert not any(StateJudge().subgoals(phone, task, p).values())
        assert StateJudge().violations(phone, task, p) == []


@pytest.mark.parametrize("task", BY_SHELL, ids=lambda task: task.id)
def test_shell_and_state_agree_before_and_after(env, task):
    for variation in ("canonical", "sampled"):
        episode = solve(env, task, variation)
        p = Params(**episode.params)
        for goal in task.subgoals:
            assert shell_agrees(goal, Phone(episode.start_state), p)
            assert shell_agrees(goal, Phone(episode.end_state), p)


VARIED = {1: 2, 2: 50, 4: 50, 8: 50, 9: 50, 10: 50, 11: 50, 12: 50, 13: 10, 14: 50, 15: 50, 16: 50, 17: 50}
VARIED |= {18: 10, 19: 2, 20: 7, 21: 15, 22: 20}
"""Task to how many different values its parameters take at least."""


@pytest.mark.parametrize(("number", "least"), VARIED.items())
def test_parameters_vary(number, least):
    drawn = {str(draw(TASKS[number], "sampled", seed).params) for seed in range(4 * least)}
    assert len(drawn) >= least


# Answers

ANSWERS = {
    "setting_6": (["4.7 GB", "4.7 gigabytes", "Apps take 4.7 GB"], ["11 GB", "6.1 GB"]),
    "setting_14": (
        [
            "Asia/Shanghai",
            "GMT+08:00 China Standard Time",
            "China Standard Time",
            "UTC+8",
            "Beijing time",
            "It is in GMT+8.",
        ],
        ["GMT", "America/Los_Angeles", "UTC+9"],
    ),
    "setting_16": (
        ["English (United States)", "English (US)", "en-US", "American English"],
        ["Español", "Chinese", "English (United Kingdom)"],
    ),
    "setting_17": (["13", "Android 13", "Android 13 (API 33)"], ["14", "API 33"]),
    "setting_22": (["no", "off", "not on", "not open", "disabled"], ["yes", "it is on"]),
}


@pytest.mark.parametrize("task_id", ANSWERS)
def test_answers(task_id):
    task, phone, p = start(task_id)
    assert task.answer is not None
    expected = task.answer(phone, p)
    accepted, rejected = ANSWERS[task_id]
    assert [said for said in accepted if expected.matches(said) is not True] == []
    assert [said for said in rejected if expected.matches(said) is not False] == []


@pytest.mark.parametrize(
    ("zone", "accepted", "rejected"),
    [
        ("Asia/Kolkata", ["UTC+5:30", "GMT+05:30", "India Standard Time"], ["UTC+5", "Nepal Time"]),
        ("America/St_Johns", ["GMT-02:30", "Newfoundland Time"], ["GMT+02:30", "Pacific Time"]),
        ("Atlantic/Reykjavik", ["GMT", "UTC", "Greenwich Mean Time", "UTC+0"], ["UTC+1"]),
    ],
)
def test_other_time_zones(zone, accepted, rejected):
    task, phone, p = start("setting_14")
    p.zone = zone
    assert task.answer is not None
    assert all(task.answer(phone, p).matches(said) for said in accepted)
    assert not any(task.answer(phone, p).matches(said) for said in rejected)


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_can_be_read(env, fact):
    task = find_task("setting_17")
    seed = next(seed for seed in range(30) if draw(task, "sampled", seed).params["fact"] == fact)
    verdict = solve(env, task, "sampled", seed).verdict
    assert verdict is not None
    assert verdict.success


# Options


@pytest.mark.parametrize("name", OPTIONS)
def test_options_are_kept_where_the_screen_keeps_them(env, name):
    task = find_task("setting_22")
    for state in ("on", "off"):
        draws = (draw(task, "sampled", seed) for seed in range(400))
        instance = next(i for i in draws if i.params["option"] == name and i.params["state"] == state)
        episode = solve(env, task, "sampled", instance.seed)
        assert episode.answer == {"on": "yes", "off": "no"}[state]


def test_airplane_mode_takes_wifi_along_in_both_directions():
    phone = Phone.new()
    put(phone, "airplane mode", "on")
    assert phone.system.settings["global"]["wifi_on"] == "3"
    put(phone, "airplane mode", "off")
    assert phone.system.settings["global"]["wifi_on"] == "1"


# What does not count


def test_a_host_name_does_not_count_while_another_mode_is_chosen():
    task, phone, p = start("setting_2")
    table = phone.system.settings["global"]
    table["private_dns_specifier"] = p.host
    assert not reached(task, phone, p)
    table["private_dns_mode"] = "hostname"
    assert reached(task, phone, p)


def test_one_percent_is_not_zero():
    task, phone, p = start("setting_8")
    for raw, dark in (("3", False), ("2", True), ("1", True)):
        phone.system.settings["system"]["screen_brightness"] = raw
        assert reached(task, phone, p) == dark


def test_cantonese_is_not_chinese_but_taiwan_is():
    task, phone, p = start("setting_11")
    for locale, fits in (("yue_HKG", False), ("zho_TWN", True), ("zho_CHN", True)):
        phone.system.settings["secure"]["tts_default_locale"] = f"com.google.android.tts:{locale}"
        assert reached(task, phone, p) == fits


def test_a_language_must_be_in_second_place():
    task, phone, p = start("setting_15")
    table = phone.system.settings["system"]
    for order, held in (
        ("es-US,en-US", [True, False]),
        ("en-US,fr-FR,es-US", [True, False]),
        ("en-US,es-US,fr-FR", [True, True]),
    ):
        table["system_locales"] = order
        assert list(StateJudge().subgoals(phone, task, p).values()) == held


def test_notifications_may_be_switched_off_in_either_way():
    task, phone, p = start("setting_18")
    one = phone.system.packages.setdefault(CONTACTS, Package("Contacts", notification_access=True))
    assert not reached(task, phone, p)
    one.notifications = False
    assert reached(task, phone, p)
    one.notifications, one.notification_access = True, False
    assert reached(task, phone, p)
    del phone.system.packages[CONTACTS]
    assert not reached(task, phone, p)


def test_uninstalling_another_app_is_a_violation():
    task, phone, p = start("setting_20")
    packages.uninstall(phone.system, p.package)
    assert reached(task, phone, p)
    assert StateJudge().violations(phone, task, p) == []
    packages.uninstall(phone.system, "org.mozilla.firefox")
    assert StateJudge().violations(phone, task, p) == ["other_app_uninstalled"]


# Screens of real phones


def told(task, phone, p, screen, **args):
    """What a page of the settings tells about the only sub-goal."""
    Nav(phone, phone.front()).start("setting", screen, **args)
    phone.changed()
    return task.subgoals[0].screen(Sight(phone.tree()), p)


@pytest.mark.parametrize(
    ("screen", "args"),
    [
        ("notification_apps", {}),
        ("app_notifications", {"package": CONTACTS}),
        ("app_info", {"package": CONTACTS}),
    ],
)
def test_pages_tell_whether_an_app_may_notify(screen, args):
    task, phone, p = start("setting_18")
    assert told(task, phone, p, screen, **args) is False
    phone.system.packages[CONTACTS].notifications = False
    assert told(task, phone, p, screen, **args) is True


@pytest.mark.parametrize(
    ("screen", "args"), [("notification_access", {}), ("notification_access_app", {"package": CONTACTS})]
)
def test_pages_tell_whether_an_app_may_read_notifications(screen, args):
    task, phone, p = start("setting_18")
    phone.system.packages[CONTACTS].notification_access = True
    assert told(task, phone, p, screen, **args) is False
    phone.system.packages[CONTACTS].notification_access = False
    assert told(task, phone, p, screen, **args) is True


def test_other_pages_tell_nothing_about_notifications():
    task, phone, p = start("setting_18")
    for screen, args in (
        ("main", {}),
        ("apps", {}),
        ("app_notifications", {"package": "com.android.chrome"}),
    ):
        assert told(task, phone, p, screen, **args) is None


def test_the_slider_tells_the_brightness_as_the_page_does():
    task, phone, p = start("setting_8")
    for raw, expected in (("102", False), ("1", True)):
        phone.system.settings["system"]["screen_brightness"] = raw
        assert told(task, phone, p, "display") is expected
        assert told(task, phone, p, "brightness") is expected
    assert told(task, phone, p, "sound") is None


@pytest.mark.parametrize(
    ("page", "screen", "args"),
    [
        ("Notifications", "app_notifications", {"package": CONTACTS}),
        ("Storage", "app_storage", {"package": CONTACTS}),
        ("Apps", "storage_apps", {}),
        ("main", "search", {}),
    ],
)
def test_pages_of_the_same_title_are_told_apart(page, screen, args):
    task, phone, p = start("setting_21")
    p.page = page
    assert told(task, phone, p, PAGES[page])
    assert not told(task, phone, p, screen, **args)


@pytest.mark.parametrize(("package", "expected"), [("com.booking", False), ("org.mozilla.firefox", True)])
def test_asking_about_another_app_shows(package, expected):
    task, phone, p = start("setting_20")
    Nav(phone, phone.front()).start("setting", "confirm_uninstall", package=package)
    phone.changed()
    asks = task.never[0].screen
    assert asks is not None
    assert asks(Sight(phone.tree()), p) is expected


def test_pages_of_real_phones_have_their_title_in_the_collapsing_bar():
    task, _, p = start("setting_21")
    p.page = "Display"
    ident = "com.android.settings:id/collapsing_toolbar"
    bar = UiNode(resource_id=ident, content_desc="Display", package="com.android.settings")
    shows = task.subgoals[0].screen
    assert shows is not None
    assert shows(Sight(UiTree(roots=[bar], width=10, height=10)), p)
