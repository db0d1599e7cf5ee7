"""Zoom on a new phone."""

from __future__ import annotations

import random

from openphone_gym.phone.apps.zoom.state import AUDIO_CHOICES, CALL_ME, SKIN_TONES, AppSettings, Zoom

SCREEN_NAMES = ("Pixel 7 Pro", "Pixel", "Guest", "Sam's phone", "M. Keller", "Office phone", "Jo Park")


def seed(rng: random.Random | None) -> Zoom:
    """The benchmark's state, or one whose screen name and settings ``rng`` draws."""
    zoom = Zoom()
    if rng is None:
        return zoom
    zoom.join_form.screen_name = rng.choice(SCREEN_NAMES)
    settings = zoom.settings
    settings.auto_connect_to_audio = rng.choice([choice for choice in AUDIO_CHOICES if choice != CALL_ME])
    settings.reaction_skin_tone = rng.choice(SKIN_TONES)
    for name in ("mute_microphone", "turn_off_video", "show_connected_time", "closed_captions"):
        setattr(settings, name, rng.random() < 0.5)
    names = AppSettings.__struct_fields__
    zoom.app_settings = AppSettings(**{name: rng.random() < 0.5 for name in names})
    return zoom
