"""What an element is for, told from its Java class."""

from __future__ import annotations

_ROLES = (  # part of the class name -> role, the first match decides
    ("EditText", "field"),
    ("AutoComplete", "field"),
    ("Switcher", "view"),  # shows one of several views
    ("Switch", "switch"),
    ("ToggleButton", "switch"),
    ("CheckBox", "checkbox"),
    ("CheckedTextView", "checkbox"),
    ("RadioButton", "radio"),
    ("SeekBar", "slider"),
    ("Slider", "slider"),
    ("RatingBar", "slider"),
    ("ProgressBar", "progress"),
    ("Spinner", "dropdown"),
    ("Button", "button"),
    ("Image", "image"),
    ("TextView", "text"),
    ("HorizontalScrollView", "pager"),
    ("ViewPager", "pager"),
)
CONTROLS = frozenset({"field", "switch", "checkbox", "radio", "slider", "dropdown"})
OWN_LINE = frozenset({"field", "slider"})
"""Controls that are used apart from the row they stand in."""


KNOWN_CLASSES = 1 << 10
"""Java classes whose roles are kept."""


class _Roles(dict[str, str]):
    """Roles by Java class, filled as they are asked for: that happens for every node of every screen."""

    def __missing__(self, class_name: str) -> str:
        role = _told_by(class_name)
        if len(self) < KNOWN_CLASSES:
            self[class_name] = role
        return role


def _told_by(class_name: str) -> str:
    name = class_name.rpartition(".")[2]
    if name.endswith(("Tab", "TabView")):
        return "tab"
    return next((role for part, role in _ROLES if part in name), "view")


role_of = _Roles().__getitem__
"""``field``, ``switch``, ``button``, ...; ``view`` for what tells nothing."""
