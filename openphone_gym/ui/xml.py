"""The screen as XML: the format of Android's ``uiautomator dump``, written and read.

Writing gives the bytes of an API 33 phone: one line, double quotes, attributes in Android's order, and the
hint behind them where a node has one.
Reading also takes the dumps of other versions and tools, and never trusts them: the document may not
declare a document type (so no entities, internal or external), nest too deeply or hold broken boxes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.parsers import expat

from openphone_gym.ui.node import Bounds, UiNode, UiTree

MAX_DEPTH = 256
"""Deepest nesting of nodes that ``from_xml`` accepts; real screens stay below 100."""

_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
_NOT_IN_XML = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff"
_NEEDS_ESCAPE = re.compile(f'[&<>"\\t\\n\\r{_NOT_IN_XML}]')
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\t": "&#9;",  # as references, since readers turn bare white space in attributes into blanks
    "\n": "&#10;",
    "\r": "&#13;",
}
_FLAGS = (
    "checkable",
    "checked",
    "clickable",
    "enabled",
    "focusable",
    "focused",
    "scrollable",
    "long-clickable",
    "password",
    "selected",
)
_BOUNDS = re.compile(r"\[(-?[0-9]{1,7}),(-?[0-9]{1,7})\]\[(-?[0-9]{1,7}),(-?[0-9]{1,7})\]")
_ROTATIONS = {"0": 0, "1": 1, "2": 2, "3": 3}


class InvalidXml(ValueError):
    """The text is not a UI dump that can be read safely."""


def to_xml(tree: UiTree) -> str:
    """Writes a tree as ``uiautomator dump`` does.

    Characters that XML 1.0 cannot hold become ``.``, as on Android. The screen's width and height are
    not part of the format.
    """
    out = [f'{_DECLARATION}<hierarchy rotation="{tree.rotation}">']
    _write(tree.roots, out)
    out.append("</hierarchy>")
    return "".join(out)


def from_xml(text: str | bytes, width: int | None = None, height: int | None = None) -> UiTree:
    """Reads a UI dump.

    Every element below ``hierarchy`` is a node; missing attributes take the defaults of ``UiNode`` and
    unknown ones are ignored. Text around the document, such as the notice that ``uiautomator`` prints
    after it, is ignored too.

    Args:
        text: The dump; bytes are read as UTF-8, with or without a byte order mark.
        width: Screen width in pixels; by default the right edge of the widest window.
        height: Screen height in pixels; by default the bottom edge of the lowest window.

    Raises:
        InvalidXml: If the text is no well-formed dump, declares a document type, nests deeper than
            ``MAX_DEPTH`` or has malformed bounds or rotation.
    """
    reader = _Reader()
    reader.read(text)
    if width is None:
        width = _extent(reader.roots, 2)
    if height is None:
        height = _extent(reader.roots, 3)
    return UiTree(roots=reader.roots, width=width, height=height, rotation=reader.rotation)


def _extent(roots: list[UiNode], edge: int) -> int:
    """How far the windows reach; where they have no box, how far anything in them does."""
    windows = max((root.bounds[edge] for root in roots), default=0)
    if windows > 0:
        return windows
    return max((node.bounds[edge] for root in roots for node in root.walk()), default=0)


def _write(roots: list[UiNode], out: list[str]) -> None:
    pending: list[tuple[int, UiNode] | None] = []  # None stands for the end of a node
    pending += [*enumerate(roots)][::-1]
    while pending:
        place = pending.pop()
        if place is None:
            out.append("</node>")
            continue
        index, node = place
        flags = _flags(
            node.checkable,
            node.checked,
            node.clickable,
            node.enabled,
            node.focusable,
            node.focused,
            node.scrollable,
            node.long_clickable,
            node.password,
            node.selected,
        )
        out.append(
            f'<node index="{index}" text="{_escape(node.text)}"'
            f' resource-id="{_escape_name(node.resource_id)}" class="{_escape_name(node.class_name)}"'
            f' package="{_escape_name(node.package)}" content-desc="{_escape(node.content_desc)}"'
            f'{flags} bounds="{_box(node.bounds)}"{_hint(node)}{">" if node.children else " />"}'
        )
        if node.children:
            pending.append(None)
            pending += [*enumerate(node.children)][::-1]


# Flags, boxes and names are the same on screen after screen, so their texts are kept.


@lru_cache(maxsize=1024)
def _flags(*values: bool) -> str:
    return "".join(
        f' {name}="{"true" if value else "false"}"' for name, value in zip(_FLAGS, values, strict=True)
    )


@lru_cache(maxsize=4096)
def _box(bounds: Bounds) -> str:
    left, top, right, bottom = bounds
    return f"[{left},{top}][{right},{bottom}]"


def _hint(node: UiNode) -> str:
    return f' hint="{_escape(node.hint)}"' if node.hint else ""


def _escape(text: str) -> str:
    if not text or not _NEEDS_ESCAPE.search(text):
        return text
    return _NEEDS_ESCAPE.sub(lambda match: _ESCAPES.get(match[0], "."), text)


_escape_name = lru_cache(maxsize=4096)(_escape)


class _Reader:
    """Builds nodes from the events of one document."""

    def __init__(self) -> None:
        self.roots: list[UiNode] = []
        self.rotation = 0
        self._open: list[list[UiNode]] = []  # child lists of the elements that are not yet closed
        self._complete = False

    def read(self, text: str | bytes) -> None:
        parser = expat.ParserCreate("UTF-8")
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        try:
            if isinstance(text, bytes):
                text = text.decode("utf-8")
            parser.Parse(text[max(text.find("<"), 0) :], True)
        except UnicodeError as error:
            raise InvalidXml(f"the UI dump is not valid UTF-8: {error}") from error
        except expat.ExpatError as error:
            if not self._complete:  # after the document anything may follow
                raise InvalidXml(f"the UI dump is not well-formed XML: {error}") from error

    def _refuse_doctype(self, *_: object) -> None:
        raise InvalidXml("the UI dump declares a document type, which a dump never does; remove it")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._open:
            if tag != "hierarchy":
                raise InvalidXml(f"the root element of a UI dump is 'hierarchy', not {tag[:40]!r}")
            self.rotation = _rotation(attributes.get("rotation", "0"))
            self._open.append(self.roots)
            return
        if len(self._open) > MAX_DEPTH:
            raise InvalidXml(f"the UI dump nests deeper than {MAX_DEPTH} nodes")
        node = _node(attributes)
        self._open[-1].append(node)
        self._open.append(node.children)

    def _end(self, _tag: str) -> None:
        self._open.pop()
        self._complete = not self._open


def _node(attributes: dict[str, str]) -> UiNode:
    get = attributes.get
    return UiNode(
        text=get("text", ""),
        resource_id=get("resource-id", ""),
        class_name=get("class", "android.view.View"),
        package=get("package", ""),
        content_desc=get("content-desc", ""),
        checkable=get("checkable") == "true",
        checked=get("checked") == "true",
        clickable=get("clickable") == "true",
        enabled=get("enabled") != "false",
        focusable=get("focusable") == "true",
        focused=get("focused") == "true",
        scrollable=get("scrollable") == "true",
        long_clickable=get("long-clickable") == "true",
        password=get("password") == "true",
        selected=get("selected") == "true",
        bounds=_bounds(get("bounds", "[0,0][0,0]")),
        hint=get("hint", ""),
    )


def _bounds(text: str) -> Bounds:
    match = _BOUNDS.fullmatch(text)
    if match is None:
        raise InvalidXml(f"bounds {text[:40]!r} are not of the form '[left,top][right,bottom]'")
    left, top, right, bottom = map(int, match.groups())
    return left, top, right, bottom


def _rotation(text: str) -> int:
    if text not in _ROTATIONS:
        raise InvalidXml(f"rotation {text[:40]!r} is not 0, 1, 2 or 3")
    return _ROTATIONS[text]
