"""The tasks of the music player, done and not done, and what AndroidLab's judges read of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from agents.basic import ExpertAgent, FinishAgent
from agents.noisy import with_one_error
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.judges.screen import ScreenJudge
from openphone_gym.judges.state import StateJudge
from openphone_gym.phone.apps.pimusic import library, playback
from openphone_gym.phone.apps.pimusic.state import Playlist, Sorting
from openphone_gym.phone.apps.pimusic.wording import length
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Entry
from openphone_gym.recording import export_androidlab
from openphone_gym.tasks.answers import Answer, Items, Text
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.pimusic.songs import seconds_of
from openphone_gym.tasks.task import Params, draw
from openphone_gym.trajectory import Episode
from openphone_gym.ui.androidlab import androidlab_text
from openphone_gym.ui.xml import from_xml

TASKS = tasks_of("pimusic")
IDS = [task.id for task in TASKS]


def run(task: str, agent: type[Any] = ExpertAgent, **options: Any) -> Episode:
    env = PhoneEnv([task], observation=(), record=("tree",))
    return run_episode(env, agent(env) if agent is ExpertAgent else agent(), seed=0, options=options)


def start(task: str, seed: int | None = None) -> tuple[Phone, Params]:
    """Phone and parameters of a draw; of the canonical one without a seed."""
    instance = draw(find_task(task), "canonical" if seed is None else "sampled", seed or 0)
    return Phone(instance.phone), Params(**instance.params)


def reached(task: str, phone: Phone, p: Params) -> list[bool | None]:
    return list(StateJudge().subgoals(phone, find_task(task), p).values())


def nav_of(phone: Phone) -> Nav:
    return Nav(phone, Entry("pimusic", "home"))


def test_all_tasks_of_the_sheet_are_there() -> None:
    assert [f"pimusic_{number}" for number in range(1, 13)] == IDS


@pytest.mark.parametrize("task", TASKS, ids=repr)
def test_the_expert_is_hardly_slower_than_a_person(task: Any) -> None:
    episode = run(task.id)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []
    assert len(episode.steps) <= task.human_steps + 1


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("seed", range(3))
def test_sampled_tasks_can_be_done_and_are_not_done_yet(task: str, seed: int) -> None:
    episode = run(task, variation="sampled", seed=seed)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []
    assert ScreenJudge().judge(episode, find_task(task)).success is not False
    idle = run(task, FinishAgent, variation="sampled", seed=seed).verdict
    assert idle
    assert idle.success is False


@pytest.mark.parametrize("task", ["pimusic_5", "pimusic_7", "pimusic_8", "pimusic_10"])
def test_the_expert_carries_on_after_any_error(task: str) -> None:
    env = PhoneEnv([task], observation=())
    episodes = [episode for _, episode in with_one_error(env, ExpertAgent(env), seed=3)]
    verdicts = [episode.verdict for episode in episodes if episode.verdict]
    assert all(verdict.success for verdict in verdicts if not verdict.violations)


@pytest.mark.parametrize("task", IDS)
def test_draws_differ(task: str) -> None:
    drawn = [draw(find_task(task), "sampled", seed) for seed in range(12)]
    assert len({(instance.goal, instance.phone.seed) for instance in drawn}) == 12
    for instance in drawn:
        assert "{" not in instance.goal


ANSWERS = {
    "pimusic_1": (["12", "twelve", "12 songs"], ["13", "11"]),
    "pimusic_2": (["4", "four", "4 songs"], ["3"]),
    "pimusic_3": (["Pulse Live", "Pulse"], ["Wish You Were Here", "Pink Floyd音乐整轨"]),
    "pimusic_4": (["1:21:03", "1 hour 21 minutes 3 seconds", "81:03"], ["42:56", "9:12"]),
    "pimusic_5": (
        ["Dark Side Of The Moon and Future sounds", "second: Dark Side Of The Moon; fourth: Future sounds"],
        [
            "fearless",
            "Comfortably Numb",
            "Future sounds, Dark Side Of The Moon",
            "Comfortably Numb, fearless",
        ],
    ),
    "pimusic_6": (["11:50", "11 minutes 50 seconds", "710 seconds"], ["11:40"]),
}


@pytest.mark.parametrize("task", ANSWERS)
def test_answers_of_the_benchmark(task: str) -> None:
    answer = find_task(task).answer
    assert answer
    right, wrong = ANSWERS[task]
    expected = answer(*start(task))
    assert [message for message in right if expected.matches(message) is not True] == []
    assert [message for message in wrong if expected.matches(message) is not False] == []


@pytest.mark.parametrize(
    "title", ["Second Cup", "The Ninth Gate", "银杏叶", "Снег над рекой", "放課後サイダー"]
)
def test_titles_of_all_kinds_are_answers(title: str) -> None:
    assert Text(title).matches(f"It is {title}.") is True
    assert Items(("Whistle", title), ordered=True).matches(f"Whistle, {title}") is True
    assert Text(title).matches("Low Tide") is False


def answer_of(task: str, phone: Phone, p: Params) -> Answer:
    answer = find_task(task).answer
    assert answer
    return answer(phone, p)


@pytest.mark.parametrize("seed", range(6))
def test_other_albums_of_the_phone_are_wrong(seed: int) -> None:
    phone, p = start("pimusic_3", seed)
    expected = answer_of("pimusic_3", phone, p)
    songs = library.songs_of(phone.pimusic, phone)
    right = phone.world.song(p.song).album
    others = {song.album for song in songs} - {right}
    assert len(others) > 4
    assert expected.matches(right) is True
    assert [album for album in others if expected.matches(album) is not False] == []
    assert expected.matches(p.title) is False


@pytest.mark.parametrize("task", ["pimusic_4", "pimusic_6"])
@pytest.mark.parametrize("seed", range(6))
def test_lengths_of_other_songs_are_wrong(task: str, seed: int) -> None:
    phone, p = start(task, seed)
    expected = answer_of(task, phone, p)
    lengths = {length(song.seconds) for song in library.songs_of(phone.pimusic, phone)}
    assert sum(expected.matches(other) is True for other in lengths) == (task == "pimusic_4")


def test_music_plays_from_the_start_and_goes_on() -> None:
    phone, _ = start("pimusic_10")
    assert phone.pimusic.player.playing
    assert playback.position(phone.pimusic, phone) // 1000 == 33
    assert [note.title for note in phone.system.notifications] == ["白玫瑰"]


def test_position_and_pause_are_both_asked_for() -> None:
    phone, p = start("pimusic_10")
    nav = nav_of(phone)
    playback.seek(phone.pimusic, nav, 87)
    assert reached("pimusic_10", phone, p) == [False]
    playback.pause(phone.pimusic, nav)
    assert reached("pimusic_10", phone, p) == [True]
    playback.seek(phone.pimusic, nav, 88)
    assert reached("pimusic_10", phone, p) == [False]


@pytest.mark.parametrize("seed", range(6))
def test_small_screens_can_reach_the_position(seed: int) -> None:
    env = PhoneEnv(["pimusic_10"], observation=(), screen=(270, 600))
    for variation in ("canonical", "sampled"):
        options = {"variation": variation, "seed": seed}
        verdict = run_episode(env, ExpertAgent(env), options=options).verdict
        assert verdict
        assert verdict.success


def test_the_right_song_must_play() -> None:
    phone, p = start("pimusic_11")
    nav = nav_of(phone)
    playback.play(phone.pimusic, nav, ["song-6"])
    assert reached("pimusic_11", phone, p) == [False]
    playback.play(phone.pimusic, nav, ["song-5"])
    assert reached("pimusic_11", phone, p) == [True]
    playback.pause(phone.pimusic, nav)
    assert reached("pimusic_11", phone, p) == [False]


def test_the_name_of_a_playlist_is_exact() -> None:
    phone, p = start("pimusic_9")
    phone.pimusic.tab = "PLAYLISTS"
    phone.pimusic.playlists.append(Playlist(2, "creepy"))
    assert reached("pimusic_9", phone, p) == [True, False]
    phone.pimusic.playlists[-1].name = "Creepy"
    assert reached("pimusic_9", phone, p) == [True, True]
    del phone.pimusic.playlists[0]
    assert StateJudge().violations(phone, find_task("pimusic_9"), p) == ["playlist_lost"]


def test_the_order_of_a_page_of_another_artist_does_not_count() -> None:
    phone, p = start("pimusic_8")
    phone.pimusic.order["artist"] = Sorting("Duration", ascending=False)
    phone.system.tasks[-1].stack.append(Entry("pimusic", "group", {"kind": "artist", "name": "Eason Chan"}))
    phone.changed()
    assert reached("pimusic_8", phone, p)[1] is False
    phone.system.tasks[-1].stack[-1].args["name"] = "Pink Floyd"
    phone.changed()
    assert reached("pimusic_8", phone, p)[1::2] == [True, True]
    phone.pimusic.order["artist"] = Sorting("Duration")
    assert reached("pimusic_8", phone, p)[1::2] == [True, False]


def test_deleting_a_song_ends_it() -> None:
    phone, p = start("pimusic_12")
    playback.delete(phone.pimusic, nav_of(phone), ["song-3"])
    assert StateJudge().violations(phone, find_task("pimusic_12"), p) == ["song_deleted"]


# What AndroidLab's judges read


class Line(NamedTuple):
    """A node of AndroidLab's text."""

    cls: str
    actions: str
    states: str
    text: str


