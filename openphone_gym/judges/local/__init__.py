"""A small judge that runs on the machine itself: no network, no language model, and no opinion where unsure.

============  ====================================================================
``question``  a question of a task, and where a screen speaks of it
``evidence``  what the screens and actions of an episode say on it, as numbers
``network``   the small network that reads these numbers
``judge``     the judge
============  ====================================================================
"""

from __future__ import annotations

from openphone_gym.judges.local.judge import LocalJudge
from openphone_gym.judges.local.network import Network

__all__ = ["LocalJudge", "Network"]
