from __future__ import annotations

import random

import msgspec
import pytest

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.apps.tiktok import finding, playback, wording
from openphone_gym.phone.apps.tiktok.motifs import scene_of
from openphone_gym.phone.apps.tiktok.sources import ADVERT, LIVE, feed, kind_of, listed, posted_by
from openphone_gym.phone.apps.tiktok.state import FEEDS, FOR_YOU, Filters, TikTok
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import run
from openphone_gym.phone.system import stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.toolkit.footage import SCENES
from openphone_gym.phone.world import world
from openphone_gym.phone.world.clips import BETWEEN
from openphone_gym.ui.gesture import LongPress, Swipe, Tap, Wait
from openphone_gym.ui.node import UiNode
from tests.phone.conftest import Finger

PACKAGE = "com.zhiliaoapp.musically"


@pytest.fixture
def hand(finger: Finger) -> Finger:
    finger.open("tiktok")
    return finger


def state_of(hand: Finger) -> TikTok:
    return hand.phone.app("tiktok")


def text_of(hand: Finger, id: str) -> str:
    node = hand.phone.tree().find(lambda node: node.resource_id.endswith(f":id/{id}"))
    assert node is not None, id
    return node.text


def starting(hand: Finger, words: str) -> UiNode:
    node = hand.phone.tree().find(lambda node: node.content_desc.startswith(words))
    assert node is not None, f"{words!r} is not among {hand.phone.tree().texts()}"
    return node


def swipe(hand: Finger, dy: int) -> None:
    hand.phone.perform(Swipe(500, 1200, 500, 1200 + dy))


def press(hand: Finger, label: str, kind: str) -> None:
    """Touches the node of a class that ends so, where a title says the same."""
    node = hand.phone.tree().find(lambda node: node.text == label and node.class_name.endswith(kind))
    assert node is not None, label
    hand.phone.perform(Tap(*node.center))


def show(hand: Finger, screen: str, **args: object) -> None:
    stacks.push(hand.phone.system, Entry("tiktok", screen, args))
    hand.phone.changed()


def search(hand: Finger, query: str) -> None:
    hand.tap("Search")
    hand.type(query)
    hand.press("enter")


# The feeds


def test_first_page_is_for_you_with_the_buttons_of_the_real_one(hand: Finger) -> None:
    video = hand.phone.world.video(feed(state_of(hand), hand.phone.world, FOR_YOU)[0])
    name = hand.phone.world.profile(video.profile).name
    assert [node.content_desc for node in hand.phone.tree().walk() if node.selected] == [FOR_YOU, "Home"]
    assert hand.sees(*FEEDS, "LIVE", "Search", "Home", "Shop", "Create", "Inbox", "Profile", "Video")
    assert hand.sees(f"{name} profile", f"Follow {name}", "Add or remove this video from Favorites.")
    assert hand.sees(f"Sound: {video.sound}", f"Like video. {wording.count(video.likes)} likes")


def test_a_swipe_turns_and_a_touch_pauses(hand: Finger) -> None:
    first = text_of(hand, "desc")
    swipe(hand, -700)
    second = text_of(hand, "desc")
    assert second != first
    swipe(hand, 700)
    assert text_of(hand, "desc") == first
    swipe(hand, 700)
    assert text_of(hand, "desc") == first
    hand.phone.perform(Wait(3))
    hand.tap("Video")
    held = text_of(hand, "time")
    hand.phone.perform(Wait(9))
    assert text_of(hand, "time") == held
    assert hand.sees("Seek bar")
    hand.tap("Video")
    assert not hand.sees("Seek bar")


def test_playback_runs_on_the_clock_and_starts_anew_at_the_end(hand: Finger) -> None:
    state = state_of(hand)
    nav = Nav(hand.phone, hand.phone.system.tasks[-1].stack[-1])
    playback.begin(state, nav)
    hand.phone.system.clock += 7_000
    assert playback.position(state, nav, 10) == 7_000
    hand.phone.system.clock += 5_000
    assert playback.position(state, nav, 10) == 2_000
    playback.toggle(state, nav, 10)
    hand.phone.system.clock += 60_000
    assert playback.position(state, nav, 10) == 2_000
    playback.seek(state, nav, 9_000)
    playback.toggle(state, nav, 10)
    hand.phone.system.clock += 500
    assert playback.position(state, nav, 10) == 9_500


