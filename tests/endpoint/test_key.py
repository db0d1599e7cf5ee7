from __future__ import annotations

import base64
import json
import random
import string
from urllib.parse import quote

import pytest

from openphone_gym.endpoint.key import Redactor

KEY = "sk-proj-A7_x" + "".join(random.Random(7).choices(string.ascii_letters + string.digits, k=40))
KEYS = [KEY, "sk-very-secret-0123456789", "a1b2c3d4", "letters_without_digits_but_long"]


def each(text: str, escape: str) -> str:
    return "".join(escape.format(ord(char)) for char in text)


NEARLY = {
    "whole": lambda key: key,
    "capitals": str.upper,
    "small": str.lower,
    "blanks": " ".join,
    "line breaks": lambda key: key[:5] + "\r\n" + key[5:],
    "zero width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "dots": ".".join,
    "full width": lambda key: "".join(chr(ord(char) + 0xFEE0) for char in key),
    "quoted for URLs": lambda key: quote(key, safe=""),
    "escaped for URLs": lambda key: each(key, "%{:02X}"),
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "base64, shifted": lambda key: base64.b64encode(f"x{key}".encode()).decode(),
    "base64, shifted twice": lambda key: base64.urlsafe_b64encode(f"xy{key}!".encode()).decode(),
    "hexadecimal": lambda key: key.encode().hex(":"),
    "JSON": lambda key: each(key, "\\u{:04x}"),
    "HTML": lambda key: each(key, "&#{};"),
    "HTML, hexadecimal": lambda key: each(key, "&#x{:x};"),
    "half escaped": lambda key: "".join(
        char if place % 3 else f"\\u{ord(char):04x}" for place, char in enumerate(key)
    ),
    "codes": lambda key: str([hex(ord(char)) for char in key]),
    "reversed": lambda key: key[::-1],
    "masked at the end": lambda key: key[: max(12, len(key) - 8)] + "****",
    "masked at the start": lambda key: "****" + key[-8:],
    "twice": lambda key: f"{key} {key}",
    "a long middle": lambda key: key[3:-1] if len(key) > 20 else key,
}


@pytest.mark.parametrize("way", NEARLY.values(), ids=NEARLY)
@pytest.mark.parametrize("key", KEYS, ids=lambda key: key[:8])
def test_what_is_nearly_the_key_is_hidden(key: str, way):
    shown = way(key)
    hidden = Redactor(key)(f"my key: {shown}, ok?")
    assert hidden.startswith("my key: ")
    assert hidden.endswith(", ok?")
    assert "***" in hidden
    bare = "".join(filter(str.isalnum, hidden))
    assert not any(shown[place : place + 8] in hidden for place in range(len(shown) - 7))
    assert len(bare) < len("mykeyok") + 12


HARMLESS = [
    "tap(3)",
    'finish("done")',
    "a " * 1000,
    "Ünïcode 你好 \ud83d \0",
    '{"name": "tap", "arguments": "{\\"index\\": 12345678}"}',
    "%41%42 \\u0041 &#65; &#9999999; \\u{110000}",
    "",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_all_else_stays_as_it_is(text: str):
    for key in [*KEYS, ""]:
        assert Redactor(key)(text) == text


def test_a_key_that_is_a_word_is_hidden_only_as_it_stands():
    hide = Redactor("not-needed")
    assert hide("It is not needed, NOT-NEEDED") == "It is not needed, NOT-NEEDED"
    assert hide("the key not-needed") == "the key ***"
    assert Redactor("EMPTY")("EMPTY") == "EMPTY"


def test_a_hidden_call_stays_readable():
    call = json.dumps({"message": f"the key is {KEY}"})
    assert json.loads(Redactor(KEY)(call)) == {"message": "the key is ***"}


def test_long_answers_are_read_in_one_go():
    text = "blah ✓ " * 100_000
    assert Redactor(KEY)(text + KEY) == text + "***"
