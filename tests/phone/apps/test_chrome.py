from __future__ import annotations

import random
from typing import Any

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.chrome.seed import seed
from openphone_gym.phone.apps.chrome.state import BAR, MOBILE, NEW_TAB, READING, Bookmark, Chrome
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.screen import theme_of
from openphone_gym.phone.system.state import Display, Entry
from openphone_gym.phone.toolkit.theme import LIGHT
from openphone_gym.phone.world import world
from openphone_gym.ui.gesture import LaunchApp, Swipe, Tap

MENU = "Customize and control Google Chrome"
PACKAGE = "com.android.chrome"
HKU = "https://en.wikipedia.org/wiki/University_of_Hong_Kong"
NIKE = "https://www.nike.com.hk/"
GERMAN = "https://de.wikipedia.org/wiki/Hyperbelfunktionen"

ARGS: dict[str, dict[str, Any]] = {
    "bookmark_menu": {"id": 5},
    "edit_bookmark": {"id": 5},
    "move_bookmark": {"id": 5},
    "folder_menu": {"id": 99},
    "new_folder": {"parent": 1},
    "edit_folder": {"id": 99},
    "download": {"id": 99},
    "download_menu": {"id": 99},
    "cookie_settings": {"key": "www.nike.com.hk"},
    "link_menu": {"url": HKU},
    "translate_options": {"url": GERMAN},
    "settings_page": {"name": "Privacy and security"},
    "choice": {"name": "Safe Browsing", "options": ["Standard protection", "No protection"]},
    "kept_data": {"name": "Payment methods"},
}


@pytest.fixture
def chrome(finger: Any) -> Any:
    finger.open("chrome")
    return finger


def state_of(finger: Any) -> Chrome:
    return finger.phone.chrome


def url(finger: Any) -> str:
    tab = state_of(finger).tab
    assert tab is not None
    return tab.url


def visit(finger: Any, typed: str) -> None:
    """Types into the address bar."""
    bar = finger.phone.tree().find(lambda node: node.resource_id.endswith(":id/url_bar"))
    finger.phone.perform(Tap(*bar.center))
    finger.type(typed)
    finger.press("enter")


def menu(finger: Any, *labels: str) -> None:
    finger.tap(MENU, *labels)


def down(finger: Any) -> None:
    finger.phone.perform(Swipe(540, 1800, 540, 700))


def link(finger: Any, title: str) -> None:
    """Touches a link, card or result."""
    node = finger.phone.tree().find(lambda n: n.clickable and n.content_desc == title)
    assert node is not None, f"{title!r} is not among {finger.phone.tree().texts()}"
    finger.phone.perform(Tap(*node.center))


@pytest.mark.parametrize("page", [NEW_TAB, HKU], ids=["empty", "page"])
@pytest.mark.parametrize("screen", installed_apps()["chrome"].screens)
@pytest.mark.parametrize("display", [None, Display(270, 600, 160)], ids=["phone", "small"])
def test_every_screen_builds_and_can_be_left(screen: str, page: str, display: Display | None) -> None:
    phone = Phone.new(None, display)
    phone.system.settings["system"]["font_scale"] = "2.0" if display else "1.3"
    phone.chrome.tabs[0].addresses = [page]
    phone.launch(PACKAGE)
    stack = phone.system.tasks[-1].stack
    stack.append(Entry("chrome", screen, dict(ARGS.get(screen, {}))))
    phone.changed()
    assert phone.tree().texts()
    assert phone.frame().any()
    phone.press_key("back")
    assert len(stack) == 1


def test_canonical_contents() -> None:
    state = seed(None, world(None))
    assert [(mark.title, mark.url, mark.folder) for mark in state.bookmarks] == [
        ("Google Scholar", "https://scholar.google.com/", MOBILE)
    ]
    assert [(tab.url, tab.incognito) for tab in state.tabs] == [(NEW_TAB, False)]
    assert state.settings.theme == "Light"
    assert (state.history, state.downloads, state.searches) == ([], [], [])


