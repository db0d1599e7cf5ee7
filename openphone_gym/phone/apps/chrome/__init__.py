"""Chrome: a browser with tabs, bookmarks and history, for the sites of the world."""

from __future__ import annotations

from openphone_gym.phone.app import App, chosen_theme
from openphone_gym.phone.apps.chrome import browsing
from openphone_gym.phone.apps.chrome.seed import seed
from openphone_gym.phone.apps.chrome.state import Chrome

APPS = [
    App(
        id="chrome",
        package="com.android.chrome",
        activity="com.google.android.apps.chrome.Main",
        label="Chrome",
        icon="web",
        color=0xFF4285F4,
        state=Chrome,
        seed=seed,
        screens="openphone_gym.phone.apps.chrome.screens",
        theme=lambda state: chosen_theme(state.settings.theme),
        actions=[
            browsing.open_link,
            browsing.open_shared,
            browsing.open_place,
            browsing.open_book,
            browsing.restore_tab,
            browsing.restore_bookmark,
            browsing.open_download,
        ],
        ephemeral=["consents", "last_id"],
        aliases=["browser", "google chrome"],
        version="124.0.6367.113",
        megabytes=312,
        system=True,
        permissions={"Location": False, "Camera": False, "Notifications": True},
        nuisances=["sign_in_promo", "notifications_promo", "default_browser_promo"],
        roles=["browser"],
        dock=3,
        opens={"link": "open_link", "share": "open_shared", "place": "open_place", "book": "open_book"},
    )
]
