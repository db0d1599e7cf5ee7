"""Whatever an agent hands over is a checked action or an ``InvalidAction``, and nothing else."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.actions import VOCABULARY, Action, ActionSpace, InvalidAction, build, checked, tap


class Hostile:
    """An object that fails however it is looked at."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __repr__(self) -> str:
        raise RuntimeError

    __str__ = __hash__ = __eq__ = __len__ = __iter__ = __bool__ = __repr__  # type: ignore[assignment]


class HostileText(str):
    """Text that fails where it is worked with."""

    def strip(self, *given: Any) -> str:
        raise RuntimeError

    __len__ = __str__ = __hash__ = __eq__ = strip  # type: ignore[assignment]


class HostileMapping(dict[str, Any]):
    """Arguments that fail where they are read."""

    def __iter__(self) -> Any:
        raise KeyError("no")

    items = keys = __iter__  # type: ignore[assignment]


def nested(depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(depth):
        found = {"index": found}
    return found


def unchecked(name: Any, arguments: Any = None) -> Action:
    """An action of parts that nobody has looked at."""
    return Action(name, {} if arguments is None else arguments)


@pytest.mark.parametrize(
    ("handed", "action"),
    [
        ("tap(3)", tap(3)),
        (np.str_("tap(3)"), tap(3)),
        (tap(3), tap(3)),
        (unchecked("click", {"index": "3"}), tap(3)),
        (unchecked("tap", {"index": np.int64(3)}), tap(3)),
        (unchecked("tap", {"index": np.uint8(3)}), tap(3)),
        (unchecked("tap", {"index": np.float32(3)}), tap(3)),
        (unchecked("tap", {"x": np.float64(540.5), "y": np.int32(7)}), tap(x=540, y=7)),
        (unchecked("tap", {"index": Fraction(6, 2)}), tap(3)),
        (unchecked("tap", MappingProxyType({"index": 3})), tap(3)),
        (unchecked("wait", {"interval": np.float32(0.5)}), build("wait", {"interval": 0.5})),
        (unchecked("text", {"input_str": np.str_("a")}), build("text", {"input_str": "a"})),
        (unchecked("text", {"input_str": np.int64(7)}), build("text", {"input_str": "7"})),
        (unchecked("text", {"input_str": "a\ud83d"}), build("text", {"input_str": "a?"})),
    ],
)
def test_what_means_an_action_is_one(handed: object, action: Action) -> None:
    found = checked(handed)
    assert found == action
    assert {type(value) for value in found.arguments.values()} <= {int, float, str}
    assert msgspec.json.decode(msgspec.json.encode(found), type=Action) == found


def test_text_of_a_class_of_its_own_is_taken_as_text() -> None:
    assert checked(HostileText("tap(3)")) == tap(3)


MALFORMED: list[Any] = [
    None, 3, 3.5, True, b"tap(3)", bytearray(b"tap(3)"), ["tap(3)"], {"name": "tap"}, object(), tap,
    Hostile(),
    np.int64(3), np.array(["tap(3)"]), np.nan, float("inf"), "\ud83d", "",
    unchecked(3), unchecked(None), unchecked("tap", 3), unchecked("tap", [3]), unchecked("tap", "index"),
    Action("tap", None), Action(b"tap", {}), Action(["tap"], {}), unchecked(Hostile()),
     # type: ignore[arg-type]
    unchecked("tap"), unchecked("\ud83d"), unchecked("x" * 10**6), unchecked("tap", Hostile()),
    unchecked("tap", HostileMapping(index=3)), unchecked("tap", {Hostile: 3}), unchecked("tap", {3: 3}),
    unchecked("tap", {b"index": 3}), unchecked("tap", {None: 3}), unchecked("tap", {("index",): 3}),
    unchecked("tap", {"\ud83d": 3}), unchecked("tap", {"index": 3, "x" * 10**6: 3}),
    *(
        unchecked(name, {key: value})
        for name, key in (("tap", "index"), ("wait", "interval"), ("text", "input_str"), ("finish",
        "message"))
        for value in (
            np.bool_(True), True, float("nan"), float("inf"), -float("inf"), 10**400, 10**5000,
            np.float32("nan"), [3],
            (1, 2), {"x": 1}, {3}, b"3", bytearray(b"3"), object(), Hostile(), Decimal("NaN"), 3j,
            np.array(3),
            np.array([1, 2]), Fraction(10**400), nested(5), nested(50_000), lambda: 3, "x" * 10**6, range(3),
        )
    ),
    unchecked("tap", {"x": 3, "y": float("nan")}), unchecked("tap", {"x": 0.5, "y": 0.5}),
    unchecked("swipe", {"direction": ["up"]}), unchecked("swipe", {"direction": "up", "dist": float("nan")}),
    unchecked("swipe", {"direction": "up", "dist": {}}), unchecked("swipe", {"direction": 3}),
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(MALFORMED)))
def test_anything_else_is_invalid_and_can_be_told(place: int) -> None:
    handed = MALFORMED[place]
    with pytest.raises(InvalidAction) as caught:
        checked(handed)
    assert len(str(caught.value)) < 500
    str(caught.value).encode()
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert not ActionSpace().contains(handed)


@pytest.mark.parametrize("look", [str, repr, hash])
def test_malformed_actions_can_be_looked_at(look: Callable[[object], object]) -> None:
    actions = [handed for handed in MALFORMED if type(handed) is Action]
    assert len(actions) > 100
    for action in actions:
        look(action)


def test_an_invalid_action_stays_what_it_is() -> None:
    error = InvalidAction("the answer was cut")
    with pytest.raises(InvalidAction) as caught:
        checked(error)
    assert caught.value is error
    assert str(InvalidAction("cut at \ud83d")) == "cut at ?"


SCALARS = [st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.fractions()]
TEXTS = [st.binary(), st.text(max_size=9), st.characters()]
ANY_VALUE = st.recursive(
    st.one_of(*SCALARS, *TEXTS),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
PARAMETERS = sorted({key for kind in VOCABULARY.values() for key in kind.parameters})


@given(
    st.sampled_from(sorted(VOCABULARY)) | ANY_VALUE,
    st.dictionaries(st.sampled_from(PARAMETERS) | st.text(max_size=3), ANY_VALUE, max_size=3) | ANY_VALUE,
)
def test_any_action_is_sound_or_invalid(name: Any, arguments: Any) -> None:
    handed = Action(name, arguments)
    str(handed), repr(handed), hash(handed)
    try:
        action = checked(handed)
    except InvalidAction:
        return
    assert msgspec.json.decode(msgspec.json.encode(action), type=Action) == action
    assert checked(str(action)) == action
