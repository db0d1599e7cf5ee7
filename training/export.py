"""Makes of a trained model a folder to serve and share: whole weights, tokenizer, chat template, model card.

::

    python -m training.export --model models/smollm2 --adapter runs/grpo/final --out models/phone

A LoRA adapter is merged into the weights, or with ``--no-merge`` stays one, in half precision. The card tells
what the training scripts noted (``training.json``, see ``training.record``). The folder is written whole or
not at all.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from agents.model_folder import refuse_code, refuse_pickles
from openphone_gym.endpoint import EndpointNotConfigured
from openphone_gym.reporting.json_file import write_json
from openphone_gym.reporting.percentages import interval, percent
from training.config_files import BadConfig, parse_config
from training.extra import ExtraMissing, need
from training.record import RECORD, DamagedRecord, Stage, stages

FIGURES = {
    "success_rate": "Success rate",
    "sub_goal_rate": "Sub-goal rate",
    "rrr": "RRR",
    "ror": "ROR",
    "side_effect_rate": "Side effects",
}
"""Figures of an evaluation, by their names in ``summary.json``."""

SETTINGS, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
"""Files of an adapter, as peft names them."""


class ExportRefused(ValueError):
    """It can't be exported; the message says what to change."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What a model card tells.

    Attributes:
        name: The model's.
        base: Name of the model that the first stage began with, such as ``Qwen/Qwen3-0.6B``.
        license: Its licence, by the hub's identifier; ``unknown`` if nothing tells it.
        pictures: Whether the model sees pictures.
        adapter: Whether it is an adapter, to be loaded with its base.
        stages: How it was trained.
        summary: An evaluation's ``summary.json``.
    """

    name: str
    base: str
    license: str = "unknown"
    pictures: bool = False
    adapter: bool = False
    stages: Sequence[Stage] = ()
    summary: Mapping[str, Any] | None = None


def export(
    model: Path,
    out: Path,
    *,
    adapter: Path | None = None,
    merge: bool = True,
    summary: Path | None = None,
    base: str | None = None,
    license: str | None = None,
    replace: bool = False,
) -> Path:
    """Writes the folder of a model.

    Args:
        model: Folder of the base model, or of a model that was trained in full.
        out: Folder that is made.
        adapter: Folder of a LoRA adapter.
        merge: Whether it is merged into the weights. If not, it is kept alone, in float16: half the size, and
            finer than bfloat16, whose range an adapter does not need.
        summary: ``summary.json`` of an evaluation of the model.
        base: Name of the base model, for the card; None takes what its own card says, or its folder's name.
        license: Its licence; None takes what its card says.
        replace: Whether a folder that is there is replaced.

    Returns:
        ``out``.

    Raises:
        ExportRefused: A folder holds no model or adapter, they don't fit, or ``out`` is taken.
        DamagedRecord: What the training noted can't be read.
        UnsafeModel: A model comes with code of its own, or weights are pickled.
        ExtraMissing: PyTorch is not installed.
    """
    need("torch", "transformers", *(["peft"] if adapter else []))
    _check(model, adapter, merge, out, replace)
    told = stages(adapter or model)
    front = (_front(Path(told[0].base)) if told else {}) or _front(model)
    from agents.weights import sees_pictures  # late: help works without PyTorch

    card = Card(
        name=out.absolute().name,
        base=base or front.get("base_model") or Path(told[0].base if told else model).absolute().name,
        license=license or front.get("license") or "unknown",
        pictures=sees_pictures(model),
        adapter=not merge,
        stages=told,
        summary=_summary(summary) if summary else None,
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as place:
        made = Path(place) / "model"
        if adapter and not merge:
            _save_adapter(adapter, made)
        else:
            _save(model, adapter, made)
        (made / "README.md").write_text(page(card), encoding="utf-8")
        write_json(told, made / RECORD)
        if out.exists():
            out.rename(Path(place) / "before")
        made.rename(out)
    return out


def _check(model: Path, adapter: Path | None, merge: bool, out: Path, replace: bool) -> None:
    if not (model / "config.json").is_file():
        raise ExportRefused(f"{model} holds no model: name a folder with config.json as --model")
    if adapter and not (adapter / SETTINGS).is_file():
        raise ExportRefused(
            f"{adapter} holds no LoRA adapter; a model trained in full goes with --model alone"
        )
    refuse_code(model)
    refuse_pickles(model)
    if adapter:
        refuse_pickles(adapter, "adapter_model")
    if adapter is None and not merge:
        raise ExportRefused("--no-merge keeps an adapter: name its folder as --adapter")
    if out.resolve() in {folder.resolve() for folder in (model, adapter) if folder}:
        raise ExportRefused(f"{out} is what is exported: give another --out")
    if out.exists() and not replace:
        raise ExportRefused(f"{out} is there: give another --out, or --replace")


def _save(model: Path, adapter: Path | None, place: Path) -> None:
    from agents.weights import load_model, load_processor

    try:
        whole = load_model(model, adapter=adapter, device="cpu")
    except (RuntimeError, ValueError) as error:
        if adapter is None:
            raise
        reason = str(error).strip().splitlines()[-1].strip()
        raise ExportRefused(f"the adapter in {adapter} does not fit the model in {model}: {reason}") from None
    whole.save_pretrained(place)
    processor = load_processor(model)
    # The template that the adapter was trained with may be another one: the method `tools` changes it.
    template = adapter / "chat_template.jinja" if adapter else None
    if template and template.is_file():
        for part in (processor, getattr(processor, "tokenizer", processor)):
            part.chat_template = template.read_text(encoding="utf-8")
    processor.save_pretrained(place)


def _save_adapter(adapter: Path, place: Path) -> None:
    from safetensors.torch import load_file, save_file

    place.mkdir()
    weights = {name: values.half() for name, values in load_file(adapter / WEIGHTS).items()}
    save_file(weights, place / WEIGHTS, metadata={"format": "pt"})
    (place / SETTINGS).write_bytes((adapter / SETTINGS).read_bytes())


def _front(folder: Path) -> dict[str, str]:
    """Texts of the front matter of a folder's card; none where there is no card."""
    card = folder / "README.md"
    if not card.is_file():
        return {}
    _, _, rest = card.read_text(encoding="utf-8").partition("---\n")
    try:
        found = parse_config(rest.partition("\n---")[0])
    except BadConfig:
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def _summary(path: Path) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        return {"overall": dict(found["overall"]), "apps": dict(found["apps"]), "run": dict(found["run"])}
    except (OSError, msgspec.DecodeError, LookupError, TypeError, ValueError):
        raise ExportRefused(f"{path} is no summary.json of benchmarks.evaluate") from None


