"""Accounts of TikTok: which one a task is about, its page on a screen, and the way to it."""

from __future__ import annotations

import re

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world.parts import World
from openphone_gym.phone.world.records import Profile
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Draw, Drawing, Never, Param, Params, SubGoal
from openphone_gym.ui.node import UiNode

APP = "tiktok"
PACKAGE, SHADE = "com.zhiliaoapp.musically", "com.android.systemui"

MAY_CHANGE = ["tiktok.searches"]
"""What looking something up changes."""

PREPARE = "Sign in to TikTok; the user follows @natgeo, and none of the accounts that the tasks name."

HANDLE = has_id("handle")


def follow_button(node: UiNode) -> bool:
    """The button that follows an account, or says that it is followed."""
    return node.class_name.endswith("Button") and node.text in ("Follow", "Following", "Friends")


def known(world: World) -> list[Profile]:
    """Accounts of which others are fans or copies."""
    copied = {profile.mimics for profile in world.profiles}
    return [profile for profile in world.profiles if profile.id in copied]


def copies(world: World, id: str) -> list[Profile]:
    """Accounts that look like one."""
    return [profile for profile in world.profiles if profile.mimics == id]


def an_account(d: Drawing) -> str:
    """Draws an account that others look like, by its handle."""
    return d.choice([profile.id for profile in known(d.phone.world)])


def its_name(d: Drawing) -> str:
    """Name of the account that was drawn."""
    return d.phone.world.profile(d.params.profile).name


def followed(d: Drawing) -> list[str]:
    """Accounts that the user follows."""
    return sorted(d.phone.tiktok.following)


def account(profile: str, name: str, draw: Draw = an_account) -> dict[str, Param]:
    """Parameters that name an account, and whom the user follows before the task."""
    return {
        "profile": Param(profile, draw),
        "name": Param(name, its_name),
        "following": Param(["natgeo"], followed),
    }


def follow_shown(screen: Sight, p: Params) -> bool:
    """Whether buttons in view tell that an account is followed that was not before, or no longer is."""
    pages = [node for node in screen.all(HANDLE) if node.text.startswith("@")]
    if pages:
        told = [(pages[0].text.removeprefix("@"), screen.sees(follow_button))]
    else:
        cards = screen.cards(HANDLE)
        told = [(screen.words(card)[0], screen.sees(follow_button, within=card)) for card in cards]
    return any(
        (button.text != "Follow") != (handle in p.following) for handle, button in told if button is not None
    )


FOLLOW_CHANGED = Never(
    "follow_changed",
    lambda phone, p: sorted(phone.tiktok.following) != p.following,
    question="Was an account followed, or no longer followed, that was not before?",
    screen=follow_shown,
)
"""Looking at accounts must not change whom the user follows."""


def nothing(screen: Sight) -> bool | None:
    """What a screen without the page in question tells: that it was left for another app, or not a thing."""
    return None if screen.package in (PACKAGE, SHADE) else False


def profile_shown(screen: Sight, p: Params) -> bool | None:
    """Whether the page of the account is in front; None where no account's page is."""
    handle = next((node.text for node in screen.all(HANDLE) if node.text.startswith("@")), None)
    return nothing(screen) if handle is None else plain(handle) == f"@{p.profile}"


def page_open(phone: Phone, p: Params) -> bool:
    """Whether the page of the account is in front."""
    return phone.showing(APP, "profile", id=p.profile)


PROFILE_OPEN = SubGoal(
    "profile_open",
    "Is the profile page of {name}, with the ID @{profile}, in front?",
    page_open,
    screen=profile_shown,
)


def look_up(hand: Hand, query: str) -> None:
    """The results of a search for this query are in front."""
    shown = hand.content("query")
    if shown is not None:
        if plain(shown).casefold() == plain(query).casefold():
            return
        hand.tap("Edit search")
    if hand.sees(has_id("search_field")) is not None:
        hand.fill("search_field", query)
        hand.enter()
    hand.tap("Search")


def open_account(hand: Hand, p: Params) -> None:
    """The page of the account is in front."""
    if profile_shown(hand, p):
        return
    if profile_shown(hand, p) is False:
        raise Lost
    look_up(hand, p.name)
    row = hand.sees(lambda node: HANDLE(node) and plain(node.text) == p.profile)
    if row is None:
        hand.tab("Users")
        row = hand.need(re.compile(rf"^{re.escape(p.profile)}$"))
    hand.tap(row)