def test_speed_holds_for_the_video_in_front(hand: Finger) -> None:
    hand.phone.perform(LongPress(*hand.node("Video").center))
    hand.tap("Playback speed", "2.0x")
    assert state_of(hand).playback.speed == 200
    nav = Nav(hand.phone, hand.phone.system.tasks[-1].stack[-1])
    before = playback.position(state_of(hand), nav, 100)
    hand.phone.system.clock += 4_000
    assert playback.position(state_of(hand), nav, 100) == before + 8_000
    swipe(hand, -700)
    assert state_of(hand).playback.speed == 100


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_adverts_and_broadcasts_come_between_videos_and_the_famous_not_at_once(seed: int | None) -> None:
    of, state = world(seed), TikTok()
    ids = feed(state, of, FOR_YOU)
    kinds = [kind_of(id) for id in ids[: 4 * BETWEEN]]
    assert {ADVERT, LIVE} < set(kinds)
    famous = {profile.id for profile in of.fame.profiles}
    first = [of.video(id) for id in ids[:BETWEEN] if kind_of(id) == "video"]
    assert not [video for video in first if video.profile in famous or video.shows]
    state.hidden = [ids[0]]
    assert feed(state, of, FOR_YOU) == ids[1:]


def test_following_shows_followed_accounts_alone_and_friends_those_of_people(hand: Finger) -> None:
    hand.tap("Following")
    assert text_of(hand, "title") == "National Geographic"
    hand.tap("Friends")
    assert hand.sees("Watch your friends’ videos", "Find friends")
    hand.tap("Find friends")
    hand.tap("Follow")
    hand.press("back")
    assert text_of(hand, "title") == "AAA"


def test_side_buttons_count(hand: Finger) -> None:
    state = state_of(hand)
    video = hand.phone.world.video(feed(state, hand.phone.world, FOR_YOU)[0])
    hand.phone.perform(Tap(*starting(hand, "Like video").center))
    assert state.liked == [video.id]
    assert starting(hand, "Like video").selected
    assert hand.sees(f"Like video. {wording.count(video.likes + 1)} likes")
    hand.tap("Add or remove this video from Favorites.")
    assert state.saved == [video.id]
    hand.tap("Add or remove this video from Favorites.")
    assert state.saved == []
    name = hand.phone.world.profile(video.profile).name
    hand.tap(f"Follow {name}")
    assert state.following == ["natgeo", video.profile]
    assert not hand.sees(f"Follow {name}")


def test_an_advert_leads_to_its_site_and_can_be_sent_away(hand: Finger) -> None:
    state = state_of(hand)
    ids = feed(state, hand.phone.world, FOR_YOU)
    state.at[FOR_YOU] = next(number for number, id in enumerate(ids) if kind_of(id) == ADVERT)
    hand.phone.changed()
    assert hand.sees("Sponsored", "Not interested")
    hand.tap("Not interested")
    assert state.hidden == [ids[state.at[FOR_YOU]]]
    assert not hand.sees("Sponsored")


def test_muting_is_kept(hand: Finger) -> None:
    hand.phone.perform(LongPress(*hand.node("Video").center))
    hand.tap("Mute")
    assert state_of(hand).muted
    swipe(hand, -700)
    hand.tap("Unmute")
    assert not state_of(hand).muted


def test_not_interested_takes_a_video_away(hand: Finger) -> None:
    first = text_of(hand, "desc")
    hand.phone.perform(LongPress(*hand.node("Video").center))
    hand.tap("Not interested")
    assert text_of(hand, "desc") != first


# Comments and sharing


