"""The meeting settings."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.zoom.state import AUDIO_CHOICES, CALL_ME, SKIN_TONES
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Draw, Param, Params, SubGoal, Task


def shows_tone(screen: Sight, p: Params) -> bool | None:
    """Whether the skin tone is the one with the check mark, or the one told on the page before."""
    if screen.title == "Reaction skin tone":
        row = screen.row(p.tone)
        return row is not None and screen.sees("Selected", within=row) is not None
    shown = screen.value("Reaction skin tone")
    return None if shown is None else shown == p.tone


def shows_audio_choice(screen: Sight, p: Params) -> bool | None:
    """Whether the page of meeting settings tells the choice."""
    shown = screen.value("Auto-connect to audio")
    return None if shown is None else shown == p.choice


def other(setting: str, values: Sequence[str]) -> Draw:
    """Draws a value that the meeting setting does not have yet."""
    return lambda d: d.choice([v for v in values if v != getattr(d.phone.zoom.settings, setting)])


def open_settings(hand: Hand) -> None:
    """The welcome page has been left for the settings."""
    if hand.sees("Sign in / Sign up"):
        hand.tap("Settings")


def zoom_4(hand: Hand, p: Params) -> None:
    if hand.title != "Auto-connect to audio":
        open_settings(hand)
        hand.go("Settings", "Meetings")
    hand.choose("Auto-connect to audio", p.choice)


def zoom_5(hand: Hand, p: Params) -> None:
    open_settings(hand)
    hand.go("Settings", "Meetings", "Reaction skin tone")
    if not hand.chosen(p.tone):
        hand.tap(p.tone)


TASKS = [
    Task(
        id="zoom_4",
        app="zoom",
        human_steps=5,
        goals=[
            'In the meeting settings of Zoom, set Auto-connect to audio to "{choice}".',
            'Change how Zoom connects to audio automatically: choose "{choice}".',
            'Zoom\'s setting for connecting to audio automatically should be "{choice}". Please see to it.',
        ],
        params={
            "choice": Param(
                "WiFi or cellular data",
                other("auto_connect_to_audio", [c for c in AUDIO_CHOICES if c != CALL_ME]),
            )
        },
        subgoals=[
            SubGoal(
                "auto_connect",
                'Is the setting Auto-connect to audio "{choice}"?',
                lambda phone, p: phone.zoom.settings.auto_connect_to_audio == p.choice,
                screen=shows_audio_choice,
            )
        ],
        may_change=["zoom.settings.auto_connect_to_audio"],
        solution=zoom_4,
    ),
    Task(
        id="zoom_5",
        app="zoom",
        human_steps=6,
        goals=[
            "In the settings of Zoom, choose {tone} as the skin tone of reactions.",
            "Change the reaction skin tone in Zoom to {tone}.",
            "The hands and thumbs I send in Zoom meetings should have the skin tone {tone}. Set that up.",
        ],
        params={"tone": Param("Medium-light", other("reaction_skin_tone", SKIN_TONES))},
        subgoals=[
            SubGoal(
                "skin_tone",
                "Is the reaction skin tone {tone}?",
                lambda phone, p: phone.zoom.settings.reaction_skin_tone == p.tone,
                screen=shows_tone,
            )
        ],
        may_change=["zoom.settings.reaction_skin_tone"],
        solution=zoom_5,
    ),
]
