"""Many phones in few processes: what ``gym.make_vec(id, vectorization_mode="vector_entry_point")`` makes."""

from __future__ import annotations

from openphone_gym.vector.env import PhoneVectorEnv, WorkerLost

__all__ = ["PhoneVectorEnv", "WorkerLost"]
