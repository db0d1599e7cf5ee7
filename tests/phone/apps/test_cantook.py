from __future__ import annotations

import random
from typing import Any

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.cantook.pages import Pages
from openphone_gym.phone.apps.cantook.seed import seed
from openphone_gym.phone.apps.cantook.state import SORTINGS, Book, Cantook
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Display, Entry
from openphone_gym.phone.world import world
from openphone_gym.phone.world.books import RESUME_LINE
from openphone_gym.ui.gesture import Swipe, Tap, Wait

ARGS = {
    "recent": {"name": "Recently read"},
    "group": {"kind": "Authors", "name": "Charles Dickens"},
    "book_menu": {"book": 3},
    "book_info": {"book": 3},
    "book_collections": {"book": 3},
    "delete_book": {"book": 3},
    "collection": {"id": 99},
    "collection_menu": {"id": 99},
    "collection_books": {"id": 99},
    "delete_collection": {"id": 99},
    "feed": {"id": 1},
    "feed_menu": {"id": 1},
    "offer": {"work": "emma"},
    "choice": {"name": "theme"},
    "sign_in": {"service": "Adobe ID"},
    "reader": {"book": 3},
    "reader_sample": {"work": "emma"},
    "contents": {"book": 3},
    "passage": {"book": 3, "chapter": 0, "paragraph": 0},
    "note": {"id": 1},
    "book_search": {"book": 3},
}


@pytest.fixture
def cantook(finger: Any) -> Any:
    finger.open("cantook")
    return finger


def book(finger: Any, title: str) -> Book:
    return next(one for one in finger.phone.cantook.books if one.title == title)


def more(finger: Any, title: str) -> None:
    """Touches the menu button in the row of a book."""
    node = finger.node(title)
    buttons = [one for one in finger.phone.tree().walk() if one.content_desc == "More options"]
    nearest = min(buttons, key=lambda one: abs(one.center[1] - node.center[1]) + abs(one.center[0] - 980) / 9)
    finger.phone.perform(Tap(*nearest.center))


@pytest.mark.parametrize("screen", installed_apps()["cantook"].screens)
@pytest.mark.parametrize("display", [None, Display(270, 600, 160)], ids=["phone", "small"])
def test_every_screen_builds_and_can_be_left(screen: str, display: Display | None) -> None:
    phone = Phone.new(None, display)
    phone.system.settings["system"]["font_scale"] = "2.0" if display else "1.3"
    phone.launch("com.aldiko.android")
    stack = phone.system.tasks[-1].stack
    stack.append(Entry("cantook", screen, dict(ARGS.get(screen, {}))))
    phone.changed()
    assert phone.tree().texts()
    assert phone.frame().any()
    phone.press_key("back")
    assert len(stack) == 1


@pytest.mark.parametrize("screen", ["reader", "book_menu", "book_info", "contents", "passage", "book_search"])
def test_pages_of_a_book_that_was_deleted(cantook: Any, screen: str) -> None:
    stack = cantook.phone.system.tasks[-1].stack
    stack.append(Entry("cantook", screen, {**ARGS[screen], "book": 77}))
    cantook.phone.changed()
    assert cantook.phone.tree().walk()
    cantook.press("back")
    assert len(stack) == 1


def test_home_shows_what_was_read_and_added(cantook: Any) -> None:
    state = cantook.phone.cantook
    assert [one.title for one in state.recently_read] == [
        "The Scarlet Letter",
        "Oliver Twist",
        "Romeo and Juliet",
        "Hamlet",
    ]
    assert [one.title for one in state.recently_added][:3] == ["Don Quixote", "Hamlet", "Romeo and Juliet"]
    assert cantook.sees("Recently read", "Recently added", "The Scarlet Letter", "Don Quixote")
    cantook.swipe("Oliver Twist", -600, 0)
    assert cantook.sees("Hamlet")
    cantook.tap("Recently read")
    assert cantook.sees("The Scarlet Letter", "18.0%", "100.0%", "37.8%", "5.2%")
    cantook.press("back")
    cantook.tap("Recently added")
    assert cantook.sees("Emma")


def test_the_four_places(cantook: Any) -> None:
    for place in ("My Books", "Catalogs", "Settings"):
        cantook.tap(place)
        assert cantook.node(place)
        tab = next(n for n in cantook.phone.tree().walk() if n.content_desc == place and n.selected)
        assert not tab.clickable
        cantook.press("back")
        assert cantook.phone.cantook.tab == "Home"
    cantook.press("back")
    assert not cantook.phone.showing("cantook")


