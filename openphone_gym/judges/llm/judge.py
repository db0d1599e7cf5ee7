"""The judge that asks a language model."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any, get_args

import msgspec

from openphone_gym.endpoint import (
    ChatClient,
    Completion,
    Endpoint,
    EndpointError,
    convert_settings,
    read_settings,
)
from openphone_gym.endpoint.words import one_line
from openphone_gym.judges.judge import all_of, answer_found
from openphone_gym.judges.llm.budget import Budget, BudgetSpent
from openphone_gym.judges.llm.prompt import (
    PromptSettings,
    Questions,
    UnaskableEpisode,
    messages_for,
    questions_of,
    repair_messages,
)
from openphone_gym.judges.llm.reply import Opinion, Reply, UnreadableReply, read_reply, reply_schema
from openphone_gym.judges.llm.votes import Agreement, Vote, VoteCache, agreed
from openphone_gym.tasks.answers import Answer, stored_answer
from openphone_gym.tasks.task import ANSWER, Task
from openphone_gym.trajectory import Episode, Verdict

VERSION = "llm-2"
"""Changes whenever a change here, in the prompt or in the choice of screens alters scores."""
FURTHER_VOTES = 0.7
"""Least temperature of the votes after the first, which would only repeat it at 0."""
SETTINGS = "OPENPHONE_JUDGE"
"""Prefix of the variables that set the judge up; the variable of this very name may name a file instead."""
REASON_CHARS = 500

Messages = list[dict[str, Any]]


class JudgeSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of a judge besides its endpoint; see ``LlmJudge`` for their meaning.

    ``budget_calls``, ``budget_tokens`` and ``budget_dollars`` are the limits of a ``Budget``.
    """

    votes: Annotated[int, msgspec.Meta(ge=1)] = 1
    agreement: Agreement = "unanimous"
    cache: str | None = None
    parallel: Annotated[int, msgspec.Meta(ge=1)] = 4
    max_screens: Annotated[int, msgspec.Meta(ge=3)] = 8
    budget_calls: int | None = None
    budget_tokens: int | None = None
    budget_dollars: float | None = None


