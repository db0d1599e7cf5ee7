"""What comes up over a video: what can be done with it, and where it can be sent."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok import playback
from openphone_gym.phone.apps.tiktok.links import SITE
from openphone_gym.phone.apps.tiktok.screens.frame import FRAME, portrait
from openphone_gym.phone.apps.tiktok.state import Message, TikTok, toggle
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Scroll, Text
from openphone_gym.phone.toolkit.rows import ListRow, RadioRow
from openphone_gym.phone.toolkit.surfaces import Sheet
from openphone_gym.phone.toolkit.theme import LABEL_MEDIUM, TITLE_MEDIUM
from openphone_gym.phone.world.records import Profile

SPEEDS = (50, 100, 150, 200)
"""Speeds in percent."""


def link_of(nav: Nav, video: str) -> str:
    """Address of a video."""
    one = nav.world.video(video)
    return f"{SITE}/@{one.profile}/video/{video.partition('-')[2]}"


def _title(words: str) -> Box:
    return Row(Text(words, TITLE_MEDIUM, id="title"), pad=(24, 0, 24, 8))


def share(state: TikTok, nav: Nav, video: str) -> Box:
    """Where a video can be sent, and what else can be done with it."""
    friends = [p for p in nav.world.profiles if p.person and p.id in state.following]

    def send(profile: Profile) -> Handler:
        def deliver() -> None:
            link = link_of(nav, video)
            state.messages.append(Message(state.new_id(), profile.id, link, True, nav.system.clock))
            nav.back()
            nav.toast(f"Sent to {profile.name}")

        return deliver

    def repost() -> None:
        nav.back()
        nav.toast("Reposted" if toggle(state.reposted, video) else "Repost removed")

    def copy() -> None:
        nav.system.clipboard = link_of(nav, video)
        nav.back()
        nav.toast("Link copied")

    def pass_on() -> None:
        nav.back()
        nav.send("share", text=f"{nav.world.video(video).caption} {link_of(nav, video)}")

    people = [_target(portrait(friend, 52), friend.name, send(friend)) for friend in friends]
    actions = [
        ("repeat-variant", "Remove repost" if video in state.reposted else "Repost", repost),
        ("link-variant", "Copy link", copy),
        ("share-outline", "More", pass_on),
        ("download-outline", "Save video", lambda: _save(nav, video)),
        ("flag-outline", "Report", lambda: nav.replace("report", what="this video")),
        ("heart-broken-outline", "Not interested", lambda: not_interested(state, nav, video)),
        ("account-multiple-plus-outline", "Duet", nav.to("create")),
        ("video-plus-outline", "Stitch", nav.to("create")),
    ]
    return Sheet(
        _title("Send to"),
        _strip(people)
        if people
        else ListRow("Find friends", on_tap=nav.to("find_friends"), icon="account-plus"),
        _strip([_target(_disc(icon), label, on_tap) for icon, label, on_tap in actions]),
    )


def _strip(targets: list[Box]) -> Box:
    row = Row(*targets, gap=4, align="start", pad=(12, 8, 12, 12))
    return Scroll(
        row, cls="android.widget.HorizontalScrollView", horizontal=True, key=f"targets {len(targets)}"
    )


def _disc(icon: str) -> Box:
    return Row(
        Icon(icon, color="on_surface"),
        width=52,
        height=52,
        radius=26,
        fill="surface_container_highest",
        justify="center",
    )


def _target(picture: Box, label: str, on_tap: Handler) -> Box:
    words = Label(
        label, LABEL_MEDIUM, color="on_surface_variant", max_lines=2, text_align="center", width=FILL
    )
    return Column(
        picture,
        words,
        cls=FRAME,
        desc=label,
        on_tap=on_tap,
        align="center",
        gap=6,
        width=72,
        pad=(2, 2, 2, 2),
    )


def _save(nav: Nav, video: str) -> None:
    number = video.partition("-")[2]
    nav.add_file(f"/storage/emulated/0/DCIM/Camera/tiktok_{number}.mp4", "video", 4_200_000)
    nav.back()
    nav.toast("Video saved")


def not_interested(state: TikTok, nav: Nav, video: str) -> None:
    """The video comes no more."""
    if video not in state.hidden:
        state.hidden.append(video)
    nav.back()
    nav.toast("You'll see fewer videos like this")


def options(state: TikTok, nav: Nav, video: str) -> Box:
    """What holding a video offers."""

    def mute() -> None:
        state.muted = not state.muted
        nav.back()

    def captions() -> None:
        state.settings.captions = not state.settings.captions
        nav.back()
        nav.toast("Captions on" if state.settings.captions else "Captions off")

    return Sheet(
        ListRow("Save video", on_tap=lambda: _save(nav, video), icon="download-outline"),
        ListRow(
            "Not interested", on_tap=lambda: not_interested(state, nav, video), icon="heart-broken-outline"
        ),
        ListRow("Report", on_tap=lambda: nav.replace("report", what="this video"), icon="flag-outline"),
        ListRow(
            "Captions", "On" if state.settings.captions else "Off", captions, icon="closed-caption-outline"
        ),
        ListRow(
            "Playback speed",
            _speed(state.playback.speed),
            lambda: nav.replace("speed", video=video),
            icon="speedometer",
        ),
        ListRow(
            "Unmute" if state.muted else "Mute",
            on_tap=mute,
            icon="volume-high" if state.muted else "volume-off",
        ),
        ListRow("Share", on_tap=lambda: nav.replace("share", video=video), icon="share-outline"),
    )


def speed(state: TikTok, nav: Nav, video: str) -> Box:
    """How fast the video in front runs; the next one runs at the usual speed."""
    seconds = nav.world.video(video).seconds

    def choosing(percent: int) -> Handler:
        def choose() -> None:
            playback.set_speed(state, nav, percent, seconds)
            nav.back()

        return choose

    return Sheet(
        _title("Playback speed"),
        *(RadioRow(_speed(one), one == state.playback.speed, choosing(one)) for one in SPEEDS),
    )


def _speed(percent: int) -> str:
    return f"{percent / 100}x"
