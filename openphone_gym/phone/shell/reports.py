"""``dumpsys``: what Android's services tell of themselves, in the lines that clients read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell import (
    appium,
    battery,
    notices,
    performance,
    portal,
    processes,
    radios,
    sounds,
    telephone,
)
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.packages import component, describe_package
from openphone_gym.phone.shell.performance import DISPLAY
from openphone_gym.phone.shell.text import lines
from openphone_gym.phone.system import clock, connectivity
from openphone_gym.phone.system.screen import is_dark
from openphone_gym.phone.system.wakeups import next_alarm

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

IDLE, RINGING, OFF_HOOK = 0, 1, 2
"""States of the telephone, as Android numbers them."""

KEYBOARDS = (
    "com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME",
    "com.github.uiautomator/.AdbKeyboard",
    portal.KEYBOARD,
    "com.android.adbkeyboard/.AdbIME",
)
"""Keyboards to choose from, the usual one first; the others take text from programs, as all do here."""

KEYBOARD = "default_input_method"
"""Secure setting that keeps the choice."""


def keyboards(phone: Phone) -> tuple[str, ...]:
    """Those that are on the phone."""
    return KEYBOARDS + appium.keyboards(phone.system)


def _keyboard(phone: Phone) -> str:
    return phone.system.settings["secure"].get(KEYBOARD, KEYBOARDS[0])


def dumpsys(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``dumpsys [-t SECONDS] SERVICE [ARGUMENT...]``: the lines of it that clients read."""
    words = list(arguments)
    while words and words[0].startswith("-"):
        option = words.pop(0)
        if option in ("-t", "-T", "--priority"):
            del words[:1]
    if not words:
        return f"Currently running services:\n{lines([f'  {name}' for name in sorted(DUMPS)])}"
    name, *rest = words
    if name not in DUMPS:
        raise ShellError(f"Can't find service: {name[:80]}", 0)
    return DUMPS[name](phone, rest)


def display_line(phone: Phone) -> str:
    """The display, as ``cmd display get-displays`` tells of it."""
    display = phone.system.display
    return (
        f'Display id 0: DisplayInfo{{"Built-in Screen", displayId 0, state ON, '
        f"real {display.width} x {display.height}, density {display.density}, "
        f'uniqueId "local:{DISPLAY}"}}, state ON, type INTERNAL, uniqueId "local:{DISPLAY}"'
    )


def _viewport(phone: Phone) -> str:
    """The one viewport, in the words that ``display`` and ``input`` share."""
    display = phone.system.display
    frame = f"Rect(0, 0 - {display.width}, {display.height})"
    return (
        "DisplayViewport{type=INTERNAL, valid=true, isActive=true, displayId=0, "
        f"uniqueId='local:{DISPLAY}', "
        f"physicalPort=0, orientation=0, logicalFrame={frame}, physicalFrame={frame}, "
        f"deviceWidth={display.width}, deviceHeight={display.height}}}"
    )


def _display(phone: Phone, rest: Sequence[str]) -> str:
    display = phone.system.display
    size = f"{display.width} x {display.height}"
    return lines(
        [
            "  mScreenState=ON",
            "  Display Id=0",
            "  Display State=ON",
            f"  mViewports=[{_viewport(phone)}]",
            f'  mBaseDisplayInfo=DisplayInfo{{"Built-in Screen", displayId 0, real {size}, '
            f"largest app {size}, mode 1, defaultMode 1, rotation 0, state ON, "
            f"density {display.density}, refreshRate 60.0}}",
            f'  DisplayDeviceInfo{{"Built-in Screen": uniqueId="local:{DISPLAY}", {size}, 60.000004 fps, '
            f"density {display.density}, state ON}}",
        ]
    )


def _input(phone: Phone, rest: Sequence[str]) -> str:
    display = phone.system.display
    size = f"[0, 0, {display.width}, {display.height}]"
    frames = f"logicalFrame={size}, physicalFrame={size}, deviceSize=[{display.width}, {display.height}]"
    return f"  Viewport INTERNAL: displayId=0, orientation=0, {frames}\n  SurfaceOrientation: 0\n"


WINDOW_PARTS = ("all", "a", "displays", "d", "input", "policy", "p", "sessions", "s", "tokens", "t")
WINDOW_PARTS += ("visible", "visible-apps", "windows", "w", "lastanr", "l", "trace", "refresh")
"""What of the window manager can be asked for; most is in the one report here."""


