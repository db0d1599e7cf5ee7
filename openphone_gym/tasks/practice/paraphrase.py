"""Whether other words say the same goal: they come from a language model, and what is in doubt is refused.

Looked at are goals of one thing and questions; in what is joined, an order could change sides.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from string import Formatter

from openphone_gym.control_tokens import plain
from openphone_gym.phone.app import installed_apps
from openphone_gym.tasks.practice import suite, wording
from openphone_gym.tasks.practice.errand import Errand
from openphone_gym.tasks.practice.index import templates
from openphone_gym.tasks.practice.nouns import VERBS
from openphone_gym.tasks.practice.wording import app_name

MOST_LONGER = 60
"""Characters by which other words may be longer than the goal."""

ON = frozenset(
    ("on", "enable", "enabled", "activate", "activated", "active", "tick", "ticked", "check", "checked")
)
OFF = frozenset(
    (
        "off", "disable", "disabled", "deactivate", "deactivated", "inactive", "untick", "unticked",
        "uncheck", "unchecked",
    )
)  # fmt: skip
NEGATIONS = frozenset(
    (
        "not", "no", "never", "none", "nothing", "without", "except", "unless", "instead", "avoid",
        "ignore", "skip", "undo", "cannot", "nor",
    )
)  # fmt: skip
JOINS = frozenset(("then", "afterwards", "afterward", "after", "before", "also", "next", "later", "finally"))
"""What a second order would begin with."""
HARMLESS = frozenset(
    (
        "open", "go", "show", "see", "set", "change", "choose", "select", "use", "make", "check", "turn",
        "switch", "enable", "disable", "put", "view",
    )
)  # fmt: skip
"""Verbs that only say how something is reached or chosen."""
LITTLE = frozenset(
    (
        "a", "an", "the", "of", "in", "to", "as", "at", "for", "with", "and", "under", "it", "its", "is",
        "that", "what", "which", "there",
    )
)  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED = re.compile(r"“([^“”]*)”")
_FIGURE = re.compile(r"[^\s“”,;?]*\d[^\s“”,;?]*")
_NAME = re.compile(r"(?<![\w'’-])[^\W\d_a-z](?:[\w'’&.-]*\w)?")
_BEGINNING = re.compile(r"(^|[.?!:] )(\w+)")
_WISH = re.compile(r"(would|['’]d) like\b", re.I)
_PLAIN = re.compile(r"[A-Za-z ,:;>()'’&-]*")


def refusal(text: str, goal: str, errand: Errand) -> str:
    """Why a text can't stand for a goal; empty if it can.

    Args:
        text: Untrusted.
        goal: As it is worded.
        errand: What it asks for.
    """
    return (
        _form_fault(text, goal, errand.kind == "ask")
        or _names_fault(text, goal, errand)
        or (_sense_fault(text, goal, errand))
    )


def is_line(text: str) -> bool:
    """Whether a text is one printable line without control tokens."""
    return bool(text) and text == " ".join(text.split()) and text.isprintable() and plain(text) == text


def _form_fault(text: str, goal: str, asks: bool) -> str:
    if len(text) > len(goal) + MOST_LONGER:
        return "too long"
    if not is_line(text):
        return "not one plain line"
    if text[-1] != ("?" if asks else "."):
        return "no question" if asks else "no full stop"
    return ""


def _names_fault(text: str, goal: str, errand: Errand) -> str:
    wanted, found = named(goal, errand), names(text, _labels(errand))
    if missing := sorted(wanted - found):
        return f"without {missing[0]!r}"
    if more := sorted(found - wanted):
        return f"names {more[0]!r}, too"
    lower, known = text.lower(), goal.lower()
    if any(label in lower and label not in known for label in _long_labels(errand.app)):
        return "names something else of the app"
    if not _PLAIN.fullmatch(_without(text[:-1], _said(goal) | wanted)):
        return "more than a sentence of English words"
    return ""


def _sense_fault(text: str, goal: str, errand: Errand) -> str:
    said, meant = _words(text), _words(goal)
    own = meant - _form_words()
    if errand.kind == "do":
        own |= (meant & _words(errand.steps[-1].touch.words)) - LITTLE
    if missing := sorted(own - said):
        return f"without {missing[0]!r}"
    if (said - meant) & NEGATIONS or re.search(r"n['’]t\b", text):
        return "a negation"
    if (said - meant) & JOINS:
        return "a second order"
    if (said - meant) & (VERBS - HARMLESS):
        return "another order"
    if (said - meant) & set(wording.ORDINALS):
        return "another place in the list"
    if errand.kind == "switch":
        return _state_fault(_words(_without(text, _said(goal))), errand.on)
    return ""


def _state_fault(said: Collection[str], on: bool) -> str:
    """Whether an option would end in another state; "on" stands for a place, too."""
    wanted, other = (ON, OFF) if on else (OFF, ON - {"on"})
    return "" if wanted & set(said) and not other & set(said) else "another state"


# Names


def named(goal: str, errand: Errand) -> set[str]:
    """What a goal names, and other words for it must."""
    return names(goal, _labels(errand))


def names(text: str, labels: Collection[str]) -> set[str]:
    """What a text names: what it quotes, labels of the app, figures, and words that begin with a capital.

    Args:
        text: A goal, or what is to stand for it.
        labels: Of the app, and of the other apps.
    """
    found = set(_QUOTED.findall(text))
    rest = _QUOTED.sub("“”", text)
    for label in sorted(labels, key=lambda each: (-len(each), each)):
        if label not in rest or not (" " in label or label[:1].isupper()):
            continue
        if rest.startswith(label) and label.lower() in VERBS:
            continue  # an order begins with it
        rest, count = re.subn(rf"(?<!\w){re.escape(label)}(?!\w)", "“”", rest)
        found |= {label} if count else set()
    rest = _BEGINNING.sub(lambda at: at[1] + at[2].lower(), rest)
    found |= {figure.rstrip(".:") for figure in _FIGURE.findall(rest)}
    return found | {name for name in _NAME.findall(_FIGURE.sub("", rest)) if name.split("'")[0] != "I"}


def _labels(errand: Errand) -> frozenset[str]:
    own = {name for step in errand.steps for name in (step.touch.label, step.touch.words, step.title)}
    own |= {errand.asks.label} if errand.asks is not None else set()
    return frozenset(filter(None, own | _app_labels(errand.app)))


@cache
def _app_labels(app: str) -> frozenset[str]:
    """All that its templates name, and the names of all apps."""
    touches = (touch for template in templates(app) for touch in (*template.way, template.asks) if touch)
    labels = {name for touch in touches for name in (touch.label, touch.words)}
    return frozenset(labels | {app_name(name) for name in installed_apps()})


@cache
def _long_labels(app: str) -> frozenset[str]:
    """Labels of several words, in lower case: nobody says them by chance."""
    return frozenset(label.lower() for label in _app_labels(app) if len(label.split()) > 2)


def _said(goal: str) -> set[str]:
    """Parts of a goal that hold signs which words do not have: what it quotes, figures, names with a dot."""
    dotted = {part for part in goal.split() if "." in part[:-1]}
    return set(_QUOTED.findall(goal)) | set(_FIGURE.findall(goal)) | dotted


def _without(text: str, parts: Collection[str]) -> str:
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(f"“{part}”", " ").replace(part, " ")
    return text


# Words


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(_WISH.sub("", text))}


@cache
def _form_words() -> frozenset[str]:
    """Words of the forms of goals, which other words may replace."""
    forms = [*suite.ORDERS, *suite.QUESTIONS, *wording.QUESTIONS]
    forms += [form for kind in wording.ORDERS.values() for form in kind]
    literal = (text for form in forms for text, *_ in Formatter().parse(form))
    return frozenset(LITTLE | ON | OFF | {word for text in literal for word in _words(text)})
