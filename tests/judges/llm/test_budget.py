from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from openphone_gym.endpoint import Completion
from openphone_gym.judges.llm import Budget, BudgetSpent


def completion() -> Completion:
    return Completion(text="", finish_reason="stop", tokens_in=70, tokens_out=30, cost=0.5)


@pytest.mark.parametrize(
    ("limits", "what"),
    [({"calls": 2}, "calls"), ({"tokens": 150}, "tokens"), ({"dollars": 0.9}, "US dollars")],
)
def test_each_limit_stops(limits: dict, what: str):
    budget = Budget(**limits)
    for _ in range(2):
        budget.take_call()
        budget.add(completion())
    with pytest.raises(BudgetSpent, match=what):
        budget.take_call()
    assert budget.spent == {"calls": 2, "tokens": 200, "US dollars": 1.0}


def test_calls_are_exact_between_threads():
    budget = Budget(calls=50)

    def take(_: int) -> bool:
        try:
            budget.take_call()
        except BudgetSpent:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(200))) == 50
