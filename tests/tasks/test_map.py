"""The tasks of the map, done and not done, and what AndroidLab's judges read of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from agents.basic import ExpertAgent, FinishAgent
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.judges.screen import ScreenJudge
from openphone_gym.phone.apps.map import finding, spots
from openphone_gym.phone.apps.map.state import Trip
from openphone_gym.phone.phone import Phone
from openphone_gym.recording import export_androidlab
from openphone_gym.tasks.answers import Text
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.map.asking import named, nearest
from openphone_gym.tasks.map.routes import found_way
from openphone_gym.tasks.task import Params, draw
from openphone_gym.trajectory import Episode
from openphone_gym.ui.androidlab import androidlab_text
from openphone_gym.ui.xml import from_xml

TASKS = tasks_of("map")
QUESTIONS = [f"map_{number}" for number in range(1, 11)]
DESTINATIONS = [f"map_{number}" for number in range(12, 16)]
SEEDS = range(6)


@cache
def expert(task: str) -> Episode:
    env = PhoneEnv([task], observation=(), record=("tree",))
    return run_episode(env, ExpertAgent(env))


def begun(task: str, variation: str = "canonical", seed: int = 0) -> tuple[Phone, Params]:
    instance = draw(find_task(task), variation, seed)
    return Phone(instance.phone), Params(**instance.params)


@pytest.mark.parametrize("task", TASKS, ids=repr)
def test_the_expert_is_no_slower_than_a_person(task: Any) -> None:
    episode = expert(task.id)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []
    assert len(episode.steps) <= task.human_steps


# Answers

ACCEPTED = {
    "map_1": ["73 km, 12 hr 58 min", "73 km and 12 hr 58 min", "73 km, 12 h 58 min",
              "73 kilometres, 12 hours 58 minutes"],
    "map_2": ["7.0 km, 8 min", "7 km and 8 minutes"],
    "map_3": ["4 hr 7 min", "4 h 7 min", "4 hours 7 minutes", "247 minutes"],
    "map_4": ["subway 824 and subway EB", "824, then EB", "lines 824 and EB",
              "Take subway 824, then subway EB."],
    "map_5": ["public transport", "public transportation", "subway", "transit",
              "Public transport is faster than the bicycle."],
    "map_6": ["public transport", "public transportation", "transit"],
    "map_7": ["Teléferic Barcelona", "Teleferic Barcelona"],
    "map_8": ["3 min", "about 3 minutes", "Teléferic Barcelona, 3 min", "Teléferic Barcelona, about 3min"],
    "map_9": ["The Clement Hotel - All Inclusive", "The Clement Hotel", "Clement Hotel"],
    "map_10": ["9 min", "9 minutes", "about 9 minutes", "9min"],
}  # fmt: skip
REJECTED = {
    "map_1": ["66 km, 52 min", "73 km", "12 hr 58 min", "73 km, 52 min", "68 km, 12 hr 58 min"],
    "map_2": ["6.4 km, 23 min", "7.0 km", "7.0 km, 23 min"],
    "map_3": ["12 hr 58 min", "52 min"],
    "map_4": ["bus 51", "824", "EB", "Route 51"],
    "map_5": ["bicycle", "riding"],
    "map_6": ["bicycle", "riding"],
    "map_7": ["Howie's Artisan Pizza"],
    "map_8": ["9 min", "Teléferic Barcelona"],
    "map_9": ["Stanford Terrace Inn"],
    "map_10": ["52 min", "IKEA"],
}


@pytest.mark.parametrize("task", QUESTIONS)
def test_answers_of_the_sheet(task: str) -> None:
    instance = draw(find_task(task))
    truth = instance.truth
    assert truth is not None
    for words in ACCEPTED[task]:
        assert truth.matches(words, instance.goal) is True, words
    for words in REJECTED[task]:
        assert truth.matches(words, instance.goal) is not True, words


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("task", ["map_7", "map_8", "map_9", "map_10"])
def test_the_nearest_one_is_clear(task: str, seed: int) -> None:
    phone, p = begun(task, "sampled", seed)
    first, second, *_ = finding.find(phone.world, p.what)
    assert first.name == p.place == nearest(phone, p.what).name
    assert spots.metres_away(second) >= 1.1 * spots.metres_away(first)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("task", ["map_5", "map_6"])
def test_one_way_of_travelling_is_clearly_faster(task: str, seed: int) -> None:
    phone, p = begun(task, "sampled", seed)
    ways = [found_way(phone, p.start, p.end, mode) for mode in ("bicycle", "transit")]
    times = [way.minutes for way in ways if way is not None]
    assert len(times) == 2
    assert abs(times[0] - times[1]) >= 3


def test_both_answers_occur() -> None:
    truths = [draw(find_task("map_6"), "sampled", seed).truth for seed in range(12)]
    assert {truth.value for truth in truths if isinstance(truth, Text)} == {"bicycle", "public transport"}


# States


@pytest.mark.parametrize("seed", SEEDS)
def test_work_is_right_by_its_address_alone(seed: int) -> None:
    phone, p = begun("map_11", "sampled", seed)
    (goal,) = find_task("map_11").subgoals
    place = named(phone, p.place)
    assert not goal.state(phone, p)
    phone.map.home = place.id
    assert not goal.state(phone, p)
    phone.map.work = spots.point_spot(place.at.x + 400, place.at.y)
    assert not goal.state(phone, p)
    phone.map.work = place.id
    assert goal.state(phone, p)


@pytest.mark.parametrize("task", DESTINATIONS)
def test_a_way_is_right_by_both_ends(task: str) -> None:
    phone, p = begun(task)
    (goal,) = find_task(task).subgoals
    target = named(phone, p.place).id
    for trip, right in (
        (Trip("", target), True),
        (Trip("", target, mode="walk", started=True), True),
        (Trip(target, ""), False),
        (Trip("", "?"), False),
        (Trip("home-1", target), False),
        (Trip("", target, stops=["hotel-101"]), False),
        (Trip("", "restaurant-101"), False),
    ):
        phone.map.trip = trip
        assert goal.state(phone, p) is right, trip


def test_another_place_with_the_word_is_not_enough() -> None:
    """The benchmark's judge looks for the word Stanford alone."""
    phone, p = begun("map_12")
    phone.map.trip = Trip("", "hotel-102")  # Stanford Terrace Inn
    assert not find_task("map_12").subgoals[0].state(phone, p)


