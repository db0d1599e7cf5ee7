"""Drawing tasks: canonical and sampled, always the same for the same arguments."""

from __future__ import annotations

import random

import pytest

from openphone_gym.env import PhoneEnv
from openphone_gym.phone.phone import Phone
from openphone_gym.phone.system.state import Display
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import (
    TEST_SEEDS,
    Drawing,
    NothingFits,
    Param,
    Params,
    Task,
    _canonical_start,
    digits,
    draw,
    one_of,
    some_of,
    whole,
)


def make_task(**changes) -> Task:
    declared = {
        "id": "zoom_900",
        "app": "zoom",
        "goals": ["Meet {number}.", "Dial {number} for a meeting.", "Number {number} please."],
        "params": {"number": Param("123456789", digits(9))},
        "solution": lambda hand, p: None,
        "human_steps": 3,
    }
    return Task(**{**declared, **changes})


@pytest.fixture
def drawing() -> Drawing:
    return Drawing(random.Random(1), Phone.new(), Params())


@pytest.mark.parametrize("variation", ["canonical", "sampled"])
def test_same_arguments_give_the_same_bytes(variation):
    task = find_task("zoom_1")
    first = draw(task, variation, 7)
    _canonical_start.cache_clear()
    second = draw(task, variation, 7)
    assert first.goal == second.goal
    assert first.params == second.params
    assert first.phone == second.phone


def test_an_instance_is_not_touched_by_what_is_done_with_its_phone():
    task = make_task()
    before = draw(task)
    phone = Phone(before.phone)
    phone.zoom.join_form.meeting_id = "42"
    phone.system.settings["global"]["wifi_on"] = "0"
    phone.snapshot()
    assert draw(task).phone == before.phone


def test_canonical_takes_the_benchmarks_values_whatever_the_seed():
    task = make_task()
    for seed in (0, 5, TEST_SEEDS):
        instance = draw(task, "canonical", seed)
        assert instance.params == {"number": "123456789"}
        assert instance.goal == "Meet 123456789."
        assert instance.phone.seed is None
        assert instance.seed == seed


def test_sampled_values_contents_and_wordings_differ_by_seed():
    drawn = [draw(make_task(), "sampled", seed) for seed in range(30)]
    assert len({instance.params["number"] for instance in drawn}) == 30
    assert len({instance.phone.seed for instance in drawn}) == 30
    openings = {instance.goal.split()[0] for instance in drawn}
    assert openings == {"Meet", "Dial", "Number"}
    assert all(instance.params["number"] in instance.goal for instance in drawn)


def test_tasks_draw_independently_of_each_other():
    one, other = (draw(make_task(id=f"zoom_{n}"), "sampled", 3) for n in (900, 901))
    assert one.params != other.params


def test_parameters_without_a_sampler_keep_the_canonical_value():
    task = make_task(params={"number": Param("123456789")})
    assert draw(task, "sampled", 9).params == {"number": "123456789"}


def test_samplers_see_the_drawn_phone_and_what_was_drawn_before():
    seen = {}

    def second(d: Drawing) -> str:
        seen.update(first=d.params.first, name=d.phone.zoom.join_form.screen_name)
        return d.params.first * 2

    task = make_task(
        goals=["{first} {second}"],
        params={"first": Param("a", one_of("b", "c")), "second": Param("aa", second)},
    )
    instance = draw(task, "sampled", 4)
    assert seen["first"] == instance.params["first"]
    assert seen["name"] == Phone(instance.phone).zoom.join_form.screen_name
    assert instance.params["second"] == instance.params["first"] * 2


def test_a_phone_on_which_nothing_fits_is_drawn_anew():
    phones = []

    def picky(d: Drawing) -> str:
        phones.append(d.phone)
        return d.choice([] if len(phones) < 3 else ["123123123"])

    task = make_task(params={"number": Param("123456789", picky)})
    instance = draw(task, "sampled", 5)
    assert instance.params == {"number": "123123123"}
    assert len(phones) == 3
    assert phones[0].snapshot() != phones[2].snapshot()
    never = make_task(params={"number": Param("123456789", lambda d: d.choice([]))})
    with pytest.raises(NothingFits, match="zoom_900"):
        draw(never, "sampled", 5)


