from __future__ import annotations

import random
from typing import Any

import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.pimusic import library, playback
from openphone_gym.phone.apps.pimusic.seed import seed
from openphone_gym.phone.apps.pimusic.state import AUTOMATIC, PRESETS, TABS, PiMusic, Sorting
from openphone_gym.phone.apps.pimusic.wording import length
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.world import world
from openphone_gym.ui.gesture import LaunchApp, Swipe, Tap, Wait
from openphone_gym.ui.node import UiNode
from tests.phone.conftest import Finger


@pytest.fixture
def hand(finger: Finger) -> Finger:
    finger.open("pimusic")
    return finger


def music_of(hand: Finger) -> PiMusic:
    return hand.phone.app("pimusic")


def row(hand: Finger, title: str) -> UiNode:
    """The row of a song, a playlist or another group."""

    def fits(node: UiNode) -> bool:
        return node.clickable and any(child.text == title for child in node.children)

    found = hand.phone.tree().find(fits)
    assert found is not None, title
    return found


def menu(hand: Finger, title: str, *choices: str) -> None:
    """Opens the menu of a row and chooses in it."""
    button = next(node for node in row(hand, title).walk() if node.content_desc == "More options")
    hand.phone.perform(Tap(*button.center))
    hand.tap(*choices)


def titles(hand: Finger) -> list[str]:
    return [node.text for node in hand.phone.tree().walk() if node.resource_id.endswith(":id/title")]


def wait(hand: Finger, seconds: int) -> None:
    while seconds > 0:
        hand.phone.perform(Wait(min(seconds, 60)))
        seconds -= 60


def current(hand: Finger) -> str:
    song = playback.current(music_of(hand), hand.phone)
    return "" if song is None else song.title


# What there is


def test_starts_with_the_library_of_the_sheet(hand: Finger) -> None:
    assert hand.sees("My Music", "Comfortably Numb", "9:12", "Upgrade to PRO", "Sort", "Search")
    assert [node.content_desc for node in hand.phone.tree().walk() if node.selected] == ["TRACKS"]
    songs = library.songs_of(music_of(hand), hand.phone)
    ordered = [song.title for song in library.in_order(songs, Sorting("Title"))]
    assert ordered[:4] == ["Comfortably Numb", "Dark Side Of The Moon", "fearless", "Future sounds"]
    assert hand.sees("白玫瑰", "Eason Chan", "Play")


def test_rows_read_title_second_line_length(hand: Finger) -> None:
    words = [node.text for node in row(hand, "fearless").walk() if node.text]
    assert words == ["fearless", "Floruitshow", "5:05"]


@pytest.mark.parametrize(
    ("tab", "rows"),
    [
        ("PLAYLISTS", [*AUTOMATIC, "Favorite"]),
        ("FOLDERS", ["Music"]),
        (
            "ALBUMS",
            ["FEARLESS", "Future Sounds", "K歌之王陈奕迅(珍藏版)", "PINK BLOOD", "Pink Floyd音乐整轨"],
        ),
        ("ARTISTS", ["Eason Chan", "Floruitshow"]),
        ("GENRES", ["Cantopop", "Hip-Hop", "Indie"]),
    ],
)
def test_tabs(hand: Finger, tab: str, rows: list[str]) -> None:
    music_of(hand).tab = tab
    hand.phone.changed()
    assert hand.sees(tab, *rows)


def test_groups_tell_how_much_they_hold(hand: Finger) -> None:
    hand.tap("ARTISTS")
    assert [node.text for node in row(hand, "Pink Floyd").walk() if node.text] == [
        "Pink Floyd", "2 Albums  4 Track(s)",
    ]  # fmt: skip
    hand.tap("Pink Floyd")
    assert hand.sees("2 Albums", "4 Track(s)", "The Wall", "1:21:03")


@pytest.mark.parametrize("number", range(10))
def test_drawn_contents_belong_together(number: int) -> None:
    of = world(number)
    music = seed(random.Random(number), of)
    ids = {song.id for song in of.songs}
    assert music.named("Favorite") is not None
    assert all(playlist.songs and set(playlist.songs) <= ids for playlist in music.playlists)
    assert set(music.player.queue) == ids
    assert set(music.history.recent) == set(music.history.plays) <= ids
    assert not music.player.playing


@pytest.mark.parametrize(("seconds", "words"), [(7, "0:07"), (87, "1:27"), (4863, "1:21:03")])
def test_lengths(seconds: int, words: str) -> None:
    assert length(seconds) == words


# Playing


def test_a_song_plays_on_the_clock_and_in_the_background(hand: Finger) -> None:
    hand.tap("fearless")
    assert hand.sees("fearless", "Floruitshow", "FEARLESS", "5:05", "Pause")
    start = playback.position(music_of(hand), hand.phone)
    hand.press("home")
    wait(hand, 20)
    assert playback.position(music_of(hand), hand.phone) - start in range(20_000, 23_000)
    wait(hand, 290)
    assert current(hand) == "Future sounds"
    assert music_of(hand).player.playing


