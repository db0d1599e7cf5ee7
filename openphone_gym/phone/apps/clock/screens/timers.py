"""The Timer and Stopwatch tabs."""

from __future__ import annotations

from typing import Any

from openphone_gym.phone.apps.clock.ringing import MINUTE_MS, arm_timer, disarm_timer
from openphone_gym.phone.apps.clock.screens.alarms import label_dialog
from openphone_gym.phone.apps.clock.screens.frame import tab_fab, tab_page
from openphone_gym.phone.apps.clock.state import Clock, Timer
from openphone_gym.phone.apps.clock.wording import countdown_text, spoken_duration, stopwatch_text
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Row, Space, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton, TextButton, TonalButton
from openphone_gym.phone.toolkit.keypad import Key, Keypad
from openphone_gym.phone.toolkit.surfaces import Page
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    DISPLAY_LARGE,
    DISPLAY_MEDIUM,
    HEADLINE_MEDIUM,
    HEADLINE_SMALL,
    TITLE_LARGE,
)

KEYS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), ("00", "0", ""))
"""The keypad; the empty place deletes."""


def timer_tab(clock: Clock, nav: Nav) -> Page:
    """The timers, or the keypad for a new one."""
    if clock.timers and not clock.adding_timer:
        return _timers(clock, nav)
    return _keypad(clock, nav)


def _keypad(clock: Clock, nav: Nav) -> Page:
    entry = clock.timer_entry

    def start() -> None:
        timer = Timer(clock.new_id(), entry.total, ends=nav.system.clock + entry.total * 1000)
        clock.timers.insert(0, timer)
        entry.digits = ""
        clock.adding_timer = False
        arm_timer(timer, nav)

    def cancel() -> None:
        entry.digits = ""
        clock.adding_timer = False

    display = Text(
        f"{entry.hours:02d}h {entry.minutes:02d}m {entry.seconds:02d}s",
        DISPLAY_MEDIUM,
        desc=spoken_duration(entry.hours, entry.minutes, entry.seconds),
        color="primary" if entry.digits else "on_surface_variant",
        id="timer_setup_time",
    )
    return tab_page(
        clock,
        nav,
        Row(display, justify="center", width=FILL, pad=(16, 20, 16, 20)),
        *Keypad(
            [[_key(clock, key) for key in keys] for keys in KEYS],
            HEADLINE_MEDIUM,
            {"gap": 12, "pad": (0, 4, 0, 4)},
            width=96,
            height=72,
            radius=36,
        ),
        Row(
            TextButton("Cancel", cancel) if clock.timers else None,
            _round("play", "Start", start, id="fab") if entry.total else None,
            justify="center",
            gap=24,
            width=FILL,
            height=88,
        ),
    )


def _key(clock: Clock, key: str) -> Key:
    entry = clock.timer_entry
    if key:
        return Key(key, lambda: entry.type(key), id=f"timer_setup_digit_{key}", fill="surface_container")
    return Key(
        "",
        entry.delete,
        icon="backspace-outline",
        desc="Delete",
        on_long=lambda: setattr(entry, "digits", ""),
        id="timer_setup_delete",
        fill="secondary_container",
    )


def _round(icon: str, desc: str, on_tap: Handler, **attributes: Any) -> Box:
    look = {"width": 72, "height": 72, "radius": 36, "fill": "primary", "color": "on_primary", "size": 32}
    return IconButton(icon, desc, on_tap, **look, **attributes)


def _timers(clock: Clock, nav: Nav) -> Page:
    def add() -> None:
        clock.adding_timer = True
        nav.entry.scroll.clear()

    cards = [_timer_card(clock, timer, nav) for timer in clock.timers]
    return tab_page(clock, nav, *cards, fab=tab_fab("Add timer", add))


