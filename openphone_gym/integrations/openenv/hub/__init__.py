"""The suite as an OpenEnv environment: client and models of its server."""

from openphone_gym.integrations.openenv.client import PhoneClient
from openphone_gym.integrations.openenv.models import PhoneAction, PhoneObservation, PhoneState

__all__ = ["PhoneAction", "PhoneClient", "PhoneObservation", "PhoneState"]
