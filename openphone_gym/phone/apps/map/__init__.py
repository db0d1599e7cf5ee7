"""MAPS.ME: an offline map with search, bookmarks and routes."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.map.seed import seed
from openphone_gym.phone.apps.map.state import Map

APPS = [
    App(
        id="map",
        package="com.mapswithme.maps.pro",
        activity="com.mapswithme.maps.MwmActivity",
        label="MAPS.ME",
        icon="map-marker",
        color=0xFF1F8A3B,
        state=Map,
        seed=seed,
        screens="openphone_gym.phone.apps.map.screens",
        accent="green",
        ephemeral=["view", "last_id"],
        aliases=["map.me", "map_me", "maps.me"],
        version="15.7",
        megabytes=205,
        permissions={"Location": True, "Notifications": True},
        nuisances=["guide_offer", "rating"],
        opens={"place": "search"},
    )
]
