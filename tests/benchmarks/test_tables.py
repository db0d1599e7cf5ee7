"""The table and the Excel file say what the summary says."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook
from rich.console import Console

from benchmarks.metrics import EpisodeRow, summarise
from benchmarks.tables import print_table, write_excel

ROWS = [
    EpisodeRow(task_id="zoom_1", app="zoom", seed=0, success=True, progress=1.0, human_steps=3, agent_steps=4,
               repeated_screens=0, reason="Done.", path="episodes/zoom_1-seed0"),
    EpisodeRow(task_id="zoom_2", app="zoom", seed=0, success=False, progress=0.25, agent_steps=2,
               repeated_screens=0, side_effects=2, reason='=HYPERLINK("x")\x07'),
    EpisodeRow(task_id="clock_1", app="clock", seed=0, error="device lost"),
    EpisodeRow(task_id="clock_2", app="clock", seed=0, success=False, fault="died", side_effects=None),
    EpisodeRow(task_id="clock_3", app="clock", seed=0),
]  # fmt: skip
SUMMARY = summarise(ROWS, {"seeds": [0], "commit": "abc", "versions": {"numpy": "2.4"}, "arguments": {}})


def printed(width: int) -> str:
    out = io.StringIO()
    print_table(SUMMARY, Console(file=out, width=width))
    return out.getvalue()


def test_table_fits_a_terminal_of_80_columns() -> None:
    lines = printed(80).splitlines()
    assert max(map(len, lines)) <= 80
    rows = [line.split() for line in lines if line.strip()]
    cells = {name: [row[1:] for row in rows if row[0] == name] for name in ("zoom", "clock", "all")}
    assert cells["zoom"] == [
        ["50.0", "9–91", "62.5", "75.0", "100.0", "50.0"], ["2", "1", "1", "0", "0", "0", "0", "0", "0"],
    ]  # fmt: skip
    assert cells["clock"] == [
        ["0.0", "0–79", "0.0", "–", "–", "–"], ["3", "0", "1", "1", "1", "0", "0", "0", "1"],
    ]  # fmt: skip
    assert cells["all"][1] == ["5", "1", "2", "1", "1", "0", "0", "0", "1"]
    said = " ".join(printed(80).split())
    assert "Success and sub-goals over 3 episodes" in said
    assert "side effects over 2 without a fault" in said
    assert (
        "5 episodes: 1 succeeded, 2 failed (1 by the agent's own fault: 1 died), 1 unscored, 1 broken" in said
    )


def test_each_suite_has_a_table_of_its_own() -> None:
    """Of AndroidLab's tasks alone the length is published, so that there is no RRR beside theirs."""
    rows = [
        *ROWS,
        EpisodeRow(task_id="cross_1", app="cross", success=True, progress=1.0, agent_steps=15),
        EpisodeRow(task_id="cross_2", app="cross", success=False, progress=0.5, agent_steps=9),
    ]
    summary = summarise(rows)
    assert list(summary["suites"]) == ["AndroidLab", "cross"]
    assert summary["suites"]["cross"]["episodes"] == 2
    assert summary["suites"]["cross"]["rrr"] is None
    assert summary["suites"]["AndroidLab"]["rrr"] == SUMMARY["overall"]["rrr"]
    out = io.StringIO()
    print_table(summary, Console(file=out, width=80))
    tables = out.getvalue().split("AndroidLab: episodes")[0].split("cross: rates in %")
    assert "zoom" in tables[0]
    assert "cross" not in tables[0]
    assert [line.split()[:2] for line in tables[1].splitlines() if line.split()[:1] == ["all"]] == [
        ["all", "50.0"]
    ]


def test_excel_file(tmp_path: Path) -> None:
    path = tmp_path / "results.xlsx"
    write_excel(SUMMARY, ROWS, path)
    book = load_workbook(path)
    assert book.sheetnames == ["Overview", "Suites", "Apps", "Tasks", "Episodes"]
    apps = list(book["Apps"].iter_rows(values_only=True))
    assert apps[0][:5] == ("App", "Success", "Success, low", "Success, high", "Success, over")
    assert [(row[0], row[1], row[4]) for row in apps[1:]] == [("clock", 0, 1), ("zoom", 0.5, 2)]
    assert {"Succeeded", "Failed", "Unscored", "Broken", "Agent's fault: died"} <= set(apps[0])
    assert book["Apps"]["B3"].number_format == "0.0%"
    assert [row[0] for row in book["Tasks"].iter_rows(min_row=2, values_only=True)] == [
        "clock_1",
        "clock_2",
        "clock_3",
        "zoom_1",
        "zoom_2",
    ]
    overview = {row[0]: row[1] for row in book["Overview"].iter_rows(values_only=True)}
    assert (overview["all"], overview["commit"], overview["versions numpy"]) == (1 / 3, "abc", "2.4")


def test_text_in_the_excel_file_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "results.xlsx"
    write_excel(SUMMARY, ROWS, path)
    sheet = load_workbook(path)["Episodes"]
    headings = [cell.value for cell in sheet[1]]
    reason = sheet.cell(3, headings.index("Reason") + 1)
    assert reason.value == '=HYPERLINK("x")'
    assert reason.data_type == "s"
    assert sheet.column_dimensions["A"].width < sheet.column_dimensions["O"].width <= 60
