"""Many episodes, for evaluation, data and training: workers, a queue, limits of time, classes of faults.

A job is done by ``work(job, watch)``. Through ``watch(phase)`` the work says whose turn it is, so that who
waits outside knows how long each phase takes and in which one a worker died. What becomes of a job is its
result or a ``Failure``. A job that fails is tried once more in a fresh worker, unless the failure says that
this is of no use, and then counts as failed.

Workers are processes (``Pool``), each of which may die or hang without taking others along; threads
(``Threads``), for work that waits for one thing that they share, such as a model which answers many at once;
or processes on the machines of a Ray cluster (``Cluster``). ``crew`` makes what a command line asks for.
Processes are spawned, never forked: threads and graphics libraries do not survive a fork. They end with their
parent, however it ends. A thread that hangs can only be left behind.

``rollout`` plays episodes of any agent with them.
"""

from __future__ import annotations

from openphone_gym.rollout.cluster import LOCAL, Cluster, NoCluster
from openphone_gym.rollout.crew import TRIES, Crew, Pool, Threads
from openphone_gym.rollout.failure import Abandoned, Failure
from openphone_gym.rollout.playing import Draw
from openphone_gym.rollout.service import crew, rollout
from openphone_gym.rollout.stopping import Stopped, Stopping
from openphone_gym.rollout.turns import Limit, Watch

__all__ = [
    "LOCAL",
    "TRIES",
    "Abandoned",
    "Cluster",
    "Crew",
    "Draw",
    "Failure",
    "Limit",
    "NoCluster",
    "Pool",
    "Stopped",
    "Stopping",
    "Threads",
    "Watch",
    "crew",
    "rollout",
]
