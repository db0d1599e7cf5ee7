"""What a screen may ask of the phone: go somewhere, remember, tell, be called later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from openphone_gym.phone.app import apps_by_package, installed_apps
from openphone_gym.phone.system import accounts, clock, connectivity, files, intents, stacks
from openphone_gym.phone.system.state import (
    LOADING_UNTIL,
    Account,
    Entry,
    File,
    Ime,
    Message,
    Notification,
    System,
    Wakeup,
)
from openphone_gym.phone.toolkit.binding import Binding, bind_flag, bind_key

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone
    from openphone_gym.phone.world.parts import World

SNACKBAR_MS = 8_000
TOAST_MS = 3_000

LOAD_MS = 1_500
"""Time that a page takes to load, if nobody says how long."""


class Nav:
    """The phone as one screen of one app sees it.

    Args:
        phone: The phone.
        entry: The screen's place on the back stack.

    Attributes:
        system: State of the phone outside the apps.
        entry: The screen's place on the back stack.
        local: Values this screen remembers while it is open.
    """

    __slots__ = ("_phone", "entry", "local", "system")

    def __init__(self, phone: Phone, entry: Entry) -> None:
        self._phone = phone
        self.system: System = phone.system
        self.entry = entry
        self.local = entry.local

    @property
    def world(self) -> World:
        """The people, places and facts that the apps of this phone show; never kept in a state."""
        return self._phone.world

    # Going somewhere

    def go(self, screen: str, **args: Any) -> None:
        """Opens a screen of this app on top of this one."""
        anchor = self._phone.touched
        stacks.push(self.system, Entry(self.entry.app, screen, args, anchor=anchor))

    def to(self, screen: str, **args: Any) -> Callable[[], None]:
        """A handler that opens a screen of this app."""
        return partial(self.go, screen, **args)

    def replace(self, screen: str, **args: Any) -> None:
        """Closes this screen and opens another in its place."""
        self.back()
        self.go(screen, **args)

    def back(self) -> None:
        """Closes this screen."""
        stacks.pop(self.system)

    def back_to(self, screen: str) -> None:
        """Closes screens until one called ``screen``, or the first of the task, is in front."""
        stack = stacks.front_task(self.system).stack
        while len(stack) > 1 and stack[-1].screen != screen:
            stack.pop()

    def start(self, app: str, screen: str = "", **args: Any) -> None:
        """Opens another app, with ``screen`` on top if one is named."""
        declared = installed_apps()[app]
        stacks.bring_to_front(self.system, app, declared.home)
        if screen and screen != declared.home:
            stacks.push(self.system, Entry(app, screen, args, anchor=self._phone.touched))
        elif args:
            stacks.front_entry(self.system).args = args

    def starting(self, app: str, screen: str = "", **args: Any) -> Callable[[], None]:
        """A handler that opens another app."""
        return lambda: self.start(app, screen, **args)

    def home(self) -> None:
        """Shows the launcher."""
        stacks.go_home(self.system)

    def overlay(self, screen: str, **args: Any) -> None:
        """Shows a screen of the system UI on top of everything."""
        self.system.overlay = Entry("systemui", screen, args, anchor=self._phone.touched)

    # Asking other apps

    def send(self, kind: str, /, **data: Any) -> bool:
        """Asks whatever app can to do something: to open a link, to call a number, to share a text.

        If several can, the one whose role it is does it, such as the default browser; without such a one the
        user chooses. A share always shows its sheet. An app takes requests by
        ``App(opens={kind: target})``, and gets ``data`` as arguments of that screen or action::

            nav.send("link", url="https://example.org")
            nav.send("share", text="Dinner at eight")
            nav.send("android.settings.APPLICATION_DETAILS_SETTINGS", package="org.example.notes")

        Args:
            kind: A key of ``intents.KINDS``, or an Android action in full.
            data: What the request carries.

        Returns:
            Whether any app can do it.

        Raises:
            BadRequest: There is no such kind, or it carries something else.
        """
        intents.check(kind, data)
        able = intents.takers(self.system, kind, data)
        taker = intents.answering(self.system, kind, data)
        if able and (taker is None or kind == intents.SHARE):
            self.overlay("chooser", kind=kind, data=data)
        elif taker is not None:
            self.deliver(taker, kind, **data)
        return bool(able)

    def sending(self, kind: str, /, **data: Any) -> Callable[[], None]:
        """A handler that asks another app to do something."""

        def ask() -> None:
            self.send(kind, **data)

        return ask

    def deliver(self, package: str, kind: str, /, **data: Any) -> None:
        """Has one app do what ``send`` asks for."""
        app = apps_by_package().get(package)
        if app is None:
            self.start(stacks.LAUNCHER, "placeholder", package=package)
            return
        target = app.opens.get(kind, "")
        if not target or target in app.screens:
            self.start(app.id, target, **(data if target else {}))
        else:
            self.system.overlay = None
            self._phone.act(app.id, target, **data)

    def hand_over(self, app: str, target: str, data: dict[str, Any]) -> None:
        """Gives the result of a screen of the system to the app that asked for it.

        A target that is a screen opens on top of what is in front; an action is called.
        """
        if target in installed_apps()[app].screens:
            stacks.push(self.system, Entry(app, target, data))
        else:
            self._phone.act(app, target, **data)

    # Remembering

    def bind(self, key: str, default: Any = "") -> Binding:
        """Binds a value that this screen remembers while it is open."""
        return bind_key(self.local, key, default)

    def remember(self, key: str, value: Any) -> Callable[[], None]:
        """A handler that sets a value of this screen."""
        return partial(self.local.__setitem__, key, value)

    def focus(self, field: str) -> None:
        """Gives a text field of the screen in front the focus and raises the keyboard.

        After ``go`` the screen in front is the one just opened.
        """
        entry = stacks.active_entry(self.system)
        entry.focus = field
        self.system.ime = Ime(visible=True)
        self._phone.select_all_typed(entry)

    def unfocus(self) -> None:
        """Takes the focus away and lowers the keyboard."""
        self.entry.focus = ""
        self.system.ime.visible = False

    # The settings provider

    def setting(self, table: str, key: str, default: str = "") -> str:
        """A value of the settings provider."""
        return self.system.settings[table].get(key, default)

    def put(self, table: str, key: str, value: str) -> None:
        """Writes a value of the settings provider."""
        self.system.settings[table][key] = value

    def flag(self, table: str, key: str, default: str = "0") -> Binding:
        """Binds an on/off value of the settings provider."""
        return bind_flag(self.system.settings[table], key, default)

    # The net and accounts

    @property
    def online(self) -> bool:
        """Whether the net can be reached: by a Wi-Fi network that is in use, or by mobile data."""
        wifi = self.system.settings["global"].get(connectivity.WIFI) == "1"
        connected = wifi and bool(self.shared("networks").wifi.connected)
        return connected or connectivity.has_mobile_data(self.system)

    def load(self, ms: int = LOAD_MS) -> None:
        """Has the screen in front show that it loads for so many virtual milliseconds, which gestures take.

        After ``go`` that is the screen just opened: ``nav.go("article", id=3); nav.load()``.
        """
        stacks.front_entry(self.system).local[LOADING_UNTIL] = self.system.clock + ms

    def account(self, kind: str) -> Account | None:
        """The account of a kind that the user is signed in to, such as ``Google``."""
        return accounts.find(self.system, kind)

    # Files

    def files(self, kind: str = "") -> list[File]:
        """Files of a kind, or all, on the phone."""
        return files.listed(self.system, self.world, kind)

    def add_file(self, path: str, kind: str, size: int, content: str = "") -> File:
        """Puts a file on the phone; one of the same path gives way."""
        file = File(path, kind, size, content, self.system.clock)
        files.add(self.system, file)
        return file

    def remove_file(self, path: str) -> None:
        """Takes a file off the phone."""
        files.remove(self.system, self.world, path)

    def pick_file(self, kind: str, then: str, /, *, folder: str = "", **args: Any) -> None:
        """Has the user choose a file in the phone's own picker.

        The choice arrives as ``file`` (its path) at the action or screen ``then`` of this app, beside
        ``args``; if the user goes back instead, nothing does::

            nav.pick_file("book", "import_book")  # calls import_book(state, nav, file="/storage/...")

        Args:
            kind: Kind of file that can be chosen; an empty string for any.
            then: Name of the action or screen.
            folder: Where the picker begins; an empty string shows the latest files.
            args: More arguments of it.
        """
        wanted = {"app": self.entry.app, "kind": kind, "then": then, "args": args, "folder": folder}
        stacks.push(self.system, Entry("systemui", "pick_file", wanted))

    # Time

    @property
    def now(self) -> datetime:
        """Local time."""
        return clock.local_time(self.system)

    def clock(self, hour: int, minute: int, space: str = " ") -> str:
        """A time of day as the user wants times shown."""
        return clock.time_text(self.system, hour, minute, space)

    def schedule(self, action: str, at: int, key: str = "", **args: Any) -> None:
        """Has an action of this app called at a virtual time; replaces an earlier call of that key."""
        self.unschedule(key or action)
        self.system.wakeups.append(Wakeup(at, self.entry.app, action, key or action, args))

    def unschedule(self, *keys: str) -> None:
        """Cancels scheduled calls."""
        app = self.entry.app
        self.system.wakeups = [w for w in self.system.wakeups if w.key not in keys or w.app != app]

    # Telling

    def toast(self, text: str) -> None:
        """Shows words at the foot of the screen for a moment."""
        self.system.toast = Message(self.entry.app, text, self.system.clock + TOAST_MS)

    def snackbar(self, text: str, button: str = "", action: str = "", **args: Any) -> None:
        """Shows a bar inside the app; its button calls an action of the app."""
        until = self.system.clock + SNACKBAR_MS
        self.system.snackbar = Message(self.entry.app, text, until, button, action, args)

    def notify(self, title: str, text: str, screen: str = "", key: str = "", **options: Any) -> None:
        """Posts a notification, unless the user switched the app's notifications off.

        A player's has buttons that call its actions, and a progress that runs on the clock::

            nav.notify(song.title, song.artist, "now_playing", key="player", ongoing=True, media=True,
                       buttons=[NotificationButton("Pause", "pause", "toggle")],
                       progress=Progress(position, song.seconds * 1000, since=nav.system.clock))

        Args:
            title: First line.
            text: Second line.
            screen: Screen that it opens, or an empty string for the app's first one.
            key: Posting again with the same key replaces it.
            options: Other fields of `Notification`.
        """
        package = installed_apps()[self.entry.app].package
        if not self.system.packages[package].notifications:
            return
        self.cancel(key or title)
        note = Notification(
            self.entry.app, title, text, self.system.clock, screen, key=key or title, **options
        )
        self.system.notifications.append(note)

    def cancel(self, key: str) -> None:
        """Removes a notification of this app."""
        app = self.entry.app
        notes = self.system.notifications
        self.system.notifications = [n for n in notes if (n.app, n.key) != (app, key)]

    def act(self, action: str, *, of: str = "", **args: Any) -> None:
        """Calls a named action of this app, or ``of`` another one, now."""
        self._phone.act(of or self.entry.app, action, **args)

    def ask(self, permission: str, then: str = "") -> None:
        """Asks the user for a permission of this app, and calls the action ``then`` afterwards.

        Args:
            permission: Name of the permission manager, such as ``Camera`` or ``Call logs``; the answer is
                kept in the package's ``permissions``.
            then: Action of this app that is called whatever the answer is, at once if it was granted before.
        """
        package = installed_apps()[self.entry.app].package
        if self.system.packages[package].permissions.get(permission):
            if then:
                self.act(then)
            return
        self.overlay("permission", app=self.entry.app, permission=permission, then=then)

    def shared(self, kind: str) -> Any:
        """State of the app that keeps content of that kind for all apps, as Android shares it.

        ``App(shares=["people"])`` declares who does; ``nav.shared("people")`` is the address book.
        """
        return self._phone.shared(kind)