def test_authors_and_categories(cantook: Any) -> None:
    cantook.tap("My Books", "Authors", "Charles Dickens")
    assert cantook.sees("Oliver Twist", "A Tale of Two Cities")
    assert not cantook.sees("Hamlet")
    cantook.tap("Categories")
    assert cantook.phone.showing("cantook", "home")
    assert cantook.sees("Adultery -- Fiction", "Comedies", "Drama")
    cantook.swipe("Comedies", 0, -800)
    cantook.tap("Tragedies")
    assert cantook.sees("Tragedies", "Hamlet", "Romeo and Juliet")
    tab = next(n for n in cantook.phone.tree().walk() if n.content_desc == "Categories")
    assert tab.selected
    cantook.press("back")
    assert cantook.phone.showing("cantook", "home")


def test_sorting(cantook: Any) -> None:
    cantook.tap("My Books")

    def titles() -> list[str]:
        return [n.text for n in cantook.phone.tree().walk() if n.resource_id.endswith("book_title")]

    assert titles()[:5] == ["Don Quixote", "Emma", "Frankenstein", "Hamlet", "A Midsummer Night's Dream"]
    cantook.tap("Sort by", "Recently added")
    assert titles()[:2] == ["Don Quixote", "Hamlet"]
    cantook.tap("Sort by", "Author")
    assert titles()[0] == "Emma"
    cantook.tap("Sort by", "Descending")
    cantook.press("back")
    assert titles()[0] == "Frankenstein"
    assert cantook.phone.cantook.preferences.sorting in SORTINGS
    cantook.tap("Grid view")
    assert len(titles()) > 5


def test_search(cantook: Any) -> None:
    cantook.tap("Search")
    cantook.type("shakes")
    assert cantook.sees("Hamlet", "Romeo and Juliet", "A Midsummer Night's Dream")
    assert not cantook.sees("Emma")
    cantook.press("enter")
    cantook.tap("Clear text")
    assert cantook.sees("Recent searches", "shakes")
    cantook.tap("shakes")
    assert cantook.sees("Hamlet")
    cantook.tap("Clear text", "Search my books")
    cantook.type("Pride and Prejudice")
    assert cantook.sees("No results")


def test_marks(cantook: Any) -> None:
    cantook.tap("My Books")
    more(cantook, "Hamlet")
    assert cantook.sees("Hamlet", "5.2%", "Read", "Info", "Mark as read", "Add to collection", "Delete")
    cantook.tap("Mark as read")
    assert cantook.sees("100.0%", "Mark as unread")
    assert book(cantook, "Hamlet").read
    cantook.tap("Mark as unread")
    assert book(cantook, "Hamlet").progress == 0
    cantook.tap("Info")
    assert cantook.sees("0.0%", "Tragedies, Drama", "1603")
    cantook.tap("Mark as read")
    assert cantook.sees("100.0%")
    cantook.swipe("Add to collection", 0, -900)
    assert cantook.sees("May 1, 2024")


def test_deleting_asks_first_and_forgets_all_of_the_book(cantook: Any) -> None:
    cantook.tap("My Books")
    cantook.hold("Don Quixote")
    cantook.tap("Delete", "Cancel")
    assert book(cantook, "Don Quixote")
    cantook.hold("Don Quixote")
    cantook.tap("Delete", "Delete")
    assert not cantook.sees("Don Quixote")
    assert cantook.sees("Book deleted", "9 books")
    cantook.hold("Emma")
    cantook.tap("Info", "Delete", "Delete")
    assert cantook.phone.showing("cantook", "home")
    assert len(cantook.phone.cantook.books) == 8


def test_collections(cantook: Any) -> None:
    cantook.tap("My Books", "Collections")
    assert cantook.sees("No collections yet")
    cantook.tap("New collection")
    assert not cantook.node("Create").enabled
    cantook.type("Favorite")
    cantook.tap("Create")
    assert cantook.sees("Favorite", "0 books")
    cantook.tap("Favorite", "Add books", "Emma", "Hamlet", "Done")
    assert cantook.sees("Emma", "Hamlet")
    cantook.press("back")
    assert cantook.sees("2 books")
    cantook.tap("New collection")
    cantook.type("Favorite")
    assert cantook.sees("This name is already used")
    assert not cantook.node("Create").enabled
    cantook.tap("Cancel", "More options", "Rename")
    cantook.tap("Favorite")
    cantook.type("Best of all")
    cantook.tap("OK")
    assert cantook.sees("Best of all")
    cantook.tap("Books")
    more(cantook, "Emma")
    cantook.tap("Add to collection", "Best of all", "OK")
    cantook.tap("Collections")
    assert cantook.sees("1 book")
    cantook.tap("More options", "Delete", "Delete")
    assert cantook.phone.cantook.collections == []
    assert len(cantook.phone.cantook.books) == 10


