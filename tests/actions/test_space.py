from __future__ import annotations

import copy
import pickle
from collections import Counter

import pytest
from gymnasium.vector.utils import batch_space, iterate

from openphone_gym import actions
from openphone_gym.actions import VOCABULARY, Action, ActionSpace


def draws(space: ActionSpace, count: int = 300) -> list[Action]:
    return [space.sample() for _ in range(count)]


def test_draws_repeat_by_seed_and_differ_between_seeds() -> None:
    assert draws(ActionSpace(seed=1)) == draws(ActionSpace(seed=1))
    assert draws(ActionSpace(seed=1)) != draws(ActionSpace(seed=2))


def test_draws_are_sensible_members() -> None:
    space = ActionSpace(seed=0, max_index=7)
    drawn = draws(space, 2000)
    assert all(action in space for action in drawn)
    assert max(action.arguments.get("index", 0) for action in drawn) == 7
    counts = Counter(action.name for action in drawn)
    assert set(counts) == set(VOCABULARY)
    assert counts.most_common(1)[0][0] == "tap"
    assert counts["finish"] < 40


def test_mask_restricts_draws() -> None:
    space = ActionSpace(seed=0)
    assert {space.sample(mask=["back", "home"]).name for _ in range(50)} == {"back", "home"}
    with pytest.raises(ValueError, match="unknown actions"):
        space.sample(mask=["fly"])


def test_members() -> None:
    space = ActionSpace()
    assert actions.tap(3) in space
    assert "tap(3)" in space
    assert 'finish("ok")' in space
    for stranger in (
        "fly(3)",
        "",
        3,
        None,
        Action("tap", {}),
        Action("fly", {}),
        Action("tap", {"index": "3"}),
        Action("tap", {"x": 540.5, "y": 3}),
        Action("text", {"input_str": "\ud83d"}),
        "wait(nan)",
        "\ud83d",
    ):
        assert stranger not in space


def test_copies_and_json() -> None:
    space = ActionSpace(seed=5)
    for twin in (copy.deepcopy(space), pickle.loads(pickle.dumps(space))):
        assert twin == space
        assert draws(twin, 5) == draws(copy.deepcopy(space), 5)
    assert space != ActionSpace(max_index=3)
    drawn = draws(space)
    assert space.from_jsonable(space.to_jsonable(drawn)) == drawn
    assert repr(space) == "ActionSpace(max_index=40)"


def test_vector_environments_can_batch_it() -> None:
    batched = batch_space(ActionSpace(seed=1), n=3)
    sampled = batched.sample()
    assert len(list(iterate(batched, sampled))) == 3
    assert all(action in ActionSpace() for action in sampled)
