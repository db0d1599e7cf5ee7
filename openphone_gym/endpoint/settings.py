"""Settings of endpoints, from variables and files; what is wrong with them is told before a call is made."""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_type_hints
from urllib.parse import urlsplit

import msgspec

from openphone_gym.endpoint.errors import EndpointNotConfigured
from openphone_gym.endpoint.words import one_line

LONGEST_PAUSE = 60.0
"""Seconds. No pause between two tries is longer; where the endpoint asks for more, it counts as down."""

LARGEST_FILE = 1 << 18
"""Characters of a file with settings."""

Settings = TypeVar("Settings", bound=msgspec.Struct)

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PREFIX = re.compile(r"[A-Z][A-Z0-9_]*")
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f#?\\]")
_DEEP = re.compile(r"(?:\.[ \t]*[\w-]+[ \t]*){50}")
"""A key of so many parts, over which the reader of TOML takes minutes."""
_WORDS = 300


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """An OpenAI-compatible endpoint and model: settings only, no secret inside.

    Blanks and line breaks around texts are taken off.

    Attributes:
        model: Name of the model, as the endpoint knows it.
        base_url: Such as ``http://127.0.0.1:8000/v1``; None takes the variable ``OPENAI_BASE_URL``, or else
            OpenAI's own address.
        api_key_env: Name of the environment variable with the key; endpoints on this machine need none.
        vision: Whether the model sees pictures.
        json_schema: Whether answers may be bound to a JSON schema (``response_format``).
        temperature: Default sampling temperature.
        max_tokens: Default limit of an answer, in tokens.
        timeout: Seconds for one try, from the look-up of the host's name to the last byte.
        retries: Further tries after the first.
        price_in: US dollars per million prompt tokens.
        price_out: US dollars per million completion tokens.
        extra: Merged over the body of every request; None or an empty text takes a field out, such as the
            ``temperature`` of models that refuse one.

    Raises:
        EndpointNotConfigured: A setting has no such value.
    """

    model: str
    base_url: str | None = None
    api_key_env: str = "OPENAI_API_KEY"
    vision: bool = True
    json_schema: bool = True
    temperature: Annotated[float, msgspec.Meta(ge=0, le=100)] = 0.0
    max_tokens: Annotated[int, msgspec.Meta(ge=1, le=1 << 31)] = 1024
    timeout: Annotated[float, msgspec.Meta(gt=0, le=86_400)] = 60.0
    retries: Annotated[int, msgspec.Meta(ge=0, le=20)] = 4
    price_in: Annotated[float, msgspec.Meta(ge=0, le=1e9)] = 0.0
    price_out: Annotated[float, msgspec.Meta(ge=0, le=1e9)] = 0.0
    extra: dict[str, Any] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuses what no call could be made with, and a key where the name of its variable belongs."""
        for name, kind in get_type_hints(type(self), include_extras=True).items():
            value = getattr(self, name)
            value = value.strip() if isinstance(value, str) else value
            try:
                msgspec.structs.force_setattr(self, name, msgspec.convert(value, kind))
            except (msgspec.ValidationError, RecursionError) as fault:
                raise EndpointNotConfigured(f"{name} has no such value: {_words(fault)}") from None
        if not self.model:
            raise EndpointNotConfigured("model is the name of a model, and not empty")
        if not _NAME.fullmatch(self.api_key_env):
            raise EndpointNotConfigured(
                "api_key_env is the name of an environment variable, not the key itself"
            )
        if self.base_url is not None:
            check_address(self.base_url, "base_url")
        try:
            json.dumps(self.extra, allow_nan=False)
        except (TypeError, ValueError, RecursionError):
            raise EndpointNotConfigured(
                "extra is a JSON object, of finite numbers and not deeply nested"
            ) from None

    @classmethod
    def load(cls, source: str, **changes: Any) -> Endpoint:
        """Reads settings from a TOML file or from environment variables.

        Args:
            source: Path of a TOML file, with a table behind a colon where it has several
                (``judge.toml``, ``endpoints.toml:cloud``); or a prefix of variables in capital letters
                (``OPENPHONE_JUDGE`` reads ``OPENPHONE_JUDGE_MODEL``, ``OPENPHONE_JUDGE_BASE_URL``, ...).
            **changes: Settings that override those of the source.

        Raises:
            EndpointNotConfigured: The model is missing, a setting is unknown or has no such value.
        """
        return convert_settings(source, read_settings(source, cls.__struct_fields__) | changes, cls)

    @property
    def longest_call(self) -> float:
        """Seconds that a call may take at most: all tries, and between them the longest pauses."""
        return (self.retries + 1) * self.timeout + self.retries * LONGEST_PAUSE

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """US dollars of this many prompt and completion tokens."""
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1e6


def check_address(url: str, name: str) -> str:
    """The address without blanks around it; the message names the setting and quotes nothing.

    Raises:
        EndpointNotConfigured: It is none, or holds a user, password or query.
    """
    url = url.strip()
    try:
        address = urlsplit(url)
        known = address.scheme in ("http", "https") and address.hostname and address.port != 0
    except ValueError:  # brackets that don't match, a port beyond 65535
        known, address = False, urlsplit("")
    if address.username or address.password or address.query:
        raise EndpointNotConfigured(f"{name} holds no user, password or query; a key is named by api_key_env")
    if not known or _UNFIT.search(url):
        raise EndpointNotConfigured(f"{name} is an http or https address, such as http://127.0.0.1:8000/v1")
    return url


def is_prefix(source: str) -> bool:
    """Whether a source of settings is a prefix of environment variables."""
    return bool(_PREFIX.fullmatch(source))


def setting_name(source: str, name: str) -> str:
    """How people set a setting of a source: a variable, or a key of a file."""
    return f"{source}_{name.upper()}" if is_prefix(source) else f"{name!r} in {source}"


def read_settings(source: str, names: Iterable[str]) -> dict[str, Any]:
    """Settings of a source (see ``Endpoint.load``): the named ones from variables, or all of a file's table.

    Raises:
        EndpointNotConfigured: The file or its table is missing or no TOML; or a variable with the prefix is
            none of the named ones.
    """
    if not is_prefix(source):
        return _read_table(source)
    variables = {setting_name(source, name): name for name in names}
    _check_variables(source, list(variables))
    given = {name: os.environ.get(variable, "").strip() for variable, name in variables.items()}
    values: dict[str, Any] = {name: value for name, value in given.items() if value}
    if "extra" in values:
        try:
            values["extra"] = msgspec.json.decode(values["extra"])
        except (msgspec.DecodeError, RecursionError):
            raise EndpointNotConfigured(f"{setting_name(source, 'extra')} must be a JSON object") from None
    return values


def convert_settings(source: str, values: dict[str, Any], kind: type[Settings]) -> Settings:
    """Settings as a struct; every key must be one of its fields.

    Raises:
        EndpointNotConfigured: A setting is missing, unknown or has no such value; values are not quoted.
    """
    fields = {field.name: field.required for field in msgspec.structs.fields(kind)}
    if unknown := sorted(set(values) - set(fields)):
        raise EndpointNotConfigured(
            f"{source} has no setting {one_line(unknown[0], _WORDS)!r}{_meant(unknown[0], fields)}; "
            f"there are {', '.join(fields)}"
        )
    for name, required in fields.items():
        if required and not values.get(name):
            variable = setting_name(source, name)
            where = setting_name(source, "base_url")
            hint = f", and {where} unless OpenAI's own is meant" if "base_url" in fields else ""
            near = _near(variable, [name for name in os.environ if name.upper().startswith("OPENPHONE")])
            found = f" ({near} is set, and means something else)" if near and is_prefix(source) else ""
            raise EndpointNotConfigured(f"no {name} is configured: set {variable}{hint}{found}")
    try:
        return msgspec.convert(values, kind, strict=False)
    except (msgspec.ValidationError, RecursionError) as fault:
        raise EndpointNotConfigured(f"the settings of {source} are wrong: {_words(fault)}") from None


def _check_variables(prefix: str, known: list[str]) -> None:
    """Refuses variables with the prefix that set nothing: they are misspelt."""
    for variable in sorted(os.environ):
        if variable.upper().startswith(f"{prefix}_") and variable not in known:
            names = ", ".join(name.removeprefix(f"{prefix}_") for name in known)
            raise EndpointNotConfigured(
                f"the variable {one_line(variable, _WORDS)} sets nothing{_meant(variable.upper(), known)}; "
                f"behind {prefix}_ there are {names}"
            )


def _meant(name: str, known: Iterable[str]) -> str:
    near = _near(name, known)
    return f": did you mean {near}?" if near else ""


def _near(name: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, known, 1)), None)


def _words(fault: Exception) -> str:
    return one_line(str(fault), _WORDS)


def _read_table(source: str) -> dict[str, Any]:
    path, _, table = source.partition(".toml:")
    file = Path(f"{path}.toml" if table else source)
    try:
        with file.open(encoding="utf-8") as open_file:
            text = open_file.read(LARGEST_FILE + 1)
        if len(text) > LARGEST_FILE or _DEEP.search(text):
            raise ValueError("too large or deep")
        values = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as fault:
        raise EndpointNotConfigured(
            f"{file} can't be read ({type(fault).__name__}): name a TOML file, "
            "or a prefix of environment variables in capital letters"
        ) from None
    if not table:
        return values
    if not isinstance(values.get(table), dict):
        raise EndpointNotConfigured(f"{file} has no table [{table}]; there are {', '.join(values)}")
    return values[table]
