"""Requests of threads: answered together, and none held up by others."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from openphone_gym.rollout.batching import Batcher


def test_what_threads_ask_together_is_answered_together() -> None:
    batches: list[int] = []

    def answer(requests: Sequence[int]) -> list[int]:
        batches.append(len(requests))
        return [request * 2 for request in requests]

    batcher = Batcher(answer, size=4, wait=30)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(batcher.ask, range(8))) == [0, 2, 4, 6, 8, 10, 12, 14]
    assert batches == [4, 4]


def test_a_lone_request_does_not_wait_for_company() -> None:
    assert Batcher(list, size=4, wait=0.01).ask(5) == 5


def test_a_failure_reaches_all_that_asked_and_nobody_later() -> None:
    broken = threading.Event()
    broken.set()

    def answer(requests: Sequence[int]) -> Sequence[int]:
        if broken.is_set():
            raise ValueError("out of memory")
        return requests

    batcher = Batcher(answer, size=2, wait=30)
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(batcher.ask, number) for number in range(2)]
        faults = [future.exception() for future in futures]
    assert [str(fault) for fault in faults] == ["out of memory"] * 2
    broken.clear()
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(batcher.ask, range(2))) == [0, 1]


def test_an_answer_is_not_held_up_by_the_next_batch() -> None:
    batcher = Batcher(list, size=2, wait=30)
    again = threading.Thread(target=lambda: [batcher.ask(1), batcher.ask(3)])
    once = [threading.Thread(target=batcher.ask, args=(2,)) for _ in range(1)]
    for thread in (again, *once):
        thread.start()
    once[0].join(10)
    assert not once[0].is_alive()
    assert again.is_alive()  # its second request waits for company
    batcher.ask(4)
    again.join(10)
    assert not again.is_alive()


def test_a_batch_waits_for_no_more_than_can_come() -> None:
    batcher = Batcher(list, size=3, wait=30)
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(batcher.ask, number) for number in range(2)]
        batcher.resize(2)
        assert [future.result(10) for future in futures] == [0, 1]


def test_its_thread_ends_with_it() -> None:
    batcher = Batcher(list, size=1, wait=0)
    batcher.ask(1)
    thread, gone = batcher._thread, weakref.ref(batcher)
    del batcher
    gc.collect()
    thread.join(10)
    assert gone() is None
    assert not thread.is_alive()
