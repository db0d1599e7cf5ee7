"""The vector as its user sees it: Gymnasium's ``VectorEnv`` over a few processes with several phones each."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Any, NamedTuple

import gymnasium as gym
import numpy as np
from gymnasium.error import ClosedEnvironmentError
from gymnasium.vector import AutoresetMode, VectorEnv

from openphone_gym.actions import Action, InvalidAction, checked
from openphone_gym.arguments import InvalidArgument, optional, whole
from openphone_gym.devices.device import DeviceLost
from openphone_gym.env import PhoneEnv
from openphone_gym.vector.seat import Outcome
from openphone_gym.vector.worker import allocate, arrays, boxes, work

PATIENCE = 5.0
"""Seconds that a process gets to end, before it is ended."""

Observations = dict[str, Any]


class WorkerLost(DeviceLost):
    """A process died, and its phones with it. The others are closed: make the vector anew."""


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: Connection
    places: range

    @contextmanager
    def reached(self) -> Iterator[None]:
        """Turns the silence of a dead process into an error that says which phones are gone."""
        try:
            yield
        except (EOFError, OSError) as silence:
            self.process.join(PATIENCE)
            last = self.places[-1]
            raise WorkerLost(
                f"the process of phones {self.places[0]} to {last} died (exit code {self.process.exitcode}): "
                "make the environments anew"
            ) from silence


class PhoneVectorEnv(VectorEnv[Observations, Sequence[Action | str], np.ndarray]):
    """Phones side by side, spread evenly over a few processes.

    Pictures are written to shared memory by the phones themselves; texts, actions and infos travel in one
    message a process. Spaces, seeds, infos and autoreset are those of Gymnasium's ``AsyncVectorEnv``.

    An error of one phone, such as a ``DeviceError``, is raised here with a note that says which phone it was;
    the others have done their step, and all go on after a ``reset``.

    Args:
        num_envs: Phones.
        workers: Processes; None takes as many as there are cores, and never more than phones.
        context: How processes start, as for ``multiprocessing``: ``fork``, ``spawn``, ``forkserver``; None
            takes the system's own.
        autoreset_mode: When an episode that has ended is followed by the next
            (https://farama.org/Vector-Autoreset-Mode).
        copy: Whether observations are copied out of the shared memory; without it their arrays change with
            the next step.
        arguments: Of ``PhoneEnv``, for each phone.

    Raises:
        InvalidArgument: An argument has no such value.
        DeviceError: A device can't be reached.
        WorkerLost: A process died.
    """

    def __init__(
        self,
        num_envs: int,
        *,
        workers: int | None = None,
        context: str | None = None,
        autoreset_mode: str | AutoresetMode = AutoresetMode.NEXT_STEP,
        copy: bool = True,
        **arguments: Any,
    ) -> None:
        self.closed = True  # until there is something to close
        self.num_envs = whole(1)("num_envs", num_envs)
        processes = min(optional(whole(1))("workers", workers) or _cores(), self.num_envs)
        mode = _mode(autoreset_mode)
        start = _start(context)
        pattern = PhoneEnv(**arguments)
        self.metadata = {**pattern.metadata, "autoreset_mode": mode}
        self.render_mode = pattern.render_mode
        self.single_action_space = pattern.action_space
        self.single_observation_space = pattern.observation_space
        self.action_space = gym.vector.utils.batch_space(pattern.action_space, self.num_envs)
        self.observation_space = gym.vector.utils.batch_space(pattern.observation_space, self.num_envs)
        pattern.close()
        self._copy = copy
        self._texts: list[dict[str, str]] = [{} for _ in range(self.num_envs)]
        parts: Any = pattern.observation_space
        self._parts = tuple(parts)
        shared = allocate(boxes(parts), self.num_envs, start)
        self._arrays = arrays(boxes(parts), self.num_envs, shared)
        self._workers: list[_Worker] = []
        self.closed = False
        try:
            for places in _shares(self.num_envs, processes):
                self._workers.append(_hire(start, places, (arguments, places, self.num_envs, shared, mode)))
            self._received(lambda answer, worker: [answer] * len(worker.places))
        except BaseException:
            self.close(terminate=True)
            raise

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[Observations, dict[str, Any]]:
        """Starts an episode on every phone.

        Args:
            seed: Of the first phone, the others' being the next ones; or one for each.
            options: As for ``PhoneEnv.reset``, the same for all; and ``reset_mask``, bool (num_envs,): only
                phones for which it is True start anew.

        Raises:
            InvalidArgument: An option or the seed has no such value.
            DeviceError: A device failed.
            WorkerLost: A process died.
        """
        rest = dict(options or {})
        mask = self._mask(rest.pop("reset_mask", None))
        seeds = self._seeds(seed)
        asked = [
            {"seed": each, "options": rest} if begins else None
            for each, begins in zip(seeds, mask, strict=True)
        ]
        infos, _ = self._gathered(self._asked("reset", asked))
        return self._observations(), infos

    def step(
        self, actions: Sequence[Any]
    ) -> tuple[Observations, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        """Does one action on every phone.

        Args:
            actions: One for each phone, as for ``PhoneEnv.step``.

        Returns:
            Observations; rewards, float64 (num_envs,); terminated and truncated, bool (num_envs,); infos.

        Raises:
            InvalidArgument: There are more or fewer actions than phones.
            DeviceError: A device failed.
            WorkerLost: A process died.
            gymnasium.error.ResetNeeded: A phone has no episode.
        """
        if isinstance(actions, str) or len(actions) != self.num_envs:
            raise InvalidArgument("actions", actions, [f"a sequence of {self.num_envs} actions"])
        infos, outcomes = self._gathered(self._asked("step", [_portable(action) for action in actions]))
        return (
            self._observations(),
            np.array([outcome.reward for outcome in outcomes], np.float64),
            np.array([outcome.terminated for outcome in outcomes], np.bool_),
            np.array([outcome.truncated for outcome in outcomes], np.bool_),
            infos,
        )

    def render(self) -> tuple[Any, ...] | None:
        """The screens, each uint8 (H, W, 3), where ``render_mode`` is ``rgb_array``."""
        return None if self.render_mode is None else self.call("render")

    def call(self, name: str, *positional: Any, **named: Any) -> tuple[Any, ...]:
        """What an attribute of each environment is; of a method, what it returns."""
        return tuple(self._asked("call", [(name, positional, named)] * self.num_envs))

    def get_attr(self, name: str) -> tuple[Any, ...]:
        """What an attribute of each environment is."""
        return self.call(name)

    def set_attr(self, name: str, values: Any) -> None:
        """Sets an attribute of every environment: a list or tuple has one value for each."""
        each = values if isinstance(values, list | tuple) else [values] * self.num_envs
        if len(each) != self.num_envs:
            raise InvalidArgument("values", values, [f"{self.num_envs} values"])
        self._asked("set", [(name, value) for value in each])

    def close_extras(self, *, timeout: float = PATIENCE, terminate: bool = False) -> None:
        """Ends the processes.

        Args:
            timeout: Seconds that each gets to end by itself.
            terminate: Whether to end them at once.
        """
        for worker in self._workers:
            if not terminate:
                with suppress(OSError):
                    worker.pipe.send(None)
        for worker in self._workers:
            worker.process.join(0 if terminate else timeout)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.pipe.close()

    def __del__(self) -> None:
        """Ends the processes of a vector that nobody closed."""
        self.close(terminate=True)

    def _asked(self, verb: str, asked: Sequence[Any]) -> list[Any]:
        """Has every phone do something, at once; what each returned."""
        if self.closed:
            raise ClosedEnvironmentError("the environments are closed: make them anew")
        messages = [
            ForkingPickler.dumps((verb, asked[worker.places.start : worker.places.stop]))
            for worker in self._workers
        ]  # all of them before the first is sent: what can't be sent leaves the phones as they were
        with self._closed_if_lost():
            for worker, message in zip(self._workers, messages, strict=True):
                with worker.reached():
                    worker.pipe.send_bytes(message)
            return self._received(lambda answer, _: answer)

    def _received(self, spread: Callable[[Any, _Worker], list[Any]]) -> list[Any]:
        """An answer of each process, spread over its phones; the first error among them is raised."""
        answers: list[Any] = []
        for worker in self._workers:
            with worker.reached():
                answers += spread(worker.pipe.recv(), worker)
        for place, answer in enumerate(answers):
            if isinstance(answer, Exception):
                answer.add_note(f"on phone {place} of {self.num_envs}")
                raise answer
        return answers

    @contextmanager
    def _closed_if_lost(self) -> Iterator[None]:
        try:
            yield
        except (WorkerLost, KeyboardInterrupt):  # answers may be under way that nobody waits for any more
            self.close(terminate=True)
            raise

    def _gathered(self, answers: list[Outcome | None]) -> tuple[dict[str, Any], list[Outcome]]:
        """Infos by name, as Gymnasium has them, and the outcomes that there are."""
        infos: dict[str, Any] = {}
        for place, outcome in enumerate(answers):
            if outcome is None:
                continue
            self._texts[place] = outcome.texts
            for info in outcome.info:
                infos = self._add_info(infos, info, place)
        return infos, [outcome for outcome in answers if outcome is not None]

    def _observations(self) -> Observations:
        """Arrays and tuples of texts by part, in the order of the space."""
        return {
            name: self._array(name) if name in self._arrays else tuple(texts[name] for texts in self._texts)
            for name in self._parts
        }

    def _array(self, name: str) -> np.ndarray:
        return self._arrays[name].copy() if self._copy else self._arrays[name]

    def _seeds(self, seed: Any) -> list[int | None]:
        if seed is None:
            return [None] * self.num_envs
        if not isinstance(seed, list | tuple | np.ndarray):
            first = whole(0)("seed", seed)
            return [first + place for place in range(self.num_envs)]
        if len(seed) != self.num_envs:
            raise InvalidArgument("seed", seed, ["a whole number", f"{self.num_envs} of them"])
        return [optional(whole(0))("seed", each) for each in seed]

    def _mask(self, mask: Any) -> list[bool]:
        if mask is None:
            return [True] * self.num_envs
        sound = isinstance(mask, np.ndarray) and mask.shape == (self.num_envs,) and mask.dtype == np.bool_
        if not sound or not mask.any():
            valid = f"a bool array of shape ({self.num_envs},), not all False"
            raise InvalidArgument("reset_mask", mask, [valid])
        return mask.tolist()


def _hire(context: Any, places: range, arguments: tuple[Any, ...]) -> _Worker:
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, ours, *arguments), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours, places)


def _shares(count: int, processes: int) -> Iterator[range]:
    """Which phones each process gets."""
    for number in range(processes):
        yield range(number * count // processes, (number + 1) * count // processes)


def _portable(action: Any) -> Action | str | InvalidAction:
    """The action as it can be sent: an agent may hand over anything."""
    if isinstance(action, str):
        return str.__str__(action)
    try:
        return checked(action)
    except InvalidAction as error:
        return error


def _mode(given: str | AutoresetMode) -> AutoresetMode:
    try:
        return AutoresetMode(given)
    except ValueError:
        raise InvalidArgument("autoreset_mode", given, [mode.value for mode in AutoresetMode]) from None


def _start(context: str | None) -> Any:
    methods = multiprocessing.get_all_start_methods()
    if context is not None and context not in methods:
        raise InvalidArgument("context", context, methods)
    return multiprocessing.get_context(context)


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
