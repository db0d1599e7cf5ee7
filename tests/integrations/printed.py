"""What docs/integrations.md prints."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "integrations.md").read_text(encoding="utf-8")


def programs(heading: str) -> list[str]:
    """The Python blocks below a heading."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def run(program: str) -> None:
    """Runs a block as a program of its own."""
    exec(program, {"__name__": "__main__"})  # noqa: S102 - the page's own lines
