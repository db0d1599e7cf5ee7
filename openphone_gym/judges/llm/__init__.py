"""A judge that asks a language model about the screens of an episode; works on any device.

===============  ==================================================================================
``judge``        the judge: votes, budget, cache, many episodes at once
``key_screens``  which screens of an episode the model gets to see
``fences``       how what apps and agents wrote is kept from passing for instructions
``prompt``       an episode as messages
``reply``        the model's answer, and how it is read
``votes``        what a vote is, how votes agree, where they are kept
``budget``       how much may be spent
===============  ==================================================================================
"""

from __future__ import annotations

from openphone_gym.judges.llm.budget import Budget, BudgetSpent
from openphone_gym.judges.llm.judge import VERSION, JudgeSettings, LlmJudge

__all__ = ["VERSION", "Budget", "BudgetSpent", "JudgeSettings", "LlmJudge"]
