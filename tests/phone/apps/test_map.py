from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.map import finding, router, spots, wording
from openphone_gym.phone.apps.map.state import MODES, Trip
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.state import Display, Entry
from openphone_gym.phone.toolkit import frame
from openphone_gym.phone.world import world
from openphone_gym.ui.gesture import LaunchApp, LongPress, Pinch, PressKey, Swipe, Tap

PACKAGE = "com.mapswithme.maps.pro"
ARGS: dict[str, dict[str, Any]] = {
    "results_map": {"query": "hotel"},
    "place": {"spot": "restaurant-101"},
    "place_menu": {"spot": "restaurant-101"},
    "choose_point": {"purpose": "to"},
    "slot_menu": {"slot": "home"},
    "bookmark_list": {"id": 1},
    "list_menu": {"id": 1},
    "list_name": {"id": 1},
    "delete_list": {"id": 1},
    "bookmark": {"id": 2},
    "choose_list": {"id": 2},
    "choose_color": {"id": 2},
    "delete_bookmark": {"id": 2},
    "download": {"id": "Islands"},
    "region_menu": {"id": "Palo Alto"},
    "guide": {"key": "day"},
    "preference": {"field": "units"},
}
MIDDLE = (540, 1300)
"""A place of the map on the screen."""


@pytest.fixture
def maps(finger: Any) -> Any:
    finger.open("map_me")
    return finger


def find_place(maps: Any, words: str, row: str = "") -> None:
    """Searches, and opens the card of a result."""
    maps.tap("Search")
    maps.type(words)
    tap_row(maps, row or words)


def tap_row(maps: Any, title: str) -> None:
    row = maps.phone.tree().find(lambda node: node.resource_id.endswith(":id/title") and node.text == title)
    assert row is not None, maps.phone.tree().texts()
    maps.phone.perform(Tap(*row.center))


def content(maps: Any, id: str) -> str:
    node = maps.phone.tree().find(lambda node: node.resource_id.endswith(f":id/{id}"))
    return node.text if node is not None else ""


def rows(maps: Any) -> list[str]:
    return [node.text for node in maps.phone.tree().walk() if node.resource_id.endswith(":id/title")]


@pytest.mark.parametrize("size", [Display(), Display(270, 600, 105)], ids=["large", "small"])
@pytest.mark.parametrize("screen", installed_apps()["map"].screens)
def test_every_screen_builds_and_can_be_left(screen: str, size: Display) -> None:
    phone = Phone.new(None, size)
    phone.system.settings["system"]["font_scale"] = "2.0"
    phone.perform(LaunchApp(PACKAGE))
    phone.map.trip = Trip("", "university-101")
    stack = phone.system.tasks[-1].stack
    if screen != "home":
        stack.append(Entry("map", screen, ARGS.get(screen, {})))
    phone.changed()
    assert phone.tree().texts() or phone.tree().find(lambda node: node.content_desc == "Map")
    assert phone.frame().shape == (size.height, size.width, 3)
    phone.perform(PressKey("back"))
    if screen == "navigation":
        stop = phone.tree().find(lambda node: node.text == "Stop" and node.resource_id.endswith("button1"))
        assert stop is not None
        phone.perform(Tap(*stop.center))
    assert len(stack) == 1


# The map


def test_places_are_nodes_where_they_are(maps: Any) -> None:
    """Teléferic Barcelona is 221 m west and 22 m north of the position."""
    here, there = (maps.node(name).center for name in ("My Position", "Teléferic Barcelona"))
    assert here[0] - there[0] == pytest.approx(221 * 1080 / 822, abs=8)
    assert here[1] - there[1] == pytest.approx(22 * 1080 / 822, abs=8)
    maps.tap("Teléferic Barcelona")
    assert content(maps, "tv__title") == "Teléferic Barcelona"
    assert content(maps, "tv__subtitle") == "Restaurant • 0.2 km"


