"""Things of a kind that a phone keeps and its screens list, and what a task asks of one of them.

Alarms, contacts, events, mails: each task about one of them says which one it means and which traits it must
have. A trait is told twice, by the record in the phone's state and by its row on a screen, beside each other:

    ALARMS = Records(
        all=lambda phone: phone.clock.alarms,
        meant=lambda alarm, p: alarm.time == time_of(p.time),
        rows=lambda screen, p: cards_at(screen, p.time),
    )
    ON = Trait(
        "on",
        "Is the alarm at {time} switched on?",
        lambda alarm, phone, p: alarm.on,
        part(has_id("onoff"), lambda node, p: node.checked),
    )
    subgoals = ALARMS.one(ON)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.sight import Sight, Wanted
from openphone_gym.tasks.task import Draw, Params, ScreenCheck, SubGoal
from openphone_gym.ui.node import UiNode

Suits = Callable[[Any, Params], bool]
"""Whether a record is meant."""

RowCheck = Callable[[Sight, UiNode, Params], "bool | None"]
"""What a row tells: yes, no, or None where the part that tells is not in view."""


def part(which: Wanted, tells: Callable[[UiNode, Params], bool]) -> RowCheck:
    """What a part of a row tells."""

    def check(screen: Sight, row: UiNode, p: Params) -> bool | None:
        node = screen.sees(which, within=row)
        return None if node is None else tells(node, p)

    return check


class Trait(NamedTuple):
    """A sub-goal about a record.

    Attributes:
        name: Name of the sub-goal.
        question: The same for an LLM judge.
        holds: Whether a record has it.
        shows: Whether a row shows it; without, only ``elsewhere`` tells.
        elsewhere: What a screen without the row tells; without, what the records say of a missing one.
        shell: For real devices: a shell command and what its output must contain.
    """

    name: str
    question: str
    holds: Callable[[Any, Phone, Params], bool]
    shows: RowCheck | None = None
    elsewhere: ScreenCheck | None = None
    shell: tuple[str, str] | None = None


def _any(record: Any, p: Params) -> bool:
    return True


class Records(NamedTuple):
    """Records of a kind, each with an ``id``.

    Attributes:
        all: All of them on a phone.
        meant: Whether a record is the one that the task is about, by its parameters.
        rows: The rows in view of records that may be meant.
        missing: What a screen without such a row tells.
    """

    all: Callable[[Phone], Iterable[Any]]
    meant: Suits
    rows: Callable[[Sight, Params], Sequence[UiNode]] = lambda screen, p: ()
    missing: ScreenCheck | None = None

    def one(self, *traits: Trait) -> list[SubGoal]:
        """Sub-goals about one record; of several that may be meant, the one that has most of the traits."""
        return [
            SubGoal(
                trait.name,
                trait.question,
                self._state(trait, traits),
                screen=self._screen(trait, traits),
                shell=trait.shell,
            )
            for trait in traits
        ]

    def found(self, phone: Phone, p: Params) -> list[Any]:
        """The records that may be meant."""
        return [record for record in self.all(phone) if self.meant(record, p)]

    def lost(self, phone: Phone, p: Params) -> bool:
        """Whether a record that is to be kept, by its id in the parameter ``kept``, is gone."""
        return not {record.id for record in self.all(phone)}.issuperset(p.kept)

    def ids(self, suits: Suits = _any) -> Draw:
        """Takes the ids of all records that suit."""
        return lambda d: [record.id for record in self.all(d.phone) if suits(record, d.params)]

    def an_id(self, suits: Suits = _any) -> Draw:
        """Draws a record that suits, by its id."""
        return lambda d: d.choice(self.ids(suits)(d))

    def _state(self, trait: Trait, traits: Sequence[Trait]) -> Callable[[Phone, Params], bool]:
        def holds(phone: Phone, p: Params) -> bool:
            found = self.found(phone, p)
            best = max(found, key=lambda one: sum(t.holds(one, phone, p) for t in traits), default=None)
            return best is not None and trait.holds(best, phone, p)

        return holds

    def _screen(self, trait: Trait, traits: Sequence[Trait]) -> ScreenCheck | None:
        elsewhere = trait.elsewhere or self.missing
        if trait.shows is None and elsewhere is None:
            return None

        def count(screen: Sight, row: UiNode, p: Params) -> int:
            return sum(bool(t.shows(screen, row, p)) for t in traits if t.shows is not None)

        def shows(screen: Sight, p: Params) -> bool | None:
            best = max(self.rows(screen, p), key=lambda row: count(screen, row, p), default=None)
            if best is not None and trait.shows is not None:
                return trait.shows(screen, best, p)
            return None if elsewhere is None else elsewhere(screen, p)

        return shows