def test_comments_are_written_liked_and_deleted(hand: Finger) -> None:
    state = state_of(hand)
    hand.phone.perform(Tap(*starting(hand, "Read or add comments").center))
    before = hand.phone.world.video(feed(state, hand.phone.world, FOR_YOU)[0]).comments
    assert hand.sees(f"{wording.count(before)} comments")
    hand.tap("Add comment...")
    hand.type("What a view")
    hand.press("enter")
    assert [comment.text for comment in state.comments] == ["What a view"]
    assert hand.sees(f"{wording.count(before + 1)} comments", "What a view")
    hand.phone.perform(Tap(*starting(hand, "Like comment. 0 likes").center))
    assert len(state.liked_comments) == 1
    hand.hold("What a view")
    hand.tap("Delete")
    assert state.comments == []


def test_a_reply_names_whom_it_is_for(hand: Finger) -> None:
    hand.phone.perform(Tap(*starting(hand, "Read or add comments").center))
    author = text_of(hand, "author")
    hand.tap("Reply")
    hand.type("so true", replace=False)
    hand.press("enter")
    assert state_of(hand).comments[0].text == f"@{author} so true"


def test_sharing_copies_a_link_sends_it_and_asks_other_apps(hand: Finger) -> None:
    state = state_of(hand)
    state.following.append("aaa46")
    hand.phone.changed()
    hand.phone.perform(Tap(*starting(hand, "Share video").center))
    hand.tap("AAA")
    assert [message.profile for message in state.messages] == ["aaa46"]
    hand.phone.perform(Tap(*starting(hand, "Share video").center))
    hand.tap("Copy link")
    link = hand.phone.system.clipboard
    assert link == state.messages[0].text
    assert link.startswith("https://www.tiktok.com/@")
    hand.phone.perform(Tap(*starting(hand, "Share video").center))
    hand.tap("More")
    assert hand.phone.system.overlay is not None
    assert hand.phone.system.overlay.screen == "chooser"
    hand.press("back")
    hand.tap("Inbox", "AAA")
    cover = hand.phone.tree().find(lambda node: node.resource_id.endswith(":id/cover"))
    assert cover is not None
    hand.phone.perform(Tap(*cover.center))
    assert hand.phone.showing("tiktok", "clip", video=link.rpartition("/")[2].join(("video-", "")))


def test_links_open_what_they_name(hand: Finger) -> None:
    phone = hand.phone
    hand.press("home")
    run(phone, "am start -a android.intent.action.VIEW -d https://www.tiktok.com/@laliga/video/1")
    assert phone.showing("tiktok", "clip", video="video-1")
    run(phone, "am start -a android.intent.action.VIEW -d https://www.tiktok.com/@messi.18642")
    assert phone.showing("tiktok", "profile", id="messi.18642")
    run(phone, "am start -a android.intent.action.VIEW -d https://www.tiktok.com/tag/messi")
    assert phone.showing("tiktok", "hashtag", name="messi")
    for odd in ("https://www.tiktok.com/@nobody.here/video/99999", "https://www.tiktok.com/", "tiktok.com"):
        run(phone, f"am start -a android.intent.action.VIEW -d {odd}")
        assert phone.tree().texts()


# The search


def test_search_keeps_a_history_and_completes(hand: Finger) -> None:
    hand.tap("Search")
    assert hand.sees("noodle soup", "blue hour", "You may like")
    hand.type("mess")
    assert hand.sees("messi fan page", "leo messi") or hand.sees("messi")
    hand.tap("messi")
    assert text_of(hand, "query") == "messi"
    assert state_of(hand).searches == ["messi", "noodle soup", "blue hour"]
    hand.tap("Edit search")
    hand.type("IPHONE 17")
    hand.press("enter")
    assert state_of(hand).searches[:2] == ["IPHONE 17", "messi"]
    hand.press("back")
    assert hand.sees("For You")
    hand.tap("Search", "Delete messi")
    assert "messi" not in state_of(hand).searches


