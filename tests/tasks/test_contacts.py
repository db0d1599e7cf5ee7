"""The tasks of the contacts, done and not done."""

from __future__ import annotations

from typing import Any

import pytest

from agents.basic import ExpertAgent, FinishAgent
from agents.noisy import with_one_error
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.judges.state import StateJudge
from openphone_gym.phone.apps.contacts.state import Email, Event, Person
from openphone_gym.phone.apps.contacts.state import Phone as PhoneNumber
from openphone_gym.phone.apps.messages.state import Message
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.task import Params, Task, draw
from openphone_gym.trajectory import Episode

TASKS = tasks_of("contacts")
IDS = [task.id for task in TASKS]


def run(task: str, agent: type[Any] = ExpertAgent, **options: Any) -> Episode:
    env = PhoneEnv([task], observation=())
    return run_episode(env, agent(env) if agent is ExpertAgent else agent(), seed=0, options=options)


def start(task: str, seed: int | None = None) -> tuple[Phone, Params]:
    """Phone and parameters of a draw; of the canonical one without a seed."""
    instance = draw(find_task(task), "canonical" if seed is None else "sampled", seed or 0)
    return Phone(instance.phone), Params(**instance.params)


def reached(task: str, phone: Phone, p: Params) -> list[bool | None]:
    return list(StateJudge().subgoals(phone, find_task(task), p).values())


def violated(task: str, phone: Phone, p: Params) -> list[str]:
    return StateJudge().violations(phone, find_task(task), p)


def test_all_tasks_of_the_sheet_are_there() -> None:
    assert [f"contacts_{number}" for number in range(1, 16)] == IDS


@pytest.mark.parametrize("task", TASKS, ids=repr)
def test_the_expert_is_hardly_slower_than_a_person(task: Task) -> None:
    episode = run(task.id)
    assert episode.verdict
    assert episode.verdict.success
    assert episode.verdict.side_effects == []
    assert task.human_steps
    assert len(episode.steps) <= task.human_steps + 3


@pytest.mark.parametrize("task", IDS)
@pytest.mark.parametrize("seed", range(3))
def test_sampled_tasks_can_be_done_and_are_not_done_yet(task: str, seed: int) -> None:
    verdict = run(task, variation="sampled", seed=seed).verdict
    assert verdict
    assert verdict.success
    assert verdict.side_effects == []
    idle = run(task, FinishAgent, variation="sampled", seed=seed).verdict
    assert idle
    assert idle.success is False


@pytest.mark.parametrize("task", ["contacts_3", "contacts_5", "contacts_9", "contacts_11"])
def test_the_expert_carries_on_after_any_error(task: str) -> None:
    env = PhoneEnv([task], observation=())
    episodes = [episode for _, episode in with_one_error(env, ExpertAgent(env), seed=3)]
    verdicts = [episode.verdict for episode in episodes if episode.verdict]
    assert all(verdict.success for verdict in verdicts if not verdict.violations)


@pytest.mark.parametrize("task", IDS)
def test_draws_differ(task: str) -> None:
    goals = [draw(find_task(task), "sampled", seed).goal for seed in range(12)]
    assert len(set(goals)) > 10
    assert not any("{" in goal for goal in goals)


@pytest.mark.parametrize("task", IDS)
def test_set_up_leaves_the_benchmark_s_phone_as_it_is(task: str) -> None:
    phone, _ = start(task)
    assert phone.contacts == Phone.new(None).contacts


ANSWERS = {
    "contacts_12": (["22331144", "(223) 311-44", "ABC's number is 223 311 44."], ["00112233", "55667788"]),
    "contacts_13": (["22334455@gmail.com", "It is 22334455@gmail.com."], ["li.home@example.com"]),
    "contacts_14": (
        ["October 24, 1996", "1996-10-24", "24 October 1996", "10/24/1996"],
        ["April 21, 2000", "October 24"],
    ),
    "contacts_15": (
        ["Tsinghua University", "Tsinghua university", "Tsinghua"],
        ["none", "Peking University"],
    ),
}


