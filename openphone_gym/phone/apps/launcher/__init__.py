"""The launcher: home screen and app drawer."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.launcher.state import Launcher

APPS = [
    App(
        id="launcher",
        package="com.google.android.apps.nexuslauncher",
        activity="com.google.android.apps.nexuslauncher.NexusLauncherActivity",
        label="Pixel Launcher",
        icon="home",
        color=0xFF5F6368,
        state=Launcher,
        seed=lambda rng, world: Launcher(),
        screens="openphone_gym.phone.apps.launcher.screens",
        launchable=False,
        version="13",
        megabytes=85,
        system=True,
        roles=["home"],
    )
]
