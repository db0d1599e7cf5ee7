"""Questions that the net and the bookmarks answer."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.chrome.state import BAR, MOBILE, ROOTS, Bookmark
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world import addresses
from openphone_gym.phone.world.records import Organisation
from openphone_gym.phone.world.sites import encyclopedia
from openphone_gym.tasks.answers import AllOf, Date, Text
from openphone_gym.tasks.chrome.pages import PREPARE
from openphone_gym.tasks.chrome.ways import (
    APP,
    BROWSING,
    fact,
    in_browser,
    in_menu,
    page_open,
)
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import has_id
from openphone_gym.tasks.task import Drawing, Never, Param, Params, Task

FOUNDED = re.compile(r"was founded on (\d+ \w+ \d{4})")


def with_address(phone: Phone) -> list[Organisation]:
    """Organisations that sit in a house of the city."""
    world = phone.world
    return [one for one in world.organisations if one.kind != "spam" and re.search(r"\d", world.address(one))]


def the_topic(phone: Phone, p: Params) -> Organisation:
    """The organisation that is asked about."""
    return next(one for one in phone.world.organisations if one.name == p.topic)


def facts(phone: Phone, p: Params) -> AllOf:
    """Its day of foundation and its address, each as people write it."""
    topic = the_topic(phone, p)
    return AllOf((Date(topic.founded.isoformat()), address_answer(phone, topic)))


def address_answer(phone: Phone, topic: Organisation) -> Text:
    """The address of an organisation, with the city or without, the number behind the street or before it."""
    address = phone.world.address(topic)
    street, *rest = address.split(", ")
    if not rest or not rest[0].isdigit():
        spelled = address.replace("Pokfulam", "Pok Fu Lam")
        short = (
            (street, spelled, spelled.partition(",")[0])
            if re.search("road|street|avenue", street.lower())
            else ()
        )
        return Text(address, accept=tuple(dict.fromkeys(short)))
    number, *city = rest
    orders = (f"{street}, {number}", f"{street} {number}", f"{number} {street}")
    return Text(address, accept=(*orders, *(f"{order}, {', '.join(city)}" for order in orders)))


def chrome_1(hand: Hand, p: Params) -> str:
    if p.article:
        title = f"{p.topic} - Wikipedia"
        page_open(hand, encyclopedia.address_of(p.topic), title, p.topic)
        return told(p.topic, read(hand, "Founded"), read(hand, "Address"))
    if "founded" not in hand.notes:
        page_open(hand, f"https://{p.host}/about", f"About us - {p.topic}", f"{p.topic} about us")
        sentence = hand.need(FOUNDED).text
        match = FOUNDED.search(sentence)
        assert match is not None
        hand.notes["founded"] = match[1]
    page_open(hand, f"https://{p.host}/contact", f"Contact - {p.topic}", f"{p.topic} contact")
    return told(p.topic, hand.notes["founded"], read(hand, "Address"))


def told(topic: str, founded: str, address: str) -> str:
    """The answer in a sentence."""
    return f"{topic} was founded on {founded}. Its address is {address}."


def read(hand: Hand, name: str) -> str:
    """A value of a table on the page in front."""
    hand.need(name)
    value = fact(hand, name)
    if value is None:
        hand.lift(name)
        raise Lost
    return value


# Bookmarks


def a_folder(d: Drawing) -> str:
    """Draws a folder of bookmarks."""
    folders = [ROOTS[MOBILE], ROOTS[BAR], *(folder.title for folder in d.phone.chrome.folders)]
    return d.choice(folders)


def another_site(d: Drawing) -> str:
    """Draws a site that has no bookmark yet."""
    kept = {mark.title for mark in d.phone.chrome.bookmarks}
    return d.choice(
        [one.name for one in d.phone.world.organisations if one.name not in kept and one.kind != "spam"]
    )


def folder_id(phone: Phone, title: str) -> int:
    """Id of a folder."""
    named = {folder.title: folder.id for folder in phone.chrome.folders}
    return next((id for id, root in ROOTS.items() if root == title), 0) or named[title]


def only_bookmark(phone: Phone, p: Params) -> None:
    """The folder holds a single bookmark: that of the site."""
    state = phone.chrome
    folder = folder_id(phone, p.folder)
    if [mark.title for mark in state.in_folder(folder)] != [p.site]:
        state.bookmarks = [mark for mark in state.bookmarks if mark.folder != folder]
        url = next(f"https://{one.host}/" for one in phone.world.organisations if one.name == p.site)
        state.bookmarks.append(Bookmark(state.new_id(), folder, p.site, url))


def site_answer(phone: Phone, p: Params) -> Text:
    """The title of the bookmark, or its address."""
    state = phone.chrome
    mark = state.in_folder(folder_id(phone, p.folder))[0]
    host = addresses.parse(mark.url).host
    others = {one.title for one in state.bookmarks if one.title != mark.title}
    others |= {*ROOTS.values(), *(folder.title for folder in state.folders)} - {p.folder}
    forms = tuple(dict.fromkeys((host, host.removeprefix("www."), mark.url)))
    return Text(mark.title, accept=forms, reject=("Google", *sorted(others)))


def chrome_3(hand: Hand, p: Params) -> str:
    in_browser(hand)
    title = hand.title
    if title == p.folder:
        row = hand.need(has_id("bookmark_row"))
        return hand.need(has_id("title"), within=row).text
    if title == "Bookmarks":
        hand.tap(p.folder if p.folder in ROOTS.values() else ROOTS[MOBILE])
    if title == ROOTS[MOBILE]:
        hand.tap(p.folder)
    return in_menu(hand, "Bookmarks")


TASKS = [
    Task(
        id="chrome_1",
        app=APP,
        group="questions",
        start="home",
        own_steps=6,
        goals=[
            "Find out on the web when {topic} was founded and what its postal address is. Tell me the day of "
            "foundation and the address.",
            "Use Chrome to look up the founding date and the address of {topic}, and report both.",
            "I need two facts about {topic} from the web: its address and the day on which it was founded.",
        ],
        params={
            "topic": Param("University of Hong Kong", lambda d: d.choice(with_address(d.phone)).name),
            "host": Param("www.hku.hk", lambda d: the_topic(d.phone, d.params).host),
            "article": Param(True, lambda d: encyclopedia.is_known(the_topic(d.phone, d.params))),
        },
        answer=facts,
        may_change=BROWSING,
        solution=chrome_1,
        prepare=PREPARE,
    ),
    Task(
        id="chrome_3",
        app=APP,
        group="questions",
        start="home",
        own_steps=5,
        goals=[
            "Which web site is saved under {folder} in Chrome's bookmarks?",
            "Open the bookmarks of Chrome and name the web site kept under {folder}.",
            "There is one bookmark right in {folder} of Chrome. What is it called?",
        ],
        params={
            "folder": Param(ROOTS[MOBILE], a_folder),
            "site": Param("Google Scholar", another_site),
            "kept": Param([5], lambda d: [mark.id for mark in d.phone.chrome.bookmarks
                                          if mark.folder != folder_id(d.phone, d.params.folder)]),
        },
        setup=only_bookmark,
        answer=site_answer,
        never=[
            Never(
                "bookmark_deleted",
                lambda phone, p: not {mark.id for mark in phone.chrome.bookmarks}.issuperset(p.kept),
                question="Was a bookmark deleted?",
                screen=lambda screen, p: bool((screen.content("snackbar_text") or "").endswith(" deleted")),
            )
        ],
        solution=chrome_3,
        prepare="Keep Google Scholar as the only bookmark in Mobile bookmarks.",
    ),
]  # fmt: skip
