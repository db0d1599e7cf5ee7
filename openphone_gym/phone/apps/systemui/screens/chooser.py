"""The sheet that asks which app shall do something."""

from __future__ import annotations

from typing import Any

from openphone_gym.phone.apps.systemui.state import SystemUi
from openphone_gym.phone.system import intents
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Row, Text
from openphone_gym.phone.toolkit.rows import ListRow, RoundIcon
from openphone_gym.phone.toolkit.surfaces import Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_LARGE


def chooser(state: SystemUi, nav: Nav, kind: str, data: dict[str, Any]) -> Box:
    """Offers the installed apps that take a request; the chosen one gets it."""
    text = intents.words(data)

    def copy() -> None:
        nav.system.clipboard = text
        nav.back()
        nav.toast("Copied")

    def target(package: str) -> Box:
        known = nav.system.packages[package]
        disc = RoundIcon(known.icon, known.color)
        return ListRow(known.label, on_tap=lambda: nav.deliver(package, kind, **data), leading=disc)

    shown = Text(text, BODY_MEDIUM, color="on_surface_variant", max_lines=3, id="content_preview_text")
    return Sheet(
        Row(Text(intents.title(kind), TITLE_LARGE, id="title"), pad=(24, 0, 24, 8), width=FILL),
        Row(Row(shown, flex=1), pad=(24, 0, 24, 8), width=FILL) if text else None,
        ListRow("Copy to clipboard", on_tap=copy, icon="content-copy") if kind == intents.SHARE else None,
        *(target(package) for package in intents.takers(nav.system, kind, data)),
    )