LINE = re.compile(r"\[n\w{4}\] (\w*) ?;([^;]*); ([^;]*);[^;]*;(.*):$")


def pages_of(task: str, folder: Path) -> list[list[Line]]:
    """What the judges read of the screens of the expert's episode, as it is exported for them."""
    episode = run(task)
    assert episode.verdict
    assert episode.verdict.success
    pages = []
    for record in export_androidlab(episode, folder).read_bytes().splitlines():
        step = msgspec.json.decode(record)
        text = androidlab_text(from_xml(Path(step["xml"]).read_bytes(), *step["window"]))
        found = [LINE.match(line.strip()) for line in text.splitlines()]
        pages.append([Line(*(part.strip() for part in match.groups())) for match in found if match])
    return pages


def plain(page: list[Line]) -> list[str]:
    """Plain text nodes: of class TextView, without any action or state."""
    return [line.text for line in page if line.cls == "TextView" and not line.actions and not line.states]


def selected(page: list[Line], tab: str) -> bool:
    return any("selected" in line.states and line.text == tab for line in page)


def bars(page: list[Line], name: str) -> int:
    """Nodes of empty class, without action and state, that begin with a name."""
    return sum(
        not line.cls and not line.actions and not line.states and line.text.startswith(name) for line in page
    )


def at_now_playing(page: list[Line]) -> bool:
    hints = [line for line in page if "Now Playing list" in line.text and "Equalizer" in line.text]
    return [line.cls for line in hints] == ["TextView"]


