"""What Pi Music Player remembers."""

from __future__ import annotations

from typing import Literal

import msgspec

TABS = ("TRACKS", "PLAYLISTS", "FOLDERS", "ALBUMS", "ARTISTS", "GENRES")

RECENTLY_ADDED, MOST_PLAYED, RECENTLY_PLAYED, PI_FAVOURITES = AUTOMATIC = (
    "Recently Added",
    "Most Played",
    "Recently Played",
    "Pi Favourites",
)
"""Playlists that fill themselves."""

BANDS = ("30Hz-120Hz", "120Hz-460Hz", "460Hz-1.8kHz", "1.8kHz-7kHz", "7kHz-20kHz")
"""Bands of the equalizer."""

LOUDEST = 15
"""What a band is raised or lowered by at most, in dB."""

PRESETS: dict[str, tuple[int, ...]] = {
    "Normal": (3, 0, 0, 0, 3),
    "Classical": (5, 3, -2, 4, 4),
    "Dance": (6, 0, 2, 4, 1),
    "Flat": (0, 0, 0, 0, 0),
    "Folk": (3, 0, 0, 2, -1),
    "Heavy Metal": (4, 1, 9, 3, 0),
    "Hip Hop": (5, 3, 0, 1, 3),
    "Jazz": (4, 2, -2, 2, 5),
    "Pop": (-1, 2, 5, 1, -2),
    "Rock": (5, 3, -1, 3, 5),
}
"""Presets of the equalizer: dB by band."""

CUSTOM = "Custom"

REVERBS = ("None", "Small Room", "Medium Room", "Large Room", "Medium Hall", "Large Hall", "Plate")
"""3D reverb effects."""

Repeat = Literal["off", "all", "one"]


class Tags(msgspec.Struct):
    """Tags of a song that the user wrote anew.

    Attributes:
        id: Song of the world.
        title: Title.
        artist: Performers.
        album: Album.
        genre: Genre.
    """

    id: str
    title: str
    artist: str
    album: str
    genre: str


class Playlist(msgspec.Struct):
    """A playlist that the user made; ``songs`` holds ids of songs."""

    id: int
    name: str
    songs: list[str] = []


class Sorting(msgspec.Struct):
    """Order of a list: by what, and whether from A to Z or from short to long."""

    by: str
    ascending: bool = True


class Player(msgspec.Struct):
    """What is being played.

    Attributes:
        queue: Ids of songs in the order in which they are played.
        ordered: The same as they were before they were shuffled; empty if they are not.
        index: Which one of them is the current song.
        at: Milliseconds of the song that had been played when it was started last, or stopped.
        since: Virtual time (ms) at which it was started last; 0 while it stands still.
        repeat: What comes after the last song, or after each one.
        stops: Virtual time (ms) at which the sleep timer stops it; 0 for never.
    """

    queue: list[str] = []
    ordered: list[str] = []
    index: int = 0
    at: int = 0
    since: int = 0
    repeat: Repeat = "off"
    stops: int = 0

    @property
    def song(self) -> str:
        """Id of the current song; empty if there is none."""
        return self.queue[self.index] if 0 <= self.index < len(self.queue) else ""

    @property
    def shuffled(self) -> bool:
        """Whether the queue is in no order."""
        return bool(self.ordered)

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self.since > 0


class History(msgspec.Struct):
    """What was heard: how often each song, and which were played last, the latest first."""

    plays: dict[str, int] = {}
    recent: list[str] = []


class Sound(msgspec.Struct):
    """The equalizer.

    Attributes:
        on: Whether it works on the sound.
        preset: One of `PRESETS` or `CUSTOM`.
        bands: dB of each of `BANDS`.
        bass: Bass boost in percent.
        virtualizer: Virtualizer in percent.
        reverb: One of `REVERBS`.
    """

    on: bool = False
    preset: str = "Normal"
    bands: list[int] = msgspec.field(default_factory=lambda: list(PRESETS["Normal"]))
    bass: int = 0
    virtualizer: int = 0
    reverb: str = REVERBS[0]


class Settings(msgspec.Struct):
    """Settings of the app.

    Attributes:
        shake: Whether shaking the phone changes the song.
        headset: Whether it plays on when a headset is plugged in.
        unplug: Whether it stops when one is unplugged.
        gapless: Whether songs follow each other without a gap.
        lock_screen: Whether the lock screen shows the cover.
        notification: Style of the notification.
        crossfade: By how long songs overlap.
        shortest: Length below which files aren't shown.
        theme: Look of the app.
    """

    shake: bool = False
    headset: bool = True
    unplug: bool = True
    gapless: bool = False
    lock_screen: bool = True
    notification: str = "Modern"
    crossfade: str = "Off"
    shortest: str = "Off"
    theme: str = "System default"


class PiMusic(msgspec.Struct):
    """State of the app.

    Attributes:
        playlists: Playlists that the user made, in order.
        favourites: Ids of the songs with a heart, the latest last.
        edited: Tags that were written anew.
        deleted: Ids of songs that were deleted.
        order: Sorting by list: a tab's name, or a kind of page such as ``artist``.
        ringtone: Id of the song that rings, or empty.
        player: What is being played.
        history: What was heard.
        sound: The equalizer.
        settings: The settings.
        tab: Open tab, one of `TABS`.
        last_id: Highest id of a playlist so far.
    """

    playlists: list[Playlist] = []
    favourites: list[str] = []
    edited: list[Tags] = []
    deleted: list[str] = []
    order: dict[str, Sorting] = {}
    ringtone: str = ""
    player: Player = msgspec.field(default_factory=Player)
    history: History = msgspec.field(default_factory=History)
    sound: Sound = msgspec.field(default_factory=Sound)
    settings: Settings = msgspec.field(default_factory=Settings)
    tab: str = TABS[0]
    last_id: int = 0

    def playlist(self, id: int) -> Playlist:
        """The playlist of that id."""
        return next(playlist for playlist in self.playlists if playlist.id == id)

    def named(self, name: str) -> Playlist | None:
        """The playlist of exactly that name, or None."""
        return next((playlist for playlist in self.playlists if playlist.name == name), None)

    def new_playlist(self, name: str, songs: list[str]) -> Playlist:
        """Adds a playlist."""
        self.last_id += 1
        playlist = Playlist(self.last_id, name, list(songs))
        self.playlists.append(playlist)
        return playlist
