"""Measures how long a model takes for a step, and for what: prompt, first token, the rest of the answer.

::

    python -m benchmarks.inference_speed --endpoint OPENPHONE_AGENT --local models/smollm2 --out runs/speed

The turns are real ones: an expert does tasks of several apps, and its screens and its history make the
prompts that an agent would send at these places. Answers are read to their end and thrown away.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import gymnasium as gym
import msgspec
import numpy as np
import typer
from matplotlib.figure import Figure

from agents import local
from agents.basic import ExpertAgent
from agents.chat import PICTURES, ChatAgent
from agents.memory import SummaryMemory
from agents.prompts import observation_of
from agents.settings import AgentSettings, agent_settings
from benchmarks import logged
from benchmarks.report_to import ReportTo
from openphone_gym.endpoint import (
    ChatClient,
    Completion,
    Endpoint,
    EndpointError,
    EndpointNotConfigured,
    image_part,
    read_settings,
)
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.provenance import provenance
from openphone_gym.reporting.tracking import track
from openphone_gym.tasks.catalogue import UnknownTask, tasks_of

PERCENTILES = (50, 90, 99)
PHASES = {
    "images": "Encoding of pictures",
    "prompt": "Rest of the prompt",
    "prefill": "To the first token",
    "decode": "From there to the end",
}
"""What a step's time goes into, in this order, and how figures call it."""

_ASSESSMENT = (
    "Current State: the page that the task needs is open, and a part of it is done. Required Change: what "
    "the task names is still to be set. Action Need: go on with the next element."
)


class Turn(NamedTuple):
    """What an agent looks at when it decides."""

    observation: dict[str, Any]
    history: str


class Target(NamedTuple):
    """A model that is measured.

    Attributes:
        name: For tables.
        settings: How its agent shows the phone; the mode is replaced.
        vision: Whether it sees pictures.
        make_agent: An agent with these keyword arguments, for its prompts.
        ask: Answers messages, with ``Completion.first_token``.
        noted: Its settings, as JSON values.
    """

    name: str
    settings: AgentSettings
    vision: bool
    make_agent: Callable[..., ChatAgent]
    ask: Callable[[list[dict[str, Any]]], Completion]
    noted: dict[str, Any]


class Timing(NamedTuple):
    """One measured step: seconds of its phases, and its tokens."""

    images: float
    prompt: float
    prefill: float
    decode: float
    tokens_in: int
    tokens_out: int

    @property
    def total(self) -> float:
        """Seconds of the step."""
        return sum(getattr(self, phase) for phase in PHASES)

    @property
    def tokens_per_second(self) -> float | None:
        """Speed of writing after the first token; None where the endpoint counts no tokens."""
        return (self.tokens_out - 1) / self.decode if self.tokens_out > 1 and self.decode > 0 else None


