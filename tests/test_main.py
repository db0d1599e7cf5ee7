"""The commands refuse arguments that mean nothing, and say what is valid."""

from __future__ import annotations

import pytest

from openphone_gym.__main__ import main, parse


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("serve --phones 0", "between 1 and 1000"),
        ("serve --phones -3", "between 1 and 1000"),
        ("serve --phones 1e9", "between 1 and 1000"),
        ("serve --port -2", "between 0 and 65535"),
        ("serve --port 70000", "between 0 and 65535"),
        ("serve --port nan", "between 0 and 65535"),
        ("play --port -1", "between 0 and 65535"),
        ("play --port 1.5", "between 0 and 65535"),
        ("play --seed -1", "between 0 and 2147483647"),
        ("play --seed 2147483648", "between 0 and 2147483647"),
        ("play --seed x", "is no number"),
        ("play --variation x", "canonical"),
        ("tasks --app zooom", "zoom"),
        ("openenv --workers 0", "between 1 and 256"),
        ("openenv --sessions 1e9", "between 1 and 100000"),
        ("openenv --observation pixels", "screenshot"),
        ("openenv --app zooom", "zoom"),
        ("mcp --transport sse", "stdio"),
        ("mcp --phones 0", "between 1 and 1000"),
        ("mcp --max-steps 0", "between 1 and 1000000"),
        ("nonsense", "serve"),
        ("", "COMMAND"),
    ],
)
def test_bad_arguments_end_the_program_with_what_is_valid(
    line: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(line.split())
    assert caught.value.code == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("serve --port 5555", "even"),
        ("play --task zoom_111", "'zoom_1'"),
        ("play --record /dev/null", "/dev/null"),
        ("tasks --setup zoom_111", "'zoom_1'"),
    ],
)
def test_what_only_the_command_can_tell(line: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) in (1, 2)
    assert told in capsys.readouterr().err
