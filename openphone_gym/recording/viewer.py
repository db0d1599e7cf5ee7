"""Recorded episodes as HTML pages to look through: an index, and a page with every screen of each episode.

The pages need no server and load nothing from elsewhere. Pictures stay where they were recorded and are
referenced by relative paths, so a run's folder can be moved or packed as a whole. What an agent, a task or a
screen says is escaped, and characters that would hide or reorder what stands beside them are shown by number.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from PIL import Image

from openphone_gym.recording.trace import load_episode, screen_path
from openphone_gym.trajectory import Episode, Outcome, Step
from openphone_gym.ui.marks import Mark, number_marks
from openphone_gym.ui.node import UiTree

PAGES = "pages"
"""Folder of the episodes' pages, beside ``index.html``."""

OUTCOMES: Mapping[Outcome, str] = {"success": "succeeded", "failure": "failed", "unscored": "unscored"}
"""What the pages call the ends of an episode."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters, directions of writing, characters without width, halves of characters."""


class Entry(msgspec.Struct, kw_only=True):
    """A line of the index.

    Attributes:
        name: Name of the episode's folder.
        page: Its page, relative to the index.
        outcome: ``succeeded``, ``failed`` or ``unscored``.
        fault: Kind of what the agent did that ended the episode; empty if nothing did.
        progress: Share of sub-goals reached, 0 to 1; None if unscored.
        steps: Number of the agent's steps.
        side_effects: Number of changes the task does not allow.
    """

    name: str
    page: str
    app: str
    task_id: str
    seed: int | None
    goal: str
    outcome: str
    fault: str
    progress: float | None
    steps: int
    side_effects: int


class Screen(msgspec.Struct, kw_only=True):
    """A screen of an episode's page, and the step taken on it.

    Attributes:
        picture: Path of the picture relative to the page; None if there is none.
        size: Width and height of the screen in pixels; None where nothing tells it.
        tree: What the screen shows, as data.
        step: The step; None for the screen after the last one.
        mark: The numbered element that the step acted on, if it named one.
    """

    picture: str | None
    size: tuple[int, int] | None
    tree: UiTree | None
    step: Step | None = None
    mark: Mark | None = None

    @property
    def gesture(self) -> str:
        """Name of the gesture's type, such as ``Tap``; empty if nothing reached the phone."""
        return type(self.step.gesture).__name__ if self.step and self.step.gesture else ""


def render_html(
    folders: Sequence[Path],
    out: Path,
    *,
    title: str = "Episodes",
    summary: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Path:
    """Writes ``index.html`` and a page for each episode.

    Args:
        folders: Folders of recorded episodes; their names must differ.
        out: Folder of the pages; made if missing.
        title: Headline of the index.
        summary: Figures to show above the episodes, in the form of a run's ``summary.json``.
        errors: Episodes that broke for a reason outside the agent, and why.

    Returns:
        The index.

    Raises:
        DamagedTrace: A folder is not a whole recorded episode.
        ImportError: Jinja is not installed.
        ValueError: Two folders have the same name.
    """
    names = [folder.name for folder in folders]
    if len(set(names)) < len(names):
        raise ValueError(
            "the folders of the episodes must have different names, which become those of the pages"
        )
    render = _renderer()
    (out / PAGES).mkdir(parents=True, exist_ok=True)
    entries = []
    for before, folder, after in zip([None, *names[:-1]], folders, [*names[1:], None], strict=False):
        episode = load_episode(folder, frames=False)
        entry = _entry(folder.name, episode)
        screens = _screens(episode, folder, out / PAGES)
        around = {"before": before, "after": after}
        page = render("episode.html", entry=entry, episode=episode, screens=screens, **around)
        (out / PAGES / f"{folder.name}.html").write_text(page, encoding="utf-8")
        entries.append(entry)
    index = out / "index.html"
    context = {"title": title, "summary": summary, "errors": errors or {}, "entries": entries}
    index.write_text(render("index.html", apps=_by_app(entries), **context), encoding="utf-8")
    return index


def _renderer() -> Callable[..., str]:
    """Fills a template by name; everything put into it is escaped."""
    try:
        import jinja2  # an extra: only the pages need it
    except ImportError as error:
        raise ImportError("the HTML pages need Jinja: pip install 'openphone_gym[bench]'") from error
    templates = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    environment = jinja2.Environment(
        loader=templates,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=readable,
    )
    environment.filters |= {"percent": _percent, "url": _url}
    return lambda template, **values: environment.get_template(template).render(values)


def readable(value: Any) -> Any:
    """A value as text that shows all its characters; markup of the templates themselves stays as it is."""
    if hasattr(value, "__html__"):
        return value
    return _HIDDEN.sub(lambda found: f"\N{REPLACEMENT CHARACTER}[U+{ord(found[0]):04X}]", str(value))


def _url(path: str) -> str:
    """A relative path in an address; names that are no text are the bytes they are on the disk."""
    return quote(os.fsencode(path))


def _percent(share: float | None) -> str:
    """A share as text; a dash for what is unknown."""
    return "–" if share is None else f"{100 * share:.1f}".removesuffix(".0") + " %"


def _entry(name: str, episode: Episode) -> Entry:
    verdict = episode.verdict
    return Entry(
        name=name,
        page=f"{PAGES}/{name}.html",
        app=episode.app,
        task_id=episode.task_id,
        seed=episode.seed,
        goal=episode.goal,
        outcome=OUTCOMES[episode.outcome],
        fault=episode.fault.kind if episode.fault else "",
        progress=verdict.progress if verdict and episode.outcome != "unscored" else None,
        steps=len(episode.steps),
        side_effects=len(verdict.side_effects) if verdict else 0,
    )


def _by_app(entries: Iterable[Entry]) -> dict[str, dict[str, list[Entry]]]:
    """App to task to its episodes, in the order given."""
    apps: dict[str, dict[str, list[Entry]]] = {}
    for (app, task), episodes in groupby(entries, lambda entry: (entry.app, entry.task_id)):
        apps.setdefault(app, {}).setdefault(task, []).extend(episodes)
    return apps


def _screens(episode: Episode, folder: Path, page_folder: Path) -> list[Screen]:
    def screen(index: int, tree: UiTree | None, step: Step | None = None) -> Screen:
        path = screen_path(folder, index)
        picture = _url(Path(os.path.relpath(path, page_folder)).as_posix()) if path.exists() else None
        size = (tree.width, tree.height) if tree else _size(path)
        return Screen(picture=picture, size=size, tree=tree, step=step, mark=_mark(step) if step else None)

    acted = [screen(index, step.tree, step) for index, step in enumerate(episode.steps)]
    return [*acted, screen(len(acted), episode.final_tree)]


def _size(path: Path) -> tuple[int, int] | None:
    """Width and height of a picture, which its first bytes tell."""
    try:
        with Image.open(path) as picture:
            return picture.size
    except (OSError, ValueError, Image.DecompressionBombError):  # missing, or no picture
        return None


def _mark(step: Step) -> Mark | None:
    if step.action is None or step.tree is None:
        return None
    index = step.action.arguments.get("index")
    return next((mark for mark in number_marks(step.tree) if mark.index == index), None)