# The card


def page(card: Card) -> str:
    """The text of ``README.md``: front matter as hubs read it, and what there is to know."""
    task = "image-text-to-text" if card.pictures else "text-generation"
    front = {"license": card.license, "base_model": card.base}
    front |= {"library_name": "peft" if card.adapter else "transformers"}
    front |= {"pipeline_tag": task}
    lines = ["---", *(f"{name}: {_quoted(value)}" for name, value in front.items())]
    lines += ["tags:", "- phone-agent", "- openphone-gym", "---", "", f"# {card.name}", ""]
    lines += [
        f"`{card.base}`, trained to operate a phone: it reads a screen and answers with one action. It saw "
        "virtual phones with invented contents; how it does on real ones is not known unless told below.",
        "",
        *_use(card),
        "",
        "## Training",
        "",
    ]
    lines += [line for number, stage in enumerate(card.stages, 1) for line in _stage(number, stage)]
    if not card.stages:
        lines += ["Nothing was noted of how it was trained.", ""]
    lines += ["## Evaluation", "", *(_evaluation(card.summary) if card.summary else ["None was given."]), ""]
    return "\n".join(lines)


def _use(card: Card) -> list[str]:
    evaluate = f"--out runs/{card.name} --agent local:"
    if card.adapter:
        return ["```sh", f"python -m benchmarks.evaluate {evaluate}BASE,adapter={card.name}", "```"]
    serve = f"python -m training.serve {card.name}"
    return ["```sh", serve, f"python -m benchmarks.evaluate {evaluate}{card.name}", "```"]


