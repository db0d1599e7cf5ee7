"""An incoming call over the app."""

from __future__ import annotations

from openphone_gym.phone.apps.systemui.state import SystemUi
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Row, Text
from openphone_gym.phone.toolkit.controls import Button
from openphone_gym.phone.toolkit.rows import Avatar
from openphone_gym.phone.toolkit.surfaces import Overlay
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_MEDIUM

RED = 0xFFD93025
GREEN = 0xFF188038
WHITE = 0xFFFFFFFF


def incoming_call(state: SystemUi, nav: Nav, caller: str) -> Box:
    """A ringing call: decline or answer."""

    def answer() -> None:
        nav.back()
        nav.send("call", number=caller)

    who = Column(
        Text(caller, TITLE_MEDIUM, max_lines=1, id="title"),
        Text("Incoming call", BODY_MEDIUM, color="on_surface_variant", id="text"),
        flex=1,
    )
    card = Column(
        Row(Avatar(caller, 48), who, gap=16, width=FILL),
        Row(
            Button("Decline", nav.back, "phone-hangup", fill=RED, ink=WHITE, flex=1, id="decline"),
            Button("Answer", answer, "phone", fill=GREEN, ink=WHITE, flex=1, id="answer"),
            gap=12,
            width=FILL,
        ),
        fill="surface_container_high",
        radius=24,
        elevation=3,
        width=FILL,
        gap=16,
        pad=(20, 20, 20, 20),
    )
    return Overlay(card, pad=(8, 8, 8, 0), scrim=None, dismissible=False)
