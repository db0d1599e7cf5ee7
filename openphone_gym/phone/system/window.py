"""From a screen on the back stack to boxes at their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openphone_gym.phone.app import App, installed_apps
from openphone_gym.phone.system import bars, notifications, stacks
from openphone_gym.phone.system.keyboard import HEIGHT as KEYBOARD
from openphone_gym.phone.system.keyboard import KeyboardLook, keyboard
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import LOADING_UNTIL, Entry, Ime, Message
from openphone_gym.phone.toolkit.box import Box, Metrics, Stack
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.floating import loading, snackbar, text_toolbar
from openphone_gym.phone.toolkit.surfaces import Overlay, Page
from openphone_gym.ui.node import Bounds

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


class Window:
    """A laid-out screen.

    Attributes:
        app: App it belongs to.
        entry: Its place on the back stack.
        root: Its boxes, placed in screen pixels.
        m: The metrics they were laid out with, and the text fields found on the way.
        bounds: The part of the screen it may use.
        overlay: Whether what is below stays visible (dialogs, sheets, menus).
        raised: Whether the keyboard is up below it.
        timely: Whether it shows something that goes with the clock.
    """

    __slots__ = ("_ime", "app", "bounds", "entry", "m", "overlay", "raised", "root", "timely")

    def __init__(
        self, app: App, entry: Entry, root: Box, m: Metrics, bounds: Bounds, raised: bool, timely: bool
    ) -> None:
        self.app = app
        self.entry = entry
        self.root = root
        self.m = m
        self.bounds = bounds
        self.overlay = isinstance(root.children[0], Overlay)
        self.raised = raised
        self.timely = timely
        self._ime: Box | None = None

    def keyboard(self, phone: Phone) -> Box:
        """The keyboard, built when it is first touched or drawn."""
        if self._ime is None:
            self._ime = keyboard(self.keyboard_look(phone.system.ime), phone.press_keyboard)
            self._ime.measure(self.m, self.root.w, self.m.dp(KEYBOARD))
            self._ime.place(self.m, 0, self.bounds[3])
        return self._ime

    def keyboard_look(self, ime: Ime) -> KeyboardLook:
        """What the keyboard looks like for the focused field."""
        field = self.field
        kind, action = (field.ime, field.action) if field is not None else ("text", "done")
        return KeyboardLook(ime.page, ime.shift, kind, action)

    @property
    def field(self) -> TextField | None:
        """The text field that has the focus."""
        return self.m.fields.get(self.entry.focus) if self.entry.focus else None


def build_window(phone: Phone, entry: Entry) -> Window:
    """Builds and lays out a screen."""
    ime_shown = entry is stacks.active_entry(phone.system) and phone.system.ime.visible
    window = _lay_out(phone, entry, raised=ime_shown and bool(entry.focus))
    if window.raised and window.field is None:
        # The field that had the focus is gone, and the keyboard with it.
        window = _lay_out(phone, entry, raised=False)
    return window


def _lay_out(phone: Phone, entry: Entry, raised: bool) -> Window:
    system = phone.system
    app = installed_apps()[entry.app]
    nav = Nav(phone, entry)
    active = entry is stacks.active_entry(system)
    system.clock_was_read()  # so that from here on only what this screen reads counts
    if LOADING_UNTIL in entry.local and entry.local[LOADING_UNTIL] > system.clock:
        screen = loading()
    else:
        screen = app.screens[entry.screen](phone.app(entry.app), nav, **entry.args)
    display = system.display
    font_scale = float(system.settings["system"].get("font_scale", "1.0"))
    m = Metrics(display.density, font_scale, entry.scroll, entry.focus, entry.selection)
    bounds = (
        0,
        m.dp(bars.STATUS_BAR),
        display.width,
        display.height - (m.dp(KEYBOARD) if raised else m.dp(bars.NAVIGATION_BAR)),
    )
    root = Stack(
        screen,
        *_floating(nav, active, screen),
        width=display.width / m.scale,
        height=(bounds[3] - bounds[1]) / m.scale,
    )
    root.measure(m, display.width, bounds[3] - bounds[1])
    root.w, root.h = display.width, bounds[3] - bounds[1]
    screen.w, screen.h = root.w, root.h
    root.place(m, 0, bounds[1])
    window = Window(app, entry, root, m, bounds, raised, timely=system.clock_was_read())
    if raised and (field := window.field) is not None:
        _float_text_toolbar(phone, window, field)
    return window


def _floating(nav: Nav, active: bool, screen: Box) -> list[Box]:
    """What lies over the screen in front: a snackbar of its app, a heads-up notification.

    A snackbar belongs to a page: it makes itself a place there, and dialogs cover it.
    """
    if not active:
        return []
    system = nav.system
    floating: list[Box] = []
    message = system.snackbar
    if message is not None and message.app == nav.entry.app and message.until > system.clock:
        if isinstance(screen, Page):
            screen.float_snackbar(_snackbar(nav, message))
        elif not isinstance(screen, Overlay):
            floating.append(_snackbar(nav, message))
    note = notifications.heads_up(system) if system.overlay is None else None
    if note is not None:
        floating.append(notifications.floating_card(nav, note))
    return floating


def _snackbar(nav: Nav, message: Message) -> Box:
    def act() -> None:
        nav.system.snackbar = None
        if message.action:
            nav.act(message.action, **message.args)

    return snackbar(message.text, message.button, act)


def _float_text_toolbar(phone: Phone, window: Window, field: TextField) -> None:
    if not window.entry.local.get("text_toolbar"):
        return
    bar = text_toolbar(phone.edit_command)
    m = window.m
    bar.measure(m, window.root.w, window.root.h)
    above = field.y - bar.h - m.dp(4)
    top = above if above >= window.bounds[1] else min(field.y + field.h + m.dp(4), window.bounds[3] - bar.h)
    bar.place(m, max((window.root.w - bar.w) // 2, 0), top)
    window.root.children = [*window.root.children, bar]
