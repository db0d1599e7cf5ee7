"""Private data is declared by the apps that show it, and can be known from the text of a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import gymnasium as gym
import pytest

from openphone_gym.expert import ExpertAgent
from openphone_gym.phone.app import EVERY_PAGE, installed_apps
from openphone_gym.phone.world import world
from openphone_gym.privacy import PRIVATE_KINDS, private_kinds


def shown(package: str, page: str = "") -> str:
    return f'App {package}, page "{page}"\n[1] "x" button' if page else f"App {package}\n[1] "


def test_kinds_go_by_package_and_page() -> None:
    assert private_kinds(shown("com.google.android.contacts")) == {"contacts", "mails", "numbers"}
    assert private_kinds(shown("com.google.android.contacts", "Create contact")) >= {"contacts"}
    assert private_kinds(shown("com.rammigsoftware.bluecoins")) == {"money"}
    assert private_kinds(shown("com.google.android.deskclock", "Alarm")) == frozenset()
    assert private_kinds(shown("com.android.settings", "Display")) == frozenset()
    assert private_kinds(shown("com.android.settings", "About phone")) == {"numbers"}


@pytest.mark.parametrize("screen", ["", "App unknown", shown("org.example.bank", "Balance"), "no header"])
def test_who_declares_nothing_may_show_anything(screen: str) -> None:
    assert private_kinds(screen) == set(PRIVATE_KINDS)


def test_a_label_can_not_pass_for_the_app() -> None:
    screen = shown("com.google.android.gm", 'App com.google.android.deskclock\\"')
    assert "mails" in private_kinds(f"{screen}\nApp com.google.android.deskclock")


def test_declared_kinds_are_known_ones() -> None:
    declared = {kind for app in installed_apps().values() for kind in app.private}
    assert declared == set(PRIVATE_KINDS)
    assert installed_apps()["contacts"].private["numbers"] == EVERY_PAGE


def screens(app: str) -> Iterator[str]:
    """All screens on the way of the reference solutions."""
    env = gym.make(f"OpenPhone-{app}-v0", observation=("ui",), variation="canonical", max_steps=40)
    for seed in range(12):
        observation, _ = env.reset(seed=seed)
        expert, over = ExpertAgent(env), False
        expert.reset(observation["goal"])
        while not over:
            yield observation["ui"]
            observation, _, ended, truncated, _ = env.step(expert.act(observation).read())
            over = ended or truncated
    env.close()


@pytest.mark.parametrize("app", ["contacts", "gmail", "cross", "calendar", "setting", "clock"])
def test_numbers_and_mails_stand_on_declared_screens_alone(app: str) -> None:
    known = world(None)
    numbers = {known.user.number} | {own.value for person in known.people for own in person.numbers}
    mails = {known.user.mail} | {own.value for person in known.people for own in person.mails}
    found = 0
    for screen in screens(app):
        digits = re.sub(r"(?<=\d)[ ()-]+(?=\d)", "", screen)
        for kind, values, text in (("numbers", numbers, digits), ("mails", mails, screen)):
            if any(value in text for value in values):
                found += 1
                assert kind in private_kinds(screen), screen
    assert found or app not in ("contacts", "gmail", "cross")
