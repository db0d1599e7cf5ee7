"""What every device must do: a suite that each backend's tests inherit.

A backend's test module derives a class from ``DeviceConformance`` and says how to make a device and
what a task's set-up looks like there::

    from tests.devices.conformance import DeviceConformance

    class TestVirtual(DeviceConformance):
        def make(self): return VirtualDevice(Display(540, 1200, 210))
        def setup(self): return Setup(phone=Phone.new(None, Display(540, 1200, 210)).snapshot())

The set-up must leave the device on its home screen, with ``app_name`` installed and closed. A backend
without snapshots sets ``snapshots`` to False.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from openphone_gym.actions import InvalidAction
from openphone_gym.devices import Device, DeviceError, Setup
from openphone_gym.ui.gesture import LaunchApp, LongPress, PressKey, Swipe, Tap, TypeText, Wait
from openphone_gym.ui.node import UiNode


class DeviceConformance:
    """The contract of ``openphone_gym.devices.Device``, as tests."""

    app_name = "Zoom"
    package = "us.zoom.videomeetings"
    button = "Join a meeting"
    """A button on the first page of the app; behind it is a text field that takes digits."""
    field_id = "edtConfNumber"
    snapshots = True

    def make(self) -> Device:
        """A fresh device."""
        raise NotImplementedError

    def setup(self) -> Setup:
        """What ``reset`` takes."""
        raise NotImplementedError

    @pytest.fixture
    def device(self) -> Iterator[Device]:
        device = self.make()
        device.reset(self.setup())
        yield device
        device.close()

    # How the tests look and act

    def node(self, device: Device, label: str) -> UiNode:
        found = device.tree().find(lambda node: node.label == label)
        assert found is not None, f"{label!r} is not among {device.tree().texts()}"
        return found

    def field(self, device: Device) -> UiNode:
        found = device.tree().find(lambda node: node.resource_id.endswith(self.field_id))
        assert found is not None, device.tree().texts()
        return found

    def open_form(self, device: Device) -> None:
        device.perform(LaunchApp(self.package))
        device.perform(Tap(*self.node(device, self.button).center))

    # Geometry

    def test_screen_frame_and_tree_have_one_size(self, device):
        width, height, density = device.screen
        assert min(width, height, density) > 0
        frame = device.frame()
        assert frame.shape == (height, width, 3)
        assert frame.dtype == np.uint8
        tree = device.tree()
        assert (tree.width, tree.height) == (width, height)

    def test_nodes_lie_on_the_screen_and_inside_their_parents(self, device):
        self.open_form(device)
        width, height, _ = device.screen
        for node in device.tree().walk():
            left, top, right, bottom = node.bounds
            assert 0 <= left <= right <= width
            assert 0 <= top <= bottom <= height
            for child in node.children:
                assert left <= child.bounds[0] <= child.bounds[2] <= right
                assert top <= child.bounds[1] <= child.bounds[3] <= bottom

    def test_what_has_a_text_is_painted_where_its_node_says(self, device):
        self.open_form(device)
        frame = device.frame()
        for node in device.tree().walk():
            left, top, right, bottom = node.bounds
            if node.text and right - left > 20 and bottom - top > 20:
                assert np.ptp(frame[top:bottom, left:right]) > 30, f"nothing is painted at {node.label!r}"

    def test_a_frame_is_the_callers_own(self, device):
        frame = device.frame()
        before = frame.copy()
        frame[:] = 0
        assert np.array_equal(device.frame(), before)
        device.perform(LaunchApp(self.package))
        assert not frame.any()

    # Gestures

    def test_launch_brings_the_app_to_the_front(self, device):
        assert not device.foreground().startswith(self.package)
        device.perform(LaunchApp(self.package))
        package, _, activity = device.foreground().partition("/")
        assert package == self.package
        assert activity
        assert {node.package for node in device.tree().walk()} == {self.package}

    def test_an_app_that_is_not_installed_starts_nothing(self, device):
        before = device.foreground()
        device.perform(LaunchApp("org.example.missing"))
        assert device.foreground() == before

    def test_tap_reaches_what_lies_there(self, device):
        device.perform(LaunchApp(self.package))
        before = device.frame()
        device.perform(Tap(*self.node(device, self.button).center))
        assert self.field(device) is not None
        assert not np.array_equal(device.frame(), before)

    def test_text_goes_into_the_field_that_has_the_focus(self, device):
        self.open_form(device)
        device.perform(Tap(*self.field(device).center))
        assert self.field(device).focused
        device.perform(TypeText("12"))
        assert self.field(device).text == "12"
        device.perform(TypeText("34", replace=False))
        assert self.field(device).text.replace(" ", "") == "1234"
        device.perform(TypeText("56"))
        assert self.field(device).text == "56"

    def test_keys(self, device):
        self.open_form(device)
        device.perform(Tap(*self.field(device).center))
        device.perform(TypeText("12"))
        device.perform(PressKey("delete"))
        assert self.field(device).text == "1"
        device.perform(PressKey("back"))
        assert self.field(device), "the first Back only closes the keyboard"
        device.perform(PressKey("back"))
        assert self.node(device, self.button)
        device.perform(PressKey("home"))
        assert not device.foreground().startswith(self.package)

    def test_home_and_launch_continue_where_the_app_was_left(self, device):
        self.open_form(device)
        device.perform(PressKey("home"))
        device.perform(LaunchApp(self.package))
        assert self.field(device)

    @pytest.mark.parametrize(
        "gesture",
        [
            Tap(0, 0),
            Tap(-5, 10_000),
            LongPress(10, 10),
            LongPress(99_999, 3),
            Swipe(100, 700, 100, 200),
            Swipe(0, 0, -50, 99_999),
            TypeText('nobody listens: 中文 & "quotes"'),
            TypeText(""),
            PressKey("enter"),
            PressKey("delete"),
            PressKey("recents"),
            Wait(0.5),
        ],
        ids=repr,
    )
    def test_every_gesture_can_be_done_anywhere(self, device, gesture):
        device.perform(gesture)
        assert list(device.tree().walk())
        assert device.frame().any()
        assert "/" in device.foreground()

    # Names, state, failures

    def test_apps_are_known_by_name_and_package(self, device):
        for name in (self.app_name, self.app_name.upper(), f" {self.app_name} ", self.package):
            assert device.resolve_app(name) == self.package
        with pytest.raises(InvalidAction, match=self.app_name.lower()):
            device.resolve_app(self.app_name + "x")

    def test_reset_brings_back_the_start(self, device):
        start = device.foreground(), device.tree()
        self.open_form(device)
        device.reset(self.setup())
        assert (device.foreground(), device.tree()) == start

    def test_a_snapshot_brings_everything_back(self, device):
        if not self.snapshots:
            with pytest.raises(DeviceError):
                device.snapshot()
            return
        self.open_form(device)
        device.perform(Tap(*self.field(device).center))
        device.perform(TypeText("123"))
        kept, tree, frame = device.snapshot(), device.tree(), device.frame()
        device.perform(TypeText("9"))
        device.perform(PressKey("home"))
        device.restore(kept)
        assert device.tree() == tree
        assert np.array_equal(device.frame(), frame)
        assert self.field(device).focused

    def test_the_shell_answers_with_output_and_exit_code(self, device):
        output, code = device.shell("no-such-command-at-all")
        assert isinstance(output, str)
        assert code != 0

    def test_two_devices_do_not_disturb_each_other(self, device):
        other = self.make()
        other.reset(self.setup())
        before = other.tree()
        self.open_form(device)
        assert other.tree() == before
        assert not other.foreground().startswith(self.package)
        other.close()
        assert self.field(device)

    def test_closing_twice_is_fine_and_a_reset_opens_again(self):
        device = self.make()
        device.close()
        device.close()
        device.reset(self.setup())
        assert list(device.tree().walk())
        device.close()
