"""Tasks about categories and collections."""

from __future__ import annotations

from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.cantook.library import BOOKS, LOST, PREPARE, TITLE
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task

KINDS = ("Favorite", "Unread", "Summer", "Winter", "Weekend", "Borrowed", "Old", "New", "Long", "Short",
         "School", "Travel")  # fmt: skip
THINGS = ("books", "stories", "novels", "classics", "plays", "authors", "shelf")


def a_category(d: Drawing) -> str:
    """Draws a category, rather one of several books."""
    categories = d.phone.cantook.categories()
    several = [name for name, books in categories.items() if len(books) > 1]
    return d.choice(several if several and d.rng.random() < 0.7 else list(categories))


def its_titles(d: Drawing) -> list[str]:
    """Titles of the books of the category that was drawn."""
    return sorted(book.title for book in d.phone.cantook.categories()[d.params.category])


def a_name(d: Drawing) -> str:
    """Draws a name that no collection has."""
    taken = {one.name for one in d.phone.cantook.collections}
    names = [*KINDS, *(f"{kind} {thing}" for kind in KINDS for thing in THINGS)]
    return d.choice([name for name in names if name not in taken])


def tab_open(phone: Phone, shelf: str) -> bool:
    """Whether that tab of My Books is open, with its list or something of it in front."""
    state = phone.cantook
    shown = phone.showing("cantook", "home") and state.tab == "My Books"
    return state.shelf == shelf and (
        shown or phone.showing("cantook", "group") or phone.showing("cantook", "collection")
    )


def category_open(phone: Phone, p: Params) -> bool:
    """Whether the page of the category is in front."""
    return phone.showing("cantook", "group", kind="Categories", name=p.category)


def books_listed(phone: Phone, p: Params) -> bool:
    """Whether that page lists the books of the category."""
    books = phone.cantook.categories().get(p.category, [])
    return category_open(phone, p) and {book.title for book in books}.issuperset(p.titles)


def lists_books(screen: Sight, p: Params) -> bool | None:
    """Whether the page of the category shows its books, as many as fit."""
    if screen.title != p.category:
        return None
    shown = [node.text for node in screen.all(TITLE)]
    return bool(shown) and set(shown) <= set(p.titles)


def has_collection(screen: Sight, p: Params) -> bool | None:
    """Whether the list of collections has one of that name."""
    if not screen.tab_open("Collections"):
        return None
    return screen.sees(p.name) is not None


def cantook_11(hand: Hand, p: Params) -> None:
    hand.tab("My Books")
    hand.tab("Categories")
    if hand.title != p.category:
        hand.tap(p.category)


def cantook_12(hand: Hand, p: Params) -> None:
    if hand.title == "New collection":
        hand.fill("collection_name", p.name)
        hand.tap("Create")
    hand.tab("My Books")
    hand.tab("Collections")
    if hand.find(p.name) is None:
        hand.tap("New collection")


TASKS = [
    Task(
        id="cantook_11",
        app="cantook",
        human_steps=5,
        goals=[
            "Open the category “{category}” of my library in Cantook.",
            "Show me the books of the category “{category}” in Cantook's My Books.",
            "In Cantook, go to the categories of my books and open “{category}”.",
        ],
        params={
            "category": Param("Tragedies", a_category),
            "titles": Param(["Hamlet", "Romeo and Juliet"], its_titles),
            "kept": Param(list(range(1, 11)), BOOKS.ids()),
        },
        subgoals=[
            SubGoal(
                "categories_tab_seen",
                "Was the tab Categories of My Books open at some time?",
                lambda phone, p: tab_open(phone, "Categories"),
                screen=lambda screen, p: screen.tab_open("Categories") or None,
                trajectory=True,
            ),
            SubGoal(
                "category_open",
                "Is the page of the category “{category}” in front?",
                category_open,
                screen=lambda screen, p: screen.title == p.category,
            ),
            SubGoal(
                "books_listed",
                "Does the page in front list the books of the category “{category}”?",
                books_listed,
                screen=lists_books,
            ),
        ],
        never=[LOST],
        solution=cantook_11,
        prepare=PREPARE,
        group="shelves",
    ),
    Task(
        id="cantook_12",
        app="cantook",
        human_steps=7,
        goals=[
            "Create a new collection called {name} in Cantook, and leave the list of collections open.",
            "My Cantook library needs another collection, named {name}. Make it and stay on Collections.",
            "Add the collection {name} to Cantook. At the end the tab Collections should be open.",
        ],
        params={"name": Param("Favorite", a_name), "kept": Param(list(range(1, 11)), BOOKS.ids())},
        subgoals=[
            SubGoal(
                "collections_tab",
                "Is the tab Collections of My Books open?",
                lambda phone, p: tab_open(phone, "Collections"),
                screen=lambda screen, p: screen.tab_open("Collections"),
            ),
            SubGoal(
                "collection_exists",
                "Is there a collection named exactly “{name}”?",
                lambda phone, p: any(one.name == p.name for one in phone.cantook.collections),
                screen=has_collection,
            ),
        ],
        never=[LOST],
        may_change=["cantook.collections.+"],
        solution=cantook_12,
        prepare=PREPARE,
        group="shelves",
    ),
]
