"""How an expected answer is held against a message, whatever its type."""

from __future__ import annotations

import msgspec

from openphone_gym.tasks.answers.stance import Finding, Message
from openphone_gym.tasks.answers.surplus import Allowed, judged


class Expected(msgspec.Struct, frozen=True):
    """What all expected answers have in common."""

    def matches(self, message: str, question: str = "") -> bool | None:
        """Whether a message gives this answer and nothing else of its kind (see the package's rules).

        Args:
            message: The text of ``finish(...)``.
            question: What was asked; its words and values may be repeated.
        """
        said = Message(message, question)
        return judged(said, self.find(said), self.allowed)

    def find(self, said: Message) -> Finding:
        """Where the message asserts this answer, and whether it asserts another."""
        raise NotImplementedError

    @property
    def allowed(self) -> Allowed:
        """What may stand beside the answer."""
        return Allowed()


def unread(said: Message, found: Finding) -> Finding:
    """The finding, but open if nothing was found where words of another script may say it."""
    return Finding(None) if found.holds is False and found.unnamed and said.foreign else found
