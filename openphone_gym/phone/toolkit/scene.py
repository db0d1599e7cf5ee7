"""Three readings of a placed box tree: as accessibility nodes, under a finger, and as paint.

All three walk the same geometry with the same clipping, so that what is drawn, what is listed and
what can be touched agree.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import lru_cache

from openphone_gym.phone.toolkit.box import Box, Color, Column, Metrics, Scroll
from openphone_gym.phone.toolkit.frame import Strip
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.themed import Themed, in_theme
from openphone_gym.ui.node import Bounds, UiNode


def accessibility_nodes(root: Box, package: str, clip: Bounds, full: bool = False) -> list[UiNode]:
    """Nodes of every box that has a class, with bounds clipped to what can be seen; with holders if ``full``.

    An id that has a colon is given in full, such as ``android:id/title``. One that starts with it has no
    package at all, as the tags of Compose.
    """
    nodes: list[UiNode] = []
    _collect(root, package, _full_ids(package), clip, nodes, full)
    return nodes


class _FullIds(dict[str, str]):
    """Resource ids by what boxes say, filled as they are asked for."""

    def __init__(self, package: str) -> None:
        self._package = package

    def __missing__(self, id: str) -> str:
        full = id.removeprefix(":") if ":" in id or not id else f"{self._package}:id/{id}"
        if len(self) < KNOWN_IDS:
            self[id] = full
        return full


KNOWN_IDS = 1 << 12
"""Resource ids kept for a package."""

_full_ids = lru_cache(maxsize=64)(_FullIds)


def _collect(box: Box, package: str, ids: _FullIds, clip: Bounds, out: list[UiNode], full: bool) -> None:
    cls, inside = box.cls, box.children
    if not (cls or inside):
        return
    left, top, right, bottom = clip
    x, y = box.x, box.y
    end = x + box.w
    foot = y + box.h
    if x > left:
        left = x
    if y > top:
        top = y
    if end < right:
        right = end
    if foot < bottom:
        bottom = foot
    if left >= right or top >= bottom:
        return
    if full:
        inside = box.held()
        for id, layout in box.holders:
            holder = UiNode("", ids[id], layout, package, bounds=(left, top, right, bottom))
            out.append(holder)
            out = holder.children
    if cls:
        checked = box.checked
        tappable = box.on_tap is not None
        children: list[UiNode] = []
        # By position: this is the innermost loop of every text observation.
        node = UiNode(
            box.label,
            ids[box.id],
            cls,
            package,
            box.desc,
            checked is not None,
            checked is True,
            tappable,
            box.enabled,
            tappable or box.focusable,
            box.focused,
            box.scrollable,
            box.on_long is not None,
            box.password,
            box.selected,
            (left, top, right, bottom),
            children,
        )
        out.append(node)
        out = children
    if inside:
        if isinstance(box, Scroll):
            clip = (left, top, right, bottom)
        for child in inside:
            _collect(child, package, ids, clip, out, full)


def boxes_at(root: Box, x: int, y: int) -> list[Box]:
    """The topmost box at a point and its ancestors, innermost first; empty where nothing is."""
    return _touched(root, x, y) or []


def _touched(box: Box, x: int, y: int) -> list[Box] | None:
    inside = box.x <= x < box.x + box.w and box.y <= y < box.y + box.h
    if not inside and isinstance(box, Scroll):
        return None
    for child in reversed(box.children):
        # Most boxes have no children and lie elsewhere.
        if child.children or (child.y <= y < child.y + child.h and child.x <= x < child.x + child.w):
            chain = _touched(child, x, y)
            if chain is not None:
                chain.append(box)
                return chain
    if inside and (box.fill is not None or box.cls or _listens(box)):
        return [box]
    return None


def _listens(box: Box) -> bool:
    """Whether a box without a node of its own does something with a finger."""
    return bool(
        box.on_tap or box.on_slide or box.on_swipe or box.on_point or box.on_long_point or box.on_drag
    )


def strips(root: Box, m: Metrics, clip: Bounds, background: Color | None) -> list[Strip]:
    """The paint of a tree, back to front, cut into strips whose keys say what they show."""
    out: list[Strip] = []
    _emit(root, m, clip, background, out)
    return out


def _emit(box: Box, m: Metrics, clip: Bounds, background: Color | None, out: list[Strip]) -> None:
    left, top, right, bottom = clip
    if (
        box.x >= right
        or box.y >= bottom
        or box.x + box.w <= left
        or box.y + box.h <= top
        or not box.w
        or not box.h
    ):
        return
    if isinstance(box, Themed):
        own: list[Strip] = []
        _emit_visible(box, m, clip, background, own)
        out += [in_theme(strip, box.colors) for strip in own]
    else:
        _emit_visible(box, m, clip, background, out)


def _emit_visible(box: Box, m: Metrics, clip: Bounds, background: Color | None, out: list[Strip]) -> None:
    left, top, right, bottom = clip
    corner = int(box.radius * m.scale + 0.999)
    if not box.layer or box.elevation or (corner and not _is_panel(box, corner)):
        out.append(_strip(box, m, clip, background))
        return
    if corner:
        out += _rounded_ground(box, m, corner, clip)
        background = box.fill
    elif box.fill is not None:
        background = box.fill
        out.append(_fill(box, clip))
    inner = clip
    if isinstance(box, Scroll):
        inner = (
            max(left, box.x),
            max(top, box.y),
            min(right, box.x + box.w),
            min(bottom, box.y + box.h),
        )
    # The ground of a child must not stick out of round corners.
    first, last = box.y + corner, box.y + box.h - corner
    for index, child in enumerate(_rows_of(box) if corner else box.children):
        # What lies on top of a sibling must let it shine through.
        alone = index == 0 or isinstance(box, Column)
        clear = not corner or (first <= child.y and child.y + child.h <= last)
        _emit(child, m, inner, background if alone and clear else None, out)


def _is_panel(box: Box, corner: int) -> bool:
    """Whether a rounded box is large enough to be drawn in parts."""
    return isinstance(box, Column) and box.fill is not None and box.stroke is None and box.h >= 4 * corner


def _rows_of(panel: Box) -> Iterator[Box]:
    """The children of a panel; of a long list it is its rows that stick out of the corners, or don't."""
    for child in panel.children:
        if isinstance(child, LongList) and child.fill is None:
            yield from child.children
        else:
            yield child


