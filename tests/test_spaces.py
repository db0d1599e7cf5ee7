"""Text in any script: membership, cutting, and the way through shared memory."""

from __future__ import annotations

import multiprocessing
from copy import deepcopy

import gymnasium as gym
import pytest
from gymnasium.vector.utils import create_shared_memory, read_from_shared_memory, write_to_shared_memory
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.spaces import UnicodeText

TEXTS = ["", "tap", "Español", "北京 7:30 AM", "🎉" * 3]


def test_membership_counts_bytes() -> None:
    space = UnicodeText(6)
    assert space.contains("")
    assert space.contains("北京")
    assert not space.contains("北京!")
    assert not space.contains(b"tap")
    assert not space.contains(7)


@given(st.text(), st.integers(1, 40))
def test_cut_text_is_a_member_and_a_prefix(text: str, size: int) -> None:
    space = UnicodeText(size)
    cut = space.cut(text)
    assert space.contains(cut)
    assert text.startswith(cut)
    assert cut == text or len(cut.encode()) > size - 4


def test_a_character_is_never_cut_in_two() -> None:
    assert UnicodeText(5).cut("北京") == "北"


def test_equal_seeds_draw_equal_samples() -> None:
    first, second = UnicodeText(100, seed=3), UnicodeText(100, seed=3)
    drawn = [first.sample() for _ in range(20)]
    assert drawn == [second.sample() for _ in range(20)]
    assert len(set(drawn)) > 10
    assert all(text in first for text in drawn)


def test_spaces_are_equal_by_size() -> None:
    assert UnicodeText(5) == UnicodeText(5)
    assert UnicodeText(5) != UnicodeText(6)
    assert not UnicodeText(5).is_np_flattenable


def test_halves_of_surrogate_pairs_are_no_members() -> None:
    space = UnicodeText(8)
    for text in ("\ud83d", "a\ud83d", "\ud83d" * 100):
        assert not space.contains(text)
        assert space.cut(text) in space
    assert space.cut("a\ud83d") == "a?"


@pytest.mark.parametrize("text", TEXTS)
def test_shared_memory_round_trip(text: str) -> None:
    space = UnicodeText(64)
    memory = create_shared_memory(space, n=3, ctx=multiprocessing.get_context("spawn"))
    for index, value in enumerate(["a much longer text before", text, "x"]):
        write_to_shared_memory(space, index, "overwritten", memory)
        write_to_shared_memory(space, index, value, memory)
    assert tuple(read_from_shared_memory(space, memory, n=3)) == ("a much longer text before", text, "x")


def test_shared_texts_are_views_and_their_copies_stay() -> None:
    space = UnicodeText(64)
    memory = create_shared_memory(space, n=2, ctx=multiprocessing.get_context("spawn"))
    texts = read_from_shared_memory(space, memory, n=2)
    write_to_shared_memory(space, 1, "before", memory)
    kept = deepcopy(texts)
    write_to_shared_memory(space, 1, "after", memory)
    assert kept == ("", "before")
    assert (texts[0], texts[-1], texts[0:2], len(texts)) == ("", "after", ("", "after"), 2)
    with pytest.raises(IndexError):
        texts[2]


def test_inside_a_dict_space() -> None:
    space = gym.spaces.Dict({"goal": UnicodeText(20), "step": gym.spaces.Discrete(3)})
    sample = space.sample()
    assert sample in space
    batch = gym.vector.utils.batch_space(space, 2)
    assert len(batch.sample()["goal"]) == 2
