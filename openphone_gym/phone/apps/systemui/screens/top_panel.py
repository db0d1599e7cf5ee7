"""The panel that comes down from the top of the screen."""

from __future__ import annotations

from openphone_gym.phone.system.bars import STATUS_BAR
from openphone_gym.phone.toolkit.box import FILL, Box, Color, Column, Metrics
from openphone_gym.phone.toolkit.group import FRAME
from openphone_gym.phone.toolkit.surfaces import BAR, Overlay


class TopPanel(Overlay):
    """A panel over the app that reaches behind the status bar."""

    bar_color: Color = "on_surface"

    def __init__(self, *content: Box | None) -> None:
        """Puts ``content`` below each other."""
        panel = Column(*content, fill="surface_container", width=FILL, pad=(0, STATUS_BAR + 4, 0, 0))
        panel.__dict__.update(cls=FRAME, id="qs_frame", holders=[("notification_container_parent", BAR)])
        super().__init__(panel, pad=(0, 0, 0, 24), cls=FRAME, id="notification_panel")

    def place(self, m: Metrics, x: int, y: int) -> None:
        """Places the panel at the very top, where the status bar is drawn over it."""
        super().place(m, x, y)
        self.children[0].place(m, x, 0)
