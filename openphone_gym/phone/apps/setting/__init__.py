"""Settings: the front of the settings provider, the package manager and the clock."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.setting.facts import ACTIONS
from openphone_gym.phone.apps.setting.seed import seed
from openphone_gym.phone.apps.setting.state import Setting

APPS = [
    App(
        id="setting",
        package="com.android.settings",
        activity="com.android.settings.Settings",
        label="Settings",
        icon="cog",
        color=0xFF5F6368,
        state=Setting,
        seed=seed,
        screens="openphone_gym.phone.apps.setting.screens",
        home="main",
        ephemeral=["taps_on_build"],
        shares=["networks"],
        aliases=["Setting"],
        version="13",
        megabytes=85,
        system=True,
        dock=4,
        private={"numbers": ["About phone", "T-Mobile"], "mails": ["Passwords & accounts"]},
        opens=ACTIONS,
    )
]
