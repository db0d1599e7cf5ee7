"""What the player does: it runs on the virtual clock, whether or not the app is in front."""

from __future__ import annotations

import random
from collections.abc import Sequence

from openphone_gym.phone.apps.pimusic.library import Musical, found, song_of, songs_of
from openphone_gym.phone.apps.pimusic.state import PiMusic, Playlist, Repeat
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import NotificationButton, Progress
from openphone_gym.phone.world.records import Song

REMEMBERED = 50
"""Songs that the list of those played last holds."""

RESTARTS_MS = 3_000
"""From this place in a song on, going back starts it anew instead of the one before."""

KNOB_TRAVEL = 0.92
"""Share of the seek bar's width that its knob travels."""

NEXT_REPEAT: dict[Repeat, Repeat] = {"off": "all", "all": "one", "one": "off"}


def current(music: PiMusic, phone: Musical) -> Song | None:
    """The current song."""
    return song_of(music, phone, music.player.song)


def position(music: PiMusic, phone: Musical) -> int:
    """How far the current song has been played, in milliseconds."""
    song, player = current(music, phone), music.player
    if song is None:
        return 0
    gone = phone.system.clock - player.since if player.playing else 0
    return min(max(player.at + gone, 0), song.seconds * 1000)


def seconds_at(share: float, of: int) -> int:
    """Where a touch at a share of the seek bar's width leads to, in seconds of a song of some length."""
    reach = (share - (1 - KNOB_TRAVEL) / 2) / KNOB_TRAVEL
    return int(min(max(reach, 0.0), 1.0) * of + 0.5)


# What a user does


def play(music: PiMusic, nav: Nav, ids: Sequence[str], place: int = 0, shuffled: bool = False) -> None:
    """Plays songs from one of them on."""
    if not ids:
        return
    player = music.player
    player.queue, player.ordered, player.index = list(ids), [], place
    if shuffled:
        player.index = _chance(nav).randrange(len(ids))
        shuffle(music, nav)
    start(music, nav)


def shuffle(music: PiMusic, nav: Nav) -> None:
    """Puts the songs after the current one in no order, or all back in theirs."""
    player = music.player
    song = player.song
    if player.ordered:
        player.queue, player.ordered = player.ordered, []
        player.index = player.queue.index(song)
        return
    player.ordered = list(player.queue)
    others = player.queue[: player.index] + player.queue[player.index + 1 :]
    _chance(nav).shuffle(others)
    player.queue, player.index = [song, *others], 0


def start(music: PiMusic, nav: Nav) -> None:
    """Plays the current song from its beginning."""
    player, history = music.player, music.history
    player.at, player.since = 0, nav.system.clock
    song = player.song
    history.plays[song] = history.plays.get(song, 0) + 1
    history.recent = [song, *(other for other in history.recent if other != song)][:REMEMBERED]
    follow(music, nav)


def resume(music: PiMusic, nav: Nav) -> None:
    """Plays on where it was stopped; a song that was over starts anew."""
    song = current(music, nav)
    if song is None:
        return
    if position(music, nav) >= song.seconds * 1000:
        start(music, nav)
        return
    music.player.since = nav.system.clock
    follow(music, nav)


def pause(music: PiMusic, nav: Nav) -> None:
    """Stops where it is."""
    music.player.at, music.player.since = position(music, nav), 0
    follow(music, nav)


def toggle(music: PiMusic, nav: Nav) -> None:
    """Pauses or plays on."""
    (pause if music.player.playing else resume)(music, nav)


def seek(music: PiMusic, nav: Nav, seconds: int) -> None:
    """Goes to a place in the current song."""
    player = music.player
    player.at = seconds * 1000
    if player.playing:
        player.since = nav.system.clock
    follow(music, nav)


def skip(music: PiMusic, nav: Nav, by: int) -> None:
    """Goes to another song of the queue, after the last one to the first; it plays only if one did."""
    player = music.player
    if not player.queue:
        return
    if by < 0 and position(music, nav) > RESTARTS_MS:
        by = 0
    player.index = (player.index + by) % len(player.queue)
    go_on(music, nav)


def go_on(music: PiMusic, nav: Nav) -> None:
    """Stands at the beginning of the current song, and plays it if one was playing."""
    if music.player.playing:
        start(music, nav)
    else:
        music.player.at = 0
        follow(music, nav)


def enqueue(music: PiMusic, nav: Nav, ids: Sequence[str], next_ones: bool = False) -> None:
    """Has songs played after the current one, or after all others."""
    player = music.player
    if not player.queue:
        player.queue, player.index, player.at = list(ids), 0, 0
        return
    at = player.index + 1 if next_ones else len(player.queue)
    player.queue[at:at] = ids
    if player.ordered:
        player.ordered += ids


