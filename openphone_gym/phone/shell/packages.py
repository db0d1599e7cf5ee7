"""``pm``: the package manager, with which ``cmd package`` shares its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.app import App, apps_by_package, installed_apps, sharing
from openphone_gym.phone.shell import appium, permissions, portal
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.intents import Intent, refused
from openphone_gym.phone.shell.requests import answering
from openphone_gym.phone.shell.text import USAGE, lines, usage
from openphone_gym.phone.system import packages

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

FIRST_USER_ID = 10_100
"""Unix user of the first package; the others follow in the order of their names."""

PROVIDERS = {
    "com.android.providers.contacts": {"people": "people", "calls": "recents"},
    "com.android.providers.telephony": {"texts": "conversations"},
}
"""Packages that are no apps, but keep what apps show: lists that they empty when cleared, by content."""

NO_INSTALL = "INSTALL_FAILED_ABORTED: the virtual phone has its own apps only"
"""Why nothing can be installed."""

FEATURES = (
    "android.hardware.audio.output",
    "android.hardware.bluetooth",
    "android.hardware.faketouch",
    "android.hardware.location",
    "android.hardware.location.gps",
    "android.hardware.microphone",
    "android.hardware.screen.portrait",
    "android.hardware.telephony",
    "android.hardware.touchscreen",
    "android.hardware.touchscreen.multitouch",
    "android.hardware.wifi",
    "android.software.input_methods",
)
"""What the phone has, by Android's names."""


