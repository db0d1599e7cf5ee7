"""Episodes in AndroidLab's trace format, so that its judges and tools can read them.

::

    <folder>/traces/trace.jsonl     one record a step
    <folder>/Screen/000.png         screenshot before the step; 000_labeled.png has the numbered marks
    <folder>/xml/000.xml            uiautomator dump before the step

As there, each record shows the screen *before* its action, so the screen of the finish step is the final one.
AndroidLab finds a trace by the name of its folder: the task's id, ``_`` and anything more. Of the paths in
the records its judges read the file names alone, so a folder can be moved.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from openphone_gym.recording.picture import write_png
from openphone_gym.trajectory import Episode, Step
from openphone_gym.ui.gesture import LaunchApp, LongPress, Pinch, PressKey, Swipe, Tap, TypeText, Wait
from openphone_gym.ui.marks import draw_marks, number_marks
from openphone_gym.ui.xml import to_xml


def export_androidlab(episode: Episode, folder: Path) -> Path:
    """Writes an episode as AndroidLab records it.

    Args:
        episode: What happened, with the trees of all steps. Pictures are written for the steps that have a
            frame; a record names its picture in any case, since AndroidLab passes over records that do not.
        folder: Where to put it; made if missing, files of the same names are overwritten.

    Returns:
        The file with the records, ``traces/trace.jsonl``.

    Raises:
        ValueError: A step has no tree.
    """
    for name in ("traces", "Screen", "xml"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    records = [_record(episode, step, folder) for step in episode.steps]
    trace = folder / "traces" / "trace.jsonl"
    trace.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
    return trace


def parsed_action(step: Step) -> dict[str, Any]:
    """What a step did, in the words of AndroidLab's records.

    An action that could not be carried out has the operation ``invalid``, which AndroidLab does not know:
    there such a step ends the run with an exception.
    """
    if step.error is not None or step.action is None:
        return _invalid(step.error or "no action")
    arguments = step.action.arguments
    match step.gesture:
        case Tap(x, y):
            return _do("Tap", element=[x, y])
        case LongPress(x, y):
            return _do("Long Press", element=[x, y])
        case Swipe(x, y) if "direction" in arguments:
            return _do(
                "Swipe",
                element=[x, y],
                direction=arguments["direction"],
                dist=arguments.get("dist", "medium"),
            )
        case Swipe(x, y, to_x, to_y):
            return _do("Swipe", element=[x, y], **_along(to_x - x, to_y - y))
        case TypeText(text):
            return _do("Type", text=text)
        case PressKey(key):
            return _do(f"Press {key.capitalize()}")
        case LaunchApp(package):
            return _do("Launch", app=arguments.get("app_name", package))
        case Wait(seconds):
            return _do("Wait", interval=seconds)
        case Pinch():
            return _invalid("two fingers, which AndroidLab has no word for")
        case None:
            message = arguments.get("message")
            return {"operation": "finish", "action": "finish", "kwargs": {"message": message}}


def _invalid(error: str) -> dict[str, Any]:
    return {"operation": "invalid", "action": "", "kwargs": {"error": error}}


def _along(right: int, down: int) -> dict[str, Any]:
    """A drag as AndroidLab could say it: along its longer side, whose length is doubled there if vertical."""
    if abs(right) > abs(down):
        return {"direction": "right" if right > 0 else "left", "dist": abs(right)}
    return {"direction": "down" if down > 0 else "up", "dist": abs(down) // 2}


def _do(action: str, **kwargs: Any) -> dict[str, Any]:
    return {"operation": "do", "action": action, "kwargs": kwargs}


def _record(episode: Episode, step: Step, folder: Path) -> dict[str, Any]:
    if step.tree is None:
        raise ValueError(f"step {step.index} has no tree: run the episode with record=('tree', 'frame')")
    xml = folder / "xml" / f"{step.index:03}.xml"
    image = folder / "Screen" / f"{step.index:03}.png"
    labeled = folder / "Screen" / f"{step.index:03}_labeled.png"
    xml.write_text(to_xml(step.tree), encoding="utf-8")
    if step.frame is not None:
        write_png(step.frame, image)
        write_png(draw_marks(step.frame, number_marks(step.tree)), labeled)
    return {
        "trace_id": episode.task_id,
        "index": step.index,
        "prompt": "** screenshot **" if step.index else episode.goal,
        "image": str(image),
        "xml": str(xml),
        "ac_xml": None,  # for screens read by an accessibility service instead of uiautomator
        "current_activity": step.foreground,
        "window": [step.tree.width, step.tree.height],
        "target": episode.goal,
        "command": step.shell,
        "labeled_image": str(labeled),
        "parsed_action": parsed_action(step),
        "current_response": step.decision.raw if step.decision and step.decision.raw else step.action_text,
    }
