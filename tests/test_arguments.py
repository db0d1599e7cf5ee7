"""Checks of arguments take what is meant, and name what is valid for everything else."""

from __future__ import annotations

import argparse
import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.arguments import (
    LARGEST_INT,
    InvalidArgument,
    flag,
    from_text,
    number,
    one_of,
    optional,
    port,
    some_of,
    text,
    texts,
    validated,
    whole,
)
from openphone_gym.judges import UnknownJudge
from openphone_gym.tasks.catalogue import UnknownTask, find_task

NAN, INF = float("nan"), float("inf")
AB = ("alpha", "beta")
CHECKS = (
    one_of(AB), some_of(AB), texts, text, flag, whole(), whole(1, 5), number(0, 1),
    optional(whole(1, 5)), optional(texts),
)  # fmt: skip


class Rude:
    """An object that nobody may look at."""

    def __repr__(self) -> str:
        raise RuntimeError("no")

    def __str__(self) -> str:
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("check", "value", "meant"),
    [
        (one_of(AB), np.str_("alpha"), "alpha"),
        (some_of(AB), ["beta", "alpha", "beta"], ("alpha", "beta")),
        (some_of(AB), {"beta"}, ("beta",)),
        (some_of(AB), (), ()),
        (some_of(AB), np.array(["beta"]), ("beta",)),
        (texts, ["x"], ("x",)),
        (whole(1, 5), np.int64(3), 3),
        (whole(1, 5), np.uint8(5), 5),
        (whole(), -7, -7),
        (number(0, 1), 1, 1.0),
        (number(0, 1), np.float32(0.5), 0.5),
        (number(0, 1), Fraction(1, 4), 0.25),
        (optional(whole(1, 5)), None, None),
        (flag, False, False),
    ],
)
def test_what_is_meant_is_taken_in_its_own_type(check: Any, value: Any, meant: Any) -> None:
    found = check("x", value)
    assert found == meant
    assert type(found) is type(meant)


@pytest.mark.parametrize(
    ("check", "value", "told"),
    [
        (one_of(AB), "alpa", "did you mean 'alpha'"),
        (one_of(AB), ["alpha"], "'alpha', 'beta'"),
        (one_of(AB), np.array(AB), "'alpha', 'beta'"),
        (one_of(AB), None, "'alpha', 'beta'"),
        (some_of(AB), "alpha", "['alpha']"),
        (some_of(AB), True, "a list of alpha, beta"),
        (some_of(AB), {"alpha": 1}, "a list of alpha, beta"),
        (some_of(AB), b"alpha", "a list of alpha, beta"),
        (some_of(AB), (part for part in AB), "a list of alpha, beta"),
        (some_of(AB), [["alpha"]], "'alpha', 'beta'"),
        (texts, "zoom_1", "one or more texts"),
        (texts, [], "one or more texts"),
        (texts, ["a", 3], "a text"),
        (whole(1, 5), 0, "a whole number between 1 and 5"),
        (whole(1, 5), 3.0, "a whole number"),
        (whole(1, 5), True, "a whole number"),
        (whole(1, 5), np.True_, "a whole number"),
        (whole(1, 5), "3", "a whole number"),
        (whole(1), 0, "1 or more"),
        (whole(), 2**70, "a whole number"),
        (number(0, 1), NAN, "a number between 0 and 1"),
        (number(0, 1), INF, "a number between 0 and 1"),
        (number(0, 1), True, "a number"),
        (number(0, 1), 1j, "a number"),
        (number(0, 1), np.array([0.5]), "a number"),
        (optional(whole(1, 5)), 9, "'None'"),
        (flag, 1, "'True', 'False'"),
    ],
)
def test_everything_else_is_told_what_is_valid(check: Any, value: Any, told: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        check("x", value)
    assert told in str(caught.value)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.complex_numbers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
)


def outcome(check: Any, value: Any) -> Any:
    """What a check gives or raises."""
    try:
        return check("x", value)
    except InvalidArgument as error:
        return error


@given(anything)
def test_checks_raise_nothing_but_their_own(value: Any) -> None:
    for check in CHECKS:
        found = outcome(check, value)
        if isinstance(found, InvalidArgument):
            assert str(found).startswith("x=")
        assert found is None or isinstance(found, str | tuple | int | float | InvalidArgument)


def test_a_message_is_short_whatever_was_given() -> None:
    bomb: list[Any] = ["x"] * 10
    for _ in range(40):
        bomb = [bomb] * 10
    looped: list[Any] = []
    looped.append(looped)
    for value in (bomb, looped, "x" * 10**6, Rude(), [Rude()], 10**4000, b"x" * 10**6):
        for check in CHECKS:
            assert len(str(outcome(check, value))) < 1_000 or check is text


@pytest.mark.parametrize(
    "error",
    [
        InvalidArgument("x", Rude(), ["1", "2"]),
        UnknownJudge("judge", Rude(), ["state"]),
        UnknownTask("task", "zoom_111", ["zoom_1"]),
    ],
)
def test_errors_come_out_of_another_process_as_they_went_in(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
    assert str(type(error)(error)) == str(error), "as Gymnasium's vectors raise what a worker raised"


def test_a_long_name_of_a_task_is_cut() -> None:
    with pytest.raises(UnknownTask) as caught:
        find_task("zoom_" * 10**5)
    assert len(str(caught.value)) < 300


def test_a_table_is_applied_as_a_whole() -> None:
    table = {"a": whole(1, 5), "b": optional(text)}
    assert vars(validated(table, {"a": np.int8(2), "b": None})) == {"a": 2, "b": None}
    with pytest.raises(InvalidArgument, match="a=6"):
        validated(table, {"a": 6, "b": None})


@pytest.mark.parametrize("given", ["-1", "65536", "1.5", "nan", "inf", "x", "", "9" * 5_000, "0x10"])
def test_command_lines_refuse_what_is_no_port(given: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError) as caught:
        port(given)
    assert len(str(caught.value)) < 200


def test_command_lines_take_numbers() -> None:
    assert (port("0"), port("65535")) == (0, 65_535)
    assert from_text(number(0, 1))("0.25") == 0.25
    assert from_text(number(0, 1))("1") == 1.0
    assert from_text(whole(0, LARGEST_INT))("7") == 7
