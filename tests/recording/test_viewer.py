"""The pages show every episode, every screen and every action, and never what is not text as markup."""

from __future__ import annotations

import builtins
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest

from openphone_gym.actions import Action
from openphone_gym.recording import DamagedTrace, render_html, save_episode
from openphone_gym.trajectory import AgentFault, Decision, Episode, Step, Verdict
from openphone_gym.ui.gesture import LongPress, Swipe, Tap
from openphone_gym.ui.node import UiNode, UiTree

EVIL = "<script>alert(1)</script>"
TREE = UiTree(roots=[UiNode(text=EVIL, clickable=True, bounds=(10, 20, 90, 60))], width=100, height=200)
FRAME = np.full((200, 100, 3), 128, np.uint8)


class Page(HTMLParser):
    """The tags of a page, each with its attributes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.path = path
        self.source = path.read_text(encoding="utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, tag: str, attribute: str) -> list[str]:
        return [value for name, attrs in self.tags if name == tag and (value := attrs.get(attribute))]


def save(folder: Path, task_id: str = "zoom_1", success: bool | None = True) -> Path:
    steps = [
        Step(index=0, tree=TREE, frame=FRAME, action=Action("tap", {"index": 1}), gesture=Tap(50, 40)),
        Step(index=1, tree=TREE, frame=FRAME, action_text=EVIL, error=f"no action {EVIL}"),
        Step(index=2, tree=TREE, frame=FRAME, action=Action("swipe"), gesture=Swipe(50, 150, 50, 30)),
        Step(index=3, tree=TREE, frame=FRAME, action=Action("long_press"), gesture=LongPress(7, 8)),
        Step(index=4, tree=TREE, action=Action("finish"), decision=Decision(action="finish()", raw=EVIL)),
    ]
    verdict = Verdict(
        success=success,
        subgoals={f"a{EVIL}": True, "b": None},
        violations=[EVIL],
        side_effects=[EVIL],
        reason=EVIL,
    )
    episode = Episode(
        task_id=task_id, app=task_id.rpartition("_")[0], goal=f"Join {EVIL}", params={"name": EVIL},
        steps=steps, final_tree=TREE, final_frame=FRAME, answer=EVIL, verdict=verdict,
    )  # fmt: skip
    save_episode(episode, folder)
    return folder


def test_every_screen_is_shown_with_its_action(tmp_path: Path) -> None:
    folder = save(tmp_path / "run" / "episodes" / "zoom_1 #1")
    render_html([folder], tmp_path / "run")
    page = Page(tmp_path / "run" / "pages" / "zoom_1 #1.html")
    pictures = [(page.path.parent / unquote(source)).resolve() for source in page.values("img", "src")]
    assert pictures == [folder / "screens" / f"{index:03}.png" for index in (0, 1, 2, 3, 5)]
    assert all(picture.exists() for picture in pictures)
    circles = [(attrs["cx"], attrs["cy"]) for tag, attrs in page.tags if tag == "circle"]
    assert {("50", "40"), ("50", "150"), ("7", "8")} == set(circles)
    lines = [attrs for tag, attrs in page.tags if tag == "line"]
    assert {(line["x1"], line["y1"], line["x2"], line["y2"]) for line in lines} == {("50", "150", "50", "30")}
    assert ("10", "20", "80", "40") in [
        (attrs["x"], attrs["y"], attrs["width"], attrs["height"]) for tag, attrs in page.tags if tag == "rect"
    ], "the numbered element is framed"


Kept = tuple[UiTree | None, np.ndarray | None]


@pytest.mark.parametrize("final", [(None, FRAME), (None, None)])
@pytest.mark.parametrize("kept", [(TREE, FRAME), (None, FRAME), (TREE, None), (None, None)])
@pytest.mark.parametrize("steps", [0, 3])
def test_pages_show_what_was_kept_of_a_step(tmp_path: Path, kept: Kept, final: Kept, steps: int) -> None:
    actions = [
        (Action("tap", {"index": 1}), Tap(50, 40)),
        (Action("swipe"), Swipe(50, 150, 50, 30)),
        (None, None),
    ]
    episode = Episode(
        task_id="zoom_1", app="zoom", goal="Join", truncated=True, final_tree=final[0], final_frame=final[1],
        steps=[
            Step(index=index, tree=kept[0], frame=kept[1], action=action, gesture=gesture)
            for index, (action, gesture) in enumerate(actions[:steps])
        ],
    )  # fmt: skip
    save_episode(episode, tmp_path / "one")
    render_html([tmp_path / "one"], tmp_path / "out")
    page = Page(tmp_path / "out" / "pages" / "one.html")
    pictures = [screen for screen in [*[kept] * steps, final] if screen[1] is not None]
    assert len(page.values("img", "src")) == len(pictures)
    assert set(page.values("img", "width")) == ({"100"} if pictures else set())
    touched = [attrs for tag, attrs in page.tags if tag == "circle"]
    assert bool(touched) == bool(steps and kept[1] is not None)
    assert page.source.count("<figure") == steps + 1
    nothing = [screen for screen in [*[kept] * steps, final] if screen[0] is screen[1] is None]
    assert page.source.count("was not recorded") == len(nothing)


def test_a_picture_that_is_none_is_shown_without_its_gesture(tmp_path: Path) -> None:
    step = Step(index=0, frame=FRAME, action=Action("tap", {"index": 1}), gesture=Tap(50, 40))
    save_episode(Episode(task_id="zoom_1", app="zoom", goal="Join", steps=[step]), tmp_path / "one")
    (tmp_path / "one" / "screens" / "000.png").write_bytes(b"no picture")
    render_html([tmp_path / "one"], tmp_path / "out")
    page = Page(tmp_path / "out" / "pages" / "one.html")
    assert len(page.values("img", "src")) == 1
    assert not [tag for tag, _ in page.tags if tag == "circle"]


def test_what_the_agent_itself_did_wrong_is_told(tmp_path: Path) -> None:
    fault = AgentFault(kind="raised", reason=f"ValueError: {EVIL}", details="line 3")
    episode = Episode(task_id="zoom_1", app="zoom", goal="Join", fault=fault, verdict=Verdict(success=False))
    save_episode(episode, tmp_path / "one")
    index = Page(render_html([tmp_path / "one"], tmp_path / "out"))
    page = Page(tmp_path / "out" / "pages" / "one.html")
    assert "The agent failed: ValueError" in page.source
    assert "line 3" in page.source
    assert EVIL not in page.source
    assert [attrs["data-outcome"] for tag, attrs in index.tags if "data-outcome" in attrs] == ["failed"]


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\u202egnorw\u202c", "�[U+202E]gnorw�[U+202C]"),
        ("a\x00b\x1b[31m", "a�[U+0000]b�[U+001B][31m"),
        ("half \ud83d", "half �[U+D83D]"),
        ("no\u200bwidth", "no�[U+200B]width"),
        ("</script><script>", "&lt;/script&gt;&lt;script&gt;"),
        ("two\nlines", "two\nlines"),
        ("日本 👨\u200d👩", "日本 👨\u200d👩"),
    ],
)
def test_every_character_is_shown(tmp_path: Path, hostile: str, shown: str) -> None:
    index = Page(
        render_html([save(tmp_path / "one")], tmp_path / "out", title=hostile, errors={hostile: hostile})
    )
    assert index.source.count(shown) >= 4
    hostile = hostile.encode(errors="replace").decode()  # which no file of an episode holds
    episode = Episode(task_id="zoom_1", app="zoom", goal=hostile, answer=hostile, params={hostile: hostile})
    save_episode(episode, tmp_path / "two")
    render_html([tmp_path / "two"], tmp_path / "out")
    page = Page(tmp_path / "out" / "pages" / "two.html")
    assert page.source.count(shown.replace("�[U+D83D]", "?")) >= 4


def test_an_app_that_the_summary_does_not_know_has_no_figures(tmp_path: Path) -> None:
    rates = ("success_rate", "sub_goal_rate", "rrr", "ror", "side_effect_rate")
    counts = dict.fromkeys(("episodes", "succeeded", "failed", "unscored", "broken"), 0)
    over = dict.fromkeys(rates, 0)
    overall: dict[str, Any] = {**dict.fromkeys(rates), **counts, "agent_faults": {}, "taken_over": over}
    summary = {
        "unusable": [], "overall": overall | {"ci95": dict.fromkeys(rates)}, "taken_over": over, "apps": {},
        "run": {},
    }  # fmt: skip
    render_html([save(tmp_path / "one")], tmp_path / "out", summary=summary)
    assert "–" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_text_of_agents_tasks_and_screens_is_escaped(tmp_path: Path) -> None:
    errors = {EVIL: EVIL}
    index = Page(render_html([save(tmp_path / "one")], tmp_path / "out", title=EVIL, errors=errors))
    page = Page(tmp_path / "out" / "pages" / "one.html")
    assert EVIL not in index.source + page.source
    assert index.source.count("&lt;script&gt;alert(1)") >= 4
    assert page.source.count("&lt;script&gt;alert(1)") >= 9
    assert [tag for tag, _ in page.tags].count("script") == 0


def test_nothing_is_loaded_from_elsewhere(tmp_path: Path) -> None:
    index = Page(render_html([save(tmp_path / "one")], tmp_path / "out"))
    page = Page(tmp_path / "out" / "pages" / "one.html")
    for shown in (index, page):
        loaded = [*shown.values("img", "src"), *shown.values("script", "src"), *shown.values("link", "href")]
        assert not [address for address in loaded if ":" in address and address != "data:,"]
        assert "url(http" not in shown.source


def test_index_leads_to_every_episode_with_its_outcome(tmp_path: Path) -> None:
    outcomes = {"zoom_1": True, "zoom_2": False, "clock_1": None}
    folders = [save(tmp_path / task, task, success) for task, success in outcomes.items()]
    index = Page(render_html(folders, tmp_path / "out"))
    rows = [attrs for tag, attrs in index.tags if tag == "tr" and "data-outcome" in attrs]
    assert [(row["data-app"], row["data-outcome"]) for row in rows] == [
        ("zoom", "succeeded"), ("zoom", "failed"), ("clock", "unscored"),
    ]  # fmt: skip
    for address in index.values("a", "href"):
        assert (tmp_path / "out" / unquote(address)).exists()
    middle = Page(tmp_path / "out" / "pages" / "zoom_2.html")
    assert {"zoom_1.html", "clock_1.html", "../index.html"} <= set(middle.values("a", "href"))


def test_figures_of_a_summary_are_shown(tmp_path: Path) -> None:
    rates = ("success_rate", "sub_goal_rate", "rrr", "ror", "side_effect_rate")
    figures: dict[str, Any] = {
        **dict.fromkeys(rates), "success_rate": 0.123, "episodes": 9, "succeeded": 4, "failed": 3,
        "unscored": 2, "broken": 0, "agent_faults": {"raised": 1, "died": 0},
        "taken_over": dict.fromkeys(rates, 7),
        "ci95": {**dict.fromkeys(rates), "success_rate": (0.04, 0.456)},
    }  # fmt: skip
    summary = {
        "unusable": ["Nothing <could> be scored."], "overall": figures, "apps": {"zoom": figures},
        "taken_over": dict.fromkeys(rates, "episodes"), "run": {"commit": "abc123"},
    }  # fmt: skip
    source = Page(render_html([save(tmp_path / "one")], tmp_path / "out", summary=summary)).source
    for text in ("12.3 %", "95 %: 4 to 45.6 %, of 7", "no interval", "abc123"):
        assert text in source
    assert "4 succeeded, 3 failed, 2 unscored, 0 broken" in source
    assert "1 raised, 0 died" in source
    assert source.index("Nothing &lt;could&gt; be scored.") < source.index("12.3 %")


def test_what_the_agent_did_to_end_an_episode_is_shown(tmp_path: Path) -> None:
    fault = AgentFault(kind="raised", reason="ValueError: <b>no</b>", details="Traceback <i>")
    verdict = Verdict(success=False, reason="the agent failed")
    lost = Episode(task_id="zoom_1", app="zoom", goal="Join", fault=fault, verdict=verdict)
    save_episode(lost, tmp_path / "one")
    index = Page(render_html([tmp_path / "one"], tmp_path / "out")).source
    page = Page(tmp_path / "out" / "pages" / "one.html").source
    assert "failed: agent raised" in index
    assert "ValueError: &lt;b&gt;no&lt;/b&gt;" in page
    assert "Traceback &lt;i&gt;" in page


def test_no_episodes_give_an_empty_index(tmp_path: Path) -> None:
    assert "0 episodes" in Page(render_html([], tmp_path)).source


def test_names_must_differ(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="different names"):
        render_html([tmp_path / "a" / "one", tmp_path / "b" / "one"], tmp_path / "out")


def test_a_damaged_episode_is_named(tmp_path: Path) -> None:
    with pytest.raises(DamagedTrace, match="missing"):
        render_html([tmp_path / "missing"], tmp_path / "out")


def test_without_jinja_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def no_jinja(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "jinja2":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", no_jinja)
    with pytest.raises(ImportError, match=r"openphone_gym\[bench\]"):
        render_html([], tmp_path)
