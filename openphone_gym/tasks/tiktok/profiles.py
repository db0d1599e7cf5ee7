"""Tasks about the page of an account."""

from __future__ import annotations

from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import Text, YesNo
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.task import Drawing, Params, Task
from openphone_gym.tasks.tiktok.accounts import (
    APP,
    FOLLOW_CHANGED,
    HANDLE,
    MAY_CHANGE,
    PREPARE,
    PROFILE_OPEN,
    account,
    copies,
    known,
    open_account,
)

YES = ("following", "followed", "friends", "you follow", "i follow")
"""Words of those who say that an account is followed."""


def an_account_with_number(d: Drawing) -> str:
    """Draws an account whose ID does not follow from its name, by its handle."""
    numbered = [one.id for one in known(d.phone.world) if any(c.isdigit() for c in one.id)]
    return d.choice(numbered)


def is_followed(phone: Phone, p: Params) -> YesNo:
    """Whether the user follows the account."""
    return YesNo(p.profile in phone.tiktok.following, yes=YES)


def id_of(phone: Phone, p: Params) -> Text:
    """The handle of the account; those of accounts that look like it are wrong."""
    others = [one for one in phone.world.profiles if one.id != p.profile]
    near = [one.id for one in copies(phone.world, p.profile)]
    near += [one.id for one in others if one.name == p.name]
    joined = p.name.replace(" ", "").casefold()
    return Text(p.profile, accept=(f"@{p.profile}",), reject=(*near, joined))


def tiktok_1(hand: Hand, p: Params) -> None:
    open_account(hand, p)


def tiktok_2(hand: Hand, p: Params) -> str:
    open_account(hand, p)
    if hand.sees("Message") is None:
        raise Lost
    return "No" if hand.sees("Follow") is not None else "Yes"


def tiktok_4(hand: Hand, p: Params) -> str:
    open_account(hand, p)
    return next(node.text for node in hand.all(HANDLE) if node.text.startswith("@")).removeprefix("@")


TASKS = [
    Task(
        id="tiktok_1",
        app=APP,
        own_steps=5,
        goals=[
            "Go to the profile of {name} on TikTok and leave it open.",
            "Show me the TikTok page of {name}, the account itself and no fan page.",
            "I want to see the profile page of {name} in TikTok.",
        ],
        params=account("ishowspeed", "IShowSpeed"),
        subgoals=[PROFILE_OPEN],
        never=[FOLLOW_CHANGED],
        may_change=MAY_CHANGE,
        solution=tiktok_1,
        prepare=PREPARE,
        group="profiles",
    ),
    Task(
        id="tiktok_2",
        app=APP,
        own_steps=5,
        goals=[
            "Open the profile of {name} on TikTok and tell me whether I follow this account.",
            "Do I follow {name} on TikTok? Look at the profile page, but change nothing.",
            "Check on the TikTok page of {name} if I am following that account.",
        ],
        params=account("ishowspeed", "IShowSpeed"),
        answer=is_followed,
        never=[FOLLOW_CHANGED],
        may_change=MAY_CHANGE,
        solution=tiktok_2,
        prepare=PREPARE,
        group="profiles",
    ),
    Task(
        id="tiktok_4",
        app=APP,
        own_steps=5,
        goals=[
            "What is the ID of {name}'s account on TikTok? The profile page shows it.",
            "Look at the TikTok profile of {name} and tell me the account's ID.",
            "Find {name} on TikTok and report the ID that stands on that profile.",
        ],
        params=account("messi.18642", "Leo Messi", an_account_with_number),
        answer=id_of,
        never=[FOLLOW_CHANGED],
        may_change=MAY_CHANGE,
        solution=tiktok_4,
        prepare=PREPARE,
        group="profiles",
    ),
]
