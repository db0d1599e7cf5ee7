"""The LLM judge, against a real local endpoint that answers by script."""

from __future__ import annotations

import copy
import json
import pickle
import threading
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

import openphone_gym  # noqa: F401
from agents.basic import ExpertAgent
from openphone_gym.endpoint import ChatClient, Endpoint, EndpointNotConfigured
from openphone_gym.episode import run_episode
from openphone_gym.judges import make_judge, needs_of
from openphone_gym.judges.llm import VERSION, Budget, LlmJudge
from openphone_gym.recording.trace import load_episode, save_episode
from openphone_gym.tasks.task import ANSWER
from openphone_gym.trajectory import Verdict
from tests.endpoint_server import Answer, ScriptedEndpoint
from tests.judges.llm.scenes import ANSWER_YES, BAD, GOOD, episode, frame, query_episode, reply, screen, task

RUN = episode(screen("Off"), screen("On"), screen("On", "Saved"))


def client(server: ScriptedEndpoint, **settings: Any) -> ChatClient:
    endpoint = Endpoint(model="m", base_url=server.base_url, vision=False, **{"retries": 1, **settings})
    return ChatClient(endpoint, sleep=lambda _: None)


def judged(*answers: str | Answer, run=RUN, of=None, settings: dict | None = None, **arguments) -> Verdict:
    """The verdict on an episode, with the requests that were sent as ``judged.requests``."""
    with ScriptedEndpoint(answers) as server:
        judge = LlmJudge(client(server, **(settings or {})), **arguments)
        verdict = judge.judge(run, of or task())
    judged.requests = server.requests  # type: ignore[attr-defined]
    return verdict


def sent() -> str:
    return json.dumps(judged.requests)  # type: ignore[attr-defined]


def requests() -> list[dict[str, Any]]:
    return judged.requests  # type: ignore[attr-defined]


def test_success_is_all_subgoals():
    verdict = judged(Answer(GOOD, usage=(1_000_000, 0)), settings={"price_in": 3.0})
    assert verdict.success is True
    assert verdict.subgoals == {"wifi_on": True, "saved": True}
    assert (verdict.judge, verdict.model, verdict.cost, verdict.tokens_in) == (VERSION, "m", 3.0, 1_000_000)
    assert len(verdict.prompt_hash) == 64
    assert verdict.latency > 0
    assert verdict.votes[0]["reasons"] == {"wifi_on": "seen wifi_on", "saved": "seen saved"}
    assert "response_format" in requests()[0]
    assert requests()[0]["temperature"] == 0


def test_a_claimed_success_is_not_taken_on_trust():
    verdict = judged(BAD)
    assert verdict.votes[0]["claimed"] == "yes"
    assert verdict.success is False
    assert verdict.progress == 0.5
    assert "saved: seen saved" in verdict.reason
    assert judged(reply({"wifi_on": "yes", "saved": "unsure"})).success is None


def test_what_must_not_happen_decides():
    of = task(never=["deleted"])
    both = {"wifi_on": "yes", "saved": "yes"}
    assert judged(reply(both, {"deleted": "no"}), of=of).success is True
    verdict = judged(reply(both, {"deleted": "yes"}), of=of)
    assert (verdict.success, verdict.violations) == (False, ["deleted"])
    assert judged(reply(both, {"deleted": "unsure"}), of=of).success is None
    assert "Did deleted happen?" in sent()


@pytest.mark.parametrize(
    "answers",
    [
        ["I think it worked!"] * 2,
        [reply({"wifi_on": "yes"})] * 2,
        [Answer(refusal="I can't judge that")],
        [Answer(GOOD[:40], finish_reason="length")] * 2,
        [Answer(status=500)] * 2,
        [Answer(raw_body="{}")] * 2,
        [Answer(raw_body=b'{"choices": [{"mess')] * 2,
        [Answer("wrong key", status=401)],
        [Answer(delay=20)],
    ],
    ids=["prose", "partial", "refusal", "cut", "500", "malformed", "truncated", "401", "slow"],
)
def test_what_fails_is_unscored_with_the_reason(answers: list[str | Answer]):
    verdict = judged(*answers, settings={"timeout": 0.15 if answers[0] == Answer(delay=20) else 10})
    assert verdict.success is None
    assert not any(verdict.subgoals.values())
    assert verdict.progress == 0
    assert verdict.reason.startswith("not judged: ")
    assert verdict.votes[0]["fault"] in verdict.reason


