"""The virtual phone as a device."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from openphone_gym.actions import InvalidAction
from openphone_gym.devices import Setup, UnsupportedByDevice, VirtualDevice, make_device
from openphone_gym.devices.device import Interruption
from openphone_gym.devices.virtual import INTERRUPTIONS
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.state import Display
from openphone_gym.ui.gesture import LaunchApp, PressKey, Swipe, Tap, TypeText, Wait
from tests.devices.conformance import DeviceConformance

SMALL = Display(540, 1200, 210)


class TestSmall(DeviceConformance):
    """At half the standard size."""

    display = SMALL

    def make(self):
        return VirtualDevice(self.display)

    def setup(self):
        return Setup(phone=Phone.new(None, self.display).snapshot())


class TestStandard(TestSmall):
    """At 1080 x 2400."""

    display = Display()


class TestSampled(TestSmall):
    """A phone whose look and contents are drawn."""

    def setup(self):
        return Setup(phone=Phone.new(11, self.display).snapshot())


def test_backends_are_found_by_name():
    device = make_device("virtual", SMALL)
    assert device.screen == (540, 1200, 210)
    assert make_device(device, Display()) is device
    with pytest.raises(UnsupportedByDevice, match="did you mean 'virtual'"):
        make_device("virtuel", SMALL)


def test_a_fresh_device_has_a_phone_before_any_reset():
    device = VirtualDevice(SMALL)
    assert device.foreground() == Phone.new(None, SMALL).foreground()


def test_same_state_and_gestures_give_the_same_bytes():
    shown = []
    for _ in range(2):
        device = VirtualDevice(SMALL)
        device.reset(Setup(phone=Phone.new(3, SMALL).snapshot()))
        for gesture in (
            Swipe(270, 900, 270, 300),
            LaunchApp("us.zoom.videomeetings"),
            Tap(270, 900),
            TypeText("12"),
            Wait(30),
            PressKey("recents"),
        ):
            device.perform(gesture)
        shown.append((device.snapshot(), device.tree(), device.frame()))
    assert shown[0][:2] == shown[1][:2]
    assert np.array_equal(shown[0][2], shown[1][2])


def test_time_is_virtual():
    device = VirtualDevice(SMALL)
    start = device.phone.system.clock
    device.perform(Wait(90))
    assert device.phone.system.clock == start + 90_000
    device.perform(Tap(0, 0))
    assert device.phone.system.clock == start + 91_000


@pytest.mark.parametrize("kind", INTERRUPTIONS)
def test_the_set_up_says_what_disturbs_the_user(kind):
    calm = Setup(phone=Phone.new(3, SMALL).snapshot())
    app = LaunchApp("com.rammigsoftware.bluecoins")
    devices = [VirtualDevice(SMALL), VirtualDevice(SMALL)]
    devices[0].reset(calm)
    devices[1].reset(msgspec.structs.replace(calm, interruption=Interruption(kind, 2)))
    seen = []
    for gesture in (app, Wait(1)):
        for device in devices:
            device.perform(gesture)
        seen.append(devices[0].tree() != devices[1].tree())
    assert seen == [False, True]
    devices[1].reset(calm)
    assert devices[1].snapshot() == calm.phone


def test_what_has_no_page_can_not_be_started():
    device = VirtualDevice()
    with pytest.raises(InvalidAction, match="no page of its own"):
        device.resolve_app("System UI")
    before = device.foreground()
    device.perform(LaunchApp("com.android.systemui"))
    assert device.foreground() == before
