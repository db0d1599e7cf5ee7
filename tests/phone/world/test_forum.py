"""The forum of a world: communities with near names, posts of all ages, comments in threads."""

from __future__ import annotations

from collections import Counter

import pytest

from openphone_gym.phone.world import world
from openphone_gym.phone.world.forum import AGES, LONGEST, POSTS_IN_EACH
from openphone_gym.phone.world.parts import World
from tests.phone.test_world import SEEDS


@pytest.mark.parametrize("seed", [None, *SEEDS])
def test_communities_and_posts(seed: int | None) -> None:
    of = world(seed)
    communities = {one.id: one for one in of.communities}
    assert len(communities) == len(of.communities) > 90
    assert {one.topic for one in of.communities} == {topic.id for topic in of.topics}
    assert {post.author for post in of.posts} <= {member.id for member in of.members}
    assert all(post.topic == communities[post.community].topic for post in of.posts)
    assert min(Counter(post.community for post in of.posts).values()) >= POSTS_IN_EACH
    assert not any(one.joined and one.mature for one in of.communities)
    hosts = {paper.host for paper in of.organisations_of("newspaper")}
    assert {post.link.removeprefix("https://").strip("/") for post in of.posts} <= {"", *hosts}
    assert all(post.subject.casefold() in post.title.casefold() for post in of.posts if seed is not None)


def test_names_are_near_to_each_other() -> None:
    names = [one.name for one in world(None).communities]
    near = {name for name in names for other in names if other != name and other.startswith(name)}
    assert {"ChatGPT", "OpenAI", "HomeKitchen", "BikeToWork"} <= near
    assert len(near) >= 15


@pytest.mark.parametrize("seed", SEEDS)
def test_of_every_topic_something_is_asked_for_at_all_ages(seed: int) -> None:
    of = world(seed)
    for topic in of.topics:
        posts = [post for post in of.posts if post.topic == topic.id]
        ages = {post.subject: set() for post in posts}
        for post in posts:
            ages[post.subject].add(sum(post.minutes >= limit for limit in AGES))
        assert max(map(len, ages.values())) == len(AGES) - 1, topic.id


def test_no_drawn_post_names_what_the_benchmark_counts() -> None:
    drawn = [post for post in world(None).posts if int(post.id.partition("-")[2]) > 5]
    assert not any("qwen" in f"{post.title} {post.body}".casefold() for post in drawn)


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_comments_belong_to_their_posts(seed: int | None) -> None:
    of = world(seed)
    for post in of.posts[:40]:
        comments = of.comments(post.id)
        assert len(comments) == post.comments
        assert post.comments <= max(LONGEST, 412)
        known: dict[str, int] = {"": post.minutes}
        for one in comments:
            assert one.post == post.id
            assert 0 <= one.minutes <= known[one.parent]
            assert "{" not in one.text
            known[one.id] = one.minutes
        assert len(known) == len(comments) + 1
    assert World(seed).comments("post-1") == of.comments("post-1")
