"""Agents whose model runs in this process, many of them on one model.

Prompts, answers and memory are those of ``agents.chat``; the model is an ``agents.generation.LocalModel``.
What is here needs no torch until a model is loaded.
"""

from __future__ import annotations

import hashlib
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from agents.chat import ChatAgent
from agents.model_folder import refuse_code
from agents.settings import AgentSettings
from agents.sources import settings_of
from openphone_gym.endpoint import Completion, EndpointError, EndpointNotConfigured, is_prefix, read_settings
from openphone_gym.trajectory import Decision

if TYPE_CHECKING:
    from agents.generation import LocalModel, Request

_loading = threading.Lock()
_SAMPLES = 256
_SAMPLE_BYTES = 4096


class PromptTooLong(EndpointError):
    """Not even the system prompt and the goal fit the model's context."""


class LocalSettings(msgspec.Struct, frozen=True, kw_only=True):
    """A model in this process; see ``agents.generation.LocalModel``.

    Attributes:
        model: Its folder.
        adapter: Folder of a LoRA adapter.
        device: Such as ``cpu`` or ``cuda:1``; ``auto`` takes the first GPU if there is one.
        dtype: Such as ``float32``; ``auto`` takes that of the weights on disk.
        temperature: 0 takes the most probable token each time.
        max_tokens: Limit of an answer.
        context: Limit of prompt and answer together, in tokens; None takes the model's own.
        batch: Requests that are answered together, at most.
        keep_answers: Whether greedy answers are kept, for evaluations whose speed is not of interest.
    """

    model: str
    adapter: str | None = None
    device: str = "auto"
    dtype: str = "auto"
    temperature: Annotated[float, msgspec.Meta(ge=0)] = 0.0
    max_tokens: Annotated[int, msgspec.Meta(ge=1)] = 512
    context: Annotated[int, msgspec.Meta(ge=1)] | None = None
    batch: Annotated[int, msgspec.Meta(ge=1)] = 16
    keep_answers: bool = False


class LocalAgent(ChatAgent):
    """A policy made of a model in this process, prompts and a memory.

    A prompt that does not fit the model's context loses its oldest history first, and then the end of the
    screen; system prompt and goal always stay whole.

    Args:
        model: Shared by any number of agents.
        seed: Of all draws, for each episode anew.
        **arguments: As for ``ChatAgent``.
    """

    def __init__(self, model: LocalModel, *, seed: int = 0, **arguments: Any) -> None:
        super().__init__(model, **arguments)
        self._local = model
        self._seed = seed
        self._turn = 0

    def reset(self, goal: str) -> None:
        """Starts a new episode."""
        super().reset(goal)
        self._turn = 0

    def request(self, observation: dict[str, Any]) -> Request:
        """First half of a turn, for a model that answers several agents at once; ``take`` is the second."""
        from agents.generation import Request

        return Request(self.prompt(observation), self._tools, self._next_seed())

    def messages(self, observation: dict[str, Any], history: str) -> list[dict[str, Any]]:
        """What the model is sent, short enough for its context.

        Raises:
            PromptTooLong: Not even the system prompt and the goal fit.
        """
        past, screen = history.splitlines(), str(observation.get("ui", "")).splitlines()

        def less(lines: int) -> list[dict[str, Any]]:
            kept = screen[: len(screen) - max(0, lines - len(past))]
            shown = observation | {"ui": "\n".join(kept)} if lines > len(past) else observation
            return super(LocalAgent, self).messages(shown, "\n".join(past[lines:]))

        def fits(lines: int) -> bool:
            return self._local.excess(less(lines), self._tools) <= 0

        whole = super().messages(observation, history)
        if self._local.excess(whole, self._tools) <= 0:
            return whole
        most = len(past) + len(screen)
        lines = bisect_left(range(most + 1), True, key=fits)
        if lines > most:
            raise PromptTooLong(
                "the system prompt and the goal do not fit the model's context beside an answer: take a "
                "greater context, fewer max_tokens, or pictures with a smaller image_long_side"
            )
        return less(lines)

    def _ask(self, messages: list[dict[str, Any]], temperature: float | None = None) -> Completion:
        return self._local.complete(
            messages, tools=self._tools, seed=self._next_seed(), temperature=temperature
        )

    def _next_seed(self) -> int:
        """A seed for this turn."""
        digest = hashlib.sha256(f"{self._seed}/{self._turn}".encode()).digest()
        self._turn += 1
        return int.from_bytes(digest[:6], "big")