def _quoted(value: str) -> str:
    """A text as YAML, which JSON is."""
    return msgspec.json.encode(value).decode()


def _stage(number: int, stage: Stage) -> list[str]:
    lines = [
        f"{number}. `{stage.program}`, from `{stage.base}`, seed {stage.seed}, commit "
        f"`{stage.run.get('commit') or 'unknown'}`",
        "",
    ]
    if stage.data is None:
        lines += ["   Data: episodes played while training."]
    else:
        facts = {name: value for name, value in stage.data.items() if name not in ("folder", "config")}
        told = "; ".join(f"{name} {_listed(value)}" for name, value in facts.items())
        lines += [f"   Data: `{stage.data['folder']}`; {told or 'without a datasheet'}."]
    blocks = {"Settings": stage.settings, "Data made with": (stage.data or {}).get("config")}
    for title, values in blocks.items():
        if values:
            text = msgspec.json.format(msgspec.json.encode(values)).decode()
            lines += [
                "",
                f"   {title}:",
                "",
                "   ```json",
                *(f"   {line}" for line in text.split("\n")),
                "   ```",
            ]
    return [*lines, ""]


def _listed(value: Any) -> str:
    return (
        ", ".join(f"{name} {count}" for name, count in value.items())
        if isinstance(value, dict)
        else str(value)
    )


def _evaluation(summary: Mapping[str, Any]) -> list[str]:
    run = summary["run"]
    sweep = run.get("arguments", {})
    overall = summary["overall"]
    lines = [
        f"Agent `{sweep.get('agent')}`, {sweep.get('variation')} tasks of the split {sweep.get('split')}, "
        f"{overall.get('episodes')} episodes, commit `{run.get('commit') or 'unknown'}`. In %:",
        "",
        "| figure | all | 95 % | " + " | ".join(summary["apps"]) + " |",
        "|---|--:|---|" + "--:|" * len(summary["apps"]),
    ]
    for name, title in FIGURES.items():
        ends = (overall.get("ci95") or {}).get(name)
        apps = [percent(figures.get(name)) for figures in summary["apps"].values()]
        lines.append("| " + " | ".join([title, percent(overall.get(name)), interval(ends), *apps]) + " |")
    return lines


def main(
    model: Annotated[Path, typer.Option(help="Folder of the base model, or of one trained in full.")],
    out: Annotated[Path, typer.Option(help="Folder that gets the model.")],
    adapter: Annotated[Path | None, typer.Option(help="Folder of a LoRA adapter.")] = None,
    merge: Annotated[bool, typer.Option(help="Whether the adapter goes into the weights.")] = True,
    summary: Annotated[Path | None, typer.Option(help="summary.json of an evaluation of it.")] = None,
    base: Annotated[
        str | None, typer.Option(help="Name of the base model.", show_default="what its card says")
    ] = None,
    license: Annotated[
        str | None, typer.Option(help="Its licence, such as apache-2.0.", show_default="what its card says")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a folder that is there.")] = False,
) -> None:
    """Makes of a trained model a folder to serve and to share, with a model card."""
    try:
        made = export(
            model,
            out,
            adapter=adapter,
            merge=merge,
            summary=summary,
            base=base,
            license=license,
            replace=replace,
        )
    except (ExportRefused, EndpointNotConfigured, DamagedRecord, ExtraMissing) as error:
        sys.exit(f"training.export: {error}")
    typer.echo(made)


if __name__ == "__main__":
    typer.run(main)
