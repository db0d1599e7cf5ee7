"""Screens of the phone app, by topic."""

from __future__ import annotations

from openphone_gym.phone.apps.dialer.screens import calling, home, keys, settings

SCREENS = (
    home.home,
    home.overflow,
    home.clear_history,
    home.recent_menu,
    home.search,
    home.person,
    keys.keypad,
    calling.call,
    calling.tones,
    settings.settings,
    settings.blocked_numbers,
    settings.block_number,
)

ACTIONS = (calling.place_call, calling.end_call, keys.dial)
