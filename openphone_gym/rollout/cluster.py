"""Workers on the machines of a Ray cluster.

Each worker is a Ray actor, the foreman, that has one process of its own do the jobs (a ``Pool`` of one), so
that limits, crashes and their classes are those of every other crew, found where the process is. What is lost
with a machine or a connection comes back to the queue; whatever still runs there can reach nobody.

Machines need the packages of the work installed, and the environment variables that it reads.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import Pipe, connection
from typing import Any, Generic

from openphone_gym.rollout.crew import TRIES, Crew, Pool, Worker
from openphone_gym.rollout.failure import Failure, Job, Result
from openphone_gym.rollout.stopping import SIGNALS
from openphone_gym.rollout.turns import Limit, Watch

LOCAL = "local"
"""Address of a cluster that is started on this machine, for this program."""

_KNOCK = 10.0  # seconds
_LOOK = 1.0  # seconds between two looks at whether the program is to stop


class NoCluster(Exception):
    """There is no cluster to work on; the message says why, and what to do."""


class WorkMissing(Exception):
    """A machine of the cluster lacks what the work is made of; so it will be with every job."""

    final = True


class Cluster(Crew[Job, Result]):
    """Workers on a Ray cluster, each with a CPU; a machine that is lost costs the jobs in flight on it.

    There are as many workers as find room: those without are waited for while others work, and take part once
    there is some.

    Args:
        work: As for ``Crew``; sent to the machines once.
        size: Number of workers; None takes all CPUs of the cluster.
        address: ``local``, or the address of a cluster, such as ``auto`` or ``10.0.0.1:6379``. Where Ray is
            connected already, that cluster is taken.
        limits: As for ``Crew``.
        again: As for ``Crew``.

    Raises:
        NoCluster: Ray is not installed, or no cluster is at the address.
    """

    def __init__(
        self,
        work: Callable[[Job, Watch], Result],
        size: int | None = None,
        *,
        address: str = LOCAL,
        limits: Mapping[str, Limit] | None = None,
        again: Callable[[Failure], bool] = lambda failure: not failure.final,
    ) -> None:
        self._ray = _ray()
        self._connected = _connect(self._ray, address)
        cpus = int(self._ray.cluster_resources().get("CPU", 1))
        super().__init__(work, size or max(1, cpus), limits=limits, again=again)
        self._sent = self._ray.put(self._ray.cloudpickle.dumps(work))
        self._joining: list[_RayWorker[Job, Result]] = []
        self._unable: list[str] = []

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        for worker in self._joining:
            worker.stop()
        if self._connected:
            self._ray.shutdown()

    def _free(self) -> Worker[Job, Result] | None:
        """A worker that has joined. Waits for one while there is nothing else to wait for."""
        while not self._draining:
            if self._idle:
                return self._idle.pop()
            while len(self._busy) + len(self._joining) < self.size and self._may_start():
                self._joining.append(_RayWorker(self._ray, self._sent, self._limits))
            if not self._joining and not self._busy:
                raise NoCluster(f"no machine of the cluster can work: {self._unable[-1]}")
            connection.wait(self._arrivals(), 0.0 if self._busy else _LOOK)
            self._welcome()
            if self._busy and not self._idle:
                return None
        return None

    def _may_start(self) -> bool:
        return len(self._unable) < TRIES * self.size

    def _welcome(self) -> None:
        """Takes in who has joined."""
        for worker in [worker for worker in self._joining if worker.heard]:
            self._joining.remove(worker)
            outcome = worker.answer()
            if isinstance(outcome, Failure):
                self._unable.append(outcome.reason)
                worker.stop()
            else:
                self._idle.append(worker)
                self._unable.clear()

    def _arrivals(self) -> Sequence[Any]:
        return [signal for worker in self._joining for signal in worker.signals]


class _RayWorker(Generic[Job, Result]):
    """A foreman on some machine, as its parent sees it. It has joined once there is a first answer."""

    def __init__(self, ray: Any, sent: Any, limits: Mapping[str, Limit]) -> None:
        self._ray = ray
        self._pipe, self._bell = Pipe(duplex=False)
        options = {"num_cpus": 1, "max_restarts": 0, "max_task_retries": 0, "scheduling_strategy": "SPREAD"}
        self._foreman = ray.remote(_Foreman).options(**options).remote(sent, dict(limits))
        self._ask(self._foreman.ready.remote())

    @property
    def signals(self) -> Sequence[Any]:
        """What to wait for: it is readable once there is an outcome."""
        return [self._pipe]

    @property
    def heard(self) -> bool:
        """Whether there is an answer."""
        return self._pipe.poll()

    def take(self, job: Job) -> None:
        """Starts on a job."""
        self._ask(self._foreman.do.remote(job))

    def answer(self) -> Result | Failure:
        """The outcome of the job, once there is one."""
        self._pipe.recv_bytes()
        try:
            return self._answered.result()
        except self._ray.exceptions.RayTaskError as error:
            return Failure.of(error.cause if isinstance(error.cause, Exception) else error, "")
        except self._ray.exceptions.RayError as error:
            return Failure(f"a machine of the cluster was lost: {type(error).__name__}", str(error), "lost")
        except Exception as error:  # such as an answer that can't be read: no machine was lost
            return Failure.of(error, "")

    def left(self, limits: Mapping[str, Limit]) -> float:
        """The foreman looks after the limits, and Ray after the foreman."""
        return float("inf")

    def give_up(self, limits: Mapping[str, Limit]) -> Failure | None:
        """Never: see ``left``."""
        return None

    def stop(self) -> bool:
        """Ends the foreman, and with it the process that it has."""
        with suppress(Exception):  # it or the cluster may be gone
            self._ray.kill(self._foreman)
        return True

    def _ask(self, reference: Any) -> None:
        self._answered = reference.future()
        self._answered.add_done_callback(self._ring)

    def _ring(self, _: object) -> None:
        with suppress(OSError):  # nobody waits any more
            self._bell.send_bytes(b"!")


class _Foreman:
    """A Ray actor that has a process do one job at a time, and tells what became of it."""

    def __init__(self, sent: bytes, limits: Mapping[str, Limit]) -> None:
        vars(sys.modules["__main__"]).pop("__file__", None)  # Ray's, which spawned processes would load, too
        self._pool: Pool[Any, Any] = Pool(_Sent(sent), 1, limits=limits, again=lambda failure: False)

    def ready(self) -> None:
        """Answers as soon as there is a foreman."""

    def do(self, job: Any) -> Any:
        """The job's result or its failure."""
        ((_, outcome),) = self._pool.run([job])
        return outcome