def test_results_by_kind_with_the_advert_first(hand: Finger) -> None:
    search(hand, "iphone 17")
    captions = [node.text for node in hand.phone.tree().walk() if node.resource_id.endswith(":id/desc")]
    assert hand.phone.tree().find(lambda node: node.text == "Sponsored") is not None
    assert captions[0] in {advert.caption for advert in hand.phone.world.adverts}
    assert captions[1] == "iPhone 17 first look"
    for tab in finding.TABS[1:5]:
        hand.tap(tab)
        assert hand.phone.tree().texts()
    hand.tap("Sounds")
    assert hand.sees("Pulse Width")
    hand.tap("Videos", "iPhone 17 first look")
    assert text_of(hand, "title") == "Tech Today"


def test_look_alikes_stand_before_the_account_unless_it_is_named_in_full() -> None:
    of = world(None)
    ids = [profile.id for profile in finding.find_profiles(of, "messi")]
    assert ids.index("leo10fans") < ids.index("messi.18642")
    assert finding.find_profiles(of, "Leo Messi")[0].id == "messi.18642"
    assert finding.find_profiles(of, "messi.18642")[0].id == "messi.18642"
    assert finding.find_profiles(of, "i show speed")[0].id == "ishowspeed"
    assert finding.find_profiles(of, "zzzz") == []


def test_filters_filter() -> None:
    of = world(None)
    everything = finding.find_videos(of, "football", Filters())
    week = finding.find_videos(of, "football", Filters(date="This week"))
    assert 0 < len(week) < len(everything)
    assert all(video.days <= 7 for video in week)
    liked = finding.find_videos(of, "football", Filters(sort="Like count"))
    assert [video.likes for video in liked] == sorted((v.likes for v in everything), reverse=True)
    dated = finding.find_videos(of, "football", Filters(sort="Date posted"))
    assert [video.days for video in dated] == sorted(video.days for video in everything)


def test_filters_are_chosen_on_the_page(hand: Finger) -> None:
    search(hand, "football")
    hand.tap("Filters", "Date posted", "Apply")
    assert state_of(hand).filters == Filters(sort="Date posted")
    hand.tap("Edit search")
    hand.press("enter")
    assert state_of(hand).filters == Filters()


def test_nothing_found_says_so(hand: Finger) -> None:
    search(hand, "qqqxxx")
    assert any("No results found" in text for text in hand.phone.tree().texts())


# Accounts


def test_profile_counts_follow_and_pinned_first(hand: Finger) -> None:
    show(hand, "profile", id="laliga")
    assert hand.sees("@laliga", "28.1M", "Followers", "Following", "Likes", "Follow", "Message")
    first = hand.phone.tree().find(lambda node: node.resource_id.endswith(":id/cover"))
    assert first is not None
    assert first.content_desc.startswith("Pinned. Real Madrid vs Barcelona: El Clásico highlights")
    hand.tap("Follow")
    assert state_of(hand).following == ["natgeo", "laliga"]
    hand.phone.perform(Tap(*following_button(hand).center))
    hand.tap("Cancel")
    assert state_of(hand).following == ["natgeo", "laliga"]
    hand.phone.perform(Tap(*following_button(hand).center))
    hand.tap("Unfollow")
    assert state_of(hand).following == ["natgeo"]


def following_button(hand: Finger) -> UiNode:
    node = hand.phone.tree().find(lambda n: n.text == "Following" and n.class_name.endswith("Button"))
    assert node is not None
    return node


def test_a_video_of_a_profile_goes_on_to_the_next_one(hand: Finger) -> None:
    show(hand, "profile", id="laliga")
    hand.phone.perform(Tap(*starting(hand, "Pinned.").center))
    assert text_of(hand, "desc").startswith("Real Madrid vs Barcelona")
    swipe(hand, -700)
    videos = posted_by(hand.phone.world, "laliga")
    assert text_of(hand, "desc").startswith(videos[1].caption)
    assert hand.phone.showing("tiktok", "clip", video=videos[1].id)


