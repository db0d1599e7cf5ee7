"""Stand-ins for a device model and a cloud model: reference solutions that err at a set rate.

No language model is asked. A stand-in knows the way (``ExpertAgent``) and strays from it at random, as often
and in such ways as its ``StandInModel`` says, and sees what came of it on the next screen, as a model would.
They serve to compare strategies between a weak and a strong model where none can be reached; figures made
with them are figures of the strategies, not of any model.
"""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any
from zlib import crc32

import gymnasium as gym
import msgspec

from agents.basic import ExpertAgent
from agents.hybrid.cast import Roles
from agents.hybrid.monitor import Plan, Usage
from agents.hybrid.watch import digest
from agents.memory import approximate_tokens
from openphone_gym.actions import Action, finish, tap, text, wait
from openphone_gym.trajectory import Decision, Source
from openphone_gym.ui.marks import number_marks

PROMPT_TOKENS = 900
"""Tokens of instructions and actions in each prompt; the screen and the history come on top."""

LOOP_STEPS = 3
"""How often a loop repeats the last action."""

CONFIDENCE = NormalDist(0.85, 0.08)
"""Confidence of right decisions; that of errors is as wide and lies lower."""

ALIKE: Mapping[str, float] = dict.fromkeys(
    ("wrong_element", "wrong_text", "loop", "early_finish", "no_op"), 1.0
)
"""All kinds of errors equally often: no breakdown is published."""


