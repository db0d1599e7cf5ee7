"""Reddit: a forum of communities, with feeds, search and comments."""

from __future__ import annotations

from openphone_gym.phone.app import App, chosen_theme
from openphone_gym.phone.apps.reddit.seed import seed
from openphone_gym.phone.apps.reddit.state import Reddit

APPS = [
    App(
        id="reddit",
        package="com.reddit.frontpage",
        activity="com.reddit.launch.main.MainActivity",
        label="Reddit",
        icon="forum",
        color=0xFFFF4500,
        state=Reddit,
        seed=seed,
        screens="openphone_gym.phone.apps.reddit.screens",
        theme=lambda state: chosen_theme(state.preferences.theme),
        ephemeral=["tab", "feed", "searches", "visited", "seen", "draft", "last_id"],
        version="2024.17.0",
        megabytes=143,
        permissions={"Camera": False, "Photos and videos": False, "Notifications": True},
        nuisances=["email_wall", "notification_wall", "rating", "premium_offer"],
        opens={"share": "take"},
    )
]