def test_the_map_follows_the_finger(maps: Any) -> None:
    before = maps.node("Teléferic Barcelona").center
    maps.phone.perform(Swipe(*MIDDLE, MIDDLE[0] + 200, MIDDLE[1] - 300))
    after = maps.node("Teléferic Barcelona").center
    assert (after[0] - before[0], after[1] - before[1]) == (200, -300)
    maps.tap("My position")
    assert maps.node("Teléferic Barcelona").center == before


def test_buttons_zoom_around_the_middle(maps: Any) -> None:
    here, there = (maps.node(name).center for name in ("My Position", "Paradise Shoes"))
    maps.tap("Zoom in")
    assert maps.node("My Position").center == here
    near = maps.node("Paradise Shoes").center
    assert near[0] - here[0] == pytest.approx(2 * (there[0] - here[0]), abs=6)
    for _ in range(20):
        maps.tap("Zoom out")
    assert maps.phone.map.view.zoom == 9
    for _ in range(20):
        maps.tap("Zoom in")
    assert maps.phone.map.view.zoom == 19


def test_a_touch_on_the_ground_hides_the_buttons(maps: Any) -> None:
    maps.phone.perform(Tap(540, 1750))
    assert not maps.sees("Search")
    assert not maps.sees("Zoom in")
    maps.press("back")
    assert maps.sees("Search", "Zoom in", "Route", "My places")


def test_a_long_press_opens_the_point(maps: Any) -> None:
    maps.phone.perform(LongPress(540, 1750))
    assert content(maps, "tv__subtitle").startswith("Point on the map • ")
    street = content(maps, "tv__title").rpartition(", ")[0]
    assert street in [known.name for known in maps.phone.world.city.streets]
    maps.tap("Route to")
    assert maps.sees("My location", "Start")
    assert maps.phone.map.trip.target.startswith("@")


def test_moving_the_map_keeps_no_pictures(maps: Any) -> None:
    maps.phone.frame()
    before = frame.PICTURES.nbytes
    for step in range(6):
        maps.phone.perform(Swipe(*MIDDLE, MIDDLE[0] + 50 + step, MIDDLE[1] + 90))
        pixels = maps.phone.frame()
    assert frame.PICTURES.nbytes - before < 1_000_000
    fresh = Phone(maps.phone.snapshot())
    np.testing.assert_array_equal(pixels, fresh.frame())


@pytest.mark.parametrize("layer", ["Subway", "Terrain", "Traffic"])
def test_layers(maps: Any, layer: str) -> None:
    before = maps.phone.frame()
    maps.tap("Layers", layer)
    assert maps.phone.map.view.layer == layer.lower()
    assert (maps.phone.frame() != before).any() or layer == "Subway"
    maps.tap("Layers", "Default")
    assert maps.phone.map.view.layer == ""


# Search


def test_results_are_sorted_by_distance(maps: Any) -> None:
    maps.tap("Search", "Hotel")
    assert rows(maps)[:2] == ["View on map", "The Clement Hotel - All Inclusive"]
    away = [float(n.text.split()[0]) for n in maps.phone.tree().walk() if n.resource_id.endswith("/distance")]
    assert len(away) > 3
    assert away == sorted(away)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("restaurant", "Teléferic Barcelona"),
        ("nearest hotel", "The Clement Hotel - All Inclusive"),
        ("teleferic", "Teléferic Barcelona"),
        ("howies", "Howie's Artisan Pizza"),
        ("IKEA", "IKEA"),
        ("bus stop route 51", "Route 51"),
        ("University of California", "University of California, Berkeley"),
        ("university south", "University South"),
        ("18th street", "OpenAI"),
    ],
)
def test_what_the_search_finds(query: str, first: str) -> None:
    assert finding.find(world(None), query)[0].name == first


def test_streets_and_houses_are_found() -> None:
    of = world(3)
    street = of.city.streets[4]
    assert finding.find(of, street.name)[0].kind == "street"
    house = finding.find(of, f"{street.name} 21")[-1]
    assert house.address == f"{street.name}, 21"
    assert finding.find(of, f"{street.name} 9999") == []
    assert finding.find(of, "qwertz") == []
    assert finding.find(of, " ") == []


