"""Several processes, by a launcher that starts several: accelerate's own with ``--cpu`` starts one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")

from tests.training.runs import FAST, arguments
from tests.training.vllm_server import VllmServer
from training.models import tiny_text_model
from training.policies.adapters import PREFIX

RANKS = Path(__file__).with_name("ranks.py")

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_text_model(tmp_path_factory.mktemp("models") / "text")


def launched(model: Path, folder: Path, *more: str, **changed: str) -> list[dict[str, Any]]:
    """Notes of two processes that train together."""
    command = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--nproc_per_node",
        "2",
        "--standalone",
        str(RANKS),
    ]
    changed = {
        "tasks": "clock_1 clock_2 clock_3 clock_4",
        "tasks_per_update": "4",
        "micro_batch": "2",
    } | changed
    command += [str(folder), *arguments(model, folder / "run", *FAST, *more, **changed)]
    env = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(RANKS.parents[2])}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=800)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count("GRPO on whole episodes") == 1
    return [json.loads((folder / f"rank-{rank}.json").read_text()) for rank in range(2)]


@pytest.mark.slow
def test_two_processes_train_as_one(model: Path, tmp_path: Path) -> None:
    one, other = notes = launched(model, tmp_path)
    assert [each["world"] for each in notes] == [2, 2]
    assert one["weights"] == other["weights"]
    assert one["standings"] == other["standings"]
    # Their tasks differ, and together are those of the update.
    for mine, yours in zip(one["draws"], other["draws"], strict=True):
        assert len(mine) == len(yours) == 2
        assert not {task for task, *_ in mine} & {task for task, *_ in yours}
    # Gradients are exchanged once an update, after several passes.
    assert one["passes"] == other["passes"] > one["updates"]
    assert one["reduced"] == other["reduced"] == one["updates"] == 2
    # Curves are those of all episodes.
    logged = [entry for entry in one["log"] if "rollouts/tokens" in entry]
    assert len(logged) == 2
    tasks = {name for entry in logged for name in entry if name.startswith("rollouts/success_of_task/")}
    assert len(tasks) == 4
    assert logged[-1]["rollouts/tokens_so_far"] == one["standings"]["tokens"]
    assert (tmp_path / "run" / "checkpoint-2" / "sampler.json").exists()


@pytest.mark.slow
@pytest.mark.parametrize("ahead", [0, 1])
def test_two_processes_share_a_server(model: Path, tmp_path: Path, ahead: int) -> None:
    with VllmServer(model) as server:
        changed = {"server": server.base_url, "max_steps": str(2 + ahead), "ahead": str(ahead)}
        one, other = launched(model, tmp_path, **changed)
        assert len(server.adapters) == 1 + ahead
    loaded = [body["lora_name"] for path, body in server.requests if path.endswith("/load_lora_adapter")]
    assert len(loaded) == len(set(loaded)) == 2
    assert all(name.startswith(PREFIX) for name in loaded)
    assert one["weights"] == other["weights"]
    asked = [body["model"] for path, body in server.requests if path.endswith("/completions")]
    assert set(asked) == set(loaded)


@pytest.mark.slow
def test_two_processes_take_forks_and_draw_anew(model: Path, tmp_path: Path) -> None:
    changed = {"credit": "forks", "resample": "1", "scale_rewards": "batch", "continuations": "2"}
    one, other = launched(model, tmp_path, **changed)
    assert one["weights"] == other["weights"]
    assert one["standings"] == other["standings"]
