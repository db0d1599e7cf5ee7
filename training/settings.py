"""The settings that the training scripts have of their own: plain data, which help shows without TRL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import gymnasium as gym

import openphone_gym  # noqa: F401  registers the environments
from agents.settings import AgentSettings
from openphone_gym.actions.dialects import OPENPHONE
from openphone_gym.tasks.catalogue import find_task, set_names, tasks_of
from training.sampling import InvalidSeeds, StepLimit


@dataclass
class SftArguments:
    """What is trained on, beside the settings of ``SFTConfig`` and ``ModelConfig``.

    Attributes:
        dataset: Folder that ``training.generate`` made.
        held_out: Tasks that must not be in it.
        adapter: Folder of a LoRA adapter that is trained further, in place of a new one.
        freeze_vision: Whether the parts that turn pictures into embeddings stay as they are.
        merge: Whether a LoRA adapter is also merged into a whole model, in ``merged`` below the output.
        threads: Threads of PyTorch on the CPU; None leaves it alone.
        samples: Samples that are trained on, at most; None takes all.
        most_hours: Refuses runs that would take longer; None takes any.
        dry_run: Only says what would be done, and its cost.
    """

    dataset: str
    held_out: list[str] = field(default_factory=list)
    adapter: str = ""
    freeze_vision: bool = False
    merge: bool = False
    threads: int | None = None
    samples: int | None = None
    most_hours: float | None = None
    dry_run: bool = False


@dataclass
class StepSettings:
    """What ``training.grpo_steps`` trains on, and how."""

    model: str = field(default="", metadata={"help": "Folder of the model that is trained."})
    data: str = field(default="", metadata={"help": "Folder of the data set."})
    tagged: bool = field(default=True, metadata={"help": "Whether answers have the three tagged parts."})
    meaning: bool = field(default=True, metadata={"help": "Whether finish messages are compared by meaning."})
    context: int = field(default=2048, metadata={"help": "Tokens of prompt and answer, at most."})
    lora_rank: int = field(default=16, metadata={"help": "0 trains all weights."})
    freeze_vision: bool = field(default=False, metadata={"help": "Leaves the vision tower as it is."})
    samples: int = field(default=0, metadata={"help": "Samples that are used; 0 takes all."})

    num_generations: int = field(default=8, metadata={"help": "Answers, or episodes, of a group."})
    max_completion_length: int = field(default=256, metadata={"help": "Tokens of an answer."})


@dataclass
class EpisodeSettings:
    """What ``training.grpo`` trains on, and how.

    ``num_generations`` is the size of a group, ``max_completion_length`` the limit of an answer (of a whole
    episode with ``tools``), ``max_steps`` the number of updates.
    """

    model: str = field(default="", metadata={"help": "Folder of the model that is trained."})
    method: Literal["steps", "tools"] = field(default="steps", metadata={"help": "See the module."})
    tasks: list[str] = field(default_factory=list, metadata={"help": "Ids of tasks, or names of apps."})
    held_out_tasks: list[str] = field(
        default_factory=list, metadata={"help": "Tasks among them that are kept from training, to test on."}
    )
    seeds: list[int] = field(default_factory=lambda: [0, 1_000_000], metadata={"help": "Seeds: first, end."})
    held_out: list[int] = field(
        default_factory=lambda: [1_000_000, 1_000_004],
        metadata={"help": "Seeds (first, end) on which the best checkpoint is chosen, each with every task."},
    )
    tasks_per_update: int = field(default=4, metadata={"help": "Groups of an update, of all processes."})
    micro_batch: int = field(default=1, metadata={"help": "Samples in memory at a time, for the gradient."})
    answers_at_once: int = field(default=16, metadata={"help": "Prompts that are answered together."})
    reward: str = field(
        default="partial",
        metadata={
            "help": "success, partial (credit for sub-goals), or shaped (success, and where it came from)."
        },
    )
    side_effect_penalty: float = field(default=0.0, metadata={"help": "Taken off for unwanted changes."})
    judge: str = field(default="state", metadata={"help": "state, screen or llm."})
    first_steps: int = field(default=0, metadata={"help": "Step limit at first; 0: each task's own limit."})
    last_steps: int = field(default=0, metadata={"help": "Step limit at last."})
    steps_over: int = field(default=0, metadata={"help": "Updates over which the step limit grows."})
    floor: float = field(default=0.1, metadata={"help": "Weight of tasks that always or never succeed."})
    mode: str = field(default="xml", metadata={"help": "How the phone is shown: xml, som, screenshot."})
    style: str = field(default="full", metadata={"help": "How much is told: full, or brief."})
    dialect: str = field(
        default=OPENPHONE.name, metadata={"help": "How the model writes its actions; see docs/agents.md."}
    )
    coordinates: str = field(default="", metadata={"help": "What they mean; empty takes the dialect's."})
    memory: str = field(default="summary", metadata={"help": "Memory of the agent."})
    image_long_side: int = field(default=512, metadata={"help": "Pixels to which pictures are shrunk."})
    context: int = field(default=2048, metadata={"help": "Tokens of prompt and answer, at most."})
    interruptions: float = field(default=0.0, metadata={"help": "Chance that an episode is disturbed."})
    wordings: str = field(
        default="", metadata={"help": "File with other wordings of practice goals (training.wordings)."}
    )
    lora_rank: int = field(default=16, metadata={"help": "0 trains all weights."})
    freeze_vision: bool = field(default=False, metadata={"help": "Leaves the vision tower as it is."})
    adapter: str = field(
        default="",
        metadata={"help": "Folder of a LoRA adapter that is trained further, in place of a new one."},
    )
    server: str = field(default="", metadata={"help": "Such as http://127.0.0.1:8000/v1."})
    credit: Literal["episode", "states", "forks"] = field(
        default="episode", metadata={"help": "How steps get their advantages; see training.credit."}
    )
    step_weight: float = field(default=1.0, metadata={"help": "Credit states: weight of the steps' own."})
    discount: float = field(default=0.95, metadata={"help": "Credit states: of later rewards."})
    branches: int = field(default=8, metadata={"help": "Credit forks: tried in an update, by each process."})
    continuations: int = field(default=4, metadata={"help": "Credit forks: of each branch."})
    resample: int = field(
        default=0, metadata={"help": "Times that groups which teach nothing are drawn anew in an update."}
    )
    reverse: bool = field(
        default=False, metadata={"help": "Whether hard tasks begin near their end; see training.sampling."}
    )
    most_tokens: int = field(
        default=0, metadata={"help": "Ends training once so many tokens are drawn; 0: max_steps alone does."}
    )
    screens: int = field(default=4, metadata={"help": "Last screens that are logged for an update."})

    num_generations: int = field(default=8, metadata={"help": "Answers, or episodes, of a group."})
    max_completion_length: int = field(default=256, metadata={"help": "Tokens of an answer."})
    vllm_importance_sampling_mode: str = field(
        default="token_truncate",
        metadata={"help": "How tokens that another program drew are weighed; TRL's four modes."},
    )

    @property
    def train_seeds(self) -> range:
        """Seeds that are trained on."""
        return _range("seeds", self.seeds)

    @property
    def held_out_seeds(self) -> range:
        """Seeds on which the best checkpoint is chosen."""
        return _range("held_out", self.held_out)

    @property
    def task_ids(self) -> list[str]:
        """The tasks, apps spelled out, held-out ones left out."""
        apps = set_names()
        spelled = [
            [task.id for task in tasks_of(name)] if name in apps else [find_task(name).id]
            for name in self.tasks
        ]
        kept = {find_task(name).id for name in self.held_out_tasks}
        return list(dict.fromkeys(task for tasks in spelled for task in tasks if task not in kept))

    @property
    def step_limit(self) -> StepLimit:
        """How long episodes may be."""
        return StepLimit(self.first_steps, self.last_steps, self.steps_over)

    @property
    def longest(self) -> int:
        """Steps of the longest episode."""
        if self.first_steps:
            return max(self.first_steps, self.last_steps)
        return max(find_task(task).max_steps for task in self.task_ids)

    @property
    def agent(self) -> AgentSettings:
        """How the agent uses the model."""
        values: dict[str, Any] = {
            "mode": self.mode,
            "memory": self.memory,
            "style": self.style,
            "dialect": self.dialect,
            "coordinates": self.coordinates,
        }
        if self.mode != "xml":
            values["image_long_side"] = self.image_long_side
        return AgentSettings(**values)

    def make_env(self) -> gym.Env[Any, Any]:
        """One environment with these settings."""
        return gym.make(
            "OpenPhone-v0",
            observation=self.agent.observation,
            judge=self.judge,
            reward=self.reward,
            side_effect_penalty=self.side_effect_penalty,
            interruptions=self.interruptions,
            wordings=self.wordings or None,
            disable_env_checker=True,
        )


def _range(name: str, ends: Sequence[int]) -> range:
    if len(ends) != 2:
        raise InvalidSeeds(f"{name} are two numbers, the first seed and the end, not {list(ends)}")
    return range(*ends)