def leave_out(music: PiMusic, nav: Nav, places: Sequence[int]) -> None:
    """Takes places out of the queue; if the current song is among them, the next one is it."""
    player = music.player
    gone = {place for place in places if 0 <= place < len(player.queue)}
    lost = player.index in gone
    for place in gone:
        if player.queue[place] in player.ordered:
            player.ordered.remove(player.queue[place])
    before = sum(place < player.index for place in gone)
    player.queue = [song for place, song in enumerate(player.queue) if place not in gone]
    player.index -= before
    if not player.queue:
        player.index, player.at, player.since = 0, 0, 0
        follow(music, nav)
    elif lost:
        player.index %= len(player.queue)
        go_on(music, nav)


def move(music: PiMusic, place: int, to: int) -> None:
    """Moves a song of the queue to another place."""
    player = music.player
    if not 0 <= to < len(player.queue):
        return
    song = player.song
    queue = [*enumerate(player.queue)]
    queue.insert(to, queue.pop(place))
    player.index = next(new for new, (old, _) in enumerate(queue) if old == player.index)
    player.queue = [id for _, id in queue]
    assert player.song == song


def delete(music: PiMusic, nav: Nav, ids: Sequence[str]) -> None:
    """Deletes songs from the phone, and from all that lists them."""
    for song in found(music, nav, ids):
        nav.remove_file(song.path)
    leave_out(music, nav, [place for place, id in enumerate(music.player.queue) if id in ids])
    music.deleted += [id for id in ids if id not in music.deleted]
    music.favourites = [id for id in music.favourites if id not in ids]
    for playlist in music.playlists:
        playlist.songs = [id for id in playlist.songs if id not in ids]


def sleep_after(music: PiMusic, nav: Nav, seconds: int) -> None:
    """Has the music stop after some time; 0 for never."""
    nav.unschedule("sleep")
    music.player.stops = nav.system.clock + seconds * 1000 if seconds else 0
    if seconds:
        nav.schedule("sleep", music.player.stops)


# What the phone calls


def ended(music: PiMusic, nav: Nav) -> None:
    """The current song is over."""
    player = music.player
    if player.repeat == "one":
        start(music, nav)
    elif player.index + 1 < len(player.queue) or player.repeat == "all":
        player.index = (player.index + 1) % len(player.queue)
        start(music, nav)
    else:
        pause(music, nav)


def sleep(music: PiMusic, nav: Nav) -> None:
    """The sleep timer has run out."""
    music.player.stops = 0
    if music.player.playing:
        pause(music, nav)


def follow(music: PiMusic, nav: Nav) -> None:
    """Has the end of the song noticed, and the notification say what is played."""
    nav.unschedule("ended")
    song = current(music, nav)
    if song is None:
        nav.cancel("player")
        return
    playing = music.player.playing
    if playing:
        nav.schedule("ended", nav.system.clock + song.seconds * 1000 - position(music, nav))
    buttons = [
        NotificationButton("Previous", "skip-previous", "skip", {"by": -1}),
        NotificationButton(*(("Pause", "pause") if playing else ("Play", "play")), "toggle"),
        NotificationButton("Next", "skip-next", "skip", {"by": 1}),
    ]
    since = nav.system.clock if playing else 0
    nav.notify(
        song.title,
        song.artist,
        "now_playing",
        "player",
        ongoing=playing,
        media=True,
        buttons=buttons,
        progress=Progress(position(music, nav), song.seconds * 1000, since),
    )


def play_file(music: PiMusic, nav: Nav, file: str = "") -> None:
    """Plays a file that another app opens."""
    song = next((song for song in songs_of(music, nav) if song.path == file), None)
    if song is None:
        nav.toast("This file can't be played.")
        return
    play(music, nav, [song.id])
    nav.start(nav.entry.app, "now_playing")


def restore_playlist(music: PiMusic, nav: Nav, id: int, name: str, songs: list[str], index: int) -> None:
    """Brings a deleted playlist back."""
    music.playlists.insert(index, Playlist(id, name, songs))


def upcoming(music: PiMusic, phone: Musical) -> list[tuple[int, Song]]:
    """The songs of the queue with their places, without those that are no longer on the phone."""
    known = {song.id: song for song in songs_of(music, phone)}
    return [(place, known[id]) for place, id in enumerate(music.player.queue) if id in known]


def _chance(nav: Nav) -> random.Random:
    """A generator that gives the same on the same phone at the same time."""
    return random.Random(f"{nav.world.seed}/{nav.system.clock}")
