"""Comments below a video."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.screens.frame import FRAME, ROSE, empty, own_portrait, portrait
from openphone_gym.phone.apps.tiktok.state import Comment, TikTok, toggle
from openphone_gym.phone.apps.tiktok.wording import age, count
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Scroll, Text
from openphone_gym.phone.toolkit.controls import BUTTON, IconButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.panels import EdgePanel
from openphone_gym.phone.toolkit.rows import ListRow
from openphone_gym.phone.toolkit.surfaces import Overlay, Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, BODY_SMALL, LABEL_SMALL, TITLE_SMALL
from openphone_gym.phone.world.records import Profile, Remark

MOODS = {
    "emoticon-happy-outline": ":)",
    "heart-outline": "<3",
    "emoticon-lol-outline": "haha",
    "emoticon-cool-outline": "cool",
    "fire": "wow",
    "thumb-up-outline": "+1",
    "hand-clap": "bravo",
}
"""Icons above the field, and what each puts into it."""

SHARE = 0.62
"""Share of the screen that the sheet takes."""


def comments(state: TikTok, nav: Nav, video: str) -> Box:
    """The comments of a video, the user's own first, and a field to write one."""
    one = nav.world.video(video)
    mine = [comment for comment in state.comments if comment.video == video]
    remarks = nav.world.remarks(video)
    draft = nav.bind("draft")
    text = str(draft.get())

    def post() -> None:
        if not text.strip():
            return
        state.comments.append(Comment(state.new_id(), video, text.strip(), nav.system.clock))
        draft.set("")
        nav.unfocus()
        nav.toast("Comment posted")

    def adding(words: str) -> Handler:
        return lambda: draft.set(f"{text} {words}".strip())

    head = Row(
        Box(width=48),
        Text(
            f"{count(one.comments + len(mine))} comments",
            TITLE_SMALL,
            id="title",
            flex=1,
            text_align="center",
        ),
        IconButton("close", "Close", nav.back, color="on_surface"),
        width=FILL,
    )
    rows = [*(_own(state, nav, comment) for comment in reversed(mine))]
    rows += [_remark(state, nav, video, remark) for remark in remarks]
    listing = Scroll(
        Column(*(rows or [empty("comment-outline", "No comments yet", "Be the first.")])),
        height=FILL,
        flex=1,
        key="comments",
    )
    faces = Row(
        *(IconButton(icon, words, adding(words), flex=1, height=40) for icon, words in MOODS.items()),
        width=FILL,
        pad=(8, 4, 8, 0),
    )
    field = TextField(
        draft, "Add comment...", id="comment_field", variant="plain", action="send", on_submit=post
    )
    foot = Row(
        own_portrait(state, 32),
        Row(field, fill="surface_container", radius=20, flex=1, pad=(12, 0, 8, 0)),
        IconButton("arrow-up-circle", "Post comment", post, color=ROSE, size=30) if text.strip() else None,
        width=FILL,
        gap=8,
        pad=(12, 4, 8, 8),
    )
    display = nav.system.display
    tall = display.height * 160 / display.density * SHARE
    panel = EdgePanel(
        head, listing, faces if not nav.entry.focus else None, foot, fill="surface", width=FILL, height=tall
    )
    panel.__dict__.update(anchor="bottom", radius=14)
    sheet = Overlay(panel)
    sheet.scrim = 0x40000000
    return sheet


def _line(
    face: Box,
    name: str,
    text: str,
    when: str,
    likes: int,
    liked: bool,
    like: Handler,
    more: Handler,
    reply: Handler,
) -> Box:
    heart = Column(
        Icon("heart" if liked else "heart-outline", size=18, color=ROSE if liked else "on_surface_variant"),
        Label(count(likes), LABEL_SMALL, color="on_surface_variant", max_lines=1),
        cls=BUTTON,
        desc=f"Like comment. {count(likes)} likes",
        on_tap=like,
        selected=liked,
        align="center",
        width=52,
    )
    words = Column(
        Text(name, BODY_SMALL, color="on_surface_variant", max_lines=1, id="author"),
        Text(text, BODY_MEDIUM, id="comment_text"),
        Row(
            Label(when, BODY_SMALL, color="on_surface_variant"),
            Text("Reply", BODY_SMALL, color="on_surface_variant", on_tap=reply),
            gap=16,
        ),
        gap=2,
        flex=1,
    )
    return Row(
        face,
        words,
        heart,
        cls=FRAME,
        id="comment",
        on_tap=reply,
        on_long=more,
        gap=12,
        width=FILL,
        align="start",
        pad=(16, 8, 8, 8),
    )


def _remark(state: TikTok, nav: Nav, video: str, remark: Remark) -> Box:
    key = f"{video}/{remark.id}"
    liked = key in state.liked_comments

    def reply() -> None:
        nav.local["draft"] = f"@{remark.author} "
        nav.focus("comment_field")

    return _line(
        portrait(Profile(remark.author, remark.author, "", "", 0, person="writer"), 34),
        remark.author,
        remark.text,
        age(remark.days),
        remark.likes + liked,
        liked,
        lambda: toggle(state.liked_comments, key),
        nav.to("comment_menu", text=remark.text, id=0),
        reply,
    )


def _own(state: TikTok, nav: Nav, comment: Comment) -> Box:
    key = f"{comment.video}/own/{comment.id}"
    liked = key in state.liked_comments
    minutes = (nav.system.clock - comment.at) // 60_000
    return _line(
        own_portrait(state, 34),
        state.handle,
        comment.text,
        f"{minutes}m" if minutes else "now",
        int(liked),
        liked,
        lambda: toggle(state.liked_comments, key),
        nav.to("comment_menu", text=comment.text, id=comment.id),
        nav.to("comment_menu", text=comment.text, id=comment.id),
    )


def comment_menu(state: TikTok, nav: Nav, text: str, id: int) -> Box:
    """What can be done with a comment; an own one has a number."""

    def copy() -> None:
        nav.system.clipboard = text
        nav.back()
        nav.toast("Copied")

    def delete() -> None:
        state.comments = [comment for comment in state.comments if comment.id != id]
        nav.back()
        nav.toast("Comment deleted")

    return Sheet(
        ListRow("Copy", on_tap=copy, icon="content-copy"),
        ListRow("Delete", on_tap=delete, icon="delete-outline") if id else None,
        None
        if id
        else ListRow(
            "Report", on_tap=lambda: nav.replace("report", what="this comment"), icon="flag-outline"
        ),
    )
