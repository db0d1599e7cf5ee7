"""Differences between two phones, as paths."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from openphone_gym.phone.app import App, installed_apps
from openphone_gym.phone.differences import allowed, changes
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.state import Package
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.ui.gesture import LaunchApp, PressKey, Swipe, Tap, Wait


class Item(msgspec.Struct):
    id: int
    name: str
    tags: list[str] = []


class Box(msgspec.Struct):
    width: int = 1


class Shop(msgspec.Struct):
    items: list[Item] = []
    words: list[str] = []
    prices: dict[str, int] = {}
    box: Box | None = None
    form: Box = msgspec.field(default_factory=Box)


def seed(rng: Any, world: Any) -> Shop:
    return Shop([Item(1, "pen"), Item(2, "ink")], ["a", "b"], {"pen": 5}, Box())


def front(state: Shop, nav: Any) -> Page:
    return Page(None)


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    """A phone with one more app, whose state has every kind of content."""
    shop = App(
        id="shop",
        package="org.example.shop",
        activity="Main",
        label="Shop",
        icon="cart",
        color=0,
        state=Shop,
        seed=seed,
        screens=[front],
        ephemeral=["form"],
        launchable=False,
    )
    apps = {**installed_apps(), "shop": shop}
    for name in ("phone.differences", "phone.phone"):
        monkeypatch.setattr(f"openphone_gym.{name}.installed_apps", lambda: apps)
    return Phone.new()


def difference(phone: Phone, change) -> list[str]:
    start = phone.snapshot()
    change(phone)
    return changes(start, phone.snapshot())


def test_nothing_changed(phone):
    assert difference(phone, lambda phone: None) == []
    assert difference(phone, lambda phone: phone.shop) == []


def grow(phone):
    phone.shop.items.append(Item(3, "nib"))


def shrink(phone):
    del phone.shop.items[0]


def rename(phone):
    phone.shop.items[1].name = "blue ink"


def tag(phone):
    phone.shop.items[1].tags.append("new")


def swap(phone):
    phone.shop.items[0] = Item(7, "nib")


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        (grow, ["shop.items.+"]),
        (shrink, ["shop.items.-1"]),
        (rename, ["shop.items.2.name"]),
        (tag, ["shop.items.2.tags"]),
        (swap, ["shop.items.-1", "shop.items.+"]),
        (lambda phone: phone.shop.items.clear(), ["shop.items.-1", "shop.items.-2"]),
        (lambda phone: phone.shop.words.append("c"), ["shop.words"]),
        (lambda phone: phone.shop.words.reverse(), ["shop.words"]),
        (lambda phone: phone.shop.prices.update(pen=6), ["shop.prices.pen"]),
        (lambda phone: phone.shop.prices.update(ink=2), ["shop.prices.ink"]),
        (lambda phone: phone.shop.prices.clear(), ["shop.prices.-pen"]),
        (lambda phone: setattr(phone.shop.box, "width", 2), ["shop.box.width"]),
        (lambda phone: setattr(phone.shop, "box", None), ["shop.box"]),
        (lambda phone: setattr(phone.shop.form, "width", 2), []),
    ],
)
def test_apps(phone, change, paths):
    assert difference(phone, change) == paths


def test_an_app_that_was_used_before(phone):
    rename(phone)
    assert difference(phone, grow) == ["shop.items.+"]
    assert difference(phone, lambda phone: None) == []


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        (lambda s: s.settings["global"].update(wifi_on="0"), ["settings.global.wifi_on"]),
        (lambda s: s.settings["secure"].update(brand_new="0"), ["settings.secure.brand_new"]),
        (lambda s: s.settings["secure"].pop("bluetooth_name"), ["settings.secure.-bluetooth_name"]),
        (lambda s: s.properties.update({"persist.sys.timezone": "UTC"}), ["properties.persist.sys.timezone"]),
        (lambda s: s.packages.pop("com.booking"), ["packages.-com.booking"]),
        (lambda s: s.packages.update({"org.new": Package("New")}), ["packages.org.new"]),
        (
            lambda s: setattr(s.packages["com.booking"], "notifications", False),
            ["packages.com.booking.notifications"],
        ),
        (lambda s: s.roles.update(browser="org.mozilla.firefox"), ["roles.browser"]),
        (lambda s: s.home.reverse(), ["home"]),
        (lambda s: setattr(s, "wallpaper", 3), ["wallpaper"]),
        (lambda s: setattr(s, "clipboard", "x"), []),
        (lambda s: setattr(s, "battery", 1), []),
    ],
)
def test_system(change, paths):
    assert difference(Phone.new(), lambda phone: change(phone.system)) == paths


def test_mere_use_changes_nothing():
    def use(phone: Phone) -> None:
        for gesture in (
            Wait(600),
            Swipe(540, 1800, 540, 600),
            PressKey("home"),
            LaunchApp("us.zoom.videomeetings"),
            Tap(540, 1200),
            PressKey("back"),
            PressKey("recents"),
            PressKey("home"),
        ):
            phone.perform(gesture)

    assert difference(Phone.new(), use) == []


def test_sampled_phones_compare_with_what_their_seed_gave():
    assert difference(Phone.new(5), lambda phone: phone.zoom) == []
    assert difference(Phone.new(5), lambda phone: setattr(phone.zoom, "joined", "1")) == ["zoom.joined"]


@pytest.mark.parametrize(
    ("path", "patterns", "expected"),
    [
        ("zoom.joined", ["zoom.joined"], True),
        ("zoom.settings.show_name", ["zoom.settings"], True),
        ("zoom.settings.show_name", ["zoom"], True),
        ("zoom.settings_more", ["zoom.settings"], False),
        ("zoom.settings", ["zoom.settings.show_name"], False),
        ("clock.alarms.+", ["clock.alarms.+"], True),
        ("clock.alarms.-3", ["clock.alarms.+"], False),
        ("clock.alarms.3.on", ["clock.alarms.+", "clock.alarms.3"], True),
        ("clock.alarms.31.on", ["clock.alarms.3"], False),
        ("zoom.joined", [], False),
    ],
)
def test_allowed(path, patterns, expected):
    assert allowed(path, patterns) is expected