class LlmJudge:
    """Judges by the screens of an episode, on any device.

    Success is computed: all sub-goals hold and nothing that must not happen did. Where the model fails,
    refuses, can't be read or is unsure, or where votes don't agree, the episode is unscored, never failed.
    Answers of queries go to the exact matcher first, and to the model only if that can't decide.

    Args:
        endpoint: The model; a ``ChatClient`` to share one.
        votes: How often each question is asked.
        agreement: ``unanimous`` for training, where a wrong success costs most; ``majority`` for evaluation.
        vision: Whether the model gets pictures; None asks the endpoint's settings.
        cache: Folder in which votes are kept by the content of their request; None keeps none.
        budget: What may be spent; afterwards episodes are unscored.
        parallel: Episodes that ``judge_all`` judges at the same time.
        max_screens: Screens shown to the model at most, 3 or more.

    Raises:
        ValueError: An argument has no such value.
        EndpointError: The endpoint can't be used: no key, no client.
    """

    def __init__(
        self,
        endpoint: Endpoint | ChatClient,
        *,
        votes: int = 1,
        agreement: Agreement = "unanimous",
        vision: bool | None = None,
        cache: Path | None = None,
        budget: Budget | None = None,
        parallel: int = 4,
        max_screens: int = 8,
    ) -> None:
        if agreement not in get_args(Agreement):
            raise ValueError(f"agreement={agreement!r} is not valid (valid: 'unanimous', 'majority')")
        if votes < 1 or parallel < 1 or max_screens < 3:
            raise ValueError("votes and parallel are 1 or more, max_screens is 3 or more")
        self._client = endpoint if isinstance(endpoint, ChatClient) else ChatClient(endpoint)
        self._votes = votes
        self._agreement: Agreement = agreement
        sees = self._client.endpoint.vision if vision is None else vision
        self._prompt = PromptSettings(vision=sees, max_screens=max_screens)
        self._cache = None if cache is None else VoteCache(Path(cache))
        self._budget = budget or Budget()
        self._parallel = parallel

    @classmethod
    def from_settings(cls, source: str | None = None, **changes: Any) -> LlmJudge:
        """A judge from environment variables or a TOML file.

        Args:
            source: As for ``Endpoint.load``; None reads the file that ``OPENPHONE_JUDGE`` names, else the
                variables ``OPENPHONE_JUDGE_MODEL``, ``OPENPHONE_JUDGE_VOTES``, ...
            **changes: Settings of the endpoint or the judge that override those of the source.

        Raises:
            EndpointNotConfigured: Something is missing or wrong; the message says what to set.
        """
        source = source or os.environ.get(SETTINGS) or SETTINGS
        own = JudgeSettings.__struct_fields__
        values = read_settings(source, [*Endpoint.__struct_fields__, *own]) | changes
        settings = convert_settings(source, {k: v for k, v in values.items() if k in own}, JudgeSettings)
        endpoint = convert_settings(source, {k: v for k, v in values.items() if k not in own}, Endpoint)
        return cls(
            endpoint,
            votes=settings.votes,
            agreement=settings.agreement,
            cache=Path(settings.cache) if settings.cache else None,
            budget=Budget(
                calls=settings.budget_calls,
                tokens=settings.budget_tokens,
                dollars=settings.budget_dollars,
            ),
            parallel=settings.parallel,
            max_screens=settings.max_screens,
        )

    @property
    def needs(self) -> tuple[str, ...]:
        """What must be recorded of each step."""
        return ("tree", "frame") if self._prompt.vision else ("tree",)

    @property
    def budget(self) -> Budget:
        """What may be spent, and what was."""
        return self._budget

    def judge_all(self, pairs: Iterable[tuple[Episode, Task]]) -> list[Verdict]:
        """Verdicts of many episodes, in their order; a failure leaves only its own episode unscored."""
        with ThreadPoolExecutor(self._parallel, thread_name_prefix="judge") as pool:
            return list(pool.map(self._judge_safely, pairs))

    def judge(self, episode: Episode, task: Task) -> Verdict:
        """The finding on a finished episode; unscored, with the reason, where there is none."""
        try:
            truth = None if episode.truth is None else stored_answer(episode.truth)
            questions = questions_of(episode, task)
        except (UnaskableEpisode, msgspec.ValidationError) as fault:
            return self._unscored(f"not asked: {fault}")
        matched = _matched(episode, task, truth)
        votes = [] if matched is None else [matched]
        asked = questions
        if matched is not None and matched.subgoals[ANSWER] != "unsure":
            asked = questions.without_answer()
            if matched.subgoals[ANSWER] == "no" or not asked:
                return self._verdict(votes, [], questions)
        try:
            messages = messages_for(episode, asked, truth, self._prompt)
        except UnaskableEpisode as fault:
            return self._unscored(f"not asked: {fault}")
        verdict = self._verdict(votes, self._collect(messages, asked), questions)
        verdict.prompt_hash = _hash(messages)
        verdict.model = self._client.endpoint.model
        return verdict

    def _judge_safely(self, pair: tuple[Episode, Task]) -> Verdict:
        try:
            return self.judge(*pair)
        except Exception as fault:  # one odd episode must not cost the verdicts of all others
            return self._unscored(f"not judged: {type(fault).__name__}: {fault}")

    def _unscored(self, reason: str) -> Verdict:
        return Verdict(success=None, reason=one_line(reason, REASON_CHARS), judge=VERSION)

    # Voting

    def _collect(self, messages: Messages, asked: Questions) -> list[Vote]:
        """All votes; none after one that failed where that decides already."""
        votes: list[Vote] = []
        for index in range(self._votes):
            votes.append(self._vote(messages, asked, index))
            if votes[-1].fault and self._agreement == "unanimous":
                break
        return votes

    def _vote(self, messages: Messages, asked: Questions, index: int) -> Vote:
        endpoint = self._client.endpoint
        request: dict[str, Any] = {
            "schema": reply_schema(list(asked.subgoals), list(asked.must_not)),
            "temperature": endpoint.temperature if index == 0 else max(endpoint.temperature, FURTHER_VOTES),
            "seed": index,
        }
        sent = [endpoint.model, endpoint.base_url, endpoint.max_tokens, endpoint.json_schema, endpoint.extra]
        key = _hash([VERSION, sent, request, messages])
        if self._cache is not None and (kept := self._cache.find(key)) is not None:
            return kept
        vote = self._ask(messages, asked, request)
        if self._cache is not None and not vote.fault:
            self._cache.keep(key, vote)
        return vote

    def _ask(self, messages: Messages, asked: Questions, request: dict[str, Any]) -> Vote:
        """One vote: an answer, or the answer to one request to mend it."""
        answers: list[Completion] = []
        vote = Vote(voter=self._client.endpoint.model)
        try:
            try:
                reply = self._reply(messages, asked, request, answers)
            except UnreadableReply as fault:
                again = repair_messages(messages, answers[-1].text, one_line(str(fault), REASON_CHARS))
                reply = self._reply(again, asked, request, answers)
            _fill(vote, reply)
        except (EndpointError, BudgetSpent, UnreadableReply, _Refused) as fault:
            vote.fault = one_line(str(fault), REASON_CHARS)
        vote.tokens_in = sum(answer.tokens_in for answer in answers)
        vote.tokens_out = sum(answer.tokens_out for answer in answers)
        vote.latency = sum(answer.latency for answer in answers)
        vote.cost = sum(answer.cost for answer in answers)
        vote.estimated = any(answer.estimated for answer in answers)
        return vote

    def _reply(
        self, messages: Messages, asked: Questions, request: dict[str, Any], answers: list[Completion]
    ) -> Reply:
        self._budget.take_call()
        answer = self._client.complete(messages, **request)
        self._budget.add(answer)
        answers.append(answer)
        if answer.finish_reason in ("refusal", "content_filter"):
            raise _Refused(f"the model refused: {answer.text}")
        whole = answer.finish_reason != "length"
        return read_reply(answer.text, list(asked.subgoals), list(asked.must_not), whole=whole)

    # Deciding

    def _verdict(self, matched: Sequence[Vote], votes: Sequence[Vote], questions: Questions) -> Verdict:
        def found(name: str, part: str) -> bool | None:
            by_rule = [getattr(vote, part).get(name) for vote in matched]
            if by_rule and by_rule[0] in ("yes", "no"):
                return by_rule[0] == "yes"
            opinions: list[Opinion] = [
                getattr(vote, part).get(name, "unsure") for vote in votes if not vote.fault
            ]
            return agreed(opinions, self._votes, self._agreement)

        subgoals = {name: found(name, "subgoals") for name in questions.subgoals}
        # What a rule has decided alone, the model is not asked about.
        happened = {name: found(name, "must_not") for name in questions.must_not} if votes else {}
        avoided = {name: None if value is None else not value for name, value in happened.items()}
        success = all_of([*subgoals.values(), *avoided.values()])
        everyone = [*matched, *votes]
        return Verdict(
            success=success,
            subgoals=subgoals,
            violations=[name for name, value in happened.items() if value],
            reason=_reason(success, subgoals | avoided, everyone),
            judge=VERSION,
            cost=sum(vote.cost for vote in everyone),
            votes=[msgspec.to_builtins(vote) for vote in everyone],
            tokens_in=sum(vote.tokens_in for vote in everyone),
            tokens_out=sum(vote.tokens_out for vote in everyone),
            latency=sum(vote.latency for vote in everyone),
        )


