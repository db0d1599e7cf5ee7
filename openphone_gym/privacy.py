"""Which private data a screen may show, as its app declares it, for agents that keep such screens at home.

The declaration goes by what the text of a screen tells on any device, the package and the title of the page.
So it holds on real phones, too, for the same apps; an app that has declared nothing may show anything.
"""

from __future__ import annotations

import re

from openphone_gym.phone.app import PRIVATE_KINDS, apps_by_package
from openphone_gym.ui.labels import quoted

__all__ = ["PRIVATE_KINDS", "private_kinds"]

_LONGEST = 200
"""Characters of a title in compact text."""
_HEADER = re.compile(r'App (\S+?)(?:, page ("(?:[^"\\]|\\.)*"))?')


def private_kinds(ui: str) -> frozenset[str]:
    """The kinds of private data that a screen may show; empty for none.

    Args:
        ui: Its compact text, the part ``ui`` of an observation.

    Returns:
        Of ``PRIVATE_KINDS``; all of them for an app that is not known here.
    """
    header = _HEADER.fullmatch(ui.partition("\n")[0])
    app = apps_by_package().get(header[1]) if header else None
    if header is None or app is None:
        return frozenset(PRIVATE_KINDS)
    named = {kind: [quoted(title, _LONGEST) for title in pages] for kind, pages in app.private.items()}
    return frozenset(kind for kind, titles in named.items() if not titles or header[2] in titles)
