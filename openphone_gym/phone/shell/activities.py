"""Packages and activities: ``pm``, ``am`` and ``monkey``."""

from __future__ import annotations

import base64
import binascii
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.app import apps_by_package, installed_apps, sharing
from openphone_gym.phone.shell import forwarding
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.intents import read_intent
from openphone_gym.phone.shell.text import USAGE, lines, usage
from openphone_gym.phone.system import intents, packages, stacks
from openphone_gym.phone.system.nav import Nav
from openphone_gym.ui.gesture import LaunchApp, TypeText

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

FIRST_USER_ID = 10_100
"""Unix user of the first package; the others follow in the order of their names."""

PROVIDERS = {
    "com.android.providers.contacts": {"people": "people", "calls": "recents"},
    "com.android.providers.telephony": {"texts": "conversations"},
}
"""Packages that are no apps, but keep what apps show: lists that they empty when cleared, by content."""


# Packages


def pm(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``pm list packages|path|clear|uninstall|enable|disable-user|grant|revoke|dump ...``."""
    match arguments:
        case ["list", "packages", *rest]:
            return _list_packages(phone, rest)
        case ["list", "users"]:
            return "Users:\n\tUserInfo{0:Owner:c13} running\n"
        case ["path", *_, package] if package in phone.system.packages:
            return f"package:{_archive(phone, package)}\n"
        case ["clear", *_, package]:
            return _clear(phone, package)
        case ["uninstall", *_, package]:
            if packages.uninstall(phone.system, package):
                return "Success\n"
            raise ShellError("Failure [DELETE_FAILED_INTERNAL_ERROR]")
        case ["enable" | "disable-user" | "disable" as verb, *_, package] if package in phone.system.packages:
            packages.set_enabled(phone.system, package, verb == "enable")
            state = "enabled" if verb == "enable" else "disabled-user"
            return f"Package {package} new state: {state}\n"
        case ["resolve-activity", *rest]:
            return _resolve(rest)
        case ["dump", package]:
            return describe_package(phone, package)
        case ["grant" | "revoke" | "trim-caches" | "set-home-activity" | "compile", *_]:
            return ""
        case ["path", *_]:
            raise ShellError("", 1)
    raise usage("pm list packages [-3|-s] [-f] [FILTER] | path|clear|uninstall|enable|disable-user PACKAGE")


def _list_packages(phone: Phone, options: Sequence[str]) -> str:
    """A line for each package; ``-f`` shows its file, ``-U`` its user."""
    flags = {word for word in options if word.startswith("-")}
    words = [word for word in options if not word.startswith("-")]
    wanted = {False} if "-3" in flags else {True} if "-s" in flags else {True, False}
    shown: list[str] = []
    for number, (name, package) in enumerate(sorted(phone.system.packages.items())):
        if package.system in wanted and all(word in name for word in words):
            file = f"{_archive(phone, name)}=" if "-f" in flags else ""
            user = f" uid:{FIRST_USER_ID + number}" if "-U" in flags else ""
            shown.append(f"package:{file}{name}{user}")
    return lines(shown)


def _archive(phone: Phone, package: str) -> str:
    """Where the package's file would lie."""
    if phone.system.packages[package].system:
        return f"/system/app/{package}/{package}.apk"
    return f"/data/app/{package}/base.apk"


def _resolve(options: Sequence[str]) -> str:
    app = apps_by_package().get(options[-1] if options else "")
    if app is None:
        return "No activity found\n"
    return (
        f"priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false\n{component(app.id)}\n"
    )


def component(app: str) -> str:
    """``package/activity`` of an app."""
    declared = installed_apps()[app]
    return f"{declared.package}/{declared.activity}"


def describe_package(phone: Phone, package: str) -> str:
    """What ``dumpsys package`` tells of one."""
    known = phone.system.packages.get(package)
    if known is None:
        return f"Unable to find package: {package}\n"
    first = "2024-05-01 09:00:00"
    granted = [f"      {name}: granted={str(given).lower()}" for name, given in known.permissions.items()]
    facts = [
        "Packages:",
        f"  Package [{package}] (7a1c2e8):",
        f"    codePath={_archive(phone, package).rpartition('/')[0]}",
        "    versionCode=1 minSdk=21 targetSdk=33",
        f"    versionName={known.version}",
        f"    firstInstallTime={first}",
        f"    lastUpdateTime={first}",
        "    signatures=PackageSignatures{0 version:2, signatures:[7a1c2e8], past signatures:[]}",
        f"    User 0: installed=true hidden=false stopped=false enabled={0 if known.enabled else 3}",
        "    runtime permissions:",
    ]
    return lines([*facts, *granted])


def _clear(phone: Phone, package: str) -> str:
    """Brings an app back to the state of its first start; a provider loses what it keeps."""
    if package in PROVIDERS:
        for kind, kept in PROVIDERS[package].items():
            setattr(phone.shared(kind), kept, [])
            packages.force_stop(phone.system, sharing(kind).package)
        return "Success\n"
    app = apps_by_package().get(package)
    if app is None or package not in phone.system.packages:
        raise ShellError("Failed")
    packages.force_stop(phone.system, package)
    fresh = phone.first_state(app)
    state = phone.app(app.id)
    for name in fresh.__struct_fields__:
        setattr(state, name, getattr(fresh, name))
    system = phone.system
    system.notifications = [note for note in system.notifications if note.app != app.id]
    if app.boots:
        phone.act(app.id, "boot")
    return "Success\n"


# Activities


def am(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``am start|force-stop|broadcast|stack list|get-current-user ...``."""
    match arguments:
        case ["broadcast", *rest]:
            return _broadcast(phone, rest)
        case ["stack", "list"]:
            return _stacks(phone)
        case ["start" | "start-activity", *rest]:
            return _start(phone, rest)
        case ["force-stop" | "kill" | "stop-app", *_, package]:
            packages.force_stop(phone.system, package)
            return ""
        case ["get-current-user"]:
            return "0\n"
        case ["instrument", *_]:
            raise ShellError("INSTRUMENTATION_FAILED: this phone runs its own apps only")
        case ["kill-all" | "startservice" | "start-service" | "start-foreground-service", *_]:
            return ""
        case ["stopservice" | "stop-service" | "wait-for-broadcast-idle" | "switch-user" | "task", *_]:
            return ""
    raise usage("am start -n PACKAGE/ACTIVITY | force-stop PACKAGE | broadcast -a ACTION | stack list")


def _broadcast(phone: Phone, options: Sequence[str]) -> str:
    """Types what the broadcasts of ADBKeyboard say; all others reach nobody."""
    named = dict(itertools.pairwise(options))
    message = dict(zip(options, options[2:], strict=False)).get("--es", "")
    action = named.get("-a", "")
    if action == "ADB_INPUT_B64":
        try:
            typed = base64.b64decode(message, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise ShellError("Error: the message is no text in Base64", USAGE) from None
        phone.perform(TypeText(typed, replace=False))
    elif action == "ADB_INPUT_TEXT":
        phone.perform(TypeText(message, replace=False))
    elif action == "ADB_CLEAR_TEXT":
        phone.perform(TypeText("", replace=True))
    elif action in forwarding.LISTENERS:
        forwarding.LISTENERS[action](phone, _extras(options))
    return f"Broadcasting: Intent {{ act={action} }}\nBroadcast completed: result=0\n"


def _stacks(phone: Phone) -> str:
    """A line for each back stack, the one in front first."""
    display = phone.system.display
    shown: list[str] = []
    for number, task in enumerate(reversed(phone.system.tasks), 1):
        name = component(task.app)
        shown.append(
            f"  taskId={number}: {name} bounds=[0,0][{display.width},{display.height}]"
            f" userId=0 visible={str(number == 1).lower()} topActivity=ComponentInfo{{{name}}}"
        )
    return lines(shown)


HOME = "android.intent.category.HOME"


def _extras(options: Sequence[str]) -> dict[str, str]:
    """Names and values of ``-e NAME VALUE`` and its like."""
    found = zip(options, options[1:], options[2:], strict=False)
    return {name: value for option, name, value in found if option in ("-e", "--es", "--ei", "--ez")}


def _start(phone: Phone, options: Sequence[str]) -> str:
    named = dict(itertools.pairwise(options))
    action = named.get("-a", "")
    target = named.get("-n") or next((word for word in options if _is_component(word, options)), "")
    request = read_intent(action, named.get("-d", ""), named.get("-t", ""), _extras(options))
    package = target.partition("/")[0] or named.get("-p", "")
    if not package and request is not None:
        package = intents.answering(phone.system, request.kind, request.data) or ""
    if named.get("-c") == HOME and not package:
        package = phone.system.roles["home"]
    package = package or _alone(phone, options)
    intent = f"cmp={target}" if target else f"act={action}"
    if not package and request is not None and intents.takers(phone.system, request.kind, request.data):
        Nav(phone, stacks.front_entry(phone.system)).send(request.kind, **request.data)
        phone.changed()
        return f"Starting: Intent {{ {intent} }}\n"
    if not startable(phone, package):
        problem = f"Error type 3\nError: Activity class {{{target or package}}} does not exist.\n"
        return f"Starting: Intent {{ {intent} }}\n{problem}"
    if "-S" in options:
        packages.force_stop(phone.system, package)
    phone.perform(LaunchApp(package))
    if request is not None and request.kind in apps_by_package()[package].opens:
        Nav(phone, stacks.front_entry(phone.system)).deliver(package, request.kind, **request.data)
        phone.changed()
    waited = f"Status: ok\nLaunchState: COLD\nActivity: {phone.foreground()}\nTotalTime: 350\nWaitTime: 352\n"
    return f"Starting: Intent {{ {intent} }}\n" + (f"{waited}Complete\n" if "-W" in options else "")


def _alone(phone: Phone, options: Sequence[str]) -> str:
    """The package that ``am start PACKAGE`` names: a word that is one, and no option's value."""
    before = ("", *options)
    words = (word for word, last in zip(options, before, strict=False) if not last.startswith("-"))
    return next((word for word in words if word in phone.system.packages), "")


def _is_component(word: str, options: Sequence[str]) -> bool:
    """Whether a word names the activity without ``-n``: it has the form, and is no option's value."""
    package, slash, activity = word.partition("/")
    before = options[options.index(word) - 1] if word != options[0] else ""
    stands_alone = not before.startswith("-") or before in ("-W", "-S")
    return bool(slash and activity and "." in package) and ":" not in word and stands_alone


def startable(phone: Phone, package: str) -> bool:
    """Whether an app is there and was not disabled."""
    installed = phone.system.packages.get(package)
    return package in apps_by_package() and installed is not None and installed.enabled


def monkey(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``monkey -p PACKAGE [-c CATEGORY] COUNT``: starts an app, as everybody uses it."""
    package = dict(itertools.pairwise(arguments)).get("-p", "")
    if not startable(phone, package):
        raise ShellError("** No activities found to run, monkey aborted.", 252)
    phone.perform(LaunchApp(package))
    return (
        "Events injected: 1\n## Network stats: elapsed time=20ms (0ms mobile, 0ms wifi, 20ms not connected)\n"
    )
