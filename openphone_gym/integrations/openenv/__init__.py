"""The suite as an OpenEnv server, which TRL, NeMo Gym, verifiers and others train on.

Protocol, models and clients are those of the package ``openenv`` (extra ``openenv``).
"""