def test_an_unreadable_answer_may_be_mended_once():
    verdict = judged("Sure! It worked.", GOOD)
    assert verdict.success is True
    assert (verdict.tokens_in, verdict.tokens_out) == (20, 10)
    first, second = requests()
    assert second["messages"][: len(first["messages"])] == first["messages"]
    assert second["messages"][-2] == {"role": "assistant", "content": "Sure! It worked."}
    assert "could not be read" in second["messages"][-1]["content"]


@pytest.mark.parametrize(
    "answer",
    [
        f"I looked at all screens.\n```json\n{GOOD}\n```\nDone {{really}}.",
        GOOD.replace('"yes"', '"YES"'),
        GOOD.replace('"', "'"),
        GOOD.replace("}]", "},]"),
        Answer([{"type": "thinking", "thinking": BAD}, {"type": "text", "text": GOOD}]),  # type: ignore[arg-type]
    ],
    ids=["preamble", "capitals", "single quotes", "trailing commas", "parts"],
)
def test_an_answer_that_can_be_read_costs_no_second_request(answer: str | Answer):
    assert judged(answer).success is True
    assert len(requests()) == 1


def test_a_model_that_repeats_itself_is_unscored_once():
    verdict = judged(*["It worked."] * 9)
    assert (verdict.success, len(requests()), verdict.tokens_out) == (None, 2, 10)


def test_budgets_bite_when_no_usage_is_reported():
    with ScriptedEndpoint(lambda request: Answer(GOOD, usage=None)) as server:
        judge = LlmJudge(client(server, price_in=1e6, price_out=1e6), budget=Budget(dollars=1))
        first, second = judge.judge(RUN, task()), judge.judge(RUN, task())
    assert first.success is True
    assert first.votes[0]["estimated"]
    assert first.cost == first.tokens_in + first.tokens_out > 100
    assert "US dollars are spent" in second.reason


def test_an_overloaded_endpoint_is_asked_again():
    assert judged(Answer(status=429, headers={"Retry-After": "1"}), GOOD).success is True


def test_an_endpoint_without_schemas_is_read_as_strictly():
    fenced = f"```json\n{GOOD}\n```"
    assert judged(fenced, settings={"json_schema": False}).success is True
    assert "response_format" not in requests()[0]


# What is sent


def test_reasoning_is_never_sent():
    run = episode(screen("Off"), screen("On"), answer="PLANTED-FINISH all done")
    run.steps[0].error = "PLANTED-ERROR"
    assert judged(GOOD, run=run).success is True
    assert "PLANTED" not in sent()


def test_pictures_are_sent_to_models_that_see():
    run = episode(screen("Off"), screen("On"), screen("Saved"), final_frame=frame(30))
    run.steps[0].frame, run.steps[1].frame = frame(10), frame(20)
    with ScriptedEndpoint([GOOD]) as server:
        judge = LlmJudge(client(server), vision=True)
        assert needs_of(judge) == {"tree", "frame"}
        assert judge.judge(run, task()).success is True
    content = server.requests[0]["messages"][1]["content"]
    assert [part["type"] for part in content].count("image_url") == 3
    assert LlmJudge(judge._client).needs == ("tree",)


def test_an_episode_without_screens_is_not_asked_about():
    verdict = judged(run=episode(final_tree=None))
    assert verdict.success is None
    assert judged(run=episode(params={"what": "x"})).reason.startswith(
        "not asked: the episode has no screens"
    )
    assert requests() == []
    assert judged(run=episode(screen("a"), params={})).reason.startswith("not asked: the questions of t_1")


# Queries


def test_the_matcher_decides_what_it_can():
    query = task(query=True)
    right = judged(run=query_episode("It is 7:30"), of=query)
    assert (right.success, right.subgoals, requests()) == (True, {ANSWER: True}, [])
    assert right.votes[0]["voter"] == "matcher"
    wrong = judged(run=query_episode("It is 9:00"), of=query)
    assert (wrong.success, requests()) == (False, [])
    silent = judged(run=query_episode(None), of=query)
    assert (silent.success, requests()) == (False, [])


def test_the_model_decides_what_the_matcher_cannot():
    run = query_episode("7:30 is the first one, another one rings at 16:00")
    verdict = judged(ANSWER_YES, run=run, of=task(query=True))
    assert verdict.success is True
    assert [vote["voter"] for vote in verdict.votes] == ["matcher", "m"]
    assert verdict.votes[0]["subgoals"] == {ANSWER: "unsure"}
    assert "7:30 AM" in sent()
    assert "16:00" in sent()


def test_after_the_matcher_only_the_rest_is_asked():
    of = task(query=True, never=["deleted"])
    verdict = judged(reply({}, {"deleted": "no"}), run=query_episode("7:30"), of=of)
    assert (verdict.success, verdict.subgoals) == (True, {ANSWER: True})
    user = requests()[0]["messages"][1]["content"]
    assert "agent's answer" not in user
    broken = judged(reply({}, {"deleted": "yes"}), run=query_episode("7:30"), of=of)
    assert (broken.success, broken.violations) == (False, ["deleted"])


