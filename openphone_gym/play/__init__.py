"""The phone in the browser: a person does a task, sees the verdict, and may record a demonstration."""

from __future__ import annotations

from openphone_gym.play.session import BadEvent, PlaySession

__all__ = ["BadEvent", "PlaySession"]