def test_drawn_contents_are_pages_of_their_world_and_small() -> None:
    for number in range(30):
        phone = Phone.new(number)
        state = phone.chrome
        for address in [*(m.url for m in state.bookmarks), *(v.url for v in state.history)]:
            found = phone.world.web.look_up(address)
            assert found is not None
            assert found.page is not None
        assert [visit.at for visit in state.history] == sorted(visit.at for visit in state.history)
        assert all(visit.at < phone.system.clock for visit in state.history)
        assert len(installed_apps()["chrome"].encode(state)) < 6_000
        ids = [one.id for one in (*state.tabs, *state.bookmarks, *state.folders, *state.history)]
        assert len(set(ids)) == len(ids)
        assert max(ids) <= state.last_id
    assert seed(random.Random("1"), world(1)) == seed(random.Random("1"), world(1))


# Pages


def test_searching_following_and_going_back(chrome: Any) -> None:
    visit(chrome, "University of Hong Kong")
    assert chrome.sees("All", "Images", "News", "Shopping", "www.hku.hk")
    link(chrome, "University of Hong Kong - Wikipedia")
    assert url(chrome) == HKU
    assert chrome.sees("30 March 1911", "Pokfulam Road, Hong Kong", HKU.removeprefix("https://"))
    chrome.press("back")
    assert url(chrome).startswith("https://www.google.com/search")
    menu(chrome, "Forward")
    assert url(chrome) == HKU
    assert [one.url for one in state_of(chrome).history] == [
        "https://www.google.com/search?q=University+of+Hong+Kong",
        HKU,
    ]
    chrome.press("back")
    chrome.press("back")
    assert url(chrome) == NEW_TAB
    chrome.press("back")
    assert chrome.phone.showing("launcher")


def test_pages_scroll_each_on_its_own(chrome: Any) -> None:
    visit(chrome, HKU)
    down(chrome)
    assert not chrome.sees("Type")
    link(chrome, "Hong Kong")
    assert chrome.sees("Currency")
    down(chrome)
    chrome.press("back")
    assert not chrome.sees("Type")
    link(chrome, "Chinese University of Hong Kong")
    assert chrome.sees("Type")


def test_addresses_are_opened_and_words_are_searched(chrome: Any) -> None:
    visit(chrome, "github.com")
    assert (url(chrome), chrome.sees("github.com")) == ("https://github.com/", True)
    visit(chrome, "nike.com/hk")
    assert url(chrome) == NIKE
    visit(chrome, "hong kong weather")
    assert url(chrome) == "https://www.google.com/search?q=hong+kong+weather"
    visit(chrome, "nobody.example.org")
    assert chrome.sees("This site can’t be reached", "DNS_PROBE_FINISHED_NXDOMAIN")
    visit(chrome, "github.com/no/such/page")
    assert chrome.sees("Page not found")


def test_advertisements_stand_first_and_lead_to_other_sites(chrome: Any) -> None:
    visit(chrome, "Nike Hong Kong")
    texts = chrome.phone.tree().texts()
    assert texts.index("Sponsored") < texts.index("www.nike.com.hk")
    link(chrome, "Nike Hong Kong - up to 90% off - today only")
    assert url(chrome) == "http://nike-hong-kong-deals.example.net/"
    assert chrome.sees("Not secure")


def test_kinds_of_results(chrome: Any) -> None:
    visit(chrome, "Nike Hong Kong")
    link(chrome, "News")
    assert not chrome.sees("www.nike.com.hk")
    link(chrome, "Shopping")
    assert chrome.sees("www.nike.com.hk")
    visit(chrome, "University of Hong Kong")
    link(chrome, "Images")
    link(chrome, "University of Hong Kong - Wikipedia")
    assert url(chrome) == HKU


def test_a_site_has_a_search_of_its_own(chrome: Any) -> None:
    visit(chrome, "en.wikipedia.org")
    chrome.tap("Search Wikipedia")
    chrome.type("lighthouse")
    chrome.press("enter")
    assert chrome.sees("Results for “lighthouse”")
    link(chrome, "Lighthouse - Wikipedia")
    assert url(chrome) == "https://en.wikipedia.org/wiki/Lighthouse"


