"""The whole state of the phone outside its apps, as typed records.

Nothing else holds state: code is functions of these records and of the apps' own. So a snapshot is
an encoding, a restore a decoding, and a difference a comparison.
"""

from __future__ import annotations

from typing import Any

import msgspec

Namespace = dict[str, str]
"""One table of the settings provider: key to value, both text, as ``settings get`` shows them."""


LOADING_UNTIL = "loading_until"
"""Key of ``Entry.local`` under which a slow screen keeps the virtual time at which it is ready."""


class Entry(msgspec.Struct):
    """One screen on a back stack, with what the screen itself remembers.

    Attributes:
        app: App the screen belongs to.
        screen: Name of the screen function.
        args: Arguments of the screen function.
        scroll: Offsets in pixels by name of the scrolling area.
        local: Short-lived values of the screen: the open tab, a search text, a pending choice.
        focus: Name of the text field that has the focus, or an empty string.
        selection: Where the selection in the focused field was begun, and the cursor.
        anchor: Box in pixels (left, top, right, bottom) of what was touched to get here.
    """

    app: str
    screen: str
    args: dict[str, Any] = msgspec.field(default_factory=dict)
    scroll: dict[str, int] = msgspec.field(default_factory=dict)
    local: dict[str, Any] = msgspec.field(default_factory=dict)
    focus: str = ""
    selection: tuple[int, int] = (0, 0)
    anchor: tuple[int, int, int, int] = (0, 0, 0, 0)


class Task(msgspec.Struct):
    """A back stack; the last entry is on top."""

    app: str
    stack: list[Entry]


class Package(msgspec.Struct):
    """What the package manager knows of an installed app.

    Attributes:
        label: Name under the icon.
        icon: Material icon that stands for it.
        color: Background of the icon, ARGB.
        version: Version name.
        system: Whether it came with the phone and can't be uninstalled.
        megabytes: Size shown in the settings.
        notifications: Whether it may notify.
        notification_access: Whether it may read notifications; None if it does not ask to.
        enabled: Whether it was not disabled by the user.
        permissions: Permission name to granted or not.
    """

    label: str
    icon: str = "application-outline"
    color: int = 0xFF5F6368
    version: str = "1.0"
    system: bool = False
    megabytes: float = 20.0
    notifications: bool = True
    notification_access: bool | None = None
    enabled: bool = True
    permissions: dict[str, bool] = msgspec.field(default_factory=dict)


class NotificationButton(msgspec.Struct):
    """A button of a notification: its words, its icon, and the action of the app that it calls."""

    label: str
    icon: str
    action: str
    args: dict[str, Any] = msgspec.field(default_factory=dict)


class Progress(msgspec.Struct):
    """How far something is.

    Attributes:
        done: How much of it is done: of a song or timer milliseconds, else any unit.
        whole: How much it is altogether; 0 where nobody knows.
        since: Virtual time (ms) from which it goes on by itself; 0 while it stands still.
    """

    done: int
    whole: int
    since: int = 0

    def at(self, now: int) -> int:
        """How much is done at a virtual time (ms)."""
        done = self.done + (now - self.since if self.since else 0)
        return min(max(done, 0), self.whole) if self.whole else done


class Notification(msgspec.Struct):
    """An entry of the notification shade.

    Attributes:
        app: App that posted it; tapping opens ``screen`` of it.
        title: First line.
        text: Second line.
        posted: Virtual time in milliseconds since 1970.
        screen: Screen to open, or an empty string for the app's first one.
        args: Arguments of that screen.
        key: Posting again with the same key replaces it.
        ongoing: Whether it can't be dismissed.
        heads_up: Whether it slides in over the app.
        buttons: What can be done with it without opening it.
        progress: How far what it tells of is, or None.
        media: Whether it belongs to a player: a card above all others, on the quick settings, too.
    """

    app: str
    title: str
    text: str
    posted: int
    screen: str = ""
    args: dict[str, Any] = msgspec.field(default_factory=dict)
    key: str = ""
    ongoing: bool = False
    heads_up: bool = False
    buttons: list[NotificationButton] = msgspec.field(default_factory=list)
    progress: Progress | None = None
    media: bool = False


