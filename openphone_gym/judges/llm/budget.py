"""How much judging may cost: calls, tokens, US dollars."""

from __future__ import annotations

import threading
from typing import Any

from openphone_gym.endpoint import Completion


class BudgetSpent(RuntimeError):
    """There is nothing left to spend; the message says of what."""


class Budget:
    """Limits that several judges and threads may share; None is no limit.

    The limit of calls is exact. Tokens and dollars are known after a call only, so that calls in flight may
    overshoot them; where an endpoint reports none, they are estimated from characters.

    Args:
        calls: Requests to the endpoint; the client's own retries of one request don't count.
        tokens: Prompt and completion tokens together.
        dollars: US dollars, by the endpoint's prices.
    """

    def __init__(
        self, *, calls: int | None = None, tokens: int | None = None, dollars: float | None = None
    ) -> None:
        self._limits = {"calls": calls, "tokens": tokens, "US dollars": dollars}
        self._spent: dict[str, float] = dict.fromkeys(self._limits, 0)
        self._lock = threading.Lock()

    @property
    def spent(self) -> dict[str, float]:
        """What was spent so far, as ``calls``, ``tokens`` and ``US dollars``."""
        with self._lock:
            return dict(self._spent)

    def take_call(self) -> None:
        """Takes one call out of the budget, before it is made.

        Raises:
            BudgetSpent: A limit is reached.
        """
        with self._lock:
            for what, limit in self._limits.items():
                if limit is not None and self._spent[what] >= limit:
                    raise BudgetSpent(f"budget: all {limit:g} {what} are spent")
            self._spent["calls"] += 1

    def add(self, completion: Completion) -> None:
        """Adds what a call has used."""
        with self._lock:
            self._spent["tokens"] += completion.tokens_in + completion.tokens_out
            self._spent["US dollars"] += completion.cost

    def __deepcopy__(self, memo: dict[int, Any]) -> Budget:
        """The budget itself: Gymnasium copies the arguments of environments, and the money is one."""
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Everything but the lock: a budget sent to another process counts by itself from there on."""
        return {name: value for name, value in vars(self).items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._lock = threading.Lock()
