"""What is logged, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from openphone_gym.reporting import tracking
from openphone_gym.reporting.tracking import Logged, flat, track

SECRET = "sk-do-not-tell-0123456789"


def test_what_a_key_holds_is_struck_out_of_texts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MY_TOKEN", SECRET)
    seen: list[Logged] = []
    monkeypatch.setattr(tracking, "DESTINATIONS", {"kept": lambda out, logged: seen.append(logged)})
    rows = [{"actions": f"text({SECRET!r})", "sub_goals": {SECRET: True}, "first_screen": b"x"}]
    told = Logged(program="p", group=SECRET, config={"a": [SECRET]}, figures={}, tables={"episodes": rows})
    track(["kept"], Path(), told)
    assert SECRET not in repr(seen)
    assert repr(seen).count("(secret)") == 4


def test_a_destination_that_fails_is_told_and_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def down(out: Path, logged: Logged) -> None:
        raise ConnectionError("the server is away")

    monkeypatch.setattr(tracking, "DESTINATIONS", {"down": down})
    track(["down"], Path(), Logged(program="p", group="g", config={}, figures={}))
    assert "could not be logged to down: the server is away" in capsys.readouterr().err


def test_figures_are_flat_numbers():
    figures = {
        "a": {"b": 1, "c": None, "d": "x"},
        "ci95": {"a": (0.1, 0.2)},
        "bad": float("nan"),
        "yes": True,
    }
    assert dict(flat(figures)) == {"a/b": 1.0, "ci95/a_low": 0.1, "ci95/a_high": 0.2, "yes": 1.0}
