"""Contact sheets: the walk finds every screen of an app, the same ones every time, and sheets stay small."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
from typer.testing import CliRunner

from benchmarks.contact_sheet import BYTES_A_PICTURE, VARIANTS, app
from benchmarks.walk import Place, Walk, does
from openphone_gym.devices import VirtualDevice
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav


def walked(name: str, budget: int) -> tuple[Walk, list[Place]]:
    walk = Walk(VirtualDevice(), budget)
    walk.app(name)
    return walk, [place for place in walk.places if place.app == name]


def test_all_screens_of_an_app_are_found() -> None:
    walk, places = walked("messages", 400)
    assert walk.missing("messages") == []
    assert len({place.screen for place in places}) >= 10


def test_handlers_of_one_kind_are_told_apart_by_the_screens_they_open() -> None:
    screens = {"one": None, "other": None}
    phone = Phone.new(1)
    nav = Nav(phone, stacks.front_entry(phone.system))
    handlers = [nav.to("one"), nav.to("other"), nav.remember("key", 1)]
    assert len({does(handler, screens) for handler in handlers}) == 3


def test_a_page_behind_one_that_loads_is_found() -> None:
    _, places = walked("zoom", 2_000)
    assert "meeting" in {place.screen for place in places}


def test_two_walks_find_the_same() -> None:
    first, second = walked("dialer", 150)[1], walked("dialer", 150)[1]
    assert [(place.screen, place.shape) for place in first] == [
        (place.screen, place.shape) for place in second
    ]


def test_the_budget_ends_a_walk() -> None:
    few, many = walked("contacts", 40)[1], walked("contacts", 300)[1]
    assert len(few) < len(many)


def test_a_sheet_is_small_and_its_facts_join_those_of_other_apps(tmp_path: Path) -> None:
    (tmp_path / "screens.json").write_text(json.dumps({"other": {}}), encoding="utf-8")
    arguments = ["--out", str(tmp_path), "--apps", "launcher", "--budget", "60"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    facts = json.loads((tmp_path / "screens.json").read_text(encoding="utf-8"))
    assert set(facts) == {"launcher", "other"}
    pictures = facts["launcher"]["pictures"]
    assert 0 < pictures <= VARIANTS * facts["launcher"]["screens"]
    assert (tmp_path / "launcher.webp").stat().st_size <= BYTES_A_PICTURE * pictures


def test_a_look_changes_the_pictures(tmp_path: Path) -> None:
    means: list[float] = []
    for look in ("", "cmd uimode night yes"):
        arguments = ["--out", str(tmp_path), "--apps", "messages", "--budget", "20", "--look", look]
        assert CliRunner().invoke(app, arguments).exit_code == 0
        sheet = cv2.imread(str(tmp_path / "messages.webp"))
        assert sheet is not None
        means.append(float(sheet.mean()))
    light, dark = means
    assert dark < light - 30
