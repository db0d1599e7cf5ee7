"""Jobs in processes of their own, each of which may die or hang without taking others along, or in threads.

A job is done by ``work(job, watch)``. Through ``watch(phase)`` the work says whose turn it is, so that who
waits outside knows how long each phase takes and in which one a process died. What becomes of a job is its
result or a ``Failure``. A job that fails is tried once more in a fresh worker, unless the failure says that
this is of no use, and then counts as failed.

Processes are spawned, never forked: threads and graphics libraries do not survive a fork. They end with their
parent, however it ends. Threads serve work that waits for one thing that they share, such as a model which
answers many at once; a thread that hangs can only be left behind.
"""

from __future__ import annotations

from benchmarks.pool.crew import TRIES, Pool, Threads
from benchmarks.pool.failure import Abandoned, Failure
from benchmarks.pool.stopping import Stopped, Stopping
from benchmarks.pool.turns import Limit, Watch

__all__ = ["TRIES", "Abandoned", "Failure", "Limit", "Pool", "Stopped", "Stopping", "Threads", "Watch"]
