"""Pages of people."""

from __future__ import annotations

from openphone_gym.phone.world.records import Block, Person, Site, WebPage


def of_person(person: Person) -> Site:
    """The page of somebody who has one."""
    name = person.latin or person.name
    mails = tuple([Block("row", f"E-mail\t{mail.value}") for mail in person.mails[:1]])
    blocks = (
        Block("picture", name, f"face:{name}"),
        Block("heading", name),
        Block("paragraph", "Pictures, notes and things that I make. Write to me if you like them."),
        *mails,
    )
    host, _, path = person.website.partition("/")
    pages = [WebPage("/", name, blocks)]
    if path:
        pages.append(WebPage(f"/{path}", name, blocks))
    return Site(host, name, "", tuple(pages), 0xFF31536B, "account", secure=False)
