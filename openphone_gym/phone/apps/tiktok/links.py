"""Addresses of TikTok's web site, which open its pages in the app."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.tiktok.state import TikTok
from openphone_gym.phone.system.nav import Nav

HOSTS = ("www.tiktok.com", "tiktok.com", "vm.tiktok.com")

SITE = "https://www.tiktok.com"
"""Beginning of the addresses that are shared."""

_PATH = re.compile(
    r"^(?:https?://)?[\w.]+/(?:@(?P<profile>[\w.]+)(?:/video/(?P<video>\d+))?|tag/(?P<tag>\w+))"
)


def open_link(state: TikTok, nav: Nav, url: str = "") -> None:
    """Shows what an address leads to: an account, a video, a hashtag; or the first page."""
    app, match = nav.entry.app, _PATH.match(url)
    if match is None:
        nav.start(app)
        return
    profile, tag = match["profile"], match["tag"]
    video = f"video-{match['video']}" if match["video"] else ""
    if tag:
        nav.start(app, "hashtag", name=tag)
    elif video and any(one.id == video for one in nav.world.videos):
        nav.start(app, "clip", source=f"video/{video}", video=video)
    elif any(one.id == profile for one in nav.world.profiles):
        nav.start(app, "profile", id=profile)
    else:
        nav.start(app)
        nav.toast("This page isn't available")
