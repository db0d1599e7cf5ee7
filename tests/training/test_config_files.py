"""Settings are read from small, flat YAML; anything else is refused before it can grow."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("yaml", reason="needs the extra: pip install 'openphone_gym[train]'")

import yaml

from training.config_files import DEEPEST, MOST_BYTES, BadConfig, parse_config, read_config
from training.data_config import GenerateConfig
from training.extra import settings

ROOT = Path(__file__).parents[2] / "training"
BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.yaml")), ids=lambda path: path.name)
def test_the_files_of_the_project_are_read(path: Path) -> None:
    assert read_config(path) == yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (BOMB, "aliases"),
        ("a: &a [*a]", "aliases"),
        ("[" * 5_000, "nests"),
        ("{a: " * 5_000, "nests"),
        ("\n".join(" " * depth + "a:" for depth in range(300)), "nests"),
        ("- " * 5_000, "nests"),
        ("x" * (MOST_BYTES + 1), "longer"),
        ("é" * MOST_BYTES, "longer"),
        ("a: !!python/object/apply:os.system [true]", "could not determine a constructor"),
        ("a: [", "expected"),
        ("a: 2024-99-99", "month"),
        ("a: \x00", "unacceptable character"),
        ("? [a]\n: b", "unhashable"),
    ],
)
def test_other_yaml_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(BadConfig, match=fault):
        parse_config(text)
    (tmp_path / "settings.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadConfig, match=r"settings\.yaml"):
        read_config(tmp_path / "settings.yaml")


def test_what_is_just_allowed_is_read() -> None:
    assert parse_config("[" * DEEPEST + "]" * DEEPEST) is not None
    assert parse_config(f"a: {'x' * (MOST_BYTES - 3)}")["a"].startswith("x")


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"a: \xe9")
    for path in (tmp_path, tmp_path / "missing", tmp_path / "latin", Path("/dev/zero")):
        with pytest.raises(BadConfig, match="can't be read"):
            read_config(path)


def test_scripts_end_before_trl_reads_a_bomb(tmp_path: Path) -> None:
    pytest.importorskip("trl", reason="needs the extra: pip install 'openphone_gym[train]'")
    (tmp_path / "settings.yaml").write_text(BOMB, encoding="utf-8")
    given = ["--config", str(tmp_path / "settings.yaml")]
    with pytest.raises(SystemExit, match="aliases"):
        settings(given, GenerateConfig, lambda: [GenerateConfig])