def test_suggestions_fit_what_is_typed(chrome: Any) -> None:
    visit(chrome, "hyperbolic functions")
    chrome.tap("Home")
    chrome.tap("Search or type URL")
    assert chrome.sees("hyperbolic functions", "sneakers sale")
    chrome.type("schol")
    assert chrome.sees("Google Search", "Google Scholar", "scholar.google.com")
    chrome.tap("Google Scholar")
    assert url(chrome) == "https://scholar.google.com/"
    chrome.tap("scholar.google.com")
    assert chrome.sees("Copy link", "Edit")
    chrome.tap("Copy link")
    assert chrome.phone.system.clipboard == "https://scholar.google.com/"
    chrome.type("hyper")
    chrome.tap("Edit suggestion hyperbolic functions")
    assert chrome.sees("Clear input")
    assert chrome.node("hyperbolic functions").class_name.endswith("EditText")


def test_without_the_net_there_are_no_pages(chrome: Any) -> None:
    visit(chrome, "github.com")
    table = chrome.phone.system.settings["global"]
    table["wifi_on"] = table["mobile_data"] = "0"
    chrome.phone.changed()
    assert chrome.sees("No internet", "ERR_INTERNET_DISCONNECTED")
    table["wifi_on"] = "1"
    chrome.tap("Reload")
    assert chrome.sees("Explore projects")


def test_find_in_page(chrome: Any) -> None:
    visit(chrome, "en.wikipedia.org/wiki/Hyperbolic_functions")
    menu(chrome, "Find in page")
    chrome.type("hyperbolic")
    status = chrome.phone.tree().find(lambda node: node.resource_id.endswith("find_status")).text
    count = int(status.partition("/")[2])
    assert status.startswith("1/")
    assert count > 3
    chrome.tap("Previous")
    assert chrome.sees(f"{count}/{count}")
    assert chrome.sees("Inverse hyperbolic functions")
    chrome.type("zebra")
    assert chrome.sees("0/0")
    chrome.press("back")
    chrome.press("back")
    assert chrome.sees("en.wikipedia.org/wiki/Hyperbolic_functions")


def test_pages_in_other_languages_are_translated(chrome: Any) -> None:
    visit(chrome, GERMAN)
    assert chrome.sees("Hyperbelfunktionen", "Verwendung", "German", "English")
    chrome.tap("English")
    assert chrome.sees("Hyperbolic functions", "Use")
    assert not chrome.sees("Verwendung")
    chrome.tap("German")
    assert chrome.sees("Verwendung")
    chrome.tap("Close")
    assert not chrome.sees("English")
    menu(chrome, "Translate…")
    assert chrome.sees("English")


def test_cookies_are_asked_about_once(chrome: Any) -> None:
    visit(chrome, "nike.com.hk")
    chrome.tap("Cookie settings", "Cancel", "Reject all")
    assert not chrome.sees("We value your privacy")
    chrome.tap("Home")
    visit(chrome, "nike.com.hk")
    assert not chrome.sees("We value your privacy")
    menu(chrome, "New Incognito tab")
    visit(chrome, "nike.com.hk")
    assert chrome.sees("We value your privacy")


def test_files_are_loaded(chrome: Any) -> None:
    visit(chrome, "hku.hk/about")
    link(chrome, "Annual report (PDF)")
    assert chrome.sees("university-of-hong-kong-report.pdf downloaded")
    (file,) = (one for one in Nav(chrome.phone, chrome.phone.front()).files("document"))
    assert file.name == "university-of-hong-kong-report.pdf"
    chrome.tap("Open")
    assert chrome.sees("university-of-hong-kong-report.pdf", "Share")
    chrome.press("back")
    menu(chrome, "Downloads")
    chrome.tap("Options for university-of-hong-kong-report.pdf", "Delete")
    assert state_of(chrome).downloads == []
    assert chrome.sees("You’ll find your downloads here")


