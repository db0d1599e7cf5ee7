"""The user's mailbox: what senders of all kinds write, and what the user answered.

A mail about an occasion or a payment takes day, time, place and sum from that record, so that it says what
stands in the calendar and the ledger.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from openphone_gym.phone.world import mail_words
from openphone_gym.phone.world.money import CURRENCY
from openphone_gym.phone.world.occasions import starts
from openphone_gym.phone.world.records import (
    Enclosure,
    Mail,
    MailKind,
    Occasion,
    Organisation,
    Payment,
    Person,
)
from openphone_gym.phone.world.start import START
from openphone_gym.phone.world.tables import table, words

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

USER = ""
"""What stands for the user among senders."""

OF_OCCASIONS, OF_CARDS, OF_ORGANISATIONS, OF_PEOPLE, OF_SPAM = (10, 15), (2, 4), (9, 14), (4, 8), (4, 6)
"""Fewest and most conversations of each sort."""

OLDEST = 40
"""Days before the phone's first day at which the oldest mails came."""

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Template(msgspec.Struct, frozen=True):
    """What a sender writes, with facts in braces.

    Attributes:
        subject: Subject.
        text: Blocks, as `mail_words.block` reads them.
        kind: What the mail is to the user.
        sender: ``organisation`` if the one behind an occasion writes, else a person does.
        reply: What the user answered; empty for nothing.
        again: What came back.
        file: Name of a file that comes with it.
    """

    subject: str
    text: tuple[str, ...]
    kind: MailKind = "personal"
    sender: str = msgspec.field(default="person", name="from")
    reply: str = ""
    again: str = ""
    file: str = ""


Talk = list[Mail]
"""The mails of a conversation, oldest first; their ids are empty until `numbered` gives them."""


@cache
def _templates(part: str, kind: str) -> tuple[Template, ...]:
    return msgspec.convert(table("mails")[part].get(kind, []), tuple[Template, ...])


@cache
def _template(part: str, kind: str) -> Template:
    return msgspec.convert(table("mails")[part][kind], Template)


@cache
def _spam() -> tuple[Template, ...]:
    return msgspec.convert(table("mails")["spam"], tuple[Template, ...])


def draw(rng: random.Random, world: World) -> tuple[Mail, ...]:
    """The mails of a drawn world, oldest first."""
    talks = [
        *_of_occasions(rng, world),
        *_of_payments(rng, world),
        *_of_organisations(rng, world),
        *_of_people(rng, world),
        *_of_spam(rng, world),
    ]
    return numbered(talks)


def numbered(talks: Sequence[Talk]) -> tuple[Mail, ...]:
    """The mails of all conversations in the order of time, with ids."""
    mails = [(mail, talk[0]) for talk in talks for mail in talk]
    mails.sort(key=lambda one: one[0].at)
    ids = {id(mail): f"mail-{number}" for number, (mail, _) in enumerate(mails, 1)}
    return tuple(replace(mail, id=ids[id(mail)], thread=ids[id(first)]) for mail, first in mails)


# About occasions


def _of_occasions(rng: random.Random, world: World) -> Iterator[Talk]:
    """Invitations, confirmations, bills: each says what its occasion says."""
    able = [occasion for occasion in world.occasions if _templates("occasions", occasion.kind)]
    for occasion in rng.sample(able, min(len(able), rng.randint(*OF_OCCASIONS))):
        template = rng.choice(_templates("occasions", occasion.kind))
        begins = next(starts(occasion, START.date() - 3 * DAY, START.date() + 40 * DAY), occasion.start)
        if template.sender == "organisation":
            found: Organisation | Person | None = (
                world.organisation(occasion.organisation) if occasion.organisation else None
            )
        else:
            found = _writer(world, occasion)
        if found is not None:
            facts = _facts_of(world, occasion, begins, found)
            extra = _about(template, occasion, begins, found)
            yield _talk(rng, world, template, found, facts, _before(rng, begins), extra)


def _writer(world: World, occasion: Occasion) -> Person | None:
    """Who writes about an occasion: who asked the user, else the first who has an address."""
    ids = [occasion.host, *occasion.people] if occasion.host else occasion.people
    return next((who for who in map(world.person, ids) if who.mails), None)