def main(
    out: Annotated[Path, typer.Option(help="Folder for inference_speed.json, .md and .png.")],
    endpoint: Annotated[
        list[str] | None,
        typer.Option(
            help="A TOML file or a prefix of environment variables, as for the agent chat; repeatable."
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option("--local", help="A model's folder, as for the agent local; repeatable."),
    ] = None,
    mode: Annotated[
        list[str] | None, typer.Option(help="How the phone is shown; repeatable.", show_default="xml and som")
    ] = None,
    apps: Annotated[str, typer.Option(help="Apps, separated by commas.")] = "zoom,clock,setting,contacts",
    turns: Annotated[
        int, typer.Option(min=1, help="Steps that are measured, for each target and mode.")
    ] = 20,
    warm_up: Annotated[int, typer.Option(min=0, help="Steps before that.")] = 2,
    concurrency: Annotated[int, typer.Option(min=1, help="Steps asked for at the same time.")] = 1,
    max_tokens: Annotated[
        int | None, typer.Option(min=1, help="Limit of an answer.", show_default="each target's own")
    ] = None,
    report_to: ReportTo = None,
) -> None:
    """Times the steps of models, and writes figures, a table and a plot."""
    try:
        targets = [endpoint_target(source, max_tokens) for source in endpoint or ()]
        targets += [local_target(source, max_tokens) for source in model or ()]
        if not targets:
            raise typer.BadParameter("name a model: --endpoint or --local")
        modes = mode or ["xml", "som"]
        recorded = {name: record(name, apps.split(","), turns) for name in modes}
    except (EndpointNotConfigured, UnknownTask, ValueError) as error:
        raise typer.BadParameter(str(error)) from None
    figures = [
        {"target": target.name, "mode": name, **measure(target, name, recorded[name], warm_up, concurrency)}
        for target in targets
        for name in modes
        if target.vision or not _pictured(name)
    ]
    out.mkdir(parents=True, exist_ok=True)
    run = provenance({"apps": apps, "turns": turns, "warm_up": warm_up, "concurrency": concurrency}, [0])
    run["targets"] = {target.name: target.noted for target in targets}
    write_json({"figures": figures, "run": run}, out / "inference_speed.json")
    (out / "inference_speed.md").write_text(markdown(figures), encoding="utf-8")
    plot(figures, out / "inference_speed.png")
    typer.echo(markdown(figures))
    track(report_to or (), out, logged.inference(figures, run))


def endpoint_target(source: str, max_tokens: int | None = None) -> Target:
    """A model behind an endpoint; tries are not repeated, so that failures are seen.

    Raises:
        EndpointNotConfigured: A setting is missing or wrong.
    """
    names = (*Endpoint.__struct_fields__, *AgentSettings.__struct_fields__)
    endpoint, settings = agent_settings(source, read_settings(source, names), Endpoint)
    endpoint = msgspec.structs.replace(endpoint, retries=0, max_tokens=max_tokens or endpoint.max_tokens)
    client = ChatClient(endpoint)
    return Target(
        name=f"{endpoint.model} ({source})",
        settings=settings,
        vision=endpoint.vision,
        make_agent=lambda **arguments: ChatAgent(client, **arguments),
        ask=lambda messages: client.complete(messages, stream=True),
        noted=msgspec.to_builtins(endpoint),
    )


def local_target(source: str, max_tokens: int | None = None) -> Target:
    """A model in this process.

    Raises:
        EndpointNotConfigured: A setting, the model or a package is missing or wrong.
    """
    model, settings = agent_settings(source, local.read_source(source), local.LocalSettings)
    model = msgspec.structs.replace(model, max_tokens=max_tokens or model.max_tokens)
    loaded = local.load(model)
    return Target(
        name=f"{Path(model.model).name} (in this process)",
        settings=settings,
        vision=loaded.vision,
        make_agent=lambda **arguments: local.LocalAgent(loaded, **arguments),
        ask=loaded.complete,
        noted=msgspec.to_builtins(model),
    )


def record(mode: str, apps: Sequence[str], count: int) -> list[Turn]:
    """Turns of an expert that does one task of each app after the other.

    Args:
        mode: How the phone is shown.
        apps: Names of apps.
        count: How many turns.

    Raises:
        UnknownTask: There is no such app.
    """
    tasks = [tasks_of(app.strip()) for app in apps]
    turns: list[Turn] = []
    round_ = 0
    env = gym.make("OpenPhone-v0", observation=observation_of(mode), max_steps=100)
    while len(turns) < count:
        for of_app in tasks:
            turns += _walk(env, of_app[round_ % len(of_app)].id, mode)
        round_ += 1
    env.close()
    # Spread evenly, so that few turns come from all apps, too.
    return [turns[len(turns) * number // count] for number in range(count)]


def _walk(env: gym.Env[Any, Any], task: str, mode: str) -> list[Turn]:
    memory = SummaryMemory()
    agent, expert = ChatAgent(_Silent(), mode=mode, memory=memory), ExpertAgent(env)
    observation, _ = env.reset(seed=0, options={"task": task, "seed": 0})
    agent.reset(observation["goal"])
    expert.reset(observation["goal"])
    turns, ended = [], False
    while not ended:
        agent.prompt(observation)
        turns.append(Turn(observation, memory.text()))
        action = expert.act(observation).action
        answer = (
            f"<STATE_ASSESSMENT>{_ASSESSMENT}</STATE_ASSESSMENT><CALLED_FUNCTION>{action}</CALLED_FUNCTION>"
        )
        agent.take(observation, Completion(text=answer, finish_reason="stop"))
        observation, _, terminated, truncated, _ = env.step(action)
        ended = terminated or truncated
    return turns


class _Silent:
    """A model that nobody asks: the walk answers in its place."""

    def complete(self, messages: list[dict[str, Any]], **options: Any) -> Completion:
        raise AssertionError("the expert decides")


def measure(
    target: Target, mode: str, turns: Sequence[Turn], warm_up: int = 0, concurrency: int = 1
) -> dict[str, Any]:
    """Times all turns, several at a time if asked to.

    Returns:
        JSON values: number of steps, failures by kind, seconds of each phase and tokens by percentile,
        tokens a second of one answer, steps and tokens a second of all together.
    """
    agent = target.make_agent(**(msgspec.structs.replace(target.settings, mode=mode).arguments()))

    def attempt(turn: Turn) -> Timing | str:
        try:
            return _time(target, agent, turn)
        except EndpointError as fault:
            return type(fault).__name__

    with ThreadPoolExecutor(concurrency) as pool:
        list(pool.map(attempt, (list(turns) * warm_up)[:warm_up]))
        started = time.perf_counter()
        outcomes = list(pool.map(attempt, turns))
        wall = time.perf_counter() - started
    timings = [outcome for outcome in outcomes if isinstance(outcome, Timing)]
    return {
        "steps": len(timings),
        "failures": dict(Counter(outcome for outcome in outcomes if isinstance(outcome, str))),
        "seconds": {name: percentiles(getattr(t, name) for t in timings) for name in (*PHASES, "total")},
        "tokens_in": percentiles(t.tokens_in for t in timings),
        "tokens_out": percentiles(t.tokens_out for t in timings),
        "tokens_per_second": percentiles(filter(None, (t.tokens_per_second for t in timings))),
        "steps_per_second": len(timings) / wall,
        "all_tokens_per_second": sum(t.tokens_out for t in timings) / wall,
    }


def _time(target: Target, agent: ChatAgent, turn: Turn) -> Timing:
    settings, began = target.settings, time.perf_counter()
    for part in agent.observation:
        if part in PICTURES:
            image_part(
                turn.observation[part], long_side=settings.image_long_side, quality=settings.image_quality
            )
    encoded = time.perf_counter()
    messages = agent.messages(*turn)  # encodes the pictures once more
    images, built = encoded - began, time.perf_counter() - encoded
    answer = target.ask(messages)
    first = answer.latency if answer.first_token is None else answer.first_token
    return Timing(
        images=images,
        prompt=max(built - images, 0.0),
        prefill=first,
        decode=max(answer.latency - first, 0.0),
        tokens_in=answer.tokens_in,
        tokens_out=answer.tokens_out,
    )


def percentiles(values: Iterable[float]) -> dict[str, float] | None:
    """The values' percentiles, interpolated linearly; None without values."""
    known = list(values)
    if not known:
        return None
    return {
        f"p{p}": float(value) for p, value in zip(PERCENTILES, np.percentile(known, PERCENTILES), strict=True)
    }


def markdown(figures: Sequence[Mapping[str, Any]]) -> str:
    """A table, one line for each target and mode; times in milliseconds."""
    heads = [
        "Target",
        "Mode",
        "Steps",
        "Failed",
        "Tokens in",
        "Tokens out",
        "Pictures",
        "Prompt",
        "First token",
    ]
    heads += ["Decode", "Total p50", "p90", "p99", "Tokens/s", "Steps/s"]
    lines = [heads, ["---"] * 2 + ["---:"] * (len(heads) - 2)]
    for row in figures:
        seconds = row["seconds"]
        cells = [row["target"], row["mode"], str(row["steps"]), str(sum(row["failures"].values()))]
        cells += [_cell(row[name], "p50") for name in ("tokens_in", "tokens_out")]
        cells += [_cell(seconds[name], "p50", 1000) for name in PHASES]
        cells += [_cell(seconds["total"], f"p{p}", 1000) for p in PERCENTILES]
        cells += [_cell(row["tokens_per_second"], "p50"), f"{row['steps_per_second']:.2f}"]
        lines.append(cells)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _cell(values: Mapping[str, float] | None, name: str, scale: float = 1) -> str:
    if values is None:
        return "–"
    value = scale * values[name]
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def plot(figures: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Draws the median seconds of each phase, one bar for each target and mode, and the total's 90 % mark."""
    known = [row for row in figures if row["steps"]]
    labels = [f"{row['target']}\n{row['mode']}" for row in known]
    figure = Figure(figsize=(7.5, 1.9 + 0.6 * len(known)), layout="constrained")
    axes = figure.add_subplot()
    left = np.zeros(len(known))
    for phase, label in PHASES.items():
        widths = np.array([row["seconds"][phase]["p50"] for row in known])
        axes.barh(labels, widths, left=left, label=label, height=0.6)
        left += widths
    axes.plot([row["seconds"]["total"]["p90"] for row in known], labels, "k|", label="90 % of steps")
    axes.set(xlabel="Seconds a step (medians)", xlim=(0, None))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize="small", ncols=3, loc="lower left", bbox_to_anchor=(0, 1.02))
    axes.invert_yaxis()
    figure.savefig(path, dpi=120)


def _pictured(mode: str) -> bool:
    return bool(set(observation_of(mode)) & set(PICTURES))


if __name__ == "__main__":
    typer.run(main)
