"""The user's own page, its editor, and what was posted."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.links import SITE
from openphone_gym.phone.apps.tiktok.playback import begin
from openphone_gym.phone.apps.tiktok.screens.frame import (
    FRAME,
    WHITE,
    accent,
    bar_icon,
    cover,
    empty,
    foot,
    own_portrait,
    plain,
    play,
)
from openphone_gym.phone.apps.tiktok.screens.player import progress
from openphone_gym.phone.apps.tiktok.screens.profile import BIG, CELL, counts
from openphone_gym.phone.apps.tiktok.sources import listed
from openphone_gym.phone.apps.tiktok.state import Post, TikTok
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Stack, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.footage import Footage
from openphone_gym.phone.toolkit.grid import Grid
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Page, Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, LABEL_SMALL, TITLE_SMALL

TABS = {
    "Videos": "view-grid-outline",
    "Private videos": "lock-outline",
    "Reposted videos": "repeat-variant",
    "Favorites": "bookmark-outline",
    "Liked videos": "heart-outline",
}
"""Parts of the page, with icons."""

NOTHING = {
    "Videos": ("camera-outline", "What’s a good video you’ve taken recently?", "Upload"),
    "Private videos": ("lock-outline", "Your private videos", "Only you can see them."),
    "Reposted videos": ("repeat-variant", "No reposts yet", "Videos that you repost appear here."),
    "Favorites": ("bookmark-outline", "No favorites yet", "Videos that you add to Favorites appear here."),
    "Liked videos": ("heart-outline", "No liked videos yet", "Videos that you like appear here."),
}
"""What stands where a part is empty."""


def me(state: TikTok, nav: Nav) -> Page:
    """The user's page."""
    bar = Row(
        bar_icon("account-plus-outline", "Add friends", nav.to("find_friends")),
        Text(state.name, BIG, max_lines=1, id="title", flex=1, text_align="center"),
        bar_icon("share-outline", "Share profile", nav.sending("share", text=f"{SITE}/@{state.handle}")),
        bar_icon("menu", "Profile menu", nav.to("menu")),
        width=FILL,
        height=56,
        pad=(4, 0, 4, 0),
        cls="android.view.ViewGroup",
        id="toolbar",
    )
    followers = sum(notice.kind == "follow" for notice in state.notices)
    bio = Text(state.bio, BODY_MEDIUM, text_align="center", id="bio") if state.bio else None
    add_bio = None if state.bio else plain("+ Add bio", nav.to("edit_text", field="bio"), height=34)
    return Page(
        bar,
        Column(
            own_portrait(state, 92),
            Row(Text(f"@{state.handle}", BIG, id="handle")),
            counts(nav, state.handle, len(state.following), followers, 0),
            plain("Edit profile", nav.to("edit_profile"), height=42),
            bio,
            add_bio,
            align="center",
            gap=12,
            width=FILL,
            pad=(16, 8, 16, 12),
        ),
        _tabs(nav),
        _part(state, nav),
        bottom=foot(state, nav, "me"),
    )


def _tabs(nav: Nav) -> Box:
    chosen = nav.bind("tab", "Videos")

    def tab(label: str, icon: str) -> Box:
        lit = label == chosen.get()
        return Column(
            Icon(icon, color="on_surface" if lit else "on_surface_variant"),
            Box(height=2, width=28, fill="on_surface" if lit else None),
            cls=FRAME,
            desc=label,
            selected=lit,
            on_tap=lambda: chosen.set(label),
            flex=1,
            align="center",
            gap=7,
            pad=(0, 10, 0, 0),
        )

    line = Box(height=1, width=FILL, fill="outline_variant")
    return Column(Row(*(tab(*one) for one in TABS.items()), width=FILL), line)


def _part(state: TikTok, nav: Nav) -> Box:
    tab = nav.local.get("tab", "Videos")
    if tab in ("Videos", "Private videos"):
        private = tab != "Videos"
        cells = [
            _own_cover(nav, post)
            for post in reversed(state.posts)
            if (post.audience == "Only you") == private
        ]
    else:
        sources = {"Favorites": "saved", "Liked videos": "liked"}
        source = sources.get(tab, "reposted")
        videos = listed(state, nav.world, source)
        cells = [cover(video, CELL, play(state, nav, source, video.id)) for video in videos]
    if cells:
        return Grid(cells, 3, gap=1)
    icon, title, text = NOTHING[tab]
    if text == "Upload":
        return empty(icon, title, "", accent("Upload", nav.to("create"), width=140))
    return empty(icon, title, text)


def _own_cover(nav: Nav, post: Post) -> Box:
    views = Row(
        Icon("play-outline", size=16, color=WHITE),
        Label("0", LABEL_SMALL, color=WHITE),
        anchor="bottom",
        pad=(4, 0, 4, 4),
    )
    return Stack(
        Footage("talking", f"own-{post.id}", width=FILL, height=FILL),
        views,
        cls=FRAME,
        id="cover",
        desc=f"{post.caption or 'Untitled'}. 0 views",
        on_tap=nav.to("own_video", id=post.id),
        height=CELL,
    )


