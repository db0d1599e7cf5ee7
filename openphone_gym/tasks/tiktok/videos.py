"""Tasks about one video: of a match, of a title that was won."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.sources import feed
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.world.records import Feat, Match, Video
from openphone_gym.tasks.hand import Hand, Lost
from openphone_gym.tasks.sight import Sight, has_id, plain
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task
from openphone_gym.tasks.tiktok.accounts import (
    APP,
    FOLLOW_CHANGED,
    MAY_CHANGE,
    PREPARE,
    followed,
    its_name,
    look_up,
    nothing,
    open_account,
)

PLAYER = has_id("long_press_layout")


def showing_any(phone: Phone, p: Params) -> bool:
    """Whether one of the right videos is in front, on a page of its own or in a feed."""
    if any(phone.showing(APP, "clip", video=video) for video in p.videos):
        return True
    if not phone.showing(APP, "home"):
        return False
    state = phone.tiktok
    ids = feed(state, phone.world, state.tab)
    at = state.at.get(state.tab, 0)
    return bool(ids) and ids[min(at, len(ids) - 1)] in p.videos


def caption_of(screen: Sight) -> str | None:
    """Caption of the video in front; None if none is."""
    return screen.content("desc") if screen.sees(PLAYER) is not None else None


def shows_any(screen: Sight, p: Params) -> bool | None:
    """Whether one of the right videos is in front, by its caption; None where no video is."""
    caption = caption_of(screen)
    return (
        nothing(screen)
        if caption is None
        else any(plain(caption).startswith(plain(one)) for one in p.captions)
    )


def by_account(screen: Sight, p: Params) -> bool | None:
    """As `shows_any`, posted by the account."""
    shown = shows_any(screen, p)
    return shown and plain(screen.content("title") or "") == plain(p.name)


def showing(d: Drawing, shows: str, profile: str = "") -> list[Video]:
    """Videos of a match or feat, perhaps of one account alone."""
    videos = d.phone.world.videos
    return [video for video in videos if video.shows == shows and profile in ("", video.profile)]


# A match


def a_match(d: Drawing) -> str:
    """Draws a match."""
    return d.choice([match.id for match in d.phone.world.matches])


def match_of(d: Drawing) -> Match:
    """The match that was drawn."""
    return next(match for match in d.phone.world.matches if match.id == d.params.match)


def of_match(d: Drawing) -> list[Video]:
    """Videos of the match by the league."""
    return showing(d, d.params.match, d.params.profile)


def tiktok_5(hand: Hand, p: Params) -> None:
    if by_account(hand, p):
        return
    if hand.sees("Find related content") is not None:  # another video is open
        raise Lost
    open_account(hand, p)
    hand.tap(lambda node: any(caption in node.content_desc for caption in p.captions))


# A title


def a_feat(d: Drawing) -> str:
    """Draws a title that somebody won."""
    return d.choice([feat.id for feat in d.phone.world.feats])


def feat_of(d: Drawing) -> Feat:
    """The feat that was drawn."""
    return next(feat for feat in d.phone.world.feats if feat.id == d.params.feat)


def tiktok_6(hand: Hand, p: Params) -> None:
    if shows_any(hand, p):
        return
    look_up(hand, f"{p.who} {p.contest} {p.year}")
    hand.tap(lambda node: plain(node.text) in p.captions)


TASKS = [
    Task(
        id="tiktok_5",
        app=APP,
        own_steps=6,
        goals=[
            "On TikTok, go to the account {name} and play its video of the match {home} against {away}.",
            "I want to watch {home} against {away}, in the video that {name} itself posted on TikTok.",
            "Open the TikTok profile of {name} and start the video about {home} and {away} there.",
        ],
        params={
            "match": Param("match-1", a_match),
            "profile": Param("laliga", lambda d: match_of(d).league),
            "name": Param("LALIGA", its_name),
            "home": Param("Real Madrid", lambda d: match_of(d).home),
            "away": Param("Barcelona", lambda d: match_of(d).away),
            "videos": Param(["video-1"], lambda d: [video.id for video in of_match(d)]),
            "captions": Param(
                ["Real Madrid vs Barcelona: El Clásico highlights"],
                lambda d: [video.caption for video in of_match(d)],
            ),
            "following": Param(["natgeo"], followed),
        },
        subgoals=[
            SubGoal(
                "video_open",
                "Is a video in front that {name} posted, about the match {home} against {away}?",
                showing_any,
                screen=by_account,
            )
        ],
        never=[FOLLOW_CHANGED],
        may_change=MAY_CHANGE,
        solution=tiktok_5,
        prepare=PREPARE,
        group="videos",
    ),
    Task(
        id="tiktok_6",
        app=APP,
        own_steps=5,
        goals=[
            "Play a TikTok video in which {who} becomes {title} in {place} in {year}.",
            "Find a clip on TikTok of {who} as {title} of {year} in {place}, and start it.",
            "I'd like to see how {who} became {title} ({place}, {year}). Start a video of it on TikTok.",
        ],
        params={
            "feat": Param("feat-1", a_feat),
            "who": Param("Messi", lambda d: feat_of(d).who),
            "title": Param("world champion", lambda d: feat_of(d).title),
            "contest": Param("World Cup", lambda d: feat_of(d).contest),
            "place": Param("Qatar", lambda d: feat_of(d).place),
            "year": Param(2022, lambda d: feat_of(d).year),
            "videos": Param(["video-6"], lambda d: [video.id for video in showing(d, d.params.feat)]),
            "captions": Param(
                ["Messi lifts the World Cup, Qatar 2022", "Messi in 60 seconds: the final in Qatar, 2022"],
                lambda d: [video.caption for video in showing(d, d.params.feat)],
            ),
            "following": Param(["natgeo"], followed),
        },
        subgoals=[
            SubGoal(
                "video_open",
                "Does the video in front show how {who} became {title} in {place} in {year}?",
                showing_any,
                screen=shows_any,
            )
        ],
        never=[FOLLOW_CHANGED],
        may_change=MAY_CHANGE,
        solution=tiktok_6,
        prepare=PREPARE,
        group="videos",
    ),
]
