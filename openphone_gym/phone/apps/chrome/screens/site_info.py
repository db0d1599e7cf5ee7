"""What is known of the site in front: its connection, its cookies, its menu, its language."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.screens.bars import NO_BAR
from openphone_gym.phone.apps.chrome.state import Chrome
from openphone_gym.phone.apps.chrome.wording import counted
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.rows import Divider, ListRow, SwitchRow
from openphone_gym.phone.toolkit.surfaces import Dialog, Menu, Message, Sheet
from openphone_gym.phone.toolkit.theme import TITLE_MEDIUM
from openphone_gym.phone.world import addresses
from openphone_gym.phone.world.records import WebPage

MOST_LINKS = 12


def site_info(state: Chrome, nav: Nav) -> Box:
    """Whether the connection is secure, and what the site may do."""
    tab = state.tab
    address = addresses.parse(tab.url if tab is not None else "")
    secure = address.scheme == addresses.HTTPS
    found = browsing.found_at(nav, tab.url) if tab is not None else None
    cookies = 3 + len(address.host) % 5 if found is not None else 0
    visits = [visit for visit in state.history if addresses.parse(visit.url).host == address.host]
    connection = "Connection is secure" if secure else "Connection is not secure"
    told = (
        "Your information is private when it’s sent to this site."
        if secure
        else "Don’t enter passwords or card numbers: others could see them."
    )
    lock = "lock-outline" if secure else "alert-outline"
    head = Row(
        Column(Text(address.host, TITLE_MEDIUM, id="page_info_url"), flex=1),
        IconButton("close", "Close", nav.back),
        width=FILL,
        pad=(24, 0, 8, 8),
    )
    return Sheet(
        head,
        Divider(),
        ListRow(connection, told, nav.to("connection", secure=secure), icon=lock),
        ListRow("Permissions", "Nothing allowed", nav.to("settings_page", name="Site settings"), icon="tune"),
        ListRow("Cookies and site data", f"{cookies} cookies in use", nav.to("settings_page", name="Cookies"),
                icon="cookie-outline"),
        ListRow("History", f"Visited {counted(len(visits), 'time')}" if visits else "Not visited before",
                lambda: nav.replace("history"), icon="history"),
    )  # fmt: skip


def connection(state: Chrome, nav: Nav, secure: bool = True) -> Box:
    """More about the connection."""
    words = (
        "The certificate is valid, and what is sent and received is encrypted."
        if secure
        else "The site has no certificate. Everybody on the way can read and change what is sent."
    )
    title = "Connection is secure" if secure else "Connection is not secure"
    return Dialog(title, Message(words), buttons=[TextButton("OK", nav.back, id="button1")])


def cookie_settings(state: Chrome, nav: Nav, key: str) -> Box:
    """What a site may keep on this device."""

    def save() -> None:
        nav.back()
        state.consents.append(key)

    rows = [
        SwitchRow("Necessary", nav.bind("necessary", True), "Always on", enabled=False),
        SwitchRow("Statistics", nav.bind("statistics", False)),
        SwitchRow("Marketing", nav.bind("marketing", False)),
    ]
    buttons = [TextButton("Cancel", nav.back, id="button2"), TextButton("Save", save, id="button1")]
    return Dialog("Cookie settings", *rows, buttons=buttons)


def site_menu(state: Chrome, nav: Nav) -> Box:
    """The main pages of the site in front."""
    tab = state.tab
    found = browsing.found_at(nav, tab.url) if tab is not None else None
    pages = [] if found is None else [page for page in found.site.pages if _is_main(page)]

    def opening(path: str) -> Handler:
        def show() -> None:
            nav.back()
            browsing.follow(state, nav, path)

        return show

    title = found.site.title if found is not None else "Menu"
    rows = []
    for page in pages[:MOST_LINKS]:
        name = page.title.removesuffix(f" - {title}")
        rows.append(ListRow(name if page.path != "/" else "Start page", on_tap=opening(page.path)))
    return Sheet(Row(Text(title, TITLE_MEDIUM), pad=(24, 0, 24, 8)), *rows)


def _is_main(page: WebPage) -> bool:
    """Whether a page is one of those right below the start page."""
    return page.listed and not page.moved and page.path.count("/") == 1


def translate_options(state: Chrome, nav: Nav, url: str) -> Box:
    """What else can be done about the language of a page."""

    def never(words: str) -> Handler:
        def hide() -> None:
            nav.back()
            front_entry(nav.system).local[NO_BAR] = url
            nav.snackbar(words)

        return hide

    found = browsing.found_at(nav, url)
    language = found.page.language if found is not None and found.page is not None else "this language"
    return Menu(
        [
            ("More languages", lambda: nav.replace("settings_page", name="Languages")),
            (f"Never translate {language}", never(f"{language} won’t be translated")),
            ("Never translate this site", never("This site won’t be translated")),
        ],
        nav.entry.anchor,
    )
