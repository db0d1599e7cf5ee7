"""Screens of Zoom."""

from __future__ import annotations

from openphone_gym.phone.apps.zoom.state import AUDIO_CHOICES, SKIN_TONES, Zoom
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Icon, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton, OutlinedButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField, digits_only, grouped
from openphone_gym.phone.toolkit.rows import ListRow, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, HEADLINE_MEDIUM

SHORTEST_ID = 9


def welcome(zoom: Zoom, nav: Nav) -> Box:
    """What is shown to somebody who is not signed in."""
    return Page(
        Row(IconButton("cog-outline", "Settings", nav.to("settings")), Space(flex=1), width=FILL, pad=(8, 8, 8, 8)),
        Space(flex=1),
        Icon("video", size=96, color="primary"),
        Text("Welcome to Zoom", HEADLINE_MEDIUM),
        Text("Get started with your account", BODY_MEDIUM, color="on_surface_variant"),
        Space(flex=1),
        Column(
            Button("Join a meeting", nav.to("join"), id="btnJoinConf"),
            OutlinedButton("Sign in / Sign up", nav.to("sign_in"), id="btnLogin"),
            gap=12,
            pad=(24, 0, 24, 32),
            width=FILL,
        ),
        scrolls=False,
        centered=True,
    )


def join(zoom: Zoom, nav: Nav) -> Box:
    """Form to join a meeting by its number."""
    form = zoom.join_form

    def join_meeting() -> None:
        zoom.joined = form.meeting_id
        nav.go("meeting")

    return Page(
        AppBar("Join a meeting", nav.back),
        Column(
            TextField(
                bind(form, "meeting_id"),
                "Meeting ID",
                id="edtConfNumber",
                accept=digits_only,
                format=grouped(3, 3, 4),
                limit=11,
                ime="number",
                action="next",
            ),
            TextButton("Join with a personal link name", nav.to("join_by_link")),
            TextField(bind(form, "screen_name"), "Screen name", id="edtScreenName"),
            Button("Join", join_meeting, enabled=len(form.meeting_id) >= SHORTEST_ID, id="btnJoin"),
            gap=12,
            pad=(16, 16, 16, 16),
        ),
        Section("JOIN OPTIONS"),
        _switch_row("Don't Connect To Audio", bind(form, "without_audio")),
        _switch_row("Turn Off My Video", bind(form, "without_video")),
    )


def _switch_row(title, binding):
    state = "On" if binding.get() else "Off"
    return SwitchRow(title, binding, switch={"desc": f"{state}, switch"})
