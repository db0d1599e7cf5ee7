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
from openphone_gym.phone.shell import run as shell
from openphone_gym.phone.system.nav import Nav
from openphone_gym.tasks.catalogue import find_task, tasks_of
from openphone_gym.tasks.contacts.provider import sql_text
from openphone_gym.tasks.sight import Sight
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


# On real phones


def asked(task: str, phone: Phone, p: Params) -> list[bool]:
    """What the shell checks of a task find."""
    found = []
    for goal in find_task(task).subgoals:
        assert goal.shell
        command, expected = (text.format_map(vars(p)) for text in goal.shell)
        found.append(expected in shell(phone, command)[0])
    return found


def told(task: str, phone: Phone, p: Params) -> list[bool | None]:
    """What the screen in front tells about the sub-goals and the must-not conditions."""
    screen = Sight(phone.tree())
    named = [*find_task(task).subgoals, *find_task(task).never]
    return [goal.screen(screen, p) for goal in named if goal.screen]


def show(phone: Phone, app: str, screen: str, **args: Any) -> None:
    Nav(phone, phone.front()).start(app, screen, **args)
    phone.changed()


def named_by_hand(phone: Phone, p: Params) -> None:
    person = phone.contacts.person(p.person)
    person.first_name, person.last_name = 'Ann "Nan" $HOME `id`', "O'Neil; reboot"
    p.name, p.sql_name = person.name, sql_text(person.name)


def test_names_are_data_to_the_shell() -> None:
    phone, p = start("contacts_8")
    named_by_hand(phone, p)
    assert asked("contacts_8", phone, p) == [False]
    phone.contacts.person(p.person).website = p.website
    assert asked("contacts_8", phone, p) == [True]
    phone, p = start("contacts_11")
    named_by_hand(phone, p)
    assert asked("contacts_11", phone, p) == [False]
    phone.contacts.remove([p.person])
    assert asked("contacts_11", phone, p) == [True]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person(first_name="John", last_name="Smith"), [True, True]),
        (Person(first_name="John Smith"), [False, False]),
        (Person(first_name="Smith", last_name="John"), [False, False]),
    ],
)
def test_first_and_last_name_are_told_apart(person: Person, expected: list[bool]) -> None:
    phone, p = start("contacts_2")
    person.phones, person.emails = [PhoneNumber("Mobile", p.number)], [Email("Work", p.address)]
    phone.contacts.add(person)
    assert asked("contacts_2", phone, p) == expected == reached("contacts_2", phone, p)


def test_labels_of_numbers_count() -> None:
    phone, p = start("contacts_3")
    phones = [PhoneNumber("Work", p.mobile), PhoneNumber("Mobile", p.number)]
    person = phone.contacts.add(Person(first_name=p.name, phones=phones))
    assert asked("contacts_3", phone, p) == [False, False]
    person.phones = [PhoneNumber("Work", p.number), PhoneNumber("Home", p.mobile)]
    assert asked("contacts_3", phone, p) == [True, False]


def test_a_second_birthday_is_not_the_birthday() -> None:
    phone, p = start("contacts_7")
    person = phone.contacts.person(p.person)
    person.events = [Event("Birthday", "1990-01-01"), Event("Birthday", p.birthday)]
    assert asked("contacts_7", phone, p) == [False]
    person.events = [Event("Anniversary", "1990-01-01"), Event("Birthday", p.birthday)]
    assert asked("contacts_7", phone, p) == [True]


def test_the_page_tells_whether_a_number_was_added_or_replaced() -> None:
    phone, p = start("contacts_6")
    person = phone.contacts.person(p.person)
    assert told("contacts_6", phone, p) == [None, False]
    show(phone, "contacts", "person", id=p.person)
    for phones, expected in (
        ([*person.phones, PhoneNumber("Work", p.number)], True),
        ([*person.phones, PhoneNumber("Home", p.number)], False),
        ([PhoneNumber("Work", p.number)], False),
    ):
        person.phones = phones
        phone.changed()
        assert told("contacts_6", phone, p) == [expected, False]


def test_other_members_of_a_label_show() -> None:
    phone, p = start("contacts_5")
    phone.contacts.labels.append(p.label)
    show(phone, "contacts", "label", name=p.label)
    for members, expected in (
        ([1], [True, False, False]),
        ([1, 2], [True] * 3),
        ([1, 2, 3], [True, True, False]),
    ):
        for person in phone.contacts.people:
            person.labels = [p.label] if person.id in members else []
        phone.changed()
        assert told("contacts_5", phone, p)[:3] == expected


def test_a_message_that_was_sent_shows() -> None:
    phone, p = start("contacts_9")
    show(phone, "messages", "compose", number=p_number(phone, p))
    assert told("contacts_9", phone, p) == [True, False, False, False]
    chat = phone.messages.begin(p_number(phone, p))
    chat.draft = p.text
    phone.changed()
    assert told("contacts_9", phone, p) == [True, True, False, False]
    chat.messages.append(Message(99, p.text, phone.system.clock, sent=True))
    phone.changed()
    assert told("contacts_9", phone, p)[-1]


def p_number(phone: Phone, p: Params) -> str:
    return phone.contacts.person(p.person).phones[0].number
