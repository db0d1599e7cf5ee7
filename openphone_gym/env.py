"""The environment: a phone, a task, and a judge behind Gymnasium's API."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, SupportsFloat

import gymnasium as gym
import msgspec
import numpy as np

from openphone_gym.actions import Action, ActionSpace, InvalidAction, checked, well_formed
from openphone_gym.actions.gestures import gesture_of
from openphone_gym.arguments import (
    Check,
    InvalidArgument,
    number,
    one_of,
    optional,
    some_of,
    text,
    texts,
    validated,
    whole,
)
from openphone_gym.devices import make_device
from openphone_gym.devices.device import Device, Interruption, Screen
from openphone_gym.devices.virtual import INTERRUPTIONS, STANDARD_WIDTH, VirtualDevice, display_of
from openphone_gym.judges import Judge, StateJudge, make_judge, needs_of
from openphone_gym.judges.rewards import REWARDS, end_reward
from openphone_gym.spaces import UnicodeText
from openphone_gym.tasks.catalogue import catalogue, find_task
from openphone_gym.tasks.practice.wordings import Wordings
from openphone_gym.tasks.queries import ask
from openphone_gym.tasks.task import (
    FONT_SCALES,
    NIGHT_MODE,
    TEST_SEEDS,
    VARIATIONS,
    Look,
    Params,
    Task,
    TaskInstance,
    Variation,
    draw,
)
from openphone_gym.trajectory import AgentFault, Episode, Step, Verdict
from openphone_gym.ui.compact import compact_text
from openphone_gym.ui.gesture import Gesture, TypeText
from openphone_gym.ui.marks import Mark, draw_marks, number_marks
from openphone_gym.ui.node import UiTree

PARTS = ("screenshot", "marked", "ui")
"""Parts of the observation that can be chosen; ``goal`` and ``step`` are always there."""

RECORDS = ("tree", "frame")
"""What can be kept of each step beside the action."""

SPLITS = ("train", "test")
RENDER_MODES = ("rgb_array",)
GOAL_BYTES = 4_000
UI_BYTES = 40_000
MOST_STEPS = 1_000_000
LARGEST_PENALTY = 1_000_000


ARGUMENTS: Mapping[str, Check[Any]] = {
    "tasks": texts,
    "variation": one_of(VARIATIONS),
    "observation": some_of(PARTS),
    "reward": one_of(REWARDS),
    "side_effect_penalty": number(0, LARGEST_PENALTY),
    "max_steps": optional(whole(1, MOST_STEPS)),
    "screen": display_of,
    "theme": optional(one_of(tuple(NIGHT_MODE))),
    "font_scale": optional(number(*FONT_SCALES)),
    "split": one_of(SPLITS),
    "interruptions": number(0, 1),
    "record": some_of(RECORDS),
    "wordings": optional(text),
    "render_mode": optional(one_of(RENDER_MODES)),
}
"""What the arguments of an environment may be; devices and judges check theirs themselves."""

OPTIONS: Mapping[str, Check[Any]] = {
    "task": optional(text),
    "seed": optional(whole()),
    "variation": optional(one_of(VARIATIONS)),
}
"""What ``reset(options=...)`` takes."""

LARGEST_SEED = (1 << 128) - 1
"""Of ``reset(seed=...)``: as large as the seeds that numpy draws from the system."""


class _Reading:
    """What one tree tells: its numbered elements, and its compact text, whole, once that is asked for."""

    def __init__(self, tree: UiTree) -> None:
        self.tree = tree
        self.marks: list[Mark] = number_marks(tree)
        self._text: str | None = None

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = compact_text(self.tree, self.marks)
        return self._text


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
    ``reward="partial"``: partial credit, what the share of sub-goals reached grew by in this step. The
    rewards of an episode add up to its share at the end (1 if the goal was reached) minus that at the
    start, so that a failed one may earn something: another aim than success.
    ``reward="shaped"``: success, and the share of sub-goals as a potential that rises and falls on the way
    and is 0 after the end, so that the rewards add up to success minus the share at the start. That is
    potential-based shaping (Ng, Harada and Russell, 1999; discount 1): a policy is as good by it as by
    success, and steps learn earlier what they are worth.
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
        reward: ``"success"``, ``"partial"`` or ``"shaped"``.
        side_effect_penalty: Taken off the last reward of an episode with side effects.
        max_steps: Steps before truncation; None takes each task's own limit.
        screen: Width and height of the virtual phone in pixels, and if wanted its density.
        theme: ``"light"`` or ``"dark"``; None leaves it to the variation.
        font_scale: Text size, 1.0 being normal; None leaves it to the variation.
        split: Seeds for training and for testing never overlap.
        interruptions: Chance (0 to 1) that an episode of a virtual phone is disturbed by a call, a
            notification, a dialog or a slow screen.
        record: What ``episode`` keeps of each step beside the action: ``"tree"``, ``"frame"``.
        wordings: File with other wordings of practice goals (see ``tasks.practice.wordings``), for training;
            sampled draws have one of them or their own.
        render_mode: ``"rgb_array"`` or None.

    Raises:
        InvalidArgument: A value is not among the valid ones.
        UnknownTask: No task has one of the ids.
        UnknownJudge: No judge has this name.
        DeviceError: The device can't be reached.
        EndpointError: The endpoint of an LLM judge is not set up.
    """

    metadata: dict[str, Any] = {"render_modes": list(RENDER_MODES), "render_fps": 2}  # noqa: RUF012

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
        wordings: str | None = None,
        render_mode: str | None = None,
    ) -> None:
        given = validated(
            ARGUMENTS,
            {
                "tasks": tasks,
                "variation": variation,
                "observation": observation,
                "reward": reward,
                "side_effect_penalty": side_effect_penalty,
                "max_steps": max_steps,
                "screen": screen,
                "theme": theme,
                "font_scale": font_scale,
                "split": split,
                "interruptions": interruptions,
                "record": record,
                "wordings": wordings,
                "render_mode": render_mode,
            },
        )
        self.tasks: list[Task] = [find_task(task_id) for task_id in given.tasks]
        self.device = make_device(device, given.screen)
        self.judge = self._make_judge(judge)
        self.variation: Variation = given.variation
        self.reward: str = given.reward
        self.side_effect_penalty: float = given.side_effect_penalty
        self.max_steps: int | None = given.max_steps
        self.split: str = given.split
        self._look = Look(given.theme, given.font_scale)
        self.interruptions: float = given.interruptions
        self.render_mode: str | None = given.render_mode
        self._wordings = Wordings.load(given.wordings) if given.wordings else None
        self._parts: tuple[str, ...] = given.observation
        self._record = needs_of(self.judge) | frozenset(given.record)
        self._text = UnicodeText(UI_BYTES)
        self.action_space = ActionSpace()
        self.observation_space = self._observation_space()
        self._closed = False
        self._reading: _Reading | None = None
        self._told: dict[str, str] = {}
        self._instance: TaskInstance | None = None
        self._episode: Episode | None = None

    @property
    def _virtual(self) -> VirtualDevice | None:
        """The device, if it is a virtual phone in this process."""
        return self.device if isinstance(self.device, VirtualDevice) else None

    def _make_judge(self, judge: str | Judge | None) -> Judge:
        usual = "state" if self._virtual else "screen"
        chosen = make_judge(usual if judge is None else judge)
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

    @property
    def closed(self) -> bool:
        """Whether the device was given back."""
        return self._closed

    def tree(self) -> UiTree:
        """Accessibility nodes of the present screen."""
        return self.device.tree()

    def marks(self) -> list[Mark]:
        """Numbered elements of the present screen, by which actions name them."""
        return self._read_screen().marks

    def _read_screen(self) -> _Reading:
        """What the present screen tells. It goes by the tree itself, so no reading outlives its screen."""
        tree = self.device.tree()
        if self._reading is None or self._reading.tree is not tree:
            self._reading = _Reading(tree)
        return self._reading

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
            InvalidArgument: An option is unknown, or it or the seed has no such value.
            UnknownTask: ``options["task"]`` names no task.
        """
        chosen = _options(options)
        super().reset(seed=optional(whole(0, LARGEST_SEED))("seed", seed))
        self._let_go_of_screen()
        self._instance = instance = self._draw(**chosen)
        self._episode = None  # Were the device to fail now, there would be none.
        self.device.reset(msgspec.structs.replace(instance.setup, interruption=self._interruption()))
        self._closed = False
        self._max_steps = self.max_steps or instance.task.max_steps
        self._params = Params(**instance.params)
        self._episode = Episode(
            task_id=instance.task.id,
            app=instance.task.counted_as,
            goal=instance.goal,
            params=instance.params,
            variation=instance.variation,
            seed=instance.seed,
            start_state=instance.phone if self._virtual else None,
        )
        subgoals, _ = self._watch()
        self._progress = self._share(subgoals)
        self._told = self._ask()
        return self._observe(), self._info(subgoals, None)

    def _let_go_of_screen(self) -> None:
        """Forgets what was laid out and read last; the next phone takes its place in memory and caches."""
        self._reading = None
        if self._virtual:
            self._virtual.forget_screen()

    def _draw(
        self, task: str | None = None, seed: int | None = None, variation: Variation | None = None
    ) -> TaskInstance:
        chance = self.np_random
        picked = self.tasks[int(chance.integers(len(self.tasks)))]
        drawn = int(chance.integers(TEST_SEEDS)) + (TEST_SEEDS if self.split == "test" else 0)
        display = self._virtual.display if self._virtual else None
        instance = draw(
            picked if task is None else find_task(task),
            self.variation if variation is None else variation,
            drawn if seed is None else seed,
            display,
            self._look,
        )
        if self._wordings is None or instance.variation == "canonical":
            return instance
        return msgspec.structs.replace(instance, goal=self._wordings.of(instance))

    def _interruption(self) -> Interruption | None:
        if self.np_random.random() >= self.interruptions:
            return None
        after = int(self.np_random.integers(1, 6))
        return Interruption(INTERRUPTIONS[int(self.np_random.integers(len(INTERRUPTIONS)))], after)

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
        self._need_device()
        if episode.terminated or episode.truncated:
            raise gym.error.ResetNeeded("the episode has ended: call reset()")
        step = self._new_step(action)
        gesture: Gesture | None = None
        try:
            step.action = checked(action)
            gesture = self._gesture(step.action)
        except InvalidAction as error:
            step.error = str(error)
        step.gesture = gesture
        if gesture is not None:
            self.device.perform(gesture)
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
        else:
            self._told = self._ask()
        return self._observe(), step.reward, episode.terminated, episode.truncated, info

    def fail(self, fault: AgentFault) -> None:
        """Ends the episode as a failure of the agent, whatever the phone shows; no judge is asked.

        Args:
            fault: What the agent did.

        Raises:
            DeviceError: The device failed.
            gymnasium.error.ResetNeeded: There is no episode.
        """
        self.episode.fail(fault)
        self._keep_end()

    def _new_step(self, action: object) -> Step:
        return Step(
            index=len(self.episode.steps),
            tree=self.device.tree() if "tree" in self._record or "ui" in self._parts else None,
            frame=self.device.frame() if "frame" in self._record else None,
            foreground=self.device.foreground(),
            shell=self._told,
            action_text=_words(action),
        )

    def _ask(self) -> dict[str, str]:
        """What AndroidLab's records tell beside the screen; asked before it is read, as real ones move on."""
        return ask(self.instance.task.id, self.device.shell) if "tree" in self._record else {}

    def _gesture(self, action: Action) -> Gesture | None:
        screen = self.device.screen
        marks = self.marks() if "index" in action.arguments else []
        gesture = gesture_of(action, marks, screen.width, screen.height, self.device.resolve_app)
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
        return self.judge.watch(self._virtual, self.instance.task, self._params)

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
        before = self._progress
        if verdict is not None:
            return end_reward(self.reward, verdict, penalty=self.side_effect_penalty, before=before)
        self._progress = self._share(subgoals)
        return 0.0 if self.reward == "success" else self._progress - before

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
                observation["ui"] = self._text.cut(self._read_screen().text)
            elif part == "screenshot":
                observation["screenshot"] = self.device.frame()
            else:
                observation["marked"] = draw_marks(self.device.frame(), self.marks())
        return observation

    def _info(self, subgoals: dict[str, bool | None], error: str | None) -> dict[str, Any]:
        instance = self.instance
        return {
            "task_id": instance.task.id,
            "app": instance.task.counted_as,
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
        """The screen, uint8 (H, W, 3), where ``render_mode`` is ``rgb_array``.

        Raises:
            DeviceError: The device failed.
            gymnasium.error.ResetNeeded: There is no episode.
        """
        if self.render_mode != "rgb_array":
            return None
        self._need_device()
        return self.device.frame()

    def _need_device(self) -> None:
        """Makes sure that what the device shows belongs to the episode."""
        if self._episode is None or self._closed:
            raise gym.error.ResetNeeded("there is no episode, or the device was given back: call reset()")

    def close(self) -> None:
        """Gives the device back. What ``episode`` holds stays; ``reset`` takes the device again."""
        self._closed = True
        self.device.close()


def _words(action: object) -> str:
    """What the agent wrote, for the record."""
    text = action.value if isinstance(action, InvalidAction) else action
    if isinstance(text, str):
        written = str.__str__(text)  # a class of an agent's own may print as anything
    else:
        written = str(text) if isinstance(text, Action) else f"({type(text).__name__})"
    return well_formed(written[:GOAL_BYTES])


def _options(given: Any) -> dict[str, Any]:
    """What ``reset`` was told to choose."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise InvalidArgument("options", given, [f"a dict of {', '.join(OPTIONS)}"])
    for name in given:
        one_of(tuple(OPTIONS))("options", name)
    return vars(validated(OPTIONS, given))
