"""Bluecoins: a ledger of income and expenses."""

from __future__ import annotations

from openphone_gym.phone.app import EVERY_PAGE, App
from openphone_gym.phone.apps.bluecoins.entry import restore
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
        screens="openphone_gym.phone.apps.bluecoins.screens",
        actions=[restore],
        ephemeral=["draft", "tab", "view", "filters", "last_id"],
        version="12.9.5-18310",
        megabytes=62,
        permissions={"Camera": False, "Files and media": True, "Notifications": True},
        private={"money": EVERY_PAGE},
        nuisances=["default_folder"],
        aliases=["Bluecoins Finance", "Bluecoins Finance & Budget"],
    )
]