class StandInModel(msgspec.Struct, frozen=True, kw_only=True):
    """How a stand-in errs, and what its calls take.

    Attributes:
        error_rate: Chance of an error at a step, 0 to 1.
        kinds: Kinds of errors and how often each is, relative to the others. ``wrong_element``: taps another
            element. ``wrong_text``: one character of a text or an answer is wrong (another element where
            there is none). ``loop``: does its last action again, ``LOOP_STEPS`` times. ``early_finish``:
            finishes without an answer, done or not. ``no_op``: waits.
        persistence: Share of errors that belong to the screen and not to chance, 0 to 1. There a stand-in
            errs in the same way whenever it sees the screen in that episode, and so does every other whose
            error rate is as high or higher: weak and strong models fail at the same places.
        auroc: How well confidence tells errors from right decisions, as the area under the ROC curve: 0.5 not
            at all, 1 perfectly.
        seconds: Latency of a call.
        tokens_out: Completion tokens of a call.
        price_in: US dollars per million prompt tokens.
        price_out: US dollars per million completion tokens.
    """

    error_rate: float
    kinds: Mapping[str, float] = msgspec.field(default_factory=lambda: ALIKE)
    persistence: float = 0.3
    auroc: float = 0.7
    seconds: float = 0.0
    tokens_out: int = 150
    price_in: float = 0.0
    price_out: float = 0.0

    def __post_init__(self) -> None:
        """Refuses chances that are none."""
        for name in ("error_rate", "persistence", "auroc"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is a share from 0 to 1, not {getattr(self, name)}")
        if unknown := set(self.kinds) - set(ALIKE):
            raise ValueError(f"no kind of error {min(unknown)!r}: there are {', '.join(ALIKE)}")

    def usage(self, prompt: str, tokens_out: int | None = None) -> Usage:
        """What a call with this prompt, beside the instructions, takes."""
        tokens_in = PROMPT_TOKENS + approximate_tokens(prompt)
        out = self.tokens_out if tokens_out is None else tokens_out
        cost = (tokens_in * self.price_in + out * self.price_out) / 1e6
        return Usage(tokens_in=tokens_in, tokens_out=out, latency=self.seconds, cost=cost)

    def confidence(self, right: bool, rng: random.Random) -> float:
        """Draws a confidence: normal, the errors' mean lower by ``sqrt(2) * z(auroc)`` deviations."""
        apart = math.sqrt(2) * NormalDist().inv_cdf(min(self.auroc, 0.9999))
        mean = CONFIDENCE.mean - (0 if right else apart * CONFIDENCE.stdev)
        return min(max(rng.gauss(mean, CONFIDENCE.stdev), 0.0), 1.0)


class StandIn(ExpertAgent):
    """The reference solution with the errors of a ``StandInModel``.

    Args:
        env: The environment that it will act in, wrapped or not.
        model: How it errs.
        seed: Seed of all draws; those of the screen also depend on the goal.
        source: Which side it stands for.

    Attributes:
        observation: The parts of the observation that it looks at.
        app: The task's app.
        errors: Errors that it made in this episode, withdrawn ones left out.
    """

    observation: tuple[str, ...] = ("ui",)

    def __init__(
        self, env: gym.Env[Any, Any], model: StandInModel, seed: int = 0, source: Source = "device"
    ) -> None:
        super().__init__(env)
        self._model = model
        self._rng = random.Random(f"{seed}/{source}")
        self._seed = seed
        self._source: Source = source

    def reset(self, goal: str) -> None:
        """Takes up the task that the environment has drawn."""
        super().reset(goal)
        self.app = self._env.instance.task.app
        self.errors = 0
        self._last: Action | None = None
        self._loops = 0
        self._before = self._mind()

    def act(self, observation: dict[str, Any]) -> Decision:
        """Decides without a history."""
        return self.decide(observation, "")

    def decide(self, observation: dict[str, Any], history: str) -> Decision:
        """Decides by what is on the screen; the history only makes the prompt longer."""
        self._before = self._mind()
        screen = str(observation["ui"])
        kind = self._slip(str(observation["goal"]), screen)
        action = self._err(kind) if kind else self._right()
        self._last = action
        self.errors += bool(kind)
        usage = self._model.usage(screen + history)
        confidence = self._model.confidence(not kind, self._rng)
        return Decision(
            action=action,
            raw=str(action),
            source=self._source,
            confidence=confidence,
            **msgspec.structs.asdict(usage),
        )

    def withdraw(self) -> None:
        """Forgets its last decision: what it searched, its error, its loop."""
        hand, self.errors, self._last, self._loops = self._before
        vars(self._hand).update(hand)

    def _mind(self) -> tuple[dict[str, Any], int, Action | None, int]:
        hand = {name: copy.copy(value) for name, value in vars(self._hand).items()}
        return hand, self.errors, self._last, self._loops

    def _slip(self, goal: str, screen: str) -> str:
        """The kind of error that is due at this step; empty for none."""
        if self._loops:
            self._loops -= 1
            return "looping"
        model, rng = self._model, self._rng
        if rng.random() < model.persistence:
            rng = random.Random(crc32(f"{self._seed}/{goal}/{digest(screen)}".encode()))
        if rng.random() >= model.error_rate:
            return ""
        return rng.choices(list(model.kinds), list(model.kinds.values()))[0]

    def _right(self) -> Action:
        return self._hand.decide(self._env.tree())

    def _err(self, kind: str) -> Action:
        if kind == "early_finish":
            return finish()
        if kind == "wrong_text" and (wrong := self._misspelt(self._right())):
            return wrong
        if kind == "loop" and self._last is not None:
            self._loops = LOOP_STEPS - 1
            return self._last
        if kind == "looping" and self._last is not None:
            return self._last
        if kind in ("wrong_element", "wrong_text"):
            marks = number_marks(self._env.tree())
            return tap(self._rng.choice(marks).index) if marks else wait(1)
        return wait(1)

    def _misspelt(self, action: Action) -> Action | None:
        """A text or an answer with one character changed; None for other actions."""
        words = str(next(iter(action.arguments.values()), ""))
        if action.name not in ("text", "finish") or not words:
            return None
        place = self._rng.randrange(len(words))
        other = self._rng.choice([c for c in "0123456789aeinorst" if c != words[place]])
        changed = words[:place] + other + words[place + 1 :]
        return text(changed) if action.name == "text" else finish(changed)


class StandInMonitor:
    """Stands in for the starter and the monitor of the published protocol, with set accuracies.

    The starter gives the two numbers that the published prompt advises for the task's app. The monitor is
    right about errors since it last looked, as often as said.

    Args:
        watched: The device's stand-in.
        model: Whose calls it takes.
        seed: Seed of all draws.
        recall: Chance of handing over after an error.
        false_alarm: Chance of handing over without one.

    Attributes:
        observation: The parts of the observation that it is shown.
    """

    observation: tuple[str, ...] = ("ui",)

    def __init__(
        self,
        watched: StandIn,
        model: StandInModel,
        seed: int = 0,
        *,
        recall: float,
        false_alarm: float,
    ) -> None:
        self._watched = watched
        self._model = model
        self._rng = random.Random(f"{seed}/monitor")
        self._recall = recall
        self._false_alarm = false_alarm
        self._known = 0

    def plan(self, goal: str) -> tuple[Plan, Usage]:
        """The published advice for the app."""
        self._known = 0
        return PUBLISHED_ADVICE.get(self._watched.app, Plan()), self._model.usage(goal, 30)

    def takes_over(self, goal: str, history: str, observation: dict[str, Any]) -> tuple[Source | None, Usage]:
        """The cloud if the device erred since the last look, with errors of its own."""
        erred, self._known = self._watched.errors > self._known, self._watched.errors
        chance = self._recall if erred else self._false_alarm
        side: Source = "cloud" if self._rng.random() < chance else "device"
        return side, self._model.usage(goal + history + str(observation["ui"]), 1)


PUBLISHED_ADVICE = {
    **dict.fromkeys(("bluecoins", "mapme", "pimusic"), Plan(1, 2)),
    **dict.fromkeys(("contacts", "calendar"), Plan(2, 3)),
    **dict.fromkeys(("clock", "zoom", "gmail", "chrome"), Plan(3, 4)),
    **dict.fromkeys(("setting", "cantook"), Plan(5, 5)),
}
"""What OpenPhone's starter prompt advises by app: it tells the benchmark's results to the model."""

DEVICE_MODEL = StandInModel(error_rate=0.2, seconds=4.171)
"""Four times the error rate of the cloud. Latency: published for OpenPhone-3B on one RTX 3090."""

CLOUD_MODEL = StandInModel(error_rate=0.05, seconds=3.0, price_in=0.3, price_out=2.5)
"""Latency and prices are assumed: no endpoint was measured."""


class StandInCast(msgspec.Struct, frozen=True, kw_only=True):
    """Stand-ins in all roles.

    Attributes:
        device: How the device's stand-in errs.
        cloud: How that of the cloud does.
        recall: Chance that the monitor hands over after an error.
        false_alarm: Chance that it does without one.
    """

    device: StandInModel = DEVICE_MODEL
    cloud: StandInModel = CLOUD_MODEL
    recall: float = 0.8
    false_alarm: float = 0.1

    @property
    def observation(self) -> tuple[str, ...]:
        """The parts of the observation that they look at."""
        return StandIn.observation

    @property
    def settings(self) -> dict[str, Any]:
        """All of the above."""
        return msgspec.to_builtins(self)

    def roles(self, env: gym.Env[Any, Any], seed: int) -> Roles:
        """Makes them for an environment, with a seed for all their draws."""
        device = StandIn(env, self.device, seed, "device")
        cloud = StandIn(env, self.cloud, seed, "cloud")
        monitor = StandInMonitor(device, self.cloud, seed, recall=self.recall, false_alarm=self.false_alarm)
        return Roles(device, cloud, monitor)


PUBLISHED_CAST = StandInCast(
    device=msgspec.structs.replace(DEVICE_MODEL, error_rate=0.79, kinds={**ALIKE, "early_finish": 0.13}),
    cloud=msgspec.structs.replace(CLOUD_MODEL, error_rate=0.51),
    recall=0.64,
)
"""Fitted, on the first test draws of zoom, clock, contacts and setting, to what is published of OpenPhone-3B
with Gemini-2.5-Flash: how often either alone and both together succeed, the cloud's share of the steps of
successes, and how many cloud steps a task are saved. Many other errors would lead to these five figures, too,
and on other draws they are some points off."""