class Message(msgspec.Struct):
    """A snackbar or toast: text at the foot of the screen for a while.

    Attributes:
        app: App that shows it.
        text: The words.
        until: Virtual time in milliseconds at which it goes.
        button: Words of its button, or an empty string.
        action: Name of the app's action behind the button.
        args: Arguments of that action.
    """

    app: str
    text: str
    until: int
    button: str = ""
    action: str = ""
    args: dict[str, Any] = msgspec.field(default_factory=dict)


class Wakeup(msgspec.Struct):
    """A call of an app's action at a virtual time (milliseconds since 1970), known by app and key."""

    at: int
    app: str
    action: str
    key: str
    args: dict[str, Any] = msgspec.field(default_factory=dict)


class Ime(msgspec.Struct):
    """The on-screen keyboard.

    Attributes:
        visible: Whether it is up.
        page: ``letters``, ``symbols`` or ``more``.
        shift: Whether the next letter is a capital.
    """

    visible: bool = False
    page: str = "letters"
    shift: bool = False


class File(msgspec.Struct, frozen=True):
    """A file that apps share.

    Attributes:
        path: Where it is, below ``/storage/emulated/0``.
        kind: A key of ``system.files.KINDS``.
        size: Bytes.
        content: Id of what is in it: of a song or book of the world, of a mail ...; never the content itself.
        modified: Virtual time (ms) of the last change.
    """

    path: str
    kind: str
    size: int
    content: str = ""
    modified: int = 0

    @property
    def name(self) -> str:
        """Its name, without the folder."""
        return self.path.rpartition("/")[2]


class Account(msgspec.Struct):
    """An account that the user is signed in to: kind, such as ``Google``; name; packages that use it."""

    kind: str
    name: str
    apps: list[str] = msgspec.field(default_factory=list)


class Display(msgspec.Struct):
    """Screen of the phone: pixels and dots per inch."""

    width: int = 1080
    height: int = 2400
    density: int = 420


_READ = "_clock_read"
"""Name under which a `System` notes, outside of its state, that its clock was read."""


class System(msgspec.Struct, dict=True, rename={"moment": "clock"}):
    """State of everything that is not an app.

    Attributes:
        display: The screen.
        moment: Virtual time in milliseconds since 1970 (UTC); read it as ``clock``.
        settings: Tables ``global``, ``system`` and ``secure`` of the settings provider.
        properties: What ``getprop`` shows.
        packages: Installed packages by package name.
        roles: Role (``browser``, ``sms``, ``dialer`` ...) to package name.
        tasks: Back stacks, the one in front last.
        overlay: Screen of the system UI on top of everything, or None.
        notifications: The shade, newest last.
        snackbar: Message inside an app.
        toast: Message of the system.
        clipboard: Copied text.
        ime: The keyboard.
        wakeups: What apps asked to be called for.
        home: Package names on the home screen, in order; the rest is in the drawer.
        wallpaper: Number of the wallpaper.
        battery: Charge in percent.
        interruptions: What will disturb the user, by number of the gesture after which it comes.
        gestures: Number of gestures since the start.
        files: Files that were added, by path; None for those of a new phone that were removed.
        accounts: Accounts that the user is signed in to.
    """

    display: Display
    moment: int
    settings: dict[str, Namespace]
    properties: dict[str, str]
    packages: dict[str, Package]
    roles: dict[str, str]
    tasks: list[Task]
    overlay: Entry | None = None
    notifications: list[Notification] = msgspec.field(default_factory=list)
    snackbar: Message | None = None
    toast: Message | None = None
    clipboard: str = ""
    ime: Ime = msgspec.field(default_factory=Ime)
    wakeups: list[Wakeup] = msgspec.field(default_factory=list)
    home: list[str] = msgspec.field(default_factory=list)
    wallpaper: int = 0
    battery: int = 85
    interruptions: dict[int, str] = msgspec.field(default_factory=dict)
    gestures: int = 0
    files: dict[str, File | None] = msgspec.field(default_factory=dict)
    accounts: list[Account] = msgspec.field(default_factory=list)

    @property
    def clock(self) -> int:
        """Virtual time, in milliseconds since 1970."""
        vars(self)[_READ] = True
        return self.moment

    @clock.setter
    def clock(self, moment: int) -> None:
        self.moment = moment

    def clock_was_read(self) -> bool:
        """Whether anything read the clock since this was asked last: what shows the time goes with it."""
        return vars(self).pop(_READ, False)
