"""The tools, and the server that offers them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

from fastmcp import FastMCP
from fastmcp.exceptions import ToolError
from fastmcp.utilities.types import Image
from pydantic import Field

from openphone_gym import actions
from openphone_gym.arguments import InvalidArgument, one_of, optional
from openphone_gym.devices.device import DeviceError
from openphone_gym.integrations.mcp.phones import Phones, Refused, TaskPhone, line
from openphone_gym.phone.shell.screenshots import png
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import VARIATIONS

INSTRUCTIONS = """\
A virtual Android phone with tasks to do on it. Call begin_task: it names the device and states the goal. Then look
(mobile_list_elements_on_screen, mobile_take_screenshot) and act (the other mobile_ tools), one step at a time; each
action is a step, and steps are limited. Call finish_task once the goal is reached, with the answer if the goal is
a question; it returns the verdict.
"""

LONGEST_TEXT = 20_000
SWIPE_SHARE = 0.3
"""How far a swipe goes without a distance, as a share of the screen (mobile-mcp's on Android)."""
BUTTONS: Mapping[str, Callable[[], actions.Action]] = {
    "BACK": actions.back,
    "HOME": actions.home,
    "ENTER": actions.enter,
}

P = ParamSpec("P")
R = TypeVar("R")
Device = Annotated[str, Field(max_length=100, description="phone that begin_task named; may be left out for the only one")]
Pixel = Annotated[int | None, Field(ge=0, le=100_000, description="in pixels of the screen")]


def make_server(arguments: Mapping[str, Any], most_phones: int, auth: Any = None) -> FastMCP:
    """The server.

    Args:
        arguments: Of ``PhoneEnv``.
        most_phones: Phones with a task at a time.
        auth: Who may use it over HTTP: a ``fastmcp`` authentication provider, or None.
    """
    server = FastMCP("openphone", INSTRUCTIONS, auth=auth, mask_error_details=True)
    tools = Tools(Phones(arguments, most_phones))
    for name, function in vars(Tools).items():
        if not name.startswith("_"):
            server.tool(getattr(tools, name), name=name, output_schema=None, run_in_thread=False)
    return server


def _answered(function: Callable[P, R]) -> Callable[P, R]:
    """Errors that a caller can do something about become those of a tool."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (Refused, InvalidArgument) as error:
            raise ToolError(str(error)) from None
        except DeviceError as error:
            raise ToolError(f"infrastructure, not the agent: {type(error).__name__}: {error}") from error

    return call


class Tools:
    """Each method is a tool: its name, arguments and first paragraph are what a model reads.

    Args:
        phones: What they work on.
    """

    def __init__(self, phones: Phones) -> None:
        self._phones = phones

    # Tasks

    @_answered
    def list_tasks(self) -> str:
        """Lists the tasks that begin_task knows: id, and the app it is about."""
        return "\n".join(f"{task} ({find_task(task).counted_as})" for task in self._phones.tasks)

    @_answered
    def begin_task(
        self,
        task: Annotated[str | None, Field(max_length=100, description="id; drawn by the seed if left out")] = None,
        seed: Annotated[int, Field(ge=0, le=2**63 - 1, description="the same seed gives the same phone")] = 0,
        variation: Annotated[str | None, Field(description="canonical or sampled; the server's own if left out")] = None,
        device: Annotated[str, Field(max_length=100, description="phone to begin anew on; another one if left out")] = "",
    ) -> str:
        """Sets a phone up for a task, and tells the device's name and the goal."""
        optional(one_of(self._phones.tasks))("task", task)
        optional(one_of(VARIATIONS))("variation", variation)
        phone = self._phones.take(device)
        phone.begin(task, seed, variation)
        screen = phone.env.device.screen
        facts = [
            f"device: {phone.name}",
            f"task: {phone.env.instance.task.id}",
            f"goal: {phone.env.instance.goal}",
            f"steps: up to {phone.most_steps}",
            f"screen: {screen.width}x{screen.height} pixels",
        ]
        return "\n".join(facts)

    @_answered
    def get_goal(self, device: Device = "") -> str:
        """Tells the goal of the task, and how far the episode is."""
        phone = self._phones.find(device)
        return f"{phone.env.instance.goal}\n({phone.progress})"

    @_answered
    def finish_task(
        self,
        answer: Annotated[str | None, Field(max_length=LONGEST_TEXT, description="where the goal is a question")] = None,
        device: Device = "",
    ) -> dict[str, Any]:
        """Ends the episode, and returns the verdict: success (null if it could not be judged), sub-goals, reason."""
        phone = self._phones.find(device)
        if phone.verdict is None:
            phone.act(actions.finish(answer))
        verdict = phone.verdict
        if verdict is None:
            raise Refused("the episode has no verdict")
        names = ("success", "progress", "subgoals", "violations", "side_effects", "reason", "judge")
        return {name: getattr(verdict, name) for name in names} | {"steps": len(phone.env.episode.steps)}

    # What there is

    @_answered
    def mobile_list_available_devices(self) -> str:
        """Lists the phones that have a task."""
        phones = self._phones.all()
        if not phones:
            return "No phone has a task yet: call begin_task."
        return "\n".join(f"{phone.name}: {phone.env.instance.task.id}, {phone.progress}" for phone in phones)

    @_answered
    def mobile_list_apps(self, device: Device = "") -> str:
        """Lists the installed apps with their package names."""
        output, _ = self._phones.find(device).env.device.shell("pm list packages")
        return output.replace("package:", "").strip()

    @_answered
    def mobile_get_foreground_app(self, device: Device = "") -> str:
        """Tells which app is in front, as package/activity."""
        return self._phones.find(device).env.device.foreground()

    @_answered
    def mobile_get_screen_size(self, device: Device = "") -> str:
        """Tells the size of the screen in pixels."""
        screen = self._phones.find(device).env.device.screen
        return f"{screen.width}x{screen.height} pixels"

    # Looking

    @_answered
    def mobile_list_elements_on_screen(
        self,
        device: Device = "",
        format: Annotated[Literal["text", "json"], Field(description="a line an element, or a JSON list")] = "text",
    ) -> str:
        """Lists what is on the screen: ref, kind, labels, place and size in pixels, state. Looking costs no step."""
        elements = self._phones.find(device).elements()
        if format == "json":
            return json.dumps(elements, ensure_ascii=False)
        return "\n".join(map(line, elements)) or "Nothing on this screen can be named; take a screenshot."

    @_answered
    def mobile_take_screenshot(self, device: Device = "") -> Image:
        """Takes a picture of the screen (PNG), pixel for pixel. Looking costs no step."""
        return Image(data=png(self._phones.find(device).env.device.frame()), format="png")

    # Acting

    @_answered
    def mobile_click_on_screen_at_coordinates(
        self,
        device: Device = "",
        x: Pixel = None,
        y: Pixel = None,
        ref: Annotated[str | None, Field(max_length=20, description="element, such as @e5; goes before x, y")] = None,
    ) -> str:
        """Taps an element by its ref, or a point of the screen."""
        phone = self._phones.find(device)
        return _done(phone, actions.tap(_number(ref)) if ref is not None else actions.tap(x=x, y=y))

    @_answered
    def mobile_long_press_on_screen_at_coordinates(
        self,
        x: Pixel,
        y: Pixel,
        device: Device = "",
        duration: Annotated[int, Field(ge=1, le=10_000, description="ms; every long press is the same here")] = 500,
    ) -> str:
        """Presses a point of the screen for long."""
        return _done(self._phones.find(device), actions.long_press(x=x, y=y))

    @_answered
    def mobile_swipe_on_screen(
        self,
        direction: Annotated[Literal["up", "down", "left", "right"], Field(description="where the finger goes")],
        device: Device = "",
        x: Pixel = None,
        y: Pixel = None,
        distance: Annotated[int | None, Field(ge=1, le=100_000, description="pixels; 30 % of the screen if left out")] = None,
    ) -> str:
        """Swipes from a point, or from the middle of the screen; the finger stops at its edge."""
        phone = self._phones.find(device)
        screen = phone.env.device.screen
        start = (screen.width // 2 if x is None else x, screen.height // 2 if y is None else y)
        across = direction in ("left", "right")
        length = distance or round(SWIPE_SHARE * (screen.width if across else screen.height))
        travel = -length if direction in ("left", "up") else length
        end = (start[0] + travel * across, start[1] + travel * (not across))
        to_x, to_y = (min(max(end[0], 0), screen.width - 1), min(max(end[1], 0), screen.height - 1))
        return _done(phone, actions.drag(*start, to_x, to_y))

    @_answered
    def mobile_type_keys(
        self,
        text: Annotated[str, Field(max_length=LONGEST_TEXT)],
        submit: Annotated[bool, Field(description="press Enter after it, as a step of its own")] = False,
        device: Device = "",
    ) -> str:
        """Types into the field that has the focus, in place of what it holds."""
        phone = self._phones.find(device)
        done = _done(phone, actions.text(text))
        return _done(phone, actions.enter()) if submit else done

    @_answered
    def mobile_press_button(
        self, button: Annotated[str, Field(max_length=40, description="BACK, HOME or ENTER")], device: Device = ""
    ) -> str:
        """Presses a button of the phone."""
        return _done(self._phones.find(device), BUTTONS[one_of(tuple(BUTTONS))("button", button.upper())]())

    @_answered
    def mobile_launch_app(
        self,
        packageName: Annotated[str, Field(max_length=200, description="package, or what the app is called")],  # noqa: N803
        device: Device = "",
    ) -> str:
        """Opens an app."""
        return _done(self._phones.find(device), actions.launch(packageName))


def _done(phone: TaskPhone, action: actions.Action) -> str:
    phone.act(action)
    return f"Done: {action} ({phone.progress})"


def _number(ref: str) -> int:
    digits = ref.removeprefix("@").removeprefix("e")
    if not (digits.isascii() and digits.isdecimal()):
        raise Refused(f"{ref!r} is no ref; take one of mobile_list_elements_on_screen, such as @e5")
    return int(digits)
