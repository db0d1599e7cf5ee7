from __future__ import annotations

import builtins
import os
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Files, Incomplete, Shell, ShellError, followed, parse, reads_input, run
from openphone_gym.phone.shell.builtins import BUILTINS
from openphone_gym.phone.shell.commands import COMMANDS
from openphone_gym.phone.shell.file_commands import FILE_COMMANDS


@pytest.fixture(scope="module")
def phone() -> Phone:
    return Phone.new()


@pytest.mark.parametrize(
    ("script", "printed"),
    [
        ("if [ -d /sdcard ]\nthen\n  echo a # note\nelse\n  echo b\nfi", "a\n"),
        ("if false; then echo a; elif [ 1 -eq 1 ]; then echo b; else echo c; fi", "b\n"),
        ("if false; then echo a; fi; echo $?", "0\n"),
        ("for x in a 'b c' $(echo d e); do echo \"<$x>\"; done", "<a>\n<b c>\n<d>\n<e>\n"),
        ("for x in; do echo $x; done; echo end", "end\n"),
        ("X=; while [ -z $X ]; do X=1; echo once; done", "once\n"),
        ("X=1; until [ $X = 1 ]; do echo never; done; echo end", "end\n"),
        ("X=1; Y=\"$X 2\"; echo $Y '$X' \\$X ${X}3", "1 2 $X $X 13\n"),
        ("X='a  b'; echo $X; echo \"$X\"", "a b\na  b\n"),
        ("echo `echo back` $(echo $(echo deep))", "back deep\n"),
        ("echo a\\\nb", "ab\n"),
        ("echo a#b # c", "a#b\n"),
        ("(exit 3); echo $?; { echo in; }", "3\nin\n"),
        ("(X=1); echo [$X]", "[]\n"),
        ("! true; echo $?", "1\n"),
        ("{ echo a; nope; } 2>/dev/null | wc -l", "1\n"),
        ("nope 2>&1 | grep -c found", "1\n"),
        ("{ echo a; nope; } > /sdcard/f 2>&1; cat /sdcard/f", "a\nsh: nope: not found\n"),
        (
            "touch /sdcard/b.txt /sdcard/a.txt; echo /sdcard/*.txt '/sdcard/*' /no/*",
            "/sdcard/a.txt /sdcard/b.txt /sdcard/* /no/*\n",
        ),
        (
            "touch /sdcard/a.txt; for f in /storage/emulated/0/?.tx[t]; do echo $f; done",
            "/storage/emulated/0/a.txt\n",
        ),
        ("sh -c 'echo inner; exit 4'; echo $?", "inner\n4\n"),
        ("echo 'echo filed' > /sdcard/s; sh /sdcard/s; echo 'echo piped' | sh", "filed\npiped\n"),
        (
            "su 0 whoami; su root -c 'echo me'; toybox echo box; command -v ls",
            "root\nme\nbox\n/system/bin/ls\n",
        ),
        ("[ ! -f /nope ] && [ a != b -a 2 -lt 10 ] && test -n x && echo all", "all\n"),
        ("[ -f /nope -o -d /sdcard ]; echo $?; [ x ; echo $?", "0\nsh: [: missing ]\n2\n"),
        ("echo -n a; printf '%s-%d\\n' b 3", "ab-3\n"),
        ("echo -e 'b\\na' | sort | head -1; echo abc | tr ab x", "a\nxxc\n"),
    ],
)
def test_scripts(phone, script, printed):
    assert run(phone, script)[0] == printed


@pytest.mark.parametrize(
    "script", ["if true; then", "echo 'a", "for x in a; do echo", "echo $(echo", "{ echo;", "a |"]
)
def test_open_scripts_wait_for_more(script):
    with pytest.raises(Incomplete):
        parse(script)


@pytest.mark.parametrize(
    "script", ["fi", "if true; fi", "for 1", "a ;; b", "( )", "& b", "a && & b", "echo >", "done"]
)
def test_what_is_no_script_is_told(phone, script):
    with pytest.raises(ShellError):
        parse(script)
    text, code = run(phone, script)
    assert text.startswith("sh: syntax error")
    assert code == 1


