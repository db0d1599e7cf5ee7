from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.reddit.feeds import age, feed_posts, ordered, score, threads, visible
from openphone_gym.phone.apps.reddit.searching import find_comments, find_communities, find_people, find_posts
from openphone_gym.phone.apps.reddit.seed import seed
from openphone_gym.phone.apps.reddit.state import FEEDS, RESULTS, TIMES, Reddit
from openphone_gym.phone.apps.reddit.wording import age as span
from openphone_gym.phone.apps.reddit.wording import number
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Display, Entry
from openphone_gym.phone.world import world
from openphone_gym.ui.gesture import Swipe, Wait

ARGS = {
    "custom_feed": {"id": 99},
    "custom_feed_menu": {"id": 99},
    "delete_feed": {"id": 99},
    "feed_communities": {"id": 99},
    "community": {"id": "r/ChatGPT"},
    "post_order": {"chosen": "Hot"},
    "leave": {"id": "r/Android"},
    "notify_level": {"id": "r/Android", "chosen": "Low"},
    "community_menu": {"id": "r/Android"},
    "add_to_feed": {"id": "r/Android"},
    "about": {"id": "r/ChatGPT"},
    "topic": {"id": "ai"},
    "results": {"query": "Qwen"},
    "search_sort": {"tab": "Posts", "chosen": "New"},
    "search_time": {"tab": "Posts", "chosen": "Today"},
    "post": {"id": "post-1"},
    "comment_order": {"chosen": "Best"},
    "post_menu": {"id": "post-1"},
    "share": {"id": "post-1"},
    "picture": {"id": "post-7"},
    "comment_menu": {"id": "comment-1-1"},
    "delete": {"id": "own-comment-1"},
    "reply": {"post": "post-1", "parent": "comment-1-1"},
    "profile": {"id": "late_bus"},
    "member_menu": {"id": "late_bus"},
    "block": {"id": "late_bus"},
    "chat": {"id": 99},
    "preference": {"name": "theme"},
}


@pytest.fixture
def reddit(finger: Any) -> Any:
    finger.open("reddit")
    return finger


def state(finger: Any) -> Reddit:
    return finger.phone.reddit


def nav_of(finger: Any) -> Nav:
    return Nav(finger.phone, stacks.front_entry(finger.phone.system))


def texts(finger: Any, id: str) -> list[str]:
    """Texts of the nodes with an id, in order."""
    return [node.text for node in finger.phone.tree().walk() if node.resource_id.endswith(f":id/{id}")]


def look_up(finger: Any, words: str) -> None:
    """Searches for words from the start page."""
    finger.tap("Search")
    finger.type(words)
    finger.press("enter")


def show(finger: Any, screen: str, **args: Any) -> None:
    """Puts a screen in front."""
    finger.phone.system.tasks[-1].stack.append(Entry("reddit", screen, args))
    finger.phone.changed()


def scroll(finger: Any, times: int = 1) -> None:
    for _ in range(times):
        finger.phone.perform(Swipe(540, 1800, 540, 500))


@pytest.mark.parametrize("screen", installed_apps()["reddit"].screens)
@pytest.mark.parametrize("display", [None, Display(270, 600, 160)], ids=["phone", "small"])
def test_every_screen_builds_and_can_be_left(screen: str, display: Display | None) -> None:
    phone = Phone.new(None, display)
    phone.system.settings["system"]["font_scale"] = "2.0" if display else "1.3"
    phone.launch("com.reddit.frontpage")
    stack = phone.system.tasks[-1].stack
    stack.append(Entry("reddit", screen, dict(ARGS.get(screen, {}))))
    phone.changed()
    assert phone.tree().texts()
    assert phone.frame().any()
    phone.press_key("back")
    assert len(stack) == 1


