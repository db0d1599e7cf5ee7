"""Goals in plain English: once for each kind of change, in several ways."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from openphone_gym.phone.app import installed_apps
from openphone_gym.tasks.practice.errand import Errand, Step
from openphone_gym.tasks.practice.index import CONFIRMS, Template, templates
from openphone_gym.tasks.practice.nouns import DEEDS, FIELDS, MENUS, NOUNS, SERIES, is_order, takes_object
from openphone_gym.tasks.practice.touch import FIELD, SLIDER, Touch

ORDERS: Mapping[str, Sequence[str]] = {
    "switch": (
        "turn {state} {what}{where}",
        "switch {what} {state}{where}",
        "make sure that {what} is {state}{where}",
        "{able} {what}{where}",
        "see to it that {what} is switched {state}{where}",
    ),
    "tick": (
        "{tick} {what}{where}",
        "{tick} the box of {what}{where}",
        "turn {state} {what}{where}",
        "make sure that {what} is {tick}ed{where}",
    ),
    "choose": (
        "set {row} to {what}{where}",
        "change {row} to {what}{where}",
        "choose {what} for {row}{where}",
        "pick {what} for {row}{where}",
        "select {what} as the value of {row}{where}",
    ),
    "pick": ("choose {what}{where}", "pick {what}{where}", "select {what}{where}"),
    "slide": (
        "set {what} to {level}{where}",
        "move {what} to {level}{where}",
        "change {what} to {level}{where}",
        "put {what} at {level}{where}",
        "bring {what} to {level}{where}",
    ),
    "do": ("{deed}{where}",),
    "fill": (
        "enter {values}{where}{saved}",
        "fill in {values}{where}{saved}",
        "put {values}{where}{saved}",
    ),
    "open": (
        "open {what}{where}",
        "go to {what}{where}",
        "bring up {what}{where}",
        "show me {what}{where}",
        "take me to {what}{where}",
    ),
}
"""Orders by kind: what follows "please"."""

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")

MORE_THAN_NEEDED = 1
"""Pages of the way that are named at most beside those that tell a goal from others."""

QUESTIONS = (
    "what is shown for {what}{where}",
    "what does it say beside {what}{where}",
    "what is the value of {what}{where}",
    "which value stands at {what}{where}",
)
"""What is asked, without the question mark."""


Told = Callable[[int], int]
"""How many pages are named before so many last touches."""


def worded(template: Template, errand: Errand, rng: random.Random) -> str:
    """An order, or a question, without the app's name and the full stop."""
    told = partial(_told, template, rng.randint(0, MORE_THAN_NEEDED))
    if template.kind == "ask":
        assert errand.asks is not None
        where = _where(errand, errand.steps, told(0))
        return rng.choice(QUESTIONS).format(what=_quoted(errand.asks.label), where=where)
    parts = _PARTS[template.kind](errand, told)
    form = rng.choice(ORDERS[parts.pop("form", template.kind)])
    return form.format(**parts)


def app_name(app: str) -> str:
    """What the user calls the app."""
    return installed_apps()[app].label


def _switch(errand: Errand, told: Told) -> dict[str, str]:
    last = errand.steps[-1]
    state = "on" if errand.on else "off"
    what = _named(errand.app, last)
    return {
        "form": "tick" if last.touch.role == "checkbox" else "switch",
        "tick": "tick" if errand.on else "untick",
        "what": what,
        "state": state,
        "able": "enable" if errand.on else "disable",
        "where": _where(errand, errand.steps[:-1], told(1)),
    }


def _choose(errand: Errand, told: Told) -> dict[str, str]:
    if errand.steps[-1].touch.role == SLIDER:
        return _slide(errand, told)
    steps = _unconfirmed(errand.steps)
    last, row = steps[-1], steps[-2] if len(steps) > 1 else None
    what = _named(errand.app, last)
    named = (row.touch.label if row is not None and not row.item else "") or last.title
    option = last.touch.role == "radio"
    if not option or not named or named.lower() in MENUS or is_order(named) or row is None:
        where = _where(errand, steps[:-1], max(told(1), 1))
        return {
            "form": "pick",
            "what": what,
            "where": where,
        }
    return {
        "what": what,
        "row": _quoted(named),
        "where": _where(errand, steps[:-2], told(2)),
    }


def _slide(errand: Errand, told: Told) -> dict[str, str]:
    last = errand.steps[-1]
    return {
        "form": "slide",
        "what": _named(errand.app, last),
        "level": last.value,
        "where": _where(errand, errand.steps[:-1], told(1)),
    }


def _do(errand: Errand, told: Told) -> dict[str, str]:
    steps = _unconfirmed(errand.steps) if is_order(errand.steps[-2:][0].touch.label) else errand.steps
    last, before = steps[-1], [step for step in steps[:-1] if _is_page(step)]
    if last.item:
        touched = last if last.touch.part else next((step for step in before[::-1] if step.item), last)
        before = [step for step in before if step is not touched]
        return {
            "deed": _deed(errand.app, last.touch.part or last.touch.id, _item(errand.app, touched)),
            "where": _where(errand, before, told(1)),
        }
    items = [step for step in before if step.item]
    pages = [step for step in before if not is_order(step.touch.words)]
    single = len(last.touch.words.split()) == 1
    given = (errand.app, last.touch.words) in DEEDS
    things = (
        items if (takes_object(last.touch.words) or given) and items else pages if single or given else []
    )
    thing = things[-1] if things else None
    rest = [step for step in before if step is not thing]
    object_ = _named(errand.app, thing) if thing is not None else ""
    return {
        "deed": _deed(errand.app, last.touch.words, object_),
        "where": _where(errand, rest, max(told(2), 1)),
    }


