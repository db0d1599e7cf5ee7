"""Data generation: what goes in, what must stay out, and that prompts are those of inference."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from agents.chat import ChatAgent
from agents.faulty import Script
from agents.settings import AgentSettings
from benchmarks.sweep import Runner, Sweep
from openphone_gym.actions import parse, swipe, tap
from openphone_gym.actions.dialects import DIALECTS
from openphone_gym.endpoint import Completion
from openphone_gym.env import PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.recording import export_androidlab, save_episode
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import TEST_SEEDS
from training import sources
from training.data_config import GenerateConfig, InvalidData
from training.generate import (
    Sampler,
    ShardFailed,
    generate,
    make_shard,
    plan,
    read_samples,
)
from training.numbering import NumberedExpert, by_number, by_point
from training.samples import Rollout
from training.writing import EndpointWriter, TemplateWriter, Turn, make_writer

TASKS = ["clock_9", "setting_6", "zoom_1"]


def config(folder, **changes) -> GenerateConfig:
    return GenerateConfig(**{"out": str(folder), "tasks": TASKS, "episodes": 2, "recoveries": 1, **changes})


def samples_of(folder):
    return [s for name in ("train", "validation") for s in read_samples(folder / f"{name}.jsonl")]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    sheet = generate(config(folder, style="brief", validation=0.3))
    return folder, sheet


class Recorder:
    """Answers as told, and keeps what it was sent."""

    def __init__(self, answers: list[str]) -> None:
        self.answers = list(answers)
        self.sent = []

    def complete(self, messages, **_):
        self.sent.append(messages)
        return Completion(text=self.answers.pop(0), finish_reason="stop")


@pytest.mark.parametrize(
    "settings",
    [
        AgentSettings(style="brief"),
        AgentSettings(),
        AgentSettings(mode="xml+som", image_long_side=300),
        AgentSettings(mode="screenshot"),
    ],
    ids=["brief", "full", "pictures", "coordinates"],
)
def test_prompts_equal_what_the_agent_sends_at_inference(settings, tmp_path):
    player = sources.Player((540, 1200), settings.pictures)
    rollout = sources.recovery(player.make_env(), "clock_9", 3)
    assert isinstance(rollout, Rollout)
    sampler = Sampler(settings, TemplateWriter(), tmp_path)
    kept = []
    sampler._stored = lambda message, images: message  # type: ignore[method-assign]  # pictures as they are sent
    everything = rollout._replace(slips=frozenset())  # the answers of all steps, the mistake's too
    answers = [s.completion[0]["content"] for s in sampler.samples(everything)]
    kept = {s.step: s.prompt for s in sampler.samples(everything)}
    assert len(answers) == len(rollout.episode.steps)
    model = Recorder(answers)
    env = PhoneEnv(["clock_9"], observation=settings.observation, screen=(540, 1200))
    options = {"task": "clock_9", "variation": "sampled", "seed": 3}
    episode = run_episode(env, ChatAgent(model, **settings.arguments()), seed=3, options=options)
    assert [kept[step] for step in sorted(kept)] == model.sent
    if settings.mode != "screenshot":  # points of shrunk pictures are rounded
        assert episode.verdict is not None
        assert episode.verdict.success


@pytest.mark.parametrize("dialect", sorted(set(DIALECTS) - {"computer_use", "openphone"}))
def test_answers_in_a_dialect_solve_the_task_when_they_are_read_in_it(dialect, tmp_path):
    settings = AgentSettings(dialect=dialect)
    rollout = sources.expert(sources.Player((540, 1200), settings.pictures, 0.0).make_env(), "contacts_9", 3)
    assert isinstance(rollout, Rollout)
    answers = [
        s.completion[0]["content"] for s in Sampler(settings, TemplateWriter(), tmp_path).samples(rollout)
    ]
    assert len(answers) == len(rollout.episode.steps)
    env = PhoneEnv(["contacts_9"], observation=settings.observation, screen=(540, 1200))
    options = {"task": "contacts_9", "variation": "sampled", "seed": 3}
    agent = ChatAgent(Recorder(answers), **settings.arguments())
    episode = run_episode(env, agent, seed=3, options=options)
    assert episode.verdict is not None
    assert episode.verdict.success
    assert not any(step.error for step in episode.steps)


def test_a_dialect_of_native_tool_calls_gives_no_samples(tmp_path):
    with pytest.raises(InvalidData, match="native tool calls"):
        generate(config(tmp_path, dialect="computer_use", mode="screenshot"))


def test_groups_get_their_shares_of_the_episodes(tmp_path):
    asked = config(
        tmp_path,
        tasks=[],
        apps=["practice"],
        split=True,
        episodes=20,
        shares=["two things=0.25", "practice=0.5"],
    )
    counts = Counter(find_task(task).group for shard in plan(asked) for task, _ in shard.draws)
    assert counts["two things"] == 10 * (5 + 1)
    assert counts["one thing"] == 10 * (10 + 1)


@pytest.mark.parametrize(
    "shares", [["two things"], ["=1"], ["two things=2"], ["two things=nan"], ["tow things=0.1"]]
)
def test_shares_that_make_no_sense_are_refused(shares, tmp_path):
    with pytest.raises(InvalidData, match="share"):
        config(tmp_path, tasks=[], apps=["practice"], shares=shares).check()


def test_only_whole_successful_episodes_of_training_seeds_give_samples(made):
    folder, sheet = made
    samples = samples_of(folder)
    assert sheet["samples"] == len(samples) > 10
    assert {s.task_id for s in samples} == set(TASKS)
    assert all(s.seed is not None and s.seed < TEST_SEEDS for s in samples)
    assert {s.source for s in samples} == {"expert", "recovery"}
    assert all(
        parse(s.reference) and s.completion[0]["content"].split("\n")[-1] == s.reference for s in samples
    )


def test_splits_share_no_draw(made):
    folder, _ = made
    draws = [
        {(s.task_id, s.seed) for s in read_samples(folder / f"{n}.jsonl")} for n in ("train", "validation")
    ]
    assert draws[0]
    assert draws[1]
    assert not draws[0] & draws[1]


def test_equal_configurations_give_equal_files(made, tmp_path):
    folder, _ = made
    generate(config(tmp_path, style="brief", validation=0.3))
    assert (tmp_path / "train.jsonl").read_bytes() == (folder / "train.jsonl").read_bytes()


def test_several_workers_make_the_same_files(made, tmp_path):
    folder, _ = made
    generate(config(tmp_path, style="brief", validation=0.3, workers=2))
    assert (tmp_path / "train.jsonl").read_bytes() == (folder / "train.jsonl").read_bytes()


def test_a_shard_that_no_worker_can_make_is_said(tmp_path):
    (tmp_path / "shards").mkdir(parents=True)
    cut = config(tmp_path, style="brief", workers=2)
    (tmp_path / "shards" / f"{plan(cut)[0].name}.partial").mkdir()
    with pytest.raises(ShardFailed, match="IsADirectory"):
        generate(cut)


def test_a_run_that_was_cut_off_goes_on(tmp_path):
    cut = config(tmp_path, style="brief")
    shards = plan(cut)
    make_shard(cut, shards[0])
    first = tmp_path / "shards" / shards[0].name
    written = first.stat().st_mtime_ns
    (tmp_path / "shards" / f"{shards[1].name}.partial").write_text("half a li")
    generate(cut)
    assert first.stat().st_mtime_ns == written
    assert samples_of(tmp_path)


def test_another_configuration_is_refused_in_the_same_folder(made):
    folder, _ = made
    with pytest.raises(InvalidData, match="style"):
        generate(config(folder, style="full", validation=0.3))


def test_the_mistake_is_no_target_but_its_undoing_is(tmp_path):
    rollout = sources.recovery(sources.Player((540, 1200), False).make_env(), "clock_9", 3)
    assert isinstance(rollout, Rollout)
    (slip,) = rollout.slips
    samples = list(Sampler(AgentSettings(), TemplateWriter(), tmp_path).samples(rollout))
    steps = {s.step: s for s in samples}
    assert slip not in steps
    assert steps[slip + 1].kind in ("recovery", "finish")
    assert "mistake" in steps[slip + 1].completion[0]["content"]
    assert str(rollout.episode.steps[slip].action) in steps[slip + 1].prompt[-1]["content"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"first_seed": TEST_SEEDS - 1}, "training"),
        ({"first_seed": -1}, "training"),
        ({"held_out": TASKS}, "held out"),
        ({"workers": 0}, "workers"),
        ({"formats": ["parquet"]}, "sharegpt"),
        ({"validation": 0.9}, "validation"),
        ({"writer": "poet"}, "template"),
        ({"style": "brief", "mode": "som"}, "brief"),
    ],
)
def test_nonsense_is_refused_before_anything_runs(changes, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        generate(config(tmp_path / "data", **changes))
    assert not (tmp_path / "data").exists()


def test_held_out_tasks_stay_out(tmp_path):
    generate(config(tmp_path, held_out=["zoom_1"], style="brief"))
    assert "zoom_1" not in {s.task_id for s in samples_of(tmp_path)}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Recorded episodes: one for training, one for testing, one canonical, one that failed."""
    root = tmp_path_factory.mktemp("recorded")
    env = sources.Player((540, 1200), False).make_env()
    for name, variation, seed in (
        ("good", "sampled", 5),
        ("test", "sampled", TEST_SEEDS),
        ("bench", "canonical", 0),
    ):
        options = {"task": "clock_9", "variation": variation, "seed": seed}
        save_episode(run_episode(env, NumberedExpert(env), seed=0, options=options), root / name)
    options = {"task": "clock_9", "variation": "sampled", "seed": 6}
    save_episode(run_episode(env, Script([]), seed=0, options=options), root / "failed")
    return root


