"""What is said in the forum."""

from __future__ import annotations

from openphone_gym.phone.apps.reddit.searching import find_posts
from openphone_gym.phone.apps.reddit.state import MOST_COMMENTS, NEW, TOP
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.cross import chats
from openphone_gym.tasks.cross.wording import Wording
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.reddit import memberships
from openphone_gym.tasks.reddit.going import PUBLISHED
from openphone_gym.tasks.reddit.memberships import OTHER_LEFT, a_community, is_member, of_community
from openphone_gym.tasks.reddit.searches import FIRST, a_common_subject, choose, counted
from openphone_gym.tasks.sight import has_id, plain
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task, one_of

APP = "Reddit"

ORDERS = {FIRST[order]: order for order in (NEW, TOP, MOST_COMMENTS)}
"""What goals call the post that comes first, and the order that brings it there."""

# A community that somebody recommends

TIP = Wording(
    "Have you seen {community} on Reddit? You will like it",
    "There is a community on Reddit that is made for you: {community}",
    "I read {community} on Reddit every day. You should join, too",
)
THANKS = ("Thank you for the tip", "I have joined", "Great, see you there", "Good idea, I am in")


def recommends(phone: Phone, p: Params) -> None:
    """The friend has named a community, which the user is not in."""
    memberships.stay_out(phone, p)
    chats.writes(phone, p.person, TIP.write(p.form, community=p.community))


def join_and_thank(hand: Hand, p: Params) -> None:
    community = chats.facts(hand, p.name, TIP)["community"]

    def join() -> None:
        hand.open(APP)
        memberships.join(hand, Params(community=community))

    hand.once("joined", join)
    hand.once("told", lambda: chats.text(hand, p.name, p.thanks))


# A post that comes first


def first_post(d: Drawing) -> str:
    """Title of the post that comes first."""
    p = d.params
    return find_posts(d.phone.reddit, d.phone, p.query, ORDERS[p.first])[0].title  # pyright: ignore[reportArgumentType]


def tell_post(hand: Hand, p: Params) -> None:
    def title() -> str:
        hand.open(APP)
        choose("sort")(hand, Params(query=p.query, sort=ORDERS[p.first]))
        return plain(hand.need(has_id("link_title")).text)

    found = hand.once("post", title)
    hand.once("told", lambda: chats.text(hand, p.name, found))


TASKS = [
    Task(
        id="cross_27",
        app="messages",
        group="forum",
        start="home",
        own_steps=12,
        goals=[
            '{name} recommends a community of Reddit in a text message. Join it, and reply with "{thanks}".',
            "Look up which community {name} writes about, become a member of it on Reddit and send "
            '"{thanks}" back.',
            "In the last message of {name} there is the name of a community. I want to be in it on Reddit. "
            'When that is done, answer the message: "{thanks}".',
        ],
        params={
            **chats.friend(),
            **{
                name: param
                for name, param in of_community("r/ChatGPT", a_community).items()
                if name != "name"
            },
            "thanks": Param("I have joined", one_of(*THANKS)),
            "form": TIP.form,
        },
        subgoals=[
            SubGoal("joined", "Is the user a member of {community} on Reddit?", is_member),
            chats.told_words("thanks"),
        ],
        never=[OTHER_LEFT, PUBLISHED, chats.OTHERS_TOLD],
        may_change=["reddit.memberships.+", *chats.TEXTING],
        setup=recommends,
        solution=join_and_thank,
    ),
    Task(
        id="cross_28",
        app="reddit",
        group="forum",
        start="home",
        own_steps=12,
        goals=[
            "Search Reddit for {query} and text {name} the title of the {first} post among the results.",
            "{name} wants to know what the {first} post on {query} is called. Find it with the search of "
            "Reddit and send its title in a text message.",
            "What is the title of the {first} post that Reddit finds for {query}? Write it to {name} in a "
            "message.",
        ],
        params={
            **chats.friend(),
            "first": Param("newest", one_of(*ORDERS)),
            "query": Param("Qwen", a_common_subject),
            "title": Param("Qwen", first_post),
            "written": counted(),
        },
        subgoals=[
            chats.told(
                'Was {name} sent a single text message that names the post "{title}"?',
                lambda text, p: chats.names_it(text, p.title),
            )
        ],
        never=[PUBLISHED, chats.OTHERS_TOLD],
        may_change=chats.TEXTING,
        solution=tell_post,
    ),
]
