"""Calls as JSON, and as what models write in its stead."""

from __future__ import annotations

import pytest

from openphone_gym.actions import InvalidAction, parse

TEXT = '{"name": "text", "arguments": {"input_str": %s}}'
READ = {
    '{"name": "tap", "arguments": {"index": 3}}': "tap(3)",
    '{"name": "text", "arguments": "{\\"input_str\\": 7.10}"}': 'text("7.10")',
    '<tool_call>\n{"name": "back", "arguments": {}}\n</tool_call>': "back()",
    '{"tool_calls": [{"id": "1", "function": {"name": "tap", "arguments": "{\\"index\\": 9}"}}]}': "tap(9)",
    '```json\n{"thought": "x", "action": "swipe", "direction": "Up"}\n```': 'swipe(direction="up")',
    '{"action": "tap", "coordinate": [10, 20]}': "tap(x=10, y=20)",
    '{"action": "tap(7)"}': "tap(7)",
    'text("{\\"a\\": 1}")': 'text("{\\"a\\": 1}")',
    '{"action": "type", "input": "{a"}': 'text("{a")',
    TEXT % "00123": 'text("00123")',
    TEXT % "1e999": 'text("1e999")',
    TEXT % '"\\ud83d\\ude00"': 'text("😀")',
    # what JSON does not allow
    TEXT % '"two\nlines\tand a tab"': 'text("two\\nlines\\tand a tab")',
    "{'name': 'tap', 'arguments': {'index': 3}}": "tap(3)",
    "{'name': 'finish', 'arguments': {'message': None}}": "finish()",
    "{'name': 'finish', 'message': \"it's\"}": 'finish("it\'s")',
    "{'name': 'tap', 'arguments': {'index': (540, 1200)}}": "tap(x=540, y=1200)",
    '{"name": "tap", "arguments": {"index": 3,},}': "tap(3)",
    '{"name": "tap", // the button\n "arguments": {"index": 3 /* not 4 */} # so\n}': "tap(3)",
    '{name: "tap", arguments: {index: 3}}': "tap(3)",
    '{“name”: “tap”, “arguments”: {“index”: 3}}': "tap(3)",
    TEXT % '"""Hello"""': 'text("Hello")',
    '{{"name": "tap", "arguments": {"index": 3}}}': "tap(3)",
    '{{"name": "tap", "arguments": {{"index": 3}}}}': "tap(3)",
    '{"name": "tap", "arguments": {"index": 3}': "tap(3)",
    '{"name": "tap", "arguments": {"index": 3}}}': "tap(3)",
    '<tool_call>{"name": "back", "arguments": {}</tool_call>': "back()",
    '{"name": "tap", "arguments": "{\'index\': 3,}"}': "tap(3)",
    # JSON as text, lists, lines
    '"{\\"name\\": \\"tap\\", \\"arguments\\": {\\"index\\": 3}}"': "tap(3)",
    '[{"name": "tap", "arguments": {"index": 3}}, {"name": "back"}]': "tap(3)",
    '<tool_call>[{"name": "back", "arguments": {}}]</tool_call>': "back()",
    '{"name": "tap", "arguments": {"index": 3}}\n{"name": "back"}': "tap(3)",
}  # fmt: skip


@pytest.mark.parametrize("answer", READ)
def test_json_is_read_as_models_write_it(answer: str) -> None:
    assert str(parse(answer)) == READ[answer]


@pytest.mark.parametrize(
    "answer",
    [
        TEXT % '"a" "b"',
        TEXT % '"He said "no" to me"',
        TEXT % "'it's'",
        TEXT % '"a" + "b"',
        '{"name": "text", "arguments": {"input_str": "cut o',
        '{"name": "tap" "arguments": {"index": 3}}',
        '{"name": "tap", "arguments": {"index": 3, "index": 4}}',
        '{"name": "tap", "name": "back"}',
        "{'name': 'tap', 'name': 'back',}",
        '{"index": 3}',
        '{"name": "tap", "arguments": "{broken"}',
        '{"name": "tap", "arguments": "{\\"index\\": 3} or 4"}',
        '{"name": null}',
    ],
)
def test_broken_json_is_named_as_such(answer: str) -> None:
    with pytest.raises(
        InvalidAction, match=r'no call can be read in the JSON .* write it like \{"name": "tap"'
    ):
        parse(answer)
    with pytest.raises(InvalidAction, match="JSON"):
        parse(f"<tool_call>\n{answer}\n</tool_call>")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ('{"name": "jump", "arguments": {}}', "unknown action: 'jump'"),
        ('{"name": "tap", "arguments": {"index": true}}', "must be int"),
        ("{'name': 'tap', 'arguments': {'index': True}}", "must be int"),
        ('{"name": "tap", "arguments": {"index": {"a": 1}}}', "must be int"),
        ('{"name": "tap", "arguments": [3]}', "unknown argument"),
        ('{"name": "tap", "arguments": {"\\ud83d": 3}}', "unknown argument"),
        ('{"name": "t\\ud83d", "arguments": {}}', "unknown action"),
        ('{"name": "text", "arguments": {"input_str": ["a"]}}', "must be str"),
        ('{"name": "text", "arguments": {"input_str": false}}', "must be str"),
    ],
)
def test_wrong_calls_in_json_are_explained(answer: str, problem: str) -> None:
    with pytest.raises(InvalidAction) as caught:
        parse(answer)
    assert problem in str(caught.value)


def test_objects_are_never_evaluated() -> None:
    for code in (
        "{'name': 'tap', 'index': 1 + 2}",
        "{'name': 'tap', 'index': int('3')}",
        "{**{}, 'name': 'back'}",
    ):
        with pytest.raises(InvalidAction):
            parse(code)
