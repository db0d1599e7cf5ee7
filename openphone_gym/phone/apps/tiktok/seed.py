"""What is in TikTok on a new phone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.tiktok.state import Message, Notice, TikTok

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World

CHATS = (
    "Did you see this one?",
    "Haha, thanks for the video!",
    "Are you coming on Saturday?",
    "New video is up",
    "Where did you find that?",
)
"""First words of friends."""

SYSTEM = (
    "Your account was logged in from a new device.",
    "Learn how we keep your account safe.",
    "Our terms of service have changed.",
)
"""What the app itself tells."""

DAY_MS = 24 * 3_600_000


def seed(rng: random.Random | None, world: World) -> TikTok:
    """The account of a new phone: the benchmark's, or one drawn by ``rng``."""
    state = TikTok(
        name=world.user.name,
        handle=world.user.handle,
        following=[profile.id for profile in world.profiles if profile.followed],
    )
    chance = rng or random.Random("benchmark")
    _notices(chance, state, world)
    if rng is None:
        state.searches = ["noodle soup", "blue hour"]
    else:
        _habits(rng, state, world)
    return state


def _habits(rng: random.Random, state: TikTok, world: World) -> None:
    """What the user did before."""
    ids = [video.id for video in world.videos]
    state.liked = rng.sample(ids, rng.randint(3, 20))
    state.saved = rng.sample(ids, rng.randint(0, 8))
    state.searches = [rng.choice(topic.words) for topic in rng.sample(world.topics, rng.randint(2, 6))]
    friends = [profile.id for profile in world.profiles if profile.person and profile.followed]
    for friend in friends[:3]:
        days = rng.randint(1, 6)
        state.messages.append(
            Message(state.new_id(), friend, rng.choice(CHATS), rng.random() < 0.3, -days * DAY_MS)
        )


def _notices(rng: random.Random, state: TikTok, world: World) -> None:
    """What the inbox tells: new followers, likes, and the app itself."""
    strangers = [profile.id for profile in world.profiles if not profile.mimics and not profile.verified]
    for number, text in enumerate(rng.sample(SYSTEM, 2)):
        state.notices.append(Notice(state.new_id(), "system", "", text, 2 + 9 * number, number > 0))
    for days, follower in enumerate(rng.sample(strangers, 3), 1):
        text = "started following you."
        state.notices.append(Notice(state.new_id(), "follow", follower, text, 3 * days, days > 1))
    for days, fan in enumerate(rng.sample(strangers, 3), 1):
        text = "liked your comment." if days % 2 else "viewed your profile."
        state.notices.append(Notice(state.new_id(), "like", fan, text, 2 * days, days > 1))
