"""The sheet that asks which app shall do something."""

from __future__ import annotations

from openphone_gym.phone.app import apps_by_package
from openphone_gym.phone.apps.systemui.state import SystemUi
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Row, Text
from openphone_gym.phone.toolkit.rows import ListRow, RoundIcon
from openphone_gym.phone.toolkit.surfaces import Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_LARGE

KINDS = {
    "share": (
        "Share",
        ("com.google.android.apps.messaging", "com.google.android.contacts", "com.android.chrome"),
    ),
    "link": ("Open with", ("com.android.chrome", "org.mozilla.firefox")),
    "place": ("Open with", ("com.mapswithme.maps.pro", "com.android.chrome")),
    "book": ("Open with", ("com.aldiko.android", "com.android.chrome")),
}
"""Title and the packages that can do it, by kind of what is passed on."""


def chooser(state: SystemUi, nav: Nav, kind: str, text: str = "") -> Box:
    """Offers the installed apps that take ``text``: a link, a place, or words to share."""
    title, packages = KINDS[kind]

    def copy() -> None:
        nav.system.clipboard = text
        nav.back()
        nav.toast("Copied")

    shown = Text(text, BODY_MEDIUM, color="on_surface_variant", max_lines=3, id="content_preview_text")
    return Sheet(
        Row(Text(title, TITLE_LARGE, id="title"), pad=(24, 0, 24, 8), width=FILL),
        Row(Row(shown, flex=1), pad=(24, 0, 24, 8), width=FILL) if text else None,
        ListRow("Copy to clipboard", on_tap=copy, icon="content-copy") if kind == "share" else None,
        *(_target(nav, package) for package in packages if package in nav.system.packages),
    )


def _target(nav: Nav, package: str) -> Box:
    known = nav.system.packages[package]
    disc = RoundIcon(known.icon, known.color)
    app = apps_by_package().get(package)
    opens = (
        nav.starting(app.id) if app is not None else nav.starting("launcher", "placeholder", package=package)
    )
    return ListRow(known.label, on_tap=opens, leading=disc)
