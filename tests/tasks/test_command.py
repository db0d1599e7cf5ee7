"""``python -m openphone_gym tasks``."""

from __future__ import annotations

import pytest

from openphone_gym.__main__ import main
from openphone_gym.tasks.catalogue import catalogue
from openphone_gym.tasks.command import preparation
from openphone_gym.tasks.task import draw


def test_every_task_is_listed_once(capsys):
    assert main(["tasks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(catalogue())


def test_one_app(capsys):
    assert main(["tasks", "--app", "zoom"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_set_up_names_the_package_and_what_to_prepare(capsys):
    assert main(["tasks", "--setup", "zoom_1"]) == 0
    shown = capsys.readouterr().out
    assert "us.zoom.videomeetings" in shown
    assert "meeting_id" in shown
    assert main(["tasks", "--setup", "contacts_1"]) == 0
    assert catalogue()["contacts_1"].prepare in capsys.readouterr().out


def test_an_unknown_task_is_refused_with_the_nearest(capsys):
    assert main(["tasks", "--setup", "zoom_11"]) == 1
    assert "zoom_1" in capsys.readouterr().err


@pytest.mark.parametrize("task_id", catalogue())
def test_every_task_tells_what_it_needs(task_id):
    instance = draw(catalogue()[task_id])
    told = preparation(instance)
    assert instance.goal in told
    assert instance.setup.package in told
    assert "{" not in told
