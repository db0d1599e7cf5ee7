"""Services that have an app of their own, as a browser without an account sees them; and makers of apps."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.world.records import Block, Community, Post, Profile, Site, Video, WebPage
from openphone_gym.phone.world.tables import table

FORUM, VIDEO_SITE, MAIL = "www.reddit.com", "www.tiktok.com", "mail.google.com"


def forum(communities: Sequence[Community], posts: Sequence[Post]) -> Site:
    """The forum as a browser without an account sees it."""
    by = {post.community: 0 for post in posts}
    pages = [
        WebPage(
            f"/{community.id}",
            f"{community.id} - Reddit",
            (
                Block("heading", community.id),
                Block("paragraph", community.about),
                *(Block("subsection", post.title) for post in posts if post.community == community.id),
                Block("link", "Start page", "/"),
            ),
        )
        for community in communities
        if community.id in by
    ]
    home = (
        Block("heading", "Reddit"),
        Block("paragraph", "Communities about everything. Get the app for the best experience."),
        *(Block("link", page.blocks[0].text, page.path) for page in pages),
    )
    return Site(
        FORUM, "Reddit", "", (WebPage("/", "Reddit", home), *pages), 0xFFFF4500, "forum", cookies=True
    )


def video_site(profiles: Sequence[Profile], videos: Sequence[Video]) -> Site:
    """The video site as a browser without an account sees it."""
    pages = [
        WebPage(
            f"/@{profile.id}",
            f"{profile.name} (@{profile.id}) | TikTok",
            (
                Block("picture", profile.name, f"face:{profile.id}"),
                Block("heading", profile.name),
                Block("row", f"Followers\t{profile.followers:,}"),
                Block("paragraph", profile.about),
                *(Block("item", video.caption) for video in videos if video.profile == profile.id),
                Block("link", "Start page", "/"),
            ),
        )
        for profile in profiles
    ]
    home = (
        Block("heading", "TikTok"),
        Block("paragraph", "Short videos. Get the app to watch them."),
        *(Block("link", f"@{profile.id}", f"/@{profile.id}") for profile in profiles),
    )
    return Site(VIDEO_SITE, "TikTok", "", (WebPage("/", "TikTok", home), *pages), 0xFF1F1F1F, "music-note")


def of_maker(host: str) -> Site:
    """A small site of somebody who makes one of the apps, to which the app has links."""
    told = table("sites")["makers"][host]
    links = tuple([Block("link", head, path) for path, (head, _) in told["pages"].items() if path != "/"])
    pages = tuple(
        WebPage(
            path,
            told["title"] if path == "/" else f"{head} - {told['title']}",
            (
                Block("heading", head),
                Block("paragraph", words),
                *(links if path == "/" else (Block("link", "Start page", "/"),)),
            ),
        )
        for path, (head, words) in told["pages"].items()
    )
    return Site(host, told["title"], "", pages, 0xFF31536B, told["icon"])


def mail() -> Site:
    """The mail service before somebody has signed in."""
    blocks = (
        Block("heading", "Sign in"),
        Block("paragraph", "Continue to Gmail"),
        Block("field", "Email or phone"),
        Block("button", "Next", "/"),
    )
    return Site(MAIL, "Gmail", "", (WebPage("/", "Gmail", blocks),), 0xFFFFFFFF, "email")
