"""Two agents as one: a small model on the device, a large one in the cloud, and a strategy that chooses."""

from __future__ import annotations

import copy
from typing import Any, Protocol, runtime_checkable

import msgspec

from agents.chat import past_step
from agents.hybrid.monitor import Monitor, Usage
from agents.hybrid.watch import Signals, Watch, digest
from agents.memory import Memory, PastStep, Seen, SummaryMemory
from openphone_gym.episode import Agent
from openphone_gym.privacy import private_kinds
from openphone_gym.trajectory import Decision, Source

WITHHELD = "(a step on a screen with private data)"
"""In place of an action, where the cloud is told the history."""


@runtime_checkable
class Side(Protocol):
    """An agent that keeps no history of its own but is told it, so that it knows of steps it didn't take."""

    def reset(self, goal: str) -> None:
        """Starts a new episode."""
        ...

    def decide(self, observation: dict[str, Any], history: str) -> Decision:
        """Decides, and remembers nothing of it."""
        ...


@runtime_checkable
class Withdrawing(Protocol):
    """An agent that wants to know that what it decided last was not carried out."""

    def withdraw(self) -> None:
        """Forgets its last decision."""
        ...


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """What one episode may take of the cloud; once it is spent, the device goes on alone.

    Attributes:
        calls: Calls of the cloud model, the monitor's included; None is no limit.
        cost: US dollars, after which no further call is made; None is no limit.
    """

    calls: int | None = None
    cost: float | None = None

    def left(self, calls: int, cost: float) -> bool:
        """Whether another call may be made after so many."""
        return (self.calls is None or calls < self.calls) and (self.cost is None or cost < self.cost)


class Turn:
    """One step as a strategy sees it: what is known, and whom to ask.

    Every call is counted, whether or not its answer is used.

    Attributes:
        number: Counts the steps from 1.
        goal: The task.
        signals: What the last step looks like.
        watch: Compares with earlier steps.
        device_calls: Calls of the device model at this step.
        device_seconds: Time spent on them.
        cloud_calls: Calls of the cloud model at this step.
        sent: Whether the screen left the device for one of them.
        why: Reasons for them, for the record.
        usage: What all calls took.
    """

    def __init__(
        self,
        hybrid: HybridAgent,
        observation: dict[str, Any],
        number: int,
        signals: Signals,
        watch: Watch,
    ) -> None:
        self.number = number
        self.goal = str(observation["goal"])
        self.signals = signals
        self.watch = watch
        self.device_calls = 0
        self.device_seconds = 0.0
        self.cloud_calls = 0
        self.sent = False
        self.why: list[str] = []
        self.usage = Usage()
        self._kept = False
        self._hybrid = hybrid
        self._observation = observation
        self._asked: Source | None = None

    @property
    def private(self) -> bool:
        """Whether the screen may show private data."""
        return bool(private_kinds(str(self._observation["ui"])))

    def keep(self) -> None:
        """Lets the screen not leave the device: the cloud can't be asked at this step."""
        self._kept = True

    @property
    def affordable(self) -> bool:
        """Whether the cloud model may be asked: the budget allows it, and the screen is not kept."""
        spent = self._hybrid.spent
        return not self._kept and self._hybrid.budget.left(
            spent.cloud_calls + self.cloud_calls, spent.cost + self.usage.cost
        )

    def ask(self, side: Source, why: str = "") -> Decision:
        """What this side would do now; the device answers once the budget is spent, or the screen is kept.

        A side that was asked before at this step is told that its answer is not used.

        Args:
            side: Whom to ask.
            why: For the record.
        """
        if side == "cloud" and not self.affordable:
            side = "device"
        if self._asked is not None:
            self._hybrid.withdraw(self._asked)
        self._asked = side
        decision = self._hybrid.consult(side, self._observation)
        if side == "cloud":
            self.sent = True
            self._count(why)
        else:
            self.device_calls += 1
            self.device_seconds += decision.latency
        self._add(
            Usage(
                tokens_in=decision.tokens_in,
                tokens_out=decision.tokens_out,
                latency=decision.latency,
                cost=decision.cost,
            )
        )
        return decision

    def plan(self, monitor: Monitor) -> Any:
        """When the monitor wants to look; None if the budget has no call for that. It is shown no screen."""
        if not self.affordable:
            return None
        plan, usage = monitor.plan(self.goal)
        self._count("plan")
        self._add(usage)
        return plan

    def review(self, monitor: Monitor) -> bool:
        """Whether the monitor hands over to the cloud.

        It doesn't once the budget is spent. An answer that is no decision leaves things as they are, until
        the next look; it is counted apart, as ``undecided``.
        """
        if not self.affordable:
            return False
        side, usage = monitor.takes_over(self.goal, self._hybrid.told, self._observation)
        self.sent = self.sent or bool(monitor.observation)
        self._count("monitor" if side else "undecided")
        self._add(usage)
        return side == "cloud"

    def _count(self, why: str) -> None:
        self.cloud_calls += 1
        self.why.append(why)

    def _add(self, usage: Usage) -> None:
        for name in usage.__struct_fields__:
            setattr(self.usage, name, getattr(self.usage, name) + getattr(usage, name))