def pm(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``pm list packages|features|instrumentation|users``, ``query-activities``, ``path``, ``clear`` ..."""
    match arguments:
        case ["list", "packages", *rest]:
            return _list_packages(phone, rest)
        case ["list", "permissions" | "permission-groups" as what, *_]:
            return permissions.listed(by_group=what == "permission-groups")
        case ["list", "libraries" | "staged-sessions"]:
            return ""
        case ["list", what, *_] if what not in ("users", "instrumentation", "features"):
            raise ShellError("", USAGE, f"Error: unknown list type '{what[:40]}'\n")
        case ["list", "users"]:
            return "Users:\n\tUserInfo{0:Owner:c13} running\n"
        case ["list", "instrumentation", *_]:
            return appium.instrumentations(phone.system)
        case ["list", "features"]:
            return lines(["feature:reqGlEsVersion=0x30002", *(f"feature:{name}" for name in FEATURES)])
        case ["has-feature", name, *_]:
            if name in FEATURES:
                return "true\n"
            raise ShellError("", 1, "false\n")
        case ["path", *_, package] if package in _installed(phone):
            return f"package:{_archive(phone, package)}\n"
        case ["clear", *_, package]:
            return _clear(phone, package)
        case ["uninstall", *_, package]:
            if packages.uninstall(phone.system, package):
                return "Success\n"
            raise ShellError("", 1, "Failure [DELETE_FAILED_INTERNAL_ERROR]\n")
        case ["enable" | "disable-user" | "disable" | "default-state" as verb, *_, package]:
            if package not in phone.system.packages:
                raise refused(verb, f"Unknown package: {package[:80]}")
            packages.set_enabled(phone.system, package, verb in ("enable", "default-state"))
            phone.changed()
            state = {"enable": "enabled", "default-state": "default"}.get(verb, "disabled-user")
            return f"Package {package} new state: {state}\n"
        case ["resolve-activity", *rest]:
            return _resolve(phone, rest)
        case ["query-activities", *rest]:
            return _query(phone, rest)
        case ["dump", package]:
            return describe_package(phone, package)
        case ["install" | "install-create" | "install-existing", *_]:
            raise ShellError("", 1, f"Failure [{NO_INSTALL}]\n")
        case ["grant" | "revoke" as verb, *rest]:
            return permissions.set_granted(phone, verb, rest)
        case ["get-app-links" | "get-install-location" | "get-max-users" as verb, *rest]:
            return _told(phone, verb, rest)
        case ["set-home-activity" | "compile" | "bg-dexopt-job" | "trim-caches" as verb, *rest]:
            return _maintained(phone, verb, rest)
        case ["path", *_]:
            raise ShellError("", 1)
        case [verb, *_] if verb not in ("list", *_VERBS):
            raise ShellError("", USAGE, f"Unknown command: {verb[:80]}\n")
    raise usage(_HELP)


def _told(phone: Phone, verb: str, words: Sequence[str]) -> str:
    """Answers that are the same for every phone of this kind."""
    if verb == "get-install-location":
        return "0[auto]\n"
    if verb == "get-max-users":
        return "Maximum supported users: 1\n"
    package = words[-1] if words else ""
    if package not in phone.system.packages:
        raise refused(verb, f"Unknown package: {package[:80]}")
    return f"  {package}:\n    ID: 00000000-0000-0000-0000-000000000000\n    Domain verification state:\n"


def _maintained(phone: Phone, verb: str, words: Sequence[str]) -> str:
    """What keeps a real phone fast, and has nothing to do on this one."""
    package = next((word.partition("/")[0] for word in words[::-1] if "." in word), "")
    if package and package not in phone.system.packages:
        raise refused(verb, f"Unknown package: {package[:80]}")
    return "" if verb == "trim-caches" else "Success\n"


_VERBS = ("path", "clear", "uninstall", "enable", "disable-user", "disable", "dump", "has-feature")
_HELP = (
    "pm list packages [-3|-s] [-f] [FILTER] | list features|instrumentation|users"
    " | query-activities|resolve-activity INTENT | path|clear|uninstall|enable|disable-user|dump PACKAGE"
    " | has-feature NAME"
)


LIST_FLAGS = {"-3", "-s", "-f", "-U", "-e", "-d", "-a", "-i", "-u", "-l", "--show-versioncode", "--apex-only"}


def _list_packages(phone: Phone, options: Sequence[str]) -> str:
    """A line for each package; ``-f`` shows its file, ``-U`` its user, ``-i`` who installed it."""
    given = list(options)
    while "--user" in given:
        at = given.index("--user")
        del given[at : at + 2]
    flags = {word for word in given if word.startswith("-")}
    words = [word for word in given if not word.startswith("-")]
    if unknown := sorted(flags - LIST_FLAGS):
        raise ShellError(f"Error: Unknown option: {unknown[0][:40]}", USAGE)
    wanted = {False} if "-3" in flags else {True} if "-s" in flags else {True, False}
    shown: list[str] = []
    for number, (name, system) in enumerate(sorted(_installed(phone).items())):
        known = phone.system.packages.get(name)
        enabled = known is None or known.enabled
        if system not in wanted or not all(word in name for word in words):
            continue
        if ("-e" in flags and not enabled) or ("-d" in flags and enabled) or "--apex-only" in flags:
            continue
        file = f"{_archive(phone, name)}=" if "-f" in flags else ""
        version = packages.version_code(known.version if known else "")
        code = f" versionCode:{version}" if "--show-versioncode" in flags else ""
        installer = f" installer={'null' if system else INSTALLER}" if "-i" in flags else ""
        user = f" uid:{FIRST_USER_ID + number}" if "-U" in flags else ""
        shown.append(f"package:{file}{name}{code}{installer}{user}")
    return lines(shown)


INSTALLER = "com.android.vending"
"""Who installed what did not come with the phone."""


HELPERS = (
    "ca.zgrs.clipper",
    "com.android.adbkeyboard",
    "com.github.uiautomator",
    "com.mobilenext.devicekit",
    portal.PACKAGE,
)
"""Packages that programs look for before they type or copy, and that are in no other list."""


def has_no_screen(phone: Phone, package: str) -> bool:
    """Whether a package is on the phone for programs alone, so that nothing shows when it is started."""
    return package in HELPERS or (package in appium.LABELS and package in phone.system.packages)


def _installed(phone: Phone) -> dict[str, bool]:
    """Packages that the shell finds, and whether each came with the phone."""
    return dict.fromkeys(HELPERS, False) | {n: package.system for n, package in phone.system.packages.items()}


def _archive(phone: Phone, package: str) -> str:
    """Where the package's file would lie."""
    if _installed(phone)[package]:
        return f"/system/app/{package}/{package}.apk"
    return f"/data/app/{package}/base.apk"


# Who answers an intent


MATCHED = "priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true"
"""How well an activity fits, as Android tells it."""


def _resolve(phone: Phone, options: Sequence[str]) -> str:
    """The one activity that answers an intent; with ``--brief`` its name alone."""
    brief, words = _brief(options)
    found = _answering(phone, Intent.read("resolve-activity", words))
    if not found:
        return "No activity found\n"
    return f"{MATCHED}\n{component(found[0].id)}\n" if brief else _activity_info(phone, found[0])


def _query(phone: Phone, options: Sequence[str]) -> str:
    """All activities that answer an intent."""
    brief, words = _brief(options)
    found = _answering(phone, Intent.read("query-activities", words))
    if not found:
        return "No activities found\n"
    if brief:
        told = (
            f"Activity #{number}:\n  {MATCHED}\n  {component(app.id)}" for number, app in enumerate(found)
        )
    else:
        told = (f"Activity #{number}:\n{_activity_info(phone, app)}" for number, app in enumerate(found))
    return f"{len(found)} activities found:\n" + lines([one.rstrip("\n") for one in told])


def _brief(options: Sequence[str]) -> tuple[bool, list[str]]:
    """Whether names alone are wanted, and the words of the intent."""
    return "--brief" in options, [w for w in options if w not in ("--brief", "--components", "--query-flags")]


def _answering(phone: Phone, intent: Intent) -> list[App]:
    """Apps that answer an intent."""
    return [apps_by_package()[name] for name in answering(phone.system, intent) if name in apps_by_package()]


def _activity_info(phone: Phone, app: App) -> str:
    known = phone.system.packages[app.package]
    return lines(
        [
            f"  {MATCHED}",
            "  ActivityInfo:",
            f"    name={app.activity}",
            f"    packageName={app.package}",
            f"    enabled={str(known.enabled).lower()} exported=true directBootAware=false",
            "    ApplicationInfo:",
            f"      packageName={app.package}",
            f"      processName={app.package}",
            f"      sourceDir={_archive(phone, app.package)}",
        ]
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
    facts = [
        "Packages:",
        f"  Package [{package}] (7a1c2e8):",
        f"    codePath={_archive(phone, package).rpartition('/')[0]}",
        f"    versionCode={packages.version_code(known.version)} minSdk=21 targetSdk=33",
        f"    versionName={known.version}",
        f"    firstInstallTime={first}",
        f"    lastUpdateTime={first}",
        "    signatures=PackageSignatures{0 version:2, signatures:[7a1c2e8], past signatures:[]}",
        f"    User 0: installed=true hidden=false stopped=false enabled={0 if known.enabled else 3}",
    ]
    return lines([*facts, *permissions.granted(known.permissions)])


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
