"""Measures how rollouts scale with their workers, and what phones cost beside the model that uses them.

::

    python -m benchmarks.scaling --out runs/scaling.json

Three figures, of which the first two are CPU time, so that they hold on a busy machine, too:

* what a step costs in the environment and in making its prompt, with the screen as text and as a marked
  picture, and the share of that in a step of a model at its published speed;
* what a recorded episode costs to be sent from another machine;
* episodes per minute with some numbers of workers, with an agent that takes no time and with one that waits
  for its model.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import gymnasium as gym
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from agents.basic import ExpertAgent
from agents.chat import ChatAgent
from agents.stand_in import DEVICE_MODEL
from benchmarks.conduct import Ray
from benchmarks.sweep import Runner, Sweep
from openphone_gym.endpoint import Completion
from openphone_gym.episode import run_episode
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.provenance import provenance
from openphone_gym.rollout import Draw, Failure, crew
from openphone_gym.rollout.player import Player
from openphone_gym.rollout.playing import EPISODE_SECONDS, STEP_SECONDS, limits
from openphone_gym.rollout.shipping import Shipping, unpack
from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.tasks.task import OWN_SUITES
from openphone_gym.trajectory import Decision

SCREEN = (540, 1200)

MODES: dict[str, tuple[str, tuple[int, int]]] = {
    "text": ("xml", SCREEN),
    "pictures, 540 x 1200": ("som", SCREEN),
    "pictures, 1080 x 2400": ("som", (1080, 2400)),
}
"""How the phone is shown, and its screen."""

BETWEEN = 3
"""Of the tasks, in the order of the catalogue, every third is measured."""


class Thinking(ExpertAgent):
    """An expert that waits before each action, as for the answer of a model."""

    def __init__(self, seconds: float, env: gym.Env[Any, Any], seed: int) -> None:
        super().__init__(env)
        self._seconds = seconds

    def act(self, observation: dict[str, Any]) -> Decision:
        """Waits, and acts."""
        time.sleep(self._seconds)
        return super().act(observation)


def main(
    out: Annotated[Path, typer.Option(help="JSON file of the figures.")],
    workers: Annotated[str, typer.Option(help="Numbers of workers, separated by commas.")] = "1,2,4",
    episodes: Annotated[int, typer.Option(min=1, help="Episodes for each number of workers.")] = 60,
    thinking: Annotated[
        float, typer.Option(min=0, help="Seconds that the waiting agent waits a step.")
    ] = 0.5,
    ray: Ray = "",
) -> None:
    """Measures what steps and episodes cost, and how many episodes some numbers of workers play."""
    some = islice(catalogue().values(), 0, None, BETWEEN)
    tasks = [task.id for task in some if task.suite not in OWN_SUITES]
    numbers = [int(number) for number in workers.split(",")]
    figures = {
        "published_seconds_per_step": DEVICE_MODEL.seconds,
        "step": {name: step_cost(tasks, *shown) for name, shown in MODES.items()},
        "shipping": shipping_cost(tasks),
        "thinking": thinking,
        "episodes_per_minute": {
            kind: {str(number): speed(tasks, seconds, number, episodes, ray) for number in numbers}
            for kind, seconds in (("expert", 0.0), ("waiting", thinking))
        },
        "cores": os.cpu_count(),
        "run": provenance({"workers": workers, "episodes": episodes, "ray": ray}, [0]),
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    write_json(figures, out)
    _print(figures)
    typer.echo(f"Written to {out}")


def step_cost(tasks: Sequence[str], mode: str, screen: tuple[int, int]) -> dict[str, float]:
    """CPU time of a step, by reference solutions of the canonical tasks.

    Args:
        tasks: Ids of the tasks.
        mode: How the phone is shown, as for ``ChatAgent``.
        screen: Width and height in pixels.

    Returns:
        ``environment_ms`` (its share of a reset included), ``prompt_ms``, ``share`` of both in a step of the
        model at its published speed, ``steps``.
    """
    agent = ChatAgent(_Silent(), mode=mode)
    env = gym.make("OpenPhone-v0", observation=agent.observation, screen=screen)
    recorded = gym.make("OpenPhone-v0", observation=(), screen=screen)
    spent = {"environment": 0.0, "prompt": 0.0}
    steps = 0
    for number, task in enumerate([tasks[0], *tasks]):
        options = {"task": task}
        episode = run_episode(recorded, ExpertAgent(recorded), seed=0, options=options)
        if number == 1:  # a first episode loads fonts and fills caches, as any rollout does
            steps, spent = 0, dict.fromkeys(spent, 0.0)
        took = time.process_time()
        observation, _ = env.reset(seed=0, options=options)
        spent["environment"] += time.process_time() - took
        agent.reset(str(observation["goal"]))
        for step in episode.steps:
            took = time.process_time()
            agent.prompt(observation)
            decision = agent.take(observation, _completion(step.action_text))
            told = time.process_time()
            observation, *_ = env.step(decision.move)
            spent["prompt"] += told - took
            spent["environment"] += time.process_time() - told
            steps += 1
    env.close()
    recorded.close()
    cost = sum(spent.values()) / steps
    return {
        **{f"{name}_ms": 1000 * seconds / steps for name, seconds in spent.items()},
        "share": cost / (cost + DEVICE_MODEL.seconds),
        "steps": steps,
    }


def shipping_cost(tasks: Sequence[str]) -> dict[str, float]:
    """What an episode with pictures costs to be sent: ``megabytes``, and ``receive_ms`` of CPU time."""
    sweep = Sweep(agent="expert", tasks=tuple(tasks[:10]))
    work = Shipping(Runner(sweep, Path()))
    shipped = [work(job, lambda phase: None) for job in sweep.jobs()]
    with TemporaryDirectory() as folder:
        took = time.process_time()
        for each in shipped:
            unpack(each.files, Path(folder))
        seconds = time.process_time() - took
    return {
        "megabytes": sum(len(each.files) for each in shipped) / len(shipped) / 1e6,
        "receive_ms": 1000 * seconds / len(shipped),
    }


def speed(tasks: Sequence[str], seconds: float, workers: int, episodes: int, ray: str) -> float:
    """Episodes per minute, after each worker has played a first one.

    Args:
        tasks: Ids of the tasks, in turn.
        seconds: How long the agent waits before each step.
        workers: How many processes.
        episodes: How many are counted.
        ray: Address of a cluster; empty takes this machine.
    """
    player = Player(partial(Thinking, seconds), {"observation": ("ui",), "screen": SCREEN})
    allowed = limits(STEP_SECONDS, EPISODE_SECONDS)
    draws = [Draw(tasks[number % len(tasks)], "canonical", number) for number in range(episodes)]
    with crew(player, workers=workers, ray=ray, limits=allowed) as staff:
        list(staff.run([draws[0]._replace(seed=-number) for number in range(1, workers + 1)]))
        began = time.perf_counter()
        outcomes = list(staff.run(draws))
        took = time.perf_counter() - began
    broken = [outcome.reason for _, outcome in outcomes if isinstance(outcome, Failure)]
    if broken:
        raise RuntimeError(f"{len(broken)} of {len(outcomes)} episodes broke: {broken[0]}")
    return 60 * episodes / took


def _completion(call: str) -> Completion:
    return Completion(text=f"<CALLED_FUNCTION>{call}</CALLED_FUNCTION>", finish_reason="stop")


class _Silent:
    """A model that is never asked."""

    def complete(self, messages: list[dict[str, Any]], **options: Any) -> Completion:
        """Raises an error, always: prompts are made without an answer."""
        raise AssertionError("nobody asks this model")


def _print(figures: dict[str, Any]) -> None:
    table = Table(title="CPU time of a step", box=box.SIMPLE_HEAD)
    for heading in ("Screen as", "Environment, ms", "Prompt, ms", "Share, %"):
        table.add_column(heading, justify="left" if heading == "Screen as" else "right")
    for name, cost in figures["step"].items():
        numbers = (cost["environment_ms"], cost["prompt_ms"], 100 * cost["share"])
        table.add_row(name, *(f"{number:.2f}" for number in numbers))
    Console().print(table)
    table = Table(title="Episodes per minute", box=box.SIMPLE_HEAD)
    table.add_column("Agent")
    for number in next(iter(figures["episodes_per_minute"].values())):
        table.add_column(f"{number} workers", justify="right")
    for kind, found in figures["episodes_per_minute"].items():
        table.add_row(kind, *(f"{value:.0f}" for value in found.values()))
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
