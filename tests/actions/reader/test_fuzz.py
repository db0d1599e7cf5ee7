"""Whatever becomes of the published formats of answers, it is a sound action or an invalid one."""

from __future__ import annotations

import random
from collections.abc import Callable

import msgspec

from openphone_gym.actions import VOCABULARY, Action, InvalidAction, build, checked, parse

CALLS = [
    "tap({n})", "tap(index={n})", "tap([{n}, {n}])", "tap(x={n}, y={n})", "long_press({n})", "text({t})",
    'swipe({n}, "up", "long")', "swipe(direction={t}, dist={n})", "wait({n})", "finish({t})", "finish()",
    "back()",
    "launch({t})", 'do(action="Tap", element=[{n}, {n}, {n}, {n}])', 'do(action="Type", text={t})',
    'do(action="Swipe", element=[{n}, {n}], direction="down", dist={n})', "finish(message={t})",
    '{{"name": "tap", "arguments": {{"index": {n}}}}}', '{{"action": "type", "text": {t}}}',
    '{{"name": "text", "arguments": "{{\\"input_str\\": {n}}}"}}', "{{'name': 'wait', 'interval': {n}}}",
    '{{"tool_calls": [{{"function": {{"name": "finish", "arguments": {{"message": {t}}}}}}}]}}',
]  # fmt: skip
ANSWERS = [
    "{c}",
    "I look at it.\n{c}",
    "I already did {c}, so now:\n{c}",
    "Thought: {c} is wrong.\nAction: {c}",
    "Analysis.\n```python\n{c}\n```",
    "<tool_call>\n{c}\n</tool_call>",
    "<think>{c}?</think>{c}",
    "<answer>{c}</answer>",
    "<REASONING>{c}</REASONING>\n<STATE_ASSESSMENT>Action Need: {c}</STATE_ASSESSMENT>\n"
    "<CALLED_FUNCTION>{c}</CALLED_FUNCTION>",
]
NUMBERS = ["3", "0", "-1", "540.5", "0.45", "nan", "Infinity", "-inf", "1e999", "-0.0", "9" * 400, "1e-400",
"True",
           "None", "null", '"7"', "٣", "0x1", "1_0", "[1]", "{}", '"\\ud83d"', "\ud83d"]  # fmt: skip
TEXTS = ['"Hello"', "'it's'", '"""a\nb"""', "“hi”", '"a" "b"', "r'a'", '"\\ud83d"', '"\ud83d"',
'"\\ud83d\\ude00"',
         '"</CALLED_FUNCTION>"', '"tap(1)"', '"```"', "up", "007", '"\x00\u2028"', "`a`", '""',
         "None"]  # fmt: skip
SCRAPS = ['"', "'", "“", "”", "`", "(", ")", "[", "]", "{", "}", ",", ":", "=", "\\", "\n", "\t", "\x00",
"\ud800", "\\u",
          "\\ud83d", "<think>", "</think>", "<CALLED_FUNCTION>", "</tool_call>", "```", "Action:", "NaN",
          "e9",
          "//", "#", "/*", " ", "\u3000", "é", "0", "-", ".", "do(", "😀"]  # fmt: skip


def inserted(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(SCRAPS) + text[at:]


def removed(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + text[at + rng.randrange(1, 4) :]


def repeated(rng: random.Random, text: str) -> str:
    begin = rng.randrange(len(text) + 1)
    end = min(begin + rng.randrange(12), len(text))
    return text[:end] + text[begin:end] * rng.choice([1, 1, 50]) + text[end:]


def cut(rng: random.Random, text: str) -> str:
    return text[: rng.randrange(len(text) + 1)]


MUTATIONS: list[Callable[[random.Random, str], str]] = [inserted, inserted, removed, repeated, cut]


def answer(rng: random.Random) -> str:
    """A published format of an answer, filled and changed at random."""
    calls = [rng.choice(CALLS) for _ in range(4)]
    filled = iter([_filled(rng, call) for call in calls])
    text = "".join(next(filled) if part == "{c}" else part for part in _parts(rng.choice(ANSWERS), "{c}"))
    for _ in range(rng.choice([0, 1, 1, 2, 5])):
        text = rng.choice(MUTATIONS)(rng, text)
    return text


def _filled(rng: random.Random, call: str) -> str:
    holes = {"{n}": NUMBERS, "{t}": TEXTS}
    for hole, values in holes.items():
        call = "".join(rng.choice(values) if part == hole else part for part in _parts(call, hole))
    return call.replace("{{", "{").replace("}}", "}")


def _parts(text: str, hole: str) -> list[str]:
    first, *rest = text.split(hole)
    return [first, *(part for piece in rest for part in (hole, piece))]


def test_mutated_answers_are_sound_actions_or_invalid_ones() -> None:
    rng = random.Random(5)
    read: list[Action] = []
    for _ in range(5_000):
        text = answer(rng)
        try:
            action = parse(text, cut=rng.choice([None, None, "it was filtered"]))
        except InvalidAction as error:
            str(error).encode()
            continue
        assert build(action.name, action.arguments) == action == checked(action), text
        assert msgspec.json.decode(msgspec.json.encode(action), type=Action) == action, text
        assert parse(str(action)) == action, text
        read.append(action)
    assert len(read) > 800, "the fuzz must leave enough readable to say something"
    assert {action.name for action in read} >= set(VOCABULARY) - {"home", "enter"}
