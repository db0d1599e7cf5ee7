"""Zoom on a new phone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from openphone_gym.phone.apps.zoom.state import AUDIO_CHOICES, CALL_ME, SKIN_TONES, AppSettings, Zoom

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World
    from openphone_gym.phone.world.records import User


def seed(rng: random.Random | None, world: World) -> Zoom:
    """The benchmark's state, or one whose screen name and settings ``rng`` draws."""
    zoom = Zoom()
    zoom.join_form.screen_name = world.user.device
    if rng is None:
        return zoom
    zoom.join_form.screen_name = rng.choice(_screen_names(world.user))
    settings = zoom.settings
    settings.auto_connect_to_audio = rng.choice([choice for choice in AUDIO_CHOICES if choice != CALL_ME])
    settings.reaction_skin_tone = rng.choice(SKIN_TONES)
    for name in ("mute_microphone", "turn_off_video", "show_connected_time", "closed_captions"):
        setattr(settings, name, rng.random() < 0.5)
    names = AppSettings.__struct_fields__
    zoom.app_settings = AppSettings(**{name: rng.random() < 0.5 for name in names})
    return zoom


def _screen_names(user: User) -> tuple[str, ...]:
    """What the user may be called in meetings."""
    given, _, family = user.name.partition(" ")
    return (user.device, user.name, given, f"{given}'s phone", f"{given[0]}. {family}", user.handle, "Guest")
