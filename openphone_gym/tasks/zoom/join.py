"""The join page."""

from __future__ import annotations

from openphone_gym.phone.toolkit.fields import grouped
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Drawing, Never, Param, Params, SubGoal, Task, digits

NAMES = ("Alice", "Bob", "Carla", "Deniz", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Kim", "Lena")


def new_screen_name(d: Drawing) -> str:
    """Draws a name that does not stand on the join page."""
    return d.choice([name for name in NAMES if name != d.phone.zoom.join_form.screen_name])


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


NAME = SubGoal(
    "name",
    "Is the screen name on the join page {screen_name}?",
    lambda phone, p: phone.zoom.join_form.screen_name == p.screen_name,
    screen=shows_name,
)


def any_meeting(d: Drawing) -> str:
    """Draws a meeting number: they have 9 to 11 digits."""
    return digits(d.rng.randint(9, 11))(d)


def fill_meeting_id(hand: Hand, p: Params) -> None:
    """The join page is open and shows the meeting number."""
    if hand.title != "Join a meeting":
        hand.tap("Join a meeting")
    hand.fill("edtConfNumber", p.meeting_id, shown=grouped(3, 3, 4)(p.meeting_id))


def zoom_1(hand: Hand, p: Params) -> None:
    fill_meeting_id(hand, p)


def zoom_2(hand: Hand, p: Params) -> None:
    fill_meeting_id(hand, p)
    hand.fill("edtScreenName", p.screen_name)


def zoom_3(hand: Hand, p: Params) -> None:
    fill_meeting_id(hand, p)
    hand.switch("Don't Connect To Audio", on=True)
    hand.switch("Turn Off My Video", on=True)


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
        subgoals=[MEETING_ID, NAME],
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
]
