"""What fits a query, by kind: videos, accounts, sounds, broadcasts, hashtags."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openphone_gym.phone.apps.tiktok import finding
from openphone_gym.phone.apps.tiktok.finding import DATES, SORTS, TABS
from openphone_gym.phone.apps.tiktok.motifs import of_topic
from openphone_gym.phone.apps.tiktok.screens.frame import (
    FRAME,
    LAYOUT,
    ROSE,
    WHITE,
    account_row,
    empty,
    offline,
    play,
    portrait,
    still,
)
from openphone_gym.phone.apps.tiktok.state import Filters, TikTok
from openphone_gym.phone.apps.tiktok.wording import age, count
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Column,
    Icon,
    Label,
    Row,
    Scroll,
    Space,
    Stack,
    Text,
)
from openphone_gym.phone.toolkit.controls import Button, Chip, IconButton, TextButton
from openphone_gym.phone.toolkit.flow import Flow
from openphone_gym.phone.toolkit.footage import Footage
from openphone_gym.phone.toolkit.grid import Grid
from openphone_gym.phone.toolkit.rows import Divider, ListRow
from openphone_gym.phone.toolkit.surfaces import Page, Sheet, Tab, Tabs
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    BODY_SMALL,
    LABEL_SMALL,
    TITLE_MEDIUM,
    TITLE_SMALL,
)
from openphone_gym.phone.world.records import Video

CELL = 200
"""Height in dp of the picture of a video among the results."""


def results(state: TikTok, nav: Nav, query: str) -> Box:
    """What fits a query."""
    tab = nav.bind("tab", TABS[0])

    def edit() -> None:
        nav.replace("search", query=query)
        nav.focus("search_field")

    bar = Row(
        IconButton("arrow-left", "Back", nav.back, color="on_surface"),
        Row(
            Icon("magnify", size=20),
            Text(query, BODY_LARGE, max_lines=1, id="query", flex=1),
            cls=FRAME,
            desc="Edit search",
            on_tap=edit,
            fill="surface_container",
            radius=6,
            flex=1,
            height=44,
            gap=6,
            pad=(10, 0, 10, 0),
        ),
        IconButton("tune-variant", "Filters", nav.to("filters"), color="on_surface"),
        width=FILL,
        pad=(4, 6, 4, 2),
    )
    if not nav.online:
        return offline(bar, nav)
    tabs = Tabs(
        [Tab(label, "", label == tab.get(), lambda label=label: tab.set(label)) for label in TABS],
        scrolls=True,
    )
    pages = {
        "Top": _top,
        "Users": _users,
        "Videos": _videos,
        "Sounds": _sounds,
        "LIVE": _lives,
        "Hashtags": _tags,
    }
    rows = pages[tab.get()](state, nav, query)
    if not rows:
        rows = [empty("magnify", f"No results found for “{query}”", "Check the spelling or try other words.")]
    return Page(
        bar, tabs, Scroll(Column(*rows, Space(24)), height=FILL, flex=1, key=tab.get()), scrolls=False
    )


def _found(state: TikTok, nav: Nav, query: str) -> list[Video]:
    found = finding.find_videos(nav.world, query, state.filters)
    return found if state.filters != Filters() else [*found, *finding.related(nav.world, found)]


def _top(state: TikTok, nav: Nav, query: str) -> list[Box]:
    videos = _found(state, nav, query)
    users = finding.find_profiles(nav.world, query) if state.filters == Filters() else []
    cells = [_cell(state, nav, query, video) for video in videos]
    rows: list[Box] = []
    if users:
        see = TextButton("See more", lambda: nav.local.__setitem__("tab", "Users"))
        rows.append(Row(Text("Users", TITLE_MEDIUM), Space(flex=1), see, width=FILL, pad=(16, 4, 4, 0)))
        rows += [account_row(state, nav, user, f"{count(user.followers)} followers") for user in users[:2]]
        rows.append(Divider())
    if cells:
        cells.insert(0, _sponsored(nav, query))
        rows.append(_grid(cells))
    return rows


def _videos(state: TikTok, nav: Nav, query: str) -> list[Box]:
    cells = [_cell(state, nav, query, video) for video in _found(state, nav, query)]
    return [_grid([_sponsored(nav, query), *cells])] if cells else []


def _grid(cells: Sequence[Box]) -> Box:
    return Grid(cells, 2, gap=8, pad=(8, 8, 8, 8))


def _cell(state: TikTok, nav: Nav, query: str, video: Video) -> Box:
    """A video among the results."""
    host = nav.world.profile(video.profile)
    picture = Stack(
        *still(video, 15),
        Row(Label(age(video.days), LABEL_SMALL, color=WHITE), anchor="bottom", pad=(6, 0, 6, 4)),
        height=CELL,
    )
    return Column(
        picture,
        Text(video.caption, BODY_MEDIUM, max_lines=2, id="desc"),
        Row(
            portrait(host, 18),
            Text(host.name, BODY_SMALL, color="on_surface_variant", max_lines=1, id="author", flex=1),
            Icon("heart-outline", size=14),
            Label(count(video.likes), LABEL_SMALL, color="on_surface_variant"),
            gap=4,
        ),
        cls=FRAME,
        id="search_video",
        on_tap=play(state, nav, f"search/{query}", video.id),
        gap=4,
    )


def _sponsored(nav: Nav, query: str) -> Box:
    """The advert that stands first."""
    advert = finding.sponsored(nav.world, query)
    owner = nav.world.organisation(advert.organisation)
    return Column(
        Stack(
            Footage(of_topic(advert.topic, advert.id), advert.id, width=FILL, height=FILL),
            Row(
                Label(f"{advert.button}  ›", LABEL_SMALL, color=WHITE),
                fill=0xB0000000,
                width=FILL,
                anchor="bottom",
                pad=(8, 6, 8, 6),
            ),
            height=CELL,
        ),
        Text(advert.caption, BODY_MEDIUM, max_lines=2, id="desc"),
        Row(
            Text(owner.name, BODY_SMALL, color="on_surface_variant", max_lines=1, flex=1, id="author"),
            Row(
                Text("Sponsored", LABEL_SMALL, color="on_surface_variant"),
                fill="surface_container_high",
                radius=3,
                pad=(4, 1, 4, 1),
            ),
            gap=4,
        ),
        cls=FRAME,
        id="search_ad",
        on_tap=nav.sending("link", url=f"https://{owner.host}/"),
        gap=4,
    )


def _users(state: TikTok, nav: Nav, query: str) -> list[Box]:
    def second(id: str, followers: int) -> str:
        videos = sum(video.profile == id for video in nav.world.videos)
        return f"{count(followers)} followers · {videos} videos"

    found = finding.find_profiles(nav.world, query)
    return [account_row(state, nav, user, second(user.id, user.followers)) for user in found]


def _sounds(state: TikTok, nav: Nav, query: str) -> list[Box]:
    return [
        ListRow(
            sound,
            f"{count(uses)} videos",
            nav.to("sound", name=sound),
            pad=(16, 10, 16, 10),
            leading=Row(
                Icon("music-note", color=WHITE),
                width=48,
                height=48,
                radius=6,
                fill=0xFF2A2A33,
                justify="center",
            ),
        )
        for sound, uses in finding.find_sounds(nav.world, query)
    ]


def _lives(state: TikTok, nav: Nav, query: str) -> list[Box]:
    cells = [
        live_cell(nav, broadcast.profile, broadcast.title, broadcast.viewers)
        for broadcast in finding.find_broadcasts(nav.world, query)
    ]
    return [_grid(cells)] if cells else []


def live_cell(nav: Nav, profile: str, title: str, viewers: int) -> Box:
    """A broadcast among others."""
    host = nav.world.profile(profile)
    marks = Row(
        Row(Label("LIVE", LABEL_SMALL, color=WHITE), fill=ROSE, radius=3, pad=(5, 2, 5, 2)),
        Row(
            Label(f"{count(viewers)} watching", LABEL_SMALL, color=WHITE),
            fill=0x80000000,
            radius=3,
            pad=(5, 2, 5, 2),
        ),
        gap=4,
        pad=(6, 6, 0, 0),
    )
    return Column(
        Stack(Footage("talking", f"live-{profile}", width=FILL, height=FILL), marks, height=CELL),
        Text(title, BODY_MEDIUM, max_lines=1, id="desc"),
        Row(
            portrait(host, 18),
            Text(host.name, BODY_SMALL, color="on_surface_variant", max_lines=1, flex=1),
            gap=4,
        ),
        cls=FRAME,
        on_tap=nav.to("live", profile=profile),
        gap=4,
    )


def _tags(state: TikTok, nav: Nav, query: str) -> list[Box]:
    return [
        Row(
            Row(
                Icon("pound", color="on_surface"),
                width=44,
                height=44,
                radius=22,
                stroke="outline",
                justify="center",
            ),
            Text(tag, TITLE_SMALL, id="tag", flex=1),
            Text(f"{count(views)} views", BODY_SMALL, color="on_surface_variant"),
            cls=LAYOUT,
            on_tap=nav.to("hashtag", name=tag),
            gap=12,
            width=FILL,
            pad=(16, 8, 16, 8),
        )
        for tag, views in finding.find_tags(nav.world, query)
    ]


def filters(state: TikTok, nav: Nav) -> Box:
    """How results are ordered, and how old they may be."""
    sort, date = nav.bind("sort", state.filters.sort), nav.bind("date", state.filters.date)

    def apply() -> None:
        state.filters = Filters(sort.get(), date.get())
        nav.back()

    def reset() -> None:
        sort.set(SORTS[0])
        date.set("All time")

    def chips(options: Sequence[str], chosen: str, pick: Callable[[str], object]) -> Box:
        return Flow(
            *(Chip(option, lambda option=option: pick(option), option == chosen) for option in options),
            pad=(20, 4, 20, 8),
        )

    return Sheet(
        Row(Text("Filters", TITLE_MEDIUM, id="title"), pad=(20, 0, 20, 8)),
        Row(Text("Sort by", TITLE_SMALL), pad=(20, 4, 20, 4)),
        chips(SORTS, sort.get(), sort.set),
        Row(Text("Date posted", TITLE_SMALL), pad=(20, 4, 20, 4)),
        chips(list(DATES), date.get(), date.set),
        Row(
            TextButton("Reset", reset, flex=1),
            Button("Apply", apply, fill=ROSE, ink=WHITE, radius=4, flex=1),
            gap=12,
            width=FILL,
            pad=(20, 8, 20, 8),
        ),
    )