def test_a_new_collection_of_a_book(cantook: Any) -> None:
    cantook.tap("My Books")
    more(cantook, "Emma")
    cantook.tap("Add to collection", "New collection")
    cantook.type("Bedtime")
    cantook.press("enter")
    (one,) = cantook.phone.cantook.collections
    assert (one.name, one.books) == ("Bedtime", [book(cantook, "Emma").id])


def test_import_of_a_file(cantook: Any) -> None:
    cantook.tap("Settings", "Import files")
    assert cantook.sees("Downloads", "Show roots", "Search", "More options")
    cantook.tap("Ebooks")
    cantook.tap("Alice's Adventures in Wonderland.epub")
    assert cantook.sees("1 book imported", "Help")
    assert cantook.phone.cantook.recently_added[0].title == "Alice's Adventures in Wonderland"
    cantook.tap("Home")
    assert cantook.sees("Alice's Adventures in Wonderland", "Lewis Carroll")
    cantook.tap("Settings", "Import files", "Ebooks", "Alice's Adventures in Wonderland.epub")
    assert cantook.sees("Already in your library")
    assert len(cantook.phone.cantook.books) == 11


def test_import_of_a_folder(cantook: Any) -> None:
    cantook.tap("Settings", "Import folder", "Download", "Ebooks")
    assert cantook.sees("Dracula.epub")
    cantook.tap("Use this folder")
    assert cantook.sees("3 books imported")
    cantook.tap("Import folder", "Music", "Use this folder")
    assert cantook.sees("No books found")


def test_the_file_of_a_book_is_opened_for_another_app(cantook: Any) -> None:
    phone = cantook.phone
    nav = Nav(phone, stacks.front_entry(phone.system))
    path = next(file.path for file in nav.files("book") if "Dracula" in file.path)
    for _ in range(2):
        nav.deliver("com.aldiko.android", "book", file=path)
        phone.changed()
        assert phone.showing("cantook", "reader")
    assert [one.title for one in phone.cantook.books].count("Dracula") == 1
    nav.deliver("com.aldiko.android", "book", file="/sdcard/none.epub")
    phone.changed()
    assert phone.system.toast.text == "This file can't be opened"


def test_preferences(cantook: Any) -> None:
    cantook.tap("Settings", "Language", "Deutsch", "Theme", "Dark")
    assert cantook.sees("Deutsch", "Dark")
    assert cantook.phone.frame()[300, 20].max() < 60
    cantook.tap("Theme", "System preferences")
    assert cantook.phone.frame()[300, 20].min() > 200
    cantook.tap("Color selector", "Crimson")
    assert cantook.sees("Crimson")
    cantook.tap("Manage accounts", "Adobe ID", "User name or card number")
    cantook.type("me")
    cantook.tap("Password")
    cantook.type("secret")
    cantook.press("enter")
    assert cantook.sees("Wrong user name or password")


@pytest.mark.parametrize("row", ["Help", "Terms of use", "Privacy policy"])
def test_pages_of_the_maker_are_on_the_net(cantook: Any, row: str) -> None:
    cantook.tap("Settings")
    if not cantook.sees(row):
        cantook.swipe("Manage accounts", 0, -600)
    cantook.tap(row)
    assert not cantook.phone.showing("cantook", "home") or cantook.phone.system.overlay is not None


def test_catalogs(cantook: Any) -> None:
    cantook.tap("Catalogs")
    assert cantook.sees("Free books", "Browse", "Add", "Profile")
    cantook.tap("Browse")
    cantook.phone.perform(Wait(3))
    cantook.tap("The Cartographer's Apprentice")
    cantook.phone.perform(Wait(3))
    cantook.tap("Sample")
    assert cantook.sees("Sample")
    cantook.press("back")
    cantook.tap("Download")
    assert cantook.sees("Download complete", "Read")
    assert book(cantook, "The Cartographer's Apprentice").author == "Tobias Winkler"
    cantook.tap("Read")
    assert cantook.phone.showing("cantook", "reader")


def test_catalogs_need_the_net(cantook: Any) -> None:
    cantook.phone.system.settings["global"].update(wifi_on="0", mobile_data="0", airplane_mode_on="1")
    cantook.phone.changed()
    cantook.tap("Catalogs", "Browse")
    assert cantook.sees("Retry")
    cantook.press("back")
    cantook.tap("Settings")
    cantook.swipe("Manage accounts", 0, -600)
    cantook.tap("Help")
    assert cantook.phone.system.toast.text == "No internet connection"


