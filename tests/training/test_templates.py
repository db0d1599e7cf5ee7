"""Tokens of a conversation stay a prefix of its next turn, with every chat template that can call tools."""

from __future__ import annotations

import os

os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")

from collections.abc import Iterator
from typing import Any

import pytest
from trl import chat_template_utils as trl_templates

from training.models import tokenizer_of_smollm2
