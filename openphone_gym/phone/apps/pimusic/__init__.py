"""Pi Music Player: the music files on the phone."""

from __future__ import annotations

from openphone_gym.phone.app import App, chosen_theme
from openphone_gym.phone.apps.pimusic import playback
from openphone_gym.phone.apps.pimusic.seed import seed
from openphone_gym.phone.apps.pimusic.state import PiMusic

APPS = [
    App(
        id="pimusic",
        package="com.Project100Pi.themusicplayer",
        activity="com.project100pi.pivideoplayer.MainActivity",
        label="Pi Music Player",
        icon="music-note",
        color=0xFFD6336C,
        state=PiMusic,
        seed=seed,
        screens="openphone_gym.phone.apps.pimusic.screens",
        theme=lambda state: chosen_theme(state.settings.theme),
        actions=[
            playback.ended,
            playback.sleep,
            playback.resume,
            playback.toggle,
            playback.skip,
            playback.play_file,
            playback.restore_playlist,
        ],
        accent="red",
        ephemeral=["tab", "player", "history", "last_id"],
        aliases=["Pi Music", "pimusic"],
        version="3.1.5",
        megabytes=47,
        permissions={"Files and media": True, "Notifications": True},
        notification_access=False,
        opens={"audio": "play_file"},
        nuisances=["rate", "promotion"],
    )
]
