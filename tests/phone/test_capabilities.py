"""What apps can ask of the system: requests, files, players, nuisances, themes, the net, accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.phone import Phone, Snapshot
from openphone_gym.phone.shell import Files, run
from openphone_gym.phone.system import accounts, files, stacks
from openphone_gym.phone.system.interruptions import INTERRUPTIONS
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Entry, File, NotificationButton, Progress
from openphone_gym.phone.toolkit.box import Box, Text
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Page
from openphone_gym.phone.toolkit.theme import BODY_LARGE
from openphone_gym.phone.world import world
from openphone_gym.ui.gesture import Swipe, Tap, Wait

MESSAGES = "com.google.android.apps.messaging"

Show = Callable[[Callable[[Nav], Box]], Any]


def nav_of(phone: Phone) -> Nav:
    return Nav(phone, stacks.front_entry(phone.system))


def ask(finger: Any, kind: str, **data: Any) -> bool:
    done = nav_of(finger.phone).send(kind, **data)
    finger.phone.changed()
    return done


def same_after_a_round_trip(phone: Phone) -> None:
    snapshot = phone.snapshot()
    assert Snapshot.from_json(snapshot.to_json()) == snapshot
    assert phone.fork().tree() == phone.tree()


# Requests


def test_a_share_arrives_in_a_message(finger: Any) -> None:
    assert ask(finger, "share", text="Dinner at eight")
    same_after_a_round_trip(finger.phone)
    finger.tap("Messages")
    assert finger.phone.showing("messages", "new_chat", text="Dinner at eight")
    finger.tap("David Park")
    assert finger.sees("Dinner at eight")


def test_a_single_taker_is_not_asked_about(finger: Any) -> None:
    assert ask(finger, "dial", number="555 123")
    assert finger.phone.showing("dialer", "keypad")
    assert finger.phone.dialer.typed == "555123"
    assert ask(finger, "contact", name="Ann Lee", number="555", email="ann@example.org", company="ABC")
    person = finger.phone.contacts.draft.person
    assert (person.name, person.phones[0].number, person.company) == ("Ann Lee", "555", "ABC")
    assert person.emails[0].address == "ann@example.org"


def test_several_takers_are_offered_unless_one_has_the_role(finger: Any) -> None:
    assert ask(finger, "link", url="https://example.org")
    assert finger.phone.showing("chrome")
    finger.phone.system.roles["browser"] = "org.mozilla.firefox"
    assert ask(finger, "link", url="https://example.org")
    assert finger.sees("Firefox is not part of this phone")
    finger.phone.system.roles["browser"] = ""
    assert ask(finger, "link", url="https://example.org")
    assert finger.sees("Open with", "Chrome", "Firefox")
    finger.press("back")
    finger.phone.system.packages.pop("org.mozilla.firefox")
    assert ask(finger, "link", url="https://example.org")
    assert finger.phone.showing("chrome")


def test_an_app_opens_links_to_its_own_hosts_alone(finger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    zoom = installed_apps()["zoom"]
    monkeypatch.setattr(zoom, "hosts", frozenset(["meet.example.org"]))
    monkeypatch.setattr(zoom, "opens", {"link": ""})
    for url in ("https://meet.example.org/j/1", "meet.example.org", "https://MEET.example.org/"):
        assert ask(finger, "link", url=url)
        assert finger.phone.showing("zoom"), url
    for url in ("https://example.org/", "https://meet.example.org.example.net/", "https://[broken"):
        assert ask(finger, "link", url=url)
        assert finger.phone.showing("chrome"), url
    finger.phone.system.packages[zoom.package].enabled = False
    assert ask(finger, "link", url="https://meet.example.org/j/1")
    assert finger.phone.showing("chrome")


def test_disabled_apps_take_nothing(finger: Any) -> None:
    finger.phone.system.packages["com.google.android.dialer"].enabled = False
    assert not ask(finger, "call", number="1")


@pytest.mark.parametrize(
    ("intent", "app", "screen"),
    [
        ("android.intent.action.DIAL -d tel:123", "dialer", "keypad"),
        ("android.intent.action.DIAL", "dialer", "home"),
        ("android.intent.action.VIEW -d tel:123", "dialer", "keypad"),
        ("android.intent.action.SENDTO -d smsto:123 --es sms_body 'See you'", "messages", "compose"),
        ("android.intent.action.SET_ALARM", "clock", "home"),
        ("android.intent.action.SHOW_ALARMS", "clock", "home"),
        ("android.settings.WIFI_SETTINGS", "setting", "internet"),
        ("android.settings.SETTINGS", "setting", "main"),
        ("android.settings.APPLICATION_DETAILS_SETTINGS", "setting", "app_info"),
        (
            "android.settings.APPLICATION_DETAILS_SETTINGS -d package:us.zoom.videomeetings",
            "setting",
            "app_info",
        ),
    ],
)
def test_am_start_opens_pages(intent: str, app: str, screen: str) -> None:
    phone = Phone.new()
    run(phone, f"am start -a {intent}")
    assert phone.showing(app, screen)
    assert phone.tree().texts()


def test_am_start_delivers() -> None:
    phone = Phone.new()
    extra = "android.intent.extra"
    alarm = f"--ei {extra}.alarm.HOUR 5 --ei {extra}.alarm.MINUTES 55 -e {extra}.alarm.MESSAGE Run"
    run(phone, f"am start -a android.intent.action.SET_ALARM {alarm}")
    assert [(a.time, a.label) for a in phone.clock.alarms][-1] == ((5, 55), "Run")
    assert any(w.args.get("id") == phone.clock.alarms[-1].id for w in phone.system.wakeups)
    run(phone, f"am start -a android.intent.action.SET_ALARM --ei {extra}.alarm.HOUR 77")
    assert phone.clock.alarms[-1].time == (5, 55)
    run(phone, f"am start -a android.intent.action.SET_TIMER --ei {extra}.alarm.LENGTH 90")
    assert phone.clock.timers[-1].seconds == 90
    run(phone, "am start -a android.intent.action.SENDTO -d sms:123?body=See%20you")
    assert phone.messages.begin("123").draft == "See you"
    run(phone, f"am start -a android.intent.action.SEND -t text/plain -e {extra}.TEXT Hi")
    assert {"Share", "Hi", "Messages"} <= set(phone.tree().texts())
    run(phone, f"am start -a android.intent.action.SEND -t text/plain -e {extra}.TEXT Hi -p {MESSAGES}")
    assert phone.showing("messages", "new_chat", text="Hi")
    run(phone, "am start us.zoom.videomeetings")
    assert phone.showing("zoom")
    assert "does not exist" in run(phone, "am start -n org.example/.Main")[0]
    run(phone, "am start -a android.intent.action.VIEW -d https://example.org")
    assert phone.showing("chrome")
    assert phone.chrome.tab.url == "https://example.org/"
    phone.system.packages["com.android.chrome"].enabled = False
    phone.system.packages.pop("org.mozilla.firefox")
    assert (
        "unable to resolve" in run(phone, "am start -a android.intent.action.VIEW -d https://example.org")[0]
    )


# Files


def test_files_of_the_world_are_on_the_phone() -> None:
    phone = Phone.new(3)
    songs = nav_of(phone).files("audio")
    assert {file.content for file in songs} == {song.id for song in phone.world.songs}
    assert phone.system.files == {}


def test_files_come_and_go_and_stay_in_snapshots() -> None:
    phone = Phone.new()
    nav = nav_of(phone)
    song = nav.files("audio")[0]
    added = nav.add_file(f"{files.DOWNLOADS}/Plan.pdf", "document", 52_000, "mail-3")
    nav.remove_file(song.path)
    assert added in nav.files()
    assert song not in nav.files()
    same_after_a_round_trip(phone)
    nav.remove_file(added.path)
    assert phone.system.files == {song.path: None}
    nav.add_file(song.path, "audio", 1)
    assert [file.size for file in nav.files() if file.path == song.path] == [1]


def test_the_shell_shows_files() -> None:
    phone = Phone.new()
    held = Files()

    def out(command: str) -> str:
        return run(phone, command, held)[0]

    songs = [song.path.rpartition("/")[2] for song in phone.world.songs]
    assert out("ls /sdcard/Music").splitlines() == sorted(songs)
    assert "Music" in out("ls /storage/emulated/0").splitlines()
    name = songs[0]
    seconds = phone.world.songs[0].seconds
    assert out(f"stat -c %s '/sdcard/Music/{name}'") == f"{seconds * files.SONG_BYTES_PER_SECOND}\n"
    assert phone.world.songs[0].title in out(f"cat '/sdcard/Music/{name}'")
    book = next(book for book in phone.world.books if book.kept == "file")
    assert phone.world.text(book.id).chapters[0].title in out("cat /sdcard/Download/Ebooks/*.epub")
    out(f"mv '/sdcard/Music/{name}' /sdcard/Download/; rm -r /sdcard/Music")
    assert nav_of(phone).files("audio") == []
    assert name in out("ls /sdcard/Download")
    assert run(phone, "cat /sdcard/Music/x", held)[1] == 1


def picking(finger: Any, monkeypatch: pytest.MonkeyPatch, kind: str) -> list[Any]:
    """Has an app ask for a file; the list gets what it is given."""
    got: list[Any] = []
    zoom = installed_apps()["zoom"]
    monkeypatch.setitem(zoom.actions, "take", lambda state, nav, file, of: got.append((file, of)))  # type: ignore[arg-type]
    finger.open("zoom")
    Nav(finger.phone, stacks.front_entry(finger.phone.system)).pick_file(kind, "take", of=7)
    finger.phone.changed()
    return got


def test_a_file_is_picked(finger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    got = picking(finger, monkeypatch, "book")
    book = nav_of(finger.phone).files("book")[0]
    assert finger.sees("Recent", book.name)
    assert not finger.sees(nav_of(finger.phone).files("audio")[0].name)
    same_after_a_round_trip(finger.phone)
    finger.phone.frame()
    finger.tap(book.name)
    assert got == [(book.path, 7)]
    assert finger.phone.showing("zoom", "welcome")


def test_the_picker_walks_folders_sorts_and_searches(finger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    got = picking(finger, monkeypatch, "audio")
    songs = sorted(nav_of(finger.phone).files("audio"), key=lambda file: file.name.casefold())
    finger.tap("Show roots", "Internal storage", "Music")
    assert finger.sees("Files in Music")
    finger.tap("More options", "Sort by...", "File name (A to Z)")
    first, second = (finger.node(song.name).bounds[1] for song in songs[:2])
    assert first < second
    finger.press("back")
    finger.tap("Download", "Ebooks")
    assert not finger.node(nav_of(finger.phone).files("book")[0].name).enabled
    finger.tap("Search")
    finger.type(songs[0].name[:-4])
    finger.press("back")
    finger.tap(songs[0].name)
    assert got == [(songs[0].path, 7)]


def test_the_picker_is_left_by_back(finger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    got = picking(finger, monkeypatch, "picture")
    assert finger.sees("No items")
    finger.tap("Show roots", "Downloads")
    finger.press("back")
    assert finger.phone.showing("zoom", "welcome")
    assert got == []


# Players


def test_a_player_is_worked_from_the_shade(finger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = finger.phone
    zoom = installed_apps()["zoom"]

    def play(state: Any, nav: Nav, on: bool = True) -> None:
        nav.notify(
            "Echoes",
            "The Band",
            key="player",
            ongoing=True,
            media=True,
            buttons=[NotificationButton("Pause" if on else "Play", "pause", "play", {"on": not on})],
            progress=Progress(10_000, 100_000, nav.system.clock if on else 0),
        )

    monkeypatch.setitem(zoom.actions, "play", play)  # type: ignore[arg-type]
    phone.act("zoom", "play")
    phone.perform(Swipe(540, 5, 540, 900))
    assert finger.sees("Echoes", "The Band", "Pause")
    before = finger.phone.tree().find(lambda node: node.resource_id.endswith("media_progress_bar"))
    phone.perform(Wait(30))
    after = finger.phone.tree().find(lambda node: node.resource_id.endswith("media_progress_bar"))
    assert (before.content_desc, after.content_desc) == ("11 percent", "41 percent")
    same_after_a_round_trip(phone)
    finger.tap("Pause")
    assert finger.sees("Play", "Echoes")
    phone.perform(Swipe(540, 1500, 540, 2300))
    assert finger.sees("Collapse quick settings", "Echoes", "Play")
    finger.tap("Play")
    assert finger.sees("Pause")
    phone.frame()


def test_progress_stays_within_its_bounds() -> None:
    assert Progress(10, 100, 1_000).at(5_000) == 100
    assert Progress(10, 100, 1_000).at(500) == 0
    assert Progress(10, 0, 1_000).at(5_000) == 4_010
    assert Progress(10, 100).at(5_000) == 10


# Nuisances, themes


def test_nuisances_come_as_interruptions(finger: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    zoom = installed_apps()["zoom"]

    def rate(state: Any, nav: Nav) -> Box:
        return Confirm("Enjoying Zoom?", "Rate us in the store", "Rate", nav.back, nav.back, "Not now")

    monkeypatch.setitem(zoom.screens, "rate", rate)
    monkeypatch.setattr(zoom, "nuisances", ("rate",))
    INTERRUPTIONS["nuisance"](finger.phone)
    assert finger.phone.showing("launcher", "home")
    finger.open("zoom")
    finger.phone.system.interruptions = {finger.phone.system.gestures + 1: "nuisance"}
    finger.phone.perform(Wait(1))
    assert finger.sees("Enjoying Zoom?")
    finger.tap("Not now")
    assert finger.phone.showing("zoom", "welcome")


@pytest.mark.parametrize("app", installed_apps().values(), ids=lambda app: app.id)
def test_declared_nuisances_close_by_back(app: Any) -> None:
    for name in app.nuisances:
        phone = Phone.new()
        phone.system.tasks.append(stacks.Task(app.id, [Entry(app.id, app.home), Entry(app.id, name)]))
        assert phone.tree().texts()
        phone.press_key("back")
        phone.changed()
        assert phone.showing(app.id, app.home)


def test_a_page_and_an_app_have_their_own_theme(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    def brightness(finger: Any) -> float:
        return float(finger.phone.frame()[1500:2000].mean())

    dark = show(lambda nav: Page(AppBar("Dark"), theme="dark"))
    assert brightness(dark) < 80
    light = show(lambda nav: Page(AppBar("Plain")))
    assert brightness(light) > 200
    monkeypatch.setattr(installed_apps()["zoom"], "_theme", lambda state: "dark")
    light.phone.changed()
    assert brightness(light) < 80
    lit = show(lambda nav: Page(AppBar("Light"), theme="light"))
    lit.phone.system.settings["secure"]["ui_night_mode"] = "2"
    lit.phone.changed()
    assert brightness(lit) > 200


# The net, accounts


def test_online_by_wifi_or_mobile_data(finger: Any) -> None:
    nav, table = nav_of(finger.phone), finger.phone.system.settings["global"]
    assert nav.online
    table["mobile_data"] = "0"
    assert nav.online
    network = finger.phone.setting.wifi.connected
    finger.phone.setting.wifi.connected = ""
    assert not nav.online
    finger.phone.setting.wifi.connected = network
    table["wifi_on"] = "0"
    assert not nav.online
    table["mobile_data"] = "1"
    assert nav.online
    table["airplane_mode_on"] = "1"
    assert not nav.online


def test_pages_load_and_are_offline(show: Show) -> None:
    def screen(nav: Nav) -> Box:
        if not nav.online:
            return OfflinePage(AppBar("News"), nav.load)
        return Page(AppBar("News"), Text("Rain", BODY_LARGE))

    finger = show(screen)
    nav_of(finger.phone).load()
    finger.phone.changed()
    assert finger.sees("Loading…")
    finger.phone.perform(Wait(2))
    assert finger.sees("Rain")
    table = finger.phone.system.settings["global"]
    table["wifi_on"] = table["mobile_data"] = "0"
    finger.phone.changed()
    assert finger.sees("You’re offline", "Retry")
    table["wifi_on"] = "1"
    finger.tap("Retry")
    assert finger.sees("Loading…")
    finger.phone.perform(Tap(540, 1200))
    assert finger.sees("Rain")


def test_accounts_are_shown_and_removed(finger: Any) -> None:
    phone = Phone.new(5)
    mail = world(5).user.mail
    found = accounts.find(phone.system, "Google")
    assert found is not None
    assert (found.name, found.apps) == (mail, ["com.google.android.gm"])
    finger.phone = phone
    assert ask(finger, "android.settings.SYNC_SETTINGS")
    finger.tap(mail)
    assert finger.sees("Gmail", "Google")
    same_after_a_round_trip(phone)
    finger.tap("Remove account", "Remove account")
    assert accounts.find(phone.system, "Google") is None
    assert phone.showing("setting", "accounts")


def test_file_records_are_small() -> None:
    file = File("/storage/emulated/0/Music/A.mp3", "audio", 1, "song-1")
    assert file.name == "A.mp3"
    assert {file.kind for file in nav_of(Phone.new(1)).files()} <= set(files.KINDS)
