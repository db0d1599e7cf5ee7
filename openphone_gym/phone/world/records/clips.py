"""The video site: accounts, clips, what the clips show, and what is sold and broadcast between them."""

from __future__ import annotations

from openphone_gym.phone.world.records.record import Record


class Profile(Record, frozen=True):
    """An account of the video site.

    Attributes:
        id: Its handle, without ``@``.
        name: Displayed name.
        topic: Id of its topic.
        about: What it says of itself.
        followers: Number of followers.
        verified: Whether it has the mark of a checked account.
        followed: Whether the user follows it.
        following: Number of accounts that it follows.
        mimics: Id of the account of which it is a fan or a copy; empty if it stands for itself.
        person: Id of the person of the address book that it belongs to, or empty.
    """

    id: str
    name: str
    topic: str
    about: str
    followers: int
    verified: bool = False
    followed: bool = False
    following: int = 12
    mimics: str = ""
    person: str = ""


class Match(Record, frozen=True):
    """A match of two clubs, which videos show.

    Attributes:
        id: ``match-<number>``.
        league: Id of the league's account.
        home: The club named first.
        away: The club named second.
    """

    id: str
    league: str
    home: str
    away: str


class Feat(Record, frozen=True):
    """A title that somebody won, which videos show.

    Attributes:
        id: ``feat-<number>``.
        who: Name of the winner.
        title: What the winner became, such as ``world champion``.
        contest: What was won, such as ``World Cup``.
        place: Where.
        year: When.
    """

    id: str
    who: str
    title: str
    contest: str
    place: str
    year: int


class Script(Record, frozen=True):
    """What a video is to be about, before it has numbers.

    Attributes:
        caption: Words below it.
        shows: Id of the match or feat that it shows, or empty.
        pinned: Whether it stands first on the profile.
    """

    caption: str
    shows: str = ""
    pinned: bool = False


class Video(Record, frozen=True):
    """A short video.

    Attributes:
        id: ``video-<number>``.
        profile: Id of the account that posted it.
        topic: Id of its topic.
        caption: Words below it.
        sound: Name of its music.
        seconds: Length.
        likes: Number of likes.
        comments: Number of comments.
        pinned: Whether it stands first on the profile.
        days: Age in days on the phone's first day.
        tags: Hashtags, without ``#``.
        shows: Id of the match or feat that it shows, or empty.
    """

    id: str
    profile: str
    topic: str
    caption: str
    sound: str
    seconds: int
    likes: int
    comments: int
    pinned: bool = False
    days: int = 3
    tags: tuple[str, ...] = ()
    shows: str = ""

    @property
    def views(self) -> int:
        """How often it was played."""
        return self.likes * (6 + self.seconds % 7)

    @property
    def saves(self) -> int:
        """How many keep it among their favourites."""
        return self.likes // (8 + self.seconds % 5)

    @property
    def shares(self) -> int:
        """How often it was passed on."""
        return self.likes // (20 + self.seconds % 11)


class Remark(Record, frozen=True):
    """A comment below a video.

    Attributes:
        id: Its number below the video, from 1.
        author: Handle of who wrote it.
        text: Its words.
        likes: Number of likes.
        days: Age in days on the phone's first day.
    """

    id: int
    author: str
    text: str
    likes: int
    days: int


class Broadcast(Record, frozen=True):
    """What an account shows live.

    Attributes:
        profile: Id of the account.
        title: What it is about.
        viewers: How many watch.
    """

    profile: str
    title: str
    viewers: int


class Advert(Record, frozen=True):
    """A promoted video of an organisation.

    Attributes:
        id: ``advert-<number>``.
        organisation: Id of the organisation, at whose web site its button leads.
        caption: Words below it.
        button: Words of the button.
        topic: Id of the topic that it looks like.
    """

    id: str
    organisation: str
    caption: str
    button: str
    topic: str


class Goods(Record, frozen=True):
    """An article that a shop sells on the video site.

    Attributes:
        id: ``goods-<number>``.
        name: Name.
        icon: A Material icon of it.
        organisation: Id of the shop.
        hundredths: Price in hundredths of the currency.
        before: What it is said to have cost before, in hundredths.
        sold: How often it was sold.
        stars: Rating in tenths of a star.
    """

    id: str
    name: str
    icon: str
    organisation: str
    hundredths: int
    before: int
    sold: int
    stars: int
