"""Beside the page: contents, bookmarks, highlights, search, display settings."""

from __future__ import annotations

from openphone_gym.phone.apps.cantook import pages
from openphone_gym.phone.apps.cantook.screens.frame import asking, crowded, nothing
from openphone_gym.phone.apps.cantook.state import (
    MARGINS,
    MARKS,
    PAPERS,
    SPACINGS,
    TYPE_SIZES,
    Book,
    Cantook,
    Highlight,
)
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.flow import Flow
from openphone_gym.phone.toolkit.rows import ListRow, RoundIcon, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page, Sheet, Tab, Tabs
from openphone_gym.phone.toolkit.theme import BODY_LARGE, BODY_MEDIUM, BODY_SMALL, LABEL_LARGE, TITLE_LARGE

NOTES = ("Contents", "Bookmarks", "Highlights")
FOUND = 40
"""Most places that a search shows."""


def contents(state: Cantook, nav: Nav, book: int) -> Box:
    """Chapters, bookmarks and highlights of a book."""
    one = state.book(book)
    tab = nav.local.get("tab", NOTES[0])
    tabs = Tabs([Tab(name, "", name == tab, nav.remember("tab", name)) for name in NOTES], crowded(nav))
    bar = Column(AppBar(one.title if one is not None else "", nav.back), tabs)
    if one is None:
        return Page(bar, nothing("book-off-outline", "This book is no longer in your library"))
    text = pages.Pages(nav.world.text(one.work))
    rows = {"Contents": _chapters, "Bookmarks": _bookmarks, "Highlights": _highlights}[tab](
        state, nav, one, text
    )
    return Page(bar, *rows)


def _going(nav: Nav, book: Book, progress: float) -> Handler:
    def go() -> None:
        book.progress = progress
        nav.back_to("reader")

    return go


def _at(progress: float) -> Box:
    return Text(f"{100 * progress:.1f}%", BODY_SMALL, color="on_surface_variant")


def _chapters(state: Cantook, nav: Nav, book: Book, text: pages.Pages) -> list[Box]:
    here, _ = text.place(book.progress)
    return [
        ListRow(
            title,
            on_tap=_going(nav, book, text.share(number, 0)),
            trailing=_at(text.share(number, 0)),
            selected=number == here,
            title_attributes={"color": "primary"} if number == here else None,
        )
        for number, title in enumerate(text.titles)
    ]


def _bookmarks(state: Cantook, nav: Nav, book: Book, text: pages.Pages) -> list[Box]:
    marks = sorted((mark for mark in state.bookmarks if mark.book == book.id), key=lambda mark: mark.progress)
    if not marks:
        return [nothing("bookmark-outline", "No bookmarks yet")]

    def removing(id: int) -> Handler:
        def remove() -> None:
            state.bookmarks = [mark for mark in state.bookmarks if mark.id != id]

        return remove

    return [
        ListRow(
            mark.chapter,
            mark.words,
            _going(nav, book, mark.progress),
            icon="bookmark",
            trailing=[_at(mark.progress), IconButton("delete-outline", "Delete bookmark", removing(mark.id))],
            pad=(24, 8, 4, 8),
        )
        for mark in marks
    ]


def _highlights(state: Cantook, nav: Nav, book: Book, text: pages.Pages) -> list[Box]:
    marks = sorted(
        (mark for mark in state.highlights if mark.book == book.id),
        key=lambda mark: (mark.chapter, mark.paragraph),
    )
    if not marks:
        return [nothing("marker", "No highlights yet", "Hold a paragraph to highlight it")]
    return [
        ListRow(
            mark.words,
            mark.note or text.titles[mark.chapter],
            _going(nav, book, text.share(mark.chapter, text.start(mark.chapter, mark.paragraph))),
            leading=RoundIcon("marker", MARKS[mark.color], 32),
            on_long=nav.to("passage", book=book.id, chapter=mark.chapter, paragraph=mark.paragraph),
        )
        for mark in marks
    ]