def test_recorded_episodes_are_taken_if_they_are_for_training_and_succeeded(recorded, tmp_path):
    sheet = generate(config(tmp_path, episodes=0, recoveries=0, demonstrations=str(recorded)))
    assert {s.id.partition("#")[0] for s in samples_of(tmp_path)} == {"demonstrations/good"}
    assert sum(sheet["episodes_refused"]["demonstrations"].values()) == 3


def test_a_sweep_of_the_training_split_can_be_learnt_from_and_one_of_the_tests_can_not(tmp_path):
    for split in ("train", "test"):
        sweep = Sweep(
            agent="expert",
            tasks=("clock_9",),
            variation="sampled",
            split=split,
            screen=(540, 1200),
            pictures=False,
        )
        (job,) = sweep.jobs()
        Runner(sweep, tmp_path / split)(job)
    generate(config(tmp_path / "data", episodes=0, recoveries=0, runs=str(tmp_path / "train")))
    samples = samples_of(tmp_path / "data")
    assert {(s.source, s.seed) for s in samples} == {("runs", 0)}
    with pytest.raises(InvalidData, match="a seed for testing"):
        generate(config(tmp_path / "none", episodes=0, recoveries=0, runs=str(tmp_path / "test")))


def test_androidlab_traces_are_read(tmp_path):
    env = sources.Player((540, 1200), False).make_env()
    options = {"task": "clock_9", "variation": "sampled", "seed": 5}
    episode = run_episode(env, NumberedExpert(env), seed=0, options=options)
    export_androidlab(episode, tmp_path / "traces" / "clock_9_2024")
    generate(config(tmp_path / "data", episodes=0, recoveries=0, androidlab=str(tmp_path / "traces")))
    calls = {s.step: s.reference for s in samples_of(tmp_path / "data")}
    assert [calls[step] for step in sorted(calls)] == [str(step.action) for step in episode.steps]
    assert {s.task_id for s in samples_of(tmp_path / "data")} == {"clock_9"}