def test_what_is_done_beside_an_answer_is_asked_about():
    of = task(query=True, both=True)
    run = query_episode("7:30")
    run.params = {"what": "Wi-Fi"}
    done = judged(reply({"wifi_on": "yes", "saved": "yes"}), run=run, of=of)
    assert (done.success, done.subgoals) == (True, {"wifi_on": True, "saved": True, ANSWER: True})
    assert "agent's answer" not in requests()[0]["messages"][1]["content"]
    assert judged(reply({"wifi_on": "yes", "saved": "no"}), run=run, of=of).success is False
    run.answer = "9:00"
    wrong = judged(run=run, of=of)
    assert (wrong.success, requests()) == (False, [])


def test_without_a_truth_the_model_judges_the_answer_by_the_screens():
    run = query_episode("It is 7:30")
    run.truth = None
    verdict = judged(ANSWER_YES, run=run, of=task(query=True))
    assert verdict.success is True
    assert "It is 7:30" in sent()
    run.truth = {"type": "Nonsense"}
    assert judged(run=run, of=task(query=True)).reason.startswith("not asked")


# Votes


def test_votes_must_be_unanimous_for_training():
    assert judged(GOOD, GOOD, GOOD, votes=3).success is True
    assert judged(BAD, BAD, BAD, votes=3).success is False
    torn = judged(GOOD, BAD, GOOD, votes=3)
    assert (torn.success, torn.subgoals) == (None, {"wifi_on": True, "saved": None})
    assert len(torn.votes) == 3
    assert [request["seed"] for request in requests()] == [0, 1, 2]
    assert [request["temperature"] for request in requests()] == [0, 0.7, 0.7]


def test_a_majority_is_enough_for_evaluation():
    assert judged(GOOD, BAD, GOOD, votes=3, agreement="majority").success is True
    assert judged(GOOD, BAD, BAD, votes=3, agreement="majority").success is False
    assert judged(GOOD, BAD, votes=2, agreement="majority").success is None
    lost = Answer("no", status=400)
    assert judged(GOOD, lost, GOOD, votes=3, agreement="majority").success is True
    assert judged(GOOD, lost, lost, votes=3, agreement="majority").success is None


def test_a_lost_vote_ends_an_unanimous_poll():
    verdict = judged(Answer("no", status=400), GOOD, votes=2)
    assert (verdict.success, len(requests())) == (None, 1)


# Cache and budget


def test_a_kept_vote_needs_no_request(tmp_path: Path):
    first = judged(GOOD, cache=tmp_path)
    with ScriptedEndpoint([]) as server:
        fresh = LlmJudge(client(server), cache=tmp_path)
        assert fresh.judge(RUN, task()).success is None  # another endpoint is asked by itself
    with ScriptedEndpoint([GOOD, BAD]) as server:
        shared = client(server, price_in=1.0)
        one = LlmJudge(shared, cache=tmp_path).judge(RUN, task())
        two = LlmJudge(shared, cache=tmp_path).judge(RUN, task())
        assert len(server.requests) == 1
        assert (two.success, two.cost, two.latency) == (True, 0, 0)
        assert one.cost > 0
        assert two.votes[0]["cached"]
        assert two.prompt_hash == one.prompt_hash == first.prompt_hash
        changed = episode(screen("Off"), screen("On"), screen("Something else"))
        assert LlmJudge(shared, cache=tmp_path).judge(changed, task()).success is False
        assert len(server.requests) == 2
    assert not list(tmp_path.rglob("*.partial"))


def test_failures_and_damaged_files_are_not_kept(tmp_path: Path):
    with ScriptedEndpoint([Answer(status=400), GOOD, BAD]) as server:
        judge = LlmJudge(client(server), cache=tmp_path)
        assert judge.judge(RUN, task()).success is None
        assert judge.judge(RUN, task()).success is True
        [kept] = tmp_path.rglob("*.json")
        kept.write_text("{")
        assert judge.judge(RUN, task()).success is False


def test_a_spent_budget_leaves_episodes_unscored():
    with ScriptedEndpoint(lambda request: GOOD) as server:
        judge = LlmJudge(client(server), budget=Budget(calls=2), parallel=3)
        verdicts = judge.judge_all([(RUN, task())] * 5)
        assert len(server.requests) == 2
        assert sum(verdict.success is True for verdict in verdicts) == 2
        rest = [verdict for verdict in verdicts if verdict.success is None]
        assert len(rest) == 3
        assert all("budget" in verdict.reason for verdict in rest)
        assert judge.budget.spent == {"calls": 2, "tokens": 30, "US dollars": 0}