@pytest.mark.parametrize("screen", ["post", "post_menu", "share", "picture", "reply", "comment_menu"])
def test_pages_of_what_was_deleted(reddit: Any, screen: str) -> None:
    gone = {"post": "own-post-77"} if screen == "reply" else {"id": "own-comment-77"}
    show(reddit, screen, **(gone if screen in ("reply", "comment_menu") else {"id": "own-post-77"}))
    assert reddit.phone.tree().texts()
    reddit.press("back")
    assert reddit.phone.showing("reddit", "home")


# Feeds


def test_the_chooser_changes_the_feed(reddit: Any) -> None:
    for feed in ("Popular", "News", "Latest"):
        reddit.tap("Choose a feed")
        assert reddit.sees(*FEEDS)
        reddit.tap(feed)
        assert state(reddit).feed == feed
        assert texts(reddit, "title")[0] == feed
    reddit.press("back")
    assert state(reddit).feed == "Home"
    reddit.press("back")
    assert not reddit.phone.showing("reddit")


def test_what_the_feeds_hold(reddit: Any) -> None:
    nav, app = nav_of(reddit), state(reddit)
    news = feed_posts(app, nav, "News")
    assert news
    assert {post.topic for post in news} == {"news"}
    ages = [age(nav, post) for post in feed_posts(app, nav, "Latest")]
    assert ages == sorted(ages)
    popular = feed_posts(app, nav, "Popular")
    assert len({post.topic for post in popular[:30]}) > 8
    joined = {one.id for one in app.memberships}
    home = feed_posts(app, nav, "Home")
    assert sum(post.community in joined for post in home[:9]) >= 6
    assert len({post.id for post in home}) == len(home)


def test_a_feed_has_thirty_posts_and_goes_on_at_its_end(reddit: Any) -> None:
    entry = reddit.phone.system.tasks[-1].stack[-1]
    assert "shown" not in entry.local
    seen = set(texts(reddit, "link_title"))
    for _ in range(80):
        scroll(reddit)
        seen |= set(texts(reddit, "link_title"))
        if len(seen) > 60:
            break
    assert len(seen) > 60
    assert entry.local["shown"] in (90, 120)
    assert texts(reddit, "title")[0] == "Home"


def test_a_feed_is_pulled_to_load_anew(reddit: Any) -> None:
    reddit.phone.perform(Swipe(540, 700, 540, 1500))
    assert reddit.sees("Loading…")
    reddit.phone.perform(Wait(3))
    assert reddit.sees("Choose a feed")
    scroll(reddit)
    reddit.phone.perform(Swipe(540, 700, 540, 900))
    assert not reddit.sees("Loading…")


def test_promoted_posts_lead_out_of_the_app(reddit: Any) -> None:
    for _ in range(12):
        if reddit.sees("Learn more"):
            break
        scroll(reddit)
    assert reddit.sees("• Promoted")
    reddit.tap("Learn more")
    assert reddit.phone.system.overlay is not None or not reddit.phone.showing("reddit")


def test_posts_grow_older_with_the_clock(reddit: Any) -> None:
    show(reddit, "post", id="post-2")
    assert texts(reddit, "post_age") == ["• 40m"]
    reddit.phone._pass_time(3_600_000)
    reddit.phone.changed()
    assert texts(reddit, "post_age") == ["• 1h"]


# Communities


def test_joining_by_the_search(reddit: Any) -> None:
    reddit.tap("Search")
    reddit.type("ChatGPT")
    assert reddit.sees("r/ChatGPT", "r/ChatGPTPro", "r/ChatGPTCoding", "Search for “ChatGPT”")
    reddit.tap("r/ChatGPT")
    assert reddit.sees("4.2M members • 4.7K online", "Join")
    reddit.tap("Join")
    assert reddit.sees("Joined", "Joined r/ChatGPT")
    assert [one.id for one in state(reddit).memberships][-1] == "r/ChatGPT"


