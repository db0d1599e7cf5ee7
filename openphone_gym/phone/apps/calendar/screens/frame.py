"""What all tabs have in common: the bar, the tabs at the foot, the advertisement."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.apps.calendar.state import TABS, Calendar
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, BottomTabs, Confirm, Menu, Page, Sheet, Tab
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    BODY_SMALL,
    HEADLINE_SMALL,
    LABEL_SMALL,
    TITLE_MEDIUM,
    TITLE_SMALL,
)

ICONS = dict(zip(TABS, ("check-circle-outline", "calendar-month", "view-agenda-outline"), strict=True))

AD_TITLE = "Plan Board: all your plans on one page"
AD_TEXT = "Notes, lists and boards for the whole family. Free to try."


def tab_page(
    calendar: Calendar,
    nav: Nav,
    *content: Box | None,
    title: str,
    actions: Sequence[Box] = (),
    fab: Box | None = None,
    ad: bool = False,
    scrolls: bool = True,
) -> Page:
    """The page of the open tab."""

    def opening(tab: str) -> Handler:
        def open_tab() -> None:
            calendar.tab = tab
            nav.entry.scroll.clear()

        return open_tab

    def search() -> None:
        nav.go("search")
        nav.focus("search")

    bar = Row(
        Row(Text(title, HEADLINE_SMALL, max_lines=1, id="title"), flex=1, pad=(16, 0, 4, 0)),
        *actions,
        IconButton("magnify", "Search", search, id="open_search"),
        IconButton("dots-vertical", "More options", nav.to("overflow"), id="overflow"),
        height=64,
        width=FILL,
        pad=(4, 0, 4, 0),
        cls="android.view.ViewGroup",
        id="toolbar",
    )
    tabs = BottomTabs([Tab(tab, ICONS[tab], tab == calendar.tab, opening(tab)) for tab in TABS])
    foot = Column(_advertisement(nav) if ad and not calendar.ad_closed else None, tabs)
    return Page(bar, *content, fab=fab, bottom=foot, scrolls=scrolls)


def overflow(calendar: Calendar, nav: Nav) -> Box:
    """Commands behind the dots."""

    def today() -> None:
        nav.back()
        calendar.tab, calendar.day, calendar.month = "Calendar", None, None

    return Menu(
        [
            ("Go to today", today),
            ("Import holidays", lambda: nav.replace("holidays")),
            ("Settings", lambda: nav.replace("settings")),
        ],
        nav.entry.anchor,
    )


def empty(icon: str, text: str, button: str, on_tap: Handler) -> Box:
    """What a list without rows shows: its button stands in the middle."""
    return Column(
        Space(flex=2),
        Icon(icon, size=96, color="outline_variant"),
        Text(text, BODY_LARGE, color="on_surface_variant"),
        Button(button, on_tap, "plus", id="new"),
        Space(flex=3),
        align="center",
        gap=16,
        flex=1,
        height=FILL,
    )


# The advertisement


def _advertisement(nav: Nav) -> Box:
    picture = Row(Icon("view-dashboard-outline", color=0xFFFFFFFF, size=22), width=40, height=40, radius=8)
    picture.__dict__.update(fill=0xFF00897B, justify="center")
    words = Column(
        Text(AD_TITLE, TITLE_SMALL, max_lines=1),
        Row(
            Row(Label("Ad", LABEL_SMALL, color=0xFFFFFFFF), fill=0xFFB8860B, radius=3, pad=(4, 0, 4, 0)),
            Row(Text(AD_TEXT, BODY_SMALL, color="on_surface_variant", max_lines=1), flex=1),
            gap=6,
        ),
        flex=1,
    )
    report = Row(
        Label("Report Ad", LABEL_SMALL, color="on_surface_variant", max_lines=1),
        cls="android.widget.TextView",
        label="Report Ad",
        on_tap=nav.to("report_ad"),
        height=48,
        pad=(8, 0, 4, 0),
    )
    opens = Row(
        picture,
        words,
        gap=10,
        flex=1,
        cls="android.view.ViewGroup",
        on_tap=nav.to("ad"),
        id="native_ad",
    )
    row = Row(opens, report, fill="surface_container_low", width=FILL, pad=(12, 6, 8, 6))
    return Column(Box(height=1, width=FILL, fill="outline_variant"), row)


def ad(calendar: Calendar, nav: Nav) -> Box:
    """The page behind the advertisement."""

    def install() -> None:
        nav.toast("Sign in to install apps")

    picture = Row(
        Icon("view-dashboard-outline", color=0xFFFFFFFF, size=72), fill=0xFF00897B, justify="center"
    )
    picture.__dict__.update(height=180, width=FILL)
    return Page(
        AppBar("Advertisement", nav.back, icon="close"),
        picture,
        Column(
            Text(AD_TITLE, TITLE_MEDIUM),
            Text(AD_TEXT, BODY_MEDIUM, color="on_surface_variant"),
            Button("Install", install),
            gap=12,
            pad=(24, 20, 24, 20),
        ),
    )


def report_ad(calendar: Calendar, nav: Nav) -> Box:
    """Asks why the advertisement should go."""

    def report() -> None:
        calendar.ad_closed = True
        nav.back()
        nav.snackbar("Thanks. We'll show you fewer ads like this.")

    reasons = ("Not interested in this ad", "Seen this ad too often", "Ad covers content", "Inappropriate")
    heading = Row(Text("Report Ad", TITLE_MEDIUM, id="title"), pad=(24, 0, 24, 8))
    return Sheet(heading, *(ListRow(reason, on_tap=report) for reason in reasons))


def about_ads(calendar: Calendar, nav: Nav) -> Box:
    """Why there are advertisements."""
    text = "Ads keep this app free. To remove them, sign in to the store and buy the full version."
    return Confirm("Remove ads", text, "OK", nav.back, nav.back)
