"""What people and models say who looked and found the answer is right, and not merely open."""

from __future__ import annotations

from functools import cache

import pytest

from agents.basic import ExpertAgent
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.tasks.answers import Phone, Text
from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.tasks.task import draw

QUESTIONS = [task.id for task in catalogue().values() if task.is_query and task.suite != "practice"]

SENTENCES = {
    "chrome_3": [
        "The web site saved under {folder} is {said}.",
        "The bookmark in {folder} is called {said}.",
    ],
    "clock_10": ["The earliest alarm that is switched on is at {said}."],
    "clock_12": {
        "Yes": ["Yes, the {time} alarm vibrates.", "Vibration is switched on for the {time} alarm."],
        "No": ["No, the {time} alarm does not vibrate.", "Vibration is off for the {time} alarm."],
    },
    "clock_11": {
        "Yes": ["Yes, the alarm at {time} repeats every day."],
        "No": ["No, the alarm at {time} does not ring every day."],
    },
    "clock_13": ["There are {said} alarms switched on.", "{said} of my alarms are on."],
    "clock_14": {
        "Yes": ["Yes, the {time} alarm is switched on.", "The alarm at {time} is on."],
        "No": ["No, the {time} alarm is switched off.", "The alarm at {time} is off."],
    },
    "clock_16": ["In {city} it is now {said}.", "The time difference to {city}: {said}"],
    "contacts_12": ["{name}'s {which} number is {said}.", "The {which} number of {name} is {said}."],
    "contacts_13": ["{name}'s {kind} e-mail address is {said}.", "The {kind} email of {name} is {said}."],
    "contacts_14": ["{name}'s birthday is {said}.", "{name} was born on {said}."],
    "contacts_15": ["{name} works for {said}.", "{name}'s company is {said}."],
    "cross_9": ["The total of May 2024 is {said}.", "You have spent {said} in May 2024."],
    "cross_15": ["The route is shown; it takes {said}.", "It takes {said} {by} from here to {place}."],
    "setting_6": ["{category} take up {said} of storage.", "{said} of storage is taken by {category}."],
    "setting_14": [
        "The time zone of this phone is {said}.",
        "The phone is set to {zone}.",
        "{said} ({zone})",
    ],
    "setting_16": ["The main language of this phone is {said}."],
    "setting_17": ["The {fact} of this phone is {said}."],
    "tiktok_2": {
        "Yes": ["Yes, you follow {name}.", "You are following {name}.", "You follow {name}."],
        "No": ["No, you do not follow {name}.", "{name} is not followed.", "You aren't following {name}."],
    },
    "tiktok_4": ["The ID of {name} is {said}.", "{name} has the ID @{said}.", "@{said}"],
    "setting_22": {"yes": ["Yes, {option} is switched on."], "no": ["No, {option} is switched off."]},
}
"""Full sentences by task, by the short answer where that says yes or no."""

COMMON = ["{said}", "The answer is {said}.", "Answer: {said}"]
"""Sentences for all questions."""


@cache
def env() -> PhoneEnv:
    return PhoneEnv(QUESTIONS, observation=())


@pytest.mark.parametrize(("variation", "seeds"), [("canonical", range(1)), ("sampled", range(6))])
@pytest.mark.parametrize("task_id", QUESTIONS)
def test_a_full_sentence_is_as_right_as_the_bare_answer(task_id: str, variation: str, seeds: range) -> None:
    for seed in seeds:
        options = {"task": task_id, "variation": variation, "seed": seed}
        episode = run_episode(env(), ExpertAgent(env()), options=options)
        instance = draw(catalogue()[task_id], variation, seed)
        said = episode.answer
        known = SENTENCES.get(task_id, [])
        sentences = known[said] if isinstance(known, dict) else known
        for sentence in [*COMMON, *sentences]:
            message = sentence.format_map({**instance.params, "said": said})
            assert instance.truth is not None
            assert instance.truth.matches(message, instance.goal) is True, (message, instance.goal)


@pytest.mark.parametrize(
    ("task_id", "params", "message"),
    [
        ("setting_17", {"fact": "API level"}, "The API level is 33 (Android 13)."),
        ("setting_17", {"fact": "API level"}, "The phone runs Android 13, API level 33."),
        ("setting_17", {"fact": "kernel version"}, "The phone runs Linux kernel 5.15.41."),
        ("setting_17", {"fact": "Android version"}, "Android 13 (API level 33)"),
    ],
)
def test_what_belongs_to_a_value_may_be_named(task_id: str, params: dict[str, str], message: str) -> None:
    instance = draw(catalogue()[task_id])
    instance.params |= params
    assert instance.truth is not None
    assert instance.truth.matches(message, f"What is the {params['fact']} of this phone?") is True


@pytest.mark.parametrize(
    ("message", "right"),
    [
        ("藤田和也's number is 22331144", True),
        ("The number of 藤田和也 is 22331144.", True),
        ("22331144 (藤田)", True),
        ("高田大輔's number is 22331144", None),
        ("22331144 不", None),
    ],
)
def test_names_of_other_scripts_are_known_from_the_question(message: str, right: bool | None) -> None:
    assert Phone("22331144").matches(message, "What is the phone number of my contact 藤田和也?") is right


@pytest.mark.parametrize(
    ("message", "right"),
    [
        ("America/Los_Angeles", True),
        ("The zone is America/Los_Angeles.", True),
        ("America_Los_Angeles", True),
        ("Los_Angelesx", False),
        ("xAmerica/Los_Angeles", False),
    ],
)
def test_underscores_part_words(message: str, right: bool) -> None:
    zone = Text("America/Los_Angeles")
    assert zone.matches(message, "Which time zone is this phone in?") is right
