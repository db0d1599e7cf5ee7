"""HTML pages of the benchmarks' own figures, in the look of the pages of recorded episodes."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from benchmarks.outcomes import COUNTED
from openphone_gym import recording
from openphone_gym.recording.viewer import readable
from openphone_gym.reporting.percentages import interval, percent, points, points_between

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
