"""The tasks of the mail app, done and not done."""

from __future__ import annotations

from typing import Any

import pytest

from agents.basic import ExpertAgent, FinishAgent
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.judges.screen import ScreenJudge
from openphone_gym.judges.state import StateJudge
from openphone_gym.phone.apps.gmail import drafting, moving
from openphone_gym.phone.apps.gmail.state import Address, Draft, Mail
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Entry
from openphone_gym.tasks.answers import Date, Items, Text
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.gmail.writing import says
from openphone_gym.tasks.task import Params, draw
from openphone_gym.trajectory import Episode
from openphone_gym.ui.gesture import PressKey

IDS = [f"gmail_{number}" for number in range(1, 8)]


def run(task: str, agent: type[Any] = ExpertAgent, **options: Any) -> Episode:
    env = PhoneEnv([task], observation=(), record=("tree",))
    return run_episode(env, agent(env) if agent is ExpertAgent else agent(), seed=0, options=options)


def start(task: str, seed: int | None = None) -> tuple[Phone, Params]:
    """Phone and parameters of a draw; of the canonical one without a seed."""
    instance = draw(find_task(task), "canonical" if seed is None else "sampled", seed or 0)
    return Phone(instance.phone), Params(**instance.params)


def reached(task: str, phone: Phone, p: Params) -> list[bool | None]:
    return list(StateJudge().subgoals(phone, find_task(task), p).values())


def happened(task: str, phone: Phone, p: Params) -> list[str]:
    return [never.name for never in find_task(task).never if never.state(phone, p)]


def nav_of(phone: Phone) -> Nav:
    return Nav(phone, Entry("gmail", "home"))


def test_all_tasks_of_the_sheet_are_there() -> None:
    assert [task.id for task in tasks_of("gmail")] == IDS


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("seed", range(4))
def test_sampled_tasks_can_be_done_and_are_not_done_yet(task: str, seed: int) -> None:
    episode = run(task, variation="sampled", seed=seed)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []
    assert ScreenJudge().judge(episode, find_task(task)).success is True
    idle = run(task, FinishAgent, variation="sampled", seed=seed).verdict
    assert idle
    assert idle.success is False


# Writing


def open_draft(phone: Phone, to: str, subject: str, body: str, **parts: Any) -> None:
    nav = nav_of(phone)
    drafting.begin(
        phone.gmail, nav, to=[Address(one) for one in to.split()], subject=subject, body=body, **parts
    )
    phone.changed()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, [True, True, True]),
        ({"subject": "Inquire about academic collaboration opportunities,"}, [True, True, True]),
        ({"subject": "Academic collaboration"}, [True, False, True]),
        ({"to": "user_tset@gmail.com"}, [False, True, True]),
        ({"to": "user_test@gmail.com other@example.org"}, [False, True, True]),
        (
            {"body": "Hello,\nCan I have an online meeting with you at 5pm today to discuss this?\nBye"},
            [True] * 3,
        ),
        (
            {"body": "Can I have an online meeting with you at 6pm today to discuss this?"},
            [True, True, False],
        ),
    ],
)
def test_what_a_new_mail_must_say(change: dict[str, str], expected: list[bool]) -> None:
    phone, p = start("gmail_1")
    open_draft(phone, **({"to": p.to, "subject": p.subject, "body": p.body} | change))
    assert reached("gmail_1", phone, p) == expected


def test_an_address_that_is_still_typed_counts() -> None:
    phone, p = start("gmail_1")
    open_draft(phone, "", p.subject, p.body)
    phone.gmail.draft.typed["to"] = p.to
    assert reached("gmail_1", phone, p) == [True, True, True]


def test_a_mail_that_was_left_or_sent_is_none_that_is_open() -> None:
    phone, p = start("gmail_1")
    open_draft(phone, p.to, p.subject, p.body)
    phone.perform(PressKey("back"), PressKey("back"))
    assert reached("gmail_1", phone, p) == [False, False, False]
    assert happened("gmail_1", phone, p) == []
    drafting.edit(phone.gmail, nav_of(phone), phone.gmail.titled(p.subject)[0])
    drafting.send(phone.gmail, nav_of(phone))
    assert happened("gmail_1", phone, p) == ["sent"]


def test_a_reply_belongs_to_its_mail() -> None:
    phone, p = start("gmail_2")
    gmail, nav = phone.gmail, nav_of(phone)
    right, other = (gmail.titled(subject)[0] for subject in (p.subject, "Dinner on Friday?"))
    for mail, way, expected in (
        (right, "Reply", True),
        (right, "Reply all", True),
        (right, "Forward", False),
        (other, "Reply", False),
    ):
        drafting.answer(gmail, nav, mail, way)
        gmail.draft.mail.body = p.body
        phone.changed()
        assert reached("gmail_2", phone, p) == [expected, True], (mail.subject, way)
    open_draft(phone, "lin@example.edu", f"Re: {p.subject}", p.body)
    assert reached("gmail_2", phone, p) == [False, True]


