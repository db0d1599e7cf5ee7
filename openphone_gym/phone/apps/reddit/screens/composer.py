"""Writing: posts, drafts, comments."""

from __future__ import annotations

import msgspec

from openphone_gym.phone.apps.reddit.feeds import find_comment, find_post
from openphone_gym.phone.apps.reddit.screens.frame import OFFLINE, SIDE, disc, nothing, visiting
from openphone_gym.phone.apps.reddit.searching import find_communities
from openphone_gym.phone.apps.reddit.state import Draft, OwnComment, OwnPost, Reddit
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import BUTTON, Button, IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import Divider, ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Message, Page, Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, HEADLINE_SMALL, LABEL_LARGE

FLAIRS = ("No flair", "Discussion", "Question", "Help", "Guide", "Story", "Review")


def create(state: Reddit, nav: Nav, community: str = "", title: str = "", link: str = "") -> Box:
    """A new post. What comes with the page fills what is still empty."""
    draft = state.draft
    if not nav.local.get("begun"):
        nav.local["begun"] = True
        draft.community = community or draft.community
        draft.title, draft.link = draft.title or title, draft.link or link
    ready = bool(draft.community and draft.title.strip())

    def publish() -> None:
        if not nav.online:
            nav.toast(OFFLINE)
            return
        nav.unfocus()
        state.posts.append(
            OwnPost(
                state.new_id(),
                draft.community,
                draft.title.strip(),
                draft.body.strip(),
                draft.link.strip(),
                draft.flair,
                nav.system.clock,
            )
        )
        state.drafts = [one for one in state.drafts if one.id != draft.id]
        state.draft = Draft()
        nav.back()
        visiting(state, nav, draft.community)()
        nav.snackbar("Posted")

    def close() -> None:
        nav.unfocus()
        if draft.empty:
            state.draft = Draft()
            nav.back()
        else:
            nav.go("leave_post")

    bar = AppBar(
        "",
        close,
        [
            TextButton("Drafts", nav.to("drafts")) if state.drafts else Row(),
            Button("Post", publish, enabled=ready, height=36, id="post_button"),
            Row(width=8),
        ],
        icon="close",
    )
    return Page(
        bar,
        Row(_chosen_community(nav, draft), pad=(SIDE, 4, SIDE, 4)),
        Column(
            TextField(
                bind(draft, "title"),
                "Title",
                id="post_title",
                variant="plain",
                style=HEADLINE_SMALL,
                limit=300,
            ),
            Row(_flair(nav, draft)),
            TextField(bind(draft, "link"), "URL", id="post_link", ime="uri", variant="underline")
            if draft.link or nav.local.get("linking")
            else None,
            TextField(
                bind(draft, "body"),
                "body text (optional)",
                id="post_body",
                variant="plain",
                action="newline",
                limit=4_000,
            ),
            gap=8,
            pad=(SIDE, 4, SIDE, 4),
        ),
        bottom=Column(
            Divider(),
            Row(
                IconButton("link-variant", "Add a link", nav.remember("linking", True)),
                IconButton("tag-outline", "Add flair", nav.to("flair")),
                pad=(8, 0, 8, 0),
            ),
        ),
        on_back=close,
    )


def _chosen_community(nav: Nav, draft: Draft) -> Box:
    """The community that the post goes to."""
    name = draft.community or "Select a community"
    return Row(
        disc(draft.community, 24) if draft.community else None,
        Label(name, LABEL_LARGE, max_lines=1),
        Icon("chevron-down", size=18),
        cls=BUTTON,
        label=name,
        id="community_picker",
        on_tap=nav.to("choose_community"),
        fill="surface_container",
        radius=18,
        height=36,
        gap=8,
        pad=(12, 0, 10, 0),
    )


def _flair(nav: Nav, draft: Draft) -> Box:
    name = draft.flair or "Add tags & flair (optional)"
    return Row(
        Label(name, LABEL_LARGE, color="on_surface_variant", max_lines=1),
        cls=BUTTON,
        label=name,
        on_tap=nav.to("flair"),
        fill="surface_container",
        radius=14,
        height=28,
        pad=(10, 0, 10, 0),
    )


def flair(state: Reddit, nav: Nav) -> Box:
    """What kind of post it is."""

    def choosing(name: str) -> Handler:
        def choose() -> None:
            state.draft.flair = "" if name == FLAIRS[0] else name
            nav.back()

        return choose

    return Sheet(Section("Post flair"), *(ListRow(name, on_tap=choosing(name)) for name in FLAIRS))


