"""Screens of the settings by topic."""

from __future__ import annotations

from openphone_gym.phone.apps.setting.screens import (
    about,
    accessibility,
    apps,
    battery,
    choices,
    connected,
    date_time,
    display,
    features,
    main,
    network,
    notifications,
    privacy,
    sound,
    system,
)

TOPICS = (
    main,
    network,
    connected,
    apps,
    notifications,
    battery,
    sound,
    display,
    accessibility,
    privacy,
    system,
    date_time,
    about,
    features,
    choices,
)

SCREENS = [screen for topic in TOPICS for screen in topic.SCREENS]
"""All screens, the main page first."""