def test_leaving_asks_first(reddit: Any) -> None:
    show(reddit, "community", id="r/Android")
    reddit.tap("Joined")
    assert reddit.sees("Leave r/Android?")
    reddit.tap("Cancel")
    assert state(reddit).membership("r/Android")
    reddit.tap("Joined", "Leave")
    assert state(reddit).membership("r/Android") is None
    assert reddit.sees("Join", "You left r/Android")


def test_a_community_has_an_order_a_bell_and_a_menu(reddit: Any) -> None:
    show(reddit, "community", id="r/Android")
    reddit.tap("Sort posts", "New")
    assert reddit.sees("New posts")
    posts = [post for post in visible(state(reddit), nav_of(reddit)) if post.community == "r/Android"]
    youngest = min(posts, key=lambda post: post.minutes)
    assert reddit.sees(youngest.title)
    reddit.tap("Community notifications", "Frequent")
    membership = next(one for one in state(reddit).memberships if one.id == "r/Android")
    assert membership.notify == "Frequent"
    reddit.tap("More options", "Add to favorites")
    assert membership.favorite
    reddit.tap("More options", "Mute community")
    assert state(reddit).muted == ["r/Android"]
    assert not any(post.community == "r/Android" for post in visible(state(reddit), nav_of(reddit)))
    assert reddit.sees("Muted r/Android")
    reddit.tap("See more")
    assert reddit.sees("Rules", "Moderators", "2,400,000 members")


def test_the_list_of_communities(reddit: Any) -> None:
    reddit.tap("Communities")
    assert reddit.sees("Popular in Artificial intelligence", "r/ChatGPT")
    reddit.tap("Artificial intelligence")
    assert reddit.sees("r/LocalLLaMA", "r/LocalModelsHelp")
    reddit.press("back")
    reddit.press("back")
    assert state(reddit).tab == "Home"


def test_a_community_for_adults_asks_for_the_age(reddit: Any) -> None:
    show(reddit, "community", id="r/HorrorAfterDark")
    assert reddit.sees("You must be 18+ to view this community")
    assert not reddit.sees("Join")
    reddit.tap("Not now")
    assert reddit.phone.showing("reddit", "home")
    show(reddit, "community", id="r/HorrorAfterDark")
    reddit.tap("Yes")
    assert reddit.sees("Join")
    assert not find_communities(state(reddit), nav_of(reddit), "HorrorAfterDark")
    state(reddit).preferences.mature = True
    assert find_communities(state(reddit), nav_of(reddit), "HorrorAfterDark")


def test_the_drawers(reddit: Any) -> None:
    show(reddit, "community", id="r/BikeToWork")
    reddit.press("back")
    reddit.tap("Community navigation menu")
    assert reddit.sees("Your communities", "r/Android", "r/BikeToWork")
    reddit.tap("Add r/HomeKitchen to favorites")
    assert texts(reddit, "drawer_nav_item_title")[0] == "r/HomeKitchen"
    reddit.tap("Create a custom feed")
    assert not reddit.node("Create").enabled
    reddit.tap("Name")
    reddit.type("Weekend")
    reddit.tap("Create", "Add communities", "r/BikeToWork", "Done")
    (feed,) = state(reddit).feeds
    assert (feed.name, feed.communities) == ("Weekend", ["r/BikeToWork"])
    assert set(texts(reddit, "subreddit_name")) == {"r/BikeToWork"}
    reddit.tap("More options")
    reddit.tap("Delete", "Delete")
    assert state(reddit).feeds == []
    reddit.tap("Logged in avatar")
    assert reddit.sees("u/agent_phone", "Profile", "Saved", "History", "Settings")


# Search


def test_a_search_is_remembered_and_forgotten(reddit: Any) -> None:
    look_up(reddit, "Qwen")
    assert reddit.sees(*RESULTS[:4], "Sort", "Time")
    assert texts(reddit, "search_query") == ["Qwen"]
    reddit.press("back")
    reddit.tap("Search")
    assert reddit.sees("Qwen", "Trending today")
    reddit.tap("Remove Qwen")
    assert not reddit.sees("Remove Qwen")


