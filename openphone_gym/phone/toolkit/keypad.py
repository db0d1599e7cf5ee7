"""Keys in a grid: of a telephone, a timer, a calculator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from openphone_gym.phone.toolkit.box import FILL, Box, Color, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.theme import HEADLINE_SMALL, LABEL_SMALL, TextStyle


class Key(NamedTuple):
    """A key.

    Attributes:
        face: What is on it; also the text of its node, unless ``desc`` says what it does.
        on_tap: What it does.
        letters: Small letters below the face.
        icon: Picture in place of a face.
        desc: What it does, in words.
        on_long: What it does when it is held.
        id: Resource id.
        fill: Colour of its ground.
        ink: Colour of its face.
    """

    face: str
    on_tap: Handler
    letters: str = ""
    icon: str = ""
    desc: str = ""
    on_long: Handler | None = None
    id: str = ""
    fill: Color | None = None
    ink: Color | None = None


def Keypad(
    rows: Sequence[Sequence[Key]],
    style: TextStyle = HEADLINE_SMALL,
    row: dict[str, Any] | None = None,
    ids: tuple[str, str] | None = None,
    **attributes: Any,
) -> list[Box]:
    """Rows of keys.

    Args:
        rows: The keys from top to bottom.
        style: Size of the faces.
        row: Attributes of each row, such as ``gap`` and ``pad``.
        ids: Resource ids of face and letters, where both are nodes of their own.
        **attributes: Attributes of each key: ``flex`` to share the width, or ``width``; ``height``,
            ``radius``, ``cls``.
    """

    def key(one: Key) -> Box:
        ink = {"color": one.ink} if one.ink else {}
        word = Label if ids is None else Text
        name, small = ({"id": ids[0]}, {"id": ids[1]}) if ids is not None else ({}, {})
        face = Icon(one.icon, **ink) if one.icon else word(one.face, style, **ink, **name)
        letters = word(one.letters, LABEL_SMALL, color="on_surface_variant", **small) if one.letters else None
        box = Column(
            face,
            letters,
            cls="android.widget.ImageButton" if one.icon else "android.widget.Button",
            label="" if one.icon or one.desc else one.face,
            desc=one.desc,
            on_tap=one.on_tap,
            on_long=one.on_long,
            id=one.id,
            fill=one.fill,
            height=64,
            align="center",
            justify="center",
        )
        box.__dict__.update(attributes)
        return box

    look: dict[str, Any] = {"width": FILL, "justify": "center"} | (row or {})
    return [Row(*map(key, keys), **look) for keys in rows]
