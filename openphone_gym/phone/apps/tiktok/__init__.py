"""TikTok: short videos, the accounts that post them, and a search."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.tiktok.links import HOSTS, open_link
from openphone_gym.phone.apps.tiktok.seed import seed
from openphone_gym.phone.apps.tiktok.state import TikTok

APPS = [
    App(
        id="tiktok",
        package="com.zhiliaoapp.musically",
        activity="com.ss.android.ugc.aweme.splash.SplashActivity",
        label="TikTok",
        icon="music-note-eighth",
        color=0xFF121212,
        state=TikTok,
        seed=seed,
        screens="openphone_gym.phone.apps.tiktok.screens",
        actions=[open_link],
        opens={"link": "open_link"},
        hosts=HOSTS,
        accent="rose",
        ephemeral=["tab", "at", "playback", "take", "filters", "last_id"],
        aliases=["tik tok"],
        version="34.5.4",
        megabytes=389,
        permissions={"Camera": False, "Contacts": False, "Microphone": False, "Notifications": True},
        nuisances=["save_login", "follow_friends", "turn_on_notifications"],
    )
]