def own_video(state: TikTok, nav: Nav, id: int) -> Box:
    """A video that the user posted."""
    post = next((post for post in state.posts if post.id == id), None)
    if post is None:
        return Page(AppBar("", nav.back), empty("video-off-outline", "This video is not available", ""))
    words = Column(
        Text(state.name, TITLE_SMALL, color=WHITE, id="title"),
        Text(post.caption or "", BODY_MEDIUM, color=WHITE, id="desc") if post.caption else None,
        Text(post.audience, LABEL_SMALL, color=WHITE),
        gap=6,
        anchor="bottom",
        pad=(12, 0, 72, 16),
        width=FILL,
    )
    top = Row(
        IconButton("arrow-left", "Back", nav.back, color=WHITE),
        Box(flex=1),
        IconButton("dots-horizontal", "More", nav.to("own_menu", id=id), color=WHITE),
        width=FILL,
        pad=(4, 6, 4, 0),
    )
    picture = Footage(
        "talking",
        f"own-{id}",
        width=FILL,
        height=FILL,
        cls="android.view.View",
        desc="Video",
        on_tap=lambda: begin(state, nav),
    )
    return Page(
        None,
        Stack(picture, words, top, flex=1, height=FILL),
        progress(state, nav, max(post.seconds, 1)),
        scrolls=False,
        theme="dark",
        fill=0xFF000000,
        bar_color=WHITE,
    )


def own_menu(state: TikTok, nav: Nav, id: int) -> Box:
    """What can be done with an own video."""
    post = next(post for post in state.posts if post.id == id)

    def audience(value: str) -> Handler:
        def change() -> None:
            post.audience = value
            nav.back()
            nav.toast(f"Who can watch: {value}")

        return change

    public = post.audience == "Everyone"
    return Sheet(
        ListRow(
            "Make private" if public else "Make public",
            on_tap=audience("Only you" if public else "Everyone"),
            icon="lock-outline" if public else "earth",
        ),
        ListRow(
            "Share",
            on_tap=nav.sending("share", text=f"{SITE}/@{state.handle}/video/{id}"),
            icon="share-outline",
        ),
        ListRow("Delete", on_tap=lambda: nav.replace("delete_video", id=id), icon="delete-outline"),
    )


def delete_video(state: TikTok, nav: Nav, id: int) -> Box:
    """Asks before an own video is deleted."""

    def delete() -> None:
        state.posts = [post for post in state.posts if post.id != id]
        nav.back_to("me")
        nav.toast("Deleted")

    return Confirm("Delete this video?", "You can't undo this.", "Delete", delete, nav.back)


def edit_profile(state: TikTok, nav: Nav) -> Page:
    """What others see of the user."""

    def row(label: str, field: str) -> Box:
        value = getattr(state, field)
        return ListRow(
            label, value or "Add", nav.to("edit_text", field=field), trailing=Icon("chevron-right")
        )

    return Page(
        AppBar("Edit profile", nav.back),
        Column(
            own_portrait(state, 92),
            TextButton("Change photo", nav.to("change_photo")),
            align="center",
            gap=4,
            pad=(0, 12, 0, 12),
            width=FILL,
        ),
        row("Name", "name"),
        row("Username", "handle"),
        ListRow(
            "Link",
            f"tiktok.com/@{state.handle}",
            lambda: _copy_link(state, nav),
            trailing=Icon("content-copy"),
        ),
        row("Bio", "bio"),
    )


def _copy_link(state: TikTok, nav: Nav) -> None:
    nav.system.clipboard = f"{SITE}/@{state.handle}"
    nav.toast("Link copied")


def change_photo(state: TikTok, nav: Nav) -> Box:
    """Where a new picture can come from."""

    def pick() -> None:
        nav.back()
        nav.pick_file("image", "set_photo")

    return Sheet(
        ListRow("Take photo", on_tap=lambda: nav.replace("create"), icon="camera-outline"),
        ListRow("Upload photo", on_tap=pick, icon="image-outline"),
    )


def set_photo(state: TikTok, nav: Nav, file: str = "") -> None:
    """Says that the picture was taken over; faces are drawn from names, and stay."""
    nav.toast("Profile photo updated")


def edit_text(state: TikTok, nav: Nav, field: str) -> Page:
    """One value of the profile."""
    labels = {"name": ("Name", 30), "handle": ("Username", 24), "bio": ("Bio", 80)}
    label, limit = labels[field]
    value = nav.bind("value", getattr(state, field))

    def save() -> None:
        text = str(value.get()).strip()
        if not text and field != "bio":
            nav.toast(f"{label} can't be empty")
            return
        setattr(state, field, text.replace(" ", "") if field == "handle" else text)
        nav.unfocus()
        nav.back()

    action = "newline" if field == "bio" else "done"
    return Page(
        AppBar(label, nav.back, [TextButton("Save", save, id="save")], icon="close"),
        Column(
            TextField(value, label, id="edit_value", variant="underline", action=action, limit=limit),
            Text(f"{len(str(value.get()))}/{limit}", LABEL_SMALL, color="on_surface_variant"),
            gap=6,
            pad=(20, 12, 20, 12),
        ),
    )
