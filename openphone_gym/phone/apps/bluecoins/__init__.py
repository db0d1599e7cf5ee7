"""Bluecoins: a ledger of income and expenses."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.bluecoins.entry import restore
from openphone_gym.phone.apps.bluecoins.screens import SCREENS
from openphone_gym.phone.apps.bluecoins.seed import seed
from openphone_gym.phone.apps.bluecoins.state import Bluecoins

APPS = [
    App(
        id="bluecoins",
        package="com.rammigsoftware.bluecoins",
        activity="com.rammigsoftware.bluecoins.ui.activities.main.MainActivity",
        label="Bluecoins",
        icon="alpha-b-circle",
        color=0xFF1E6FD9,
        state=Bluecoins,
        seed=seed,
        screens=SCREENS,
        actions=[restore],
        ephemeral=["draft", "tab", "view", "filters", "folder_asked", "last_id"],
        aliases=["Bluecoins Finance", "Bluecoins Finance & Budget"],
    )
]
