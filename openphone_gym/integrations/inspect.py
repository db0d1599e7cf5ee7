"""The suite as a task of Inspect AI, found by its entry point: ``inspect eval openphone_gym/openphone``."""

from __future__ import annotations

import json
from typing import Any

import anyio.to_thread
import gymnasium as gym
import msgspec

from openphone_gym.endpoint.pictures import image_part
from openphone_gym.integrations.dialogue import Dialogue, Turn, Unscored, checked_mode, open_phone
from openphone_gym.integrations.missing import need
from openphone_gym.prompts import tool_schemas
from openphone_gym.tasks.catalogue import find_task
from openphone_gym.tasks.task import Variation, draw
from openphone_gym.trajectory import Verdict

need("inspect_ai", "inspect")

from inspect_ai import Task, task  # noqa: E402 - after the check that says what to install
from inspect_ai.dataset import MemoryDataset, Sample  # noqa: E402
from inspect_ai.model import (  # noqa: E402
    ChatMessage,
    ChatMessageSystem,
    ChatMessageTool,
    ChatMessageUser,
    ContentImage,
    ContentText,
    get_model,
)
from inspect_ai.scorer import Score, Scorer, Target, accuracy, scorer, stderr  # noqa: E402
from inspect_ai.solver import Generate, Solver, TaskState, solver  # noqa: E402
from inspect_ai.tool import ToolInfo, ToolParams  # noqa: E402

KEPT = "openphone_verdict"
"""Where the verdict lies in the store of a sample."""

LATER = "Not done: one action a turn."
"""What a further tool call of the same answer gets."""


@task
def openphone(
    env: str = "OpenPhone-v0",
    variation: Variation = "canonical",
    seeds: int = 1,
    mode: str = "xml",
    tools: bool = False,
    max_steps: int | None = None,
    judge: str | None = None,
) -> Task:
    """The tasks of an environment, a sample for each task and seed.

    Args:
        env: Id of the environment, such as ``OpenPhone-zoom-v0``.
        variation: ``canonical`` for the benchmark's values, ``sampled`` for drawn ones.
        seeds: Draws of each task; more than one only where they are sampled.
        mode: How the phone is shown: ``xml``, ``som`` or ``xml+som``.
        tools: Whether the model calls actions as tools; otherwise it writes them.
        max_steps: Steps of an episode; None takes each task's own limit.
        judge: As for ``PhoneEnv``.
    """
    checked_mode(mode)
    tasks = gym.spec(env).kwargs["tasks"]
    samples = [_sample(name, variation, seed) for name in tasks for seed in range(seeds)]
    return Task(
        dataset=MemoryDataset(samples, name=env),
        solver=phone(env, mode, tools, {"max_steps": max_steps, "judge": judge}),
        scorer=verdict(),
    )


def _sample(name: str, variation: Variation, seed: int) -> Sample:
    instance = draw(find_task(name), variation, seed)
    begin = {"task": name, "variation": variation, "seed": seed}
    return Sample(
        input=instance.goal, id=f"{name}-{seed}", metadata={"begin": begin, "app": instance.task.app}
    )


@solver
def phone(env: str, mode: str, tools: bool, arguments: dict[str, Any]) -> Solver:
    """Plays the episode of a sample; a broken phone or endpoint is an error of the sample, never a score."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        dialogue = Dialogue(open_phone(env, mode, **arguments), mode, tools=tools)
        begin: dict[str, Any] = state.metadata["begin"]
        try:
            turn = await anyio.to_thread.run_sync(lambda: dialogue.begin(seed=begin["seed"], options=begin))
            state.messages = [
                ChatMessageSystem(content=dialogue.system),
                ChatMessageUser(content=_content(turn)),
            ]
            await _play(state, dialogue, _tools(mode) if tools else [])
            await anyio.to_thread.run_sync(lambda: _judged(dialogue))
            state.store.set(KEPT, msgspec.to_builtins(dialogue.verdict))
        finally:
            dialogue.close()
        return state

    return solve


async def _play(state: TaskState, dialogue: Dialogue, tools: list[ToolInfo]) -> None:
    """The model's turns, until the episode ends or Inspect's own limits are reached."""
    while not state.completed:
        state.output = await get_model().generate(state.messages, tools=tools)
        answer = state.output.message
        state.messages.append(answer)
        if state.output.stop_reason == "model_length":
            return
        calls = answer.tool_calls or []
        first = {"name": calls[0].function, "arguments": calls[0].arguments} if calls else None
        done = answer.text if first is None else json.dumps(first, ensure_ascii=False)
        turn = await anyio.to_thread.run_sync(lambda done=done: dialogue.act(done))
        told = _content(turn) if turn else "The episode has ended."
        shown: list[ChatMessage] = [
            ChatMessageTool(
                content=told if number == 0 else LATER, tool_call_id=call.id, function=call.function
            )
            for number, call in enumerate(calls)
        ]
        state.messages += shown or [ChatMessageUser(content=told)]
        if turn is None:
            return


def _judged(dialogue: Dialogue) -> None:
    """An episode that was left before its end is judged as it stands; the verdict says what can't be told."""
    try:
        dialogue.reward()
    except Unscored:
        return


@scorer(metrics=[accuracy(), stderr()])
def verdict() -> Scorer:
    """The judge's verdict: success or failure; what it could not tell is unscored, and in no average."""

    async def score(state: TaskState, target: Target) -> Score:
        found = msgspec.convert(state.store.get(KEPT), Verdict)
        more = {
            "progress": found.progress,
            "subgoals": found.subgoals,
            "violations": found.violations,
            "side_effects": found.side_effects,
            "judge": found.judge,
        }
        if found.success is None:
            return Score.unscored(reason="judge", explanation=found.reason, metadata=more)
        return Score(value=float(found.success), explanation=found.reason, metadata=more)

    return score


def _tools(mode: str) -> list[ToolInfo]:
    functions = [schema["function"] for schema in tool_schemas(mode)]
    return [
        ToolInfo(
            name=function["name"],
            description=function["description"],
            parameters=ToolParams.model_validate(function["parameters"]),
        )
        for function in functions
    ]


def _content(turn: Turn) -> str | list[Any]:
    if turn.picture is None:
        return turn.text
    return [ContentText(text=turn.text), ContentImage(image=image_part(turn.picture)["image_url"]["url"])]