def _facts_of(
    world: World, occasion: Occasion, begins: datetime, sender: Organisation | Person
) -> dict[str, str]:
    others = [world.person(id).given for id in occasion.people if id != sender.id]
    place = world.place(occasion.place) if occasion.place else None
    return {
        "title": occasion.title,
        "lower": mail_words.lower(occasion.title),
        "company": mail_words.company(others),
        "place": place.name if place else "",
        "address": f"{place.address}, {world.city.name}" if place else "",
        "room": occasion.room or "in my office",
        "sum": money(occasion.hundredths),
        **_times(begins),
    }


def _about(
    template: Template, occasion: Occasion, begins: datetime, sender: Organisation | Person
) -> dict[str, Any]:
    """What a mail keeps of the occasion that it is about."""
    topic = table("mails")["topics"].get(occasion.kind, "").format(who=sender.name)
    dated = any("{day}" in line for line in (template.subject, *template.text))
    return {
        "occasion": occasion.id,
        "topic": topic if dated else "",
        "day": begins.date() if dated else None,
    }


# About money


def _of_payments(rng: random.Random, world: World) -> Iterator[Talk]:
    """What the bank tells of the card, what came in, which bills were paid."""
    cards = {account.id: account.organisation for account in world.accounts if account.group == "Credit Card"}
    recent = [p for p in world.payments if START - 30 * DAY < p.at < START - DAY]
    by_card = [p for p in recent if p.account in cards and p.payee]
    for payment in rng.sample(by_card, min(len(by_card), rng.randint(*OF_CARDS))):
        bank = world.organisation(cards[payment.account])
        yield _of_payment(rng, world, "card", payment, bank, 2 * MINUTE)
    salary = next((p for p in reversed(recent) if p.kind == "income" and p.payee), None)
    if salary is not None:
        yield _of_payment(rng, world, "salary", salary, world.organisation(salary.payee), 40 * MINUTE)
    paid = [p for p in recent if p.occasion and (bill := world.occasion(p.occasion)).kind == "bill"
            and bill.organisation]  # fmt: skip
    for payment in rng.sample(paid, min(len(paid), 2)):
        owner = world.organisation(world.occasion(payment.occasion).organisation)
        yield _of_payment(rng, world, "receipt", payment, owner, 150 * MINUTE)


def _of_payment(
    rng: random.Random,
    world: World,
    part: str,
    payment: Payment,
    sender: Organisation,
    later: timedelta,
) -> Talk:
    facts = {
        "item": mail_words.lower(payment.item),
        "sum": money(payment.hundredths),
        "place": _payee(world, payment.payee),
        **_times(payment.at),
    }
    extra = {"payment": payment.id, "occasion": payment.occasion, "day": payment.at.date(), "kind": "notice"}
    return _talk(rng, world, _template("payments", part), sender, facts, payment.at + later, extra)


def _payee(world: World, id: str) -> str:
    """Name of the place or organisation that was paid."""
    try:
        return world.place_name(id)
    except KeyError:
        return world.organisation(id).name


# All else


def _of_organisations(rng: random.Random, world: World) -> Iterator[Talk]:
    """Newsletters, offers, notices."""
    able = [
        (organisation, template)
        for kind in table("mails")["organisations"]
        for organisation in world.organisations_of(kind)[:2]
        for template in _templates("organisations", kind)
    ]
    many = rng.randint(*OF_ORGANISATIONS)
    taken: set[str] = set()
    for organisation, template in rng.sample(able, len(able)):
        if template.subject not in taken and len(taken) < many:
            taken.add(template.subject)
            yield _talk(rng, world, template, organisation, _chat(rng, world, organisation), _any_time(rng))


def _of_people(rng: random.Random, world: World) -> Iterator[Talk]:
    """What friends, relatives, colleagues write about this and that."""
    able = [person for person in world.people if person.mails]
    taken: set[str] = set()
    for person in rng.sample(able, min(len(able), rng.randint(*OF_PEOPLE))):
        template = rng.choice(_templates("people", person.relation))
        if template.subject not in taken:
            taken.add(template.subject)
            yield _talk(rng, world, template, person, _chat(rng, world), _any_time(rng))


