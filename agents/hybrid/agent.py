"""Two agents as one: a small model on the device, a large one in the cloud, and a strategy that chooses."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

import msgspec

from agents.chat import past_step
from agents.hybrid.monitor import Monitor, Usage
from agents.hybrid.watch import Signals, Watch, digest
from agents.memory import Memory, Seen, SummaryMemory
from openphone_gym.episode import Agent
from openphone_gym.trajectory import Decision, Source


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
        cloud_calls: Calls of the cloud model at this step.
        why: Reasons for them, for the record.
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
        self.cloud_calls = 0
        self.why: list[str] = []
        self.usage = Usage()
        self._hybrid = hybrid
        self._observation = observation
        self._asked: Source | None = None

    @property
    def affordable(self) -> bool:
        """Whether the budget allows another call of the cloud model."""
        spent = self._hybrid.spent
        return self._hybrid.budget.left(spent.cloud_calls + self.cloud_calls, spent.cost + self.usage.cost)

    def ask(self, side: Source, why: str = "") -> Decision:
        """What this side would do now; the device answers once the budget is spent.

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
            self._count(why)
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
        """When the monitor wants to look; None if the budget has no call for that."""
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
        side, usage = monitor.takes_over(self.goal, self._hybrid.history, self._observation)
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
    """Chooses, step by step, who acts."""

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
        cloud_steps: Steps on which the cloud model acted.
        cloud_calls: All calls of the cloud model, those for decisions not used and those of the monitor
            included.
        cost: US dollars.
        why: Number of cloud calls by reason.
    """

    steps: int = 0
    cloud_steps: int = 0
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
        self.spent = Spent()

    def reset(self, goal: str) -> None:
        """Starts a new episode."""
        self.spent = Spent()
        self._watch = Watch()
        self._last: tuple[Decision, Seen] | None = None
        self._memory.reset(goal)
        self._strategy.reset()
        for side in self._sides.values():
            side.reset(goal)

    @property
    def history(self) -> str:
        """What happened so far, as both sides and the monitor are told."""
        return self._memory.text()

    def act(self, observation: dict[str, Any]) -> Decision:
        """Lets the strategy choose, and counts what that took.

        Raises:
            EndpointError: An endpoint failed, after all retries.
        """
        screen = str(observation["ui"])
        seen = Seen(digest(screen), screen)
        if self._last is not None:
            self._memory.remember(past_step(*self._last, seen))
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
        decision = (
            agent.decide(observation, self.history) if isinstance(agent, Side) else agent.act(observation)
        )
        return msgspec.structs.replace(decision, source=side)

    def withdraw(self, side: Source) -> None:
        """Tells a side that its last decision is not carried out, if it wants to know."""
        agent = self._sides[side]
        if isinstance(agent, Withdrawing):
            agent.withdraw()

    def _settle(self, turn: Turn, decision: Decision) -> None:
        spent = self.spent
        spent.steps += 1
        spent.cloud_steps += decision.source == "cloud"
        spent.cloud_calls += turn.cloud_calls
        spent.cost += turn.usage.cost
        for reason in turn.why:
            spent.why[reason] = spent.why.get(reason, 0) + 1
