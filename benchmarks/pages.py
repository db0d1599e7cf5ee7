"""HTML pages of the benchmarks' own figures, in the look of the pages of recorded episodes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from benchmarks.outcomes import COUNTED
from openphone_gym import recording
from openphone_gym.recording.viewer import readable

_TEMPLATES = [Path(__file__).parent / "templates", Path(str(recording.__file__)).parent / "templates"]


def write_page(template: str, path: Path, **values: Any) -> None:
    """Fills a template of ``benchmarks/templates``; everything put into it is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=readable,
    )
    environment.filters |= {
        "percent": percent,
        "interval": interval,
        "points": points,
        "points_between": points_between,
        "ended": COUNTED.__getitem__,
        "url": quote,
    }
    path.write_text(environment.get_template(template).render(values), encoding="utf-8")


def percent(share: float | None) -> str:
    """A share in percent; a dash for what is unknown."""
    return "–" if share is None else f"{100 * share:.1f}"


def interval(bounds: Sequence[float] | None) -> str:
    """A confidence interval in percent; a dash where there is none."""
    return "–" if bounds is None else " to ".join(map(percent, bounds))


def points(difference: float | None) -> str:
    """A difference of shares in percentage points, with its sign; a dash for what is unknown."""
    return "–" if difference is None else f"{100 * difference:+.1f}".replace("-", "−").replace("+0.0", "0.0")


def points_between(bounds: Sequence[float] | None) -> str:
    """The interval of a difference in percentage points; a dash where there is none."""
    return "–" if bounds is None else " to ".join(map(points, bounds))
