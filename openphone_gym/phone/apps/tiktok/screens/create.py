"""The camera, and the page on which a video is posted."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.screens.frame import FRAME, ROSE, SOFT, WHITE, accent, empty, plain
from openphone_gym.phone.apps.tiktok.state import Post, Take, TikTok
from openphone_gym.phone.apps.tiktok.wording import length
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Column,
    Drawing,
    Handler,
    Icon,
    Label,
    Metrics,
    Row,
    Stack,
    Text,
)
from openphone_gym.phone.toolkit.controls import BUTTON, IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.footage import Footage
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import ListRow, RadioRows
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Page, Sheet
from openphone_gym.phone.toolkit.theme import LABEL_MEDIUM, TITLE_SMALL

PACKAGE = "com.zhiliaoapp.musically"

LENGTHS = ("10m", "60s", "15s", "Photo", "Text")

AUDIENCES = ("Everyone", "Friends", "Only you")


def create(state: TikTok, nav: Nav) -> Page:
    """What the camera sees, and the button that records it."""
    take = state.take
    if not nav.system.packages[PACKAGE].permissions.get("Camera"):
        return _closed(nav)
    recording = take.since > 0
    ms = take.ms + (nav.system.clock - take.since if recording else 0)

    def record() -> None:
        if recording:
            take.ms, take.since = ms, 0
        else:
            take.since = nav.system.clock

    def leave() -> None:
        if take.ms or recording:
            nav.go("discard")
        else:
            nav.back()

    def follow_up() -> None:
        take.ms, take.since = ms, 0
        nav.go("post")

    def choosing(label: str) -> Handler:
        return lambda: setattr(take, "longest", label)

    picture = Footage("market" if not take.front else "talking", "camera", width=FILL, height=FILL)
    top = Row(
        IconButton("close", "Close", leave, color=WHITE),
        Row(
            Row(
                Icon("music-note", size=16, color=WHITE),
                Label("Add sound", TITLE_SMALL, color=WHITE),
                cls=BUTTON,
                desc="Add sound",
                on_tap=nav.to("search"),
                fill=0x50000000,
                radius=16,
                gap=4,
                pad=(12, 6, 12, 6),
            ),
            flex=1,
            justify="center",
        ),
        Box(width=48),
        width=FILL,
        pad=(4, 8, 4, 0),
    )
    tools = Column(
        _tool("camera-flip", "Flip", lambda: setattr(take, "front", not take.front)),
        _tool("flash-off", "Flash", lambda: nav.toast("Flash on")),
        _tool("timer-outline", "Timer", lambda: nav.toast("Timer: 3s")),
        _tool("auto-fix", "Filters", lambda: nav.toast("Filter: Portrait")),
        gap=14,
        anchor="end",
        pad=(0, 72, 8, 0),
    )
    clock = (
        Row(
            Text(length(ms), TITLE_SMALL, color=WHITE, id="record_time"),
            fill=ROSE if recording else 0x60000000,
            radius=10,
            pad=(10, 2, 10, 2),
        )
        if ms or recording
        else None
    )
    button = Drawing(
        _draw_record,
        (recording,),
        width=76,
        height=76,
        cls=BUTTON,
        on_tap=record,
        desc="Stop recording" if recording else "Record video",
    )
    next_one = accent("Next", follow_up, height=38) if ms >= 1000 and not recording else None
    choices = Row(
        *(
            Row(
                Label(label, LABEL_MEDIUM, color=WHITE if label == take.longest else SOFT),
                cls=FRAME,
                desc=label,
                selected=label == take.longest,
                on_tap=choosing(label),
                pad=(10, 6, 10, 6),
            )
            for label in LENGTHS
        ),
        justify="center",
        width=FILL,
    )
    foot = Column(
        clock,
        choices,
        Row(Box(flex=1), button, Row(next_one, flex=1, justify="center"), width=FILL),
        align="center",
        gap=12,
        width=FILL,
        anchor="bottom",
        pad=(0, 0, 0, 24),
    )
    return Page(
        None,
        Stack(picture, tools, foot, top, flex=1, height=FILL),
        scrolls=False,
        theme="dark",
        fill=0xFF000000,
        bar_color=WHITE,
        on_back=leave,
    )


def _closed(nav: Nav) -> Page:
    """What stands here while the camera may not be used."""
    allow = accent("Allow camera access", lambda: nav.ask("Camera"))
    return Page(
        AppBar("", nav.back, icon="close"),
        empty(
            "camera-off-outline", "Create videos on TikTok", "Allow access to your camera to record.", allow
        ),
    )


def _tool(icon: str, label: str, on_tap: Handler) -> Box:
    return Column(
        Icon(icon, color=WHITE),
        Label(label, LABEL_MEDIUM, color=WHITE, max_lines=1),
        cls=BUTTON,
        desc=label,
        on_tap=on_tap,
        align="center",
        width=56,
    )


def _draw_record(painter: Painter, m: Metrics, w: int, h: int, recording: bool) -> None:
    r = w / 2
    painter.ring(r, r, r, 0x80FE2C55 if recording else 0xC0FFFFFF, r * 0.12)
    if recording:
        painter.rounded(r * 0.62, r * 0.62, r * 0.76, r * 0.76, r * 0.16, ROSE)
    else:
        painter.circle(r, r, r * 0.8, ROSE)


def discard(state: TikTok, nav: Nav) -> Box:
    """Asks before what was recorded is lost."""

    def drop() -> None:
        state.take = Take(front=state.take.front)
        nav.back_to("home")

    return Confirm("Discard the clip?", "What you recorded will be lost.", "Discard", drop, nav.back, "Keep")


def post(state: TikTok, nav: Nav) -> Page:
    """Words, audience, and the button that posts."""
    caption, take = nav.bind("caption"), state.take

    def publish() -> None:
        seconds = max(take.ms // 1000, 1)
        state.posts.append(
            Post(state.new_id(), str(caption.get()).strip(), seconds, nav.system.clock, take.audience)
        )
        state.take = Take()
        nav.unfocus()
        nav.back_to("home")
        nav.go("me")
        nav.toast("Your video was posted")

    def keep() -> None:
        nav.unfocus()
        nav.back_to("home")
        nav.toast("Saved to drafts")

    return Page(
        AppBar("Post", nav.back),
        Row(
            Column(
                TextField(
                    caption, "Describe your video", id="caption", variant="plain", action="newline", limit=150
                ),
                flex=1,
            ),
            Footage("talking", "camera", width=84, height=112),
            gap=12,
            width=FILL,
            align="start",
            pad=(16, 8, 16, 8),
        ),
        Row(
            plain("# Hashtags", lambda: caption.set(f"{caption.get()}#"), height=34),
            plain("@ Mention", lambda: caption.set(f"{caption.get()}@"), height=34),
            gap=8,
            pad=(16, 0, 16, 8),
        ),
        ListRow("Who can watch this post", take.audience, nav.to("audience"), icon="earth"),
        ListRow("Add location", on_tap=lambda: nav.toast("Location is off"), icon="map-marker-outline"),
        ListRow("Add link", on_tap=lambda: nav.toast("No links available"), icon="link-plus"),
        bottom=Row(
            plain("Drafts", keep, flex=1),
            accent("Post", publish, flex=1),
            gap=10,
            width=FILL,
            pad=(16, 8, 16, 12),
            fill="surface",
        ),
    )


def audience(state: TikTok, nav: Nav) -> Box:
    """Who may watch the new video."""
    rows = RadioRows(AUDIENCES, bind(state.take, "audience"), nav.back)
    return Sheet(Row(Text("Who can watch this video", TITLE_SMALL, id="title"), pad=(24, 0, 24, 8)), *rows)
