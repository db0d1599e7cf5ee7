"""The phone in SkyRL-gym, made by SkyRL-gym itself."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("skyrl_gym", reason="needs the extra skyrl")

import skyrl_gym
from skyrl_gym.envs.base_text_env import BaseTextEnv

from openphone_gym.expert import ExpertAgent
from openphone_gym.integrations.dialogue import Unscored
from openphone_gym.integrations.skyrl import ENV_CLASS, PhoneTextEnv, register, rows
from openphone_gym.tasks.catalogue import UnknownTask
from openphone_gym.trajectory import Episode, Verdict
from tests.integrations.printed import programs, run


class Unsure:
    def judge(self, episode: Episode, task: Any) -> Verdict:
        return Verdict(success=None, reason="half of the screen was dark")


def made(row: dict[str, Any], **config: Any) -> Any:
    register()
    extras = {name: value for name, value in row.items() if name not in ("prompt", "env_class")}
    return skyrl_gym.make(row["env_class"], env_config=config, extras=extras)


def test_the_expert_is_rewarded_in_its_own_words() -> None:
    (row,) = rows(["zoom_1"], range(3, 4))
    env = made(row)
    assert isinstance(env, BaseTextEnv)
    prompt, metadata = env.init(row["prompt"])
    assert [message["role"] for message in prompt] == ["system", "user"]
    assert "<screen>" in prompt[1]["content"]
    assert metadata == {"task": "zoom_1"}
    expert = ExpertAgent(env._dialogue.env)
    expert.reset("")
    done, rewards = False, []
    while not done:
        output = env.step(f"<CALLED_FUNCTION>\n{expert.act({}).action}\n</CALLED_FUNCTION>")
        done = output["done"]
        rewards.append(output["reward"])
        assert [message["role"] for message in output["observations"]] == ([] if done else ["user"])
    assert rewards == [0.0] * (len(rewards) - 1) + [1.0]
    assert output["metadata"]["verdict"]["success"] is True
    assert env.get_metrics() == {"success": 1.0, "progress": 1.0}
    assert env.turns == len(rewards)
    env.close()


def test_rows_that_say_the_same_start_alike() -> None:
    one, other, again = (
        made(row).init([])[0] for row in rows(["clock_1"], range(2)) + rows(["clock_1"], range(1))
    )
    assert one == again != other


def test_what_cannot_be_read_costs_a_turn_and_turns_end() -> None:
    env = made({"env_class": ENV_CLASS, "task": "clock_1", "seed": 0, "max_turns": 2})
    env.init([])
    output = env.step("I would rather not.")
    assert not output["done"]
    assert output["observations"][0]["content"].partition("<screen>")[0].strip()
    output = env.step("back()")
    assert (output["done"], output["reward"]) == (True, 0.0)


def test_an_unscored_episode_is_an_error_and_no_zero() -> None:
    env = made({"env_class": ENV_CLASS}, judge=Unsure(), env_id="OpenPhone-zoom-v0")
    env.init([])
    with pytest.raises(Unscored, match="dark"):
        env.step("finish()")


def test_an_unknown_task_names_the_nearest() -> None:
    with pytest.raises(UnknownTask, match="did you mean"):
        PhoneTextEnv(extras={"task": "clock_one"}).init([])


def test_the_lines_run_as_printed(capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = programs("SkyRL-gym")
    run(program)
    assert "<screen>" in capsys.readouterr().out
