"""What an app declares is all that the phone knows of it: nothing outside its folder names it."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import openphone_gym
from openphone_gym.phone.app import App, UnknownApp, installed_apps, sharing
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system import intents, stacks
from openphone_gym.phone.system.listings import OTHERS, candidates, dock, listings
from openphone_gym.phone.system.nav import Nav

PACKAGE = Path(openphone_gym.__file__).parent
APPS = PACKAGE / "phone" / "apps"
TASKS = PACKAGE / "tasks"

SYSTEM = ("launcher", "systemui")
"""The faces of the system itself, which it shows by name."""

NAMING = {
    "act",
    "app",
    "deliver",
    "find_task",
    "showing",
    "start",
    "starting",
    "state_of",
    "stop",
    "Entry",
    "Task",
}
NAMING |= {"Notification", "find_app", "first_state", "Message"}
"""Functions that are given the id of an app first."""

FAMILY = {("dialer", "contacts"), ("messages", "contacts"), ("messages", "dialer")}
"""Apps of one maker that share code: which one uses the other's."""


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def owner(path: Path) -> str:
    """Id of the app in whose folder a file lies; empty outside."""
    return path.relative_to(APPS).parts[0] if path.is_relative_to(APPS) else ""


def named(tree: ast.Module, apps: dict[str, App]) -> Iterator[tuple[int, str]]:
    """Line and app of whatever names an app: its package, its id handed over, its folder, its state."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)):
                yield from ((node.lineno, id) for id, app in apps.items() if text.startswith(app.package))
            case ast.Call(func=ast.Attribute(attr=function) | ast.Name(id=function)):
                given = node.args[:1] if function in NAMING else []
                given += [key.value for key in node.keywords if key.arg in ("app", "of")]
                yield from ((node.lineno, value.value) for value in given if isinstance(value, ast.Constant))
            case ast.Compare(left=ast.Attribute(attr="app"), comparators=[ast.Constant(value=id)]):
                yield node.lineno, id
            case ast.Attribute(value=ast.Name(id="phone"), attr=id):
                yield node.lineno, id
            case ast.ImportFrom(module=str(module)) if ".phone.apps." in module:
                yield node.lineno, module.split(".phone.apps.")[1].split(".")[0]


def test_nothing_outside_the_folder_of_an_app_names_it() -> None:
    apps = {id: app for id, app in installed_apps().items() if id not in SYSTEM}
    found = [
        f"{path.relative_to(PACKAGE)}:{line} names {id}"
        for path, tree in modules()
        if not path.is_relative_to(TASKS)  # a task names the apps that it is about
        for line, id in named(tree, apps)
        if id in apps and id != owner(path) and (owner(path), id) not in FAMILY
    ]
    assert found == []


def test_the_search_finds_names() -> None:
    code = """
from openphone_gym.phone.apps.zoom.state import Zoom
nav.start("zoom", "join")
nav.act("place_call", of="zoom")
Entry("zoom", "welcome")
x = wakeup.app == "zoom"
package = "us.zoom.videomeetings"
phone.zoom.joined
"""
    apps = {"zoom": installed_apps()["zoom"]}
    found = named(ast.parse(code), apps)
    assert sorted(line for line, id in found if id == "zoom") == [2, 3, 4, 5, 6, 7, 8]


def test_packages_that_became_apps_are_no_strangers_any_more() -> None:
    assert {one.package for one in OTHERS}.isdisjoint(app.package for app in installed_apps().values())
    assert list(listings()) == list(dict.fromkeys(listings()))


def test_a_new_phone_holds_what_is_declared() -> None:
    system = Phone.new().system
    assert set(system.packages) == set(listings())
    for name, listing in listings().items():
        package = system.packages[name]
        told = (package.label, package.version, package.megabytes, package.system, package.permissions)
        assert told == (
            listing.label,
            listing.version,
            listing.megabytes,
            listing.system,
            dict(listing.permissions),
        )
    assert [system.packages[name].label for name in dock()] == ["Phone", "Messages", "Chrome", "Settings"]
    assert all(system.roles[role] in candidates(role) for role in ("browser", "dialer", "sms", "home"))
    assert not set(dock()) & set(system.home)


def test_canonical_facts_of_the_package_manager() -> None:
    packages = Phone.new().system.packages
    zoom = packages["us.zoom.videomeetings"]
    assert (zoom.version, zoom.megabytes, zoom.system) == ("5.17.11", 178, False)
    assert packages["com.google.android.contacts"].notification_access is True
    assert packages["com.google.android.deskclock"].notification_access is False
    assert packages["com.android.settings"].version == "13"


@pytest.mark.parametrize("app", installed_apps().values(), ids=lambda app: app.id)
def test_what_an_app_opens_takes_all_that_comes(app: App) -> None:
    for kind, target in app.opens.items():
        if target:
            taken = inspect.signature(app.screens.get(target) or app.actions[target])
            taken.bind(None, None)
            fields = intents.KINDS[kind].fields if kind in intents.KINDS else ()
            taken.bind(None, None, **dict.fromkeys(fields))
        assert kind in intents.KINDS or kind.startswith(intents.ANDROID)


@pytest.mark.parametrize("app", installed_apps().values(), ids=lambda app: app.id)
def test_names_in_a_declaration_exist(app: App) -> None:
    assert app.home in app.screens
    assert app.alarms <= set(app.actions)
    assert app.ephemeral <= set(app.state.__struct_fields__)


def test_requests_are_checked() -> None:
    phone = Phone.new()
    nav = Nav(phone, stacks.front_entry(phone.system))
    with pytest.raises(intents.BadRequest, match="no request is called 'lnk'"):
        nav.send("lnk")
    with pytest.raises(intents.BadRequest, match="link carries no text"):
        nav.send("link", text="x")
    assert not nav.send("android.intent.action.BREW_TEA")
    with pytest.raises(UnknownApp):
        sharing("recipes")


LOADED = """
import sys
import gymnasium
import openphone_gym
gymnasium.make("OpenPhone-v0", observation=("ui",))
print([name for name in sys.modules if ".phone.apps." in name and ".screens" in name])
"""


def test_screens_load_when_first_shown() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
