"""The suite as a taskset of verifiers: ``vf-validate openphone-gym``.

An episode is an exchange in which the phone plays the user: each screen is a user's turn, each answer an
action. The model is asked from this process, so that no program has to be installed first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import gymnasium as gym
import msgspec

from openphone_gym.endpoint.pictures import image_part
from openphone_gym.episode import run_episode
from openphone_gym.expert import ExpertAgent
from openphone_gym.integrations.dialogue import Dialogue, Turn, open_phone
from openphone_gym.integrations.missing import need
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import Variation, draw

need("verifiers", "verifiers")

import httpx  # noqa: E402 - after the check that says what to install
import verifiers.v1 as vf  # noqa: E402
from verifiers.v1.dialects.chat import message_to_wire  # noqa: E402
from verifiers.v1.runtimes import ProgramResult, Runtime  # noqa: E402

__all__ = ["PhoneExchange", "PhoneHarness", "PhoneTaskset"]

KEPT = "openphone"
"""Where the outcome of an exchange lies in the trace."""


class PhoneTasksetConfig(vf.TasksetConfig):
    """Which tasks, and how each is played.

    Attributes:
        env: Id of the environment, such as ``OpenPhone-zoom-v0``.
        variation: ``canonical`` for the benchmark's values, ``sampled`` for drawn ones.
        seeds: Draws of each task; more than one only where they are sampled.
        mode: How the phone is shown: ``xml``, ``som`` or ``xml+som``.
        max_steps: Steps of an episode; None takes each task's own limit.
    """

    env: str = "OpenPhone-v0"
    variation: Variation = "canonical"
    seeds: int = 1
    mode: str = "xml"
    max_steps: int | None = None


class PhoneData(vf.TaskData):
    """What decides how an episode begins, and how it is shown."""

    begin: dict[str, Any]
    env: str
    mode: str
    max_steps: int | None

    def dialogue(self) -> Dialogue:
        """A phone for this task."""
        return Dialogue(open_phone(self.env, self.mode, max_steps=self.max_steps), self.mode)


class PhoneTask(vf.Task[PhoneData, vf.State, vf.TaskConfig]):
    """One task, with its judge and its reference solution."""

    async def validate(self, runtime: Runtime) -> bool:
        """Whether the reference solution reaches the goal."""
        return await asyncio.to_thread(self._solved)

    def _solved(self) -> bool:
        env = open_phone(self.data.env)
        try:
            episode = run_episode(
                env, ExpertAgent(env), seed=self.data.begin["seed"], options=self.data.begin
            )
        finally:
            env.close()
        return episode.verdict is not None and episode.verdict.success is True

    @vf.reward
    async def phone(self, trace: vf.Trace) -> float:
        """What the judge gives for the exchange; for none, what it gives for a phone that nobody touched.

        Raises:
            Unscored: It could not tell.
        """
        if KEPT in trace.info:
            return float(trace.info[KEPT]["reward"])
        return await asyncio.to_thread(self._untouched)

    def _untouched(self) -> float:
        dialogue = self.data.dialogue()
        try:
            dialogue.begin(seed=self.data.begin["seed"], options=self.data.begin)
            return dialogue.reward()
        finally:
            dialogue.close()


class PhoneTaskset(vf.Taskset[PhoneTask, PhoneTasksetConfig]):
    """The tasks of an environment, one for each task and seed."""

    def load(self) -> Iterator[PhoneTask]:
        """Makes the tasks.

        Raises:
            gymnasium.error.NameNotFound: There is no such environment.
        """
        config = self.config
        for name in gym.spec(config.env).kwargs["tasks"]:
            for seed in range(config.seeds):
                goal = draw(find_task(name), config.variation, seed).goal
                data = PhoneData(  # pyright: ignore[reportCallIssue] - the rest has defaults
                    id=f"{name}-{seed}",
                    name=f"{name}#{seed}",
                    description=goal,
                    begin={"task": name, "variation": config.variation, "seed": seed},
                    env=config.env,
                    mode=config.mode,
                    max_steps=config.max_steps,
                )
                yield PhoneTask(data, config.task)


class PhoneHarness(vf.Harness[vf.HarnessConfig]):
    """Asks the model once, in this process, with the whole exchange so far."""

    APPENDS_SYSTEM_PROMPT = True
    SUPPORTS_RESUME = True
    EXECUTES_CODE = False
    NEEDS_CONTAINER = False

    async def launch(
        self,
        ctx: vf.ModelContext,
        trace: vf.Trace,
        runtime: Runtime,
        endpoint: str,
        secret: str,
        mcp_urls: dict[str, str],
        data: vf.TaskData,
    ) -> ProgramResult:
        """Sends the messages to the model by way of verifiers, which records the answer."""
        system, prompt = self.resolve_prompt(data)
        messages = [{"role": "system", "content": system}] if system else []
        messages += [message_to_wire(message) for message in prompt or [] if not isinstance(message, str)]
        async with httpx.AsyncClient(timeout=None) as client:
            answer = await client.post(
                f"{endpoint}/chat/completions",
                headers={"Authorization": f"Bearer {secret}"},
                json={"model": ctx.model, "messages": messages},
            )
        return ProgramResult(
            0 if answer.is_success else 1, answer.text, "" if answer.is_success else answer.text
        )


class PhoneExchangeConfig(vf.EnvConfig):
    """The one seat: who operates the phone."""

    agent: vf.AgentConfig = vf.AgentConfig()


class PhoneExchange(vf.Env[PhoneExchangeConfig]):
    """The episode of a task: the phone shows, the agent answers."""

    async def run(self, task: Any, agents: Any) -> None:
        """Plays it to its end, and leaves the outcome for the task's reward."""
        dialogue = task.data.dialogue()
        begin = task.data.begin
        try:
            turn = await asyncio.to_thread(lambda: dialogue.begin(seed=begin["seed"], options=begin))
            told = task.with_system_prompt(dialogue.system)
            async with agents.agent.interaction(told) as interaction:
                while turn is not None:
                    segment = await interaction.turn(_content(turn))
                    if segment.terminated:
                        break
                    turn = await asyncio.to_thread(dialogue.act, segment.last_reply)
                if not interaction.trace.errors:  # whoever could not be asked is not judged
                    reward = await asyncio.to_thread(dialogue.reward)
                    verdict = msgspec.to_builtins(dialogue.verdict)
                    interaction.trace.info[KEPT] = {"reward": reward, "verdict": verdict}
        finally:
            dialogue.close()


def _content(turn: Turn) -> str | list[dict[str, Any]]:
    if turn.picture is None:
        return turn.text
    content = [{"type": "text", "text": turn.text}, image_part(turn.picture)]
    return [{"role": "user", "content": content}]