@pytest.mark.parametrize(
    "script",
    [
        "while true; do :; done",
        "X=aaaaaaaaaaaaaaaaaaaaaaaa; while true; do X=$X$X$X$X; done",
        "echo 'sh /sdcard/s' > /sdcard/s; sh /sdcard/s",
        "echo 'X=$(sh /sdcard/s)' > /sdcard/s; sh /sdcard/s",
        "for a in 1 2 3 4 5; do " * 6 + ":" + "; done" * 6,
        "while true; do screencap > /dev/null; done",
        "echo " + "$(" * 30 + ")" * 30,
        "(" * 30_000,
        "if " * 20_000,
        "[ " + "! " * 30_000 + "x ]",
        "echo '" + "x" * 70_000 + "'",
        "echo " + "/*/* " * 2_000,
    ],
)
def test_scripts_are_bounded(phone, script):
    text, code = run(phone, script)
    assert len(text) < 200_000
    assert text.startswith("sh: ") or code == 0 or (code == 137 and "Killed" in text)


def test_a_shell_remembers(phone):
    shell = Shell(phone)
    shell.run("X=1; nope")
    assert shell.run("echo $? $X") == ("127 1\n", 0)
    assert shell.run("exit 5; echo never") == ("", 5)
    assert shell.exited


def test_input_is_read(phone):
    assert run(phone, "cat; whoami", text="in\n") == ("in\nroot\n", 0)
    assert run(phone, "grep b | wc -l", text="a\nb\n") == ("1\n", 0)


@pytest.mark.parametrize(
    ("script", "reads"),
    [
        ("cat", True),
        ("cat > /sdcard/f", True),
        ("cat /sdcard/f", False),
        ("cat < /sdcard/f", False),
        ("echo a | cat", False),
        ("if true; then exec cat -; fi", True),
        ("grep x", True),
        ("grep x f", False),
        ("sh", True),
        ("sh -c 'echo a'", False),
        ("'", False),
    ],
)
def test_who_reads_input_is_known_before(script, reads):
    assert reads_input(script) == reads


@pytest.mark.parametrize(
    ("script", "follows"),
    [
        ("logcat", True),
        ("export ANDROID_LOG_TAGS=''; exec logcat '-v' 'epoch' 'A:I' '*:S'", True),
        ("logcat -d", False),
        ("logcat -b all -c", False),
        ("logcat | grep x", False),
        ("echo logcat", False),
        ("logcat -v nope", False),
        ("", False),
    ],
)
def test_who_follows_the_log_is_known_before(script, follows):
    assert (followed(script) is not None) == follows


SYNTAX = (
    "if then else fi for in do done while { } ! [ ] ( ) ; && || | & > >> 2>&1 < $( ` ' \" \\ $X X=1 "
    "/sdcard/* /etc/passwd ../../* -f -c -n = 1 system put $? exit sh eval "
    "case esac in ;; f() $(( )) + * ${X ${X:- ${X##* } ${#X} << <<- <<< E break continue return $@ $1 s/a/b/g"
)
PIECES = st.sampled_from([*COMMANDS, *FILE_COMMANDS, *BUILTINS, *SYNTAX.split(), "\n"])


@pytest.fixture
def guarded(monkeypatch):
    """The host's files and programs are out of reach."""

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("the host was touched")

    for module, name in ((os, "system"), (os, "listdir"), (os, "scandir"), (os, "stat"), (os, "remove")):
        monkeypatch.setattr(module, name, forbidden)
    for module, name in ((builtins, "open"), (subprocess, "Popen"), (builtins, "eval"), (builtins, "exec")):
        monkeypatch.setattr(module, name, forbidden)


FUZZ = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@FUZZ
@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=80))
def test_any_text_is_answered(phone, script):
    text, code = run(phone.fork(), script, Files())
    assert isinstance(text, str)
    assert 0 <= code <= 255


@FUZZ
@given(
    st.sampled_from(sorted({*FILE_COMMANDS, *COMMANDS, *BUILTINS})),
    st.lists(PIECES | st.text(max_size=10), max_size=5),
)
def test_any_arguments_are_answered(phone, name, arguments):
    quoted = " ".join("'" + argument.replace("'", "'\\''") + "'" for argument in arguments)
    text, code = run(phone.fork(), f"{name} {quoted}", Files())
    assert isinstance(text, str)
    assert 0 <= code <= 255


def test_nothing_reaches_the_host(phone, guarded):
    phone = phone.fork()
    for script in ("cat /etc/passwd", "ls /home /proc", "find / -name '*.py'", "sh -c id", "rm -rf /*"):
        run(phone, script)
    for sql in ("ATTACH '/tmp/x' AS x", "SELECT load_extension('x')", "VACUUM INTO '/tmp/x'"):
        database = "/data/data/com.android.providers.contacts/databases/contacts2.db"
        assert run(phone, f'sqlite3 {database} "{sql}"')[1] == 1
    assert "root:" not in run(phone, "cat /etc/passwd /etc/* ../../../../etc/passwd")[0]
