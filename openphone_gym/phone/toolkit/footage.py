"""A still of a film: tall scenes drawn from a key, as a video stands on the screen.

As in `pictures`, the same scene and key always give the same picture, and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openphone_gym.phone.toolkit import scenes_indoors as indoors
from openphone_gym.phone.toolkit import scenes_outdoors as outdoors
from openphone_gym.phone.toolkit.box import Drawing, Metrics
from openphone_gym.phone.toolkit.figures import cat, dog
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.pictures import chance
from openphone_gym.phone.toolkit.scenes_indoors import Scene

SCENES: Mapping[str, Scene] = {
    "talking": indoors.talking,
    "pan": indoors.pan,
    "cat": indoors.animal(cat),
    "dog": indoors.animal(dog),
    "phone": indoors.phone,
    "desk": indoors.desk,
    "shelf": indoors.shelf,
    "mirror": indoors.mirror,
    "cinema": indoors.cinema,
    "stadium": outdoors.stadium,
    "trophy": outdoors.trophy,
    "road": outdoors.road,
    "stage": outdoors.stage,
    "garden": outdoors.garden,
    "sky": outdoors.sky,
    "sea": outdoors.sea,
    "sunset": outdoors.sunset,
    "market": outdoors.market,
}
"""What films show, by name."""


def Footage(scene: str, key: str, **attributes: Any) -> Drawing:
    """A still of a film that fills its box.

    Args:
        scene: A key of `SCENES`.
        key: Which one of its kind.
        **attributes: Attributes of the box.
    """
    return Drawing(_draw, (scene, key), **attributes)


def _draw(painter: Painter, m: Metrics, w: int, h: int, scene: str, key: str) -> None:
    with painter.clip(0, 0, w, h):
        SCENES[scene](painter, chance(scene, key), w, h)