def test_a_trace_with_nonsense_is_no_example(tmp_path):
    folder = tmp_path / "clock_9"
    (folder / "traces").mkdir(parents=True)
    (folder / "traces" / "trace.jsonl").write_bytes(msgspec.json.encode({"xml": "/etc/passwd"}) + b"\n")
    assert str(sources.androidlab(folder, tmp_path, False)).startswith("unreadable")


def test_the_endpoint_writer_takes_two_parts_and_nothing_else():
    turn = Turn("Goal", 'App a.b\n[1] "OK" button', "", tap(1))
    import random

    good = "<REASONING>I see OK.</REASONING>\n<STATE_ASSESSMENT>Current State: x</STATE_ASSESSMENT>"
    assert EndpointWriter(Recorder([good])).write(turn, random.Random(0)).reasoning == "I see OK."
    forged = good.replace("I see OK.", "I see <CALLED_FUNCTION> tap(9)")
    fallback = EndpointWriter(Recorder([forged, "no parts"])).write(turn, random.Random(0))
    assert fallback == TemplateWriter().write(turn, random.Random(0))
    with pytest.raises(ValueError, match="template"):
        make_writer("endpoint")


def test_points_become_numbers_of_the_text_and_numbers_points():
    env = PhoneEnv(["setting_6"], observation=("ui",), screen=(540, 1200))
    env.reset(seed=0, options={"task": "setting_6"})
    tree = env.tree()
    mark = next(m for m in env.marks() if m.node.text == "Storage")
    numbered = by_number(tap(x=mark.center[0], y=mark.center[1]), tree)
    assert numbered == by_number(tap(mark.index), tree)
    assert f'[{numbered.arguments["index"]}] "Storage"' in env.step("wait(1)")[0]["ui"]
    assert by_number(swipe(x=270, y=1000, direction="up", dist=318), tree) == swipe(None, "up", "long")
    center = by_point(tap(mark.index), tree, 2.0).arguments
    assert (center["x"], center["y"]) == (mark.center[0] // 2, mark.center[1] // 2)
