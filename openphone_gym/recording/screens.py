"""What a recorded tree may be, so that what is written can be read and reading costs a bounded effort."""

from __future__ import annotations

from collections.abc import Sequence

from openphone_gym.recording.untrusted import Unreadable
from openphone_gym.ui.node import UiTree
from openphone_gym.ui.xml import MAX_DEPTH

LARGEST_TREE = 8 << 20
"""Bytes of a screen's XML."""
MOST_TAGS = 1 << 18
"""Tags in a screen's XML, of which a node has one or two."""
LARGEST_SCREEN = 1 << 15
"""Pixels of a screen's width or height."""
FARTHEST = 9_999_999
"""Largest coordinate of a box, in pixels, that the XML has digits for."""


def check_size(size: Sequence[int]) -> tuple[int, int]:
    """Refuses what is no size of a screen, in pixels.

    Raises:
        ValueError: It is none.
    """
    width, height = size
    if not all(type(length) is int and 0 <= length <= LARGEST_SCREEN for length in (width, height)):
        raise ValueError(f"{width!r:.40} x {height!r:.40} is not the size of a screen")
    return width, height


def check_xml(xml: bytes) -> None:
    """Refuses XML that would become too many nodes.

    Raises:
        Unreadable: It is too long, or has too many tags.
    """
    if len(xml) > LARGEST_TREE or xml.count(b"<") > MOST_TAGS:
        raise Unreadable(f"a tree has more than {LARGEST_TREE} bytes or {MOST_TAGS} tags")


def check_nodes(tree: UiTree) -> None:
    """Refuses a tree that can be written, but whose XML could not be read.

    Raises:
        ValueError: It nests too deeply, a box is too far away, or the rotation is none.
    """
    level, depth = tree.roots, 0
    while level:
        depth += 1
        for node in level:
            if not all(type(edge) is int and -FARTHEST <= edge <= FARTHEST for edge in node.bounds):
                raise ValueError(f"a node has the bounds {node.bounds!r:.80}")
        level = [child for node in level for child in node.children]
        if depth > MAX_DEPTH:
            raise ValueError(f"a tree nests deeper than {MAX_DEPTH} nodes")
    if tree.rotation not in (0, 1, 2, 3):
        raise ValueError(f"a tree has the rotation {tree.rotation!r:.40}")
