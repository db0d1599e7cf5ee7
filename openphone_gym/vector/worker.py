"""A process of a vector, which holds several phones and has each of them do what it is sent."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Mapping
from contextlib import suppress
from ctypes import c_ubyte
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

import gymnasium as gym
import numpy as np
from gymnasium.vector import AutoresetMode

from openphone_gym.collector import settle
from openphone_gym.env import PhoneEnv
from openphone_gym.vector.seat import Seat

Boxes = dict[str, gym.spaces.Box]

Shared = Mapping[str, Any]
"""Memory of all phones for each array of the observation, by name."""


def boxes(space: Any) -> Boxes:
    """The parts of an observation space that are arrays."""
    return {name: part for name, part in space.items() if isinstance(part, gym.spaces.Box)}


def allocate(parts: Boxes, count: int, context: BaseContext) -> Shared:
    """Memory for these arrays of so many phones, which processes of the context share."""
    return {
        name: context.RawArray(c_ubyte, count * int(np.prod(part.shape)) * part.dtype.itemsize)
        for name, part in parts.items()
    }


def arrays(parts: Boxes, count: int, shared: Shared) -> dict[str, np.ndarray]:
    """The shared memory as arrays, each of shape (count, ...)."""
    return {
        name: np.frombuffer(shared[name], part.dtype).reshape(count, *part.shape)
        for name, part in parts.items()
    }


def work(
    pipe: Connection,
    owners_end: Connection,
    arguments: dict[str, Any],
    places: range,
    count: int,
    shared: Shared,
    mode: AutoresetMode,
) -> None:
    """What the process does: it answers messages until it is closed, or whoever sends them is gone.

    A message names a method of ``Seat``, and has one argument for each phone; the answer holds what each
    phone returned, or the error that it raised.

    Args:
        pipe: Messages and answers.
        owners_end: The pipe's other end, which a forked process inherits: open here, it would never tell that
            the owner is gone.
        arguments: Of ``PhoneEnv``.
        places: Which of the vector's phones these are.
        count: Phones of the vector.
        shared: Memory of all arrays.
        mode: When an episode that has ended is followed by the next.
    """
    owners_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keyboard interrupts the owner, who closes this process
    with suppress(EOFError, OSError):  # the owner is gone
        try:
            seats = _seats(arguments, places, count, shared, mode)
        except Exception as error:
            pipe.send(_portable(error))
            return
        pipe.send(None)
        _answer(pipe, seats)


def _seats(
    arguments: dict[str, Any], places: range, count: int, shared: Shared, mode: AutoresetMode
) -> list[Seat]:
    seats = []
    for place in places:
        env = PhoneEnv(**arguments)
        found = arrays(boxes(env.observation_space), count, shared)
        seats.append(Seat(env, {name: array[place, ...] for name, array in found.items()}, mode))
    return seats


def _answer(pipe: Connection, seats: list[Seat]) -> None:
    settled = False
    try:
        while message := pipe.recv():
            verb, asked = message
            answers = [_tried(seat, verb, each) for seat, each in zip(seats, asked, strict=True)]
            pipe.send_bytes(_packed(answers))
            if not settled:
                settle()  # what the first message has loaded serves all others
                settled = True
    finally:
        for seat in seats:
            seat.close()


def _tried(seat: Seat, verb: str, asked: Any) -> Any:
    try:
        return getattr(seat, verb)(asked)
    except Exception as error:
        return _portable(error)


def _packed(answers: list[Any]) -> bytes:
    """The answers as bytes; an error in the place of those that can't leave the process."""
    try:
        return pickle.dumps(answers, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        fault = TypeError(f"what the phones answered can't be sent between processes: {error}")
        return pickle.dumps([fault] * len(answers))


def _portable(error: Exception) -> Exception:
    """The error, or its words if it can't be made again in another process."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
