"""What Android's services tell and do: ``dumpsys``, ``wm``, ``cmd``, ``service``, ``svc`` and ``ime``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell.activities import component, describe_package, pm
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.text import USAGE, lines, usage
from openphone_gym.phone.system import clock, connectivity, density
from openphone_gym.phone.system.screen import is_dark
from openphone_gym.phone.system.state import Entry
from openphone_gym.phone.system.wakeups import next_alarm

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

IDLE, RINGING, OFF_HOOK = 0, 1, 2
"""States of the telephone, as Android numbers them."""


def wm(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``wm size``, ``wm density [N|reset]``; rotation is accepted, and stays as it is."""
    system = phone.system
    own = density.own_density(system)
    match arguments:
        case ["size", *rest] if rest in ([], ["reset"]):
            return "" if rest else f"Physical size: {system.display.width}x{system.display.height}\n"
        case ["density"]:
            changed = system.display.density != own
            override = f"Override density: {system.display.density}\n" if changed else ""
            return f"Physical density: {own}\n{override}"
        case ["density", value]:
            try:
                density.set_density(system, own if value == "reset" else int(value))
            except ValueError as error:
                raise ShellError(f"Error: {error}", USAGE) from None
            return ""
        case ["dismiss-keyguard"] | ["user-rotation" | "set-user-rotation" | "fixed-to-user-rotation", *_]:
            return ""
    raise usage("wm size | density [N|reset] | dismiss-keyguard")


# dumpsys


