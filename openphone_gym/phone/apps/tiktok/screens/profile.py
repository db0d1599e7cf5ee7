"""The page of an account: counts, Follow, its videos; who follows whom."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.links import SITE
from openphone_gym.phone.apps.tiktok.screens.frame import (
    FRAME,
    WHITE,
    accent,
    account_row,
    bar_icon,
    cover,
    empty,
    follow_button,
    heading,
    offline,
    plain,
    play,
    portrait,
    verified,
)
from openphone_gym.phone.apps.tiktok.sources import posted_by
from openphone_gym.phone.apps.tiktok.state import TikTok, toggle
from openphone_gym.phone.apps.tiktok.wording import count
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Space, Text
from openphone_gym.phone.toolkit.grid import Grid
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Page, Sheet, Tab, Tabs
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, TITLE_MEDIUM, TextStyle
from openphone_gym.phone.world.records import Profile

CELL = 168
"""Height in dp of a video in the grid of a page."""

BIG = TextStyle(17, 22, 500)

BELLS = {"All": "bell-ring-outline", "Personalized": "bell-outline", "None": "bell-off-outline"}
"""What is told of an account, with icons."""

REASONS = (
    "Violence and abuse",
    "Hate and harassment",
    "False information",
    "Frauds and scams",
    "Pretending to be someone",
    "Other",
)
"""Why something is reported."""


def profile(state: TikTok, nav: Nav, id: str) -> Box:
    """The page of an account."""
    one = nav.world.profile(id)
    bar = AppBar(
        one.name,
        nav.back,
        [
            bar_icon("bell-outline", "Notifications", nav.to("profile_bell", profile=id)),
            bar_icon("share-outline", "Share profile", nav.to("profile_menu", profile=id)),
        ],
    )
    if not nav.online:
        return offline(bar, nav)
    videos = posted_by(nav.world, id)
    likes = sum(video.likes for video in videos)
    tab = nav.bind("tab", "Videos")
    if id in state.blocked:
        grid: Box = empty("cancel", "You blocked this account", "Unblock it to see its videos.")
    elif tab.get() == "Videos":
        source = f"profile/{id}"
        cells = [cover(video, CELL, play(state, nav, source, video.id), video.pinned) for video in videos]
        grid = Grid(cells, 3, gap=1)
    else:
        grid = empty("repeat-variant", "No reposts yet", "")
    return Page(
        bar,
        Column(
            portrait(one, 92),
            Row(Text(f"@{one.id}", BIG, id="handle"), verified(one), gap=4),
            counts(nav, id, one.following, one.followers + (id in state.following) - one.followed, likes),
            _buttons(state, nav, one),
            Text(one.about, BODY_MEDIUM, text_align="center", id="bio") if one.about else None,
            align="center",
            gap=12,
            width=FILL,
            pad=(16, 8, 16, 12),
        ),
        Tabs(
            [
                Tab(label, "", label == tab.get(), lambda label=label: tab.set(label))
                for label in ("Videos", "Reposts")
            ]
        ),
        grid,
    )


def counts(nav: Nav, id: str, following: int, followers: int, likes: int) -> Box:
    """Following, followers, likes."""

    def one(number: int, words: str, on_tap: Handler | None) -> Box:
        return Column(
            Text(count(number), BIG, max_lines=1, id=words.lower()),
            Text(words, BODY_SMALL, color="on_surface_variant"),
            cls=FRAME,
            on_tap=on_tap,
            align="center",
            pad=(10, 0, 10, 0),
        )

    return Row(
        one(following, "Following", nav.to("follows", profile=id, kind="Following")),
        one(followers, "Followers", nav.to("follows", profile=id, kind="Followers")),
        one(likes, "Likes", None),
        justify="center",
        align="start",
    )


def _buttons(state: TikTok, nav: Nav, one: Profile) -> Box:
    if one.id in state.blocked:
        unblock = accent("Unblock", lambda: state.blocked.remove(one.id), width=180)
        return Row(unblock, justify="center")
    message = plain("Message", nav.to("chat", profile=one.id), height=42, flex=1)
    suggest = bar_icon("chevron-down", "Similar accounts", nav.to("similar", profile=one.id))
    suggest.__dict__.update(fill="surface_container_high", radius=4, width=42, height=42)
    follow = follow_button(state, nav, one, height=42, flex=1)
    return Row(follow, message, suggest, gap=6, width=FILL, pad=(16, 0, 16, 0))


def unfollow(state: TikTok, nav: Nav, profile: str) -> Box:
    """Asks before an account is no longer followed."""

    def stop() -> None:
        if profile in state.following:
            state.following.remove(profile)
        nav.back()

    return Confirm(f"Unfollow @{profile}?", "", "Unfollow", stop, nav.back)


def profile_bell(state: TikTok, nav: Nav, profile: str) -> Box:
    """What is told of an account."""
    chosen = nav.bind("chosen", "Personalized")

    def choosing(option: str) -> Handler:
        def choose() -> None:
            chosen.set(option)
            nav.back()
            nav.toast(f"Notifications: {option}")

        return choose

    return Sheet(
        Row(Text("Notification settings", TITLE_MEDIUM, id="title"), pad=(24, 0, 24, 8)),
        *(ListRow(option, on_tap=choosing(option), icon=icon) for option, icon in BELLS.items()),
    )


def profile_menu(state: TikTok, nav: Nav, profile: str) -> Box:
    """What can be done with an account."""
    one = nav.world.profile(profile)
    link = f"{SITE}/@{profile}"

    def copy() -> None:
        nav.system.clipboard = link
        nav.back()
        nav.toast("Link copied")

    def block() -> None:
        nav.back()
        blocked = toggle(state.blocked, profile)
        if blocked and profile in state.following:
            state.following.remove(profile)
        nav.toast("Blocked" if blocked else "Unblocked")

    def share() -> None:
        nav.back()
        nav.send("share", text=f"{one.name} (@{profile}) on TikTok: {link}")

    def message() -> None:
        nav.replace("chat", profile=profile)

    return Sheet(
        Row(Text("Share to", TITLE_MEDIUM, id="title"), pad=(24, 0, 24, 8)),
        ListRow("Copy link", on_tap=copy, icon="link-variant"),
        ListRow("Share profile", on_tap=share, icon="share-outline"),
        ListRow("Send message", on_tap=message, icon="send-outline"),
        ListRow("Report", on_tap=lambda: nav.replace("report", what=f"@{profile}"), icon="flag-outline"),
        ListRow("Unblock" if profile in state.blocked else "Block", on_tap=block, icon="cancel"),
    )


def report(state: TikTok, nav: Nav, what: str) -> Box:
    """Asks why something is reported."""

    def send() -> None:
        nav.back()
        nav.toast("Thanks for reporting")

    return Sheet(
        Row(Text("Report", TITLE_MEDIUM, id="title"), pad=(24, 0, 24, 4)),
        Row(Text(f"Why do you report {what}?", BODY_MEDIUM, color="on_surface_variant"), pad=(24, 0, 24, 8)),
        *(ListRow(reason, on_tap=send, trailing=Icon("chevron-right")) for reason in REASONS),
    )


def similar(state: TikTok, nav: Nav, profile: str) -> Box:
    """Accounts that resemble one, those that stand for it or copy it first."""
    one = nav.world.profile(profile)
    family = {one.id, one.mimics} - {""}
    close = [p for p in nav.world.profiles if p.mimics in family or p.id in family]
    others = [p for p in nav.world.profiles if p.topic == one.topic and p not in close and not p.person]
    rows = [p for p in (*close, *others) if p.id != profile][:12]
    return Page(
        AppBar("Suggested accounts", nav.back),
        *(account_row(state, nav, p, f"{count(p.followers)} followers") for p in rows),
    )


def follows(state: TikTok, nav: Nav, profile: str, kind: str) -> Box:
    """Who follows an account, or whom it follows; of others only some are shown."""
    mine = profile == state.handle
    if mine and kind == "Following":
        shown = [nav.world.profile(id) for id in reversed(state.following)]
    elif mine:
        shown = [nav.world.profile(n.profile) for n in state.notices if n.kind == "follow"]
    else:
        rng = nav.world.stream(f"follows/{profile}/{kind}")
        others = [p for p in nav.world.profiles if p.id != profile]
        shown = rng.sample(others, 14)
    rows = [account_row(state, nav, p, "") for p in shown]
    tabs = [
        Tab(label, "", label == kind, lambda label=label: nav.entry.args.__setitem__("kind", label))
        for label in ("Following", "Followers")
    ]
    return Page(
        AppBar(state.name if mine else nav.world.profile(profile).name, nav.back),
        Tabs(tabs),
        *(
            rows
            or [
                empty(
                    "account-multiple-outline",
                    f"No {kind.lower()} yet" if kind == "Followers" else "Not following anyone yet",
                    "",
                )
            ]
        ),
    )


def find_friends(state: TikTok, nav: Nav) -> Box:
    """Accounts of people that the user knows, and others."""
    known = [p for p in nav.world.profiles if p.person]
    popular = sorted(
        (p for p in nav.world.profiles if not p.person and p.id not in state.following),
        key=lambda p: -p.followers,
    )[:10]

    def contacts() -> None:
        nav.ask("Contacts")

    return Page(
        AppBar("Find friends", nav.back, [bar_icon("magnify", "Search", nav.to("search"))]),
        ListRow(
            "Contacts",
            "Find people from your address book",
            contacts,
            icon="contacts-outline",
            trailing=Icon("chevron-right"),
        ),
        ListRow(
            "Invite friends",
            "Share a link to your profile",
            nav.sending("share", text=f"{SITE}/@{state.handle}"),
            icon="account-plus-outline",
            trailing=Icon("chevron-right"),
        ),
        heading("People you may know") if known else None,
        *(account_row(state, nav, p, "From your contacts") for p in known),
        heading("Suggested accounts"),
        *(account_row(state, nav, p, f"{count(p.followers)} followers") for p in popular),
    )


# Hashtags and sounds


def hashtag(state: TikTok, nav: Nav, name: str) -> Box:
    """All videos with a hashtag."""
    videos = sorted((v for v in nav.world.videos if name in v.tags), key=lambda v: -v.likes)
    views = count(sum(v.views for v in videos))
    return Page(
        AppBar(
            f"#{name}",
            nav.back,
            [bar_icon("share-outline", "Share", nav.sending("share", text=f"{SITE}/tag/{name}"))],
        ),
        Row(
            Row(
                Label("#", TextStyle(40, 48, 500)),
                width=88,
                height=88,
                justify="center",
                fill="surface_container",
                radius=6,
            ),
            Column(
                Text(f"#{name}", BIG),
                Text(f"{views} views", BODY_MEDIUM, color="on_surface_variant"),
                gap=4,
                flex=1,
            ),
            gap=16,
            width=FILL,
            pad=(16, 8, 16, 16),
        ),
        Grid([cover(v, CELL, play(state, nav, f"tag/{name}", v.id)) for v in videos], 3, gap=1),
    )


def sound(state: TikTok, nav: Nav, name: str) -> Box:
    """All videos with a sound."""
    videos = sorted((v for v in nav.world.videos if v.sound == name), key=lambda v: -v.likes)
    return Page(
        AppBar(
            "", nav.back, [bar_icon("share-outline", "Share", nav.sending("share", text=f"{name} on TikTok"))]
        ),
        Row(
            Row(
                Icon("music-note", size=44, color=WHITE),
                width=96,
                height=96,
                justify="center",
                fill=0xFF2A2A33,
                radius=6,
            ),
            Column(
                Text(name, BIG, max_lines=2, id="sound_name"),
                Text(f"{count(len(videos))} videos", BODY_MEDIUM, color="on_surface_variant"),
                Space(2),
                accent("Use this sound", nav.to("create"), icon="video", height=36),
                gap=4,
                flex=1,
            ),
            gap=16,
            width=FILL,
            pad=(16, 0, 16, 16),
            align="start",
        ),
        Grid([cover(v, CELL, play(state, nav, f"sound/{name}", v.id)) for v in videos], 3, gap=1),
    )