def lengths_read(page: list[Line]) -> list[int]:
    """Lengths of the song rows: plain texts in threes after at most three others, up to what does not fit."""
    texts, time = plain(page), re.compile(r"(\d+:)?\d?\d:\d\d")
    first = next(at for at in range(4) if time.fullmatch(texts[at + 2]) and not time.fullmatch(texts[at + 1]))
    lengths = []
    for at in range(first, len(texts) - 2, 3):
        if not time.fullmatch(texts[at + 2]):
            break
        lengths.append(seconds_of(texts[at + 2]))
    return lengths


def test_androidlab_sees_the_song_of_the_playlist(tmp_path: Path) -> None:
    pages = pages_of("pimusic_7", tmp_path)
    opened = next(at for at, page in enumerate(pages) if bars(page, "Favorite") == 1)
    playing = next(at for at, page in enumerate(pages) if at_now_playing(page))
    assert any(selected(page, "PLAYLISTS") for page in pages[:opened])
    assert opened < playing
    assert "PINK BLOOD" in plain(pages[-1])


def test_androidlab_sees_the_artist_in_order(tmp_path: Path) -> None:
    pages = pages_of("pimusic_8", tmp_path)
    assert any(selected(page, "ARTISTS") for page in pages)
    assert any("Sort By" in plain(page) for page in pages)
    assert bars(pages[-1], "Pink Floyd") == 1
    assert lengths_read(pages[-1]) == [4863, 2576, 552, 331]


def test_androidlab_sees_the_new_playlist(tmp_path: Path) -> None:
    pages = pages_of("pimusic_9", tmp_path)
    assert selected(pages[-1], "PLAYLISTS")
    assert "Creepy" in plain(pages[-1])
    assert not any("Creepy" in plain(page) for page in pages[:-1]), "the form alone is no playlist"


@pytest.mark.parametrize(("task", "words"), [("pimusic_10", "1:27"), ("pimusic_11", "Lightship")])
def test_androidlab_sees_what_is_played(task: str, words: str, tmp_path: Path) -> None:
    last = pages_of(task, tmp_path)[-1]
    assert at_now_playing(last)
    assert words in plain(last)


def test_androidlab_sees_all_songs_in_order(tmp_path: Path) -> None:
    pages = pages_of("pimusic_12", tmp_path)
    assert any("Sort By" in plain(page) for page in pages)
    assert selected(pages[-1], "TRACKS")
    lengths = lengths_read(pages[-1])
    assert lengths[:3] == [87, 178, 221]
    assert len(lengths) > 5
    assert lengths == sorted(lengths)
