"""Tasks of Zoom: the join page and the meeting settings. Source of goals and values: AndroidLab."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.zoom.state import AUDIO_CHOICES, CALL_ME, SKIN_TONES
from openphone_gym.phone.toolkit.fields import grouped
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Draw, Drawing, Never, Param, Params, SubGoal, Task, digits

NAMES = ("Alice", "Bob", "Carla", "Deniz", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Kim", "Lena")


def new_screen_name(d: Drawing) -> str:
    """Draws a name that does not stand on the join page."""
    return d.rng.choice([name for name in NAMES if name != d.phone.zoom.join_form.screen_name])


JOINED = Never(
    "joined",
    lambda phone, p: bool(phone.zoom.joined),
    question="Was a meeting joined, or its waiting room entered?",
    screen=lambda screen, p: screen.sees("Leave") is not None,
)


def shows_meeting_id(screen: Sight, p: Params) -> bool:
    """Whether the page in front is the join page with the meeting number."""
    shown = screen.content("edtConfNumber")
    return shown is not None and shown.replace(" ", "") == p.meeting_id


MEETING_ID = SubGoal(
    "meeting_id",
    "Does the join page show the meeting ID {meeting_id} (spaces between groups of digits do not matter)?",
    lambda phone, p: phone.showing("zoom", "join") and phone.zoom.join_form.meeting_id == p.meeting_id,
    screen=shows_meeting_id,
)


def shows_name(screen: Sight, p: Params) -> bool | None:
    """Whether the join page has the screen name."""
    shown = screen.content("edtScreenName")
    return None if shown is None else shown == p.screen_name


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


def any_meeting(d: Drawing) -> str:
    """Draws a meeting number: they have 9 to 11 digits."""
    return digits(d.rng.randint(9, 11))(d)


def other(setting: str, values: Sequence[str]) -> Draw:
    """Draws a value that the meeting setting does not have yet."""
    return lambda d: d.rng.choice([v for v in values if v != getattr(d.phone.zoom.settings, setting)])


def fill_meeting_id(hand: Hand, p: Params) -> None:
    """The join page is open and shows the meeting number."""
    if hand.title != "Join a meeting":
        hand.tap("Join a meeting")
    hand.fill("edtConfNumber", p.meeting_id, shown=grouped(3, 3, 4)(p.meeting_id))


def open_settings(hand: Hand) -> None:
    """The welcome page has been left for the settings."""
    if hand.sees("Sign in / Sign up"):
        hand.tap("Settings")


def zoom_1(hand: Hand, p: Params) -> None:
    fill_meeting_id(hand, p)


def zoom_2(hand: Hand, p: Params) -> None:
    fill_meeting_id(hand, p)
    hand.fill("edtScreenName", p.screen_name)


def zoom_3(hand: Hand, p: Params) -> None:
    fill_meeting_id(hand, p)
    hand.switch("Don't Connect To Audio", on=True)
    hand.switch("Turn Off My Video", on=True)


def zoom_4(hand: Hand, p: Params) -> None:
    if hand.title == "Auto-connect to audio":
        hand.tap(p.choice)
    open_settings(hand)
    hand.go("Settings", "Meetings")
    if hand.text_beside("Auto-connect to audio") != p.choice:
        hand.tap("Auto-connect to audio")


def zoom_5(hand: Hand, p: Params) -> None:
    open_settings(hand)
    hand.go("Settings", "Meetings", "Reaction skin tone")
    if not hand.chosen(p.tone):
        hand.tap(p.tone)


TASKS = [
    Task(
        id="zoom_1",
        app="zoom",
        human_steps=3,
        goals=[
            "Fill in the join page of Zoom for meeting {meeting_id}, but leave pressing Join to me.",
            "I want to join Zoom meeting {meeting_id}. Get everything ready on the join page and stop there.",
            "Enter the meeting ID {meeting_id} on Zoom's join page without joining.",
        ],
        params={"meeting_id": Param("1234567890", any_meeting)},
        subgoals=[MEETING_ID],
        never=[JOINED],
        may_change=["zoom.join_form.meeting_id"],
        solution=zoom_1,
    ),
    Task(
        id="zoom_2",
        app="zoom",
        human_steps=7,
        goals=[
            "Fill in the join page of Zoom for meeting {meeting_id} with the name {screen_name}, but leave "
            "pressing Join to me.",
            "I want to join Zoom meeting {meeting_id} as {screen_name}. Prepare the page, but stop there.",
            "On Zoom's join page, enter the meeting ID {meeting_id} and the screen name {screen_name}, "
            "without joining.",
        ],
        params={
            "meeting_id": Param("0987654321", any_meeting),
            "screen_name": Param("Alice", new_screen_name),
        },
        subgoals=[
            MEETING_ID,
            SubGoal(
                "name",
                "Is the screen name on the join page {screen_name}?",
                lambda phone, p: phone.zoom.join_form.screen_name == p.screen_name,
                screen=shows_name,
            ),
        ],
        never=[JOINED],
        may_change=["zoom.join_form.meeting_id", "zoom.join_form.screen_name"],
        solution=zoom_2,
    ),
    Task(
        id="zoom_3",
        app="zoom",
        human_steps=5,
        goals=[
            "Fill in the join page of Zoom for meeting {meeting_id} with audio not connected and my video "
            "off, but leave pressing Join to me.",
            "Get Zoom ready to join meeting {meeting_id} without connecting audio and with my video turned "
            "off. Stop before joining.",
            "On Zoom's join page, enter the meeting ID {meeting_id} and turn both audio and video off, but "
            "don't join yet.",
        ],
        params={"meeting_id": Param("1234567890", any_meeting)},
        subgoals=[
            MEETING_ID,
            SubGoal(
                "audio_off",
                "Is the switch Don't Connect To Audio on?",
                lambda phone, p: phone.zoom.join_form.without_audio,
                screen=lambda screen, p: screen.is_on("Don't Connect To Audio"),
            ),
            SubGoal(
                "video_off",
                "Is the switch Turn Off My Video on?",
                lambda phone, p: phone.zoom.join_form.without_video,
                screen=lambda screen, p: screen.is_on("Turn Off My Video"),
            ),
        ],
        never=[JOINED],
        may_change=[f"zoom.join_form.{field}" for field in ("meeting_id", "without_audio", "without_video")],
        solution=zoom_3,
    ),
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
