"""Fingers on the glass: what a touch at a point does.

Each touch returns whether the windows have to be built anew; they need not where nothing listened, and where
that was done already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openphone_gym.phone.system import bars, editing
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.system.window import Window
from openphone_gym.phone.toolkit.box import Box, Scroll
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.scene import boxes_at
from openphone_gym.ui.gesture import Pinch, Swipe

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

EDGE = 14
"""Width in dp of the screen edges from which a swipe means back."""

HOLD_S = 1.0
"""A swipe from the bottom edge that takes this long opens the recent apps."""


def tap(phone: Phone, x: int, y: int) -> bool:
    """A short touch."""
    window = phone.window()
    if window.raised and y >= window.bounds[3]:
        return _press(phone, boxes_at(window.keyboard(phone), x, y), x, y)
    chain = boxes_at(window.root, x, y)
    if window.overlay and _outside(window, chain):
        return _dismiss(phone, window)
    return _press(phone, chain, x, y)


def _press(phone: Phone, chain: list[Box], x: int, y: int) -> bool:
    for box in chain:
        if not box.enabled:
            return False
        if isinstance(box, TextField):
            phone.focus(phone.window(), box, _cursor(phone, box, x))
            return False
        if box.on_slide is not None:
            box.on_slide(_share(box, x))
            return True
        if box.on_point is not None:
            box.on_point(x - box.x, y - box.y)
            return True
        if box.on_tap is not None:
            phone.touched = (box.x, box.y, box.x + box.w, box.y + box.h)
            box.on_tap()
            return True
    return False


def _cursor(phone: Phone, field: TextField, x: int) -> int | None:
    """Where a touch puts the cursor: at the end first, then where it is touched."""
    if not field.focused or field.multiline:
        return None
    return field.index_at(phone.window().m, x)


def _outside(window: Window, chain: list[Box]) -> bool:
    """Whether a touch fell beside the panel of a dialog, sheet or menu."""
    panel = window.root.children[0].children[0]
    return panel not in chain and len(chain) <= 2


def _dismiss(phone: Phone, window: Window) -> bool:
    dismissible: bool = getattr(window.root.children[0], "dismissible", True)
    if dismissible:
        phone.press_key("back")
    return dismissible


def long_press(phone: Phone, x: int, y: int) -> bool:
    """A touch that is held; where nothing listens for it, it counts as a short one."""
    window = phone.window()
    if window.raised and y >= window.bounds[3]:
        return tap(phone, x, y)
    for box in boxes_at(window.root, x, y):
        if not box.enabled:
            return False
        if isinstance(box, TextField):
            phone.focus(window, box, box.index_at(window.m, x))
            editing.select_word(window.entry, box, window.entry.selection[0])
            window.entry.local["text_toolbar"] = True
            return True
        if box.on_long_point is not None:
            box.on_long_point(x - box.x, y - box.y)
            return True
        if box.on_long is not None:
            phone.touched = (box.x, box.y, box.x + box.w, box.y + box.h)
            box.on_long()
            return True
        if box.on_tap is not None or box.on_slide is not None or box.on_point is not None:
            break
    return tap(phone, x, y)


def swipe(phone: Phone, gesture: Swipe) -> bool:
    """A finger moving across: system edges first, then what lies under its start."""
    dx, dy = gesture.x2 - gesture.x1, gesture.y2 - gesture.y1
    direction = _direction(dx, dy)
    if _edge(phone, gesture, direction):
        return True
    window = phone.window()
    if window.raised and gesture.y1 >= window.bounds[3]:
        return False
    horizontal = direction in ("left", "right")
    offsets = dict(window.entry.scroll)
    for box in boxes_at(window.root, gesture.x1, gesture.y1):
        if box.on_slide is not None and horizontal and box.enabled:
            box.on_slide(_share(box, gesture.x2))
            return True
        if isinstance(box, Scroll) and box.horizontal == horizontal:
            if scroll_by(window.entry, box, -(dx if horizontal else dy)):
                return True
        elif _dragged(box, gesture) or (box.on_swipe is not None and box.on_swipe(direction)):
            return True
    # An area at its end can't move, but from now on its place is remembered.
    return window.entry.scroll != offsets


def pinch(phone: Phone, gesture: Pinch) -> bool:
    """Two fingers that move apart or together, on what can be seen from nearer and from farther."""
    factor = max(gesture.end, 1) / max(gesture.start, 1)
    for box in boxes_at(phone.window().root, gesture.x, gesture.y):
        if box.on_pinch is not None and box.enabled:
            return box.on_pinch(factor, gesture.x - box.x, gesture.y - box.y)
    return False


def _dragged(box: Box, gesture: Swipe) -> bool:
    """Whether a box follows the finger from place to place."""
    if box.on_drag is None or not box.enabled:
        return False
    return box.on_drag(gesture.x1 - box.x, gesture.y1 - box.y, gesture.x2 - box.x, gesture.y2 - box.y)


def scroll_by(entry: Entry, box: Scroll, pixels: int) -> bool:
    """Scrolls an area; returns whether there was anything left to scroll."""
    offset = min(max(box.offset + pixels, 0), box.limit)
    moved = offset != box.offset
    entry.scroll[box.key] = offset
    if box.on_end is not None and pixels > 0 and box.limit - offset < (box.w if box.horizontal else box.h):
        box.on_end()
    return moved


def reveal(phone: Phone, field_name: str) -> None:
    """Scrolls so that a text field is not behind the keyboard."""
    window = phone.window()
    field = window.m.fields.get(field_name)
    if field is None:
        return
    scroll = _scroll_around(window.root, field)
    if scroll is None:
        return
    margin = window.m.dp(16)
    below = field.y + field.h + margin - (scroll.y + scroll.h)
    above = scroll.y + margin - field.y
    if below > 0:
        scroll_by(window.entry, scroll, below)
    elif above > 0:
        scroll_by(window.entry, scroll, -above)
    else:
        return
    phone.changed()


def _scroll_around(root: Box, field: TextField) -> Scroll | None:
    """The innermost area that scrolls the field up and down."""
    around = _around(root, field) or ()
    return next((box for box in around if isinstance(box, Scroll) and not box.horizontal), None)


def _around(box: Box, inner: Box) -> list[Box] | None:
    """The boxes around another one, innermost first; None if this box does not hold it."""
    if box is inner:
        return []
    for child in box.children:
        chain = _around(child, inner)
        if chain is not None:
            chain.append(box)
            return chain
    return None


def _direction(dx: int, dy: int) -> str:
    if abs(dx) > abs(dy):
        return "right" if dx > 0 else "left"
    return "down" if dy > 0 else "up"


def _edge(phone: Phone, gesture: Swipe, direction: str) -> bool:
    """Gestures that belong to the system: home, recents, back, notification shade."""
    display = phone.system.display
    scale = display.density / 160
    if gesture.y1 >= display.height - bars.NAVIGATION_BAR * scale and direction == "up":
        phone.press_key("recents" if gesture.seconds >= HOLD_S else "home")
        return True
    if gesture.y1 < bars.STATUS_BAR * scale and direction == "down":
        overlay = phone.system.overlay
        if overlay is None or overlay.screen == "shade":
            expanded = overlay is not None
            phone.system.ime.visible = False
            phone.system.overlay = Entry("systemui", "shade", {"expanded": expanded})
        return True
    edge = EDGE * scale
    if (gesture.x1 < edge and direction == "right") or (
        gesture.x1 >= display.width - edge and direction == "left"
    ):
        phone.press_key("back")
        return True
    return False


def _share(box: Box, x: int) -> float:
    """How far along a box a pixel column lies, 0 to 1."""
    return min(max((x - box.x) / max(box.w - 1, 1), 0.0), 1.0)
