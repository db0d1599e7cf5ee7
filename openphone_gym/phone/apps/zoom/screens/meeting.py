"""A meeting that waits for its host."""

from __future__ import annotations

from openphone_gym.phone.apps.zoom.state import Zoom
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton
from openphone_gym.phone.toolkit.fields import grouped
from openphone_gym.phone.toolkit.rows import Avatar, ListRow
from openphone_gym.phone.toolkit.surfaces import Confirm, Page, Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, LABEL_SMALL, TITLE_LARGE, TITLE_MEDIUM

GROUND = 0xFF1A1A1A
PANEL = 0xFF242424
WHITE = 0xFFFFFFFF
GREY = 0xFFBDBDBD
RED = 0xFFD93025

CONNECTING_MS = 2_000
"""Virtual time until the meeting is found."""


def connect(zoom: Zoom, nav: Nav) -> None:
    """Goes to a meeting: first the camera is asked for, unless the video stays off."""
    if zoom.join_form.without_video:
        connect_audio(zoom, nav)
    else:
        nav.ask("Camera", then="connect_audio")


def connect_audio(zoom: Zoom, nav: Nav) -> None:
    """Then the microphone, unless there is no audio."""
    if zoom.join_form.without_audio:
        enter(zoom, nav)
    else:
        nav.ask("Microphone", then="enter")


def enter(zoom: Zoom, nav: Nav) -> None:
    """Then the meeting opens, whatever was allowed."""
    nav.go("meeting", since=nav.system.clock)


def meeting(zoom: Zoom, nav: Nav, since: int) -> Box:
    """The waiting room with the controls of a meeting."""
    muted = nav.bind("muted", zoom.join_form.without_audio or zoom.settings.mute_microphone)
    dark = nav.bind("dark", zoom.join_form.without_video or zoom.settings.turn_off_video)
    connecting = nav.system.clock < since + CONNECTING_MS
    leave = nav.to("leave") if zoom.settings.confirm_leaving else nav.back
    number = grouped(3, 3, 4)(zoom.joined) if zoom.joined.isdigit() else zoom.joined
    return Page(
        Row(
            IconButton("chevron-down", "Minimize", leave, color=WHITE),
            Row(Text("Zoom", TITLE_MEDIUM, color=WHITE, id="txtMeetingTitle"), justify="center", flex=1),
            Button(
                "Leave",
                leave,
                id="btnLeave",
                desc="Leave, button",
                fill=RED,
                ink=WHITE,
                height=36,
                radius=10,
                pad=(16, 0, 16, 0),
            ),
            pad=(8, 8, 12, 8),
            width=FILL,
            fill=PANEL,
        ),
        Column(
            Avatar(zoom.join_form.screen_name, 88),
            Text(
                _status(connecting),
                TITLE_LARGE,
                color=WHITE,
                text_align="center",
                width=FILL,
                id="txtConnecting" if connecting else "txtStatus",
            ),
            Text(f"Meeting ID: {number}", BODY_MEDIUM, color=GREY, id="txtMeetingNumber"),
            align="center",
            justify="center",
            gap=16,
            flex=1,
            pad=(32, 0, 32, 0),
        ),
        Row(
            _control("Unmute", "microphone-off", muted.toggle, "Unmute my audio, button")
            if muted.get()
            else _control("Mute", "microphone", muted.toggle, "Mute my audio, button"),
            _control("Start Video", "video-off", dark.toggle, "Start my video, button")
            if dark.get()
            else _control("Stop Video", "video", dark.toggle, "Stop my video, button"),
            _control("Participants", "account-multiple", nav.to("participants")),
            _control("More", "dots-horizontal", nav.to("more")),
            width=FILL,
            fill=PANEL,
            cls="android.widget.LinearLayout",
            id="panelMeetingToolbar",
        ),
        scrolls=False,
        fill=GROUND,
        bar_color=WHITE,
        on_back=leave,
    )


def _status(connecting: bool) -> str:
    return "Connecting…" if connecting else "Waiting for the host to start this meeting"


def _control(label: str, icon: str, on_tap: Handler, desc: str = "") -> Box:
    return Column(
        Icon(icon, color=WHITE),
        Label(label, LABEL_SMALL, color=WHITE, max_lines=1),
        cls="android.widget.Button",
        label=label,
        desc=desc,
        on_tap=on_tap,
        align="center",
        gap=6,
        flex=1,
        pad=(2, 12, 2, 12),
    )


def participants(zoom: Zoom, nav: Nav) -> Box:
    """Who is in the meeting."""
    name = zoom.join_form.screen_name
    return Sheet(
        Row(Text("Participants (1)", TITLE_MEDIUM), Space(flex=1), pad=(24, 0, 24, 8), width=FILL),
        ListRow(f"{name} (me)", leading=Avatar(name)),
    )


def more(zoom: Zoom, nav: Nav) -> Box:
    """What else can be done in a meeting."""

    def unavailable() -> None:
        nav.back()
        nav.toast("Available once the host has started the meeting")

    return Sheet(
        ListRow("Chat", on_tap=unavailable, icon="chat-outline"),
        ListRow("Raise hand", on_tap=unavailable, icon="hand-back-left-outline"),
        ListRow("Meeting settings", on_tap=lambda: nav.replace("meetings"), icon="cog-outline"),
    )


def leave(zoom: Zoom, nav: Nav) -> Box:
    """Asks before a meeting is left."""
    return Confirm("Leave meeting?", "", "Leave meeting", lambda: nav.back_to("welcome"), nav.back)
