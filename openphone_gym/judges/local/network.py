"""The network that turns evidence into a probability: a mean of small networks with one hidden layer each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np


class Layers(msgspec.Struct, frozen=True):
    """One small network: a hidden layer of rectified units, and an output.

    Attributes:
        hidden: Weights, units by inputs.
        hidden_bias: One per unit.
        output: Weights, one per unit.
        output_bias: Of the output.
    """

    hidden: list[list[float]]
    hidden_bias: list[float]
    output: list[float]
    output_bias: float

    def probability(self, inputs: np.ndarray) -> float:
        """The answer to scaled inputs, 0 to 1."""
        units = np.maximum(np.array(self.hidden) @ inputs + np.array(self.hidden_bias), 0)
        return float(1 / (1 + np.exp(-(units @ np.array(self.output) + self.output_bias))))


class Network(msgspec.Struct, frozen=True):
    """Several small networks on the same inputs.

    Attributes:
        names: Names of the inputs.
        mean: Of each input in training.
        scale: What the distance from the mean is divided by.
        members: The small networks.
    """

    names: list[str]
    mean: list[float]
    scale: list[float]
    members: Sequence[Layers]

    def probability(self, evidence: Mapping[str, float]) -> float:
        """The mean probability that the answer is yes.

        Raises:
            KeyError: The network was trained on other evidence.
        """
        inputs = (np.array([evidence[name] for name in self.names]) - self.mean) / self.scale
        return float(np.mean([member.probability(inputs) for member in self.members]))

    @classmethod
    def load(cls, path: Path) -> Network:
        """Reads a network from JSON.

        Raises:
            OSError: There is no such file.
            msgspec.ValidationError: It holds no network.
        """
        return msgspec.json.decode(path.read_bytes(), type=cls)

    def save(self, path: Path) -> None:
        """Writes the network as JSON."""
        path.write_bytes(msgspec.json.encode(self))
