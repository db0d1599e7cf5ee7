"""Python's garbage collector in processes that do nothing but play episodes."""

from __future__ import annotations

import gc


def settle() -> None:
    """Has the collector pass over all that is in memory now, since it stays there until the process ends.

    That is modules, tasks and word lists: some 70,000 objects, on which a full collection spends 20 ms. It is
    for the program of a process to say, once it has loaded what it needs, and never for a library, since
    cycles of objects that others hold now and let go later would stay, too.
    """
    gc.collect()
    gc.freeze()
