"""Draws by seed: by the probabilities, and whatever else is in the batch."""

from __future__ import annotations

import pytest

pytest.importorskip("transformers", reason="needs the extra: pip install 'openphone_gym[train]'")

import torch

from training.drawing import Drawing

SCORES = torch.tensor([2.0, float("-inf"), 1.0, 0.0, float("-inf")])


def drawn(seeds: list[str], scores: torch.Tensor = SCORES) -> list[int]:
    left = Drawing(seeds)(torch.empty(0), scores.expand(len(seeds), -1))
    assert (left > float("-inf")).sum(-1).tolist() == [1] * len(seeds)
    return left.argmax(-1).tolist()


def test_tokens_come_as_often_as_they_are_probable() -> None:
    found = torch.bincount(torch.tensor(drawn([str(number) for number in range(20_000)])), minlength=5)
    expected = SCORES.softmax(-1)
    assert found[expected == 0].sum() == 0
    torch.testing.assert_close(found / 20_000, expected, atol=0.015, rtol=0)


def test_a_row_draws_the_same_in_any_company() -> None:
    together = drawn(["a", "b", "c"])
    assert [drawn([seed])[0] for seed in "abc"] == together
    assert drawn(["c", "b", "a"]) == together[::-1]


def test_each_token_has_a_draw_of_its_own() -> None:
    drawing, scores = Drawing(["a"]), torch.zeros(1, 1000)
    assert len({int(drawing(torch.empty(0), scores).argmax()) for _ in range(20)}) > 15