@pytest.mark.parametrize(
    ("task", "seed"), [("map_4", 140), ("bluecoins_12", 379), ("bluecoins_14", 36), ("bluecoins_14", 196)]
)
def test_seeds_whose_first_phone_suits_nothing(task, seed):
    assert draw(find_task(task), "sampled", seed).params == draw(find_task(task), "sampled", seed).params


def test_set_up_gets_the_parameters_and_lasts():
    def setup(phone: Phone, p: Params) -> None:
        phone.zoom.join_form.meeting_id = p.number[::-1]

    instance = draw(make_task(setup=setup), "sampled", 2)
    assert Phone(instance.phone).zoom.join_form.meeting_id == instance.params["number"][::-1]


@pytest.mark.parametrize(("start", "app"), [("app", "zoom"), ("home", "launcher")])
def test_start_decides_what_is_in_front(start, app):
    phone = Phone(draw(make_task(start=start)).phone)
    assert phone.showing(app)


def test_the_screen_can_be_chosen():
    display = Display(540, 1200, 210)
    for variation in ("canonical", "sampled"):
        assert Phone(draw(make_task(), variation, 0, display).phone).system.display == display
    assert Phone(draw(make_task()).phone).system.display == Display()


def test_seeds_for_training_and_for_testing_never_overlap():
    drawn = {}
    for split in ("train", "test"):
        env = PhoneEnv(["zoom_1"], observation=(), split=split, variation="sampled")
        drawn[split] = [env.reset(seed=seed)[1]["task_seed"] for seed in range(40)]
    assert max(drawn["train"]) < TEST_SEEDS <= min(drawn["test"])
    assert len(set(drawn["test"])) == 40


@pytest.mark.parametrize(
    ("human", "own", "limit"),
    [(None, None, 25), (3, None, 25), (8, None, 25), (9, None, 27), (20, None, 60), (None, 12, 36)],
)
def test_step_limit_grows_with_what_the_task_needs(human, own, limit):
    assert make_task(human_steps=human, own_steps=own).max_steps == limit


@pytest.mark.parametrize(
    ("declared", "suite", "names"),
    [
        ({}, "AndroidLab", ("zoom",)),
        ({"human_steps": None}, "OpenPhone", ("zoom",)),
        ({"id": "map_3", "app": "map"}, "AndroidLab", ("map", "map_me")),
        ({"id": "cross_3", "human_steps": None}, "cross", ("cross",)),
        ({"id": "practice_12", "human_steps": None}, "practice", ("practice",)),
    ],
)
def test_suite_and_names_follow_from_the_id(declared, suite, names):
    task = make_task(**declared)
    assert (task.suite, task.names) == (suite, names)
    assert (task.kind, task.number) == (task.id.split("_")[0], int(task.id.split("_")[1]))


def test_digits(drawing):
    drawn = {digits(4)(drawing) for _ in range(300)}
    assert all(len(number) == 4 and number.isdigit() and number[0] != "0" for number in drawn)
    assert any("0" in number for number in drawn)


def test_one_of(drawing):
    assert {one_of("a", "b", 3)(drawing) for _ in range(50)} == {"a", "b", 3}


def test_some_of_keeps_the_order(drawing):
    names = ["Ann", "Bo", "Cy", "Di"]
    drawn = [some_of(names, 2, 3)(drawing) for _ in range(100)]
    assert {len(chosen) for chosen in drawn} == {2, 3}
    assert all(chosen == [name for name in names if name in chosen] for chosen in drawn)


def test_whole_includes_both_ends(drawing):
    assert {whole(5, 20, 5)(drawing) for _ in range(100)} == {5, 10, 15, 20}