def dumpsys(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``dumpsys SERVICE [ARGUMENT...]``: the lines of it that clients read."""
    words = [word for word in arguments if not word.startswith("-")]
    if not words:
        return f"Currently running services:\n{lines([f'  {name}' for name in sorted(DUMPS)])}"
    name, *rest = words
    if name not in DUMPS:
        return f"Can't find service: {name}\n"
    return DUMPS[name](phone, rest)


def _display(phone: Phone, rest: Sequence[str]) -> str:
    display = phone.system.display
    size = f"deviceWidth={display.width}, deviceHeight={display.height}"
    return f"  mScreenState=ON\n  DisplayViewport{{type=INTERNAL, displayId=0, orientation=0, {size}}}\n"


def _input(phone: Phone, rest: Sequence[str]) -> str:
    display = phone.system.display
    whole = f"[0, 0, {display.width}, {display.height}]"
    frames = f"logicalFrame={whole}, physicalFrame={whole}"
    return f"  Viewport INTERNAL: displayId=0, orientation=0, {frames}\n  SurfaceOrientation: 0\n"


def _window(phone: Phone, rest: Sequence[str]) -> str:
    front = phone.foreground()
    return lines(
        [
            "  mCurrentRotation=ROTATION_0",
            f"  mCurrentFocus=Window{{7a1c2e8 u0 {front}}}",
            f"  mFocusedApp=ActivityRecord{{51f3a9b u0 {front} t1}}",
            "  mAwake=true mScreenOnFully=true mDreamingLockscreen=false isStatusBarKeyguard=false",
        ]
    )


def _battery(phone: Phone, rest: Sequence[str]) -> str:
    facts = ("AC powered: false", "USB powered: true", "status: 2", "health: 2", "present: true")
    facts = (*facts, f"level: {phone.system.battery}", "scale: 100", "temperature: 250")
    return lines(["Current Battery Service state:", *(f"  {fact}" for fact in facts)])


def _activity(phone: Phone, rest: Sequence[str]) -> str:
    """``activity recents|activities|top``."""
    front = phone.foreground()
    record = f"ActivityRecord{{51f3a9b u0 {front} t1}}"
    match rest:
        case ["recents", *_]:
            return _recents(phone)
        case ["top", *_]:
            return f"TASK {front.partition('/')[0]} id=1 userId=0\n  ACTIVITY {front} 51f3a9b pid=1583\n"
    return lines(
        [
            "ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)",
            "Display #0 (activities from top to bottom):",
            *(f"  * Task{{7a1c2e8 #{n} type=standard A=10100:{name}}}" for n, name in _tasks(phone)),
            f"  topResumedActivity={record}",
            f"  ResumedActivity: {record}",
            f"  mResumedActivity: {record}",
            f"  mFocusedApp={record}",
        ]
    )


def _tasks(phone: Phone) -> list[tuple[int, str]]:
    """Number and component of every back stack, the one in front first."""
    return [(number, component(task.app)) for number, task in enumerate(reversed(phone.system.tasks), 1)]


def _recents(phone: Phone) -> str:
    shown = ["ACTIVITY MANAGER RECENT TASKS (dumpsys activity recents)"]
    for number, name in _tasks(phone):
        package = name.partition("/")[0]
        front = str(number == 1).lower()
        task = f"Task{{7a1c2e8 #{number} type=standard A=10100:{package} U=0 visible={front}}}"
        shown += [
            f"  * Recent #{number - 1}: {task}",
            f"    intent={{cmp={name}}}",
            f"    realActivity={{{name}}}",
        ]
    return lines(shown)


def _telephony(phone: Phone, rest: Sequence[str]) -> str:
    """Whether somebody calls, and who."""
    overlay, call = phone.system.overlay, phone.shared("calls").call
    caller = ""
    state = IDLE
    if overlay is not None and overlay.screen == "incoming_call":
        state, caller = RINGING, str(overlay.args.get("caller", ""))
    elif call is not None:
        state, caller = OFF_HOOK, call.number
    service = OFF_HOOK + 1 if connectivity.airplane_mode(phone.system) else 0
    return lines(
        [
            "last known state:",
            "  Phone Id=0",
            f"    mCallState={state}",
            f"    mRingingCallState={state if state == RINGING else IDLE}",
            f"    mForegroundCallState={1 if state == OFF_HOOK else IDLE}",
            f"    mCallIncomingNumber={caller}",
            f"    mServiceState={{mVoiceRegState={service}, mDataRegState={service}}}",
        ]
    )


def _alarm(phone: Phone, rest: Sequence[str]) -> str:
    """When the next alarm of the clock rings, and what else is scheduled."""
    at = next_alarm(phone.system)
    shown = ["Current Alarm Manager state:", "  Next alarm clock information: "]
    if at is not None:
        ring = clock.to_local(phone.system, at)
        shown.append(f"    user:0 pendingSend:false time:{at} = {ring:%Y-%m-%d %H:%M:%S}.000")
    shown += [f"    RTC_WAKEUP #{n}: {w.app} when={w.at}" for n, w in enumerate(phone.system.wakeups)]
    return lines(shown)


def _package(phone: Phone, rest: Sequence[str]) -> str:
    return "".join(describe_package(phone, name) for name in rest[:1])


def _input_method(phone: Phone, rest: Sequence[str]) -> str:
    shown = str(phone.window().raised).lower()
    return f"  mCurMethodId={_keyboard(phone)}\n  mInputShown={shown}\n"


def _power(phone: Phone, rest: Sequence[str]) -> str:
    return "  mWakefulness=Awake\n  Display Power: state=ON\n"


def _notification(phone: Phone, rest: Sequence[str]) -> str:
    return lines(
        [
            f"    NotificationRecord(0x7a1c2e8: pkg={component(note.app).partition('/')[0]} key={note.key})\n"
            f"      android.title=String ({note.title})\n      android.text=String ({note.text})"
            for note in phone.system.notifications
        ]
    )


DUMPS: Mapping[str, Callable[[Phone, Sequence[str]], str]] = {
    "activity": _activity,
    "alarm": _alarm,
    "battery": _battery,
    "display": _display,
    "input": _input,
    "input_method": _input_method,
    "notification": _notification,
    "package": _package,
    "power": _power,
    "telephony.registry": _telephony,
    "window": _window,
}
"""Services that tell something, by name."""


# cmd, svc


def cmd(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``cmd uimode night``, ``cmd connectivity airplane-mode``, ``cmd package|role|wifi|statusbar ...``."""
    match arguments:
        case ["package", *rest]:
            return pm(phone, rest, text)
        case ["uimode", "night", *rest] if rest in ([], ["yes"], ["no"]):
            if rest:
                phone.system.settings["secure"]["ui_night_mode"] = "2" if rest == ["yes"] else "1"
            return f"Night mode: {'yes' if is_dark(phone.system) else 'no'}\n"
        case ["connectivity", "airplane-mode", *rest] if rest in ([], ["enable"], ["disable"]):
            if rest:
                connectivity.set_airplane_mode(phone.system, rest == ["enable"])
                return ""
            return f"{'enabled' if connectivity.airplane_mode(phone.system) else 'disabled'}\n"
        case ["role", "get-role-holders", role]:
            return f"{phone.system.roles.get(role.removeprefix('android.app.role.').lower(), '')}\n"
        case ["wifi", "set-wifi-enabled", "enabled" | "disabled" as state]:
            return svc(phone, ["wifi", "enable" if state == "enabled" else "disable"], text)
        case ["bluetooth_manager", "enable" | "disable" as state]:
            return svc(phone, ["bluetooth", state], text)
        case ["statusbar", "expand-notifications" | "expand-settings" as verb]:
            phone.system.ime.visible = False
            phone.system.overlay = Entry("systemui", "shade", {"expanded": verb == "expand-settings"})
            return ""
        case ["statusbar", "collapse"]:
            phone.system.overlay = None
            return ""
        case ["-l"]:
            return lines(SERVICES)
        case [name, *_] if name in SERVICES or name in DUMPS:
            return ""
        case [name, *_]:
            raise ShellError(f"cmd: Can't find service: {name}", 20)
    raise usage("cmd uimode night [yes|no] | connectivity airplane-mode [enable|disable] | package ...")


RADIOS = {"wifi": "wifi_on", "bluetooth": "bluetooth_on", "data": "mobile_data"}
"""What ``svc`` switches, and the global setting that keeps it."""


def svc(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``svc wifi|bluetooth|data enable|disable``; ``svc power`` and ``svc usb`` do nothing."""
    match arguments:
        case [radio, "enable" | "disable" as state] if radio in RADIOS:
            phone.system.settings["global"][RADIOS[radio]] = str(int(state == "enable"))
            return ""
        case ["power" | "usb" | "nfc" | "system-server", *_]:
            return ""
    raise usage("svc wifi|bluetooth|data enable|disable")


# service, ime

SERVICES = (
    "activity",
    "alarm",
    "appops",
    "bluetooth_manager",
    "connectivity",
    "input",
    "input_method",
    "jobscheduler",
    "notification",
    "overlay",
    "package",
    "phone",
    "power",
    "settings",
    "statusbar",
    "uimode",
    "wifi",
    "window",
)
"""Services that ``service list`` shows."""

SET_TIME_ZONE = "3"
"""Number of the alarm service's call that sets the time zone."""

EMPTY_PARCEL = "Result: Parcel(00000000    '....')\n"


def service(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``service list``, ``service check NAME``, ``service call alarm 3 s16 ZONE``; other calls do nothing."""
    match arguments:
        case ["list"]:
            named = [f"{number}\t{name}: []" for number, name in enumerate(SERVICES)]
            return lines([f"Found {len(SERVICES)} services:", *named])
        case ["check", name]:
            return f"Service {name}: {'found' if name in SERVICES else 'not found'}\n"
        case ["call", "alarm", call, "s16", zone, *_] if call == SET_TIME_ZONE and zone in clock.zone_names():
            phone.system.properties[clock.TIME_ZONE] = zone
            return EMPTY_PARCEL
        case ["call", name, *_] if name in SERVICES:
            return EMPTY_PARCEL
        case ["call", name, *_]:
            raise ShellError(f"service: Service {name} does not exist", 10)
    raise usage("service list | check NAME | call NAME CODE ...")


KEYBOARDS = (
    "com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME",
    "com.android.adbkeyboard/.AdbIME",
)
"""Keyboards to choose from, the usual one first; the other takes text by broadcast, as both do here."""

KEYBOARD = "default_input_method"
"""Secure setting that keeps the choice."""


def _keyboard(phone: Phone) -> str:
    return phone.system.settings["secure"].get(KEYBOARD, KEYBOARDS[0])


def ime(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``ime list [-s] [-a]``, ``ime set|enable|disable ID``, ``ime reset``."""
    match arguments:
        case ["list", *options]:
            shown = [name if "-s" in options else f"mId={name}:" for name in KEYBOARDS]
            return lines(shown)
        case ["set", name] if name in KEYBOARDS:
            phone.system.settings["secure"][KEYBOARD] = name
            return f"Input method {name} selected for user #0\n"
        case ["enable" | "disable" as verb, name] if name in KEYBOARDS:
            return f"Input method {name}: now {verb}d for user #0\n"
        case ["reset"]:
            phone.system.settings["secure"].pop(KEYBOARD, None)
            return "Reset current and enabled IMEs for user #0\n"
        case ["set" | "enable" | "disable", name]:
            raise ShellError(f"Unknown input method {name} cannot be selected for user #0")
    raise usage("ime list [-s] | set|enable|disable ID | reset")