def test_the_nearer_of_two_with_one_name_comes_first() -> None:
    near, far = finding.find(world(None), "ikea")
    assert (near.district, far.district) == ("East Palo Alto", "Emeryville")


def test_searches_are_remembered(maps: Any) -> None:
    find_place(maps, "OpenAI")
    maps.press("back")
    maps.press("back")
    maps.tap("Search", "History")
    assert rows(maps)[:2] == ["OpenAI", "coffee"]
    maps.tap("Clear search history", "Clear")
    assert maps.sees("No recent searches")
    assert maps.phone.map.history == []


# Routes


@pytest.mark.parametrize(
    ("start", "end", "mode", "length", "time", "lines"),
    [
        ("bus_stop-101", "bus_stop-102", "walk", "73 km", "12 hr 58 min", []),
        ("bus_stop-101", "bus_stop-102", "bicycle", "68 km", "4 hr 7 min", []),
        ("bus_stop-101", "bus_stop-102", "car", "66 km", "52 min", []),
        ("bus_stop-103", "bus_stop-104", "car", "7.0 km", "8 min", []),
        ("bus_stop-103", "bus_stop-104", "bicycle", "6.4 km", "23 min", []),
        ("bus_stop-103", "bus_stop-104", "walk", "5.9 km", "1 hr 11 min", []),
        ("bus_stop-103", "bus_stop-104", "transit", None, "18 min", ["subway 824", "subway EB"]),
        ("bus_stop-104", "bus_stop-103", "transit", None, "18 min", ["subway EB", "subway 824"]),
        ("", "restaurant-101", "walk", "0.2 km", "3 min", []),
        ("", "shop-101", "car", "5.1 km", "9 min", []),
    ],
)
def test_fixed_ways(start: str, end: str, mode: str, length: str, time: str, lines: list[str]) -> None:
    way = router.plan(None, (start, end), mode, False)
    assert way is not None
    assert wording.duration(way.minutes) == time
    assert length is None or wording.length(way.metres, "Kilometers") == length
    assert way.lines == lines


@pytest.mark.parametrize("seed", range(4))
def test_ways_follow_the_streets_and_add_up(seed: int) -> None:
    of = world(seed)
    stops = [place.id for place in of.places_of("bus_stop")]
    columns = {street.offset for street in of.city.streets if not street.east_west}
    rows_of = {street.offset for street in of.city.streets if street.east_west}
    for start, end in zip(stops, stops[1:] + stops[:1], strict=True):
        ends = spots.resolve(of, start).at, spots.resolve(of, end).at
        for mode in MODES:
            way = router.plan(seed, (start, end), mode, False)
            if way is None:
                assert mode == "transit"
                continue
            assert way.minutes == sum(leg.minutes for leg in way.legs)
            assert (way.points[0], way.points[-1]) == ends
            assert mode == "transit" or way.metres == router.along(*ends)
            assert mode != "transit" or way.lines
            for corner in way.points[1:-1]:
                assert corner.x in columns or corner.y in rows_of


def test_transit_is_no_slower_than_any_single_line() -> None:
    of = world(5)
    line = of.transport.lines[0]
    way = router.plan(5, (line.stops[0], line.stops[-1]), "transit", False)
    ride = sum(
        router.along(spots.resolve(of, a).at, spots.resolve(of, b).at)
        for a, b in zip(line.stops, line.stops[1:], strict=False)
    )
    assert way is not None
    assert way.minutes <= round(ride / line.speed + line.every / 2) + 1


def test_planning_a_way(maps: Any) -> None:
    find_place(maps, "Stanford University")
    maps.tap("Route to")
    assert maps.sees("My location", "Stanford University", "Start")
    car = content(maps, "time")
    maps.tap("Bicycle")
    assert maps.phone.map.trip.mode == "bicycle"
    assert content(maps, "time") == "9 min" != car
    maps.tap("Swap start and destination")
    assert (content(maps, "from"), content(maps, "to")) == ("Stanford University", "My location")
    maps.press("back")
    assert maps.phone.map.trip is None


