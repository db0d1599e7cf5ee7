"""What the pages share: the bar at the foot, portraits, the follow button, rows of accounts, covers."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from openphone_gym.phone.apps.tiktok import playback
from openphone_gym.phone.apps.tiktok.motifs import has_words, scene_of
from openphone_gym.phone.apps.tiktok.state import TikTok, toggle
from openphone_gym.phone.apps.tiktok.wording import count
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Color,
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
from openphone_gym.phone.toolkit.controls import BUTTON, Button, IconButton
from openphone_gym.phone.toolkit.footage import Footage
from openphone_gym.phone.toolkit.offline import OfflinePage
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.pictures import HAIRS, SKINS
from openphone_gym.phone.toolkit.rows import AVATAR_COLORS
from openphone_gym.phone.toolkit.theme import (
    BODY_MEDIUM,
    BODY_SMALL,
    LABEL_LARGE,
    LABEL_SMALL,
    TITLE_SMALL,
    TextStyle,
)
from openphone_gym.phone.world.records import Profile, Video

WHITE, SOFT, BLACK, ROSE, CYAN = 0xFFFFFFFF, 0xBFFFFFFF, 0xFF000000, 0xFFFE2C55, 0xFF25F4EE

LAYOUT = "android.widget.LinearLayout"
FRAME = "android.widget.FrameLayout"

PLACES = (
    ("Home", "home", "home"),
    ("Shop", "shopping-outline", "shop"),
    ("Create", "plus", "create"),
    ("Inbox", "message-minus-outline", "inbox"),
    ("Profile", "account-outline", "me"),
)
"""Bar at the foot: label, icon, screen."""


# The bar at the foot


def foot(state: TikTok, nav: Nav, here: str, dark: bool = False) -> Box:
    """The bar with the five places of the app."""
    ink = WHITE if dark else "on_surface"
    unseen = sum(not notice.seen for notice in state.notices)

    def opening(screen: str) -> Handler:
        def open_place() -> None:
            nav.back_to("home")
            if screen != "home":
                nav.go(screen)
            if screen == "create":
                nav.ask("Camera")
            if screen == "home" and here != "home":
                playback.begin(state, nav)

        return open_place

    def place(label: str, icon: str, screen: str) -> Box:
        if label == "Create":
            plus = Drawing(_draw_plus, (dark,), width=44, height=28)
            return Column(
                plus,
                cls=BUTTON,
                desc=label,
                on_tap=opening(screen),
                flex=1,
                align="center",
                justify="center",
                height=52,
            )
        lit = screen == here
        symbol: Box = Icon(icon.replace("-outline", "") if lit else icon, color=ink, size=25)
        if label == "Inbox" and unseen:
            symbol = Stack(Row(symbol, pad=(6, 0, 6, 0)), _badge(unseen), width=37, height=25)
        name = Label(
            label, LABEL_SMALL, color=ink if lit else SOFT if dark else "on_surface_variant", max_lines=1
        )
        return Column(
            symbol,
            name,
            cls=FRAME,
            desc=label,
            selected=lit,
            on_tap=opening(screen),
            flex=1,
            align="center",
            justify="center",
            height=52,
        )

    row = Row(*(place(*one) for one in PLACES), width=FILL, fill=BLACK if dark else "surface")
    line = Box(height=1, width=FILL, fill=0xFF2A2A2A if dark else "outline_variant")
    return Column(line, row)


def _badge(number: int) -> Box:
    return Row(
        Label(str(number), TextStyle(10, 14, 500), color=WHITE),
        fill=ROSE,
        radius=7,
        width=15,
        height=14,
        justify="center",
        anchor="end",
    )


def _draw_plus(painter: Painter, m: Metrics, w: int, h: int, dark: bool) -> None:
    r = h * 0.28
    painter.rounded(0, 0, w * 0.6, h, r, CYAN)
    painter.rounded(w * 0.4, 0, w * 0.6, h, r, ROSE)
    painter.rounded(w * 0.07, 0, w * 0.86, h, r, WHITE if dark else BLACK)
    ink, thick = BLACK if dark else WHITE, max(h * 0.1, 1)
    painter.rect(w / 2 - h * 0.22, h / 2 - thick / 2, h * 0.44, thick, ink)
    painter.rect(w / 2 - thick / 2, h / 2 - h * 0.22, thick, h * 0.44, ink)


# Accounts


def portrait(profile: Profile, size: float, **attributes: object) -> Box:
    """The round picture of an account: a face, or the first letter of its name."""
    faced = bool(profile.person) or crc32(profile.id.encode()) % 5 < 3
    box = Drawing(_draw_face if faced else _draw_letter, (profile.name,), width=size, height=size)
    box.__dict__.update(attributes)
    return box


def own_portrait(state: TikTok, size: float) -> Box:
    """The round picture of the user."""
    return Drawing(_draw_face, (state.name,), width=size, height=size)


def _draw_face(painter: Painter, m: Metrics, w: int, h: int, name: str) -> None:
    code = crc32(name.encode())
    skin, hair = SKINS[code % len(SKINS)], HAIRS[code // 7 % len(HAIRS)]
    r = w / 2
    painter.circle(r, r, r, AVATAR_COLORS[code // 3 % len(AVATAR_COLORS)])
    painter.circle(r, r * 0.45, r * 0.4, 0x18FFFFFF)
    painter.circle(r, h * 0.79, r * 0.41, AVATAR_COLORS[code // 5 % len(AVATAR_COLORS)] | 0xFF303030)
    painter.rect(r * 0.85, r * 1.0, r * 0.3, r * 0.4, skin)
    if code % 2:
        painter.rounded(r * 0.52, r * 0.38, r * 0.96, r * 0.95, r * 0.42, hair)
    painter.circle(r, r * 0.8, r * 0.38, skin)
    painter.arc(r, r * 0.75, r * 0.41, 180, 180, hair)
    for side in (-1, 1):
        painter.circle(r + side * r * 0.15, r * 0.84, max(r * 0.045, 0.6), 0xFF2B2B2B)
    painter.arc(r, r * 0.9, r * 0.17, 25, 130, 0xFF8A3B2E, max(r * 0.04, 0.8))


def _draw_letter(painter: Painter, m: Metrics, w: int, h: int, name: str) -> None:
    code, r = crc32(name.encode()), w / 2
    painter.circle(r, r, r, AVATAR_COLORS[code % len(AVATAR_COLORS)])
    painter.ring(r, r, r * 0.86, 0x50FFFFFF, max(r * 0.05, 1))
    for number in range(3):
        painter.arc(r, r, r * (0.75 - 0.12 * number), 30 + 60 * number, 120, 0x20FFFFFF, max(r * 0.06, 1))
    with painter.translate(r - r * 0.34, r - r * 0.6):
        painter.text(0, 0, name[:1].upper(), r, 500, WHITE, r * 1.2)


def verified(profile: Profile, size: float = 16) -> Box | None:
    """The mark of a checked account, if it has one."""
    if not profile.verified:
        return None
    return Icon("check-decagram", size=size, color=0xFF20A9EE, desc="Verified account")


def follow(state: TikTok, nav: Nav, profile: Profile) -> None:
    """Follows an account, or no longer does."""
    if not nav.online:
        nav.toast("No internet connection")
        return
    toggle(state.following, profile.id)


def follow_button(state: TikTok, nav: Nav, profile: Profile, **attributes: object) -> Box:
    """Follow, or Following."""
    followed = profile.id in state.following
    label = ("Friends" if profile.person else "Following") if followed else "Follow"

    def press() -> None:
        if followed:
            nav.go("unfollow", profile=profile.id)
        else:
            follow(state, nav, profile)

    look = {"height": 36, "pad": (14, 0, 14, 0), **attributes}
    return (plain if followed else accent)(label, press, **look)


def accent(label: str, on_tap: Handler, icon: str = "", **attributes: object) -> Box:
    """The button for the main action of a page."""
    return Button(label, on_tap, icon, ink=WHITE, **{"fill": ROSE, "radius": 4, **attributes})


def plain(label: str, on_tap: Handler, icon: str = "", **attributes: object) -> Box:
    """A button for what else can be done."""
    look = {"fill": "surface_container_high", "radius": 4, **attributes}
    return Button(label, on_tap, icon, ink="on_surface", **look)


def bar_icon(icon: str, desc: str, on_tap: Handler) -> Box:
    """An icon in the bar of a page."""
    return IconButton(icon, desc, on_tap, color="on_surface")


def small_tag(words: str, fill: Color, ink: Color = WHITE) -> Box:
    """A mark such as LIVE or Sponsored; `Label` alone, so that it is part of what it stands on."""
    return Row(Label(words, LABEL_SMALL, color=ink, max_lines=1), fill=fill, radius=3, pad=(5, 2, 5, 2))


def account_row(
    state: TikTok, nav: Nav, profile: Profile, second: str, on_tap: Handler | None = None, button: bool = True
) -> Box:
    """A row of an account: portrait, name, a second line, the follow button."""
    words = Column(
        Row(Text(profile.id, TITLE_SMALL, max_lines=1, id="handle"), verified(profile), gap=4),
        Text(profile.name, BODY_SMALL, color="on_surface_variant", max_lines=1, id="name"),
        Text(second, BODY_SMALL, color="on_surface_variant", max_lines=1) if second else None,
        flex=1,
    )
    return Row(
        portrait(profile, 52),
        words,
        follow_button(state, nav, profile) if button else None,
        cls=LAYOUT,
        on_tap=on_tap or nav.to("profile", id=profile.id),
        gap=12,
        width=FILL,
        pad=(16, 8, 16, 8),
    )


# Videos


def still(video: Video, size: float = 16) -> list[Box]:
    """What a cover shows: the picture of a video, and perhaps its words."""
    words = None
    if has_words(video):
        label = Label(
            video.caption, TextStyle(size, size * 1.25, 500), color=WHITE, max_lines=3, text_align="center"
        )
        words = Column(
            Row(label, fill=0xA0000000, radius=6, pad=(6, 3, 6, 3)), pad=(6, 0, 6, 0), anchor="center center"
        )
    return [
        box for box in (Footage(scene_of(video), video.id, width=FILL, height=FILL), words) if box is not None
    ]


def cover(video: Video, height: float, on_tap: Handler, pinned: bool = False) -> Box:
    """A cell of a grid of videos: its picture, how often it was played, and whether it is pinned."""
    views = Row(
        Icon("play-outline", size=16, color=WHITE),
        Label(count(video.views), LABEL_SMALL, color=WHITE),
        gap=2,
        pad=(4, 0, 4, 4),
        anchor="bottom",
    )
    mark = (
        Row(Label("Pinned", LABEL_SMALL, color=WHITE), fill=ROSE, radius=3, pad=(5, 2, 5, 2), anchor="start")
        if pinned
        else None
    )
    return Stack(
        *still(video, 13),
        Column(mark, pad=(5, 5, 0, 0)) if mark is not None else None,
        views,
        cls=FRAME,
        id="cover",
        desc=f"{'Pinned. ' if pinned else ''}{video.caption}. {count(video.views)} views",
        on_tap=on_tap,
        height=height,
        fill=0xFF222222,
    )


def play(state: TikTok, nav: Nav, source: str, video: str) -> Handler:
    """A handler that opens a video of a list."""

    def open_video() -> None:
        nav.unfocus()
        playback.begin(state, nav)
        nav.go("clip", source=source, video=video)

    return open_video


def empty(icon: str, title: str, text: str, button: Box | None = None) -> Box:
    """What stands where there is nothing."""
    return Column(
        Icon(icon, size=56, color="on_surface_variant"),
        Text(title, TextStyle(17, 24, 500), text_align="center"),
        Text(text, BODY_MEDIUM, color="on_surface_variant", text_align="center") if text else None,
        button,
        align="center",
        gap=10,
        pad=(32, 56, 32, 24),
    )


def offline(bar: Box | None, nav: Nav, **attributes: Any) -> Box:
    """A page that has nothing to show without the net."""
    title, text = "No internet connection", "Connect to the internet and try again."
    return OfflinePage(bar, nav.load, title, text, **attributes)


def shade(height: float) -> Box:
    """Darkness at the foot of a picture, on which words can be read."""
    return Drawing(_draw_shade, height=height, width=FILL, anchor="bottom")


def _draw_shade(painter: Painter, m: Metrics, w: int, h: int) -> None:
    painter.gradient(0, 0, w, h, 0x00000000, 0xB8000000)


def heading(words: str, color: Color = "on_surface") -> Box:
    """Heading of a part of a page."""
    return Row(Text(words, LABEL_LARGE, color=color), pad=(16, 14, 16, 6), width=FILL)
