"""A video on the whole screen, with the buttons at its side; and the pages that hold one."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok import playback
from openphone_gym.phone.apps.tiktok.motifs import has_words, scene_of
from openphone_gym.phone.apps.tiktok.screens.frame import (
    FRAME,
    ROSE,
    SOFT,
    WHITE,
    follow,
    offline,
    portrait,
    shade,
    verified,
)
from openphone_gym.phone.apps.tiktok.sources import listed
from openphone_gym.phone.apps.tiktok.state import TikTok, toggle
from openphone_gym.phone.apps.tiktok.wording import age, count, length
from openphone_gym.phone.system.nav import Nav
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
from openphone_gym.phone.toolkit.footage import Footage
from openphone_gym.phone.toolkit.pager import Pager
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.surfaces import AppBar, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, LABEL_MEDIUM, TITLE_SMALL, TextStyle
from openphone_gym.phone.world.records import Profile, Video

SIDE = 60
"""Width in dp of the column of buttons."""

GOLD = 0xFFFACE15


def clip(state: TikTok, nav: Nav, source: str, video: str) -> Box:
    """A video of a list; a swipe up shows the next one of it."""
    videos = listed(state, nav.world, source)
    ids = [one.id for one in videos]
    shown = nav.world.video(video)
    if not nav.online:
        return offline(AppBar("", nav.back), nav)

    def turn(at: int) -> None:
        nav.entry.args["video"] = ids[at]
        playback.begin(state, nav)

    at = ids.index(video) if video in ids else 0
    pages = [lambda one=one: video_view(state, nav, one) for one in (videos if video in ids else [shown])]
    top = Row(
        IconButton("arrow-left", "Back", nav.back, color=WHITE),
        Row(
            Icon("magnify", size=18, color=SOFT),
            Label("Find related content", BODY_MEDIUM, color=SOFT, max_lines=1),
            cls=FRAME,
            desc="Find related content",
            on_tap=nav.to("search"),
            fill=0x40000000,
            radius=6,
            gap=8,
            pad=(10, 8, 10, 8),
            flex=1,
        ),
        width=FILL,
        gap=4,
        pad=(4, 6, 16, 0),
    )
    comment = Row(
        Label("Add comment...", BODY_MEDIUM, color=0xFF8A8A8A, max_lines=1),
        cls=FRAME,
        desc="Add comment...",
        on_tap=nav.to("comments", video=video),
        width=FILL,
        height=50,
        pad=(16, 0, 16, 0),
        fill=0xFF000000,
    )
    return Page(
        None,
        Stack(Pager(pages, at, turn, vertical=True, height=FILL), top, flex=1, height=FILL),
        progress(state, nav, shown.seconds),
        bottom=comment,
        scrolls=False,
        theme="dark",
        fill=0xFF000000,
        bar_color=WHITE,
    )


def video_view(state: TikTok, nav: Nav, video: Video) -> Box:
    """The picture of a video with all that lies on it."""
    profile = nav.world.profile(video.profile)
    picture = Footage(
        scene_of(video),
        video.id,
        width=FILL,
        height=FILL,
        cls="android.view.View",
        id="long_press_layout",
        desc="Video",
        on_tap=lambda: playback.toggle(state, nav, video.seconds),
        on_long=nav.to("options", video=video.id),
    )
    words = None
    if has_words(video):
        label = Label(video.caption, TextStyle(21, 28, 500), color=WHITE, max_lines=3, text_align="center")
        words = Column(
            Row(label, fill=0xB0000000, radius=8, pad=(12, 6, 12, 6)),
            pad=(40, 108, 64, 0),
            width=FILL,
            align="center",
        )
    paused = (
        Column(Icon("play", size=72, color=0x90FFFFFF), anchor="center center")
        if state.playback.paused
        else None
    )
    muted = (
        Row(
            Icon("volume-off", size=18, color=0xFF161823),
            Label("Unmute", LABEL_MEDIUM, color=0xFF161823),
            cls=BUTTON,
            desc="Unmute",
            on_tap=lambda: setattr(state, "muted", False),
            fill=WHITE,
            radius=4,
            gap=6,
            pad=(10, 6, 10, 6),
        )
        if state.muted
        else None
    )
    return Stack(
        picture,
        shade(240),
        Drawing(_draw_top, height=96, width=FILL),
        words,
        paused,
        Column(muted, pad=(12, 64, 0, 0)) if muted is not None else None,
        Row(
            _words(state, nav, video, profile),
            _side(state, nav, video, profile),
            width=FILL,
            align="end",
            anchor="bottom",
            pad=(12, 0, 4, 12),
        ),
        width=FILL,
        height=FILL,
    )


def _draw_top(painter: Painter, m: Metrics, w: int, h: int) -> None:
    painter.gradient(0, 0, w, h, 0x70000000, 0x00000000)


def _words(state: TikTok, nav: Nav, video: Video, profile: Profile) -> Box:
    """Who posted it, the caption, the sound."""
    tags = " ".join(f"#{tag}" for tag in video.tags)
    return Column(
        Row(
            Text(
                profile.name,
                TITLE_SMALL,
                color=WHITE,
                max_lines=1,
                id="title",
                on_tap=nav.to("profile", id=profile.id),
            ),
            verified(profile, 14),
            Label(f"· {age(video.days)}", LABEL_MEDIUM, color=SOFT),
            gap=4,
        ),
        Text(f"{video.caption} {tags}".strip(), BODY_MEDIUM, color=WHITE, max_lines=3, id="desc"),
        Row(
            Icon("music-note", size=14, color=WHITE),
            Label(
                f"{video.sound} - {profile.name}" if video.sound == "original sound" else video.sound,
                LABEL_MEDIUM,
                color=WHITE,
                max_lines=1,
            ),
            cls=FRAME,
            desc=f"Sound: {video.sound}",
            on_tap=nav.to("sound", name=video.sound),
            gap=4,
        ),
        flex=1,
        gap=6,
        pad=(0, 0, 8, 0),
    )


def _side(state: TikTok, nav: Nav, video: Video, profile: Profile) -> Box:
    """The buttons at the side."""
    liked, saved = video.id in state.liked, video.id in state.saved
    mine = sum(comment.video == video.id for comment in state.comments)

    def save() -> None:
        nav.toast("Added to Favorites" if toggle(state.saved, video.id) else "Removed from Favorites")

    likes, remarks = count(video.likes + liked), count(video.comments + mine)
    return Column(
        _host(state, nav, profile),
        _button(
            "heart",
            likes,
            f"Like video. {likes} likes",
            lambda: toggle(state.liked, video.id),
            ROSE if liked else WHITE,
            liked,
        ),
        _button(
            "comment-processing",
            remarks,
            f"Read or add comments. {remarks} comments",
            nav.to("comments", video=video.id),
        ),
        _button(
            "bookmark",
            count(video.saves + saved),
            "Add or remove this video from Favorites.",
            save,
            GOLD if saved else WHITE,
            saved,
        ),
        _button(
            "share",
            count(video.shares),
            f"Share video. {count(video.shares)} shares",
            nav.to("share", video=video.id),
        ),
        Column(
            Drawing(_draw_disc, (video.sound,), width=40, height=40),
            cls=BUTTON,
            desc=f"Sound: {video.sound}",
            on_tap=nav.to("sound", name=video.sound),
        ),
        width=SIDE,
        align="center",
        gap=10,
    )


def _host(state: TikTok, nav: Nav, profile: Profile) -> Box:
    """The portrait, with a plus to follow."""
    face = Column(
        Column(portrait(profile, 44), fill=WHITE, radius=23, pad=(1, 1, 1, 1)),
        cls=FRAME,
        desc=f"{profile.name} profile",
        on_tap=nav.to("profile", id=profile.id),
    )
    if profile.id in state.following:
        return Column(face, align="center", pad=(0, 0, 0, 10))
    plus = Row(
        Icon("plus", size=16, color=WHITE),
        width=24,
        height=24,
        radius=12,
        fill=ROSE,
        justify="center",
        cls=BUTTON,
        desc=f"Follow {profile.name}",
        on_tap=lambda: follow(state, nav, profile),
        anchor="bottom center",
    )
    return Stack(
        Column(face, align="center", width=SIDE),
        Column(plus, align="center", width=SIDE, anchor="bottom"),
        width=SIDE,
        height=58,
    )


def _button(
    icon: str, words: str, desc: str, on_tap: Handler, color: int = WHITE, selected: bool = False
) -> Box:
    return Column(
        Icon(icon, size=34, color=color),
        Label(words, LABEL_MEDIUM, color=WHITE, max_lines=1),
        cls=BUTTON,
        desc=desc,
        on_tap=on_tap,
        selected=selected,
        align="center",
        width=SIDE,
    )


def _draw_disc(painter: Painter, m: Metrics, w: int, h: int, sound: str) -> None:
    r = w / 2
    painter.circle(r, r, r, 0xFF1B1B1F)
    for share in (0.85, 0.68):
        painter.ring(r, r, r * share, 0xFF35353C, max(r * 0.04, 1))
    painter.circle(r, r, r * 0.5, 0xFF000000 | sum(map(ord, sound)) * 40503 & 0xFFFFFF)
    painter.icon("music-note", r * 0.68, r * 0.68, r * 0.64, WHITE)


# How far it has been played


def progress(state: TikTok, nav: Nav, seconds: int) -> Box:
    """The thin line below the video; thick, and with the time, while it stands still."""
    ms, paused = playback.position(state, nav, seconds), state.playback.paused

    def seek(share: float) -> None:
        playback.seek(state, nav, int(share * seconds * 1000))

    line = Drawing(
        _draw_line,
        (ms * 200 // (seconds * 1000), paused),
        height=20 if paused else 4,
        width=FILL,
        cls="android.widget.SeekBar" if paused else "",
        desc="Seek bar" if paused else "",
        label=f"{ms // (seconds * 10)}%" if paused else "",
        focusable=paused,
        on_slide=seek if paused else None,
    )
    if not paused:
        return line
    times = Row(
        Text(f"{length(ms)} / {length(seconds * 1000)}", LABEL_MEDIUM, color=WHITE, id="time"),
        width=FILL,
        justify="center",
        fill=0xFF000000,
    )
    return Column(times, line)


def _draw_line(painter: Painter, m: Metrics, w: int, h: int, at: int, paused: bool) -> None:
    painter.rect(0, 0, w, h, 0xFF000000)
    thick = m.dp(4 if paused else 2)
    top = (h - thick) // 2
    painter.rect(0, top, w, thick, 0x50FFFFFF)
    painter.rect(0, top, w * at / 200, thick, 0xFFFFFFFF if paused else 0xC0FFFFFF)
    if paused:
        painter.circle(w * at / 200, h / 2, m.dp(6), WHITE)
