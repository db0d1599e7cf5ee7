"""Time on a phone that is left alone."""

from __future__ import annotations

import asyncio

import pytest

from openphone_gym.__main__ import main
from openphone_gym.phone.phone import GESTURE_MS, Phone
from openphone_gym.phone.system.nav import Nav
from openphone_gym.serve.pace import TICK_S, Pace
from openphone_gym.serve.served import ServedPhone
from openphone_gym.ui.gesture import LaunchApp, Tap

CLOCK = "com.google.android.deskclock"


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def with_messages() -> Phone:
    """A phone with a toast, and a snackbar of the app in front."""
    phone = Phone.new()
    phone.perform(LaunchApp(CLOCK))
    nav = Nav(phone, phone.front())
    nav.snackbar("Barcelona deleted", "UNDO", "undo")
    nav.toast("Snoozing")
    phone.changed()
    return phone


def test_messages_go_while_the_phone_is_left_alone() -> None:
    phone, watch = with_messages(), Stopwatch()
    pace = Pace(phone, watch)
    assert "Barcelona deleted" in phone.tree().texts()
    watch.seconds += 30
    pace.catch_up()
    assert "Barcelona deleted" not in phone.tree().texts()
    assert phone.system.toast is None


@pytest.mark.parametrize("pause", [1.5, 7_500.0])
def test_pauses_pass_and_work_does_not(pause: float) -> None:
    phone, watch = Phone.new(), Stopwatch()
    pace, start = Pace(phone, watch), phone.system.clock
    watch.seconds += pause
    pace.catch_up()
    phone.perform(Tap(5, 500))
    watch.seconds += 40  # a command that takes its time
    pace.rest()
    pace.catch_up()
    assert phone.system.clock == start + pause * 1000 + GESTURE_MS


def test_short_pauses_are_made_up_for_together() -> None:
    phone, watch = Phone.new(), Stopwatch()
    pace, start = Pace(phone, watch), phone.system.clock
    for _ in range(4):
        watch.seconds += TICK_S * 0.3
        pace.catch_up()
        pace.rest()
    assert phone.system.clock == start + round(TICK_S * 1200)


@pytest.mark.parametrize(("clock", "passes"), [("real", True), ("virtual", False)])
def test_a_served_phone_has_the_clock_that_is_asked_for(clock: str, passes: bool) -> None:
    async def clocks() -> tuple[int, int]:
        served = ServedPhone(Phone.new(), clock)  # type: ignore[arg-type]
        try:
            before = await served.do(lambda: served.phone.system.clock)
            await asyncio.sleep(TICK_S * 1.5)
            return before, await served.do(lambda: served.phone.system.clock)
        finally:
            await served.close()

    before, after = asyncio.run(clocks())
    assert (after > before) is passes


def test_the_command_line_knows_two_clocks(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--clock", "sundial"])
    assert "'real', 'virtual'" in capsys.readouterr().err