def test_order_and_time_of_results(reddit: Any) -> None:
    look_up(reddit, "qwen")
    assert len(texts(reddit, "link_title")) == 4
    reddit.tap("Sort")
    assert reddit.sees("Relevance", "Hot", "Top", "New", "Comment count", "Selected")
    reddit.tap("Top")
    assert texts(reddit, "link_title")[0] == "Qwen coder is out"
    reddit.tap("Time", "Today")
    assert texts(reddit, "search_sort") == ["Top"]
    assert texts(reddit, "search_time") == ["Today"]
    assert texts(reddit, "link_title") == ["Qwen 72B on two old cards: notes", "Which Qwen size for a phone?"]
    reddit.tap("Top", "New")
    assert texts(reddit, "search_time") == []
    assert texts(reddit, "post_age") == ["• 40m", "• 3h", "• 5d", "• 2mo"]
    reddit.tap("New", "Relevance")
    assert texts(reddit, "search_time") == ["Time"]


def test_the_tabs_of_results(reddit: Any) -> None:
    look_up(reddit, "sourdough")
    nav, app = nav_of(reddit), state(reddit)
    reddit.tap("Communities")
    assert texts(reddit, "community_name")[0].startswith("r/Sourdough")
    assert not reddit.sees("Sort")
    reddit.tap("Comments")
    assert all("sourdough" in text.casefold() for text in texts(reddit, "comment_text"))
    assert texts(reddit, "comment_text")
    reddit.tap("Sort", "New")
    found = find_comments(app, nav, "sourdough", "New", "")
    assert [age(nav, one) for one, _ in found] == sorted(age(nav, one) for one, _ in found)
    reddit.tap("Media")
    assert reddit.sees("Sort")
    reddit.swipe("Media", -600, 0)
    reddit.tap("People")
    assert reddit.sees("u/sourdough_sam")


def test_media_are_posts_with_a_picture(reddit: Any) -> None:
    pictured = next(post for post in reddit.phone.world.posts if post.picture)
    look_up(reddit, pictured.title.rpartition(" ")[0])
    reddit.tap("Media", pictured.title)
    assert reddit.phone.showing("reddit", "post", id=pictured.id)
    reddit.tap("Open picture", "Close")
    assert reddit.sees("Open picture")


def test_a_search_within_a_community_is_widened(reddit: Any) -> None:
    show(reddit, "community", id="r/LocalLLaMA")
    reddit.tap("Search in r/LocalLLaMA", "Search in r/LocalLLaMA")
    reddit.type("Qwen")
    reddit.press("enter")
    assert texts(reddit, "search_query") == ["Qwen in r/LocalLLaMA"]
    assert set(texts(reddit, "subreddit_name")) == {"r/LocalLLaMA"}
    reddit.tap("Edit search", "Search only in r/LocalLLaMA: remove")
    reddit.press("enter")
    assert "r/OpenAI" in texts(reddit, "subreddit_name")


@pytest.mark.parametrize("seed_number", [None, 1, 2, 3])
def test_every_time_keeps_some_posts_and_drops_some(seed_number: int | None) -> None:
    phone = Phone.new(seed_number)
    phone.launch("com.reddit.frontpage")
    nav, app = Nav(phone, stacks.front_entry(phone.system)), phone.reddit
    common = [post.subject for post in phone.world.posts if post.subject and post.subject != "Qwen"]
    subject = max(set(common), key=lambda one: len(find_posts(app, nav, one)))
    counts = [len(find_posts(app, nav, subject, time=time)) for time in TIMES]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


def test_nothing_is_found(reddit: Any) -> None:
    look_up(reddit, "zzz zzz")
    assert reddit.sees("Hm... we couldn’t find any results")
    assert find_people(nav_of(reddit), "nobody at all", []) == []


# Posts and comments


