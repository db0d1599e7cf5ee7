"""The declaration of an app: who it is, its state, its screens, and what it can do for others."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import random
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

if TYPE_CHECKING:
    from openphone_gym.phone.toolkit.box import Box
    from openphone_gym.phone.world.parts import World

Screen: TypeAlias = "Callable[..., Box]"
"""``screen(state, nav, **args) -> Box``: a function of state that describes what is shown."""

Seed: TypeAlias = "Callable[[random.Random | None, World], msgspec.Struct]"
"""``seed(rng, world) -> state``: what is in an app of a new phone."""

Action = Callable[..., object]
"""``action(state, nav, **args)``: what an alarm, a snackbar button or another app calls."""


PRIVATE_KINDS = ("contacts", "mails", "money", "numbers")
"""Kinds of private data: people whom the user knows, mail and its addresses, payments, phone numbers."""

EVERY_PAGE: tuple[str, ...] = ()
"""In place of titles: all pages of an app."""


class Listing:
    """What the package manager, the launcher, the settings and the chooser know of a package.

    Args:
        package: Package name.
        label: Name under the icon.
        icon: Material icon name.
        color: Background of the icon, ARGB.
        version: Version name.
        megabytes: Size shown in the settings.
        system: Whether it comes with the phone and can't be uninstalled.
        permissions: Permissions that it asks for, and whether it has them on a new phone.
        notification_access: Whether it may read notifications; None if it does not ask to.
        roles: Jobs that it can do for the whole phone: ``browser``, ``dialer``, ``sms``, ``home`` ...
        dock: Its place at the foot of the home screen, from 1; 0 for none.
        opens: What it opens for others: a kind of ``system.intents.KINDS``, or an Android action in full, to
            the name of the screen or action that gets the payload as arguments; an empty string only starts
            the app. ``opens={"link": "page"}`` has ``nav.send("link", url=...)`` call ``page(state, nav,
            url=...)``.
        hosts: Hosts whose links it opens itself; links of all others are left to browsers.
        private: Private data that it shows, by kind (``PRIVATE_KINDS``): the titles of the pages that do, or
            ``EVERY_PAGE``.
    """

    launchable: bool = True

    def __init__(
        self,
        *,
        package: str,
        label: str,
        icon: str,
        color: int,
        version: str = "1.0",
        megabytes: float = 20.0,
        system: bool = False,
        permissions: Mapping[str, bool] | None = None,
        notification_access: bool | None = None,
        roles: Iterable[str] = (),
        dock: int = 0,
        opens: Mapping[str, str] | None = None,
        hosts: Iterable[str] = (),
        private: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self.package = package
        self.label = label
        self.icon = icon
        self.color = color
        self.version = version
        self.megabytes = megabytes
        self.system = system
        self.permissions: Mapping[str, bool] = dict(permissions or {})
        self.notification_access = notification_access
        self.roles = frozenset(roles)
        self.dock = dock
        self.opens: Mapping[str, str] = dict(opens or {})
        self.hosts = frozenset(hosts)
        self.private: Mapping[str, Iterable[str]] = dict(private or {})

    @property
    def startable(self) -> bool:
        """Whether it can be started by name: it has an icon, or is the home screen."""
        return self.launchable or "home" in self.roles


class App(Listing):
    """Everything the phone needs to know of an app; nothing outside the app's folder names it.

    Args:
        id: Short name used in environment ids and in the state, such as ``zoom``.
        activity: Class of its main activity, as ``dumpsys window`` shows it.
        state: Record type of its state.
        seed: Makes the state of a new phone: ``seed(None, world)`` the canonical one of the benchmark,
            ``seed(rng, world)`` one with contents drawn by the generator. What it shares with other apps
            it takes from the world.
        screens: Name of the module with its screen functions in ``SCREENS``. It is imported when a
            window of the app is first built; so nothing else of the app may import it. The module may hold
            ``ACTIONS``, too: actions that need screens.
        home: Name of the screen the app starts with.
        actions: Functions callable by name: wake-ups, snackbar buttons, what others ask for. ``boot`` is
            called once on a new phone.
        accent: Named accent of its theme, or an empty string for the system's.
        theme: ``light`` or ``dark`` for an app that looks so whatever the phone's theme is. Where users
            choose, a function of the state that says so, or an empty string for the phone's theme.
        ephemeral: Fields of the state that are unfinished input (forms, drafts). They are part of a
            snapshot, but never a side effect.
        launchable: Whether it has an icon.
        aliases: Other names people give it.
        alarms: Actions whose wake-ups are alarms: the status bar shows them.
        shares: What it keeps for all apps, as a content provider does: ``people``, ``calls``, ``texts``,
            ``networks``. Others read it by ``nav.shared("people")``.
        nuisances: Screens with which it bothers its users: a rating, a promotion, a cookie wall. They take
            no arguments and close by Back and by a button; the environment draws when one comes, as it does
            with interruptions, and a canonical phone shows none.
        account: Kind of the account that the user is signed in to with it on a new phone, such as ``Google``.
        listing: What the package manager knows of it: the arguments of `Listing`.
    """

    def __init__(
        self,
        *,
        id: str,
        activity: str,
        state: type[msgspec.Struct],
        seed: Seed,
        screens: str,
        home: str = "home",
        actions: Iterable[Action] = (),
        accent: str = "",
        theme: str | Callable[[Any], str] = "",
        ephemeral: Iterable[str] = (),
        launchable: bool = True,
        aliases: Iterable[str] = (),
        alarms: Iterable[str] = (),
        shares: Iterable[str] = (),
        nuisances: Iterable[str] = (),
        account: str = "",
        **listing: Any,
    ) -> None:
        super().__init__(**listing)
        self.id = id
        self.activity = activity
        self.state = state
        self.seed = seed
        self.home = home
        self.accent = accent
        self._theme = theme
        self.ephemeral = frozenset(ephemeral)
        self.launchable = launchable
        self.aliases = tuple(aliases)
        self.alarms = frozenset(alarms)
        self.shares = frozenset(shares)
        self.nuisances = tuple(nuisances)
        self.account = account
        self._screens = screens
        self._actions = {action.__name__: action for action in actions}
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(state)

    @cached_property
    def screens(self) -> dict[str, Screen]:
        """Screen functions by name; asking for them the first time imports their module."""
        return {screen.__name__: screen for screen in importlib.import_module(self._screens).SCREENS}

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        """Actions by name, with those that need screens."""
        module = importlib.import_module(self._screens)
        return self._actions | {action.__name__: action for action in getattr(module, "ACTIONS", ())}

    def action(self, name: str) -> Action:
        """The action of that name; screens are imported only if it is one of theirs.

        Raises:
            KeyError: There is none.
        """
        return self._actions.get(name) or self.actions[name]

    def theme(self, state: msgspec.Struct) -> str:
        """The theme that the app has whatever the phone's is, or an empty string."""
        return self._theme(state) if callable(self._theme) else self._theme

    @property
    def boots(self) -> bool:
        """Whether it has something to do on a new phone."""
        return "boot" in self._actions

    def encode(self, state: msgspec.Struct) -> bytes:
        """The state as bytes."""
        return self._encoder.encode(state)

    def decode(self, data: bytes) -> Any:
        """The state that ``encode`` wrote."""
        return self._decoder.decode(data)


