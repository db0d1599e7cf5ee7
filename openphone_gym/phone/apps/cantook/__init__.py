"""Cantook by Aldiko: a library of e-books and a reader."""

from __future__ import annotations

from openphone_gym.phone.app import App, chosen_theme
from openphone_gym.phone.apps.cantook.seed import seed
from openphone_gym.phone.apps.cantook.state import Cantook

APPS = [
    App(
        id="cantook",
        package="com.aldiko.android",
        activity="com.aldiko.android.ui.MainActivity",
        label="Cantook",
        icon="book-open-variant",
        color=0xFF0B7285,
        state=Cantook,
        seed=seed,
        screens="openphone_gym.phone.apps.cantook.screens",
        theme=lambda state: chosen_theme(state.preferences.theme),
        accent="teal",
        ephemeral=["tab", "shelf", "searches", "last_id"],
        aliases=["aldiko", "cantook by aldiko"],
        version="1.12",
        megabytes=58,
        permissions={"Files and media": True, "Notifications": True},
        nuisances=["rate"],
        opens={"book": "open_file"},
    )
]