def choose_community(state: Reddit, nav: Nav) -> Box:
    """Where the post goes: one of the user's communities, or any by name."""
    query = nav.bind("query")
    typed = query.get().strip()
    joined = [one.id for one in sorted(state.memberships, key=lambda one: one.id.casefold())]
    found = [one.id for one in find_communities(state, nav, typed)] if typed else joined

    def row(id: str) -> Box:
        def choose() -> None:
            nav.unfocus()
            state.draft.community = id
            nav.back()

        return ListRow(id, on_tap=choose, leading=disc(id))

    return Page(
        AppBar("Post to", nav.back),
        Row(
            TextField(
                query,
                "Search for a community",
                id="community_search",
                variant="filled",
                action="search",
                flex=1,
            ),
            width=FILL,
            pad=(SIDE, 0, SIDE, 8),
        ),
        *(row(id) for id in found),
        nothing("account-group-outline", "No community found") if typed and not found else None,
    )


def leave_post(state: Reddit, nav: Nav) -> Box:
    """Asks what becomes of a post that is not finished."""

    def save() -> None:
        keep(state)
        close()
        nav.snackbar("Draft saved")

    def close() -> None:
        state.draft = Draft()
        nav.back()
        nav.back()

    return Dialog(
        "Save draft?",
        Message("You can finish your post later. Drafts are in your account."),
        buttons=[
            TextButton("Discard", close, id="button2"),
            TextButton("Save draft", save, id="button1"),
        ],
    )


def keep(state: Reddit) -> None:
    """Puts the post that is being written among the drafts."""
    draft = state.draft
    state.drafts = [one for one in state.drafts if one.id != draft.id]
    draft.id = draft.id or state.new_id()
    state.drafts.insert(0, draft)


def drafts(state: Reddit, nav: Nav) -> Box:
    """Posts left for later."""

    def row(draft: Draft) -> Box:
        def go_on() -> None:
            if not state.draft.empty:
                keep(state)
            state.draft = msgspec.structs.replace(draft)
            nav.back()
            if front_entry(nav.system).screen != "create":
                nav.go("create")

        def remove() -> None:
            state.drafts = [one for one in state.drafts if one.id != draft.id]

        delete = IconButton("delete-outline", "Delete draft", remove)
        where = draft.community or "No community"
        return ListRow(
            draft.title or "Untitled", where, go_on, icon="file-document-edit-outline", trailing=delete
        )

    empty = nothing("file-document-edit-outline", "No drafts", "Posts that you leave unfinished wait here")
    return Page(AppBar("Drafts", nav.back), *([row(one) for one in state.drafts] or [empty]))


def reply(state: Reddit, nav: Nav, post: str, parent: str = "") -> Box:
    """A comment on a post, or an answer to one."""
    text = nav.bind("text")
    typed = text.get().strip()
    above = find_comment(state, nav, parent) if parent else None
    of = find_post(state, nav, post)

    def publish() -> None:
        if not nav.online:
            nav.toast(OFFLINE)
            return
        nav.unfocus()
        state.comments.append(OwnComment(state.new_id(), post, parent, typed, nav.system.clock))
        nav.back()
        nav.snackbar("Comment posted")

    def close() -> None:
        nav.unfocus()
        if typed:
            nav.go("discard_comment")
        else:
            nav.back()

    quoted = above.text if above is not None else of.title if of is not None else ""
    return Page(
        AppBar(
            "Reply" if parent else "Add comment",
            close,
            [Button("Post", publish, enabled=bool(typed), height=36, id="post_button"), Row(width=8)],
            icon="close",
        ),
        Column(
            Text(quoted, BODY_MEDIUM, color="on_surface_variant", max_lines=4, id="quoted"),
            Divider(),
            TextField(text, "Your comment", id="comment", variant="plain", action="newline", limit=4_000),
            gap=12,
            pad=(SIDE, 4, SIDE, 4),
        ),
        on_back=close,
    )


def discard_comment(state: Reddit, nav: Nav) -> Box:
    """Asks before a comment is thrown away."""

    def discard() -> None:
        nav.back()
        nav.back()

    return Dialog(
        "Discard comment?",
        buttons=[
            TextButton("Keep editing", nav.back, id="button2"),
            TextButton("Discard", discard, id="button1"),
        ],
    )


def take(state: Reddit, nav: Nav, text: str = "", file: str = "") -> None:
    """Begins a post with what another app shares."""
    words, _, rest = (text or file.rpartition("/")[2]).partition("\n")
    link = next((part for part in text.split() if part.startswith("http")), "")
    state.draft = Draft(title="" if words == link else words, body="" if rest == link else rest, link=link)
    nav.start(nav.entry.app, "create")
