"""The declaration of an app: who it is, its state, its screens."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import random
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from openphone_gym.phone.toolkit.box import Box

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

Screen = Callable[..., Box]
"""``screen(state, nav, **args) -> Box``: a function of state that describes what is shown."""

Seed: TypeAlias = "Callable[[random.Random | None, World], msgspec.Struct]"
"""``seed(rng, world) -> state``: what is in an app of a new phone."""

Action = Callable[..., object]
"""``action(state, nav, **args)``: what an alarm, a snackbar button or another app calls."""


class App:
    """Everything the phone needs to know of an app.

    Args:
        id: Short name used in environment ids and in the state, such as ``zoom``.
        package: Package name.
        activity: Class of its main activity, as ``dumpsys window`` shows it.
        label: Name under the icon.
        icon: Material icon name.
        color: Background of the icon, ARGB.
        state: Record type of its state.
        seed: Makes the state of a new phone: ``seed(None, world)`` the canonical one of the benchmark,
            ``seed(rng, world)`` one with contents drawn by the generator. What it shares with other apps
            it takes from the world.
        screens: Screen functions; the first is the one the app starts with.
        actions: Functions callable by name: wake-ups, snackbar buttons.
        accent: Named accent of its theme, or an empty string for the system's.
        ephemeral: Fields of the state that are unfinished input (forms, drafts). They are part of a
            snapshot, but never a side effect.
        launchable: Whether it has an icon.
        aliases: Other names people give it.
    """

    def __init__(
        self,
        *,
        id: str,
        package: str,
        activity: str,
        label: str,
        icon: str,
        color: int,
        state: type[msgspec.Struct],
        seed: Seed,
        screens: Iterable[Screen],
        actions: Iterable[Action] = (),
        accent: str = "",
        ephemeral: Iterable[str] = (),
        launchable: bool = True,
        aliases: Iterable[str] = (),
    ) -> None:
        self.id = id
        self.package = package
        self.activity = activity
        self.label = label
        self.icon = icon
        self.color = color
        self.state = state
        self.seed = seed
        self.screens: Mapping[str, Screen] = {screen.__name__: screen for screen in screens}
        self.actions: Mapping[str, Action] = {action.__name__: action for action in actions}
        self.home = next(iter(self.screens))
        self.accent = accent
        self.ephemeral = frozenset(ephemeral)
        self.launchable = launchable
        self.aliases = tuple(aliases)
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(state)

    def encode(self, state: msgspec.Struct) -> bytes:
        """The state as bytes."""
        return self._encoder.encode(state)

    def decode(self, data: bytes) -> Any:
        """The state that ``encode`` wrote."""
        return self._decoder.decode(data)


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
