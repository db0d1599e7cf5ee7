"""Screens of the system UI, by topic."""

from __future__ import annotations

from openphone_gym.phone.apps.systemui.screens import (
    alerts,
    calls,
    chooser,
    permission,
    picker,
    recents,
    shade,
)

SCREENS = (
    shade.shade,
    shade.internet,
    recents.recents,
    permission.permission,
    chooser.chooser,
    calls.incoming_call,
    alerts.low_battery,
    alerts.power,
    alerts.powered_off,
    picker.pick_file,
    picker.pick_root,
    picker.pick_more,
    picker.pick_sort,
)