@pytest.mark.parametrize("task", ANSWERS)
def test_answers_of_the_benchmark(task: str) -> None:
    answer = find_task(task).answer
    assert answer
    right, wrong = ANSWERS[task]
    expected = answer(*start(task))
    assert [message for message in right if expected.matches(message) is not True] == []
    assert [message for message in wrong if expected.matches(message) is not False] == []


@pytest.mark.parametrize("seed", range(8))
def test_a_number_that_is_asked_for_is_the_only_one_of_its_kind(seed: int) -> None:
    phone, p = start("contacts_12", seed)
    phones = phone.contacts.person(p.person).phones
    meant = [one.number for one in phones if p.which in ("phone", one.label.lower())]
    assert meant == [p.number]


@pytest.mark.parametrize("seed", range(8))
def test_new_contacts_are_new(seed: int) -> None:
    phone, p = start("contacts_2", seed)
    assert p.first_name not in [person.first_name for person in phone.contacts.people]


def test_one_contact_must_have_everything() -> None:
    phone, p = start("contacts_2")
    john, smith = Person(first_name="John", last_name="Smith"), Person(first_name="John", last_name="Smith")
    john.phones = [PhoneNumber("Mobile", "12345678")]
    smith.emails = [Email("Work", "123456@gmail.com")]
    phone.contacts.add(john)
    phone.contacts.add(smith)
    assert not all(reached("contacts_2", phone, p))
    phone.contacts.remove([smith.id])
    john.emails = [Email("Home", "123456@gmail.com")]
    assert reached("contacts_2", phone, p) == [True, False]
    john.emails[0].label = "Work"
    assert reached("contacts_2", phone, p) == [True, True]


def test_labels_of_numbers_must_not_be_swapped() -> None:
    phone, p = start("contacts_3")
    numbers = [PhoneNumber("Mobile", "12345678"), PhoneNumber("Work", "87654321")]
    phone.contacts.add(Person(first_name="Xu", phones=numbers))
    assert reached("contacts_3", phone, p) == [False, False]


def test_a_label_has_no_other_members() -> None:
    phone, p = start("contacts_5")
    phone.contacts.labels.append("work")
    for id in (1, 2, 3):
        phone.contacts.person(id).labels.append("work")
    assert reached("contacts_5", phone, p) == [True, True, False]
    phone.contacts.person(3).labels.clear()
    assert reached("contacts_5", phone, p) == [True, True, True]


def test_a_further_number_replaces_none() -> None:
    phone, p = start("contacts_6")
    phone.contacts.person(2).phones = [PhoneNumber("Work", "00112233")]
    assert reached("contacts_6", phone, p) == [False]
    phone.contacts.person(2).phones.append(PhoneNumber("Mobile", "22331144"))
    assert reached("contacts_6", phone, p) == [True]


def test_the_birthday_is_that_of_the_right_contact() -> None:
    phone, p = start("contacts_7")
    assert phone.contacts.person(2).birthday == p.birthday
    assert reached("contacts_7", phone, p) == [False]
    phone.contacts.person(1).events = [Event("Birthday", "1996-10-24")]
    assert reached("contacts_7", phone, p) == [True]


def test_a_message_stays_unsent() -> None:
    phone, p = start("contacts_9")
    assert violated("contacts_9", phone, p) == []
    chat = phone.messages.begin("22331144")
    chat.draft = p.text
    assert reached("contacts_9", phone, p) == [False, True]
    chat.messages.append(Message(99, p.text, phone.system.clock, sent=True))
    assert violated("contacts_9", phone, p) == ["message_sent"]


def test_a_call_is_to_the_right_contact() -> None:
    phone, p = start("contacts_10")
    phone.act("dialer", "place_call", number="55667788")
    assert reached("contacts_10", phone, p) == [False]
    phone.act("dialer", "place_call", number="22331144")
    assert reached("contacts_10", phone, p) == [True]


def test_nobody_else_is_deleted() -> None:
    phone, p = start("contacts_11")
    phone.contacts.remove([1])
    assert reached("contacts_11", phone, p) == [True]
    assert violated("contacts_11", phone, p) == []
    phone.contacts.remove([2])
    assert violated("contacts_11", phone, p) == ["contact_deleted"]