def _window(phone: Phone, rest: Sequence[str]) -> str:
    """``window [policy|displays]``."""
    front = phone.foreground()
    display = phone.system.display
    size = f"{display.width}x{display.height}"
    match rest:
        case [what, *_] if not what.startswith("-") and what not in WINDOW_PARTS:
            return f"Bad window command, or no windows match: {what[:80]}\nUse -h for help.\n"
        case ["policy" | "p", *_]:
            return lines(
                [
                    "WINDOW MANAGER POLICY STATE (dumpsys window policy)",
                    "    mAwake=true mScreenOnEarly=true mScreenOnFully=true",
                    "    KeyguardServiceDelegate",
                    "      showing=false",
                    "      showingAndNotOccluded=false",
                    "      screenState=SCREEN_STATE_ON",
                    "      interactiveState=INTERACTIVE_STATE_AWAKE",
                    "    isStatusBarKeyguard=false mShowingLockscreen=false",
                ]
            )
    return lines(
        [
            "  Display: mDisplayId=0",
            f"    init={size} {display.density}dpi cur={size} app={size}",
            "  mCurrentRotation=ROTATION_0",
            f"  mCurrentFocus=Window{{7a1c2e8 u0 {front}}}",
            f"  mFocusedApp=ActivityRecord{{51f3a9b u0 {front} t1}}",
            "  mAwake=true mScreenOnFully=true mDreamingLockscreen=false isStatusBarKeyguard=false",
        ]
    )


ACTIVITY_PARTS = ("activities", "a", "recents", "r", "processes", "p", "oom", "o", "services", "service", "s")
ACTIVITY_PARTS += ("top", "package", "starter", "containers", "settings", "lru", "all", "provider", "lastanr")
"""What of the activity manager can be asked for."""


def _activity(phone: Phone, rest: Sequence[str]) -> str:
    """``activity recents|activities|processes|services|top``."""
    front = phone.foreground()
    record = f"ActivityRecord{{51f3a9b u0 {front} t1}}"
    match rest:
        case ["processes" | "p" | "oom" | "o", *_]:
            return _processes(phone)
        case ["broadcasts" | "b" | "intents" | "i" | "providers" | "prov" | "services" | "lastanr"]:
            return f"ACTIVITY MANAGER (dumpsys activity {rest[0]})\n  (nothing)\n"
        case ["services" | "service" | "s", name, *_]:
            return appium.services(phone.system, name)
        case ["recents", *_]:
            return _recents(phone)
        case [what, *_] if not what.startswith("-") and what not in ACTIVITY_PARTS:
            return f"Bad activity command, or no activities match: {what[:80]}\nUse -h for help.\n"
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


