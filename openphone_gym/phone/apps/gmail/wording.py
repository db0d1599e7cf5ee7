"""Words of the app: days, texts of mails, names of those who wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.gmail.state import DRAFTS, Address, Attachment, Mail
from openphone_gym.phone.system import clock
from openphone_gym.phone.world.records import Block

if TYPE_CHECKING:
    from openphone_gym.phone.system.nav import Nav

SNIPPET = 90
"""Most characters of a mail's text that a list shows."""

UNSUBSCRIBE = "Unsubscribe"
"""Words of the link at the foot of what is sent to many."""


def short_day(nav: Nav, at: int) -> str:
    """When a mail came, as lists show it: the time today, else the day."""
    then = clock.to_local(nav.system, at)
    if then.date() == nav.now.date():
        return nav.clock(then.hour, then.minute)
    if then.year == nav.now.year:
        return f"{then:%b} {then.day}"
    return f"{then.month}/{then.day}/{then:%y}"


def long_day(nav: Nav, at: int) -> str:
    """The same in full, such as ``May 9, 2024 at 7:48 PM``."""
    then = clock.to_local(nav.system, at)
    return f"{then:%b} {then.day}, {then.year} at {nav.clock(then.hour, then.minute)}"


def moment(nav: Nav, then: datetime) -> str:
    """A day and time to come, such as ``Mon, May 13, 8:00 AM``."""
    return f"{then:%a}, {then:%b} {then.day}, {nav.clock(then.hour, then.minute)}"


def blocks(nav: Nav, mail: Mail) -> Sequence[Block]:
    """What a mail says: that of the world's letter, else the user's own words."""
    told = nav.world.mail(mail.letter).blocks if mail.letter else ()
    own = "\n".join(part for part in (mail.body, mail.quote) if part)
    return [*(Block("paragraph", line) for line in own.split("\n") if line.strip()), *told]


def text(nav: Nav, mail: Mail) -> str:
    """What a mail says in one text."""
    return "\n".join(block.text.replace("\t", ": ") for block in blocks(nav, mail))


def snippet(nav: Nav, mail: Mail) -> str:
    """The beginning of what a mail says."""
    words = text(nav, mail).replace("\n", " ")
    return words if len(words) <= SNIPPET else words[:SNIPPET].rstrip() + "…"


def subject_of(mail: Mail) -> str:
    """The subject, or what stands for none."""
    return mail.subject or "(no subject)"


def is_bulk(nav: Nav, mail: Mail) -> bool:
    """Whether a mail comes from a list that one can leave."""
    return any(block.text == UNSUBSCRIBE for block in blocks(nav, mail))


def first_name(address: Address, own: str) -> str:
    """How a list calls somebody among others: ``me``, the first name, or what stands before the ``@``."""
    if address.mail == own:
        return "me"
    return address.name.partition(" ")[0] or address.mail.partition("@")[0]


def writers(mails: Sequence[Mail], own: str) -> str:
    """Who wrote the mails of a conversation, as its row tells; of the user's own mails, whom they went to."""
    written = [mail for mail in mails if mail.folder != DRAFTS]
    if not written:
        return "Draft"
    if all(mail.sender.mail == own for mail in written):
        return f"To: {', '.join(to.shown for to in written[-1].recipients) or '(no recipients)'}"
    if len(written) == 1:
        names = [written[0].sender.shown]
    else:
        names = list(dict.fromkeys(first_name(mail.sender, own) for mail in written))
    return ", ".join([*names[-3:], "Draft"] if len(written) < len(mails) else names[-3:])


def listed(addresses: Sequence[Address], own: str) -> str:
    """Whom a mail went to, such as ``me, Ben, Ana``."""
    return ", ".join(first_name(address, own) for address in addresses)


def in_full(address: Address) -> str:
    """Name and address, such as ``Ann Lee <ann@example.org>``."""
    return f"{address.name} <{address.mail}>" if address.name else address.mail


def size_text(attachment: Attachment) -> str:
    """Size of a file as mails show it, such as ``184 KB``."""
    size = attachment.size
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(size // 1000, 1)} KB"


def answered(subject: str, mark: str) -> str:
    """Subject of an answer or a forwarded mail: ``Re: `` or ``Fwd: `` goes before it once."""
    return subject if subject.casefold().startswith(mark.casefold()) else f"{mark} {subject}"