def test_votes(reddit: Any) -> None:
    show(reddit, "post", id="post-1")
    reddit.tap("Upvote")
    assert texts(reddit, "vote_count")[0] == "211"
    reddit.tap("Downvote")
    assert texts(reddit, "vote_count")[0] == "209"
    assert state(reddit).votes == {"post-1": -1}
    reddit.tap("Downvote")
    assert texts(reddit, "vote_count")[0] == "210"
    assert state(reddit).votes == {}


def test_saving_and_hiding_can_be_undone(reddit: Any) -> None:
    title = texts(reddit, "link_title")[0]
    reddit.tap("More options", "Save")
    assert reddit.sees("Post saved")
    (id,) = state(reddit).saved
    reddit.tap("UNDO")
    assert state(reddit).saved == []
    reddit.tap("More options", "Save", "More options", "Hide post")
    assert state(reddit).hidden == [id]
    assert title not in texts(reddit, "link_title")
    reddit.tap("UNDO")
    assert title in texts(reddit, "link_title")
    reddit.tap("More options", "Hide post", "Logged in avatar", "Saved")
    assert texts(reddit, "link_title") == [title]
    reddit.press("back")
    reddit.tap("Logged in avatar", "Hidden posts", "Unhide")
    assert state(reddit).hidden == []


def test_threads_stand_below_what_they_answer(reddit: Any) -> None:
    nav, app = nav_of(reddit), state(reddit)
    comments = nav.world.comments("post-1")
    assert len(comments) == nav.world.post("post-1").comments == 48
    for order in ("Best", "Top", "New", "Controversial", "Old"):
        found = list(threads(app, nav, comments, order))
        assert {one.id for _, one in found} == {one.id for one in comments}
        above: list[str] = []
        for deep, one in found:
            del above[deep:]
            assert one.parent == (above[-1] if above else "")
            above.append(one.id)
    tops = [one for deep, one in threads(app, nav, comments, "Top") if deep == 0]
    assert [score(app, one) for one in tops] == sorted((score(app, one) for one in tops), reverse=True)


def test_comments_are_written_answered_folded_and_deleted(reddit: Any) -> None:
    show(reddit, "post", id="post-2")
    reddit.tap("Join the conversation")
    assert not reddit.node("Post").enabled
    reddit.type("The 1.8B one.")
    reddit.press("back")
    reddit.press("back")
    assert reddit.sees("Discard comment?")
    reddit.tap("Keep editing", "Post")
    assert reddit.sees("Comment posted", "10 comments")
    reddit.tap("Sort comments", "New")
    assert texts(reddit, "comment_text")[0] == "The 1.8B one."
    reddit.tap("Reply")
    assert reddit.sees("The 1.8B one.", "Reply")
    reddit.type("With four bits.")
    reddit.tap("Post")
    own = state(reddit).comments[-2:]
    assert own[1].parent == f"own-comment-{own[0].id}"
    assert texts(reddit, "comment_text")[:2] == ["The 1.8B one.", "With four bits."]
    reddit.tap("agent_phone")
    assert "With four bits." not in texts(reddit, "comment_text")
    reddit.tap("agent_phone", "Comment options", "Delete comment", "Delete")
    assert state(reddit).comments[-1].text == "With four bits."


def test_the_comments_of_a_long_thread_go_on(reddit: Any) -> None:
    show(reddit, "post", id="post-4")
    entry = reddit.phone.system.tasks[-1].stack[-1]
    scroll(reddit, 14)
    assert entry.local["shown"] >= 60


def test_a_post_is_shared(reddit: Any) -> None:
    show(reddit, "post", id="post-1")
    reddit.tap("Share", "Share via…")
    assert reddit.sees("Messages", "Reddit")
    reddit.tap("Messages")
    assert reddit.phone.showing("messages")
    reddit.open("reddit")
    show(reddit, "share", id="post-1")
    reddit.tap("Copy link")
    assert reddit.phone.system.clipboard == "https://www.reddit.com/r/LocalLLaMA/comments/1"


