"""The screen as data: nodes, XML in and out, numbered marks, texts for language models, gestures."""

from openphone_gym.ui.androidlab import androidlab_text
from openphone_gym.ui.compact import compact_text
from openphone_gym.ui.gesture import (
    Gesture,
    LaunchApp,
    LongPress,
    Pinch,
    PressKey,
    Swipe,
    Tap,
    TypeText,
    Wait,
)
from openphone_gym.ui.marks import Mark, draw_marks, number_marks
from openphone_gym.ui.node import Bounds, UiNode, UiTree
from openphone_gym.ui.xml import InvalidXml, from_xml, to_xml

__all__ = [
    "Bounds",
    "Gesture",
    "InvalidXml",
    "LaunchApp",
    "LongPress",
    "Mark",
    "Pinch",
    "PressKey",
    "Swipe",
    "Tap",
    "TypeText",
    "UiNode",
    "UiTree",
    "Wait",
    "androidlab_text",
    "compact_text",
    "draw_marks",
    "from_xml",
    "number_marks",
    "to_xml",
]
