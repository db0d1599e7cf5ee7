"""The tasks of the forum, done, nearly done and not done; and what OpenPhone's judge sees of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agents.basic import ExpertAgent, FinishAgent, NoopAgent
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.phone.apps.reddit.searching import find_posts
from openphone_gym.phone.apps.reddit.state import FEEDS, SORTS, TIMES, OwnPost
from openphone_gym.phone.differences import allowed, changes
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Entry
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import Params, draw
from openphone_gym.trajectory import Episode

IDS = [task.id for task in tasks_of("reddit")]


def run(task: str, agent: Any = None, **options: Any) -> Episode:
    """The expert's episode, or that of another agent."""
    env = PhoneEnv([task], observation=(), record=("tree",), max_steps=25)
    return run_episode(env, agent or ExpertAgent(env), seed=0, options=options)


def test_all_tasks_of_the_benchmark_are_there() -> None:
    assert [f"reddit_{number}" for number in range(1, 6)] == IDS


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("seed", range(4))
def test_sampled_tasks_can_be_done_and_are_not_done_yet(task: str, seed: int) -> None:
    episode = run(task, variation="sampled", seed=seed)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []
    assert len(episode.steps) <= (find_task(task).own_steps or 0) + 3
    for idle in (NoopAgent(), FinishAgent()):
        verdict = run(task, idle, variation="sampled", seed=seed).verdict
        assert verdict
        assert verdict.success is False


Change = Callable[[Phone], object]


def after(task: str, change: Change) -> tuple[list[str], list[str], list[str]]:
    """Sub-goals that hold, nevers that happened, and side effects, after a change of the canonical phone."""
    instance = draw(find_task(task))
    phone, p = Phone(instance.phone), Params(**instance.params)
    change(phone)
    phone.changed()
    declared = instance.task
    patterns = [pattern.format_map(instance.params) for pattern in declared.may_change]
    return (
        [goal.name for goal in declared.subgoals if goal.state(phone, p)],
        [never.name for never in declared.never if never.state(phone, p)],
        [path for path in changes(instance.phone, phone.snapshot()) if not allowed(path, patterns)],
    )


def test_only_the_community_itself_counts() -> None:
    assert after("reddit_1", lambda phone: phone.reddit.join("r/ChatGPT")) == (["joined"], [], [])
    assert after("reddit_1", lambda phone: phone.reddit.join("r/ChatGPTPro"))[0] == []
    assert after("reddit_1", lambda phone: phone.reddit.leave("r/Android"))[1] == ["other_left"]
    assert after("reddit_5", lambda phone: phone.reddit.leave("r/ChatGPT")) == (["left"], [], [])
    assert after("reddit_5", lambda phone: phone.reddit.leave("r/Android"))[:2] == ([], ["other_left"])


def test_what_was_not_asked_for_is_told() -> None:
    def publish(phone: Phone) -> None:
        phone.reddit.posts.append(OwnPost(99, "r/ChatGPT", "Let me in", "", "", "", phone.system.clock))

    def vote(phone: Phone) -> None:
        phone.reddit.vote("post-1", 1)

    for task in IDS:
        assert after(task, publish)[1:] == (["published"], ["reddit.posts.+"])
        assert after(task, vote)[1:] == ([], ["reddit.votes.post-1"])
        assert after(task, lambda phone: phone.reddit.muted.append("r/OpenAI"))[2] == ["reddit.muted"]


def test_the_feed_must_be_in_front() -> None:
    def choose(phone: Phone) -> None:
        phone.reddit.feed = "Popular"

    def leave(phone: Phone) -> None:
        choose(phone)
        phone.reddit.tab = "Inbox"

    def cover(phone: Phone) -> None:
        choose(phone)
        phone.system.tasks[-1].stack.append(Entry("reddit", "post", {"id": "post-1"}))

    assert after("reddit_2", choose) == (["feed_open"], [], [])
    assert after("reddit_2", leave)[0] == []
    assert after("reddit_2", cover)[0] == []


