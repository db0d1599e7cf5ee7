"""Tasks of Zoom: the join page and the meeting settings. Source of goals and values: AndroidLab."""

from __future__ import annotations

from openphone_gym.phone.apps.zoom.state import AUDIO_CHOICES, SKIN_TONES
from openphone_gym.phone.toolkit.fields import grouped
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.task import Never, Param, Params, SubGoal, Task, digits, one_of

NAMES = ("Alice", "Bob", "Carla", "Deniz", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Kim", "Lena")

JOINED = Never("joined", lambda phone, p: bool(phone.zoom.joined))

MEETING_ID = SubGoal(
    "meeting_id",
    "Does the join page show the meeting ID {meeting_id} (spaces between groups of digits do not matter)?",
    lambda phone, p: phone.showing("zoom", "join") and phone.zoom.join_form.meeting_id == p.meeting_id,
)


def fill_meeting_id(hand: Hand, p: Params) -> None:
    """The join page is open and shows the meeting number."""
    if hand.sees("Join with a personal link name") is None:
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
            "Fill in the join page of Zoom for meeting {meeting_id}, but do not press Join: I will do that myself.",
            "I want to join Zoom meeting {meeting_id}. Get everything ready on the join page and stop there.",
            "Enter the meeting ID {meeting_id} on Zoom's join page without joining.",
        ],
        params={"meeting_id": Param("1234567890", digits(10))},
        subgoals=[MEETING_ID],
        never=[JOINED],
        solution=zoom_1,
    ),
]