def chosen_theme(choice: str) -> str:
    """The theme of a setting with the values Light, Dark, and words of some kind for that of the phone."""
    return choice.lower() if choice in ("Light", "Dark") else ""


class UnknownApp(KeyError):
    """No installed app has this name; the message names the nearest one."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        super().__init__(f"no app is called {name!r}{hint} (apps: {', '.join(known)})")

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def installed_apps() -> Mapping[str, App]:
    """All apps by id: every package under ``phone/apps`` declares one or more in ``APPS``."""
    from openphone_gym.phone import apps  # The folder of apps stands above this module.

    found: dict[str, App] = {}
    for module in pkgutil.iter_modules(apps.__path__, apps.__name__ + "."):
        for app in importlib.import_module(module.name).APPS:
            found[app.id] = app
    return found


@cache
def apps_by_package() -> Mapping[str, App]:
    """All apps by package name."""
    return {app.package: app for app in installed_apps().values()}


def sharing(kind: str) -> App:
    """The app that keeps content of a kind for all apps, such as ``people``.

    Raises:
        UnknownApp: No app does.
    """
    for app in installed_apps().values():
        if kind in app.shares:
            return app
    raise UnknownApp(kind, (kind for app in installed_apps().values() for kind in app.shares))


def find_app(name: str) -> App:
    """The app with this id, package, label or other name.

    Raises:
        UnknownApp: Nothing is called so.
    """
    wanted = name.strip().lower()
    for app in installed_apps().values():
        names = (app.id, app.package, app.label, *app.aliases)
        if wanted in (known.lower() for known in names):
            return app
    raise UnknownApp(name, (app.id for app in installed_apps().values() if app.launchable))
