"""Measures what a long list costs: a conversation of many messages beside one that fills the screen."""

from __future__ import annotations

from itertools import cycle, islice
from time import process_time

import msgspec

from openphone_gym.devices import VirtualDevice
from openphone_gym.ui import compact_text, number_marks
from openphone_gym.ui.gesture import LaunchApp, Swipe, Tap

MANY = 500
"""Rows of the long list."""

FEW = 12
"""Rows that take a screenful, and one or two more, so that they scroll."""

LOOKS = 16
"""Looks of one measurement: each is a swipe and the text of what it leaves."""

DOWN, UP = Swipe(540, 900, 540, 1500), Swipe(540, 1500, 540, 900)


class LongList:
    """Two phones, each in a conversation: one of `MANY` messages, one of `FEW`."""

    def __init__(self) -> None:
        self._many, self._few = _conversation(MANY), _conversation(FEW)
        self.screenfuls()  # a first look measures every row, and is the only one that does

    def screenfuls(self) -> float:
        """How many times as long as looking at the short list it takes to look at the long one."""
        return _seconds(self._many) / _seconds(self._few)


def _conversation(messages: int) -> VirtualDevice:
    device = VirtualDevice()
    phone = device.phone
    device.perform(LaunchApp(device.resolve_app("Messages")))
    chat = phone.messages.conversations[0]
    (pattern, *_) = chat.messages
    texts = [f"Message {number} {'words ' * (number % 9)}" for number in range(messages)]
    chat.messages = [
        msgspec.structs.replace(pattern, id=10_000 + number, text=text, sent=number % 2 == 0)
        for number, text in enumerate(texts)
    ]
    phone.changed()
    row = device.tree().find(lambda node: f"Message {messages - 1}" in node.text)
    assert row is not None, "the inbox shows the latest message of each conversation"
    device.perform(Tap(*row.center))
    return device


def _seconds(device: VirtualDevice) -> float:
    """Seconds of the processor for some looks, each at another part of the list."""
    started = process_time()
    for swipe in islice(cycle((DOWN, DOWN, UP)), LOOKS):
        device.perform(swipe)
        tree = device.tree()
        compact_text(tree, number_marks(tree))
    return process_time() - started