@pytest.mark.parametrize("task", ["map_11", *DESTINATIONS])
def test_screens_tell_the_same(task: str) -> None:
    verdict = ScreenJudge().judge(expert(task), find_task(task))
    assert verdict.success
    env = PhoneEnv([task], observation=(), record=("tree",))
    idle = run_episode(env, FinishAgent())
    assert ScreenJudge().judge(idle, find_task(task)).success is not True


# What AndroidLab reads


def last_page(task: str, folder: Path) -> list[str]:
    """The last page of the reference solution in AndroidLab's notation, read from its exported files."""
    export_androidlab(expert(task), folder)
    page = sorted((folder / "xml").iterdir())[-1]
    lines = androidlab_text(from_xml(page.read_bytes())).splitlines()
    return [line for line in lines if not line.strip().startswith("bounds:")]


def words(line: str) -> str:
    """Text and description of a node."""
    return line.rpartition(";;")[2].removesuffix(": ").strip()


def test_my_places_shows_work_and_its_address_side_by_side(tmp_path: Path) -> None:
    page = last_page("map_11", tmp_path)
    text = "\n".join(page)
    for label in ("My places ", "Home", "Work "):
        assert label in text
    at = next(index for index, line in enumerate(page) if words(line) == "Work")
    beside = page[at + 1]
    assert words(beside) == "18th Street, 3180 • 50.6 km"
    assert len(beside) - len(beside.lstrip()) == len(page[at]) - len(page[at].lstrip())


@pytest.mark.parametrize("task", DESTINATIONS)
def test_the_page_of_the_way_shows_both_ends_and_start(task: str, tmp_path: Path) -> None:
    shown = {words(line) for line in last_page(task, tmp_path)}
    assert {"My location", "Start", find_task(task).params["place"].canonical} <= shown
