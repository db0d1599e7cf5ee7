"""The typed client, for programs that have this package; ``openenv.GenericEnvClient`` needs none of it."""

from __future__ import annotations

from typing import Any

from openenv.core.client_types import StepResult
from openenv.core.env_client import EnvClient

from openphone_gym.integrations.openenv.models import PhoneAction, PhoneObservation, PhoneState


class PhoneClient(EnvClient[PhoneAction, PhoneObservation, PhoneState]):
    """A session on an OpenEnv server of this suite; see ``EnvClient`` for arguments, and for ``sync()``."""

    def _step_payload(self, action: PhoneAction) -> dict[str, Any]:
        return action.model_dump(exclude_defaults=True)

    def _parse_result(self, payload: dict[str, Any]) -> StepResult[PhoneObservation]:
        told = {"reward": payload.get("reward"), "done": payload.get("done", False)}
        return StepResult(observation=PhoneObservation(**payload["observation"], **told), **told)

    def _parse_state(self, payload: dict[str, Any]) -> PhoneState:
        return PhoneState(**payload)
