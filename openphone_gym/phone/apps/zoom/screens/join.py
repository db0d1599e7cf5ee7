"""The form to join a meeting: by its number or by a personal link name."""

from __future__ import annotations

from openphone_gym.phone.apps.zoom.state import JoinForm, Zoom
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Row, Text
from openphone_gym.phone.toolkit.controls import Button, TextButton
from openphone_gym.phone.toolkit.fields import TextField, digits_only, grouped
from openphone_gym.phone.toolkit.group import Group
from openphone_gym.phone.toolkit.rows import Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import BODY_SMALL

SHORTEST_ID = 9
LONGEST_ID = 11


def join(zoom: Zoom, nav: Nav) -> Box:
    """Joining by the meeting's number."""
    form = zoom.join_form
    field = TextField(
        bind(form, "meeting_id"),
        "Meeting ID",
        id="edtConfNumber",
        accept=digits_only,
        format=grouped(3, 3, 4),
        limit=LONGEST_ID,
        ime="number",
        action="next",
    )
    turn = _turning(nav, "join_by_link", "edtConfVanityUrl")
    other = TextButton("Join with a personal link name", turn, id="btnGotoVanityUrl")
    return _form(zoom, nav, field, other, form.meeting_id, len(form.meeting_id) >= SHORTEST_ID)


def join_by_link(zoom: Zoom, nav: Nav) -> Box:
    """Joining by the name of somebody's personal link."""
    form = zoom.join_form
    field = TextField(
        bind(form, "link_name"), "Personal link name", id="edtConfVanityUrl", ime="uri", action="next"
    )
    other = TextButton("Join with a meeting ID", _turning(nav, "join", "edtConfNumber"))
    return _form(zoom, nav, field, other, form.link_name, bool(form.link_name.strip()))


def _turning(nav: Nav, screen: str, field: str) -> Handler:
    def turn() -> None:
        nav.replace(screen)
        nav.focus(field)

    return turn


def _form(zoom: Zoom, nav: Nav, field: TextField, other: Box, target: str, complete: bool) -> Box:
    form = zoom.join_form

    def press_join() -> None:
        zoom.joined = target
        nav.unfocus()
        nav.act("connect")

    ready = complete and bool(form.screen_name.strip())
    return Page(
        AppBar(
            "Join a meeting", nav.back, arrow={"id": "join_conf_btn_back"}, title_id="join_conf_title_view"
        ),
        Column(
            field,
            Row(other, justify="center", width=FILL),
            Group(TextField(bind(form, "screen_name"), "Screen name", id="edtScreenName"), "panelScreenName"),
            Button("Join", press_join, enabled=ready, id="btnJoin", height=48, radius=14),
            Text(
                "If you received an invitation link, tap on the link to join the meeting",
                BODY_SMALL,
                color="on_surface_variant",
                text_align="center",
                width=FILL,
                id="txtMsgTermsAndPrivacy",
            ),
            gap=8,
            pad=(16, 8, 16, 4),
        ),
        *_options(form),
    )


def _options(form: JoinForm) -> list[Box]:
    return [
        Section("Join Options", pad=(24, 8, 24, 0)),
        _option("Don't Connect To Audio", bind(form, "without_audio"), "chkNoAudio"),
        _option("Turn Off My Video", bind(form, "without_video"), "chkNoVideo"),
    ]


def _option(title: str, binding: Binding, id: str) -> Box:
    state = "On" if binding.get() else "Off"
    return SwitchRow(title, binding, switch={"desc": f"{state}, switch", "id": id}, pad=(24, 10, 24, 10))