def _processes(phone: Phone) -> str:
    records = (
        f"  *APP* UID 10100 ProcessRecord{{7a1c2e8 {number}:{package}/u0a100}}"
        for package, number in processes.running(phone).items()
    )
    return lines(["ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)", *records])


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
    call, caller = phone.shared("calls").call, telephone.ringing(phone)
    state = IDLE if caller is None else RINGING
    if caller is None and call is not None:
        state, caller = OFF_HOOK, call.number
    service = OFF_HOOK + 1 if connectivity.airplane_mode(phone.system) else 0
    return lines(
        [
            "last known state:",
            "  Phone Id=0",
            f"    mCallState={state}",
            f"    mRingingCallState={state if state == RINGING else IDLE}",
            f"    mForegroundCallState={1 if state == OFF_HOOK else IDLE}",
            f"    mCallIncomingNumber={caller or ''}",
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
    if rest and rest[0] in PACKAGE_PARTS:
        return f"{lines([f'  [{name}]' for name in sorted(phone.system.packages)])}"
    return "".join(describe_package(phone, name) for name in rest[:1] or sorted(phone.system.packages))


PACKAGE_PARTS = ("packages", "p", "features", "f", "permissions", "perm", "queries", "q", "libraries", "l")
"""Parts of the report on packages, of which only their names are told."""


def _input_method(phone: Phone, rest: Sequence[str]) -> str:
    shown = str(phone.window().raised).lower()
    served = "android.widget.EditText" if phone.window().field is not None else "null"
    return lines(
        [
            f"  mCurMethodId={_keyboard(phone)}",
            f"  mCurId={_keyboard(phone)} mHaveConnection=true mBoundToMethod=true mVisibleBound={shown}",
            f"  mInputShown={shown}",
            f"  mIsInputViewShown={shown}",
            f"  mServedView={served}",
        ]
    )


def _uimode(phone: Phone, rest: Sequence[str]) -> str:
    dark = is_dark(phone.system)
    return f"Current UI Mode Service state:\n  mNightMode={2 if dark else 1} ({'yes' if dark else 'no'})\n"


def _power(phone: Phone, rest: Sequence[str]) -> str:
    return lines(
        [
            "POWER MANAGER (dumpsys power)",
            "  mWakefulness=Awake",
            "  mHoldingWakeLockSuspendBlocker=false",
            "  mHoldingDisplaySuspendBlocker=true",
            "  Display Power: state=ON",
        ]
    )


def _telecom(phone: Phone, rest: Sequence[str]) -> str:
    """The calls of this moment."""
    states = {"active": "ACTIVE", "incoming": "RINGING"}
    calls = telephone.calls(phone)
    shown = [f"  Call id=TC@{n}, state={states[state]}, tel:{who}" for n, (who, state) in enumerate(calls, 1)]
    return lines(["CallsManager:", " mCalls:", *shown, f" mForegroundCall: {'TC@1' if calls else 'null'}"])


MEMORY_ROWS = {"Native Heap": (20_000, 25_000), "Dalvik Heap": (10_000, 8_000), "GL mtrack": (5_000, 0)}
"""Parts of an app's memory in kilobytes: how much there is, and how much of a heap is in use."""


def _memory_of(package: str, number: int) -> str:
    row = "{:>13} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}"
    total = processes.APP_KB
    parts = [row.format(n, kb, kb, 0, 0, kb, 2 * used, used, used) for n, (kb, used) in MEMORY_ROWS.items()]
    whole = row.format("TOTAL", total, total, 0, 0, total, 66_000, 33_000, 33_000)
    return lines(
        [
            "Applications Memory Usage (in Kilobytes):",
            f"** MEMINFO in pid {number} [{package}] **",
            row.format("", "Pss", "Private", "Private", "SwapPss", "Rss", "Heap", "Heap", "Heap"),
            row.format("", "Total", "Dirty", "Clean", "Dirty", "Total", "Size", "Alloc", "Free"),
            row.format("", *["------"] * 8),
            *parts,
            whole,
            "",
            " App Summary",
            f"           TOTAL PSS: {total:>8}            TOTAL RSS: {total:>8}",
        ]
    )


def _meminfo(phone: Phone, rest: Sequence[str]) -> str:
    """``meminfo [PACKAGE]``: memory of an app, or of all."""
    apps = processes.running(phone)
    if rest and rest[0] not in apps:
        return f"No process found for: {rest[0]}\n"
    if rest:
        return _memory_of(rest[0], apps[rest[0]])
    rows = [f"    {processes.APP_KB:,}K: {name} (pid {number} / activities)" for name, number in apps.items()]
    used = processes.APP_KB * len(apps)
    total = [f"Total RAM: {processes.MEMORY_KB:,}K (status normal)", f" Used RAM: {used:,}K"]
    return lines(["Total PSS by process:", *rows, "", *total, f" Free RAM: {processes.MEMORY_KB - used:,}K"])


DUMPS: Mapping[str, Callable[[Phone, Sequence[str]], str]] = {
    "SurfaceFlinger": performance.surfaces,
    "activity": _activity,
    "alarm": _alarm,
    "audio": sounds.report,
    "battery": battery.report,
    "bluetooth_manager": radios.bluetooth_report,
    "connectivity": radios.connectivity_report,
    "cpuinfo": performance.cpuinfo,
    "display": _display,
    "gfxinfo": performance.gfxinfo,
    "input": _input,
    "input_method": _input_method,
    "location": radios.location_report,
    "meminfo": _meminfo,
    "notification": notices.report,
    "package": _package,
    "power": _power,
    "telecom": _telecom,
    "telephony.registry": _telephony,
    "uimode": _uimode,
    "wifi": radios.wifi_report,
    "window": _window,
}
"""Services that tell something, by name."""
