from __future__ import annotations

import random
from typing import Any

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.zoom.seed import seed
from openphone_gym.phone.apps.zoom.state import AUDIO_CHOICES, SKIN_TONES
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.world import world
from openphone_gym.ui.gesture import Tap, Wait

ARGS = {"meeting": {"since": 0}}


@pytest.fixture
def zoom(finger: Any) -> Any:
    finger.open("zoom")
    return finger


@pytest.mark.parametrize("screen", installed_apps()["zoom"].screens)
def test_every_screen_builds_and_can_be_left(zoom: Any, screen: str) -> None:
    stack = zoom.phone.system.tasks[-1].stack
    stack.append(Entry("zoom", screen, ARGS.get(screen, {})))
    zoom.phone.changed()
    assert zoom.phone.tree().texts()
    zoom.press("back")
    if screen == "meeting":
        zoom.tap("Leave meeting")
    assert len(stack) == 1


def test_welcome_page(zoom: Any) -> None:
    assert zoom.sees("Join a meeting", "Sign in / Sign up", "Settings", "Welcome to Zoom", "Page 1 of 4")
    zoom.swipe("Welcome to Zoom", -400, 0)
    assert zoom.sees("Start a meeting", "Page 2 of 4")
    zoom.swipe("Start a meeting", 400, 0)
    zoom.swipe("Welcome to Zoom", 400, 0)
    assert zoom.sees("Page 1 of 4")


def test_join_page_of_the_benchmark(zoom: Any) -> None:
    zoom.tap("Join a meeting")
    assert zoom.sees("Meeting ID", "Join with a personal link name", "Pixel 7 Pro", "Join")
    assert [node.content_desc for node in zoom.phone.tree().walk() if node.checkable] == ["Off, switch"] * 2
    assert not zoom.node("Join").enabled
    zoom.type("0987654321")
    assert zoom.sees("098 765 4321")
    assert zoom.node("Join").enabled
    zoom.tap("Don't Connect To Audio", "Turn Off My Video")
    assert [node.content_desc for node in zoom.phone.tree().walk() if node.checkable] == ["On, switch"] * 2
    zoom.tap("Pixel 7 Pro")
    zoom.type("Alice")
    form = zoom.phone.zoom.join_form
    assert (form.meeting_id, form.screen_name) == ("0987654321", "Alice")
    assert form.without_audio
    assert form.without_video
    assert zoom.phone.zoom.joined == ""


def test_join_needs_a_name(zoom: Any) -> None:
    zoom.tap("Join a meeting")
    zoom.type("123456789")
    zoom.tap("Pixel 7 Pro")
    zoom.type("")
    assert not zoom.node("Join").enabled


def test_personal_link_name(zoom: Any) -> None:
    zoom.tap("Join a meeting", "Join with a personal link name")
    assert zoom.sees("Personal link name", "Join with a meeting ID")
    zoom.type("my.room")
    assert zoom.phone.zoom.join_form.link_name == "my.room"
    zoom.tap("Join with a meeting ID")
    assert zoom.phone.showing("zoom", "join")
    zoom.press("back")
    zoom.press("back")
    assert zoom.phone.showing("zoom", "welcome")


def test_joining_asks_for_permissions_and_waits_for_the_host(zoom: Any) -> None:
    zoom.tap("Join a meeting")
    zoom.type("1234567890")
    zoom.tap("Join")
    assert zoom.phone.zoom.joined == "1234567890"
    assert zoom.sees("Allow Zoom to take pictures and record video?")
    zoom.phone.perform(Tap(540, 300))
    assert zoom.sees("Allow Zoom to take pictures and record video?")
    zoom.tap("While using the app")
    assert zoom.sees("Allow Zoom to record audio?")
    zoom.tap("Don’t allow")
    assert zoom.sees("Connecting…")
    zoom.phone.perform(Wait(3))
    assert zoom.sees("Waiting for the host to start this meeting", "Meeting ID: 123 456 7890")
    granted = zoom.phone.system.packages["us.zoom.videomeetings"].permissions
    assert granted["Camera"]
    assert not granted["Microphone"]
    zoom.tap("Mute", "Stop Video")
    assert zoom.sees("Unmute", "Start Video")
    zoom.tap("Participants")
    assert zoom.sees("Pixel 7 Pro (me)")
    zoom.press("back")
    zoom.press("back")
    assert zoom.sees("Leave meeting?")
    zoom.tap("Cancel", "Leave", "Leave meeting")
    assert zoom.phone.showing("zoom", "welcome")
    zoom.tap("Join a meeting")
    zoom.tap("Join")
    assert zoom.sees("Allow Zoom to record audio?")
    zoom.tap("Only this time")
    assert zoom.phone.showing("zoom", "meeting")


def test_joining_without_audio_and_video_asks_nothing(zoom: Any) -> None:
    zoom.tap("Join a meeting")
    zoom.type("1234567890")
    zoom.tap("Don't Connect To Audio", "Turn Off My Video", "Join")
    assert zoom.sees("Unmute", "Start Video")


@pytest.mark.parametrize("choice", AUDIO_CHOICES[:3])
def test_auto_connect_to_audio(zoom: Any, choice: str) -> None:
    zoom.tap("Settings", "Meetings", "Auto-connect to audio")
    zoom.tap(choice)
    assert zoom.phone.showing("zoom", "meetings")
    assert zoom.sees("Auto-connect to audio", choice)
    assert zoom.phone.zoom.settings.auto_connect_to_audio == choice


def test_audio_by_phone_call(zoom: Any) -> None:
    zoom.tap("Settings", "Meetings", "Auto-connect to audio", "Call my phone number…")
    assert not zoom.node("OK").enabled
    zoom.tap("Phone number")
    zoom.type("5550100")
    zoom.tap("OK")
    assert zoom.sees("Auto-connect to audio", "Call my phone number")
    assert zoom.phone.zoom.settings.phone_number == "5550100"


def test_reaction_skin_tone(zoom: Any) -> None:
    zoom.tap("Settings", "Meetings")
    zoom.swipe("Mute my microphone", 0, -1500)
    zoom.swipe("Closed captions", 0, -1200)
    zoom.tap("Reaction skin tone")
    assert zoom.sees(*SKIN_TONES)
    zoom.tap("Medium-light")
    assert zoom.phone.zoom.settings.reaction_skin_tone == "Medium-light"
    assert zoom.sees("Reaction skin tone")
    mark, row = zoom.node("Selected"), zoom.node("Medium-light")
    assert abs(mark.center[1] - row.center[1]) < 20


def test_signing_in_fails(zoom: Any) -> None:
    zoom.tap("Sign in / Sign up", "Email")
    zoom.type("a@example.org")
    zoom.tap("Password")
    zoom.type("secret")
    assert zoom.sees("••••••")
    zoom.press("enter")
    assert zoom.sees("Incorrect email or password")


def test_sign_up_checks_the_age_first(zoom: Any) -> None:
    zoom.tap("Sign in / Sign up", "Sign up", "Birth year")
    zoom.type("2099")
    assert not zoom.node("Continue").enabled
    zoom.type("1990")
    zoom.tap("Continue")
    assert zoom.sees("Enter your email address")


def test_seed_draws_contents() -> None:
    assert seed(None, world(None)) == Phone.new().zoom
    drawn = [seed(random.Random(number), world(number)) for number in range(30)]
    assert drawn[0] == seed(random.Random(0), world(0))
    assert len({zoom.join_form.screen_name for zoom in drawn}) > 3
    assert {zoom.settings.reaction_skin_tone for zoom in drawn} == set(SKIN_TONES)