# Many at once


def test_many_episodes_keep_their_order_and_are_judged_together():
    together = threading.Barrier(3)

    def answer(request: dict[str, Any]) -> str:
        together.wait(20)  # passes only if three requests are open at the same time
        return GOOD if "even" in json.dumps(request) else BAD

    runs = [episode(screen("a"), screen("even" if i % 2 == 0 else "odd")) for i in range(6)]
    with ScriptedEndpoint(answer) as server:
        verdicts = LlmJudge(client(server), parallel=3).judge_all((run, task()) for run in runs)
    assert [verdict.success for verdict in verdicts] == [True, False] * 3


def test_one_failure_costs_no_other_verdict():
    odd = episode(screen("a"), screen("b"))
    odd.steps[0].tree = "no tree"  # type: ignore[assignment]
    with ScriptedEndpoint([Answer(status=400), GOOD]) as server:
        judge = LlmJudge(client(server), parallel=1)
        verdicts = judge.judge_all([(RUN, task()), (odd, task()), (RUN, task())])
    assert [verdict.success for verdict in verdicts] == [None, None, True]
    assert verdicts[1].reason.startswith("not judged: AttributeError")


# Settings


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("OPENPHONE_JUDGE", raising=False)
    with pytest.raises(EndpointNotConfigured, match="OPENPHONE_JUDGE_MODEL"):
        make_judge("llm")
    with ScriptedEndpoint([GOOD] * 3) as server:
        values = {
            "MODEL": "m",
            "BASE_URL": server.base_url,
            "VOTES": "3",
            "VISION": "no",
            "CACHE": str(tmp_path),
        }
        values |= {"VISION": "false", "BUDGET_CALLS": "3"}
        for name, value in values.items():
            monkeypatch.setenv(f"OPENPHONE_JUDGE_{name}", value)
        judge = make_judge("llm")
        assert isinstance(judge, LlmJudge)
        assert judge.judge(RUN, task()).success is True
        assert judge.budget.spent["calls"] == 3
        assert list(tmp_path.rglob("*.json"))
    monkeypatch.setenv("OPENPHONE_JUDGE_VOTES", "0")
    with pytest.raises(EndpointNotConfigured, match="votes"):
        make_judge("llm")


def test_settings_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    file = tmp_path / "judge.toml"
    file.write_text('model = "m"\nbase_url = "http://127.0.0.1:9/v1"\nvision = false\nvotes = 2\n')
    monkeypatch.setenv("OPENPHONE_JUDGE", str(file))
    assert LlmJudge.from_settings().needs == ("tree",)
    assert LlmJudge.from_settings(vision=True).needs == ("tree", "frame")
    file.write_text('model = "m"\nvote = 2\n')
    with pytest.raises(EndpointNotConfigured, match="'vote'"):
        LlmJudge.from_settings()


@pytest.mark.parametrize("wrong", [{"agreement": "any"}, {"votes": 0}, {"parallel": 0}, {"max_screens": 2}])
def test_wrong_arguments_are_refused(wrong: dict[str, Any]):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        LlmJudge(Endpoint(model="m", base_url="http://127.0.0.1:9/v1"), **wrong)


# Together with the rest


def test_it_judges_an_environment_and_its_verdict_is_recorded(tmp_path: Path):
    def answer(request: dict[str, Any]) -> str:
        schema = request["response_format"]["json_schema"]["schema"]["properties"]
        names = {
            part: schema[part]["items"]["properties"]["name"].get("enum", [])
            for part in ("subgoals", "must_not")
        }
        return reply(dict.fromkeys(names["subgoals"], "yes"), dict.fromkeys(names["must_not"], "no"))

    with ScriptedEndpoint(answer) as server:
        env = gym.make("OpenPhone-zoom_1-v0", judge=LlmJudge(client(server)))
        run = run_episode(env, ExpertAgent(env))
        env.close()
    assert run.verdict is not None
    assert run.verdict.success is True
    assert "1234567890" in json.dumps(server.requests)
    save_episode(run, tmp_path / "run")
    assert load_episode(tmp_path / "run").verdict == run.verdict


def test_it_can_be_copied_and_sent_to_other_processes():
    judge = LlmJudge(Endpoint(model="m", base_url="http://127.0.0.1:9/v1"), budget=Budget(calls=5))
    assert copy.deepcopy(judge).budget is judge.budget
    judge.budget.take_call()
    assert pickle.loads(pickle.dumps(judge)).budget.spent == judge.budget.spent
