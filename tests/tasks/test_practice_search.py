"""The search over forks finds what the stored index says."""

from __future__ import annotations

import pytest

from openphone_gym.tasks.practice.__main__ import find
from openphone_gym.tasks.practice.index import sorted_out, templates
from openphone_gym.tasks.practice.search import search


@pytest.fixture(scope="module")
def found():
    return list(search("zoom"))


def test_what_is_stored_is_found_again(found):
    again = set(sorted_out("zoom", found))
    assert {template for template in templates("zoom") if not template.alone} <= again


def test_the_shortest_way_is_first(found):
    lengths = [len(each.way) for each in found]
    assert lengths == sorted(lengths)


def test_a_switch_is_found_with_what_it_changes(found):
    changed = {each.way[-1].label: each.changed for each in found if each.changed}
    assert changed["Mirror my video"] == ("zoom.settings.mirror_video",)


@pytest.mark.slow
@pytest.mark.parametrize("app", ["zoom", "clock"])
def test_the_index_is_made_as_it_is_stored(app: str):
    assert tuple(find(app)) == templates(app)