def test_contacts_are_called_and_written_to(chrome: Any) -> None:
    visit(chrome, "hku.hk/contact")
    link(chrome, "Call us")
    assert chrome.phone.showing("dialer", "keypad")
    chrome.open("chrome")
    link(chrome, "Send a mail")
    mails = any("mail" in app.opens for app in installed_apps().values())
    assert mails != (chrome.phone.system.toast is not None)


def test_links_are_held(chrome: Any) -> None:
    visit(chrome, "github.com")
    chrome.hold("Features")
    assert chrome.sees("Features - GitHub", "github.com/features", "Copy link address")
    chrome.tap("Open in new tab")
    assert url(chrome) == "https://github.com/"
    chrome.tap("Switch")
    assert url(chrome) == "https://github.com/features"
    chrome.hold("Start page")
    chrome.tap("Read later")
    assert state_of(chrome).bookmarks[-1].folder == READING
    chrome.hold("Start page")
    chrome.tap("Open in Incognito tab")
    tab = state_of(chrome).tab
    assert tab is not None
    assert (tab.incognito, tab.url) == (True, "https://github.com/")


def test_site_information(chrome: Any) -> None:
    visit(chrome, "github.com")
    chrome.tap("Connection is secure")
    assert chrome.sees("github.com", "3 cookies in use", "Visited 1 time")
    chrome.tap("Close")
    chrome.tap("Site menu", "Pricing - GitHub" if chrome.sees("Pricing - GitHub") else "Pricing")
    assert url(chrome) == "https://github.com/pricing"


# Tabs


def test_tabs_open_and_close_and_come_back(chrome: Any) -> None:
    visit(chrome, "github.com")
    chrome.tap("New tab")
    visit(chrome, "hku.hk")
    chrome.tap("Switch or close tabs")
    assert chrome.sees("GitHub, tab", "University of Hong Kong, tab")
    chrome.tap("Close GitHub tab")
    assert [tab.url for tab in state_of(chrome).tabs] == ["https://www.hku.hk/"]
    chrome.tap("Undo")
    assert [tab.url for tab in state_of(chrome).tabs] == ["https://github.com/", "https://www.hku.hk/"]
    chrome.tap("GitHub, tab")
    assert url(chrome) == "https://github.com/"
    chrome.tap("Switch or close tabs")
    chrome.tap(MENU, "Close all tabs", "Close all tabs")
    assert state_of(chrome).tabs == []
    assert chrome.sees("You’ll find your tabs here")
    chrome.press("back")
    assert chrome.phone.showing("launcher")
    chrome.open("chrome")
    assert chrome.sees("You’ll find your tabs here")
    chrome.tap("New tab")
    assert url(chrome) == NEW_TAB


def test_incognito_leaves_no_traces(chrome: Any) -> None:
    menu(chrome, "New Incognito tab")
    assert chrome.sees("You’ve gone Incognito", "New Incognito tab")
    visit(chrome, "hyperbolic functions")
    link(chrome, "Hyperbolic functions - Wikipedia")
    state = state_of(chrome)
    assert state.tab is not None
    assert state.tab.incognito
    assert (state.history, state.searches) == ([], [])
    chrome.tap("Switch or close tabs")
    assert chrome.sees("1 Incognito tab", "1 Standard tab", "Hyperbolic functions - Wikipedia, tab")
    chrome.tap("1 Standard tab")
    assert chrome.sees("New tab, tab")
    chrome.tap("1 Incognito tab", "Close Hyperbolic functions - Wikipedia tab")
    assert [tab.incognito for tab in state.tabs] == [False]
    assert not chrome.sees("Undo")