def test_a_catalog_is_added_and_removed(cantook: Any) -> None:
    cantook.tap("Catalogs", "Add", "Add a URL")
    cantook.type("books.example.org/opds")
    cantook.tap("OK")
    assert cantook.sees("My catalogs", "books.example.org/opds")
    cantook.tap("More options", "Remove")
    assert not cantook.sees("My catalogs")
    cantook.tap("Add", "Libraries")
    assert cantook.sees("Libraries")


# The reader


def words_of(finger: Any) -> list[str]:
    """What stands on the page."""
    texts = (node for node in finger.phone.tree().walk() if node.class_name.endswith("TextView"))
    return [node.text for node in texts if not node.resource_id]


def page(finger: Any) -> Any:
    return finger.phone.tree().find(lambda node: node.resource_id.endswith(":id/page"))


def test_reading_goes_on_where_it_stopped(cantook: Any) -> None:
    cantook.tap("Romeo and Juliet")
    assert cantook.sees(RESUME_LINE, "37.8%", "Act 2, Scene 4")
    one = book(cantook, "Romeo and Juliet")
    assert cantook.phone.cantook.recently_read[0] is one
    before = one.progress
    cantook.press("back")
    assert one.progress == before


@pytest.mark.parametrize("size", [80, 100, 200])
@pytest.mark.parametrize("title", ["Emma", "Romeo and Juliet"])
def test_pages_follow_each_other_and_come_back(cantook: Any, title: str, size: int) -> None:
    phone = cantook.phone
    phone.cantook.reader.size = size
    one = book(cantook, title)
    phone.system.tasks[-1].stack.append(Entry("cantook", "reader", {"book": one.id}))
    phone.changed()
    places, seen = [one.progress], [words_of(cantook)]
    for _ in range(6):
        phone.perform(Swipe(900, 1200, 200, 1200))
        places.append(one.progress)
        seen.append(words_of(cantook))
    assert places == sorted(set(places))
    assert len(set(map(tuple, seen))) == 7
    for words in seen[-2::-1]:
        cantook.tap("Previous page")
        assert words_of(cantook) == words


def test_the_first_and_the_last_page(cantook: Any) -> None:
    phone = cantook.phone
    one = book(cantook, "Emma")
    phone.system.tasks[-1].stack.append(Entry("cantook", "reader", {"book": one.id}))
    phone.changed()
    cantook.tap("Previous page")
    assert one.progress == 0
    one.progress = 0.97
    phone.changed()
    for _ in range(30):
        cantook.tap("Next page")
    assert (one.progress, one.read) == (1.0, True)
    cantook.tap("Previous page")
    assert 0.9 < one.progress < 1


def test_every_word_is_on_some_page(cantook: Any) -> None:
    phone = cantook.phone
    one = book(cantook, "Emma")
    phone.system.tasks[-1].stack.append(Entry("cantook", "reader", {"book": one.id}))
    phone.changed()
    words: list[str] = []
    text = phone.world.text(one.work).chapters[0]
    while phone.tree().find(lambda node: node.text == text.title) and one.progress < 0.06:
        words += words_of(cantook)
        phone.perform(Swipe(900, 1200, 200, 1200))
    read = " ".join(words).removeprefix(text.title).split()
    wanted = " ".join(text.paragraphs).split()
    assert read[: len(wanted)] == wanted