def _of_spam(rng: random.Random, world: World) -> Iterator[Talk]:
    """What nobody asked for."""
    senders = world.organisations_of("spam")
    for template in rng.sample(_spam(), rng.randint(*OF_SPAM)):
        extra = {"kind": "spam"}
        yield _talk(rng, world, template, rng.choice(senders), _chat(rng, world), _any_time(rng), extra)


def _chat(rng: random.Random, world: World, sender: Organisation | None = None) -> dict[str, str]:
    """What people and companies write about when they have nothing to tell."""
    first, second = rng.sample(rng.choice(world.topics).words, 2)
    return {
        "word": first,
        "second": second,
        "handle": rng.choice(world.people).handle or "somebody",
        "prize": rng.choice(words(table("mails")["prizes"])),
        "number": f"{rng.randint(11, 99)}0",
        "address": world.address(sender) if sender is not None else "",
    }


# Writing


def _talk(
    rng: random.Random,
    world: World,
    template: Template,
    sender: Organisation | Person,
    facts: dict[str, str],
    at: datetime,
    about: Mapping[str, Any] | None = None,
) -> Talk:
    """The conversation that a template makes."""
    own = world.user.name.partition(" ")[0]
    facts = {**facts, "user": own, "sender": sender.given if isinstance(sender, Person) else sender.name}
    host = sender.host if isinstance(sender, Organisation) else ""
    subject = mail_words.filled(template.subject, facts)
    file = mail_words.filled(template.file, facts)
    first = Mail(
        id="",
        thread="",
        sender=sender.id,
        recipients=(),
        subject=subject,
        blocks=mail_words.blocks(template.text, facts, host),
        at=at,
        kind=template.kind,
        enclosures=(enclosure(rng, file),) if file else (),
    )
    talk = [replace(first, **about) if about else first]
    for text, writer in ((template.reply, USER), (template.again, sender.id)):
        after = talk[-1].at + rng.randint(20, 300) * MINUTE
        if not text or after >= START:
            break
        told = mail_words.blocks(text.split("\n"), facts, host)
        to = (sender.id,) if writer == USER else ()
        talk.append(Mail("", "", writer, to, f"Re: {subject}", told, after, template.kind))
    return talk


def enclosure(rng: random.Random, name: str) -> Enclosure:
    """A file of that name; its end says whether it is a picture."""
    stem = name.rpartition(".")[0]
    if name.endswith(".jpg"):
        motif = rng.choice(("landscape", "skyline"))
        return Enclosure(name, "picture", rng.randint(900, 4_200) * 1000, (f"{motif}:{stem}",))
    documents = table("mails")["documents"]
    text = next((text for known, text in documents.items() if stem.startswith(known)), stem)
    return Enclosure(name, "document", rng.randint(40, 900) * 1000, tuple(text.split("\n")))


def _times(moment: datetime) -> dict[str, str]:
    return {
        "day": day_text(moment.date()),
        "weekday": f"{moment:%A}",
        "month": f"{moment:%B}",
        "time": mail_words.time_text(moment.time()),
    }


def day_text(day: date) -> str:
    """A day as mails write it, such as ``Friday, May 17``."""
    return f"{day:%A, %B} {day.day}"


def money(hundredths: int) -> str:
    """A sum as mails write it, such as ``1,240.50 CNY``."""
    return f"{hundredths / 100:,.2f} {CURRENCY}"


def _before(rng: random.Random, begins: datetime) -> datetime:
    """A time by day before something begins, and before now."""
    latest = min(begins, START) - timedelta(hours=20)
    day = latest.date() - rng.randint(0, 8) * DAY
    return datetime.combine(day, time(rng.randint(8, 20), rng.randrange(60)))


def _any_time(rng: random.Random) -> datetime:
    """A time by day of the last weeks, rather a late one."""
    day = START.date() - int(OLDEST * rng.random() ** 2) * DAY
    at = datetime.combine(day, time(rng.randint(7, 21), rng.randrange(60)))
    return at if at < START else START - rng.randint(20, 280) * MINUTE
