"""The forum: communities, posts, comments, and those who write them."""

from __future__ import annotations

from openphone_gym.phone.world.records.record import Record


class Community(Record, frozen=True):
    """A forum.

    Attributes:
        id: Its name, with ``r/`` in front.
        topic: Id of its topic.
        about: What it is for, one sentence.
        members: Number of members.
        joined: Whether the user is a member.
        mature: Whether it is for adults only.
    """

    id: str
    topic: str
    about: str
    members: int
    joined: bool = False
    mature: bool = False

    @property
    def name(self) -> str:
        """Its name alone."""
        return self.id.removeprefix("r/")


class Member(Record, frozen=True):
    """Somebody who writes in the forum.

    Attributes:
        id: Handle, without ``u/``.
        about: What the profile says, or an empty string.
        karma: Votes that posts and comments got so far.
        days: Age of the account on the phone's first day.
    """

    id: str
    about: str
    karma: int
    days: int


class Post(Record, frozen=True):
    """A post of a forum.

    Attributes:
        id: ``post-<number>``.
        community: Id of its community.
        topic: Id of its topic.
        author: Handle of the author.
        title: Title.
        body: Words below it, paragraphs parted by empty lines; or an empty string.
        minutes: Age in minutes on the phone's first day.
        score: Votes up less votes down.
        comments: Number of comments.
        subject: What it is about, in few words, which its title names.
        flair: What kind of post it is, or an empty string.
        picture: What its picture shows, as ``motif:key``; or an empty string.
        link: Address of the page that it is about, or an empty string.
    """

    id: str
    community: str
    topic: str
    author: str
    title: str
    body: str
    minutes: int
    score: int
    comments: int
    subject: str = ""
    flair: str = ""
    picture: str = ""
    link: str = ""


class Comment(Record, frozen=True):
    """A comment on a post, or an answer to one.

    Attributes:
        id: ``comment-<number of the post>-<number>``.
        post: Id of the post.
        parent: Id of the comment that it answers, or an empty string.
        author: Handle of the author.
        text: Its words.
        minutes: Age in minutes on the phone's first day.
        score: Votes up less votes down.
    """

    id: str
    post: str
    parent: str
    author: str
    text: str
    minutes: int
    score: int
