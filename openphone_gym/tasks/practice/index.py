"""The templates of practice goals: what the search has found, sorted, without what is no goal; kept beside.

``python -m openphone_gym.tasks.practice`` makes the file anew from the apps.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Literal, get_args

import msgspec

from openphone_gym.tasks.practice.nouns import BEGINS, DEEDS, MENUS, is_order, takes_object
from openphone_gym.tasks.practice.search import Found
from openphone_gym.tasks.practice.touch import FIELD, SLIDER, SWITCHES, Touch

FILE = "templates.json.gz"

Kind = Literal["switch", "choose", "do", "fill", "open", "ask"]
"""What a goal wants: an option on or off; one of several, or a slider at a step; something done, to an item
or at all; fields filled in; a page opened; a fact told."""

KINDS: tuple[Kind, ...] = get_args(Kind)

CONFIRMS = frozenset(
    (
        "ok", "save", "done", "apply", "set", "add", "create", "send", "confirm", "yes", "pair", "connect",
        "rename", "allow", "turn off", "turn on", "select", "start", "send message", "save draft", "post",
        "publish", "submit", "search", "join", "reply", "comment", "continue", "next", "delete", "remove",
    )
)  # fmt: skip
"""Buttons, in lower case, that put into effect what was chosen or typed before."""


class Template(msgspec.Struct, frozen=True, array_like=True):
    """A goal before a phone is drawn.

    Attributes:
        app: The app.
        kind: What it wants.
        way: What is touched, in order.
        changed: Patterns of the paths that it changes.
        asks: Of a question: the words beside which the answer stands.
        alone: Whether it is in no composition, since with others it might be a benchmark's task.
    """

    app: str
    kind: Kind
    way: tuple[Touch, ...]
    changed: tuple[str, ...] = ()
    asks: Touch | None = None
    alone: bool = False

    @property
    def has_items(self) -> bool:
        """Whether it names something that belongs to one phone."""
        return any(touch.is_item for touch in self.way)


@cache
def templates(app: str) -> tuple[Template, ...]:
    """The templates of an app, those for the nearest places first."""
    return tuple(template for template in _all() if template.app == app)


@cache
def _all() -> tuple[Template, ...]:
    packed = resources.files(__package__ or "").joinpath(FILE).read_bytes()
    return tuple(msgspec.json.decode(gzip.decompress(packed), type=list[Template]))


def forget() -> None:
    """Has the file read anew."""
    templates.cache_clear()
    _all.cache_clear()


def packed(found: Iterable[Template]) -> bytes:
    """The contents of the file; the same templates give the same bytes."""
    return gzip.compress(msgspec.json.encode(list(found)), 9, mtime=0)


def sorted_out(app: str, found: Sequence[Found]) -> Iterator[Template]:
    """The templates among what was found in an app; of several ways to one thing the shortest."""
    known: set[object] = set()
    for each in found:
        for template in filter(sayable, _made(app, each)):
            last = template.way[-1]
            thing = template.changed or (template.way if template.kind == "ask" else each.screen)
            typed = tuple(touch.kin for touch in template.way if touch.role == FIELD)
            key = template.kind, last.kin, last.label, thing, typed, template.asks, _choice(template)
            if key not in known:
                known.add(key)
                yield template


def _choice(template: Template) -> Touch | None:
    """What was chosen before a button confirmed it."""
    *before, last = template.way
    return before[-1] if before and last.label.lower() in CONFIRMS else None


def _made(app: str, found: Found) -> Iterator[Template]:
    """What may come of a finding, of which what is ``sayable`` is a template."""
    kind = _kind(app, found)
    if not found.changed:
        if found.screen[0] == app:
            yield Template(app, "open", found.way)
            yield from (Template(app, "ask", found.way, (), label) for label in found.facts)
        return
    if kind == "choose" and len(found.way) > 2 and found.way[-1].role != SLIDER:
        row = found.way[-2]
        yield Template(app, "ask", found.way[:-2], (), Touch(row.label, row.id, "", "text"))
    roots = {path.split(".")[0] for path in found.changed}
    if roots <= _roots(app) and len(found.changed) <= MOST_CHANGES:
        yield Template(app, kind, found.way, found.changed)


MOST_ITEMS = 2
"""Items of lists that a goal names: the mail, and the message in it."""

MOST_CHANGES = 4
"""Patterns that a goal may change; what changes more is no one thing."""


_FACT = re.compile(r"[A-Z][A-Za-z '&-]{2,30}")
_UNDOES = re.compile(
    r"^(delete|remove|uninstall|forget|clear|disable|empty|reset|unpair|turn off|leave|block)\b", re.I
)


def sayable(template: Template) -> bool:
    """Whether a sentence can say it: what is chosen, typed, opened, asked for or done, and to what."""
    app, kind = template.app, template.kind
    *before, last = template.way
    items = [touch for touch in template.way if touch.is_item]
    if len(items) > MOST_ITEMS or not all(touch.id for touch in items):
        return False  # what has no id may be out of sight on another screen: a place on a map
    if kind == "open":
        return last.is_item or _is_page(last.words)
    if kind == "ask":
        return template.asks is not None and bool(_FACT.fullmatch(template.asks.label))
    if kind == "fill":
        typed = [index for index, touch in enumerate(template.way) if touch.role == FIELD]
        after = len(template.way) - 1 - typed[-1]
        return after == 0 or (after == 1 and last.label.lower() in CONFIRMS)
    if kind == "do" and " or " in last.words:
        return False  # it depends on what is so
    if kind == "do" and last.is_item:
        return (app, last.part or last.id) in DEEDS
    if kind == "do" and not any(touch.is_item for touch in before):
        pages = [touch for touch in before if _is_page(touch.words) and not is_order(touch.words)]
        if not pages or (takes_object(last.words) and len(last.words.split()) > 1):
            return False
    if kind == "choose" and last.is_item:
        return is_order(before[-1].label)
    if kind == "switch" or last.label.lower() not in CONFIRMS or last.role == "radio":
        return True
    if any(touch.role in ("radio", *SWITCHES) for touch in before):
        return True
    undone = bool(_UNDOES.match(last.label)) and bool(before) and before[-1].is_item
    return undone or bool(before and _UNDOES.match(before[-1].label))


def _is_page(label: str) -> bool:
    """Whether words may be the name of a page, and are no order but one that begins something."""
    begins = not is_order(label) or label.split()[0].lower() in BEGINS
    return begins and bool(re.search(r"[A-Za-z]{3}", label)) and label.lower() not in MENUS


def _roots(app: str) -> set[str]:
    """Parts of the state that goals in an app may change."""
    return {app, *(("settings", "packages", "roles", "home", "wallpaper") if app == "setting" else ())}


def _kind(app: str, found: Found) -> Kind:
    last = found.way[-1]
    if any(touch.role == FIELD for touch in found.way):
        return "fill"
    if last.role in SWITCHES:
        return "switch"
    if last.role == SLIDER:
        return "choose"
    confirmed = last.role != "radio" and last.label.lower() in CONFIRMS
    chosen = (found.way[-2:] if confirmed else found.way[-1:])[0]
    if chosen is not last and chosen.is_item:
        return "do"
    deed = is_order(chosen.words) and chosen.role != "radio"
    return "do" if deed or last.part or len(found.way) < 2 or (app, last.id) in DEEDS else "choose"
