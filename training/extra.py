"""Command lines of the training scripts: settings are read by TRL, help works without the extra ``train``."""

from __future__ import annotations

import argparse
import inspect
import itertools
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from training.config_files import BadConfig, read_config

PACKAGES = ("accelerate", "datasets", "peft", "torch", "transformers", "trl")
"""Packages of the extra that the scripts can't do without."""

HELP = frozenset({"-h", "--help"})

MORE = """\
--config FILE reads settings from YAML; those on the command line win. Beside the settings of the script, all
of TRL's {trl} are taken, such as
{such}.
With pip install 'openphone_gym[train]' this help shows them all.
"""


class ExtraMissing(RuntimeError):
    """Packages of the extra ``train`` are not installed; the message says how to install them."""


class CodeRefused(ValueError):
    """Settings ask to run code that comes with a model."""


def need(*packages: str) -> None:
    """Makes sure that packages of the extra are there, before any of them is imported.

    Raises:
        ExtraMissing: One is not installed.
    """
    missing = [name for name in packages or PACKAGES if find_spec(name) is None]
    if missing:
        raise ExtraMissing(f"{', '.join(missing)} not installed: pip install 'openphone_gym[train]'")


def settings(
    arguments: Sequence[str] | None,
    own: type,
    kinds: Callable[[], Sequence[type]],
    *,
    trl: str = "",
    such: str = "",
) -> tuple[Any, ...]:
    """Reads a script's settings, as ``TrlParser`` does.

    Args:
        arguments: The command line; None takes the program's.
        own: The script's own settings, a dataclass that needs no package of the extra.
        kinds: Gives the dataclasses to read; called only where the extra is there.
        trl: The classes of TRL among them, in words.
        such: Some of their options.

    Returns:
        A value for each of the dataclasses.

    Raises:
        ExtraMissing: Anything but help is asked for, and the extra is not installed.
        CodeRefused: They trust code of models.
        SystemExit: An option is wrong, or the file behind ``--config`` is no file of settings.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    more = MORE.format(trl=trl, such=textwrap.fill(such, 110))
    texts: dict[str, Any] = {
        "description": inspect.getdoc(own),
        "epilog": more if trl else more.partition(" Beside")[0],
        "formatter_class": argparse.RawDescriptionHelpFormatter,
    }
    try:
        need()
    except ExtraMissing:
        if not HELP & set(given):
            raise
        _help(own, texts).parse_args(["--help"])
    _check_config(given)
    from trl.scripts.utils import TrlParser  # late: help works without

    found = TrlParser(kinds(), **texts).parse_args_and_config(given)  # pyright: ignore[reportArgumentType]
    for values in found:
        _refuse_code(values)
    return found


def _refuse_code(values: Any) -> None:
    """Refuses what would have transformers run code of a model's folder; TRL's settings know it twice."""
    asked = [getattr(values, "trust_remote_code", False)]
    asked += [
        (getattr(values, name, None) or {}).get("trust_remote_code")
        for name in ("model_init_kwargs", "teacher_model_init_kwargs")
    ]
    if any(asked):
        raise CodeRefused("code that comes with a model is never run: leave trust_remote_code out")


def _check_config(given: Sequence[str]) -> None:
    """Ends the program if the file of settings is not one, before TRL builds values of it."""
    for flag, path in itertools.pairwise(given):
        if flag == "--config":
            try:
                read_config(Path(path))
            except BadConfig as fault:
                sys.exit(f"error: {fault}")


def _help(own: type, texts: dict[str, Any]) -> argparse.ArgumentParser:
    """A parser that knows the script's own settings only, to print them."""
    parser = argparse.ArgumentParser(**texts)
    for each in fields(own):
        value = each.default_factory() if each.default_factory is not MISSING else each.default
        default = "" if value is MISSING else f"(default: {value})".replace("%", "%%")
        parser.add_argument(f"--{each.name}", help=f"{each.metadata.get('help', '')} {default}".strip())
    return parser
