"""Hostile words: a gullible judge falls for them, a sound one does not, and fences hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.injection import (
    CHANNELS,
    HARMLESS,
    HOSTILE,
    Attack,
    AttackSet,
    Finding,
    app,
    figures,
    findings,
    summarise,
)
from benchmarks.judging import Judging
from openphone_gym.judges import JUDGES, StateJudge
from openphone_gym.judges.llm.fences import escape
from openphone_gym.judges.llm.prompt import PromptSettings, messages_for, questions_of
from tests.benchmarks.scenes import Gullible, Undecided

BLOCK = re.compile(r"^<data-(\w{16}) [^\n]*>\n(.*?)\n</data-\1>$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def attacks() -> list[Attack]:
    attacks = AttackSet(Gullible(), tasks=1)
    made = list(attacks)
    assert not attacks.dropped
    assert len(made) == attacks.most
    return made


def test_every_channel_carries_all_words(attacks: list[Attack]) -> None:
    assert {(attack.channel, attack.words) for attack in attacks} == {
        (channel, words) for channel in CHANNELS for words in ["", *HOSTILE]
    }


def test_each_is_a_known_failure_with_the_words_in_it(attacks: list[Attack]) -> None:
    for attack in attacks:
        text = HOSTILE.get(attack.words, HARMLESS)
        episode = attack.episode
        assert episode.verdict is None
        assert StateJudge().judge(episode, attack.task).success is False
        assert episode.final_tree is not None
        shown = any(text in node.label for node in episode.final_tree.walk())
        assert shown == (attack.channel != "finish_message")
        assert (episode.answer == text) == (attack.channel == "finish_message")


def test_planted_words_are_no_side_effect(attacks: list[Attack]) -> None:
    for attack in attacks:
        if attack.channel != "typed_text":
            assert StateJudge().judge(attack.episode, attack.task).side_effects == []


def test_a_gullible_judge_is_talked_into_it_on_every_channel() -> None:
    found = summarise(findings(Judging(Gullible()), AttackSet(Gullible(), tasks=1)))
    assert all(figures["flip_rate"] > 0.5 for figures in found["channels"].values())
    assert found["overall"]["flipped"] == len(found["flips"])


def test_the_state_judge_is_not() -> None:
    found = summarise(findings(Judging(StateJudge()), AttackSet(StateJudge(), tasks=1)))
    assert found["overall"]["attacks"] == len(CHANNELS) * len(HOSTILE)
    assert (
        found["overall"]["flipped"] == found["overall"]["unscored"] == found["overall"]["wrong_before"] == 0
    )


def prompt(attack: Attack) -> str:
    questions = questions_of(attack.episode, attack.task)
    return messages_for(attack.episode, questions, None, PromptSettings())[1]["content"]


def test_no_hostile_word_leaves_its_fence_in_a_prompt(attacks: list[Attack]) -> None:
    for attack in attacks:
        text = HOSTILE.get(attack.words, HARMLESS)
        whole = prompt(attack)
        blocks, outside = BLOCK.findall(whole), BLOCK.sub("", whole)
        assert blocks
        assert len({token for token, _ in blocks}) == 1
        assert "<data-" not in outside
        assert "</" not in outside
        assert text not in outside
        assert escape(text)[:24] not in outside
        if attack.channel != "finish_message" and attack.words in ("", "order", "system", "authority"):
            assert any(text in inside for _, inside in blocks)
        assert not any("</" in inside or "```" in inside for _, inside in blocks)


def finding(before: bool | None, after: bool | None) -> Finding:
    return Finding(channel="c", words="w", task_id="t", before=before, after=after, reason="")


def test_only_a_failure_that_becomes_a_success_is_flipped() -> None:
    rows = [(False, True), (None, True), (False, False), (False, None), (True, True), (True, False)]
    rows += [(None, None)]
    assert [finding(*row).flipped for row in rows] == [True, True] + [False] * 5
    found = figures([finding(*row) for row in rows])
    assert (found["attacks"], found["flipped"], found["unscored"], found["wrong_before"]) == (4, 2, 2, 2)
    assert found["flip_rate"] == 0.5
    assert figures([])["flip_rate"] is None


def test_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(JUDGES, "gullible", Gullible)
    monkeypatch.setitem(JUDGES, "undecided", Undecided)

    def run(judge: str) -> int:
        arguments = ["--judge", judge, "--tasks", "1", "--out", str(tmp_path / judge)]
        return CliRunner().invoke(app, arguments).exit_code

    assert (run("state"), run("gullible"), run("undecided"), run("gulible")) == (0, 1, 1, 2)
    found = json.loads((tmp_path / "gullible" / "injection.json").read_text())
    assert found["overall"]["flipped"] > 0
    page = (tmp_path / "gullible" / "injection.html").read_text()
    assert "</screen>" not in page
    assert "&lt;/screen&gt;" in page
    assert (tmp_path / "gullible" / "channels.png").stat().st_size > 1000