class Strategy(Protocol):
    """Chooses, step by step, who acts.

    It may have ``observation``, the parts of it that are looked at beside those of both sides, and
    ``discreet``, whether the cloud is not told what was done on screens with private data.
    """

    def reset(self) -> None:
        """Starts a new episode."""
        ...

    def decide(self, turn: Turn) -> Decision:
        """Asks whom it likes, and returns one of the answers."""
        ...


class Spent(msgspec.Struct, kw_only=True):
    """What an episode took so far.

    Attributes:
        steps: Steps taken.
        device_calls: All calls of the device model.
        device_seconds: Time spent on them.
        cloud_steps: Steps on which the cloud model acted.
        screens_sent: Screens that left the device; the same one at another step counts again.
        private_sent: Those of them that may show private data.
        cloud_calls: All calls of the cloud model, those for decisions not used and those of the monitor
            included.
        cost: US dollars.
        why: Number of cloud calls by reason.
    """

    steps: int = 0
    device_calls: int = 0
    device_seconds: float = 0.0
    cloud_steps: int = 0
    screens_sent: int = 0
    private_sent: int = 0
    cloud_calls: int = 0
    cost: float = 0.0
    why: dict[str, int] = msgspec.field(default_factory=dict)


class HybridAgent:
    """A device agent and a cloud agent that share one history, and a strategy that chooses between them.

    Sides with a method ``decide(observation, history)``, such as ``ChatAgent``, are told what happened at all
    steps, whoever took them. Any other agent works as well, and goes by what it sees. The decision returned
    carries what all calls of the step took together, whoever acts.

    Args:
        device: The agent on the device.
        cloud: The agent in the cloud.
        strategy: Who acts when.
        memory: The shared history; None takes a ``SummaryMemory``.
        budget: What an episode may take of the cloud.

    Attributes:
        observation: The parts of the observation that are looked at.
        budget: As given.
        spent: What the episode took so far.
    """

    def __init__(
        self,
        device: Agent | Side,
        cloud: Agent | Side,
        strategy: Strategy,
        *,
        memory: Memory | None = None,
        budget: Budget | None = None,
    ) -> None:
        parts = [part for who in (device, cloud, strategy) for part in getattr(who, "observation", ())]
        self.observation: tuple[str, ...] = tuple(dict.fromkeys(["ui", *parts]))
        self.budget = budget or Budget()
        self._sides: dict[Source, Agent | Side] = {"device": device, "cloud": cloud}
        self._strategy = strategy
        self._memory = SummaryMemory() if memory is None else memory
        discreet = getattr(strategy, "discreet", False)
        self._abroad = copy.deepcopy(self._memory) if discreet else self._memory
        self.spent = Spent()

    def reset(self, goal: str) -> None:
        """Starts a new episode."""
        self.spent = Spent()
        self._watch = Watch()
        self._last: tuple[Decision, Seen] | None = None
        self._memory.reset(goal)
        self._abroad.reset(goal)
        self._strategy.reset()
        for side in self._sides.values():
            side.reset(goal)

    @property
    def history(self) -> str:
        """What happened so far, as the device is told."""
        return self._memory.text()

    @property
    def told(self) -> str:
        """What happened so far, as the cloud and its monitor are told."""
        return self._abroad.text()

    def act(self, observation: dict[str, Any]) -> Decision:
        """Lets the strategy choose, and counts what that took.

        Raises:
            EndpointError: An endpoint failed, after all retries.
        """
        screen = str(observation["ui"])
        seen = Seen(digest(screen), screen)
        if self._last is not None:
            self._remember(past_step(*self._last, seen))
        turn = Turn(self, observation, self.spent.steps + 1, self._watch.look(screen), self._watch)
        chosen = self._strategy.decide(turn)
        decision = msgspec.structs.replace(chosen, **msgspec.structs.asdict(turn.usage))
        self._watch.act(decision)
        self._last = decision, seen
        self._settle(turn, decision)
        return decision

    def consult(self, side: Source, observation: dict[str, Any]) -> Decision:
        """What a side would do; counts nothing."""
        agent = self._sides[side]
        history = self.told if side == "cloud" else self.history
        decision = agent.decide(observation, history) if isinstance(agent, Side) else agent.act(observation)
        return msgspec.structs.replace(decision, source=side)

    def withdraw(self, side: Source) -> None:
        """Tells a side that its last decision is not carried out, if it wants to know."""
        agent = self._sides[side]
        if isinstance(agent, Withdrawing):
            agent.withdraw()

    def _remember(self, step: PastStep) -> None:
        self._memory.remember(step)
        if self._abroad is not self._memory:
            self._abroad.remember(_discreet(step))

    def _settle(self, turn: Turn, decision: Decision) -> None:
        spent = self.spent
        spent.steps += 1
        spent.device_calls += turn.device_calls
        spent.device_seconds += turn.device_seconds
        spent.cloud_steps += decision.source == "cloud"
        spent.screens_sent += turn.sent
        spent.private_sent += turn.sent and turn.private
        spent.cloud_calls += turn.cloud_calls
        spent.cost += turn.usage.cost
        for reason in turn.why:
            spent.why[reason] = spent.why.get(reason, 0) + 1


def _discreet(step: PastStep) -> PastStep:
    """The step without what was seen or done on a screen with private data."""
    before, after = (
        Seen(seen.digest) if private_kinds(seen.text) else seen for seen in (step.before, step.after)
    )
    if before.text:
        return msgspec.structs.replace(step, after=after)
    return PastStep(action=WITHHELD, before=before, after=after)
