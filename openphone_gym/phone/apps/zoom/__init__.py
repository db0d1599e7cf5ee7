"""Zoom: joining video meetings by number, without an account."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.zoom import screens
from openphone_gym.phone.apps.zoom.state import Zoom

APPS = [
    App(
        id="zoom",
        package="us.zoom.videomeetings",
        activity="com.zipow.videobox.WelcomeActivity",
        label="Zoom",
        icon="video",
        color=0xFF0B5CFF,
        state=Zoom,
        seed=lambda rng: Zoom(),
        screens=[screens.welcome, screens.join],
        accent="zoom",
        ephemeral=["join_form"],
    )
]