def _timer_card(clock: Clock, timer: Timer, nav: Nav) -> Box:
    left = timer.left_at(nav.system.clock)
    running = bool(timer.ends)

    def pause() -> None:
        timer.left, timer.ends = left, 0
        arm_timer(timer, nav)

    def resume() -> None:
        timer.ends = nav.system.clock + timer.left
        arm_timer(timer, nav)

    def reset() -> None:
        timer.left, timer.ends = timer.seconds * 1000, 0
        arm_timer(timer, nav)

    def ask_label() -> None:
        nav.go("timer_label", id=timer.id)
        nav.focus("label")

    total = spoken_duration(timer.seconds // 3600, timer.seconds // 60 % 60, timer.seconds % 60)
    again = TonalButton("Reset", reset)
    more = TonalButton("+1:00", lambda: add_minute(timer, nav), desc="Add 1 minute")
    label = Row(
        Text(
            timer.label or "Add label",
            BODY_LARGE,
            desc="Label" if timer.label else "",
            on_tap=ask_label,
            id="timer_label",
        ),
        flex=1,
    )
    seconds = -(-abs(left) // 1000)
    card = Column(
        Row(label, IconButton("close", "Delete timer", lambda: delete_timer(clock, timer, nav))),
        Text(
            countdown_text(left),
            DISPLAY_LARGE,
            desc=spoken_duration(seconds // 3600, seconds // 60 % 60, seconds % 60),
            color="error" if left < 0 else "on_surface",
            id="timer_time",
        ),
        Text(f"of {total}", BODY_MEDIUM, color="on_surface_variant"),
        Row(
            more,
            again if not running or left < 0 else None,
            Space(flex=1),
            _round("stop", "Stop", reset)
            if left < 0
            else _round("pause", "Pause", pause)
            if running
            else _round("play", "Start", resume),
            gap=12,
        ),
        cls="android.view.ViewGroup",
        fill="surface_container",
        radius=20,
        pad=(20, 8, 16, 16),
    )
    return Column(card, pad=(16, 4, 16, 4))


def add_minute(timer: Timer, nav: Nav) -> None:
    """Has a timer go on for another minute, from now if it ran out."""
    if timer.ends:
        timer.ends = max(timer.ends, nav.system.clock) + MINUTE_MS
        arm_timer(timer, nav)
    else:
        timer.left += MINUTE_MS


def delete_timer(clock: Clock, timer: Timer, nav: Nav) -> None:
    """Removes a timer."""
    clock.timers.remove(timer)
    disarm_timer(timer, nav)


def timer_label(clock: Clock, nav: Nav, id: int) -> Box:
    """Asks for the label of a timer."""
    timer = clock.timer(id)
    text = nav.bind("label", timer.label)

    def save() -> None:
        timer.label = text.get().strip()
        nav.back()

    return label_dialog(text, save, nav)


def stopwatch_tab(clock: Clock, nav: Nav) -> Page:
    """The stopwatch with its laps."""
    watch = clock.stopwatch
    now = nav.system.clock
    elapsed = watch.elapsed_at(now)

    def start() -> None:
        watch.started = now

    def pause() -> None:
        watch.before, watch.started = elapsed, 0

    def reset() -> None:
        watch.before, watch.started, watch.laps = 0, 0, []

    def lap() -> None:
        watch.laps.append(elapsed)

    time = Text(stopwatch_text(elapsed), DISPLAY_LARGE, id="stopwatch_time_text")
    buttons = Row(
        TonalButton("Reset", reset, desc="Reset") if elapsed else None,
        _round("pause", "Pause", pause, id="fab")
        if watch.started
        else _round("play", "Start", start, id="fab"),
        TonalButton("Lap", lap, desc="Lap") if watch.started else None,
        justify="center",
        gap=24,
        width=FILL,
        height=88,
    )
    laps = [_lap(number, watch.laps) for number in range(len(watch.laps), 0, -1)]
    return tab_page(clock, nav, Row(time, justify="center", pad=(16, 64, 16, 32), width=FILL), buttons, *laps)


def _lap(number: int, laps: list[int]) -> Box:
    whole = laps[number - 1]
    alone = whole - (laps[number - 2] if number > 1 else 0)
    return Row(
        Text(f"# {number}", BODY_LARGE, width=64, id="lap_number"),
        Row(Text(stopwatch_text(alone), BODY_LARGE, id="lap_time"), flex=1),
        Text(stopwatch_text(whole), BODY_LARGE, color="on_surface_variant", id="lap_total"),
        cls="android.view.ViewGroup",
        width=FILL,
        pad=(48, 12, 48, 12),
    )


def time_up(clock: Clock, nav: Nav, id: int) -> Box:
    """A timer that ran out."""
    timer = clock.timer(id)

    def stop() -> None:
        nav.back()
        delete_timer(clock, timer, nav)

    def longer() -> None:
        add_minute(timer, nav)
        nav.back()

    return Page(
        None,
        Space(flex=1),
        Column(
            Text(timer.label or "Timer", TITLE_LARGE),
            Text("Time's up", HEADLINE_SMALL),
            Text(countdown_text(timer.left_at(nav.system.clock)), DISPLAY_LARGE),
            align="center",
            gap=12,
        ),
        Space(flex=1),
        Row(
            TonalButton("+1:00", longer, desc="Add 1 minute"),
            Button("Stop", stop),
            justify="center",
            gap=24,
            pad=(0, 0, 0, 64),
        ),
        scrolls=False,
    )
