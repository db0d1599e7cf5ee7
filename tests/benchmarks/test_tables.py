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
]  # fmt: skip
SUMMARY = summarise(ROWS, {"seeds": [0], "commit": "abc", "versions": {"numpy": "2.4"}, "arguments": {}})


def printed(width: int) -> str:
    out = io.StringIO()
    print_table(SUMMARY, Console(file=out, width=width))
    return out.getvalue()


def test_table_fits_a_terminal_of_80_columns() -> None:
    lines = printed(80).splitlines()
    assert max(map(len, lines)) <= 80
    cells = {line.split()[0]: line.split()[1:] for line in lines if line.strip()}
    assert cells["zoom"] == ["50.0", "9–91", "62.5", "75.0", "100.0", "50.0", "2", "0", "0"]
    assert cells["clock"] == ["–", "–", "–", "–", "–", "–", "1", "0", "1"]
    assert cells["all"] == ["50.0", "9–91", "62.5", "75.0", "100.0", "50.0", "3", "0", "1"]


def test_excel_file(tmp_path: Path) -> None:
    path = tmp_path / "results.xlsx"
    write_excel(SUMMARY, ROWS, path)
    book = load_workbook(path)
    assert book.sheetnames == ["Overview", "Apps", "Tasks", "Episodes"]
    apps = list(book["Apps"].iter_rows(values_only=True))
    assert apps[0][:4] == ("App", "Success", "Success, low", "Success, high")
    assert [(row[0], row[1]) for row in apps[1:]] == [("clock", None), ("zoom", 0.5)]
    assert book["Apps"]["B3"].number_format == "0.0%"
    assert [row[0] for row in book["Tasks"].iter_rows(min_row=2, values_only=True)] == [
        "clock_1",
        "zoom_1",
        "zoom_2",
    ]
    overview = {row[0]: row[1] for row in book["Overview"].iter_rows(values_only=True)}
    assert (overview["all"], overview["commit"], overview["versions numpy"]) == (0.5, "abc", "2.4")


def test_text_in_the_excel_file_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "results.xlsx"
    write_excel(SUMMARY, ROWS, path)
    sheet = load_workbook(path)["Episodes"]
    headings = [cell.value for cell in sheet[1]]
    reason = sheet.cell(3, headings.index("Reason") + 1)
    assert reason.value == '=HYPERLINK("x")'
    assert reason.data_type == "s"
    assert sheet.column_dimensions["A"].width < sheet.column_dimensions["N"].width <= 60