def act_batch(
    model: LocalModel, agents: Sequence[LocalAgent], observations: Sequence[dict[str, Any]]
) -> list[Decision]:
    """Decides for several environments together, as in a vectorised rollout.

    Args:
        model: The one that all the agents share.
        agents: One for each environment, with its memory.
        observations: One for each agent.
    """
    turns = list(zip(agents, observations, strict=True))
    answers = model.complete_batch([agent.request(observation) for agent, observation in turns])
    return [agent.take(seen, answer) for (agent, seen), answer in zip(turns, answers, strict=True)]


def read_source(source: str) -> dict[str, Any]:
    """Settings of a model and its agent: a folder and further settings behind commas, or as for endpoints.

    Raises:
        EndpointNotConfigured: The file can't be read, or what stands behind a comma is no setting.
    """
    first, *others = source.split(",")
    if is_prefix(first) or ".toml" in first:
        values = read_settings(first, (*LocalSettings.__struct_fields__, *AgentSettings.__struct_fields__))
    else:
        values = {"model": first}
    return values | settings_of(others, source)


def check(settings: LocalSettings) -> None:
    """Refuses, before anything is loaded, what can't be.

    Raises:
        EndpointNotConfigured: A package, the model or its adapter is missing.
        UnsafeModel: The model comes with code of its own.
    """
    needed = ["torch", "transformers", *(["peft"] if settings.adapter else [])]
    if missing := [name for name in needed if find_spec(name) is None]:
        raise EndpointNotConfigured(
            f"a model in this process needs {', '.join(missing)}: pip install 'openphone_gym[train]'"
        )
    places = {Path(settings.model): "config.json"}
    if settings.adapter:
        places[Path(settings.adapter)] = "adapter_config.json"
    for folder, name in places.items():
        if not (folder / name).is_file():
            raise EndpointNotConfigured(
                f"{folder} holds no {name}: name the folder that the model was saved in"
            )
        refuse_code(folder)


def load(settings: LocalSettings) -> LocalModel:
    """The model, once in each process, whichever of its threads ask for it.

    Raises:
        EndpointNotConfigured: A package, the model or its adapter is missing.
        UnsafeModel: The model comes with code of its own, or with pickled weights.
    """
    with _loading:
        return _load(settings)


@cache
def _load(settings: LocalSettings) -> LocalModel:
    check(settings)
    from agents.generation import LocalModel

    values = msgspec.structs.asdict(settings)
    return LocalModel(values.pop("model"), **values)


@cache
def fingerprint(settings: LocalSettings) -> str:
    """Hash of samples of all files of the model and its adapter: weights that were trained on differ in it.

    Returns:
        12 hexadecimal digits.
    """
    folders = [Path(folder) for folder in (settings.model, settings.adapter) if folder]
    digest = hashlib.sha256()
    for sample in _samples(path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()):
        digest.update(sample)
    return digest.hexdigest()[:12]


def _samples(paths: Iterable[Path]) -> Iterator[bytes]:
    """Name and size of each file, and bytes from places spread evenly over it."""
    for path in paths:
        size = path.stat().st_size
        yield f"{path.name} {size}\n".encode()
        with path.open("rb") as file:
            for number in range(_SAMPLES):
                file.seek(size * number // _SAMPLES)
                yield file.read(_SAMPLE_BYTES)