def test_blocking_hides_and_stops_following(hand: Finger) -> None:
    show(hand, "profile", id="natgeo")
    hand.tap("Share profile", "Block")
    state = state_of(hand)
    assert (state.blocked, state.following) == (["natgeo"], [])
    assert hand.sees("You blocked this account")
    hand.tap("Unblock")
    assert state.blocked == []


def test_lists_of_videos_are_of_what_they_say() -> None:
    of, state = world(None), TikTok(liked=["video-3", "video-1"], saved=["video-2"])
    assert [video.id for video in listed(state, of, "liked")] == ["video-1", "video-3"]
    assert [video.id for video in listed(state, of, "saved")] == ["video-2"]
    assert {video.profile for video in listed(state, of, "profile/laliga")} == {"laliga"}
    assert all("messi" in video.tags for video in listed(state, of, "tag/messi"))
    assert all(video.sound == "Clover" for video in listed(state, of, "sound/Clover"))
    assert [video.id for video in listed(state, of, "video/video-5")] == ["video-5"]


# The other places


def test_own_page_lists_what_the_user_did_and_is_edited(hand: Finger) -> None:
    state_of(hand).liked = ["video-1"]
    hand.tap("Profile")
    assert hand.sees("@agent_phone", "Edit profile")
    hand.tap("Liked videos")
    assert starting(hand, "Real Madrid vs Barcelona").clickable
    hand.tap("Edit profile", "Bio")
    press(hand, "Bio", "EditText")
    hand.type("Hello there")
    hand.tap("Save")
    assert state_of(hand).bio == "Hello there"


def test_a_video_is_recorded_posted_and_deleted(hand: Finger) -> None:
    state = state_of(hand)
    hand.tap("Create")
    hand.tap("While using the app")
    hand.tap("Record video")
    hand.phone.perform(Wait(5))
    hand.tap("Stop recording", "Next")
    assert state.take.ms >= 5_000
    hand.tap("Describe your video")
    hand.type("My first one")
    hand.tap("Who can watch this post", "Only you")
    press(hand, "Post", "Button")
    assert [(post.caption, post.audience) for post in state.posts] == [("My first one", "Only you")]
    assert state.take.ms == 0
    hand.tap("Private videos")
    hand.phone.perform(Tap(*starting(hand, "My first one").center))
    hand.tap("More", "Delete")
    hand.tap("Delete")
    assert state.posts == []


def test_what_is_recorded_is_not_lost_by_back(hand: Finger) -> None:
    hand.phone.system.packages[PACKAGE].permissions["Camera"] = True
    hand.tap("Create", "Record video")
    hand.press("back")
    assert hand.sees("Discard the clip?")
    hand.tap("Keep")
    hand.press("back")
    hand.tap("Discard")
    assert hand.sees("For You")
    assert state_of(hand).take.since == 0


def test_inbox_marks_what_was_seen_and_messages_are_sent(hand: Finger) -> None:
    hand.tap("Inbox", "New followers")
    assert all(notice.seen for notice in state_of(hand).notices if notice.kind == "follow")
    show(hand, "chat", profile="natgeo")
    hand.tap("Send a message...")
    hand.type("Great whales")
    hand.press("enter")
    assert [(message.profile, message.text) for message in state_of(hand).messages] == [
        ("natgeo", "Great whales")
    ]


def test_the_shop_has_a_cart(hand: Finger) -> None:
    hand.tap("Shop")
    hand.tap("Search shop")
    hand.type("yoga")
    hand.tap("Yoga mat", "Add to cart")
    assert len(state_of(hand).cart) == 1
    hand.tap("Cart. 1 items")
    good = next(one for one in hand.phone.world.goods if one.name == "Yoga mat")
    assert hand.sees(f"Total: {wording.price(good.hundredths)}")


def test_offline_pages_say_so(hand: Finger) -> None:
    run(hand.phone, "cmd connectivity airplane-mode enable")
    hand.phone.changed()
    assert hand.sees("No internet connection", "Retry")
    for screen, args in (("profile", {"id": "laliga"}), ("results", {"query": "messi"}), ("lives", {})):
        show(hand, screen, **args)
        assert hand.sees("No internet connection")


