"""What the net is about."""

from __future__ import annotations

from openphone_gym.phone.world.records import Topic
from openphone_gym.phone.world.tables import table


def topics() -> tuple[Topic, ...]:
    """All topics; they are the same in all worlds."""
    return tuple(Topic(entry["id"], entry["name"], tuple(entry["words"])) for entry in table("topics"))
