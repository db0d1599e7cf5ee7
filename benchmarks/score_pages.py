"""The leaderboard and the changelog on the documentation site: a hook of MkDocs (``mkdocs.yml``)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from benchmarks.leaderboard import BOARDS, Row, boards, ranked
from openphone_gym.reporting.percentages import interval, percent
from openphone_gym.versions import VERSIONS

ROOT = Path(__file__).parents[1]

ABOUT = """\
Success on the canonical tasks, each suite apart, under the suite's own conditions; rates are over episodes
that succeeded or failed, with Wilson's intervals. Only scores of the same versions stand here: {versions}.
Figures published elsewhere were measured on other phones by other judges, and are not among them.
[How to hand in a row](evaluating.md#leaderboard)."""

HEAD = "| | agent | success % | 95 % | sub-goals % | side effects % | scored, unscored, broken | from |"

_OUT_OF_SITE = re.compile(r"\[([^\]]+)\]\((?!https?://)[^)]+\)")
"""A link to a file of the checkout, which the site does not have."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages; called by MkDocs."""
    add = partial(File.generated, config)
    files.append(add("leaderboard.md", content=leaderboard(ROOT / "docs" / "leaderboard")))
    files.append(add("changelog.md", content=changelog(ROOT / "CHANGELOG.md")))
    return files


def leaderboard(folder: Path) -> str:
    """The tables of the submitted summaries of a folder, as Markdown."""
    rows, refused = boards(folder)
    versions = ", ".join(f"{part} {version}" for part, version in VERSIONS.items())
    parts = [
        "---\nhide: [toc]\n---\n\n# Leaderboard",
        ABOUT.format(versions=versions),
    ]
    for suite, title in BOARDS.items():
        parts += [f"## {title}", "\n".join(_table(rows[suite])) if rows[suite] else "Nothing yet."]
    if refused:
        parts += ["## Refused", "\n".join(f"- `{name}`: {html.escape(why)}" for name, why in refused.items())]
    return "\n\n".join(parts) + "\n"


def _table(rows: list[Row]) -> Iterator[str]:
    yield HEAD
    yield "|---" * HEAD.count(" |") + "|"
    for rank, row in ranked(rows):
        of = row.figures
        cells = [
            str(rank or ""),
            f"**{html.escape(row.name)}**" + (" (bound)" if row.bound else ""),
            percent(of.success_rate),
            interval(row.ci95),
            percent(of.sub_goal_rate),
            percent(of.side_effect_rate),
            f"{of.succeeded + of.failed}, {of.unscored}, {of.broken}",
            html.escape(row.source),
        ]
        yield f"| {' | '.join(cells)} |"


def changelog(path: Path) -> str:
    """The changelog without links to files that the site does not have."""
    return _OUT_OF_SITE.sub(r"\1", path.read_text(encoding="utf-8"))
