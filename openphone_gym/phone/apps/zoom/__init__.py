"""Zoom: joining video meetings by number, without an account."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.zoom.seed import seed
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
        seed=seed,
        screens="openphone_gym.phone.apps.zoom.screens",
        home="welcome",
        accent="zoom",
        aliases=["Zoom Workplace", "Zoom Meeting"],
        version="5.17.11",
        megabytes=178,
        permissions={"Camera": False, "Microphone": False, "Nearby devices": False},
    )
]
