"""``dumpsys``: what Android's services tell of themselves, in the lines that clients read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell import appium, machine, portal, processes, telephone
from openphone_gym.phone.shell.packages import component, describe_package
from openphone_gym.phone.shell.text import lines
from openphone_gym.phone.system import clock, connectivity
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
    """``dumpsys SERVICE [ARGUMENT...]``: the lines of it that clients read."""
    words = [word for word in arguments if not word.startswith("-")]
    if not words:
        return f"Currently running services:\n{lines([f'  {name}' for name in sorted(DUMPS)])}"
    name, *rest = words
    if name not in DUMPS:
        return f"Can't find service: {name}\n"
    return DUMPS[name](phone, rest)


DISPLAY = "4619827259835644672"
"""Number of the display."""


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
    return f"  mScreenState=ON\n  Display Id=0\n  Display State=ON\n  mViewports=[{_viewport(phone)}]\n"


def _surfaces(phone: Phone, rest: Sequence[str]) -> str:
    """``SurfaceFlinger --display-id``, which tells of the display; nothing of its layers is known."""
    return f'Display {DISPLAY} (HWC display 0): port=0 pnpId=GGL displayName="EMU_display_0"\n'


def _input(phone: Phone, rest: Sequence[str]) -> str:
    display = phone.system.display
    size = f"[0, 0, {display.width}, {display.height}]"
    frames = f"logicalFrame={size}, physicalFrame={size}, deviceSize=[{display.width}, {display.height}]"
    return f"  Viewport INTERNAL: displayId=0, orientation=0, {frames}\n  SurfaceOrientation: 0\n"


def _window(phone: Phone, rest: Sequence[str]) -> str:
    """``window [policy|displays]``."""
    front = phone.foreground()
    display = phone.system.display
    size = f"{display.width}x{display.height}"
    match rest:
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


def _battery(phone: Phone, rest: Sequence[str]) -> str:
    facts = ("AC powered: false", "USB powered: true", "status: 2", "health: 2", "present: true")
    facts = (*facts, f"level: {phone.system.battery}", "scale: 100", "temperature: 250")
    return lines(["Current Battery Service state:", *(f"  {fact}" for fact in facts)])


def _activity(phone: Phone, rest: Sequence[str]) -> str:
    """``activity recents|activities|processes|services|top``."""
    front = phone.foreground()
    record = f"ActivityRecord{{51f3a9b u0 {front} t1}}"
    match rest:
        case ["processes", *_]:
            return _processes(phone)
        case ["services", name, *_]:
            return appium.services(phone.system, name)
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
    return "".join(describe_package(phone, name) for name in rest[:1])


def _input_method(phone: Phone, rest: Sequence[str]) -> str:
    shown = str(phone.window().raised).lower()
    return f"  mCurMethodId={_keyboard(phone)}\n  mInputShown={shown}\n  mIsInputViewShown={shown}\n"


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


STREAMS = {
    "STREAM_VOICE_CALL": ("volume_voice_earpiece", 1, 5),
    "STREAM_RING": ("volume_ring_speaker", 0, 7),
    "STREAM_MUSIC": ("volume_music_speaker", 0, 15),
    "STREAM_ALARM": ("volume_alarm_speaker", 1, 7),
    "STREAM_NOTIFICATION": ("volume_ring_speaker", 0, 7),
}
"""Sorts of sound: the setting that keeps the volume, least and greatest step."""


def _audio(phone: Phone, rest: Sequence[str]) -> str:
    table = phone.system.settings["system"]
    shown = ["Stream volumes (device: index)"]
    for stream, (key, least, most) in STREAMS.items():
        step = table.get(key, "0")
        muted = str(step == "0").lower()
        shown += [f"- {stream}:", f"   Muted: {muted}", f"   Min: {least}", f"   Max: {most}"]
        shown += [f"   streamVolume:{step}", f"   Current: 2 (speaker): {step}", "   Devices: speaker"]
    mode = "MODE_IN_CALL" if phone.shared("calls").call is not None else "MODE_NORMAL"
    ringing = "SILENT" if table.get("volume_ring_speaker") == "0" else "NORMAL"
    return lines([*shown, "Ringer mode:", f"- mode (internal) = {ringing}", f"mMode={mode}"])


def _wifi(phone: Phone, rest: Sequence[str]) -> str:
    on = phone.system.settings["global"].get(connectivity.WIFI) == "1"
    network = machine.on_wifi(phone)
    name, state = (f'"{network}"', "COMPLETED") if network else ("<unknown ssid>", "DISCONNECTED")
    return lines(
        [
            f"Wi-Fi is {'enabled' if on else 'disabled'}",
            f"mWifiInfo SSID: {name}, BSSID: {connectivity.MAC}, Supplicant state: {state}",
            f"mNetworkInfo [type: WIFI[], state: {'CONNECTED' if network else 'DISCONNECTED'}]",
        ]
    )


def _telecom(phone: Phone, rest: Sequence[str]) -> str:
    """The calls of this moment."""
    states = {"active": "ACTIVE", "incoming": "RINGING"}
    calls = telephone.calls(phone)
    shown = [f"  Call id=TC@{n}, state={states[state]}, tel:{who}" for n, (who, state) in enumerate(calls, 1)]
    return lines(["CallsManager:", " mCalls:", *shown, f" mForegroundCall: {'TC@1' if calls else 'null'}"])


def _meminfo(phone: Phone, rest: Sequence[str]) -> str:
    """``meminfo [PACKAGE]``: memory of an app, or of all."""
    apps = processes.running(phone)
    if rest and rest[0] not in apps:
        return f"No process found for: {rest[0]}\n"
    if rest:
        size = f"{processes.APP_KB:>9,}"
        return (
            f"Applications Memory Usage (in Kilobytes):\n"
            f"** MEMINFO in pid {apps[rest[0]]} [{rest[0]}] **\n"
            f" App Summary\n           TOTAL PSS: {size}            TOTAL RSS: {size}\n"
        )
    rows = [f"    {processes.APP_KB:,}K: {name} (pid {number} / activities)" for name, number in apps.items()]
    used = processes.APP_KB * len(apps)
    total = [f"Total RAM: {processes.MEMORY_KB:,}K (status normal)", f" Used RAM: {used:,}K"]
    return lines(["Total PSS by process:", *rows, "", *total, f" Free RAM: {processes.MEMORY_KB - used:,}K"])


def _notification(phone: Phone, rest: Sequence[str]) -> str:
    return lines(
        [
            f"    NotificationRecord(0x7a1c2e8: pkg={component(note.app).partition('/')[0]} key={note.key})\n"
            f"      android.title=String ({note.title})\n      android.text=String ({note.text})"
            for note in phone.system.notifications
        ]
    )


DUMPS: Mapping[str, Callable[[Phone, Sequence[str]], str]] = {
    "SurfaceFlinger": _surfaces,
    "activity": _activity,
    "alarm": _alarm,
    "audio": _audio,
    "battery": _battery,
    "display": _display,
    "input": _input,
    "input_method": _input_method,
    "meminfo": _meminfo,
    "notification": _notification,
    "package": _package,
    "power": _power,
    "telecom": _telecom,
    "telephony.registry": _telephony,
    "wifi": _wifi,
    "window": _window,
}
"""Services that tell something, by name."""
