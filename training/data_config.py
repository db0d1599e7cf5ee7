"""What data ``training.generate`` is to make: its settings, and what of them makes no sense."""

from __future__ import annotations

from dataclasses import dataclass, field

from agents.settings import AgentSettings
from openphone_gym.actions.dialects import OPENPHONE, find_dialect
from openphone_gym.tasks.catalogue import catalogue, find_task, tasks_of
from openphone_gym.tasks.practice.split import regime
from openphone_gym.tasks.practice.wordings import Wordings
from openphone_gym.tasks.task import TEST_SEEDS
from training import sources
from training.formats import EXPORTS
from training.writing import make_writer


class InvalidData(ValueError):
    """What is asked for can't be made, or must not be trained on; the message says what to change."""


@dataclass
class GenerateConfig:
    """What data to make.

    Attributes:
        out: Folder of the data set.
        tasks: Ids of tasks; empty takes all tasks of ``apps``.
        apps: Ids of apps; empty takes all.
        held_out: Tasks that are kept from training, to test on.
        split: Whether what ``tasks.practice.split`` keeps from training is held out, too: three apps and
            their practice, and a fifth of the other tasks.
        episodes: Reference solutions per task.
        recoveries: Recoveries from a mistake per task.
        shares: Of ``episodes`` and ``recoveries``, what the tasks of a suite or a group get, such as
            ``two things=0.2``; those that are not named get all.
        first_seed: Seed of the first draw; the others follow. All must be for training.
        demonstrations: Folder with episodes that people recorded (``play --record``).
        runs: Folder with episodes that models did (``benchmarks.evaluate``); successful ones are taken.
        androidlab: Folder with traces in AndroidLab's format, known to be right.
        writer: ``template``, or ``endpoint:PREFIX`` for a language model that words the answers.
        mode: How the phone is shown: ``xml``, ``som``, ``screenshot``, or several joined by ``+``.
        style: ``full`` or ``brief``.
        dialect: How the model writes its actions, one of ``actions.dialects.DIALECTS``; most are shown
            pictures alone (``mode: screenshot``).
        coordinates: What its coordinates mean; empty takes the dialect's.
        image_long_side: Pixels to which pictures are shrunk.
        screen: Width and height of the virtual phone in pixels.
        interruptions: Chance that an episode is disturbed, 0 to 1.
        wordings: File with other wordings of practice goals, which ``training.wordings`` made.
        validation: Share of episodes that are kept for the held-out loss, 0 to 0.5.
        formats: Exports beside the conversations.
        workers: Processes that make shards side by side.
        ray: ``local``, or the address of a Ray cluster whose machines all see ``out``; empty takes this one.
        shuffle_seed: Seed of the order of the samples.
    """

    out: str
    tasks: list[str] = field(default_factory=list)
    apps: list[str] = field(default_factory=list)
    held_out: list[str] = field(default_factory=list)
    split: bool = False
    episodes: int = 10
    recoveries: int = 2
    shares: list[str] = field(default_factory=list)
    first_seed: int = 0
    demonstrations: str | None = None
    runs: str | None = None
    androidlab: str | None = None
    writer: str = "template"
    mode: str = "xml"
    style: str = "full"
    dialect: str = OPENPHONE.name
    coordinates: str = ""
    image_long_side: int | None = None
    screen: list[int] = field(default_factory=lambda: [540, 1200])
    interruptions: float = 0.0
    wordings: str | None = None
    validation: float = 0.02
    formats: list[str] = field(default_factory=list)
    workers: int = 1
    ray: str = ""
    shuffle_seed: int = 0

    @property
    def settings(self) -> AgentSettings:
        """The agent that the data are for."""
        return AgentSettings(
            mode=self.mode,
            style=self.style,
            dialect=self.dialect,
            coordinates=self.coordinates,
            image_long_side=self.image_long_side,
        )

    @property
    def task_ids(self) -> list[str]:
        """The tasks to draw from, held-out ones left out."""
        ids = [find_task(name).id for name in self.tasks]
        ids = ids or [task.id for app in self.apps for task in tasks_of(app)]
        return [name for name in dict.fromkeys(ids or catalogue()) if self._may_train(name)]

    @property
    def counts(self) -> dict[str, float]:
        """The share of each task, by its id.

        Raises:
            InvalidData: A share is none, or names no suite and no group of the tasks.
        """
        shares = dict(map(_share_of, self.shares))
        tasks = [find_task(name) for name in self.task_ids]
        known = {name for task in tasks for name in (task.group, task.suite)}
        if unknown := sorted(set(shares) - known):
            raise InvalidData(
                f"shares: no suite or group {unknown[0]!r}: there are {', '.join(sorted(known))}"
            )
        return {task.id: shares.get(task.group, shares.get(task.suite, 1.0)) for task in tasks}

    def _may_train(self, task_id: str) -> bool:
        known = not self.split or regime(find_task(task_id)) == "trained task"
        return known and task_id not in self.held_out

    @property
    def player(self) -> sources.Player:
        """The phone that episodes are run on."""
        width, height = self.screen
        return sources.Player((width, height), self.settings.pictures, self.interruptions, self.wordings)

    def check(self) -> None:
        """Refuses what makes no sense, before anything is run.

        Raises:
            InvalidData: With what to change.
            UnknownTask: A task does not exist.
            ValueError: The mode, the writer or the file of wordings does not exist.
        """
        last = self.first_seed + self.episodes + self.recoveries
        if self.first_seed < 0 or last > TEST_SEEDS:
            raise InvalidData(
                f"seeds {self.first_seed} to {last} are not all for training: stay from 0 to {TEST_SEEDS}"
            )
        if self.episodes < 0 or self.recoveries < 0:
            raise InvalidData("episodes and recoveries are 0 or more")
        if self.workers < 1:
            raise InvalidData(f"workers is 1 or more, not {self.workers}")
        if not 0 <= self.validation <= 0.5:
            raise InvalidData(f"validation is a share from 0 to 0.5, not {self.validation}")
        if len(self.screen) != 2:
            raise InvalidData(f"screen is width and height, such as 540 1200, not {self.screen}")
        if unknown := sorted(set(self.formats) - set(EXPORTS)):
            raise InvalidData(f"no format {unknown[0]!r}: there are {', '.join(EXPORTS)}")
        for name in self.held_out:
            find_task(name)
        if not self.task_ids:
            raise InvalidData("all tasks are held out: nothing is left to train on")
        _ = self.counts
        if self.wordings:
            Wordings.load(self.wordings)
        make_writer(self.writer)
        _ = self.settings
        if find_dialect(self.dialect).native:
            raise InvalidData(f"answers in {self.dialect} are native tool calls, which samples do not hold")


def _share_of(text: str) -> tuple[str, float]:
    name, _, share = text.rpartition("=")
    try:
        found = float(share)
    except ValueError:
        found = -1.0
    if not name or not 0 <= found <= 1:
        raise InvalidData(
            f"a share is a name and a number from 0 to 1, such as 'two things=0.2', not {text!r}"
        )
    return name, found