def test_the_link_of_a_post_opens_elsewhere(reddit: Any) -> None:
    linked = next(post for post in reddit.phone.world.posts if post.link)
    show(reddit, "post", id=linked.id)
    reddit.tap(linked.link.removeprefix("https://").strip("/"))
    assert reddit.phone.system.overlay is not None or not reddit.phone.showing("reddit")


def test_those_who_are_blocked_are_not_read(reddit: Any) -> None:
    show(reddit, "profile", id="late_bus")
    reddit.tap("Follow")
    assert state(reddit).following == ["late_bus"]
    reddit.tap("More options", "Block account", "Block")
    assert not any(post.author == "late_bus" for post in visible(state(reddit), nav_of(reddit)))
    reddit.tap("More options", "Unblock account")
    assert state(reddit).blocked == []


# Writing


def test_a_post_is_published(reddit: Any) -> None:
    reddit.tap("Create")
    assert not reddit.node("Post").enabled
    reddit.tap("Select a community", "Search for a community")
    reddit.type("localllama")
    reddit.tap("r/LocalLLaMA", "Title")
    reddit.type("My first question")
    reddit.tap("body text (optional)")
    reddit.type("How much memory?")
    reddit.tap("Add flair", "Question", "Post")
    (post,) = state(reddit).posts
    assert (post.community, post.title, post.body, post.flair) == (
        "r/LocalLLaMA", "My first question", "How much memory?", "Question",
    )  # fmt: skip
    assert reddit.phone.showing("reddit", "community", id="r/LocalLLaMA")
    reddit.tap("Sort posts", "New")
    assert texts(reddit, "link_title")[0] == "My first question"
    assert texts(reddit, "post_age")[0] == "• now"
    reddit.press("back")
    look_up(reddit, "first question")
    assert "My first question" in texts(reddit, "link_title")
    reddit.tap("My first question", "More options", "Delete post", "Delete")
    assert state(reddit).posts == []


def test_what_is_left_unfinished_becomes_a_draft(reddit: Any) -> None:
    reddit.tap("Create")
    reddit.press("back")
    assert reddit.phone.showing("reddit", "home")
    reddit.tap("Create", "Title")
    reddit.type("Half a thought")
    reddit.press("back")
    reddit.press("back")
    reddit.tap("Save draft")
    assert [draft.title for draft in state(reddit).drafts] == ["Half a thought"]
    assert state(reddit).draft.empty
    reddit.tap("Create", "Drafts", "Half a thought")
    assert reddit.phone.showing("reddit", "create")
    assert texts(reddit, "post_title") == ["Half a thought"]
    reddit.press("back")
    reddit.tap("Discard")
    assert len(state(reddit).drafts) == 1
    reddit.tap("Logged in avatar", "Drafts", "Delete draft")
    assert state(reddit).drafts == []


def test_another_app_shares_into_a_new_post(reddit: Any) -> None:
    nav_of(reddit).deliver("com.reddit.frontpage", "share", text="Read this\nhttps://example.org/a")
    reddit.phone.changed()
    draft = state(reddit).draft
    assert reddit.phone.showing("reddit", "create")
    assert (draft.title, draft.link, draft.body) == ("Read this", "https://example.org/a", "")


# The rest


def test_the_inbox(reddit: Any) -> None:
    reddit.tap("Inbox")
    unread = [notice for notice in state(reddit).notices if not notice.read]
    assert len(unread) == 2
    reddit.tap(unread[0].text)
    assert unread[0].read
    assert reddit.phone.showing("reddit", "post")
    reddit.press("back")
    reddit.tap("More options", "Mark all as read")
    assert all(notice.read for notice in state(reddit).notices)
    reddit.tap("Messages", "Welcome! Please read our rules.")
    assert "Welcome! Please read our rules." in texts(reddit, "chat_text")