def results(query: str, community: str = "", **local: Any) -> Change:
    """Puts results in front."""

    def show(phone: Phone) -> None:
        args = {"query": query, "community": community}
        phone.system.tasks[-1].stack.append(Entry("reddit", "results", args, local=local))

    return show


@pytest.mark.parametrize(
    ("change", "held"),
    [
        (results("Qwen", **{"Posts time": "Today"}), ["query", "time"]),
        (results("qwen", **{"Posts time": "Today"}), ["query", "time"]),
        (results("Qwen"), ["query"]),
        (results("Qwen", **{"Posts time": "Past hour"}), ["query"]),
        (results("Qwen", **{"Comments time": "Today", "tab": "Comments"}), []),
        (results("Qwen 72B", **{"Posts time": "Today"}), ["time"]),
        (results("Qwen", "r/LocalLLaMA", **{"Posts time": "Today"}), ["time"]),
        (lambda phone: None, []),
    ],
)
def test_near_misses_of_the_search_for_a_time(change: Change, held: list[str]) -> None:
    assert after("reddit_3", change) == (held, [], [])


@pytest.mark.parametrize(
    ("change", "held"),
    [
        (results("Qwen", **{"Posts sort": "New"}), ["query", "sort"]),
        (results("Qwen", **{"Posts sort": "Top"}), ["query"]),
        (results("Qwen", **{"Comments sort": "New"}), ["query"]),
        (results("Quen", **{"Posts sort": "New"}), ["sort"]),
    ],
)
def test_near_misses_of_the_search_in_an_order(change: Change, held: list[str]) -> None:
    assert after("reddit_4", change) == (held, [], [])


def test_a_sheet_over_the_results_does_not_hide_them() -> None:
    def show(phone: Phone) -> None:
        results("Qwen", **{"Posts sort": "New"})(phone)
        phone.system.tasks[-1].stack.append(Entry("reddit", "search_sort", {"tab": "Posts", "chosen": "New"}))

    assert after("reddit_4", show)[0] == ["query", "sort"]


@pytest.mark.parametrize("seed", range(30))
def test_a_drawn_time_keeps_some_posts_and_drops_others(seed: int) -> None:
    instance = draw(find_task("reddit_3"), "sampled", seed)
    phone, p = Phone(instance.phone), Params(**instance.params)
    nav = Nav(phone, stacks.front_entry(phone.system))
    found = find_posts(phone.reddit, nav, p.query)
    kept = find_posts(phone.reddit, nav, p.query, time=p.time)
    assert 0 < len(kept) < len(found)


def test_draws_are_of_all_kinds() -> None:
    drawn = [
        draw(find_task(task), "sampled", seed) for task in ("reddit_3", "reddit_4") for seed in range(40)
    ]
    assert {one.params.get("time") for one in drawn} == {None, *list(TIMES)[1:]}
    assert {one.params.get("sort") for one in drawn} == {None, *SORTS[1:]}
    assert {draw(find_task("reddit_2"), "sampled", seed).params["feed"] for seed in range(40)} == set(FEEDS)


# What OpenPhone's judge, who sees the last screen alone, looks for


def last_screen(task: str) -> Sight:
    """The screen before the expert finished."""
    steps = run(task).steps
    tree = steps[-1].tree
    assert tree is not None
    return Sight(tree)


@pytest.mark.parametrize(
    ("task", "shown"),
    [
        ("reddit_1", ["r/ChatGPT", "Joined"]),
        ("reddit_2", ["Popular"]),
        ("reddit_3", ["Qwen", "Today"]),
        ("reddit_4", ["Qwen", "New"]),
        ("reddit_5", ["r/ChatGPT", "Join"]),
    ],
)
def test_the_last_screen_tells(task: str, shown: list[str]) -> None:
    screen = last_screen(task)
    assert all(screen.sees(words) for words in shown), screen.tree.texts()


def test_who_left_is_not_called_a_member() -> None:
    assert last_screen("reddit_5").sees("Joined") is None
