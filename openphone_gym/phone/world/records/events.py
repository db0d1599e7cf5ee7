"""What happens, and what it costs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from openphone_gym.phone.world.records.record import Record


class Recurrence(Record, frozen=True):
    """How often something happens again.

    Attributes:
        unit: ``day``, ``week``, ``month`` or ``year``.
        every: Number of units from one time to the next.
        until: Last day, or None for no end.
    """

    unit: Literal["day", "week", "month", "year"]
    every: int = 1
    until: date | None = None


class Occasion(Record, frozen=True):
    """Something with a date: an event of the calendar, a bill, a topic of messages and mails.

    Attributes:
        id: ``occasion-<number>``.
        title: Short title, as a calendar has it.
        kind: Such as ``dinner``, ``birthday``, ``appointment``; see ``occasions.kinds``.
        start: Local time of the (first) beginning.
        end: Local time of its end; for a whole day, that day at midnight as well.
        all_day: Whether it takes the whole day.
        people: Ids of the others who take part.
        place: Id of the place, or an empty string.
        room: Where inside the place, or an empty string.
        organisation: Id of the organisation behind it, or an empty string.
        recurrence: How it repeats, or None.
        hundredths: What it costs the user each time, in hundredths of the currency; 0 for nothing.
        host: Id of the person who asked the user; empty if the user planned it.
    """

    id: str
    title: str
    kind: str
    start: datetime
    end: datetime
    all_day: bool = False
    people: tuple[str, ...] = ()
    place: str = ""
    room: str = ""
    organisation: str = ""
    recurrence: Recurrence | None = None
    hundredths: int = 0
    host: str = ""


class Account(Record, frozen=True):
    """Where the user keeps money.

    Attributes:
        id: ``account-<number>``.
        name: Such as ``Wallet``.
        group: Such as ``Cash`` or ``Bank``.
        hundredths: Opening balance in hundredths of the currency.
        organisation: Id of the bank, or an empty string.
    """

    id: str
    name: str
    group: str
    hundredths: int = 0
    organisation: str = ""


class Payment(Record, frozen=True):
    """Money that came or went.

    Attributes:
        id: ``payment-<number>``.
        kind: ``expense`` or ``income``.
        hundredths: Amount in hundredths of the currency, above 0.
        item: What was bought or what came in.
        notes: Words of the user beside it.
        category: Category and the one below it.
        account: Id of the account.
        at: Local time.
        payee: Id of the place, organisation or person on the other side, or an empty string.
        occasion: Id of the occasion it was for, or an empty string.
    """

    id: str
    kind: Literal["expense", "income"]
    hundredths: int
    item: str
    notes: str
    category: tuple[str, str]
    account: str
    at: datetime
    payee: str = ""
    occasion: str = ""