def _rounded_ground(box: Box, m: Metrics, corner: int, clip: Bounds) -> list[Strip]:
    """A rounded panel as three strips: only its ends, with the corners, need to be blended."""
    fill = box.fill
    assert fill is not None

    def end(top: int, name: str) -> Strip:
        def paint(painter: Painter) -> None:
            painter.rounded(0, 0 if name == "head" else corner - box.h, box.w, box.h, radius, fill)

        radius = box.radius * m.scale
        return Strip(box.x, top, box.w, corner, (name, box.h, radius, fill), paint, None, _rect(clip))

    middle = Strip(box.x, box.y + corner, box.w, box.h - 2 * corner, "panel", None, fill, _rect(clip))
    return [end(box.y, "head"), middle, end(box.y + box.h - corner, "foot")]


def _fill(box: Box, clip: Bounds) -> Strip:
    return Strip(box.x, box.y, box.w, box.h, ("fill", box.fill), None, box.fill, _rect(clip))


def _strip(box: Box, m: Metrics, clip: Bounds, background: Color | None) -> Strip:
    margin = m.dp(box.elevation * 2)
    key = (_looks(box, box.x, box.y), m.scale, m.font)

    def paint(painter: Painter) -> None:
        _paint(box, painter, m, box.x - margin, box.y - margin)

    if margin:
        background = None
    return Strip(
        box.x - margin,
        box.y - margin,
        box.w + 2 * margin,
        box.h + 2 * margin,
        key,
        paint,
        background,
        _rect(clip),
        box.fleeting,
    )


def _looks(box: Box, x: int, y: int) -> Hashable:
    """Look of a whole subtree, with positions relative to its top left corner."""
    own = (type(box), box.x - x, box.y - y, box.w, box.h, box.look())
    if not box.children:
        return own
    return (own, *[_looks(child, x, y) for child in box.children])


def _paint(box: Box, painter: Painter, m: Metrics, x: int, y: int) -> None:
    box.paint(painter, m, box.x - x, box.y - y)
    if isinstance(box, Scroll):
        with painter.clip(box.x - x, box.y - y, box.w, box.h):
            _paint(box.children[0], painter, m, x, y)
        return
    for child in box.children:
        _paint(child, painter, m, x, y)


def _rect(clip: Bounds) -> tuple[int, int, int, int]:
    left, top, right, bottom = clip
    return left, top, right - left, bottom - top
