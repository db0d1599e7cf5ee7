"""The screen as data: a tree of accessibility nodes with Android's attributes.

``UiNode`` carries exactly the attributes that ``uiautomator dump`` writes (API 33), and the hint that newer
versions tell apart, so a tree can come from a virtual phone, from an XML dump of a real one, or from a
recorded trace, and everything that reads screens (observations, marks, judges, reference solutions) reads
this one type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

Bounds = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are exclusive."""

_SYSTEM = "systemui"
"""How packages end whose windows (status bar, shade, navigation bar) lie around an app's."""


class UiNode(msgspec.Struct, gc=False):
    """One accessibility node.

    Attributes:
        text: What the node shows. An empty text field shows its hint here, as Android reports it.
        resource_id: Full id such as ``us.zoom.videomeetings:id/btnJoin``, or an empty string.
        class_name: Java class, such as ``android.widget.Button``.
        package: Package of the app that owns the node.
        content_desc: Spoken description.
        bounds: Visible box in pixels, clipped to the screen and to scrolling parents.
        children: Child nodes in drawing order; a later sibling covers an earlier one.
        hint: What an empty text field asks for, where a phone does not report it as the text.

    A tree has no cycles, so that Python's collector need not know of its nodes.
    """

    text: str = ""
    resource_id: str = ""
    class_name: str = "android.view.View"
    package: str = ""
    content_desc: str = ""
    checkable: bool = False
    checked: bool = False
    clickable: bool = False
    enabled: bool = True
    focusable: bool = False
    focused: bool = False
    scrollable: bool = False
    long_clickable: bool = False
    password: bool = False
    selected: bool = False
    bounds: Bounds = (0, 0, 0, 0)
    children: list[UiNode] = msgspec.field(default_factory=list)
    hint: str = ""

    @property
    def center(self) -> tuple[int, int]:
        """Centre of the bounds in pixels, rounded down."""
        left, top, right, bottom = self.bounds
        return (left + right) // 2, (top + bottom) // 2

    @property
    def label(self) -> str:
        """What a person would call the node: its text, else its description, else its hint."""
        return self.text or self.content_desc or self.hint

    def walk(self) -> Iterator[UiNode]:
        """Yields this node and all its descendants in document order."""
        return _document_order([self])


def _document_order(nodes: list[UiNode]) -> Iterator[UiNode]:
    pending = nodes[::-1]
    while pending:
        node = pending.pop()
        yield node
        if node.children:
            pending.extend(node.children[::-1])


class UiTree(msgspec.Struct, kw_only=True):
    """All nodes of a screen, and its size.

    Attributes:
        roots: Top nodes of the windows. A virtual phone shows one window; dumps of some tools have several.
        width: Screen width in pixels.
        height: Screen height in pixels.
        rotation: Quarter turns of the screen, 0 to 3.
    """

    roots: list[UiNode]
    width: int
    height: int
    rotation: int = 0

    def walk(self) -> Iterator[UiNode]:
        """Yields every node in document order."""
        return _document_order(self.roots)

    @property
    def package(self) -> str:
        """Package of the app in front: of the first window that is not the system's, if there is one."""
        first = ""
        for root in self.roots:
            if root.package and not root.package.endswith(_SYSTEM):
                return root.package
            first = first or root.package
        return first

    def shows(self, node: UiNode) -> bool:
        """Whether a node's box is not empty and at least partly on the screen.

        Rows below the fold and drawers that are closed have boxes that are empty or the wrong way round.
        """
        left, top, right, bottom = node.bounds
        if not (left < right and top < bottom):
            return False
        return left < self.width and right > 0 and top < self.height and bottom > 0

    def find(self, matches: Callable[[UiNode], bool]) -> UiNode | None:
        """Returns the first node in document order that ``matches``, or None."""
        return next((node for node in self.walk() if matches(node)), None)

    def texts(self) -> list[str]:
        """Every non-empty text and description, in document order."""
        return [value for node in self.walk() for value in (node.text, node.content_desc) if value]
