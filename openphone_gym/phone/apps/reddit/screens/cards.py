"""Posts in lists: cards in feeds, small rows in search results, promoted ones between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openphone_gym.phone.apps.reddit.feeds import age, count_comments, score
from openphone_gym.phone.apps.reddit.screens.frame import (
    DOWN,
    SIDE,
    SITE,
    UP,
    browsing,
    crowded,
    disc,
    face,
    join_button,
    meeting,
    more,
    online,
    shown,
    visiting,
)
from openphone_gym.phone.apps.reddit.state import Reddit, remember
from openphone_gym.phone.apps.reddit.wording import age as span
from openphone_gym.phone.apps.reddit.wording import counted, number
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import BUTTON, IconButton
from openphone_gym.phone.toolkit.pictures import Picture
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, LABEL_LARGE, LABEL_MEDIUM, TITLE_MEDIUM
from openphone_gym.phone.world.records import Comment, Organisation, Post

VIEW = "android.view.View"

BETWEEN_ADS = 8
"""Posts of a feed before a promoted one."""

OFFERS = (
    "{}: what we do, and why our customers stay",
    "New this month at {}",
    "You have read this far. Time to meet {}",
    "{} is looking for people like you",
)
"""Titles of promoted posts."""


def reading(state: Reddit, nav: Nav, post: str) -> Handler:
    """A handler that opens a post."""

    def read() -> None:
        nav.unfocus()
        remember(state.seen, post)
        nav.go("post", id=post)

    return read


def address(post: Post) -> str:
    """Where the post stands on the web."""
    return f"{SITE}/{post.community}/comments/{post.id.rpartition('-')[2]}"


def host(url: str) -> str:
    """The host of an address."""
    return url.removeprefix("https://").partition("/")[0]


def picture_of(post: Post, height: float, radius: float = 0, **attributes: Any) -> Box:
    """The picture of a post."""
    motif, _, key = post.picture.partition(":")
    return Picture(motif, key, height=height, radius=radius, **attributes)


def shown_picture(state: Reddit, nav: Nav, post: Post, height: float) -> Box:
    """The picture of a post, or a grey one in its place if it is for adults and is to be blurred."""
    if not (state.preferences.blur and nav.world.community(post.community).mature):
        return picture_of(post, height)
    return Column(
        Icon("eye-off-outline", size=36),
        Text("Mature content", LABEL_LARGE, color="on_surface_variant"),
        fill="surface_container_highest",
        height=height,
        gap=8,
        align="center",
        justify="center",
    )


def vote_pill(state: Reddit, nav: Nav, written: Post | Comment, plain: bool = False) -> Box:
    """Arrows up and down, with the votes between them."""
    vote = state.votes.get(written.id, 0)

    def arrow(way: int, icon: str, desc: str, color: int) -> Box:
        chosen = vote == way
        name = icon if chosen else f"{icon}-outline"
        ink = color if chosen else "on_surface_variant"
        press = online(nav, lambda: state.vote(written.id, way))
        return IconButton(name, desc, press, color=ink, size=20, width=36, height=36, selected=chosen)

    ink = {1: UP, -1: DOWN}.get(vote, "on_surface")
    return Row(
        arrow(1, "arrow-up-bold", "Upvote", UP),
        Text(number(score(state, written)), LABEL_LARGE, color=ink, id="vote_count"),
        arrow(-1, "arrow-down-bold", "Downvote", DOWN),
        fill=None if plain else "surface_container",
        radius=18,
        height=36,
    )


def pill(icon: str, label: str, desc: str, on_tap: Handler) -> Box:
    """A small round button with an icon and a word."""
    words = Label(label, LABEL_LARGE, max_lines=1) if label else None
    return Row(
        Icon(icon, size=20),
        words,
        cls=BUTTON,
        desc=desc,
        on_tap=on_tap,
        fill="surface_container",
        radius=18,
        height=36,
        gap=6,
        pad=(12, 0, 12, 0),
    )


def action_row(state: Reddit, nav: Nav, post: Post, comment: Handler) -> Box:
    """Votes, comments and share below a post."""
    comments = count_comments(state, post)
    return Row(
        vote_pill(state, nav, post),
        pill("comment-outline", number(comments), counted(comments, "comment"), comment),
        Row(flex=1),
        pill("share-outline", "" if crowded(nav, 330) else "Share", "Share", nav.to("share", id=post.id)),
        gap=8,
        width=FILL,
    )


def heading(state: Reddit, nav: Nav, post: Post, of: str) -> Box:
    """Where a post comes from, how old it is, Join, its menu; ``of`` is where it is shown."""
    old = Text(f"• {span(age(nav, post))}", BODY_SMALL, color="on_surface_variant", id="post_age")
    if of == post.community:
        who, press, icon = f"u/{post.author}", meeting(nav, post.author), face(post.author, 24)
    else:
        who, press, icon = post.community, visiting(state, nav, post.community), disc(post.community, 24)
    name = Row(
        icon,
        Text(who, LABEL_MEDIUM, max_lines=1, id="subreddit_name"),
        cls=VIEW,
        on_tap=press,
        gap=8,
        height=36,
    )
    joins = of != post.community and state.membership(post.community) is None
    return Row(
        Row(name, old, flex=1, gap=6),
        join_button(state, nav, post.community) if joins else None,
        IconButton(
            "dots-vertical", "More options", nav.to("post_menu", id=post.id), width=36, height=36, size=20
        ),
        width=FILL,
    )


def flair_tag(flair: str) -> Box:
    """The kind of a post."""
    words = Text(flair, LABEL_MEDIUM, color="on_secondary_container", id="flair")
    return Row(Row(words, fill="secondary_container", radius=10, pad=(8, 2, 8, 2)))


def link_bar(nav: Nav, url: str) -> Box:
    """The address that a post leads to."""
    return Row(
        Icon("open-in-new", size=16),
        Text(host(url), BODY_SMALL, color="on_surface_variant", max_lines=1, flex=1, id="link_domain"),
        cls=VIEW,
        on_tap=browsing(nav, url),
        fill="surface_container",
        radius=8,
        gap=8,
        width=FILL,
        height=36,
        pad=(12, 0, 12, 0),
    )


def card(state: Reddit, nav: Nav, post: Post, of: str = "") -> Box:
    """A post in a feed, or on the page of its community."""
    read = reading(state, nav, post.id)
    return Column(
        heading(state, nav, post, of),
        Text(post.title, TITLE_MEDIUM, max_lines=4, id="link_title"),
        flair_tag(post.flair) if post.flair else None,
        Text(post.body.replace("\n\n", " "), BODY_MEDIUM, color="on_surface_variant", max_lines=3, id="body")
        if post.body
        else None,
        shown_picture(state, nav, post, 190) if post.picture else None,
        link_bar(nav, post.link) if post.link else None,
        action_row(state, nav, post, read),
        cls=VIEW,
        id="post_unit",
        on_tap=read,
        gap=8,
        width=FILL,
        pad=(SIDE, 8, SIDE, 12),
    )


def row(state: Reddit, nav: Nav, post: Post) -> Box:
    """A post in a list of results."""
    told = f"{counted(score(state, post), 'upvote')} • {counted(count_comments(state, post), 'comment')}"
    words = Column(
        Row(
            disc(post.community, 20),
            Text(post.community, LABEL_MEDIUM, max_lines=1, id="subreddit_name"),
            Text(f"• {span(age(nav, post))}", BODY_SMALL, color="on_surface_variant", id="post_age"),
            gap=6,
        ),
        Text(post.title, TITLE_MEDIUM, max_lines=3, id="link_title"),
        Text(told, BODY_SMALL, color="on_surface_variant", id="post_counts"),
        gap=4,
        flex=1,
    )
    return Row(
        words,
        picture_of(post, 64, width=80) if post.picture else None,
        cls=VIEW,
        id="post_row",
        on_tap=reading(state, nav, post.id),
        gap=12,
        width=FILL,
        pad=(SIDE, 10, SIDE, 10),
    )


def line() -> Box:
    """What lies between two posts."""
    return Box(height=1, width=FILL, fill="outline_variant")


def promoted(nav: Nav, number: int) -> Box:
    """An advertisement that looks like a post."""
    by = _advertisers(nav)[number % len(_advertisers(nav))]
    visit = browsing(nav, f"https://{by.host}/")
    title = OFFERS[number % len(OFFERS)].format(by.name)
    head = Row(
        face(by.name, 24),
        Text(by.name, LABEL_MEDIUM, max_lines=1, id="advertiser"),
        Text("• Promoted", BODY_SMALL, color="on_surface_variant", id="promoted"),
        gap=8,
        height=36,
    )
    more_about = Row(
        Text(by.host, BODY_SMALL, color="on_surface_variant", max_lines=1, flex=1),
        Row(Label("Learn more", LABEL_LARGE, color="primary"), cls=BUTTON, label="Learn more", on_tap=visit),
        fill="surface_container",
        radius=8,
        width=FILL,
        height=44,
        pad=(12, 0, 12, 0),
    )
    return Column(
        head,
        Text(title, TITLE_MEDIUM, max_lines=3, id="promoted_title"),
        Picture("skyline" if number % 2 else "product", by.name, height=160),
        more_about,
        cls=VIEW,
        id="promoted_unit",
        on_tap=visit,
        gap=8,
        width=FILL,
        pad=(SIDE, 8, SIDE, 12),
    )


def _advertisers(nav: Nav) -> Sequence[Organisation]:
    return [one for kind in ("shop", "travel", "software") for one in nav.world.organisations_of(kind)]


def feed(state: Reddit, nav: Nav, posts: Sequence[Post], of: str = "", ads: bool = True) -> list[Box]:
    """The part of a list of posts that is shown so far, as cards."""
    boxes: list[Box] = []
    for at, post in enumerate(posts[: shown(nav)], 1):
        boxes += [card(state, nav, post, of), line()]
        if ads and at % BETWEEN_ADS == 3:
            boxes += [promoted(nav, at // BETWEEN_ADS), line()]
    return boxes


def ending(nav: Nav, count: int) -> Handler | None:
    """What the end of a list does: nothing, once all of it is shown."""
    return more(nav) if count > shown(nav) else None
