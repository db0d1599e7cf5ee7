"""The environment: a phone, a task, and a judge behind Gymnasium's API."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from numbers import Integral
from typing import Any, SupportsFloat

import gymnasium as gym
import numpy as np

from openphone_gym.actions import Action, ActionSpace, InvalidAction, checked, to_gesture, well_formed
from openphone_gym.devices import make_device
from openphone_gym.devices.device import Device, Screen
from openphone_gym.devices.virtual import VirtualDevice
from openphone_gym.judges import Judge, StateJudge, make_judge, needs_of
from openphone_gym.phone.system.interruptions import INTERRUPTIONS
from openphone_gym.phone.system.state import Display
from openphone_gym.spaces import UnicodeText
from openphone_gym.tasks.catalogue import catalogue, find_task
from openphone_gym.tasks.task import (
    NIGHT_MODE,
    TEST_SEEDS,
    VARIATIONS,
    Look,
    Params,
    Task,
    TaskInstance,
    draw,
)
from openphone_gym.trajectory import AgentFault, Episode, Step, Verdict
from openphone_gym.ui.compact import compact_text
from openphone_gym.ui.gesture import Gesture, TypeText
from openphone_gym.ui.marks import Mark, draw_marks, number_marks
from openphone_gym.ui.node import UiTree

PARTS = ("screenshot", "marked", "ui")
"""Parts of the observation that can be chosen; ``goal`` and ``step`` are always there."""

OPTIONS = ("task", "seed", "variation")
"""What ``reset(options=...)`` takes."""

REWARDS = ("success", "progress")
SPLITS = ("train", "test")
GOAL_BYTES = 4_000
UI_BYTES = 40_000
STANDARD_DENSITY = 420
STANDARD_WIDTH = 1080
LEAST_RATIO = 1.5
LEAST_DP = 320
"""Narrowest screen in dp, as Android's own compatibility rules have it for phones."""


class InvalidArgument(ValueError):
    """An argument of an environment has no such value; the message names the nearest valid one."""

    def __init__(self, name: str, value: object, valid: Sequence[str]) -> None:
        near = difflib.get_close_matches(str(value), valid, n=1, cutoff=0.4)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        super().__init__(f"{name}={value!r} is not valid{hint} (valid: {', '.join(map(repr, valid))})")