def test_both_ends_can_be_chosen(maps: Any) -> None:
    maps.tap("Route")
    assert maps.sees("My location", "Choose destination")
    assert not maps.sees("Start")
    maps.tap("My location")
    maps.type("2700 Coast Avenue")
    tap_row(maps, "2700 Coast Avenue")
    maps.tap("Choose destination")
    maps.type("Route 51")
    tap_row(maps, "Route 51")
    assert (content(maps, "distance"), content(maps, "time")) == ("7.0 km", "8 min")
    maps.tap("Public transport")
    assert maps.sees("Subway 824", "Subway EB", "18 min")
    maps.tap("Details")
    assert maps.sees("Take subway 824 from 2700 Coast Avenue to San Antonio Station", "You have arrived")


def test_without_public_transport_nothing_starts(maps: Any) -> None:
    find_place(maps, "OpenAI")
    maps.tap("Route to", "Public transport")
    assert maps.node("Start").enabled is False
    maps.tap("Walk")
    assert maps.node("Start").enabled


def test_navigation_starts_and_stops(maps: Any) -> None:
    find_place(maps, "Stanford University")
    maps.tap("Route to", "Start")
    assert maps.phone.map.trip.started
    maps.press("back")
    maps.tap("Cancel")
    maps.tap("Turn voice off")
    assert maps.phone.map.settings.voice is False
    maps.tap("Stop")
    node = maps.phone.tree().find(lambda n: n.text == "Stop" and n.resource_id.endswith("button1"))
    maps.phone.perform(Tap(*node.center))
    assert not maps.phone.map.trip.started
    assert maps.sees("Start")


def test_stops_and_motorways(maps: Any) -> None:
    find_place(maps, "IKEA")
    maps.tap("Route to")
    assert content(maps, "time") == "9 min"
    maps.tap("Route options", "Add stop")
    maps.type("Stanford University")
    tap_row(maps, "Stanford University")
    maps.press("back")
    with_stop = content(maps, "time")
    assert with_stop != "9 min"
    maps.tap("Route options", "Motorways")
    maps.press("back")
    assert maps.phone.map.avoiding.motorways
    assert content(maps, "time") != with_stop
    maps.tap("Remove stop Stanford University")
    assert maps.phone.map.trip.stops == []


# My places and bookmarks


def test_work_is_set_changed_and_deleted(maps: Any) -> None:
    maps.tap("My places")
    assert maps.sees("Home", "Work", "Add address")
    maps.tap("Work")
    assert maps.sees("Work address")
    maps.type("OpenAI")
    tap_row(maps, "OpenAI")
    assert maps.sees("My places", "18th Street, 3180 • 50.6 km")
    maps.tap("More options for Work", "Change address")
    maps.type("Stanford University")
    tap_row(maps, "Stanford University")
    assert maps.phone.map.work == "university-101"
    maps.tap("More options for Work", "Delete")
    assert maps.phone.map.work is None


def test_work_is_chosen_on_the_map(maps: Any) -> None:
    maps.tap("My places", "Work", "Choose on map")
    maps.phone.perform(Swipe(*MIDDLE, MIDDLE[0] - 300, MIDDLE[1]))
    maps.tap("Select")
    assert maps.phone.map.work.startswith("@")
    assert maps.sees("My places")


def test_a_place_is_saved_edited_and_removed(maps: Any) -> None:
    find_place(maps, "Teléferic Barcelona")
    maps.tap("Save")
    assert maps.phone.map.bookmarks[-1].spot == "restaurant-101"
    maps.tap("More", "Edit bookmark", "Note")
    maps.type("Paella")
    maps.press("back")
    maps.tap("Color", "Blue")
    mark = maps.phone.map.bookmarks[-1]
    assert (mark.note, mark.color) == ("Paella", "Blue")
    maps.tap("Delete bookmark", "Delete")
    assert maps.phone.map.bookmark_of("restaurant-101") is None
    assert maps.sees("Save")