def test_the_pages_stay_light_in_a_dark_browser(chrome: Any) -> None:
    visit(chrome, "github.com")
    node = chrome.node("GitHub: where code is kept and people work on it together")
    left, top, right, bottom = node.bounds
    light = chrome.phone.frame()[top:bottom, left:right].copy()
    state_of(chrome).settings.theme = "Dark"
    chrome.phone.changed()
    dark = chrome.phone.frame()
    assert (dark[top:bottom, left:right] == light).all()
    bar = chrome.node("Home")
    assert dark[bar.bounds[1] + 2, bar.bounds[0] + 2].max() < 60


def test_links_of_other_apps_open_and_lead_back(chrome: Any) -> None:
    chrome.open("zoom")
    Nav(chrome.phone, stacks.front_entry(chrome.phone.system)).send("link", url="https://zoom.us/privacy")
    chrome.phone.changed()
    assert chrome.phone.showing("chrome", "home")
    assert chrome.sees("Privacy statement")
    assert len(state_of(chrome).tabs) == 2
    chrome.press("back")
    assert chrome.phone.showing("zoom")
    assert [tab.url for tab in state_of(chrome).tabs] == [NEW_TAB]


def test_links_to_hosts_of_an_app_open_the_app(chrome: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    visit(chrome, "en.wikipedia.org/wiki/GitHub")
    zoom = installed_apps()["zoom"]
    monkeypatch.setattr(zoom, "hosts", frozenset(["en.wikipedia.org"]))
    monkeypatch.setattr(zoom, "opens", {"link": ""})
    down(chrome)
    link(chrome, "Git")
    assert chrome.phone.showing("zoom")
    chrome.open("chrome")
    visit(chrome, "en.wikipedia.org/wiki/Hail")
    assert chrome.phone.showing("chrome")


@pytest.mark.parametrize("kind", ["share", "place", "book"])
def test_other_requests_open_something(chrome: Any, kind: str) -> None:
    carried = {
        "share": {"text": "github.com"},
        "place": {"address": "Elm Street"},
        "book": {"file": "/a.epub"},
    }
    Nav(chrome.phone, stacks.front_entry(chrome.phone.system)).deliver(PACKAGE, kind, **carried[kind])
    chrome.phone.changed()
    shown = {"share": "github.com", "place": "Search: Elm Street", "book": "Downloads"}[kind]
    assert chrome.sees(shown)


# Bookmarks and history


def test_bookmarks_are_kept_changed_and_deleted(chrome: Any) -> None:
    visit(chrome, "github.com")
    menu(chrome, "Bookmark")
    mark = state_of(chrome).bookmarks[-1]
    assert (mark.title, mark.url, mark.folder) == ("GitHub", "https://github.com/", MOBILE)
    chrome.tap("Edit", "GitHub")
    chrome.type("Code")
    chrome.press("back")
    chrome.tap("Folder")
    chrome.tap("New folder", "Folder name")
    chrome.type("Work")
    chrome.tap("Save", "Work")
    assert (mark.title, state_of(chrome).folder_title(mark.folder)) == ("Code", "Work")
    chrome.press("back")
    menu(chrome, "Bookmarks")
    assert chrome.sees("Mobile bookmarks", "Bookmarks bar", "Reading list")
    chrome.tap("Mobile bookmarks")
    assert chrome.sees("Google Scholar", "scholar.google.com", "Work", "1 bookmark")
    chrome.tap("Work", "Options for Code", "Delete")
    assert state_of(chrome).bookmark(mark.id) is None
    chrome.tap("Undo")
    assert chrome.sees("Code")
    chrome.tap("Code")
    assert url(chrome) == "https://github.com/"


def test_the_reading_list_is_no_folder_of_bookmarks(chrome: Any) -> None:
    visit(chrome, HKU)
    menu(chrome, "Add to reading list", "Add")
    assert [mark.folder for mark in state_of(chrome).bookmarks] == [MOBILE, READING]
    chrome.tap("View")
    assert chrome.sees("Unread", "University of Hong Kong - Wikipedia")
    chrome.tap("University of Hong Kong - Wikipedia")
    assert state_of(chrome).bookmarks[-1].read
    menu(chrome, "Bookmarks", "Reading list")
    assert chrome.sees("Read")
    assert not chrome.sees("Unread")


def test_folders_are_deleted_with_all_in_them(chrome: Any) -> None:
    menu(chrome, "Bookmarks", "Bookmarks bar", "New folder", "Folder name")
    chrome.type("Trips")
    chrome.tap("Save")
    (folder,) = state_of(chrome).folders
    assert folder.parent == BAR
    state_of(chrome).bookmarks.append(Bookmark(77, folder.id, "GitHub", "https://github.com/"))
    chrome.phone.changed()
    chrome.tap("Options for Trips", "Delete")
    assert [mark.id for mark in state_of(chrome).bookmarks] == [5]
    assert state_of(chrome).folders == []


def test_history_is_shown_searched_and_deleted(chrome: Any) -> None:
    visit(chrome, "github.com")
    chrome.phone.system.clock += 2 * 3_600_000
    visit(chrome, "hku.hk")
    menu(chrome, "History")
    assert chrome.sees("Today - May 10, 2024", "GitHub", "www.hku.hk")
    chrome.tap("Search history")
    chrome.type("github")
    assert not chrome.sees("www.hku.hk")
    chrome.tap("Navigate up", "Delete browsing data…")
    assert chrome.sees("1 item")
    chrome.tap("Time range", "Last hour", "Delete data")
    assert [one.url for one in state_of(chrome).history] == ["https://github.com/"]
    chrome.tap("Remove GitHub from history")
    assert state_of(chrome).history == []
    assert chrome.sees("You’ll find your history here")


# Settings


def test_themes(chrome: Any) -> None:
    menu(chrome, "Settings")
    chrome.tap("Theme")
    assert chrome.sees("System default", "Light", "Dark")
    chrome.tap("Dark")
    assert state_of(chrome).settings.theme == "Dark"
    phone = chrome.phone
    page = phone.windows()[0].root.children[0]
    assert theme_of(phone, installed_apps()["chrome"], page).dark
    chrome.tap("System default")
    page = phone.windows()[0].root.children[0]
    assert theme_of(phone, installed_apps()["chrome"], page).name == LIGHT.name
    chrome.press("back")
    assert chrome.sees("System default")


def test_the_search_engine_and_the_home_page_are_used(chrome: Any) -> None:
    menu(chrome, "Settings")
    chrome.tap("Search engine", "DuckDuckGo")
    chrome.press("back")
    down(chrome)
    chrome.tap("Homepage", "Enter custom web address")
    field = chrome.phone.tree().find(lambda node: node.class_name.endswith("EditText"))
    chrome.phone.perform(Tap(*field.center))
    chrome.type("https://github.com/")
    for _ in range(3):
        chrome.press("back")
    visit(chrome, "hail")
    assert url(chrome) == "https://duckduckgo.com/search?q=hail"
    chrome.tap("Home")
    assert url(chrome) == "https://github.com/"


def test_switches_and_choices_are_kept(chrome: Any) -> None:
    menu(chrome, "Settings")
    chrome.tap("Privacy and security")
    chrome.tap("Send a “Do Not Track” request", "Safe Browsing", "No protection")
    settings = state_of(chrome).settings
    assert settings.flags == {"Send a “Do Not Track” request": True}
    assert settings.choices == {"Safe Browsing": "No protection"}
    assert chrome.sees("No protection")


@pytest.mark.parametrize("prompt", installed_apps()["chrome"].nuisances)
def test_prompts_are_sent_away(prompt: str) -> None:
    phone = Phone.new()
    phone.perform(LaunchApp(PACKAGE))
    for way in ("back", "button"):
        phone.system.tasks[-1].stack.append(Entry("chrome", prompt))
        phone.changed()
        if way == "back":
            phone.press_key("back")
        else:
            node = phone.tree().find(lambda node: node.text in ("No thanks", "Not now"))
            assert node is not None
            phone.perform(Tap(*node.center))
        assert phone.showing("chrome", "home")
        assert len(phone.system.tasks[-1].stack) == 1
