"""The rules of ours: what is trouble, when the cloud stays, whose finish is trusted, what leaves the device."""

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


def test_what_may_be_done_with() -> None:
    page, inner = f'{CLOCK}\n[3] "Vibrate" switch off\n[4] "Turn the switch" button', 'App x, page "Sound"\n'

    def settled(*steps: tuple[str, Any]) -> bool:
        return seen(*steps)[-1].settled

    assert settled((page, tap(3)), (page + "on", tap(1)))
    assert not settled((page, tap(4)), (page + "on", tap(1)))
    assert settled((page, tap(4)), (inner, tap(1)), (page + "new", tap(1)))
    assert settled((page, tap(4)), (inner, back()), (page + "new", tap(1)))
    assert not settled((page, tap(4)), (inner, tap(1)))
    assert not settled((page, text("a")), (page + "a", tap(1)))


def test_a_finish_is_trusted_where_the_step_before_settled_something() -> None:
    screens = [f'{CLOCK}\n[1] "Vibrate" switch off', f'{CLOCK}\n[1] "Vibrate" switch on']
    assert play(Guarded(), screens, Side(tap(1), finish()))[0] == "dd"
    wary = Guarded(Thresholds(trust_settled=False))
    assert play(wary, screens, Side(tap(1), finish()))[0] == "dc"
    assert play(Guarded(), screens, Side(tap(2), finish()))[0] == "dc"
    unmoved = [screens[0], screens[0]]
    assert play(Guarded(Thresholds(troubles=9, stale=9)), unmoved, Side(tap(1), finish()))[0] == "dc"


def test_a_device_in_a_loop_is_relieved_to_the_end() -> None:
    who, agent = play(Guarded(), NEW[:6], Side(tap(1), tap(2), tap(2)))
    assert who == "ddcccc"
    assert agent.spent.why == {"again": 1, "help": 3}
    assert play(Guarded(), NEW[:4], Side(UP, UP, UP))[0] == "dddd"


def test_the_second_takeover_lasts() -> None:
    screens = ["a", "a", "b", "c", "c", "d", "e", "f"]
    assert play(Guarded(), screens)[0] == "dcddcccc"
    assert play(Guarded(Thresholds(stays=9)), screens)[0] == "dcddcddd"
    assert play(Guarded(Thresholds(stays=1)), screens)[0] == "dccccccc"


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