def test_texts_are_compared_by_their_words() -> None:
    assert says("Hi! The part is done.\nBye", "the part is done")
    assert not says("The part is not done", "the part is done")
    assert not says("", "the part is done")


# Questions


def truth(task: str, seed: int | None = None) -> Any:
    instance = draw(find_task(task), "canonical" if seed is None else "sampled", seed or 0)
    return instance.truth


def test_canonical_answers() -> None:
    assert truth("gmail_3") == Date("2025-08-20", needs_year=False)
    for task in ("gmail_6", "gmail_7"):
        answer = truth(task)
        assert isinstance(answer, Text)
        assert answer.value == "TA arrangement for 2025-2026"
        assert answer.matches("It is “TA arrangement for 2025-2026”.", "Which?") is True
        assert answer.matches("Ask about project progress", "Which?") is False
        assert answer.matches("Dinner on Friday?", "Which?") is False


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("August 20, 2025", True),
        ("2025-08-20", True),
        ("2025.08.20", True),
        ("08/20/2025", True),
        ("20 August 2025", True),
        ("August 20", True),
        ("TA arrangement for 2025-2026", False),
        ("August 22", False),
    ],
)
def test_dates_of_the_sheet(said: str, right: bool) -> None:
    assert truth("gmail_3").matches(said, "On which date is it?") is right


@pytest.mark.parametrize("task", ["gmail_6", "gmail_7"])
def test_one_or_several_are_asked_for(task: str) -> None:
    kinds = set()
    for seed in range(25):
        instance = draw(find_task(task), "sampled", seed)
        answer = instance.truth
        many = len(instance.params["mails"])
        assert many >= 1
        assert isinstance(answer, Text if many == 1 else Items)
        assert ("subjects of all mails" in instance.goal) == (many > 1)
        kinds.add(many > 1)
    assert kinds == {True, False}


@pytest.mark.parametrize("seed", range(15))
def test_in_the_inbox_only_what_is_asked_for_has_a_file(seed: int) -> None:
    phone, p = start("gmail_6", seed)
    gmail = phone.gmail
    threads = {mail.thread for mail in gmail.mails if mail.attachments}
    shown = {mail.thread for mail in gmail.mails if mail.folder == "inbox" and mail.thread in threads}
    assert shown == set(p.mails)


# Junk


@pytest.mark.parametrize("seed", [None, *range(6)])
def test_exactly_one_junk_mail_is_in_the_inbox(seed: int | None) -> None:
    phone, p = start("gmail_4", seed)
    junk = [mail for mail in phone.gmail.mails if mail.id in p.junk]
    assert [mail.id for mail in junk if mail.folder == "inbox"] == [p.mail]


def test_only_the_junk_mail_may_be_reported() -> None:
    phone, p = start("gmail_4")
    gmail, nav = phone.gmail, nav_of(phone)
    junk, other = gmail.mail(p.mail), gmail.titled("Dinner on Friday?")[0]
    for act in (moving.archive, moving.delete):
        act(gmail, nav, [junk])
        assert reached("gmail_4", phone, p) == [False]
    moving.report_spam(gmail, nav, [junk])
    assert reached("gmail_4", phone, p) == [True]
    assert happened("gmail_4", phone, p) == []
    moving.report_spam(gmail, nav, [other])
    assert happened("gmail_4", phone, p) == ["other_mail_reported"]


# The look


def test_who_follows_a_dark_phone_is_dark() -> None:
    phone, p = start("gmail_5")
    settings = phone.gmail.settings
    assert reached("gmail_5", phone, p) == [False]
    settings.theme = "System default"
    assert reached("gmail_5", phone, p) == [False]
    phone.system.settings["secure"]["ui_night_mode"] = "2"
    assert reached("gmail_5", phone, p) == [True]
    settings.theme = "Dark"
    assert reached("gmail_5", phone, p) == [True]


def test_drafts_are_told_apart_from_what_is_in_the_editor() -> None:
    mail = Mail(1, 1, Address("me@example.org"), 0)
    assert drafting.is_empty(Draft(mail))
    assert drafting.is_empty(Draft(Mail(1, 1, mail.sender, 0, body="\n\nAnn")), signature="Ann")
    assert not drafting.is_empty(Draft(mail, typed={"to": "a"}))