def test_pause_and_resume(hand: Finger) -> None:
    hand.tap("Lune", "Pause")
    stands = playback.position(music_of(hand), hand.phone)
    wait(hand, 30)
    assert hand.sees("Play")
    assert playback.position(music_of(hand), hand.phone) == stands
    hand.tap("Play")
    wait(hand, 5)
    assert playback.position(music_of(hand), hand.phone) > stands + 4_000


def test_every_second_of_the_seek_bar_can_be_reached(hand: Finger) -> None:
    hand.tap("白玫瑰", "Pause")
    left, top, right, bottom = hand.node("Seek bar").bounds
    travel = playback.KNOB_TRAVEL
    for second in (0, 1, 87, 120, 239, 240):
        x = left + round((right - 1 - left) * ((1 - travel) / 2 + travel * second / 240))
        hand.phone.perform(Tap(x, (top + bottom) // 2))
        assert hand.sees(length(second))
    hand.phone.perform(Swipe(right // 2, (top + bottom) // 2, right // 4, (top + bottom) // 2))
    assert playback.position(music_of(hand), hand.phone) < 120_000


def test_previous_starts_anew_first(hand: Finger) -> None:
    hand.tap("Lune")
    wait(hand, 10)
    hand.tap("Previous")
    assert current(hand) == "Lune"
    hand.tap("Previous")
    assert current(hand) == "Lightship"
    hand.tap("Next", "Next")
    assert current(hand) == "PINK BLOOD"


def test_shuffle_keeps_the_song_and_its_list(hand: Finger) -> None:
    hand.tap("Lune")
    before = list(music_of(hand).player.queue)
    hand.tap("Shuffle")
    player = music_of(hand).player
    assert current(hand) == "Lune"
    assert player.queue != before
    assert sorted(player.queue) == sorted(before)
    hand.tap("Shuffle")
    assert player.queue == before
    assert current(hand) == "Lune"


def test_repeat(hand: Finger) -> None:
    playback.play(music_of(hand), nav(hand), ["song-12"])
    music_of(hand).player.repeat = "one"
    wait(hand, 260)
    assert current(hand) == "黄金时代"
    assert music_of(hand).player.playing
    music_of(hand).player.repeat = "off"
    wait(hand, 300)
    assert not music_of(hand).player.playing
    playback.resume(music_of(hand), nav(hand))
    assert playback.position(music_of(hand), hand.phone) == 0


def nav(hand: Finger) -> Nav:
    return Nav(hand.phone, Entry("pimusic", "home"))


def test_the_shade_controls_it(hand: Finger) -> None:
    hand.tap("Lune")
    hand.press("home")
    hand.phone.perform(Swipe(540, 10, 540, 1200))
    assert hand.sees("Lune", "Sonny Boy")
    hand.tap("Next")
    assert current(hand) == "PINK BLOOD"
    hand.tap("Pause")
    assert not music_of(hand).player.playing


def test_the_queue(hand: Finger) -> None:
    hand.tap("Lune", "Swipe up for Now Playing list, swipe down for Equalizer")
    assert hand.sees("Now Playing list", "12 Track(s)")
    menu(hand, "Future sounds", "Move Up")
    assert titles(hand)[1:5] == ["Comfortably Numb", "Dark Side Of The Moon", "Future sounds", "fearless"]
    grip = hand.phone.tree().find(lambda node: node.content_desc == "Reorder")
    assert grip is not None
    x, y = grip.center
    step = row(hand, "fearless").bounds[3] - row(hand, "fearless").bounds[1]
    hand.phone.perform(Swipe(x, y, x, y + 2 * step))
    assert titles(hand)[1:4] == ["Dark Side Of The Moon", "Future sounds", "Comfortably Numb"]
    assert current(hand) == "Lune"
    menu(hand, "Lune", "Remove")
    assert current(hand) == "PINK BLOOD"
    hand.tap("Clear list", "Clear")
    assert current(hand) == ""
    assert hand.sees("My Music")
    assert not hand.phone.system.notifications


def test_swipes_on_now_playing(hand: Finger) -> None:
    hand.tap("Lune")
    hand.phone.perform(Swipe(540, 1500, 540, 700))
    assert hand.sees("Now Playing list")
    hand.press("back")
    hand.phone.perform(Swipe(540, 700, 540, 1500))
    assert hand.sees("Presets")
    hand.press("back")
    hand.phone.perform(Swipe(800, 700, 300, 700))
    assert current(hand) == "PINK BLOOD"


def test_play_next_and_add_to_queue(hand: Finger) -> None:
    hand.tap("Lune")
    hand.press("back")
    menu(hand, "fearless", "Play Next")
    menu(hand, "Future sounds", "Add to Queue")
    player = music_of(hand).player
    assert player.queue[player.index + 1] == "song-3"
    assert player.queue[-1] == "song-4"


def test_sleep_timer(hand: Finger) -> None:
    hand.tap("Lune", "Sleep Timer", "Minutes")
    hand.type("1")
    hand.tap("START")
    wait(hand, 50)
    assert music_of(hand).player.playing
    wait(hand, 15)
    assert not music_of(hand).player.playing


def test_opened_by_another_app(hand: Finger) -> None:
    song = hand.phone.world.song("song-6")
    hand.press("home")
    nav(hand).send("audio", file=song.path)
    hand.phone.changed()
    assert hand.sees("Lune", "Pause")


# Lists


def test_sorting_keeps_the_order_of_each_list(hand: Finger) -> None:
    hand.tap("Sort")
    assert hand.sees("Sort By", "Title", "Album", "Artist", "Duration", "Ascending")
    hand.tap("Duration")
    assert titles(hand)[1:4] == ["PINK BLOOD", "Lune", "K歌之王"]
    hand.tap("ARTISTS", "Pink Floyd", "Sort")
    assert hand.sees("Default", "Title", "Duration")
    hand.tap("Ascending", "Duration")
    assert titles(hand) == ["The Wall", "Dark Side Of The Moon", "Comfortably Numb", "Wish You Were Here"]
    assert music_of(hand).order == {
        "TRACKS": Sorting("Duration"), "artist": Sorting("Duration", ascending=False),
    }  # fmt: skip


def test_choosing_several(hand: Finger) -> None:
    hand.hold("fearless")
    hand.tap("Lune")
    assert hand.sees("2 item(s) selected")
    hand.tap("More options", "Add to Playlist", "Favorite")
    favorite = music_of(hand).named("Favorite")
    assert favorite is not None
    assert favorite.songs[-2:] == ["song-3", "song-6"]
    hand.press("back")
    assert hand.sees("My Music")


def test_search(hand: Finger) -> None:
    hand.tap("Search")
    assert hand.sees("Search Music Library...")
    hand.type("pink")
    assert hand.sees("Tracks", "PINK BLOOD", "Albums", "Artists", "Pink Floyd", "Clear query")
    hand.type("qqq")
    assert hand.sees("No results found.")
    hand.tap("Clear query")
    assert not hand.sees("No results found.")


# Playlists and songs


def test_a_new_playlist(hand: Finger) -> None:
    hand.tap("PLAYLISTS", "Create New Playlist")
    assert hand.sees("Playlist name", "Cancel", "Create")
    hand.type("Favorite")
    hand.tap("Create")
    assert hand.sees("Create New Playlist"), "there is one of that name"
    hand.type("Creepy")
    hand.tap("Create")
    assert row(hand, "Creepy")
    assert [playlist.name for playlist in music_of(hand).playlists] == ["Favorite", "Creepy"]
    hand.tap("Creepy", "Add Songs", "fearless", "ADD")
    assert music_of(hand).playlist(2).songs == ["song-3"]


def test_a_playlist_is_renamed_deleted_and_restored(hand: Finger) -> None:
    hand.tap("PLAYLISTS")
    menu(hand, "Favorite", "Rename")
    hand.type("Evening")
    hand.tap("Rename")
    menu(hand, "Evening", "Delete", "Delete")
    assert music_of(hand).playlists == []
    hand.tap("Undo")
    assert music_of(hand).playlist(1).songs == ["song-7", "song-9", "song-5"]


def test_favorite_and_pi_favourites_are_two(hand: Finger) -> None:
    hand.tap("Lune", "Add to Pi Favourites")
    assert music_of(hand).favourites == ["song-6"]
    hand.press("back")
    hand.tap("PLAYLISTS", "Pi Favourites")
    assert hand.sees("Lune", "1 Track(s)")
    hand.press("back")
    hand.tap("Favorite")
    assert titles(hand) == ["PINK BLOOD", "Wish You Were Here", "Lightship"]
    menu(hand, "PINK BLOOD", "Remove from Playlist")
    assert titles(hand) == ["Wish You Were Here", "Lightship"]


def test_editing_tags(hand: Finger) -> None:
    menu(hand, "Lune", "Edit", "Sonny Boy")
    hand.type("Moonlight")
    hand.tap("Save")
    hand.tap("ALBUMS")
    assert hand.sees("Moonlight")
    assert [tags.id for tags in music_of(hand).edited] == ["song-6"]


def test_deleting_a_song_deletes_its_file(hand: Finger) -> None:
    menu(hand, "fearless", "Delete", "Delete")
    assert not hand.sees("fearless")
    assert music_of(hand).deleted == ["song-3"]
    assert list(hand.phone.system.files.values()) == [None]
    assert "song-3" not in music_of(hand).player.queue


def test_a_file_that_is_gone_is_not_listed(hand: Finger) -> None:
    nav(hand).remove_file(hand.phone.world.song("song-11").path)
    hand.phone.changed()
    assert len(library.songs_of(music_of(hand), hand.phone)) == 11
    assert current(hand) == "", "the song in the player was that file"
    hand.tap("Lune")
    assert current(hand) == "Lune"


def test_equalizer(hand: Finger) -> None:
    hand.tap("Open navigation drawer")
    hand.tap("Equalizer")
    sound = music_of(hand).sound
    hand.tap("Presets")
    assert hand.sees("Equalizer"), "nothing can be set while it is off"
    knob = hand.phone.tree().find(lambda node: node.checkable)
    assert knob is not None
    hand.phone.perform(Tap(*knob.center))
    hand.tap("Presets", "Rock")
    assert (sound.preset, sound.bands) == ("Rock", list(PRESETS["Rock"]))
    left, top, right, bottom = hand.node("30Hz-120Hz").bounds
    middle = (left + right) // 2
    hand.phone.perform(Tap(middle, bottom - 2))
    assert (sound.preset, sound.bands[0]) == ("Custom", -15)
    hand.phone.perform(Swipe(middle, bottom - 40, middle, (top + bottom) // 2))
    assert sound.bands[0] == 0
    hand.phone.perform(Tap(middle, top + 2))
    assert sound.bands[0] == 15
    hand.tap("FLAT")
    assert sound.bands == [0] * 5


def test_themes_change_the_look_of_the_app(hand: Finger) -> None:
    light = hand.phone.frame().mean()
    music_of(hand).settings.theme = "Dark"
    hand.phone.changed()
    assert hand.phone.frame().mean() < light / 2


# Everywhere


@pytest.mark.parametrize("entry", [
    "Video Player", "Themes", "Settings", "Store", "Equalizer", "Ringtone Cutter", "Smart Playlists",
    "AudioBook and Podcast", "Sleep Timer", "Pi Power Share", "Send Feedback", "User Guide", "About", "Info",
    "Rate this App",
])  # fmt: skip
def test_every_entry_of_the_side_menu_leads_somewhere_and_back(hand: Finger, entry: str) -> None:
    hand.tap("Open navigation drawer")
    if not hand.sees(entry):
        hand.phone.perform(Swipe(300, 1900, 300, 700))
    hand.tap(entry)
    assert hand.phone.front().screen not in ("home", "drawer")
    hand.press("back")
    assert hand.sees("My Music")


PLAYLIST, SONG, SONGS = {"id": 1}, {"id": "song-2"}, {"ids": ["song-1"]}

ARGUMENTS = {
    "playlist": PLAYLIST,
    "playlist_menu": PLAYLIST,
    "rename_playlist": PLAYLIST,
    "delete_playlist": PLAYLIST,
    "add_songs": PLAYLIST,
    "song_menu": SONG,
    "edit_tags": SONG,
    "set_ringtone": SONG,
    "cut": SONG,
    "chosen_menu": SONGS,
    "delete_songs": SONGS,
    "create_playlist": SONGS,
    "add_to_playlist": SONGS,
    "sort_by": {"list": TABS[0]},
    "choice": {"field": "crossfade"},
    "queue_menu": {"place": 1},
    "automatic_playlist": {"name": AUTOMATIC[0]},
    "automatic_menu": {"name": AUTOMATIC[1]},
}


def arguments(screen: str, phone: Phone) -> dict[str, Any]:
    song = phone.world.songs[0]
    groups = {"group": ("artist", song.artist), "group_menu": ("genre", song.genre)}
    if screen in groups:
        return dict(zip(("kind", "name"), groups[screen], strict=True))
    return ARGUMENTS.get(screen, {})


@pytest.mark.parametrize("screen", sorted(installed_apps()["pimusic"].screens))
@pytest.mark.parametrize(("scale", "night"), [("1.3", "1"), ("2.0", "2")])
def test_every_screen_fits_and_closes(screen: str, scale: str, night: str) -> None:
    phone = Phone.new(3)
    phone.system.settings["system"]["font_scale"] = scale
    phone.system.settings["secure"]["ui_night_mode"] = night
    phone.perform(LaunchApp(installed_apps()["pimusic"].package))
    phone.system.tasks[-1].stack.append(Entry("pimusic", screen, arguments(screen, phone)))
    phone.changed()
    for node in phone.tree().walk():
        left, top, right, bottom = node.bounds
        assert 0 <= left < right <= 1080, node
        assert 0 <= top < bottom <= 2400, node
    assert phone.frame().any()
    phone.press_key("back")
    phone.changed()
    assert phone.front().screen == "home" or screen == "home"
