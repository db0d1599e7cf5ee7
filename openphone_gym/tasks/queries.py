"""What AndroidLab asks the phone's shell before every step of some tasks, since no screen tells its judges.

Its records hold each answer by the query as it is written there, for a shell outside the phone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

FAILED = "ERROR"
"""What stands in its records for the output of a command that failed, such as a search without a hit."""


class Query(NamedTuple):
    """A query as AndroidLab writes it, and the same for the phone's own shell."""

    written: str
    command: str


def _plain(command: str) -> Query:
    return Query(f"adb shell {command}", command)


_AIRPLANE_MODE = _plain("settings get global airplane_mode_on")

QUERIES: Mapping[str, Query] = {
    "setting_0": _AIRPLANE_MODE,
    "setting_3": _plain("settings get global bluetooth_on"),
    "setting_9": _plain("settings list system | grep volume_ring_speaker"),
    "setting_10": _plain("settings list system | grep volume_alarm_speaker"),
    "setting_14": Query("adb shell 'getprop persist.sys.timezone'", "getprop persist.sys.timezone"),
    "setting_17": _plain("getprop ro.build.version.release"),
    "setting_20": _plain("pm list packages | grep 'com.booking'"),
    "setting_22": _AIRPLANE_MODE,
}
"""By task; no task has more than one."""


def ask(task_id: str, shell: Callable[[str], tuple[str, int]]) -> dict[str, str]:
    """The answer to a task's query, by the query; empty for a task without one.

    Args:
        task_id: Such as ``setting_0``.
        shell: Runs a command on the phone and gives its output and exit code.
    """
    if task_id not in QUERIES:
        return {}
    query = QUERIES[task_id]
    output, code = shell(query.command)
    return {query.written: FAILED if code else output.strip()}
