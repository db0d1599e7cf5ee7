"""Templates in a folder, filled in one pass, so that nothing that is filled in can fill in more."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

from openphone_gym.control_tokens import plain


class Wording:
    """The ``string.Template`` files of a folder.

    Args:
        folder: Where they lie.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cache  # noqa: B019 - a folder of wording lives as long as the program
    def read(self, name: str) -> str:
        """A file as it is, such as ``system.md``."""
        return (self._folder / name).read_text(encoding="utf-8")

    def fill(self, name: str, **values: str) -> str:
        """A template, filled, and with no control tokens of known chat models in it.

        They are broken up in the whole text, so that halves of one in two values can't join.
        """
        return plain(Template(self.read(f"{name}.md")).substitute(values).strip())
