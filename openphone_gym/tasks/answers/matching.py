"""How an expected answer is held against a message, whatever its type."""

from __future__ import annotations

import msgspec

from openphone_gym.tasks.answers.readings import other_readings
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
        verdict = judged(said, self.find(said), self.allowed)
        if verdict is False and not said.too_long and self._may_mean(said):
            return None
        return verdict

    def find(self, said: Message) -> Finding:
        """Where the message asserts this answer, and whether it asserts another."""
        raise NotImplementedError

    def _may_mean(self, said: Message) -> bool:
        """Whether a message gives this answer in another reading, and all else in it is explained."""
        return any(
            judged(other, self.find(other), self.allowed)
            for other in (Message(reading, said.question) for reading in other_readings(said.text))
        )

    @property
    def allowed(self) -> Allowed:
        """What may stand beside the answer."""
        return Allowed()


def unread(said: Message, found: Finding) -> Finding:
    """The finding, but open if nothing was found where words of another script may say it."""
    return Finding(None) if found.holds is False and found.unnamed and said.foreign else found
