"""The first page: the three feeds, with adverts and broadcasts between the videos."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok import playback
from openphone_gym.phone.apps.tiktok.motifs import of_topic
from openphone_gym.phone.apps.tiktok.screens.frame import (
    FRAME,
    ROSE,
    SOFT,
    WHITE,
    accent,
    empty,
    foot,
    offline,
    own_portrait,
    portrait,
    shade,
)
from openphone_gym.phone.apps.tiktok.screens.player import progress, video_view
from openphone_gym.phone.apps.tiktok.sources import ADVERT, LIVE, feed, kind_of
from openphone_gym.phone.apps.tiktok.state import FEEDS, FRIENDS, TikTok
from openphone_gym.phone.apps.tiktok.wording import count
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Label, Row, Scroll, Stack, Text
from openphone_gym.phone.toolkit.controls import BUTTON, Button, IconButton
from openphone_gym.phone.toolkit.footage import Footage
from openphone_gym.phone.toolkit.pager import Pager
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import (
    BODY_MEDIUM,
    LABEL_MEDIUM,
    TITLE_LARGE,
    TITLE_MEDIUM,
    TITLE_SMALL,
)

BACK = 0xFF000000


def home(state: TikTok, nav: Nav) -> Box:
    """The open feed; without an account the way to log in."""
    if not state.signed_in:
        return _log_in(state)
    bar, places = _bar(state, nav), foot(state, nav, "home", dark=True)
    if not nav.online:
        return offline(
            bar,
            nav,
            theme="dark",
            fill=BACK,
            bar_color=WHITE,
        )
    ids = feed(state, nav.world, state.tab)
    if not ids:
        return Page(
            bar, _nothing(state, nav), bottom=places, scrolls=False, theme="dark", fill=BACK, bar_color=WHITE
        )
    at = place(state, ids)

    def turn(to: int) -> None:
        state.at[state.tab] = to
        playback.begin(state, nav)

    def page() -> Box:
        id = ids[at]
        if kind_of(id) == ADVERT:
            return _advert(state, nav, id)
        if kind_of(id) == LIVE:
            return _live(state, nav, id)
        return video_view(state, nav, nav.world.video(id))

    pages = [page] * len(ids)
    shown = kind_of(ids[at])
    seconds = 30 if shown in (ADVERT, LIVE) else nav.world.video(ids[at]).seconds
    return Page(
        None,
        Stack(Pager(pages, at, turn, vertical=True, height=FILL, id="viewpager"), bar, flex=1, height=FILL),
        progress(state, nav, seconds),
        bottom=places,
        scrolls=False,
        theme="dark",
        fill=BACK,
        bar_color=WHITE,
    )


def place(state: TikTok, ids: list[str]) -> int:
    """Which item of the open feed is in view."""
    return min(state.at.get(state.tab, 0), len(ids) - 1)


def _log_in(state: TikTok) -> Page:
    """Offers the account that was last used on this phone."""

    def log_in() -> None:
        state.signed_in = True

    return Page(
        None,
        Column(
            own_portrait(state, 92),
            Text("Log in to TikTok", TITLE_LARGE, id="title"),
            Text(
                "Manage your account, check notifications, comment on videos, and more.",
                BODY_MEDIUM,
                color="on_surface_variant",
                text_align="center",
            ),
            accent(f"Continue as @{state.handle}", log_in),
            align="center",
            justify="center",
            gap=16,
            flex=1,
            pad=(32, 0, 32, 64),
        ),
        scrolls=False,
    )


def _bar(state: TikTok, nav: Nav) -> Box:
    """Broadcasts, the feeds, the search."""

    def opening(tab: str) -> Handler:
        def open_tab() -> None:
            state.tab = tab
            playback.begin(state, nav)

        return open_tab

    def tab(label: str) -> Box:
        lit = label == state.tab
        return Column(
            Label(label, TITLE_MEDIUM, color=WHITE if lit else SOFT, max_lines=1),
            Row(Box(width=24, height=3, radius=1.5, fill=WHITE if lit else None), justify="center"),
            cls=FRAME,
            desc=label,
            selected=lit,
            on_tap=opening(label),
            pad=(7, 8, 7, 6),
            align="center",
        )

    def search() -> None:
        nav.go("search")
        nav.focus("search_field")

    return Row(
        IconButton("television-play", "LIVE", nav.to("lives"), color=WHITE),
        Row(_strip([tab(label) for label in FEEDS], state.tab), flex=1, justify="center"),
        IconButton("magnify", "Search", search, color=WHITE),
        width=FILL,
        pad=(4, 4, 4, 0),
    )


def _strip(tabs: list[Box], chosen: str) -> Box:
    """The names of the feeds; with large type they move sideways, and the open one stays in view."""
    return Scroll(
        Row(*tabs),
        cls="android.widget.HorizontalScrollView",
        horizontal=True,
        key=f"feeds/{chosen}",
        opens_at=tabs[FEEDS.index(chosen)],
    )


def _nothing(state: TikTok, nav: Nav) -> Box:
    find = Button("Find friends", nav.to("find_friends"), fill=ROSE, ink=WHITE, radius=4)
    if state.tab == FRIENDS:
        return empty(
            "account-multiple-outline",
            "Watch your friends’ videos",
            "Follow your friends to see them here.",
            find,
        )
    return empty(
        "account-plus-outline", "Follow accounts", "Videos of accounts that you follow appear here.", find
    )


def _advert(state: TikTok, nav: Nav, id: str) -> Box:
    """A promoted video of an organisation."""
    advert = next(one for one in nav.world.adverts if one.id == id)
    owner = nav.world.organisation(advert.organisation)

    def follow_link() -> None:
        if not nav.send("link", url=f"https://{owner.host}/"):
            nav.toast("No app can open this link")

    def hide() -> None:
        state.hidden.append(id)
        nav.toast("You'll see fewer ads like this")

    press = Button(advert.button, follow_link, fill=0xFF1F8CE6, ink=WHITE, radius=4, width=FILL)
    words = Column(
        Text(owner.name, TITLE_SMALL, color=WHITE, id="title"),
        Text(advert.caption, BODY_MEDIUM, color=WHITE, max_lines=3, id="desc"),
        Row(
            Text("Sponsored", LABEL_MEDIUM, color=WHITE, id="ad_label"),
            fill=0x50FFFFFF,
            radius=3,
            pad=(6, 2, 6, 2),
        ),
        press,
        gap=8,
        width=FILL,
        anchor="bottom",
        align="start",
        pad=(12, 0, 16, 14),
    )
    dismiss = Column(
        Row(
            Label("Not interested", LABEL_MEDIUM, color=WHITE),
            cls=BUTTON,
            desc="Not interested",
            on_tap=hide,
            fill=0x50000000,
            radius=4,
            pad=(10, 6, 10, 6),
        ),
        pad=(0, 64, 12, 0),
        anchor="end",
    )
    return Stack(
        Footage(
            of_topic(advert.topic, id),
            id,
            width=FILL,
            height=FILL,
            cls="android.view.View",
            desc="Video",
            on_tap=follow_link,
        ),
        shade(260),
        dismiss,
        words,
        width=FILL,
        height=FILL,
    )


def _live(state: TikTok, nav: Nav, id: str) -> Box:
    """A broadcast, as the feed announces it."""
    host = nav.world.profile(id.partition("-")[2])
    broadcast = next(one for one in nav.world.broadcasts if one.profile == host.id)
    enter = nav.to("live", profile=host.id)
    middle = Column(
        Row(
            Label("Tap to watch LIVE", TITLE_MEDIUM, color=WHITE),
            cls=BUTTON,
            desc="Tap to watch LIVE",
            on_tap=enter,
            stroke=WHITE,
            radius=22,
            pad=(20, 10, 20, 10),
        ),
        anchor="center center",
    )
    words = Column(
        Row(Text("LIVE now", LABEL_MEDIUM, color=WHITE), fill=ROSE, radius=3, pad=(6, 2, 6, 2)),
        Row(portrait(host, 32), Text(host.name, TITLE_SMALL, color=WHITE, max_lines=1, id="title"), gap=8),
        Text(broadcast.title, BODY_MEDIUM, color=WHITE, max_lines=2, id="desc"),
        Text(f"{count(broadcast.viewers)} viewers", LABEL_MEDIUM, color=SOFT),
        gap=8,
        width=FILL,
        align="start",
        anchor="bottom",
        pad=(12, 0, 72, 16),
    )
    return Stack(
        Footage("talking", id, width=FILL, height=FILL, cls="android.view.View", desc="LIVE", on_tap=enter),
        shade(240),
        middle,
        words,
        width=FILL,
        height=FILL,
    )