def _fill(errand: Errand, told: Told) -> dict[str, str]:
    first = next(index for index, step in enumerate(errand.steps) if step.touch.role == FIELD)
    values = [
        f"“{step.value}” as the {_field(errand.app, step.touch)}"
        for step in errand.steps
        if step.touch.role == FIELD
    ]
    after = [step for step in errand.steps[first:] if step.touch.role != FIELD]
    names = [_quoted(step.touch.label) for step in after if step.touch.label.lower() not in CONFIRMS | MENUS]
    saved = f", then choose {' and '.join(names)}" if names else ""
    if after and after[-1].touch.label.lower() in CONFIRMS:
        saved += f", and confirm with {_quoted(after[-1].touch.label)}"
    return {
        "values": _listed(values),
        "where": _where(errand, errand.steps[:first], max(told(1), 1)),
        "saved": saved,
    }


def _open(errand: Errand, told: Told) -> dict[str, str]:
    last = errand.steps[-1]
    return {
        "what": _named(errand.app, last),
        "where": _where(errand, errand.steps[:-1], told(1)),
    }


_PARTS = {"switch": _switch, "choose": _choose, "do": _do, "fill": _fill, "open": _open}


def _unconfirmed(steps: Sequence[Step]) -> Sequence[Step]:
    """The steps without a button at the end that confirms the others."""
    last = steps[-1].touch.label
    if len(steps) < 2 or steps[-1].touch.role == "radio" or steps[-2].item:
        return steps
    before = steps[-2].touch.label
    again = last.lower() in CONFIRMS or [last] == before.split()[:1]
    return steps[:-1] if again else steps


def _where(errand: Errand, steps: Sequence[Step], count: int) -> str:
    """Where something is: the last pages on the way, and all items that it goes through."""
    titles = [*(step.title for step in errand.steps[1:]), errand.title]
    behind = dict(zip(errand.steps, titles, strict=True))
    pages = [step for step in steps if _is_page(step)]
    last = pages[max(len(pages) - count, 0) :]
    under = " > ".join(_page(step, behind[step]) for step in last if not step.item)
    items = "".join(f" for {_item(errand.app, step)}" for step in pages if step.item)
    return (f" under {under}" if under else "") + items


def _is_page(step: Step) -> bool:
    return step.touch.words.lower() not in MENUS and step.touch.role != FIELD


def _page(step: Step, title: str) -> str:
    """What a page is called: as its row, or by its title where the row is an order."""
    return title if title and is_order(step.touch.words) else step.touch.words


def _named(app: str, step: Step) -> str:
    return _item(app, step) if step.item else _quoted(step.touch.words)


def _item(app: str, step: Step) -> str:
    if step.place:
        return f"the {ORDINALS[step.place - 1]} {SERIES[app, step.touch.id]} in the list"
    return NOUNS.get((app, step.touch.id), "“{}”").format(step.touch.label)


def _field(app: str, touch: Touch) -> str:
    given = FIELDS.get((app, touch.id))
    if given is not None:
        return given
    verb, _, rest = touch.label.rstrip("….:* ").partition(" ")
    if verb.lower() == "search":
        return "words to search for"
    words = rest if rest and is_order(verb) else f"{verb} {rest}".strip()
    return words[:1].lower() + words[1:]


def _deed(app: str, label: str, object_: str) -> str:
    """An order: the words of a button as a sentence, with what it is done to."""
    given = DEEDS.get((app, label))
    if given is not None:
        return given.format(object_)
    if not is_order(label):
        return f"choose {_quoted(label)}" + (f" for {object_}" if object_ else "")
    verb, *rest = label.split()
    if not rest and not object_:
        return f"choose “{label}”"
    return " ".join(filter(None, (verb.lower(), object_, *rest)))


def _quoted(label: str) -> str:
    """A label as a sentence can hold it: in quotes where it would not read as a name."""
    plain = re.fullmatch(r"[A-Z][\w&'-]*( [\w&'-]+){0,3}", label)
    inner = label.translate({ord("“"): "‘", ord("”"): "’"})
    return label if plain and not is_order(label) else f"“{inner}”"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


# How much of the way must be told


def _told(template: Template, more: int, tail: int) -> int:
    """How many pages before the last touches are named: those that tell it from all templates, and more."""
    length = len(template.way)
    needed = (n for n in range(length) if _tails(template.app, tail + n)[_tail(template, tail + n)] == 1)
    return next(needed, length) + more


@cache
def _tails(app: str, length: int) -> Counter[object]:
    return Counter(_tail(template, length) for template in templates(app))


def _tail(template: Template, length: int) -> object:
    labels = [touch.words for touch in template.way if touch.words.lower() not in MENUS]
    return template.kind, tuple(labels[max(len(labels) - length, 0) :]), template.asks
