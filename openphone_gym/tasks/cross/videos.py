"""Accounts of the video site that people write about."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.wording import count
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.cross import chats
from openphone_gym.tasks.cross.wording import Wording
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.task import Drawing, Never, Param, Params, SubGoal, Task
from openphone_gym.tasks.tiktok.accounts import FOLLOW_CHANGED, MAY_CHANGE, account, open_account

APP = "TikTok"


def its_followers(d: Drawing) -> str:
    """How many follow the account that was drawn, as its page says it."""
    return count(d.phone.world.profile(d.params.profile).followers)


def of_account(profile: str, name: str) -> dict[str, Param]:
    """Parameters that name an account, which is called so to be told apart from the friend."""
    found = account(profile, name)
    return {
        "profile": found["profile"],
        "account": Param(name, lambda d: d.phone.world.profile(d.params.profile).name),
        "following": found["following"],
    }


# An account that somebody recommends

TIP = Wording(
    "You have to follow {account} on TikTok. The ID is {profile}, all others are fans",
    "My favourite on TikTok is {account}, ID {profile}. Follow it, you will not regret it",
    "{account} is on TikTok now! The real account has the ID {profile}",
)


def recommends(phone: Phone, p: Params) -> None:
    """The friend has named an account, which the user does not follow."""
    phone.tiktok.following = [one for one in phone.tiktok.following if one != p.profile]
    chats.writes(phone, p.person, TIP.write(p.form, account=p.account, profile=p.profile))


def find_account(hand: Hand, facts: dict[str, str]) -> None:
    """The page of an account is in front."""
    hand.open(APP)
    open_account(hand, Params(name=facts["account"], profile=facts["profile"]))


def follow(hand: Hand, p: Params) -> None:
    tip = chats.facts(hand, p.name, TIP)

    def press() -> None:
        find_account(hand, tip)
        if hand.sees("Message") is None:
            raise Lost
        if hand.sees("Follow") is not None:
            hand.tap("Follow")

    hand.once("followed", press)


# How many follow an account

QUESTION = Wording(
    "How many followers does {account} have on TikTok? I mean the account with the ID {profile}",
    "I bet that {account} has a million followers on TikTok. The ID is {profile}. How many are there?",
    "Can you look up {account} on TikTok, ID {profile}? I would like to know the number of followers",
)


def asks_for_followers(phone: Phone, p: Params) -> None:
    """The friend has asked about an account."""
    chats.writes(phone, p.person, QUESTION.write(p.form, account=p.account, profile=p.profile))


def tell_followers(hand: Hand, p: Params) -> None:
    asked = chats.facts(hand, p.name, QUESTION)

    def read() -> str:
        find_account(hand, asked)
        number = hand.content("followers")
        if not number:
            raise Lost
        return number

    number = hand.once("followers", read)
    hand.once("told", lambda: chats.text(hand, p.name, number))


TASKS = [
    Task(
        id="cross_29",
        app="messages",
        group="videos",
        start="home",
        own_steps=9,
        goals=[
            "{name} recommends an account on TikTok in a text message. Follow it, and no other one.",
            "Follow the TikTok account that {name} writes about; mind the ID, since others look like it.",
            "Look up in the last message of {name} which account I should follow on TikTok, and follow it.",
        ],
        params={**chats.friend(), **of_account("ishowspeed", "IShowSpeed"), "form": TIP.form},
        subgoals=[
            SubGoal(
                "followed",
                "Does the user follow {account} with the ID @{profile} on TikTok?",
                lambda phone, p: p.profile in phone.tiktok.following,
            )
        ],
        never=[
            Never(
                "another_followed",
                lambda phone, p: bool({*phone.tiktok.following} - {*p.following, p.profile}),
                question="Was any account but @{profile} followed?",
            ),
            Never(
                "unfollowed",
                lambda phone, p: bool({*p.following} - {*phone.tiktok.following, p.profile}),
                question="Was an account unfollowed?",
            ),
        ],
        may_change=["tiktok.following", *MAY_CHANGE],
        setup=recommends,
        solution=follow,
    ),
    Task(
        id="cross_30",
        app="messages",
        group="videos",
        start="home",
        own_steps=12,
        goals=[
            "{name} asks in a text message how many followers an account on TikTok has. Look it up and reply "
            "with the number, as the page of the account shows it.",
            "Answer the last message of {name}: TikTok shows how many people follow the account in question.",
            "Which TikTok account does {name} want to know about, and how many followers does it have? Write "
            "the number back.",
        ],
        params={
            **chats.friend(),
            **of_account("ishowspeed", "IShowSpeed"),
            "followers": Param("29.4M", its_followers),
            "form": QUESTION.form,
        },
        subgoals=[
            chats.told(
                "Was {name} sent a single text message that names the {followers} followers?",
                lambda text, p: p.followers.casefold() in chats.numbers_in(text),
            )
        ],
        never=[FOLLOW_CHANGED, chats.OTHERS_TOLD],
        may_change=[*chats.TEXTING, *MAY_CHANGE],
        setup=asks_for_followers,
        solution=tell_followers,
    ),
]