def test_a_chat(reddit: Any) -> None:
    reddit.tap("Chat")
    chat = state(reddit).chats[0]
    reddit.tap(chat.member, "Message")
    reddit.type("See you!")
    reddit.tap("Send message")
    assert chat.lines[-1].text == "See you!"
    assert "See you!" in texts(reddit, "chat_text")
    reddit.press("back")
    reddit.press("back")
    assert reddit.sees("You: See you!")


def test_settings(reddit: Any) -> None:
    reddit.tap("Logged in avatar", "Settings", "Dark mode", "Dark")
    assert reddit.phone.frame()[300, 20].max() < 60
    reddit.tap("Dark mode", "Light", "Show mature content (I’m over 18)")
    assert state(reddit).preferences.mature
    scroll(reddit)
    reddit.tap("Log out", "Log out")
    assert reddit.sees("Log in to Reddit")
    reddit.tap("Continue as agent_phone")
    assert reddit.sees("Choose a feed")


def test_what_needs_the_net(reddit: Any) -> None:
    reddit.phone.system.settings["global"].update(wifi_on="0", mobile_data="0", airplane_mode_on="1")
    reddit.phone.changed()
    assert reddit.sees("Retry", "Choose a feed")
    for tab in ("Communities", "Chat", "Inbox"):
        reddit.tap(tab)
        assert reddit.sees("Retry")
    for screen in ("community", "post", "results", "profile"):
        show(reddit, screen, **ARGS[screen])
        assert reddit.sees("Retry")
        reddit.press("back")
    reddit.phone.system.settings["global"].update(wifi_on="1")
    reddit.tap("Home")
    assert texts(reddit, "link_title")


@pytest.mark.parametrize("name", installed_apps()["reddit"].nuisances)
def test_nuisances_go_away(reddit: Any, name: str) -> None:
    show(reddit, name)
    assert any(reddit.sees(label) for label in ("Skip", "Not now", "Maybe later"))
    reddit.tap(next(label for label in ("Skip", "Not now", "Maybe later") if reddit.sees(label)))
    assert reddit.phone.front().screen == "home"


def test_the_state_stays_small(reddit: Any) -> None:
    scroll(reddit, 20)
    show(reddit, "post", id="post-4")
    scroll(reddit, 20)
    assert len(msgspec.msgpack.encode(state(reddit))) < 4_000


def test_drawn_accounts(reddit: Any) -> None:
    users, feeds = set(), set()
    for number_of in range(30):
        of = world(number_of)
        drawn = seed(random.Random(number_of), of)
        users.add(drawn.user)
        feeds.add(drawn.feed)
        assert drawn == seed(random.Random(number_of), of)
        assert len({one.id for one in drawn.memberships}) == len(drawn.memberships) >= 6
        assert {comment.post for comment in drawn.comments} <= {post.id for post in of.posts}
    assert len(users) > 10
    assert feeds == set(FEEDS)
    assert seed(None, world(None)).user == "agent_phone"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "now"),
        (1, "1m"),
        (59, "59m"),
        (60, "1h"),
        (1_439, "23h"),
        (1_440, "1d"),
        (87_840, "2mo"),
        (525_600, "1y"),
    ],
)
def test_ages(minutes: int, words: str) -> None:
    assert span(minutes) == words


@pytest.mark.parametrize(("value", "words"), [(7, "7"), (980, "980"), (3_100, "3.1K"), (4_200_000, "4.2M")])
def test_numbers(value: int, words: str) -> None:
    assert number(value) == words


def test_orders_of_posts(reddit: Any) -> None:
    nav, app = nav_of(reddit), state(reddit)
    posts = visible(app, nav)
    assert {len(ordered(app, nav, posts, order)) for order in ("Hot", "New", "Top", "Rising")} == {len(posts)}
    top = [score(app, post) for post in ordered(app, nav, posts, "Top")]
    assert top == sorted(top, reverse=True)
