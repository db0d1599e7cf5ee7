"""Where programs of OpenEnv look for an environment's client."""

from openphone_gym.integrations.openenv.client import PhoneClient

__all__ = ["PhoneClient"]