@pytest.mark.parametrize("screen", ["save_login", "follow_friends", "turn_on_notifications"])
def test_nuisances_go_away_by_a_button(hand: Finger, screen: str) -> None:
    show(hand, screen)
    hand.tap("Not now")
    assert hand.sees("For You")


def test_settings_switch(hand: Finger) -> None:
    hand.tap("Profile", "Profile menu", "Settings and privacy", "Privacy", "Private account")
    assert state_of(hand).settings.private
    hand.tap("Direct messages", "No one")
    assert state_of(hand).settings.messages == "No one"


def test_logging_out_and_in(hand: Finger) -> None:
    show(hand, "log_out")
    hand.tap("Log out")
    assert not hand.sees("For You")
    hand.tap("Continue as @agent_phone")
    assert hand.sees("For You")


# Words, pictures, size


def test_numbers_are_written_as_counters_do() -> None:
    assert [wording.count(n) for n in (7, 9_999, 10_000, 12_345, 2_000_000, 29_400_000)] == [
        "7", "9999", "10K", "12.3K", "2M", "29.4M",
    ]  # fmt: skip
    assert (wording.length(58_000), wording.age(0), wording.age(9)) == ("00:58", "1d ago", "1w ago")
    assert (wording.age(45), wording.age(320)) == ("3-26", "2023-6-25")


@pytest.mark.parametrize("seed", [None, 4])
def test_every_video_has_a_scene(seed: int | None) -> None:
    assert {scene_of(video) for video in world(seed).videos} <= set(SCENES)
    assert len({scene_of(video) for video in world(seed).videos}) > 12


@pytest.mark.parametrize("seed", range(20))
def test_a_snapshot_of_the_state_is_small(seed: int) -> None:
    state = Phone.new(seed).app("tiktok")
    assert len(msgspec.msgpack.encode(state)) < 4_000


def test_every_screen_can_be_shown_and_left(hand: Finger) -> None:
    args = {
        "clip": {"source": "profile/laliga", "video": "video-1"}, "share": {"video": "video-1"},
        "options": {"video": "video-1"}, "comments": {"video": "video-1"},
        "comment_menu": {"text": "a", "id": 0},
        "results": {"query": "messi"}, "profile": {"id": "laliga"}, "unfollow": {"profile": "natgeo"},
        "profile_bell": {"profile": "laliga"}, "profile_menu": {"profile": "laliga"},
        "report": {"what": "it"},
        "similar": {"profile": "laliga"}, "follows": {"profile": "laliga", "kind": "Followers"},
        "hashtag": {"name": "messi"}, "sound": {"name": "Clover"}, "goods": {"id": "goods-1"},
        "live": {"profile": hand.phone.world.broadcasts[0].profile}, "notices": {"kind": "like"},
        "chat": {"profile": "natgeo"}, "own_video": {"id": 1}, "edit_text": {"field": "bio"},
        "speed": {"video": "video-1"},
        "choice": {"field": "language"}, "about": {"topic": "Password"},
    }  # fmt: skip
    for screen in installed_apps()["tiktok"].screens:
        if screen not in ("home", "own_menu", "delete_video"):
            depth = len(hand.phone.system.tasks[-1].stack)
            show(hand, screen, **args.get(screen, {}))
            assert hand.phone.tree().texts(), screen
            hand.press("back")
            assert len(hand.phone.system.tasks[-1].stack) == depth, screen


def test_random_fingers_change_no_world() -> None:
    rng, phone = random.Random(7), Phone.new(9)
    Finger(phone).open("tiktok")
    before = phone.world.videos
    for _ in range(60):
        buttons = [node for node in phone.tree().walk() if node.clickable and node.package == PACKAGE]
        if not buttons:
            Finger(phone).open("tiktok")
            continue
        phone.perform(Tap(*rng.choice(buttons).center))
    assert phone.world.videos is before
