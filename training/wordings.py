"""Has a language model say practice goals in other words, and keeps what certainly means the same.

::

    python -m training.wordings --endpoint OPENPHONE_WRITER --out data/wordings.jsonl --episodes 200
    python -m training.generate --config training/recipes/practice_data.yaml --wordings data/wordings.jsonl

The endpoint is set by variables with that prefix (``OPENPHONE_WRITER_MODEL``, ``OPENPHONE_WRITER_BASE_URL``,
...) or by a TOML file. What it answers is untrusted: ``tasks.practice.paraphrase`` refuses whatever is no
plain sentence, does not hold all names letter by letter, names or orders anything else. The same command goes
on where it was cut off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from string import Template
from typing import Annotated, NamedTuple

import msgspec
import typer

from agents.prompts import quote
from openphone_gym.arguments import InvalidArgument
from openphone_gym.control_tokens import plain
from openphone_gym.endpoint import ChatClient, Endpoint, EndpointError
from openphone_gym.tasks.catalogue import tasks_of
from openphone_gym.tasks.practice.errand import Errand
from openphone_gym.tasks.practice.paraphrase import named, refusal
from openphone_gym.tasks.practice.split import regime
from openphone_gym.tasks.practice.suite import errands_of
from openphone_gym.tasks.practice.wordings import Wording, read
from openphone_gym.tasks.task import Params, Task, draw
from training.sampling import InvalidSeeds, check_seeds

GROUPS = ("one thing", "a question")
"""Goals that are said in other words; in those of several things an order could change sides."""
TRIED = 4
"""Lines of an answer that are looked at, for each that is asked for."""
TEMPERATURE = 1.0

_PROMPT = Template(Path(__file__).with_suffix(".md").read_text(encoding="utf-8"))
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_STRAIGHT = re.compile(r'"([^"]*)"')


class Found(NamedTuple):
    """What came of a goal: its other wordings, and why the rest was refused."""

    wording: Wording
    refused: list[str]


def goals(tasks: Sequence[Task], seeds: range) -> Iterator[tuple[str, Errand]]:
    """The goals that these seeds draw, each once."""
    known: set[str] = set()
    for seed in seeds:
        for task in tasks:
            instance = draw(task, "sampled", seed)
            if instance.goal not in known:
                known.add(instance.goal)
                yield instance.goal, errands_of(Params(**instance.params))[0]


def reworded(model: ChatClient, count: int, goal: str, errand: Errand) -> Found:
    """Asks for other wordings of a goal.

    Args:
        model: Writes them.
        count: How many, at most.
        goal: As it is worded.
        errand: What it asks for.

    Raises:
        EndpointError: The endpoint failed, after all retries.
    """
    prompt = _PROMPT.substitute(
        goal=quote(goal),
        count=count,
        names=quote(", ".join(sorted(named(goal, errand)))),
        end="It stays a question." if errand.kind == "ask" else "It ends with a full stop, as an order.",
    )
    answer = model.complete([{"role": "user", "content": plain(prompt)}], temperature=TEMPERATURE)
    taken: list[str] = []
    refused: list[str] = []
    for line in answer.text.splitlines()[: TRIED * count]:
        text = _STRAIGHT.sub(r"“\1”", _BULLET.sub("", line)).strip()
        fault = "said already" if text in (goal, *taken) else refusal(text, goal, errand)
        if text and fault:
            refused.append(fault)
        elif text and len(taken) < count:
            taken.append(text)
    return Found(Wording(goal, tuple(taken)), refused)


def write(
    model: ChatClient, tasks: Sequence[Task], seeds: range, out: Path, *, count: int, threads: int = 1
) -> Counter[str]:
    """Writes the file, a line a goal; goals that are in it are asked for no more.

    Returns:
        How many wordings were taken (``taken``), and refused for each reason.

    Raises:
        InvalidSeeds: Some are for testing.
        InvalidArgument: ``out`` is another file.
        EndpointError: The endpoint failed; what is written stays.
    """
    check_seeds(seeds)
    known = {each.goal for each in read(out)} if out.exists() else set()
    asked = [each for each in goals(tasks, seeds) if each[0] not in known]
    out.parent.mkdir(parents=True, exist_ok=True)
    tally: Counter[str] = Counter()
    with out.open("ab") as file, ThreadPoolExecutor(threads) as pool:
        try:
            for found in pool.map(lambda each: reworded(model, count, *each), asked):
                file.write(msgspec.json.encode(found.wording) + b"\n")
                file.flush()
                tally.update(found.refused)
                tally["taken"] += len(found.wording.others)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return tally


def main(
    endpoint: Annotated[str, typer.Option(help="Where its settings are: a prefix of variables, or a file.")],
    out: Annotated[Path, typer.Option(help="File that is written, or gone on with.")],
    apps: Annotated[list[str] | None, typer.Option("--app", help="App; all if none is named.")] = None,
    first_seed: Annotated[int, typer.Option(help="First seed of the draws.", min=0)] = 0,
    episodes: Annotated[int, typer.Option(help="Draws of each task.", min=1)] = 100,
    count: Annotated[int, typer.Option(help="Wordings of a goal, at most.", min=1, max=20)] = 4,
    split: Annotated[bool, typer.Option("--split", help="Leaves out what is kept from training.")] = False,
    threads: Annotated[int, typer.Option(help="Requests at a time.", min=1, max=64)] = 8,
) -> None:
    """Has a language model say practice goals in other words."""
    tasks = [
        task
        for task in tasks_of("practice")
        if task.group in GROUPS
        and (not apps or task.app in apps)
        and (not split or regime(task) == "trained task")
    ]
    if not tasks:
        raise typer.BadParameter(f"no practice in {', '.join(apps or ())}")
    try:
        model = ChatClient(Endpoint.load(endpoint))
        seeds = range(first_seed, first_seed + episodes)
        tally = write(model, tasks, seeds, out, count=count, threads=threads)
    except (EndpointError, InvalidArgument, InvalidSeeds, OSError) as fault:
        raise SystemExit(f"wordings: {fault}") from None
    print(f"{tally.pop('taken', 0)} wordings taken, {tally.total()} refused; {out}")
    for reason, number in tally.most_common(10):
        print(f"  {number} x {reason}")


if __name__ == "__main__":
    typer.run(main)