class _Sent(Generic[Job, Result]):
    """Work on its way to a process, which unpacks it at its first job."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._work: Callable[[Job, Watch], Result] | None = None

    def __call__(self, job: Job, watch: Watch) -> Result:
        work = self._work = self._work or self._unpacked()
        return work(job, watch)

    def _unpacked(self) -> Callable[[Job, Watch], Result]:
        try:
            return pickle.loads(self._packed)
        except (ImportError, AttributeError) as error:
            raise WorkMissing(f"{error}: install it on all machines of the cluster") from error


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray  # pyright: ignore[reportMissingImports]
        import ray.cloudpickle  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise NoCluster(f"{error}: pip install 'openphone_gym[ray]'") from None
    return ray


def _connect(ray: Any, address: str) -> bool:
    """Connects to the cluster; whether that was not done yet."""
    if ray.is_initialized():
        return False
    own = {"include_dashboard": False} if address == LOCAL else {}
    try:
        _knock(address)
        with _handlers_kept():
            ray.init(address=address, log_to_driver=False, logging_level="ERROR", **own)
    except Exception as error:  # of many kinds, by version of Ray
        raise NoCluster(f"no Ray cluster at {address} ({type(error).__name__}: {error})") from None
    return True


def _knock(address: str) -> None:
    """Tries the port, since Ray would wait for minutes.

    Raises:
        OSError: Nobody answers.
    """
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if port.isdigit():
        socket.create_connection((host.strip("[]"), int(port)), _KNOCK).close()


@contextmanager
def _handlers_kept() -> Iterator[None]:
    """Ray has its own idea of what to do at a signal."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        yield
    finally:
        with suppress(ValueError):  # another thread than the main one has no signals
            for number, handler in before.items():
                signal.signal(number, handler)
