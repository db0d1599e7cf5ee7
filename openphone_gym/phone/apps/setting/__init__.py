"""Settings: the front of the settings provider, the package manager and the clock."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.setting.screens import SCREENS
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
        screens=SCREENS,
        ephemeral=["taps_on_build"],
        aliases=["Setting"],
    )
]
