from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openphone_gym.judges.llm.reply import REASON_CHARS, Finding, UnreadableReply, read_reply, reply_schema
from openphone_gym.judges.llm.votes import Vote, VoteCache, agreed
from tests.judges.llm.scenes import reply

ANSWER = reply({"a": "yes"}, {"b": "no"}, "unsure")


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        f"  {ANSWER}\n",
        f"```json\n{ANSWER}\n```",
        f"```\n{ANSWER}```",
        f"<think>{{}}?</think>\n{ANSWER}",
    ],
)
def test_answers_are_read(text: str):
    found = read_reply(text, ["a"], ["b"])
    assert found.subgoals == [Finding("a", "yes", "seen a")]
    assert (found.must_not[0].verdict, found.success) == ("no", "unsure")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes",
        "[]",
        f"Here you are: {ANSWER}",
        f"{ANSWER} {ANSWER}",
        ANSWER[:-2],
        ANSWER.replace('"yes"', '"YES!"'),
        ANSWER.replace('"yes"', "true"),
        ANSWER.replace('"a"', '"z"'),
        reply({}, {"b": "no"}),
        reply({"a": "yes", "c": "yes"}, {"b": "no"}),
        reply({"a": "yes"}),
        json.dumps({"subgoals": [{"name": "a", "verdict": v} for v in ("no", "yes")], "must_not": []}),
        '{"subgoals": ' + "[" * 100_000,
    ],
)
def test_anything_else_is_unreadable(text: str):
    with pytest.raises(UnreadableReply):
        read_reply(text, ["a"], ["b"])


@settings(max_examples=50, deadline=None)
@given(st.text() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_no_answer_breaks_the_reader(text: str):
    with pytest.raises(UnreadableReply):
        read_reply(text, ["a"], [])


def test_reasons_are_short_lines():
    long = json.dumps({"subgoals": [{"name": "a", "verdict": "no", "reason": "x\n" * 999}], "must_not": []})
    reason = read_reply(long, ["a"], []).subgoals[0].reason
    assert "\n" not in reason
    assert len(reason) < REASON_CHARS + 20


def test_the_schema_is_strict():
    schema = reply_schema(["a"], [])
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["subgoals", "must_not", "success"]
    finding = schema["properties"]["subgoals"]["items"]
    assert finding["properties"]["name"]["enum"] == ["a"]
    assert list(finding["properties"]) == ["name", "reason", "verdict"]
    assert "enum" not in schema["properties"]["must_not"]["items"]["properties"]["name"]  # none may be empty


@pytest.mark.parametrize(
    ("opinions", "votes", "unanimous", "majority"),
    [
        (["yes"], 1, True, True),
        (["no", "no"], 2, False, False),
        (["yes", "yes", "no"], 3, None, True),
        (["no", "yes", "no"], 3, None, False),
        (["yes", "no"], 2, None, None),
        (["yes", "yes", "unsure"], 3, None, True),
        (["yes", "unsure", "unsure"], 3, None, None),
        (["yes", "yes"], 3, None, True),
        (["yes", "yes"], 4, None, None),
        ([], 1, None, None),
    ],
)
def test_agreement(opinions, votes, unanimous, majority):
    assert agreed(opinions, votes, "unanimous") is unanimous
    assert agreed(opinions, votes, "majority") is majority


def test_kept_votes_come_back_free(tmp_path):
    cache = VoteCache(tmp_path / "votes")
    assert cache.find("ab12") is None
    cache.keep("ab12", Vote(voter="m", subgoals={"a": "yes"}, tokens_in=3, cost=1.0, latency=2.0))
    assert cache.find("ab12") == Vote(voter="m", subgoals={"a": "yes"}, tokens_in=3, cached=True)
