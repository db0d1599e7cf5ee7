"""The tasks of TikTok, done, not done and done wrongly."""

from __future__ import annotations

from typing import Any

import pytest

from agents.basic import ExpertAgent
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.phone.apps.tiktok.sources import feed
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.world import world
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.sight import Sight
from openphone_gym.tasks.task import FONT_SCALES, Params, draw
from openphone_gym.tasks.tiktok.accounts import copies, follow_shown, known
from openphone_gym.trajectory import Episode

IDS = [task.id for task in tasks_of("tiktok")]


def run(task: str, **options: Any) -> Episode:
    env = PhoneEnv([task], observation=(), max_steps=25)
    return run_episode(env, ExpertAgent(env), seed=0, options=options)


class Shown:
    """A drawn task, and a screen of the app put in front by hand."""

    def __init__(self, task: str, variation: Any = "canonical", seed: int = 0) -> None:
        self.instance = draw(find_task(task), variation, seed)
        self.phone, self.p = Phone(self.instance.phone), Params(**self.instance.params)

    def show(self, screen: str, local: dict[str, Any] | None = None, **args: Any) -> Shown:
        entry = Entry("tiktok", screen, args)
        entry.local.update(local or {})
        stacks.push(self.phone.system, entry)
        self.phone.changed()
        return self

    def said(self) -> tuple[list[bool], list[bool | None]]:
        """What state and screen say of each sub-goal."""
        sight = Sight(self.phone.tree())
        goals = self.instance.task.subgoals
        return (
            [goal.state(self.phone, self.p) for goal in goals],
            [goal.screen(sight, self.p) for goal in goals if goal.screen is not None],
        )

    def broken(self) -> list[str]:
        return [never.name for never in self.instance.task.never if never.state(self.phone, self.p)]


def test_all_tasks_of_the_sheet_are_there() -> None:
    assert [f"tiktok_{number}" for number in range(1, 7)] == IDS


@pytest.mark.parametrize(
    ("theme", "scale"), [("light", FONT_SCALES[0]), ("dark", 1.3), ("light", FONT_SCALES[1])]
)
@pytest.mark.parametrize("task", IDS)
def test_the_expert_does_it_in_any_look(task: str, theme: str, scale: float) -> None:
    env = PhoneEnv([task], observation=(), max_steps=25, screen=(540, 1200), theme=theme, font_scale=scale)
    episode = run_episode(env, ExpertAgent(env), seed=0)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("seed", range(4))
def test_sampled_tasks_can_be_done(task: str, seed: int) -> None:
    episode = run(task, variation="sampled", seed=seed)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []


@pytest.mark.parametrize(("task", "answer"), [("tiktok_2", "No"), ("tiktok_4", "messi.18642")])
def test_canonical_answers(task: str, answer: str) -> None:
    assert run(task).answer == answer


@pytest.mark.parametrize(
    ("task", "answer", "right"),
    [
        ("tiktok_2", "no", True),
        ("tiktok_2", "not following", True),
        ("tiktok_2", "you do not follow IShowSpeed", True),
        ("tiktok_2", "IShowSpeed is not followed by this account.", True),
        ("tiktok_2", "yes", False),
        ("tiktok_2", "following", False),
        ("tiktok_2", "You are following IShowSpeed.", False),
        ("tiktok_4", "messi.18642", True),
        ("tiktok_4", "@messi.18642", True),
        ("tiktok_4", "The ID is @messi.18642.", True),
        ("tiktok_4", "leo10fans", False),
        ("tiktok_4", "leomessi", False),
        ("tiktok_4", "messi.18643", False),
    ],
)
def test_answers_of_the_sheet(task: str, answer: str, right: bool) -> None:
    instance = draw(find_task(task))
    assert instance.truth is not None
    assert instance.truth.matches(answer, instance.goal) is right


def test_sampled_accounts_are_followed_or_not() -> None:
    truths = {draw(find_task("tiktok_2"), "sampled", seed).truth.value for seed in range(20)}  # type: ignore[union-attr]
    assert truths == {True, False}


@pytest.mark.parametrize("seed", [None, *range(20)])
def test_each_account_that_matters_has_look_alikes_and_a_name_of_its_own(seed: int | None) -> None:
    of = world(seed)
    names = [profile.name for profile in of.profiles]
    for account in known(of):
        assert copies(of, account.id)
        assert names.count(account.name) == 1


