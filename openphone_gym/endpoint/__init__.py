"""Language models behind OpenAI-compatible endpoints: settings, one client, typed failures.

A failing endpoint is broken infrastructure: every failure is an ``EndpointError``, and nobody may turn it
into a score. What a model answers is its own, however poor: an answer that is empty, cut, filtered, refused
or thinks aloud only is a ``Completion``. All that comes in is untrusted: it is bounded in size and time, read
tolerantly in what nobody needs and exactly in what decides.

Secrets come from the environment alone. Settings hold the *name* of the variable with the key; the key is in
no repr, and is taken out of everything that comes in.

===============  ==================================================================================
``client``       ``ChatClient``: a request, its tries, and whose fault a failure is
``settings``     ``Endpoint``, and how settings are read from variables and files
``key``          the key: where it comes from, and how it is kept out of what comes in
``addresses``    which addresses are this machine's own
``http``         one exchange over HTTP, bounded in time and size
``causes``       why an exchange failed, in words
``answer``       a body as a ``Completion``
``completion``   ``Completion``, ``Token``
``words``        text from outside as one printable line
``errors``       the typed failures
``pictures``     pictures as parts of a message
===============  ==================================================================================
"""

from __future__ import annotations

from openphone_gym.endpoint.addresses import is_loopback
from openphone_gym.endpoint.client import FIRST_PAUSE, LONGEST_PAUSE, ChatClient
from openphone_gym.endpoint.completion import Completion, Token
from openphone_gym.endpoint.errors import (
    EndpointError,
    EndpointNotConfigured,
    EndpointRefused,
    EndpointTimeout,
    EndpointUnavailable,
)
from openphone_gym.endpoint.http import LARGEST_ANSWER, Http
from openphone_gym.endpoint.pictures import image_part, shrunk
from openphone_gym.endpoint.settings import (
    Endpoint,
    Settings,
    check_address,
    convert_settings,
    is_prefix,
    read_settings,
    setting_name,
)

__all__ = [
    "FIRST_PAUSE",
    "LARGEST_ANSWER",
    "LONGEST_PAUSE",
    "ChatClient",
    "Completion",
    "Endpoint",
    "EndpointError",
    "EndpointNotConfigured",
    "EndpointRefused",
    "EndpointTimeout",
    "EndpointUnavailable",
    "Http",
    "Settings",
    "Token",
    "check_address",
    "convert_settings",
    "image_part",
    "is_loopback",
    "is_prefix",
    "read_settings",
    "setting_name",
    "shrunk",
]
