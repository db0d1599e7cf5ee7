"""What an element is for, told from its Java class."""

from __future__ import annotations

from functools import lru_cache

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


@lru_cache(maxsize=1024)
def role_of(class_name: str) -> str:
    """``field``, ``switch``, ``button``, ...; ``view`` for what tells nothing."""
    name = class_name.rpartition(".")[2]
    if name.endswith(("Tab", "TabView")):
        return "tab"
    return next((role for part, role in _ROLES if part in name), "view")
