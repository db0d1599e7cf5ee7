from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openphone_gym.judges.llm.reply import REASON_CHARS, UnreadableReply, read_reply, reply_schema
from openphone_gym.judges.llm.votes import Vote, VoteCache, agreed
from tests.judges.llm.scenes import reply

ANSWER = reply({"a": "yes"}, {"b": "no"}, "unsure")


NO = '{"name": "a", "verdict": "no"}'
FINDING = '{"name": "a", "verdict": "yes", "reason": "seen a"}'
READ = {
    "plain": ANSWER,
    "blanks": f"  {ANSWER}\n",
    "fence": f"```json\n{ANSWER}\n```",
    "fence of no language": f"```\n{ANSWER}```",
    "fence in capitals": f"```JSON\n{ANSWER}\n```",
    "preamble and fence": f"Here is what I found:\n\n```json\n{ANSWER}\n```\nI hope this helps!",
    "nested fences": f"```\n```json\n{ANSWER}\n```\n```",
    "tildes": f"~~~\n{ANSWER}\n~~~",
    "thoughts": f"<think>{{}}?</think>\n{ANSWER}",
    "thoughts with a draft": f"<think>{reply({'a': 'no'}, {'b': 'yes'})}</think>\n{ANSWER}",
    "words before": f"Here you are: {ANSWER}",
    "words behind": f"{ANSWER}\n\nThe switch {{on}} was seen.",
    "twice the same": f"{ANSWER} {ANSWER}",
    "capitals": ANSWER.replace('"yes"', '"YES"').replace('"no"', '"No"').replace("verdict", "Verdict"),
    "a full stop": ANSWER.replace('"yes"', '"Yes."').replace('"no"', '" no!"'),
    "bold": ANSWER.replace('"yes"', '"**yes**"'),
    "single quotes": ANSWER.replace('"', "'"),
    "trailing commas": ANSWER.replace("}]", "},]").replace('"unsure"}', '"unsure",}'),
    "comments": ANSWER.replace('"must_not"', '// second part\n"must_not"'),
    "no quotes around names": ANSWER.replace('"subgoals"', "subgoals").replace('"verdict"', "verdict"),
    "line breaks in words": ANSWER.replace("seen a", "seen\na"),
    "quotes in words": ANSWER.replace("seen a", 'seen "a"'),
    "no bracket at the end": ANSWER[:-1],
    "no end": ANSWER[: ANSWER.rindex(', "success"')],
    "an object by name": f'{{"subgoals": {{"a": {FINDING}}}, "must_not": {{"b": "no"}}}}',
    "one finding in no list": f'{{"subgoals": {FINDING}, "must_not": {{"b": "no"}}}}',
    "in two objects": f'{{"subgoals": [{FINDING}]}} {{"must_not": [{{"name": "b", "verdict": "no"}}]}}',
    "more than was asked": reply({"a": "yes", "c": "yes"}, {"b": "no", "d": "yes"}),
    "the form and then the answer": '{"subgoals": [{"name": "...", "verdict": "yes|no|unsure"}]}' + ANSWER,
    "a byte order mark": f"\ufeff{ANSWER}",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_answers_are_read(text: str):
    found = read_reply(text, ["a"], ["b"])
    assert [(finding.name, finding.verdict) for finding in found.subgoals] == [("a", "yes")]
    assert found.subgoals[0].reason.replace('"', "").startswith("seen a")
    assert [(finding.name, finding.verdict) for finding in found.must_not] == [("b", "no")]


UNREADABLE = {
    "nothing": "",
    "a word": "yes",
    "a list": "[]",
    "prose": "Sub-goal a: yes. b did not happen.",
    "cut": ANSWER[: ANSWER.index("must_not")],
    "cut in a finding": ANSWER[: ANSWER.index('"no"') + 3],
    "another verdict": ANSWER.replace('"yes"', '"maybe"'),
    "more than a verdict": ANSWER.replace('"yes"', '"yes, mostly"'),
    "two verdicts": ANSWER.replace('"yes"', '"yes|no"'),
    "a truth value": ANSWER.replace('"yes"', "true"),
    "a number": ANSWER.replace('"yes"', "1"),
    "no verdict": ANSWER.replace('"verdict": "yes"', '"x": 1'),
    "another name": ANSWER.replace('"a"', '"z"'),
    "the other part's name": reply({}, {"b": "no", "a": "yes"}),
    "a part left out": reply({"a": "yes"}),
    "lists without end": '{"subgoals": ' + "[" * 100_000,
    "objects without end": '{"subgoals": ' * 50_000,
    "quotes without end": "{'" * 50_000 + "}",
    "quotes and letters": "{" + 'a"' * 9_000 + "}",
    "single quotes and letters": "{" + "a'" * 9_000 + "}",
    "mended, with a verdict more": "{'subgoals': [{'name': 'a', 'verdict': 'no', 'verdict': 'yes'}], "
    "'must_not': [{'name': 'b', 'verdict': 'no'}]}",
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_anything_else_is_unreadable(text: str):
    with pytest.raises(UnreadableReply):
        read_reply(text, ["a"], ["b"])


@pytest.mark.parametrize(
    "text",
    [
        reply({"a": "yes"}, {"b": "no"}) + reply({"a": "no"}, {"b": "no"}),
        reply({"a": "no"}, {"b": "no"}) + "No, wait:\n" + reply({"a": "yes"}, {"b": "no"}),
        f'{{"subgoals": [{NO}, {FINDING}], "must_not": {{"b": "no"}}}}',
        f'{{"subgoals": [{NO}], "must_not": {{"b": "no"}}, "subgoals": [{FINDING}]}}',
        '{"subgoals": [{"name": "a", "verdict": "no", "verdict": "yes"}], "must_not": {"b": "no"}}',
        "{'subgoals': [{'name': 'a', 'verdict': 'no'}, {'name': 'a', 'verdict': 'yes'},], 'must_not': "
        "[{'name': 'b', 'verdict': 'no'}]}",
    ],
)
def test_contradictions_are_unsure(text: str):
    found = read_reply(text, ["a"], ["b"])
    assert [finding.verdict for finding in [*found.subgoals, *found.must_not]] == ["unsure", "no"]


def test_a_cut_answer_is_not_mended():
    assert read_reply(ANSWER, ["a"], ["b"], whole=False).subgoals[0].verdict == "yes"
    for text in (ANSWER[:-1], ANSWER.replace('"', "'")):
        with pytest.raises(UnreadableReply):
            read_reply(text, ["a"], ["b"], whole=False)


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
