"""Google Phone: calls to people and numbers, and the calls so far."""

from __future__ import annotations

from openphone_gym.phone.app import EVERY_PAGE, App
from openphone_gym.phone.apps.dialer.seed import seed
from openphone_gym.phone.apps.dialer.state import Dialer

APPS = [
    App(
        id="dialer",
        package="com.google.android.dialer",
        activity="com.google.android.dialer.main.impl.MainActivity",
        label="Phone",
        icon="phone",
        color=0xFF1A73E8,
        state=Dialer,
        seed=seed,
        screens="openphone_gym.phone.apps.dialer.screens",
        ephemeral=["tab", "typed", "last_id"],
        aliases=["telephone"],
        shares=["calls"],
        version="13",
        megabytes=85,
        system=True,
        permissions={"Call logs": True, "Contacts": True, "Phone": True, "Microphone": True},
        roles=["dialer", "caller_id"],
        private={"contacts": EVERY_PAGE, "numbers": EVERY_PAGE},
        dock=1,
        opens={"dial": "dial", "call": "place_call"},
    )
]
