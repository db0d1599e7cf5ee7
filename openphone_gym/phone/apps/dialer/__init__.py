"""Google Phone: calls to people and numbers, and the calls so far."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.dialer.screens import calling, home, keys, settings
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
        screens=[
            home.home,
            home.overflow,
            home.clear_history,
            home.recent_menu,
            home.search,
            home.person,
            keys.keypad,
            calling.call,
            calling.tones,
            settings.settings,
            settings.blocked_numbers,
            settings.block_number,
        ],
        actions=[calling.place_call],
        ephemeral=["tab", "typed", "last_id"],
        aliases=["telephone"],
    )
]