def passage(state: Cantook, nav: Nav, book: int, chapter: int, paragraph: int) -> Box:
    """What can be done with a paragraph."""
    one = state.book(book)
    words = "" if one is None else nav.world.text(one.work).chapters[chapter].paragraphs[paragraph]
    place = (book, chapter, paragraph)
    known = next((m for m in state.highlights if (m.book, m.chapter, m.paragraph) == place), None)

    def coloring(name: str) -> Handler:
        def color() -> None:
            if known is not None:
                known.color = name
            else:
                state.highlights.append(Highlight(state.new_id(), *place, name, pages.beginning(words)))
            nav.back()

        return color

    def write() -> None:
        nav.back()
        if known is not None:
            asking(nav, "note", "note", id=known.id)()

    def remove() -> None:
        state.highlights = [mark for mark in state.highlights if mark is not known]
        nav.back()

    def copy() -> None:
        nav.system.clipboard = words
        nav.back()
        nav.toast("Copied")

    def share() -> None:
        nav.back()
        nav.send("share", text=words)

    return Sheet(
        Row(Text(words, BODY_MEDIUM, max_lines=3, color="on_surface_variant"), pad=(24, 0, 24, 8)),
        *(
            ListRow(
                name, on_tap=coloring(name), leading=RoundIcon("marker", MARKS[name], 32), pad=(24, 8, 24, 8)
            )
            for name in MARKS
        ),
        ListRow("Note", on_tap=write, icon="note-edit-outline") if known is not None else None,
        ListRow("Remove highlight", on_tap=remove, icon="eraser") if known is not None else None,
        ListRow("Copy", on_tap=copy, icon="content-copy"),
        ListRow("Share", on_tap=share, icon="share-variant-outline"),
    )


def note(state: Cantook, nav: Nav, id: int) -> Box:
    """What the user wrote about a highlight."""
    mark = next((mark for mark in state.highlights if mark.id == id), None)
    text = nav.bind("text", mark.note if mark is not None else "")

    def save() -> None:
        if mark is not None:
            mark.note = text.get().strip()
        nav.unfocus()
        nav.back()

    return Dialog(
        "Note",
        Column(TextField(text, "Note", id="note", on_submit=save), pad=(24, 0, 24, 0)),
        buttons=[TextButton("Cancel", nav.back, id="button2"), TextButton("Save", save, id="button1")],
    )


def book_search(state: Cantook, nav: Nav, book: int) -> Box:
    """Finds words in a book."""
    query = nav.bind("query")
    wanted = nav.local.get("wanted", "")
    one = state.book(book)

    def look() -> None:
        nav.local["wanted"] = query.get().strip()
        nav.unfocus()

    field = TextField(
        query,
        "Search in book",
        id="search_src_text",
        variant="plain",
        action="search",
        on_submit=look,
        flex=1,
    )
    back = IconButton("arrow-left", "Navigate up", nav.back)
    bar = Row(back, field, IconButton("magnify", "Search", look), height=64, pad=(4, 0, 4, 0))
    if not wanted or one is None:
        return Page(bar)
    text = pages.Pages(nav.world.text(one.work))
    found = text.find(wanted)
    rows = [
        ListRow(
            words,
            text.titles[chapter],
            _going(nav, one, text.share(chapter, at)),
            trailing=_at(text.share(chapter, at)),
        )
        for chapter, at, words in found[:FOUND]
    ]
    return Page(bar, Section(f"{len(found)} results" if found else "No results"), *rows)


def display(state: Cantook, nav: Nav) -> Box:
    """Size of the type, paper, spacing, margins."""
    settings = state.reader
    index = min(range(len(TYPE_SIZES)), key=lambda number: abs(TYPE_SIZES[number] - settings.size))

    def resizing(step: int) -> Handler:
        def resize() -> None:
            settings.size = TYPE_SIZES[min(max(index + step, 0), len(TYPE_SIZES) - 1)]

        return resize

    size = Row(
        IconButton("format-font-size-decrease", "Smaller type", resizing(-1), enabled=index > 0),
        Text(f"{settings.size}%", BODY_LARGE, text_align="center", flex=1, id="type_size"),
        IconButton(
            "format-font-size-increase", "Larger type", resizing(1), enabled=index < len(TYPE_SIZES) - 1
        ),
        width=FILL,
        pad=(16, 0, 16, 0),
    )
    return Sheet(
        Row(Text("Display settings", TITLE_LARGE, id="title"), pad=(24, 0, 24, 8)),
        size,
        *_choice("Theme", PAPERS, bind(settings, "paper")),
        *_choice("Line spacing", SPACINGS, bind(settings, "spacing")),
        *_choice("Margins", MARGINS, bind(settings, "margin")),
        scrim=None,
    )


def _choice(title: str, values: tuple[str, ...], binding: Binding) -> tuple[Box, Box]:
    """A heading, and values beside each other of which one is chosen."""

    def part(value: str) -> Box:
        chosen = binding.get() == value
        return Row(
            Text(
                value,
                LABEL_LARGE,
                max_lines=1,
                color="on_secondary_container" if chosen else "on_surface_variant",
            ),
            cls="android.widget.RadioButton",
            desc=value,
            checked=chosen,
            on_tap=binding.setting(value),
            fill="secondary_container" if chosen else None,
            stroke=None if chosen else "outline",
            radius=20,
            height=40,
            justify="center",
            pad=(18, 0, 18, 0),
        )

    heading = Section(title, pad=(24, 12, 24, 4))
    return heading, Flow(*(part(value) for value in values), width=FILL, pad=(24, 0, 24, 4))
