"""Measures how long prompts get with the number of steps, for each kind of memory.

::

    python -m benchmarks.memory --out runs/memory

A stand-in for a model walks about the phone at random and writes assessments of the usual length, the same
ones for every memory, so that prompts differ in their histories alone. No endpoint is asked.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import gymnasium as gym
import numpy as np
import typer
from matplotlib.figure import Figure

from agents.chat import ChatAgent
from agents.memory import Memory, NoMemory, SummaryMemory, WindowMemory, approximate_tokens
from openphone_gym.actions import ActionSpace
from openphone_gym.endpoint import Completion
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.provenance import provenance

MEMORIES: dict[str, Callable[[], Memory]] = {
    "all steps": WindowMemory,
    "summary": SummaryMemory,
    "last 10 steps": lambda: WindowMemory(10),
    "none": NoMemory,
}
"""What is compared."""

ASSESSMENT_WORDS = (30, 70)
"""Fewest and most words of an assessment."""

_MOVES = ("tap", "swipe", "back", "wait")
_WORDS = ("the", "page", "shows", "a", "list", "of", "meetings", "and", "its", "switch", "is", "still", "off")


class Lengths(NamedTuple):
    """What each step's prompt held, in tokens (estimated, see ``approximate_tokens``).

    Attributes:
        prompt: All messages.
        history: What the memory said.
    """

    prompt: list[int]
    history: list[int]


def main(
    out: Annotated[Path, typer.Option(help="Folder that gets memory.json and memory.png.")],
    steps: Annotated[int, typer.Option(min=2, help="Steps of the episode.")] = 200,
    seed: Annotated[int, typer.Option(help="Seed of the walk and of the words.")] = 0,
) -> None:
    """Measures prompt tokens per step against the length of the history."""
    measured = {name: measure(make(), steps, seed) for name, make in MEMORIES.items()}
    out.mkdir(parents=True, exist_ok=True)
    figures = {
        name: {**lengths._asdict(), "growth_per_step": growth(lengths.history)}
        for name, lengths in measured.items()
    }
    write_json({"memories": figures, "run": provenance({"steps": steps}, [seed])}, out / "memory.json")
    plot(measured, out / "memory.png")
    for name, lengths in measured.items():
        typer.echo(
            f"{name:14} prompt {lengths.prompt[0]:5} -> {lengths.prompt[-1]:5} tokens, history at most "
            f"{max(lengths.history):5}, growing by {growth(lengths.history):6.1f} a step"
        )


def measure(memory: Memory, steps: int, seed: int) -> Lengths:
    """Walks about the phone with a chat agent, and takes the lengths of its prompts."""
    env = gym.make("OpenPhone-v0", observation=("ui",), max_steps=steps)
    model = _Wanderer(seed)
    agent = ChatAgent(model, memory=memory)
    observation, _ = env.reset(seed=seed)
    agent.reset(observation["goal"])
    lengths = Lengths([], [])
    while len(lengths.prompt) < steps:
        decision = agent.act(observation)
        lengths.prompt.append(decision.tokens_in)
        lengths.history.append(approximate_tokens(memory.text()))
        observation, _, terminated, truncated, _ = env.step(decision.action)
        if terminated or truncated:  # the walk goes on elsewhere, and the agent's episode with it
            observation, _ = env.reset()
    env.close()
    return lengths


def growth(values: list[int]) -> float:
    """Slope of the straight line through the second half of the values, per step."""
    half = values[len(values) // 2 :]
    return float(np.polyfit(range(len(half)), half, 1)[0]) if len(half) > 1 else 0.0


def plot(measured: dict[str, Lengths], path: Path) -> None:
    """Draws the prompts' tokens against the steps, one line a memory."""
    figure = Figure(figsize=(7, 3.6), layout="constrained")
    for axes, part in zip(figure.subplots(1, 2), Lengths._fields, strict=True):
        for name, lengths in measured.items():
            axes.plot(getattr(lengths, part), label=name, linewidth=1.2)
        axes.set(xlabel="Step", ylabel="Tokens", title=f"Tokens of the {part}", ylim=(0, None))
        axes.spines[["top", "right"]].set_visible(False)
    figure.axes[0].legend(frameon=False)
    figure.savefig(path, dpi=120)


class _Wanderer:
    """Answers as a model would, but at random and without reading."""

    def __init__(self, seed: int) -> None:
        self._space = ActionSpace(seed, max_index=16)
        self._rng = random.Random(seed)

    def complete(
        self,
        messages: list[dict[str, Any]],
        *,
        tools: list[dict[str, Any]] | None = None,
        logprobs: bool = False,
        temperature: float | None = None,
    ) -> Completion:
        """An answer in the usual form; the tokens of the prompt are estimated."""
        words = " ".join(self._rng.choices(_WORDS, k=self._rng.randint(*ASSESSMENT_WORDS)))
        parts = {
            "REASONING": words,
            "STATE_ASSESSMENT": f"Current State: {words}",
            "CALLED_FUNCTION": self._space.sample(_MOVES),
        }
        return Completion(
            text="\n".join(f"<{tag}>{content}</{tag}>" for tag, content in parts.items()),
            finish_reason="stop",
            tokens_in=sum(approximate_tokens(message["content"]) for message in messages),
        )


if __name__ == "__main__":
    typer.run(main)
