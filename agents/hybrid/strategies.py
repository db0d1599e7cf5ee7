"""Who acts when: the two ends, the published protocol, and ours."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from agents.hybrid.agent import Strategy, Turn
from agents.hybrid.monitor import Monitor, Plan
from agents.hybrid.watch import Signals, action_of
from openphone_gym.trajectory import Decision, Source


class OneSide:
    """One side takes every step.

    Args:
        side: Which.
    """

    def __init__(self, side: Source) -> None:
        self._side: Source = side

    def reset(self) -> None:
        """Nothing to forget."""

    def decide(self, turn: Turn) -> Decision:
        """Asks that side."""
        return turn.ask(self._side, "act")


class OpenPhone:
    """The device-cloud protocol that OpenPhone published.

    A starter names, from the task alone, the step from which to look and how often. The cloud takes step 1,
    the device the others; where the monitor is due and says so, the cloud takes this and all later steps.

    Args:
        monitor: Starter and monitor in one.

    Attributes:
        observation: The parts of the observation that the monitor is shown.
    """

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self.observation = monitor.observation
        self.reset()

    def reset(self) -> None:
        """The device's turn again, and no plan."""
        self._plan = Plan()
        self._over = False

    def decide(self, turn: Turn) -> Decision:
        """Goes by the plan; the monitor is no longer asked once the cloud took over."""
        if turn.number == 1:
            self._plan = turn.plan(self._monitor) or Plan()
            return turn.ask("cloud", "first")
        if not self._over and self._plan.due(turn.number):
            self._over = turn.review(self._monitor)
        return turn.ask("cloud", "act") if self._over else turn.ask("device")


class Thresholds(msgspec.Struct, frozen=True, kw_only=True):
    """When ``Guarded`` asks the cloud, and for how long.

    ``benchmarks.learn_thresholds`` learns the first three from recorded runs.

    Attributes:
        confidence: The cloud decides where the device is less sure of its answer, 0 to 1; 0 is never.
        troubles: The cloud takes over after so many steps with trouble on the way from one new screen to the
            next.
        stale: It also does after so many steps without a new screen.
        calm: Steps without trouble after which the cloud hands back to the device.
        stays: From this takeover of an episode on, it doesn't.
        confirm_finish: Whether the cloud decides in place of a device that would finish.
        trust_closed: Whether it does not where the step before closed a page.
        foresee: Whether the cloud decides, and the device is not asked, where the step before threw a switch.
    """

    confidence: float = 0.0
    troubles: int = 1
    stale: int = 2
    calm: int = 1
    stays: int = 3
    confirm_finish: bool = True
    trust_closed: bool = True
    foresee: bool = True


class Troubles:
    """Counts the steps with trouble since the last new screen, as ``Guarded`` and its thresholds do."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, signals: Signals) -> int:
        """Takes in a step, and returns the count."""
        if not signals.stale and not signals.trouble:
            self.count = 0
        self.count += signals.trouble
        return self.count


class Guarded:
    """The device acts; the cloud decides where rules have reason for doubt, and hands back soon.

    The rules ask no model. Those after a step see that it was wasted (``Signals``): then the cloud takes over
    until its own steps bring the task on; the third time it stays to the end, since a device that errs again
    and again mostly goes on so. It also stays where the device would do the same twice in a row, a loop.

    Rules before a step see a device that is unsure, can't be read, would repeat what was done on the very
    same screen, or would finish: then the cloud decides this one step, without being told what the device had
    in mind. Where the cloud does not find that the task is done, its answer is the next step already: no call
    is spent on checking alone.

    The last step of many tasks closes a page, as saving does: then the device's finish is taken at its word.
    Or it throws a switch: then the cloud is asked at once, without the device, whose finish it would have to
    decide on anyway.

    Args:
        thresholds: When.
    """

    def __init__(self, thresholds: Thresholds | None = None) -> None:
        self._thresholds = thresholds or DEFAULT_THRESHOLDS
        self.reset()

    def reset(self) -> None:
        """The device's turn again."""
        self._troubles = Troubles()
        self._helped: int | None = None  # calm steps since the cloud took over; None while the device acts
        self._takeovers = 0
        self._stays = False

    def decide(self, turn: Turn) -> Decision:
        """Asks the device first, unless the cloud is at work."""
        count = self._troubles.add(turn.signals)
        self._hand_back(turn.signals)
        if self._helped is None and (why := self._stuck(turn.signals, count)):
            self._takeovers += 1
            return self._take_over(turn, why, stays=self._takeovers >= self._thresholds.stays)
        if self._helped is not None:
            return turn.ask("cloud", "help")
        if self._thresholds.foresee and turn.signals.thrown:
            return turn.ask("cloud", "thrown")
        decision = turn.ask("device")
        why = self._doubt(turn, decision)
        if not why or not turn.affordable:
            return decision
        return self._take_over(turn, why, stays=True) if why == "again" else turn.ask("cloud", why)

    def _take_over(self, turn: Turn, why: str, stays: bool) -> Decision:
        self._helped, self._stays = 0, stays
        return turn.ask("cloud", why)

    def _hand_back(self, signals: Signals) -> None:
        if self._helped is None or self._stays:
            return
        self._helped = 0 if signals.trouble else self._helped + 1
        if self._helped >= self._thresholds.calm:
            self._helped = None
            self._troubles = Troubles()

    def _stuck(self, signals: Signals, count: int) -> str:
        """Why the cloud should take over; empty if it should not."""
        if signals.trouble and count >= self._thresholds.troubles:
            return signals.names[0]
        return "stale" if signals.stale >= self._thresholds.stale else ""

    def _doubt(self, turn: Turn, decision: Decision) -> str:
        """Why the device's decision should not be carried out; empty if it may."""
        action, limits = action_of(decision), self._thresholds
        if action is None:
            return "unreadable"
        if action.name == "finish":
            trusted = limits.trust_closed and turn.signals.closed and not turn.signals.trouble
            return "finish" if limits.confirm_finish and not trusted else ""
        if turn.watch.again(decision):
            return "again"
        if turn.watch.tried(decision):
            return "repeated"
        return "unsure" if decision.confidence is not None and decision.confidence < limits.confidence else ""


class Private:
    """Another strategy, but that screens with private data do not leave the device, nor what was done there.

    On those the device acts, whatever the other strategy would do. The goal is told to the cloud as it is.

    Args:
        inner: The other strategy.

    Attributes:
        observation: The parts of the observation that the other strategy looks at.
        discreet: The cloud is told the history without steps on such screens.
    """

    discreet = True

    def __init__(self, inner: Strategy) -> None:
        self._inner = inner
        self.observation: tuple[str, ...] = getattr(inner, "observation", ())

    def reset(self) -> None:
        """Starts a new episode."""
        self._inner.reset()

    def decide(self, turn: Turn) -> Decision:
        """Goes by the other strategy, with the cloud out of reach where the screen is private."""
        if turn.private:
            turn.keep()
        return self._inner.decide(turn)


DEFAULT_THRESHOLDS = Thresholds()
"""Where nothing is learned from runs of the models at hand: no use is made of confidence."""

STRATEGIES: dict[str, Callable[[Monitor, Thresholds], Strategy]] = {
    "device": lambda monitor, thresholds: OneSide("device"),
    "cloud": lambda monitor, thresholds: OneSide("cloud"),
    "openphone": lambda monitor, thresholds: OpenPhone(monitor),
    "guarded": lambda monitor, thresholds: Guarded(thresholds),
    "private": lambda monitor, thresholds: Private(Guarded(thresholds)),
}
"""Strategies by name, made of a monitor and of thresholds."""
