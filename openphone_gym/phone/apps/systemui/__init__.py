"""The system's own windows: notification shade, recent apps, permission and chooser dialogs."""

from __future__ import annotations

from openphone_gym.phone.app import EVERY_PAGE, PRIVATE_KINDS, App
from openphone_gym.phone.apps.systemui.state import SystemUi

APPS = [
    App(
        id="systemui",
        package="com.android.systemui",
        activity="com.android.systemui.SystemUIActivity",
        label="System UI",
        icon="cog-outline",
        color=0xFF5F6368,
        state=SystemUi,
        seed=lambda rng, world: SystemUi(),
        screens="openphone_gym.phone.apps.systemui.screens",
        home="shade",
        launchable=False,
        version="13",
        megabytes=85,
        system=True,
        private=dict.fromkeys(PRIVATE_KINDS, EVERY_PAGE),  # notifications of any app
    )
]