class PhoneEnv(gym.Env[dict[str, Any], Action | str]):
    """A phone on which a task is to be done.

    ## Description
    Each episode draws one of the environment's tasks, sets the phone up for it, and states the goal
    in words. The agent looks at the screen and acts with one call of the action vocabulary a step,
    until it calls ``finish``. A judge then decides whether the goal was reached.

    ## Action Space
    ``ActionSpace``: typed actions such as ``actions.tap(3)``. ``step`` also takes the call text that a
    language model writes, ``'tap(3)'``, ``'swipe(5, "up", "long")'``, ``'finish("7:30 AM")'``. Text is
    parsed and never executed. An action that can't be read or done costs a step, changes nothing, and
    is explained in ``info["action_error"]``.

    ## Observation Space
    A ``Dict``: ``goal`` (text), ``step`` (int64, shape ()), and as chosen by ``observation``:
    ``screenshot`` (uint8, (H, W, 3)), ``marked`` (the same with numbered marks), ``ui`` (compact text
    with one numbered line an element; see ``openphone_gym.ui.compact``). Parts left out cost nothing.

    ## Rewards
    ``reward="success"``: 1 at the end of an episode whose goal was reached, else 0.
    ``reward="progress"``: what the share of sub-goals reached grew by in this step, the last step
    making up the difference to 1 when the goal was reached, so that the rewards of a successful
    episode add up to 1 minus the share that held at the start (potential-based shaping).
    ``side_effect_penalty`` is taken off once if the episode changed anything that its task does not
    allow. An unscored episode gives 0, and ``info["verdict"].success`` is None: leave it out.

    ## Starting State
    The app of the task is open, or the home screen is shown where opening it is the task.

    ## Episode End
    ``terminated`` on ``finish`` and when something happened that must not. ``truncated`` after
    ``max_steps`` steps.

    ## Arguments
    See the constructor. ``reset(seed=...)`` makes everything that follows deterministic;
    ``reset(options={"task": "zoom_1", "seed": 3, "variation": "sampled"})`` chooses an instance.

    ## Info
    ``task_id``, ``app``, ``params``, ``variation``, ``task_seed``, ``max_steps``; ``foreground``
    (package/activity); ``subgoals`` (name to reached); ``action_error`` (text or None); at the end
    ``verdict`` (``trajectory.Verdict``) and ``cost`` (US dollars spent on judging).

    ## Version History
    v0: first version.

    Args:
        tasks: Ids of the tasks to draw from.
        device: ``"virtual"``, another backend such as ``"adb"`` (see ``openphone_gym.devices``), or a
            ``Device``.
        variation: ``"canonical"`` for the benchmark's own values, ``"sampled"`` for drawn ones.
        observation: Parts of the observation beside goal and step.
        judge: ``"state"``, ``"screen"``, ``"llm"`` or any object with ``judge(episode, task)``; None
            takes the state of a virtual phone, and the screens of any other device.
        reward: ``"success"`` or ``"progress"``.
        side_effect_penalty: Taken off the last reward of an episode with side effects.
        max_steps: Steps before truncation; None takes each task's own limit.
        screen: Width and height of the virtual phone in pixels, and if wanted its density.
        theme: ``"light"`` or ``"dark"``; None leaves it to the variation.
        font_scale: Text size, 1.0 being normal; None leaves it to the variation.
        split: Seeds for training and for testing never overlap.
        interruptions: Chance (0 to 1) that an episode of a virtual phone is disturbed by a call, a
            notification, a dialog or a slow screen.
        record: What ``episode`` keeps of each step beside the action: ``"tree"``, ``"frame"``.
        render_mode: ``"rgb_array"`` or None.

    Raises:
        InvalidArgument: A value is not among the valid ones.
        UnknownTask: No task has one of the ids.
        UnknownJudge: No judge has this name.
        DeviceError: The device can't be reached.
        EndpointError: The endpoint of an LLM judge is not set up.
    """

    metadata: dict[str, Any] = {"render_modes": ["rgb_array"], "render_fps": 2}  # noqa: RUF012

    def __init__(
        self,
        tasks: Sequence[str],
        *,
        device: str | Device = "virtual",
        variation: str = "canonical",
        observation: Sequence[str] = ("screenshot", "ui"),
        judge: str | Judge | None = None,
        reward: str = "success",
        side_effect_penalty: float = 0.0,
        max_steps: int | None = None,
        screen: Sequence[int] = (STANDARD_WIDTH, 2400),
        theme: str | None = None,
        font_scale: float | None = None,
        split: str = "train",
        interruptions: float = 0.0,
        record: Collection[str] = (),
        render_mode: str | None = None,
    ) -> None:
        for part in observation:
            _one_of("observation", part, PARTS)
        for part in record:
            _one_of("record", part, ("tree", "frame"))
        _one_of("variation", variation, VARIATIONS)
        _one_of("reward", reward, REWARDS)
        _one_of("split", split, SPLITS)
        if theme is not None:
            _one_of("theme", theme, tuple(NIGHT_MODE))
        if font_scale is not None:
            _between("font_scale", font_scale, 0.5, 2.0)
        _between("interruptions", interruptions, 0, 1)
        _between("side_effect_penalty", side_effect_penalty, 0, float("inf"))
        if render_mode is not None:
            _one_of("render_mode", render_mode, self.metadata["render_modes"])
        if max_steps is not None and (not isinstance(max_steps, Integral) or max_steps < 1):
            raise InvalidArgument("max_steps", max_steps, ["1 or more", "None"])
        if not tasks:
            raise InvalidArgument("tasks", tasks, ["one or more ids"])
        self.tasks: list[Task] = [find_task(task_id) for task_id in tasks]
        self.device = make_device(device, _display(screen))
        self.judge = self._make_judge(judge)
        self.variation = variation
        self.reward = reward
        self.side_effect_penalty = side_effect_penalty
        self.max_steps = max_steps
        self.split = split
        self._look = Look(theme, font_scale)
        self.interruptions = interruptions
        self.render_mode = render_mode
        self._parts = tuple(dict.fromkeys(observation))
        self._record = needs_of(self.judge) | frozenset(record)
        self._text = UnicodeText(UI_BYTES)
        self.action_space = ActionSpace()
        self.observation_space = self._observation_space()
        self._last_read: tuple[UiTree | None, str] = None, ""
        self._instance: TaskInstance | None = None
        self._episode: Episode | None = None

    @property
    def _virtual(self) -> VirtualDevice | None:
        """The device, if it is a virtual phone in this process."""
        return self.device if isinstance(self.device, VirtualDevice) else None

    def _make_judge(self, judge: str | Judge | None) -> Judge:
        chosen = make_judge(judge or ("state" if self._virtual else "screen"))
        if isinstance(chosen, StateJudge) and not self._virtual:
            raise InvalidArgument("judge", judge, ["screen", "llm", "a judge that reads screens"])
        return chosen

    def _observation_space(self) -> gym.spaces.Dict:
        screen: Screen = self.device.screen
        picture = gym.spaces.Box(0, 255, (screen.height, screen.width, 3), np.uint8)
        longest = self.max_steps or max(task.max_steps for task in catalogue().values())
        parts: dict[str, gym.Space[Any]] = {
            "goal": UnicodeText(GOAL_BYTES),
            "step": gym.spaces.Box(0, longest, (), np.int64),
        }
        for part in self._parts:
            parts[part] = self._text if part == "ui" else picture
        return gym.spaces.Dict(parts)

    # What wrappers, agents and recorders may read

    @property
    def instance(self) -> TaskInstance:
        """The task of this episode with everything drawn."""
        if self._instance is None:
            raise gym.error.ResetNeeded("no episode yet: call reset() first")
        return self._instance

    @property
    def episode(self) -> Episode:
        """The record of this episode so far."""
        if self._episode is None:
            raise gym.error.ResetNeeded("no episode yet: call reset() first")
        return self._episode

    def tree(self) -> UiTree:
        """Accessibility nodes of the present screen."""
        return self.device.tree()

    def marks(self) -> list[Mark]:
        """Numbered elements of the present screen, by which actions name them."""
        if self._marks is None:
            self._marks = number_marks(self.device.tree())
        return self._marks

    # Gymnasium

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Starts an episode.

        Args:
            seed: Makes the draws of this and all later episodes deterministic.
            options: ``task`` (id), ``seed`` (of the draw) and ``variation`` of this episode.

        Raises:
            DeviceError: The device failed.
            InvalidArgument: An option is unknown, or has no such value.
            UnknownTask: ``options["task"]`` names no task.
        """
        super().reset(seed=seed)
        self._instance = instance = self._draw(options or {})
        self.device.reset(instance.setup)
        self._disturb()
        self._max_steps = self.max_steps or instance.task.max_steps
        self._params = Params(**instance.params)
        self._marks: list[Mark] | None = None
        self._episode = Episode(
            task_id=instance.task.id,
            app=instance.task.app,
            goal=instance.goal,
            params=instance.params,
            variation=instance.variation,
            seed=instance.seed,
            start_state=instance.phone if self._virtual else None,
        )
        subgoals, _ = self._watch()
        self._progress = self._share(subgoals)
        return self._observe(), self._info(subgoals, None)

    def _draw(self, options: dict[str, Any]) -> TaskInstance:
        for name in options:
            _one_of("options", name, OPTIONS)
        task_id = options.get("task")
        chance = self.np_random
        picked = self.tasks[int(chance.integers(len(self.tasks)))]
        drawn = int(chance.integers(TEST_SEEDS)) + (TEST_SEEDS if self.split == "test" else 0)
        task = picked if task_id is None else find_task(str(task_id))
        seed = options.get("seed", drawn)
        if not isinstance(seed, Integral):
            raise InvalidArgument("seed", seed, ["a whole number"])
        variation = _one_of("variation", options.get("variation", self.variation), VARIATIONS)
        display = self._virtual.display if self._virtual else None
        return draw(task, variation, int(seed), display, self._look)

    def _disturb(self) -> None:
        if not self._virtual or self.np_random.random() >= self.interruptions:
            return
        kinds = sorted(INTERRUPTIONS)
        system = self._virtual.phone.system
        at = system.gestures + int(self.np_random.integers(1, 6))
        system.interruptions[at] = kinds[int(self.np_random.integers(len(kinds)))]

    def step(
        self, action: Action | str | InvalidAction
    ) -> tuple[dict[str, Any], SupportsFloat, bool, bool, dict[str, Any]]:
        """Does one action.

        Args:
            action: An action, or a call's text. Anything else is an invalid action, and so is an
                ``InvalidAction``, by which an agent says that it found no action in an answer, and why.

        Raises:
            DeviceError: The device failed; the episode says nothing about the agent.
            gymnasium.error.ResetNeeded: There is no episode, or it has ended.
        """
        episode = self.episode
        if episode.terminated or episode.truncated:
            raise gym.error.ResetNeeded("the episode has ended: call reset()")
        step = self._new_step(action)
        gesture: Gesture | None = None
        try:
            step.action = _read(action)
            gesture = self._gesture(step.action)
        except InvalidAction as error:
            step.error = str(error)
        step.gesture = gesture
        if gesture is not None:
            self.device.perform(gesture)
            self._marks = None
        episode.steps.append(step)
        step.subgoals, step.violations = self._watch()
        self._end_if_due(step)
        verdict = self._judge() if episode.terminated or episode.truncated else None
        step.reward = self._reward(step.subgoals, verdict)
        info = self._info(step.subgoals, step.error)
        if verdict is not None:
            info["verdict"] = verdict
            info["subgoals"] = verdict.subgoals
            info["cost"] = verdict.cost
        return self._observe(), step.reward, episode.terminated, episode.truncated, info

    def fail(self, fault: AgentFault) -> None:
        """Ends the episode as a failure of the agent, whatever the phone shows; no judge is asked.

        Args:
            fault: What the agent did.

        Raises:
            DeviceError: The device failed.
            gymnasium.error.ResetNeeded: There is no episode.
        """
        episode = self.episode
        episode.fault = fault
        episode.terminated, episode.truncated = True, False
        self._keep_end()
        episode.verdict = Verdict(
            success=False,
            subgoals=dict(episode.steps[-1].subgoals) if episode.steps else {},
            reason=f"the agent failed: {fault.reason}",
            judge="fault",
        )

    def _new_step(self, action: object) -> Step:
        return Step(
            index=len(self.episode.steps),
            tree=self.device.tree() if "tree" in self._record or "ui" in self._parts else None,
            frame=self.device.frame() if "frame" in self._record else None,
            foreground=self.device.foreground(),
            action_text=_words(action),
        )

    def _gesture(self, action: Action) -> Gesture | None:
        screen = self.device.screen
        marks = self.marks() if "index" in action.arguments else []
        gesture = to_gesture(action, marks, screen.width, screen.height, self.device.resolve_app)
        if isinstance(gesture, TypeText) and self.device.tree().find(lambda node: node.focused) is None:
            raise InvalidAction("no text field has the focus, so the text would be lost: tap a field first")
        return gesture

    def _end_if_due(self, step: Step) -> None:
        episode = self.episode
        if step.action is not None and step.action.name == "finish" and step.error is None:
            message = step.action.arguments.get("message")
            episode.answer = None if message is None else str(message)
            episode.terminated = True
        elif step.violations:
            episode.terminated = True
        episode.truncated = not episode.terminated and len(episode.steps) >= self._max_steps

    def _watch(self) -> tuple[dict[str, bool | None], list[str]]:
        """Sub-goals and must-not conditions right now, where the judge can tell before the end."""
        if not isinstance(self.judge, StateJudge) or not self._virtual:
            return {}, []
        phone, task = self._virtual.phone, self.instance.task
        subgoals = self.judge.subgoals(phone, task, self._params)
        return subgoals, self.judge.violations(phone, task, self._params)

    def _judge(self) -> Verdict:
        self._keep_end()
        episode, instance = self.episode, self.instance
        episode.verdict = self.judge.judge(episode, instance.task)
        return episode.verdict

    def _keep_end(self) -> None:
        """Records what the phone shows at the end, and what it would have told."""
        episode, instance = self.episode, self.instance
        prepared = instance.task.prepare and instance.variation == "canonical"
        episode.truth = instance.truth if self._virtual or prepared else None
        if self._virtual:
            episode.end_state = self._virtual.snapshot()
        if "shell" in self._record:
            episode.shell = {command: self.device.shell(command)[0] for command in instance.shell_checks}
        episode.final_foreground = self.device.foreground()
        if "tree" in self._record or "ui" in self._parts:
            episode.final_tree = self.device.tree()
        if "frame" in self._record:
            episode.final_frame = self.device.frame()

    def _reward(self, subgoals: dict[str, bool | None], verdict: Verdict | None) -> float:
        penalty = 0.0
        if verdict is not None and verdict.side_effects and verdict.success is not None:
            penalty = self.side_effect_penalty
        if self.reward == "success":
            return float(verdict is not None and verdict.success is True) - penalty
        before = self._progress
        self._progress = verdict.progress if verdict is not None else self._share(subgoals)
        return self._progress - before - penalty

    @staticmethod
    def _share(subgoals: dict[str, bool | None]) -> float:
        return sum(held is True for held in subgoals.values()) / len(subgoals) if subgoals else 0.0

    def _observe(self) -> dict[str, Any]:
        observation: dict[str, Any] = {
            "goal": self.instance.goal,
            "step": np.array(len(self.episode.steps), np.int64),
        }
        for part in self._parts:
            if part == "ui":
                observation["ui"] = self._read_screen()
            elif part == "screenshot":
                observation["screenshot"] = self.device.frame()
            else:
                observation["marked"] = draw_marks(self.device.frame(), self.marks())
        return observation

    def _read_screen(self) -> str:
        tree = self.device.tree()
        if tree is not self._last_read[0]:
            self._last_read = tree, self._text.cut(compact_text(tree, self.marks()))
        return self._last_read[1]

    def _info(self, subgoals: dict[str, bool | None], error: str | None) -> dict[str, Any]:
        instance = self.instance
        return {
            "task_id": instance.task.id,
            "app": instance.task.app,
            "params": dict(instance.params),
            "variation": instance.variation,
            "task_seed": instance.seed,
            "max_steps": self._max_steps,
            "foreground": self.device.foreground(),
            "subgoals": dict(subgoals),
            "action_error": error,
            "cost": 0.0,
        }

    def render(self) -> np.ndarray | None:  # type: ignore[override]
        """The screen, uint8 (H, W, 3), where ``render_mode`` is ``rgb_array``."""
        return self.device.frame() if self.render_mode == "rgb_array" else None

    def close(self) -> None:
        """Gives the device back."""
        self.device.close()


def _read(action: object) -> Action:
    if isinstance(action, InvalidAction):
        raise action
    return checked(action)


def _words(action: object) -> str:
    """What the agent wrote, for the record."""
    text = action.value if isinstance(action, InvalidAction) else action
    written = str(text) if isinstance(text, str | Action) else f"({type(text).__name__})"
    return well_formed(written[:GOAL_BYTES])


def _one_of(name: str, value: Any, valid: Sequence[str]) -> Any:
    if value not in valid:
        raise InvalidArgument(name, value, valid)
    return value


def _between(name: str, value: Any, least: float, most: float) -> None:
    try:
        valid = least <= value <= most
    except TypeError:
        valid = False
    if not valid:
        raise InvalidArgument(name, value, [f"between {least} and {most}"])


def _display(screen: Sequence[int]) -> Display:
    try:
        sizes = [int(size) for size in screen]
    except (TypeError, ValueError):
        sizes = []
    if len(sizes) not in (2, 3):
        raise InvalidArgument("screen", screen, ["(width, height)", "(width, height, density)"])
    width, height = sizes[:2]
    if not 240 <= width <= 4320 or not 400 <= height <= 7680:
        raise InvalidArgument("screen", screen, ["between 240 x 400 and 4320 x 7680 pixels"])
    if height < LEAST_RATIO * width:
        raise InvalidArgument("screen", screen, ["a phone held upright, at least half as high again as wide"])
    density = sizes[2] if len(sizes) == 3 else round(STANDARD_DENSITY * width / STANDARD_WIDTH)
    if width * 160 < LEAST_DP * density:
        raise InvalidArgument(
            "screen", screen, [f"a density at which the screen is {LEAST_DP} dp wide or more"]
        )
    if not 60 <= density <= 2000:
        raise InvalidArgument("screen", screen, ["a density between 60 and 2000"])
    return Display(width, height, density)