def test_bars_contents_bookmarks_and_slider(cantook: Any) -> None:
    cantook.tap("Romeo and Juliet")
    cantook.phone.perform(Tap(*page(cantook).center))
    assert cantook.sees("Search in book", "Display settings", "Add bookmark", "Table of contents")
    cantook.tap("Add bookmark")
    assert cantook.sees("Remove bookmark")
    cantook.tap("Table of contents")
    assert cantook.sees("Act 1, Scene 1", "Act 2, Scene 4")
    cantook.tap("Act 1, Scene 2")
    assert cantook.phone.showing("cantook", "reader")
    one = book(cantook, "Romeo and Juliet")
    assert 0 < one.progress < 0.2
    cantook.tap("Table of contents", "Bookmarks", "Act 2, Scene 4")
    assert one.percent == "37.8%"
    cantook.tap("Table of contents", "Bookmarks", "Delete bookmark")
    assert cantook.sees("No bookmarks yet")
    cantook.press("back")
    slider = cantook.node("Reading progress")
    left, top, right, bottom = slider.bounds
    cantook.phone.perform(Tap((left + right) // 2, (top + bottom) // 2))
    assert one.progress == pytest.approx(0.5, abs=0.01)
    cantook.phone.perform(Tap(*page(cantook).center))
    assert not cantook.sees("Search in book")


def test_highlights_and_notes(cantook: Any) -> None:
    cantook.tap("Romeo and Juliet")
    cantook.hold(RESUME_LINE)
    cantook.tap("Green")
    (mark,) = cantook.phone.cantook.highlights
    assert (mark.color, mark.words) == ("Green", RESUME_LINE)
    cantook.hold(RESUME_LINE)
    cantook.tap("Note")
    cantook.type("Queen Mab comes before")
    cantook.tap("Save")
    assert mark.note == "Queen Mab comes before"
    cantook.phone.perform(Tap(*page(cantook).center))
    cantook.tap("Table of contents", "Highlights")
    assert cantook.sees(RESUME_LINE, "Queen Mab comes before")
    cantook.tap(RESUME_LINE)
    cantook.hold(RESUME_LINE)
    cantook.tap("Copy")
    assert cantook.phone.system.clipboard == RESUME_LINE
    cantook.hold(RESUME_LINE)
    cantook.tap("Remove highlight")
    assert cantook.phone.cantook.highlights == []


def test_search_in_a_book(cantook: Any) -> None:
    cantook.tap("Romeo and Juliet")
    cantook.phone.perform(Tap(*page(cantook).center))
    cantook.tap("Search in book")
    cantook.type("AGAINST THE HAIRE")
    cantook.press("enter")
    assert cantook.sees("1 results", "Act 2, Scene 4")
    cantook.tap("Act 2, Scene 4")
    assert cantook.sees(RESUME_LINE)


def test_display_settings_change_the_pages(cantook: Any) -> None:
    cantook.tap("Romeo and Juliet")
    lines = len(cantook.phone.tree().texts())
    cantook.phone.perform(Tap(*page(cantook).center))
    cantook.tap("Display settings", "Larger type", "Larger type", "Larger type")
    assert cantook.sees("150%")
    cantook.tap("Sepia", "Wide", "Large")
    settings = cantook.phone.cantook.reader
    assert (settings.size, settings.paper, settings.spacing, settings.margin) == (
        150,
        "Sepia",
        "Wide",
        "Large",
    )
    cantook.press("back")
    cantook.phone.perform(Tap(*page(cantook).center))
    assert len(cantook.phone.tree().texts()) < lines
    assert cantook.sees(RESUME_LINE)


def test_places_and_shares_agree() -> None:
    pages = Pages(world(None).text("emma"))
    for chapter in range(len(pages.titles)):
        for at in (0, 100, 999):
            assert pages.place(pages.share(chapter, at)) == (chapter, at)
    assert pages.place(1.0)[0] == len(pages.titles) - 1
    assert pages.place(0.0) == (0, 0)


# New phones


def test_the_library_of_the_benchmark() -> None:
    state = seed(None, world(None))
    assert len(state.books) == 10
    assert {one.title: one.percent for one in state.books if one.progress} == {
        "The Scarlet Letter": "18.0%",
        "Oliver Twist": "100.0%",
        "Romeo and Juliet": "37.8%",
        "Hamlet": "5.2%",
    }
    assert [one.title for one in state.books if one.read] == ["Oliver Twist"]
    assert [one.title for one in state.categories()["Tragedies"]] == ["Romeo and Juliet", "Hamlet"]
    assert len(state.authors()["Charles Dickens"]) == 2
    assert max(map(len, state.authors().values())) == len(state.authors()["William Shakespeare"]) == 3
    assert not state.collections


@pytest.mark.parametrize("number", range(25))
def test_drawn_libraries_make_sense(number: int) -> None:
    state: Cantook = seed(random.Random(number), world(number))
    assert 12 <= len(state.books) <= 20
    assert len({one.id for one in state.books}) == len(state.books)
    assert 4 <= len(state.recently_read) <= 8
    assert len({one.added for one in state.books}) == len(state.books)
    assert len({one.opened for one in state.recently_read}) == len(state.recently_read)
    for one in state.books:
        assert one.opened == 0 or one.opened > one.added
        assert (one.progress == 1.0) is one.read
        assert one.progress == 0 or one.opened
    assert len({one.name for one in state.collections}) == len(state.collections)


def test_a_snapshot_is_small_and_brings_the_same_phone_back(cantook: Any) -> None:
    cantook.tap("Romeo and Juliet", "Next page")
    phone = cantook.phone
    before = phone.snapshot()
    again = Phone(before)
    assert again.tree().texts() == phone.tree().texts()
    assert len(installed_apps()["cantook"].encode(phone.cantook)) < 4000