class _Refused(Exception):
    """The model won't answer; asking it to mend its answer would be of no use."""


def _matched(episode: Episode, task: Task, truth: Answer | None) -> Vote | None:
    """What the exact matcher says about the answer of a query; None where there is nothing for it to say."""
    if not task.is_query or (truth is None and episode.answer):
        return None
    found = answer_found(truth, episode) if truth is not None else False
    opinion: Opinion = "unsure" if found is None else "yes" if found else "no"
    reason = "" if episode.answer else "no answer was given"
    return Vote(voter="matcher", subgoals={ANSWER: opinion}, reasons={ANSWER: reason} if reason else {})


def _fill(vote: Vote, reply: Reply) -> None:
    vote.subgoals = {finding.name: finding.verdict for finding in reply.subgoals}
    vote.must_not = {finding.name: finding.verdict for finding in reply.must_not}
    vote.reasons = {finding.name: finding.reason for finding in [*reply.subgoals, *reply.must_not]}
    vote.claimed = reply.success


def _reason(success: bool | None, findings: dict[str, bool | None], votes: Sequence[Vote]) -> str:
    """Which findings decide, in the words of the first vote that has some."""
    faults = [vote.fault for vote in votes if vote.fault]
    if success is None and faults:
        return one_line(f"not judged: {faults[0]}", REASON_CHARS)
    deciding = [name for name, value in findings.items() if value is success]
    words = {name: word for vote in reversed(votes) for name, word in vote.reasons.items() if word}
    told = "; ".join(f"{name}: {words.get(name, 'no reason given')}" for name in deciding)
    heading = {True: "All hold", False: "Not reached", None: "Not agreed on, or unsure"}[success]
    return one_line(f"{heading}: {told}", REASON_CHARS)


def _hash(content: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(content)).hexdigest()
