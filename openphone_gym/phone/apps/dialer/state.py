"""What the phone app remembers."""

from __future__ import annotations

import msgspec

TABS = ("Favorites", "Recents", "Contacts")

RINGING_MS = 5_000
"""Virtual time until the other side answers."""


class Call(msgspec.Struct):
    """A call that is running.

    Attributes:
        number: The number called, or a name if nothing else is known.
        name: Name of the other side, or the number as it is shown.
        started: Virtual time (ms) at which it was placed.
        muted: Whether the microphone is off.
        speaker: Whether the loudspeaker is on.
        held: Whether it is on hold.
        tones: Keys pressed during the call.
    """

    number: str
    name: str
    started: int
    muted: bool = False
    speaker: bool = False
    held: bool = False
    tones: str = ""

    def seconds_at(self, now: int) -> int:
        """Seconds spoken at a virtual time; below 0 while it rings."""
        return (now - self.started - RINGING_MS) // 1000


class RecentCall(msgspec.Struct):
    """A call of the past.

    Attributes:
        id: Never used again for another call.
        number: The other side's number.
        at: Virtual time (ms) at which it began.
        kind: ``outgoing``, ``incoming`` or ``missed``.
        seconds: How long it was.
    """

    id: int
    number: str
    at: int
    kind: str = "outgoing"
    seconds: int = 0


class DialerSettings(msgspec.Struct):
    """Switches of the settings page.

    Attributes:
        dial_pad_tones: Whether keys sound.
        vibrate: Whether calls vibrate, too.
        caller_id: Whether names of businesses are looked up.
        filter_spam: Whether suspected spam calls don't ring.
    """

    dial_pad_tones: bool = True
    vibrate: bool = False
    caller_id: bool = True
    filter_spam: bool = False


class Dialer(msgspec.Struct):
    """State of the app.

    Attributes:
        call: The running call, or None.
        recents: Calls of the past, newest first.
        settings: The settings.
        tab: Open tab, one of `TABS`.
        typed: Digits on the keypad.
        last_id: Highest id given so far.
    """

    call: Call | None = None
    recents: list[RecentCall] = []
    settings: DialerSettings = msgspec.field(default_factory=DialerSettings)
    tab: str = "Recents"
    typed: str = ""
    last_id: int = 0

    def record(self, call: Call, now: int) -> None:
        """Puts a call that ends into the list of recent ones."""
        self.last_id += 1
        seconds = max(call.seconds_at(now), 0)
        self.recents.insert(0, RecentCall(self.last_id, call.number, call.started, seconds=seconds))

    def hang_up(self, now: int) -> None:
        """Ends the running call, if there is one."""
        if self.call is not None:
            self.record(self.call, now)
            self.call = None