def test_lists_are_made_hidden_renamed_and_deleted(maps: Any) -> None:
    maps.tap("Menu", "Bookmarks", "Create new list")
    maps.type("Trip")
    maps.tap("Save")
    made = maps.phone.map.lists[-1]
    assert made.name == "Trip"
    maps.tap("Hide Trip")
    assert made.visible is False
    maps.tap("More options for Trip", "Rename")
    maps.type("Journey")
    maps.tap("Save")
    assert maps.phone.map.lists[-1].name == "Journey"
    maps.tap("More options for Journey", "Delete list", "Delete")
    assert [known.name for known in maps.phone.map.lists] == ["My Bookmarks"]


def test_hidden_lists_are_not_on_the_map(maps: Any) -> None:
    name = maps.phone.map.bookmarks[0].name
    at = spots.resolve(maps.phone.world, maps.phone.map.bookmarks[0].spot).at
    maps.phone.map.view.x, maps.phone.map.view.y = at.x, at.y
    maps.phone.map.view.zoom = 12
    maps.phone.changed()
    assert maps.sees(name)
    maps.tap("Menu", "Bookmarks", "Hide all on map")
    maps.press("back")
    assert not maps.sees(name)


# The rest


def test_regions_are_downloaded_and_deleted(maps: Any) -> None:
    maps.tap("Menu", "Download maps", "Islands", "Download")
    assert next(region for region in maps.phone.map.regions if region.id == "Islands").here
    maps.tap("Islands", "Delete")
    assert not next(region for region in maps.phone.map.regions if region.id == "Islands").here
    maps.tap("Palo Alto", "Delete")
    assert maps.phone.map.regions[0].here


def test_miles(maps: Any) -> None:
    maps.tap("Menu", "Settings", "Measurement units", "Miles")
    maps.press("back")
    find_place(maps, "OpenAI")
    assert content(maps, "tv__subtitle") == "Office • 31.4 mi"


def test_the_address_of_another_app_is_searched(maps: Any) -> None:
    maps.phone.map.history.clear()
    maps.phone.system.tasks[-1].stack.append(Entry("map", "search", {"address": "Campus Drive, 450"}))
    maps.phone.changed()
    assert "Stanford University" in rows(maps)


def test_guides_are_saved(maps: Any) -> None:
    maps.tap("Guides", "Parks and gardens of Palo Alto", "Save guide")
    maps.press("back")
    assert maps.phone.map.guides == ["green"]
    assert maps.sees("Saved • works offline")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 min"), (59, "59 min"), (60, "1 hr"), (61, "1 hr 1 min"), (778, "12 hr 58 min")],
)
def test_durations(minutes: int, words: str) -> None:
    assert wording.duration(minutes) == words


@pytest.mark.parametrize(
    ("metres", "words"), [(204, "0.2 km"), (9_949, "9.9 km"), (9_951, "10 km"), (66_000, "66 km")]
)
def test_lengths(metres: int, words: str) -> None:
    assert wording.length(metres, "Kilometers") == words


def test_two_fingers_zoom_about_the_point_between_them(maps):
    view = maps.phone.map.view
    ground = maps.phone.tree().find(lambda node: node.content_desc == "Map")
    x, y = ground.center[0] + 200, ground.center[1] - 100
    before = view.x, view.y, view.zoom
    maps.phone.perform(Pinch(x, y, 200, 800))
    assert maps.phone.map.view.zoom == before[2] + 2
    maps.phone.perform(Pinch(x, y, 800, 200))
    assert (maps.phone.map.view.x, maps.phone.map.view.y) == pytest.approx(before[:2])
    assert maps.phone.map.view.zoom == before[2]
    maps.phone.perform(Pinch(x, y, 200, 210))
    assert maps.phone.map.view.zoom == before[2], "fingers that tremble"
