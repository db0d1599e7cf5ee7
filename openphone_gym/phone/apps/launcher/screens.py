"""Home screen and app drawer."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.phone.app import apps_by_package
from openphone_gym.phone.apps.launcher.state import Launcher
from openphone_gym.phone.system.listings import dock
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.packages import uninstall
from openphone_gym.phone.system.state import Package
from openphone_gym.phone.system.wallpaper import wallpaper
from openphone_gym.phone.toolkit.box import (
    FILL,
    Box,
    Color,
    Column,
    Handler,
    Icon,
    Label,
    Row,
    Scroll,
    Space,
    Text,
)
from openphone_gym.phone.toolkit.controls import IconButton, TonalButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.group import FRAME, SCROLL_VIEW, Group, grouped
from openphone_gym.phone.toolkit.pager import PAGER
from openphone_gym.phone.toolkit.rows import IMAGE, RoundIcon
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Menu, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, LABEL_MEDIUM, TITLE_LARGE, TITLE_MEDIUM

COLUMNS = 4
HOME_ICONS = 16
WHITE = 0xFFFFFFFF


def home(state: Launcher, nav: Nav) -> Box:
    """Icons on the wallpaper, a dock, a search bar."""
    now = nav.now
    installed = nav.system.packages
    icons = [package for package in nav.system.home if package in installed][:HOME_ICONS]
    date = Text(f"{now:%a, %b} {now.day}", TITLE_LARGE, color=WHITE, id="date")
    workspace = Column(_glance(nav, date), Space(flex=1), *grid(nav, icons, WHITE), pad=(8, 0, 8, 8))
    workspace.__dict__.update(flex=1, cls=SCROLL_VIEW, id="workspace", scrollable=True)
    docked = [package for package in dock() if package in installed]
    hotseat = Column(
        *grid(nav, docked, WHITE, labels=False),
        Row(_search_pill(nav), pad=(24, 8, 24, 8)),
        pad=(8, 0, 8, 0),
        cls="android.view.ViewGroup",
        id="hotseat",
    )
    return Page(
        None,
        grouped(Column(workspace, hotseat, flex=1), ("launcher", FRAME), ("drag_layer", FRAME)),
        scrolls=False,
        bar_color=WHITE,
        fill=None,
        wallpaper=wallpaper(nav.system.wallpaper),
        on_swipe=lambda direction: _swiped(nav, direction),
        on_back=lambda: None,
    )


def _swiped(nav: Nav, direction: str) -> bool:
    if direction == "up":
        nav.go("drawer")
    elif direction == "down":
        nav.overlay("shade")
    return direction in ("up", "down")


def _glance(nav: Nav, date: Box) -> Box:
    """The day, as the card at the top of the screen that leads to the clock."""
    card = Row(date, cls="android.view.ViewGroup", on_tap=nav.sending("alarms"), pad=(24, 24, 24, 0))
    pager = Row(card, cls=PAGER, id="smartspace_card_pager")
    pager.__dict__.update(desc="At a glance", scrollable=True)
    return grouped(pager, ("search_container_workspace", FRAME), ("bc_smartspace_view", FRAME))


def _search_pill(nav: Nav) -> Box:
    def search() -> None:
        nav.go("drawer")
        nav.focus("input")

    def offline() -> None:
        nav.toast("You're offline. Check your connection.")

    return Row(
        Icon("magnify", color="on_surface", cls=IMAGE, id="g_icon", desc="Google app", on_tap=search),
        Space(flex=1),
        Icon("microphone", color="on_surface", cls=IMAGE, id="mic_icon", desc="Voice search", on_tap=offline),
        IconButton("image-search-outline", "Google Lens", offline, color="on_surface", id="lens_icon"),
        cls=FRAME,
        id="search_container_hotseat",
        desc="Google search",
        on_tap=search,
        on_long=search,
        fill="surface_container",
        radius=26,
        height=52,
        width=FILL,
        pad=(16, 0, 16, 0),
        gap=12,
    )


def drawer(state: Launcher, nav: Nav) -> Box:
    """All apps by name, with a search field."""
    query = nav.bind("query")
    wanted = query.get().strip().lower()
    names = {package: known.label.lower() for package, known in nav.system.packages.items()}
    shown = sorted((p for p in names if _has_icon(p) and wanted in names[p]), key=names.__getitem__)
    field = TextField(query, "Search apps", id="input", variant="plain", action="search", flex=1)
    field.holders = [("typeahead_input", FRAME)]
    bar = Row(
        Icon("magnify"), field, fill="surface_container", radius=26, height=52, pad=(16, 0, 16, 0), gap=12
    )
    bar.__dict__.update(cls=FRAME, id="search_container_all_apps")
    bar.width = FILL
    empty = Text(
        f"No apps found matching “{query.get()}”",
        BODY_MEDIUM,
        color="on_surface_variant",
        text_align="center",
        width=FILL,
    )
    rows = Column(*(grid(nav, shown, "on_surface") or [Row(empty, pad=(24, 24, 24, 24))]))
    icons = Scroll(rows, height=FILL, flex=1, cls="android.widget.GridView", id="search_results_list_view")
    return Page(
        Row(bar, pad=(16, 16, 16, 16)),
        Group(icons, "apps_view", "android.widget.RelativeLayout"),
        scrolls=False,
        on_swipe=lambda direction: _pulled_down(nav, direction),
    )


def _pulled_down(nav: Nav, direction: str) -> bool:
    if direction == "down":
        nav.home()
    return direction == "down"


def _has_icon(package: str) -> bool:
    app = apps_by_package().get(package)
    return app is None or app.launchable


def grid(nav: Nav, packages: Sequence[str], color: Color, labels: bool = True) -> list[Box]:
    """Rows of app icons."""
    cells = [app_icon(nav, package, color, labels) for package in packages]
    rows: list[Box] = []
    for start in range(0, len(cells), COLUMNS):
        line = cells[start : start + COLUMNS]
        line += [Space(flex=1) for _ in range(COLUMNS - len(line))]
        rows.append(Row(*line, width=FILL, pad=(0, 8, 0, 8), align="start"))
    return rows


def app_icon(nav: Nav, package: str, color: Color, label: bool = True) -> Box:
    """The icon of an app: touching it starts the app, holding it offers more."""
    known = nav.system.packages[package]
    words = Label(known.label, LABEL_MEDIUM, color=color, max_lines=1, text_align="center") if label else None
    return Column(
        RoundIcon(known.icon, known.color, 56),
        words,
        cls="android.widget.TextView",
        label=known.label,
        desc=known.label,
        on_tap=_opening(nav, package),
        on_long=nav.to("icon_menu", package=package),
        align="center",
        gap=6,
        flex=1,
        pad=(2, 0, 2, 0),
    )


def _opening(nav: Nav, package: str) -> Handler:
    app = apps_by_package().get(package)
    return nav.to("placeholder", package=package) if app is None else nav.starting(app.id)


def icon_menu(state: Launcher, nav: Nav, package: str) -> Box:
    """What can be done with an app."""

    def app_info() -> None:
        nav.back()
        nav.send("android.settings.APPLICATION_DETAILS_SETTINGS", package=package)

    removable = not _known(nav, package).system
    return Menu(
        [
            ("App info", app_info),
            ("Uninstall", lambda: nav.replace("confirm_uninstall", package=package)) if removable else None,
        ],
        beside=nav.entry.anchor,
    )


def confirm_uninstall(state: Launcher, nav: Nav, package: str) -> Box:
    """Asks before an app is removed."""
    label = _known(nav, package).label

    def remove() -> None:
        nav.back()
        if uninstall(nav.system, package):
            nav.toast(f"Uninstalled {label}")

    return Confirm(label, "Do you want to uninstall this app?", "OK", remove, nav.back)


def placeholder(state: Launcher, nav: Nav, package: str) -> Box:
    """Stands for an installed app that the virtual phone does not simulate."""
    known = _known(nav, package)
    return Page(
        AppBar(known.label, nav.home),
        Column(
            RoundIcon(known.icon, known.color, 80),
            Text(f"{known.label} is not part of this phone", TITLE_MEDIUM, text_align="center"),
            TonalButton("Back to home screen", nav.home),
            align="center",
            justify="center",
            gap=24,
            flex=1,
            pad=(24, 0, 24, 64),
        ),
        scrolls=False,
    )


def _known(nav: Nav, package: str) -> Package:
    """What is known of a package; screens on the back stack can outlive it."""
    return nav.system.packages.get(package) or Package(label=package, system=True)


SCREENS = (home, drawer, icon_menu, confirm_uninstall, placeholder)
