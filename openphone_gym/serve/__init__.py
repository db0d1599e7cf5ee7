"""The virtual phone on the wire: an emulator to every tool that speaks to Android."""

from openphone_gym.serve.server import GrpcUnavailable, PortInUse, VirtualPhoneServer

__all__ = ["GrpcUnavailable", "PortInUse", "VirtualPhoneServer"]
