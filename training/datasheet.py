"""What a data set holds, for those who train on it: counts, lengths, sources, what was refused and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import msgspec
import numpy as np

from agents.brief import pieces
from training.samples import Sample

QUANTILES = (0.5, 0.9, 0.99, 1.0)


def datasheet(
    config: Mapping[str, Any],
    splits: Mapping[str, Sequence[Sample]],
    outcomes: Mapping[str, Sequence[Any]],
    duplicates: int,
) -> dict[str, Any]:
    """The facts of a data set, as JSON values.

    Args:
        config: What was asked for.
        splits: The samples by split.
        outcomes: What became of the shards, by source (``training.generate.Outcome``).
        duplicates: Samples dropped because they teach what another one does.
    """
    samples = [sample for part in splits.values() for sample in part]
    answers: dict[str, set[str]] = {}
    for sample in samples:
        answers.setdefault(sample.question, set()).add(sample.reference)
    return {
        "config": dict(config),
        "samples": len(samples),
        "splits": {name: len(part) for name, part in splits.items()},
        "episodes": len({sample.episode for sample in samples}),
        "apps": _counts(sample.app for sample in samples),
        "tasks": _counts(sample.task_id for sample in samples),
        "sources": _counts(sample.source for sample in samples),
        "kinds": _counts(sample.kind for sample in samples),
        "actions": _counts(sample.reference.partition("(")[0] for sample in samples),
        "tokens_estimated": {
            "prompt": _lengths([_pieces(sample.prompt) for sample in samples]),
            "completion": _lengths([_pieces(sample.completion) for sample in samples]),
        },
        "pictures": sum(len(sample.images) for sample in samples),
        "duplicates_dropped": duplicates,
        "prompts_with_several_answers": sum(len(found) > 1 for found in answers.values()),
        "episodes_refused": {source: _merged(o.refused for o in all_) for source, all_ in outcomes.items()},
        "steps_left_out": {source: _merged(o.left_out for o in all_) for source, all_ in outcomes.items()},
    }


def write_datasheet(sheet: Mapping[str, Any], folder: Path) -> None:
    """Writes ``datasheet.json`` for programs and ``datasheet.md`` for people."""
    (folder / "datasheet.json").write_bytes(msgspec.json.format(msgspec.json.encode(sheet)) + b"\n")
    (folder / "datasheet.md").write_text(_page(sheet), encoding="utf-8")


def _page(sheet: Mapping[str, Any]) -> str:
    lines = [
        "# Datasheet",
        "",
        f"{sheet['samples']} samples of single steps from {sheet['episodes']} episodes, for supervised "
        "fine-tuning of phone agents: each is a prompt as the agent sends it, and the answer it should give.",
        "",
        "Made on virtual phones whose contents are invented; no data of real people. All draws come from "
        "seeds for training, and only episodes that the judge found successful, without side effects, were "
        "taken (AndroidLab's traces carry no verdict and were trusted). Reasoning and assessments were "
        f"worded by `{sheet['config'].get('writer')}`. Texts on screens are data, never instructions.",
        "",
    ]
    for title in ("splits", "apps", "sources", "kinds", "actions"):
        lines += _table(title, sheet[title])
    lines += [
        "## Tokens, estimated",
        "",
        "| part | mean | median | 90 % | 99 % | most |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for part, numbers in sheet["tokens_estimated"].items():
        lines.append(f"| {part} | " + " | ".join(str(value) for value in numbers.values()) + " |")
    lines += ["", "## Left out", ""]
    lines.append(f"* {sheet['duplicates_dropped']} samples that teach what another one does")
    for what, title in (("episodes_refused", "episodes"), ("steps_left_out", "steps")):
        for source, reasons in sheet[what].items():
            lines += [f"* {source}, {title}: {number} x {reason}" for reason, number in reasons.items()]
    lines += ["", f"Prompts with more than one right answer: {sheet['prompts_with_several_answers']}", ""]
    return "\n".join(lines)


def _table(title: str, counts: Mapping[str, int]) -> list[str]:
    rows = [f"| {name} | {count} |" for name, count in counts.items()]
    return [f"## {title.capitalize()}", "", f"| {title} | samples |", "|---|--:|", *rows, ""]


def _pieces(messages: Sequence[Mapping[str, Any]]) -> int:
    texts = [message["content"] for message in messages]
    return sum(
        pieces(text) if isinstance(text, str) else sum(pieces(part.get("text", "")) for part in text)
        for text in texts
    )


def _lengths(lengths: Sequence[int]) -> dict[str, float]:
    names = ("median", "90 %", "99 %", "most")
    found = np.quantile(lengths, QUANTILES).tolist()
    return {"mean": round(mean(lengths), 1), **{n: round(v) for n, v in zip(names, found, strict=True)}}


def _counts(values: Any) -> dict[str, int]:
    return dict(Counter(values).most_common())


def _merged(counts: Any) -> dict[str, int]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(total.most_common())