# Profiles


@pytest.mark.parametrize("task", ["tiktok_1"])
def test_a_fan_page_is_not_the_account(task: str) -> None:
    assert Shown(task).show("profile", id="ishowspeed").said() == ([True], [True])
    assert Shown(task).show("profile", id="speedclipz").said() == ([False], [False])
    assert Shown(task).said() == ([False], [None])
    seen = Shown(task).show("profile", id="ishowspeed").show("profile_menu", profile="ishowspeed")
    assert seen.said()[0] == [True]


def test_following_while_looking_is_a_failure() -> None:
    shown = Shown("tiktok_2")
    assert shown.broken() == []
    shown.phone.tiktok.following.append("ishowspeed")
    assert shown.broken() == ["follow_changed"]


def test_screens_tell_that_somebody_was_followed() -> None:
    pages: list[tuple[str, dict[str, Any]]] = [
        ("profile", {"id": "ishowspeed"}),
        ("results", {"query": "IShowSpeed"}),
    ]
    for screen, args in pages:
        shown = Shown("tiktok_2").show(screen, None, **args)
        assert follow_shown(Sight(shown.phone.tree()), shown.p) is False
        shown.phone.tiktok.following.append("ishowspeed")
        shown.phone.changed()
        assert follow_shown(Sight(shown.phone.tree()), shown.p) is True
    shown = Shown("tiktok_2").show("profile", id="natgeo")
    shown.phone.tiktok.following.clear()
    shown.phone.changed()
    assert follow_shown(Sight(shown.phone.tree()), shown.p) is True


# The search


@pytest.mark.parametrize(
    ("query", "local", "said"),
    [
        ("iphone 17", {}, ([True], [True])),
        ("iPhone 17", {"tab": "Videos"}, ([True], [True])),
        ("iphone 17", {"tab": "Users"}, ([False], [False])),
        ("iphone 16", {}, ([False], [False])),
    ],
)
def test_results_of_the_query_alone_count(query: str, local: dict[str, str], said: Any) -> None:
    assert Shown("tiktok_3").show("results", local, query=query).said() == said


def test_typing_is_not_searching() -> None:
    assert Shown("tiktok_3").show("search", query="iphone 17").said() == ([False], [None])


# Videos


@pytest.mark.parametrize(
    ("task", "video", "said"),
    [
        ("tiktok_5", "video-1", ([True], [True])),
        ("tiktok_5", "video-2", ([False], [False])),
        ("tiktok_6", "video-6", ([True], [True])),
        ("tiktok_6", "video-7", ([False], [False])),
    ],
)
def test_the_right_video_counts(task: str, video: str, said: Any) -> None:
    assert Shown(task).show("clip", source=f"video/{video}", video=video).said() == said


def test_the_match_by_somebody_else_does_not_count() -> None:
    of = world(None)
    other = next(video for video in of.videos if video.shows == "match-1" and video.profile != "laliga")
    assert Shown("tiktok_5").show("clip", source=f"video/{other.id}", video=other.id).said() == (
        [False],
        [False],
    )


@pytest.mark.parametrize("seed", range(30))
def test_titles_are_told_from_what_only_looks_like_them(seed: int) -> None:
    """Captions of a feat name who, where and when; no other caption does with the title or the lifted cup."""
    of = world(seed)
    for feat in of.feats:
        right = [video for video in of.videos if video.shows == feat.id]
        assert len(right) >= 2
        for video in right:
            assert feat.who in video.caption
            assert f"{feat.place} {feat.year}" in video.caption
        for video in of.videos:
            if video.shows != feat.id:
                told = (feat.contest in video.caption, str(feat.year) in video.caption)
                assert not (video.caption.startswith(feat.who) and all(told))


@pytest.mark.parametrize("seed", range(30))
def test_each_match_is_posted_by_its_league_once(seed: int) -> None:
    of = world(seed)
    for match in of.matches:
        own = [video for video in of.videos if (video.shows, video.profile) == (match.id, match.league)]
        assert len(own) == 1
        assert own[0].caption.startswith(f"{match.home} vs {match.away}")


def test_a_video_in_the_feed_counts_too() -> None:
    shown = Shown("tiktok_6")
    state = shown.phone.tiktok
    state.at["For You"] = feed(state, shown.phone.world, "For You").index("video-6")
    shown.phone.changed()
    assert shown.said() == ([True], [True])
