"""Broadcasts."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.screens.frame import (
    FRAME,
    ROSE,
    SOFT,
    WHITE,
    follow,
    offline,
    portrait,
    shade,
    small_tag,
)
from openphone_gym.phone.apps.tiktok.screens.results import live_cell
from openphone_gym.phone.apps.tiktok.state import TikTok
from openphone_gym.phone.apps.tiktok.wording import count
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Row, Space, Stack, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.footage import Footage
from openphone_gym.phone.toolkit.grid import Grid
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, TITLE_SMALL

LINES = (
    "Hello from {}!",
    "Love this",
    "First time here",
    "Can you say hi?",
    "The sound is great today",
    "How long are you live?",
    "So good",
)


def lives(state: TikTok, nav: Nav) -> Box:
    """All broadcasts."""
    bar = AppBar("LIVE", nav.back)
    if not nav.online:
        return offline(bar, nav)
    cells = [live_cell(nav, one.profile, one.title, one.viewers) for one in nav.world.broadcasts]
    return Page(bar, Grid(cells, 2, gap=8, pad=(8, 8, 8, 8)))


def live(state: TikTok, nav: Nav, profile: str) -> Box:
    """A broadcast with its chat."""
    host = nav.world.profile(profile)
    broadcast = next(one for one in nav.world.broadcasts if one.profile == profile)
    draft = nav.bind("draft")
    said = nav.local.get("said", [])

    def send() -> None:
        if str(draft.get()).strip():
            nav.local["said"] = [*said, str(draft.get()).strip()]
            draft.set("")
            nav.unfocus()

    def gift() -> None:
        nav.toast("Recharge to send gifts")

    followed = host.id in state.following
    button = (
        None
        if followed
        else Button(
            "Follow", lambda: follow(state, nav, host), fill=ROSE, ink=WHITE, height=32, pad=(12, 0, 12, 0)
        )
    )
    who = Row(
        portrait(host, 36, cls=FRAME, desc=f"{host.name} profile", on_tap=nav.to("profile", id=host.id)),
        Column(
            Text(host.name, TITLE_SMALL, color=WHITE, max_lines=1, id="title"),
            Text(f"{count(broadcast.viewers)} viewers", BODY_SMALL, color=SOFT),
            flex=1,
        ),
        button,
        fill=0x50000000,
        radius=22,
        gap=8,
        pad=(4, 4, 8, 4),
        flex=1,
    )
    top = Row(who, IconButton("close", "Close", nav.back, color=WHITE), width=FILL, gap=8, pad=(10, 10, 4, 0))
    field = TextField(
        draft, "Add comment...", id="live_field", variant="plain", action="send", on_submit=send
    )
    foot = Row(
        Row(field, fill="surface_container_high", radius=20, flex=1, pad=(12, 0, 8, 0)),
        IconButton("gift-outline", "Gifts", gift, color=WHITE),
        IconButton(
            "share", "Share", nav.sending("share", text=f"{host.name} is LIVE on TikTok"), color=WHITE
        ),
        width=FILL,
        gap=4,
        pad=(10, 6, 4, 10),
        fill=0xFF000000,
    )
    return Page(
        None,
        Stack(
            Footage("talking", f"live-{profile}", width=FILL, height=FILL),
            shade(380),
            top,
            Column(small_tag("LIVE", ROSE), pad=(12, 66, 0, 0)),
            _chat(state, nav, profile, broadcast.title, said),
            flex=1,
            height=FILL,
        ),
        bottom=foot,
        scrolls=False,
        theme="dark",
        fill=0xFF000000,
        bar_color=WHITE,
    )


def _chat(state: TikTok, nav: Nav, profile: str, title: str, said: list[str]) -> Box:
    """The last lines of the chat, which go on with the clock."""
    rng = nav.world.stream(f"chat/{profile}/{nav.system.clock // 20_000}")
    writers = rng.sample([p for p in nav.world.profiles if not p.verified], 4)
    lines = [
        (writer.id, rng.choice(LINES).format(rng.choice(("Lisbon", "Oslo", "Lima", "Osaka"))))
        for writer in writers
    ]
    lines += [(state.handle, text) for text in said[-3:]]
    rows = [
        Column(
            Text(name, BODY_SMALL, color=SOFT, max_lines=1), Text(text, BODY_MEDIUM, color=WHITE, max_lines=2)
        )
        for name, text in lines
    ]
    return Column(
        Text(title, TITLE_SMALL, color=WHITE, max_lines=2, id="desc"),
        Space(4),
        *rows,
        gap=6,
        width=FILL,
        anchor="bottom",
        pad=(12, 0, 96, 12),
    )
