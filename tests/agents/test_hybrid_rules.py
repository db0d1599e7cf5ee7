"""The rules of ours: what is trouble, when the cloud stays, whose finish counts, what leaves the device."""

from __future__ import annotations

from typing import Any

import pytest

from agents.hybrid import ChatMonitor, Guarded, OneSide, OpenPhone, Plan, Private, Signals, Thresholds, Watch
from openphone_gym.actions import back, finish, swipe, tap, text
from openphone_gym.endpoint import Completion
from openphone_gym.trajectory import Decision
from tests.agents.test_hybrid import NEW, Alarm, Side, play

CLOCK = 'App com.google.android.deskclock, page "Alarm"'
CONTACTS = 'App com.google.android.contacts, page "Edit contact"'
UP = swipe(direction="up")


def seen(*steps: tuple[str, Any]) -> list[Signals]:
    """The signals on each screen, after what was done on the one before."""
    watch, found = Watch(), []
    for screen, action in steps:
        found.append(watch.look(screen))
        watch.act(Decision(action=action))
    return found


def test_scrolling_is_no_waste() -> None:
    top, end = f"{CLOCK}\ntop", f"{CLOCK}\nend"
    signals = seen((top, UP), (end, UP), (end, swipe(direction="down")), (top, tap(1)), (top, tap(1)))
    assert [step.trouble for step in signals] == [False, False, False, False, True]
    assert signals[3].stale == 0
    endless = seen(*[(top, UP)] * 8)
    assert [step.stale for step in endless] == [0, 0, 0, 0, 0, 1, 2, 3]
    assert not any(step.trouble for step in endless)


def test_scrolling_to_another_page_is_looked_at() -> None:
    signals = seen((f"{CLOCK}\na", tap(1)), ("App x\nb", UP), (f"{CLOCK}\na", tap(1)))
    assert signals[2].returned


PAGE = f'{CLOCK}\n[3] "Vibrate" switch off\n[4] "Turn the switch" button'
INNER = 'App com.google.android.deskclock, page "Sound"\n'


def test_a_switch_that_was_thrown_and_a_page_that_closed() -> None:
    def last(*steps: tuple[str, Any]) -> tuple[bool, bool]:
        signals = seen(*steps)[-1]
        return signals.thrown, signals.closed

    after = PAGE + "new"
    assert last((PAGE, tap(3)), (after, tap(1))) == (True, False)
    assert last((PAGE, tap(4)), (after, tap(1))) == (False, False)
    assert last((PAGE, text("a")), (after, tap(1))) == (False, False)
    assert last((PAGE, tap(4)), (INNER, tap(1))) == (False, False)
    assert last((PAGE, tap(4)), (INNER, tap(1)), (after, tap(1))) == (False, True)
    assert last((PAGE, tap(4)), (INNER, back()), (after, tap(1))) == (False, True)
    assert last((PAGE, tap(4)), (INNER, UP), (after, tap(1))) == (False, False)


def test_a_finish_is_trusted_where_the_step_before_closed_a_page() -> None:
    device = (tap(4), tap(1), finish())
    saved = [PAGE, INNER, PAGE + "new"]
    assert play(Guarded(), saved, Side(*device))[0] == "ddd"
    assert play(Guarded(Thresholds(trust_closed=False)), saved, Side(*device))[0] == "ddc"
    assert play(Guarded(), [PAGE, INNER, INNER + "new"], Side(*device))[0] == "ddc"
    unmoved = Guarded(Thresholds(troubles=9, stale=9))
    assert play(unmoved, [PAGE, INNER, PAGE], Side(*device))[0] == "ddc"  # as if nothing had been saved


def test_where_a_switch_was_thrown_the_cloud_is_asked_at_once() -> None:
    device = Side(tap(3))
    who, agent = play(Guarded(), [PAGE, PAGE + "new", PAGE + "newer"], device)
    assert who == "dcd"
    assert agent.spent.why == {"thrown": 1}
    assert agent.spent.device_calls == 2
    assert play(Guarded(Thresholds(foresee=False)), [PAGE, PAGE + "new"], Side(tap(3)))[0] == "dd"


def test_a_device_in_a_loop_is_relieved_to_the_end() -> None:
    who, agent = play(Guarded(), NEW[:6], Side(tap(1), tap(2), tap(2)))
    assert who == "ddcccc"
    assert agent.spent.why == {"again": 1, "help": 3}
    assert play(Guarded(), NEW[:4], Side(UP, UP, UP))[0] == "dddd"


def test_the_third_takeover_lasts() -> None:
    screens = ["a", "a", "b", "c", "c", "d", "e", "e", "f", "g", "h"]
    assert play(Guarded(), screens)[0] == "dcddcddcccc"
    assert play(Guarded(Thresholds(stays=9)), screens)[0] == "dcddcddcddd"
    assert play(Guarded(Thresholds(stays=1)), screens)[0] == "dcccccccccc"


def test_screens_that_leave_the_device_are_counted() -> None:
    screens = [f"{CLOCK}\n{n}" for n in range(3)] + [f"{CONTACTS}\n{n}" for n in range(3)]
    spent = play(OneSide("cloud"), screens)[1].spent
    assert (spent.screens_sent, spent.private_sent) == (6, 3)
    assert (spent.device_calls, spent.device_seconds) == (0, 0.0)
    spent = play(OneSide("device"), screens)[1].spent
    assert (spent.screens_sent, spent.private_sent, spent.device_calls) == (0, 0, 6)
    assert spent.device_seconds == pytest.approx(6.0)
    spent = play(OpenPhone(Alarm(9, Plan(5, 1))), screens)[1].spent
    assert (spent.screens_sent, spent.private_sent) == (3, 2)  # step 1, and the looks at 5 and 6


def test_a_monitor_that_sees_no_screen_is_sent_none() -> None:
    class Model:
        def complete(self, messages: list[dict[str, Any]], **arguments: Any) -> Completion:
            return Completion(text="DEVICE", finish_reason="stop")

    for sees, sent in (("none", 1), ("xml", 2)):
        assert play(OpenPhone(ChatMonitor(Model(), sees)), NEW[:5])[1].spent.screens_sent == sent


def test_private_screens_stay_on_the_device() -> None:
    screens = [f"{CLOCK}\n1", f"{CONTACTS}\n2", f"{CONTACTS}\n2", f"{CLOCK}\n3", f"{CLOCK}\n3"]
    device, cloud = Side(tap(1), text("Mia 555"), finish(), tap(4)), Side(tap(9))
    who, agent = play(Private(Guarded()), screens, device, cloud)
    assert who == "ddddc"  # neither the trouble nor the finish on Contacts called the cloud
    assert (agent.spent.screens_sent, agent.spent.private_sent) == (1, 0)
    assert "Mia 555" in device.histories[-1]
    [told] = cloud.histories
    assert "Mia 555" not in told
    assert "noted" in told  # what happened on the clock is told
    assert "private" in told
    open_minded = play(Guarded(), screens, Side(tap(1), text("Mia 555")), sides := Side(tap(9)))[1]
    assert open_minded.spent.private_sent > 0
    assert "Mia 555" in sides.histories[0]


def test_an_error_on_a_private_screen_is_not_told() -> None:
    screens = [f"{CLOCK}\n1", f'{CONTACTS}\n"Error: 555-1234 is wrong" text', f"{CLOCK}\n2", f"{CLOCK}\n2"]
    cloud = Side()
    play(Private(Guarded(Thresholds(calm=9))), screens, Side(), cloud)
    assert cloud.histories
    assert "555-1234" not in "".join(cloud.histories)
