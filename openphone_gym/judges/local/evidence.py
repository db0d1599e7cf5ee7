"""What an episode says on a question, as numbers: exact values, states of rows, and what was done since.

Nothing the agent wrote about itself is read: no reasoning, no message, no text of an unreadable action.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from openphone_gym.judges.llm.key_screens import screens_of, touched
from openphone_gym.judges.local.question import FOUND, SCATTERED, Page, Question, Row, likeness
from openphone_gym.trajectory import Episode

LOOK_BACK = 8
"""Screens before the end on which states are looked up; steps after which age no longer counts."""
SPAN = 12
"""Rows beyond which two values do not belong together."""

_COMMIT = re.compile(
    r"(?:save|ok|done|apply|set|add|delete|remove|uninstall|confirm|send|yes|clear|block|allow)\b", re.I
)
_CHOICES = ("switch", "checkbox", "radio")


class Deed(NamedTuple):
    """An action that reached the phone: the label it met and the text it typed."""

    label: str
    typed: str


class Story:
    """An episode, read once for all questions.

    Args:
        episode: What happened, with the trees of its screens.

    Attributes:
        pages: Its screens in order, repeats left out, the final one last.
        deeds: Its actions that reached the phone.

    Raises:
        ValueError: No trees were recorded.
    """

    def __init__(self, episode: Episode) -> None:
        screens = [screen for screen in screens_of(episode) if screen.tree is not None]
        trees = [screen.tree for screen in screens if screen.tree is not None]
        if not trees:
            raise ValueError("the episode has no screens: record trees with it")
        last = len(trees) - 1
        self.pages = [Page(tree) for i, tree in enumerate(trees) if i == last or tree != trees[i + 1]]
        on = {screen.position: screen for screen in screens}
        self.deeds = [
            Deed(touched(on[step.index]) if step.index in on else "", _typed(step.action))
            for step in episode.steps
            if step.action is not None and not step.error
        ]


def evidence(question: Question, story: Story) -> dict[str, float]:
    """The numbers that the network reads, by name; most from -1 to 1."""
    place = _Place.best(question, story.pages)
    return {
        "must_not": float(question.must_not),
        "sign": float(question.sign),
        "denies": float(question.denies),
        "in_front": float(question.in_front),
        "values": min(len(question.values), 4) / 4,
        **_values(question, story.pages, place),
        **_states(question, story.pages, place),
        **_subject(question, story.pages),
        **_deeds(question, story),
    }


class _Place(NamedTuple):
    """Where the values of a question are seen: on which page and row, how fully, how far apart."""

    page: int
    row: int | None
    cover: float
    span: int

    @classmethod
    def best(cls, question: Question, pages: Sequence[Page]) -> _Place:
        """The last page that shows all values, else the one that shows most of them."""
        places = [cls.on(question, page, index) for index, page in enumerate(pages)]
        return max(places, key=lambda place: (place.cover, place.page))

    @classmethod
    def on(cls, question: Question, page: Page, index: int) -> _Place:
        """The place on one page."""
        shown = [[value.shown_by(row) for row in page.rows] for value in question.values]
        tops = [max(degrees, default=0.0) for degrees in shown]
        cover = min(tops, default=0.0)
        if cover <= SCATTERED / 2:
            return cls(index, None, cover, SPAN)
        spots = [
            [i for i, d in enumerate(degrees) if d == top] for degrees, top in zip(shown, tops, strict=True)
        ]
        span, row = min((max(min(abs(i - j) for j in at) for at in spots), i) for i in min(spots, key=len))
        return cls(index, row, cover, min(span, SPAN))


def _values(question: Question, pages: Sequence[Page], place: _Place) -> dict[str, float]:
    """Whether, where and how lastingly the values are seen."""
    final = _Place.on(question, pages[-1], len(pages) - 1)
    first = _Place.on(question, pages[0], 0)
    page, age = pages[place.page], _age(len(pages) - 1 - place.page)
    row = page.rows[place.row] if place.row is not None else Row([], "")
    near = page.rows[max(0, place.row - 2) : place.row + 3] if place.row is not None else []
    full, full_at_end = place.cover == FOUND, final.cover == FOUND
    changed = full and any(page.like(later) for later in pages[place.page + 1 :])
    return {
        "cover": place.cover,
        "cover_at_end": final.cover,
        "cover_gained": final.cover - first.cover,
        "full": float(full),
        "full_at_end": float(full_at_end),
        "full_at_start": float(first.cover == FOUND),
        "full_in_front": float(question.in_front and full_at_end),
        "gone": float(question.denies and full and not full_at_end),
        "denied_cover": question.denies * final.cover,
        "span": place.span / SPAN,
        "span_at_end": final.span / SPAN,
        "age": age,
        "age_in_front": question.in_front * age,
        "changed_since": float(changed),
        "in_field": float(row.role == "field"),
        "in_title": float(row.role == "title"),
        "row_likeness": likeness(question.words, row),
        "near_likeness": max((likeness(question.subject, other) for other in near), default=0.0),
        "title_likeness": likeness(question.words, page.rows[0]) if page.rows else 0.0,
        "end_title_likeness": likeness(question.words, pages[-1].rows[0]) if pages[-1].rows else 0.0,
        "other_chosen": float(
            row.state <= 0
            and row.role in ("item", "radio", "checkbox")
            and any(other.state > 0 and other.role == row.role for other in page.rows)
        ),
    }


def _states(question: Question, pages: Sequence[Page], place: _Place) -> dict[str, float]:
    """Whether what should be on or off is: by its own row, and by those below the values."""
    sight, state, age = 0.0, 0, LOOK_BACK
    for back, page in enumerate(pages[: -LOOK_BACK - 1 : -1]):
        rows = [row for row in page.rows if row.state and row.role in _CHOICES]
        found = max(((likeness(question.words, row), row.state) for row in rows), default=(0.0, 0))
        if found[0] > sight + 0.1:
            (sight, state), age = found, back
    page = pages[place.page]
    row = page.rows[place.row] if place.row is not None else Row([], "")
    block = [] if place.row is None else page.rows[place.row : place.row + SPAN]
    stated = [(distance, other.state) for distance, other in enumerate(block[:6]) if other.state]
    distance, below = stated[0] if stated else (6, 0)
    nearest = max(((likeness(question.subject, r), r.state) for r in block if r.state), default=(0.0, 0))
    choices = [r.state for r in pages[-1].rows if r.state and r.role in _CHOICES]
    return {
        "state_likeness": sight,
        "state": float(question.sign * state),
        "state_age": _age(age),
        "row_state": float((question.sign or 1) * row.state),
        "below_state": float(question.sign * below),
        "below_distance": distance / 6,
        "block_likeness": nearest[0],
        "block_state": float(question.sign * nearest[1]),
        "all_states": float(bool(choices) and all(question.sign * each > 0 for each in choices)),
    }


def _subject(question: Question, pages: Sequence[Page]) -> dict[str, float]:
    """What the row that tells of the subject shows last: the values, or others."""
    best, cover, age = 0.0, 0.0, LOOK_BACK
    for back, page in enumerate(pages[: -LOOK_BACK - 1 : -1]):
        rows = [
            (likeness(question.subject, row), i) for i, row in enumerate(page.rows) if row.role != "title"
        ]
        found, at = max(rows, default=(0.0, 0))
        if found > best + 0.12:
            near = page.rows[max(0, at - 2) : at + 3]
            shown = [max(value.shown_by(row) for row in near) for value in question.values]
            best, cover, age = found, max(shown, default=0.0), back
    return {
        "subject": best,
        "subject_age": _age(age),
        "subject_cover": cover,
        "subject_has": best * (cover >= SCATTERED),
        "subject_other": best * (bool(question.values) and cover < SCATTERED),
    }


def _deeds(question: Question, story: Story) -> dict[str, float]:
    """What was typed, tapped and saved, and how much was done since."""
    deeds, final = story.deeds, story.pages[-1]
    typed = [i for i, deed in enumerate(deeds) if deed.typed and question.typed_in(deed.typed)]
    tapped = [i for i, deed in enumerate(deeds) if deed.label and question.typed_in(deed.label)]
    saved = [i for i, deed in enumerate(deeds) if _COMMIT.match(deed.label)]
    likely = [likeness(question.words, Row([deed.label], "")) for deed in deeds]
    others = [i for i, deed in enumerate(deeds) if deed.typed and i not in typed]
    last = max([*typed, *tapped], default=None)
    return {
        "typed": float(bool(typed)),
        "tapped": float(bool(tapped)),
        "saved": float(bool(saved)),
        "saved_after": float(bool(typed and saved and saved[-1] > typed[-1])),
        "saved_likeness": max((likely[i] for i in saved), default=0.0),
        "tapped_likeness": max(likely, default=0.0),
        "typed_since": float(bool(typed and others and others[-1] > typed[-1])),
        "done_since": 0.0 if last is None else _age(len(deeds) - 1 - last),
        "unsaved": float(any(_COMMIT.match(" ".join(r.labels)) for r in final.rows if r.role == "button")),
        "other_app": float(story.pages[0].app != final.app),
        "length": math.log1p(len(deeds)) / 3,
    }


def _typed(action: object) -> str:
    name, arguments = getattr(action, "name", ""), getattr(action, "arguments", {})
    return str(arguments.get("text", "")) if name == "text" else ""


def _age(steps: int) -> float:
    return min(steps, LOOK_BACK) / LOOK_BACK
