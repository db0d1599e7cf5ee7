"""What one command may cost, whatever it does."""

from __future__ import annotations

import threading
import time

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Budget, Files, Killed, Shell, run
from openphone_gym.phone.shell.budget import spend

SIZE = 2 << 20


@pytest.fixture(scope="module")
def phone() -> Phone:
    return Phone.new()


@pytest.fixture(scope="module")
def files() -> Files:
    files = Files()
    files.write("/sdcard/lines", b"a b\n" * (SIZE // 4))
    files.write("/sdcard/bytes", bytes(range(256)) * (SIZE // 256))
    files.write("/sdcard/line", b"a" * 30_000)
    files.make_folder("/sdcard/many", parents=True)
    for number in range(1_000):
        files.write(f"/sdcard/many/{'a' * 60}{number}", b"")
    return files


NUMBERS = " ".join(map(str, range(300)))
DIGITS = " ".join("0123456789")
ENDLESS = {
    "empty loops inside each other": "".join(f"for {name} in {DIGITS}; do " for name in "abcdef")
    + ":"
    + "; done" * 6,
    "loops over nothing": f"for a in {NUMBERS}; do {'for b in; do :; done; ' * 300} done",
    "an endless loop": "while true; do :; done",
    "a loop without commands": "while :; do {X=1; }; done".replace("{X", "{ X"),
    "shells inside shells": "sh -c 'while :; do sh -c \"while :; do :; done\"; done'",
    "a script that calls itself": "echo 'sh /sdcard/s' > /sdcard/s; sh /sdcard/s",
    "a variable that grows": "x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done",
    "many variables": "i=1; while :; do i=1$i; export v$i=$i; done",
    "big files hashed": "md5sum " + "/sdcard/lines " * 2_000,
    "a file that grows": "while :; do cat /sdcard/lines >> /sdcard/grown; done",
    "bytes through pipes": "cat /sdcard/bytes" + " | cat" * 60,
    "lines sorted": "while :; do sort /sdcard/lines | tail -1; done",
    "characters replaced": "while :; do tr a b < /sdcard/lines > /dev/null; done",
    "words counted": "while :; do wc /sdcard/lines; done",
    "a costly search": f"while :; do grep -i '{'a.' * 60}b' /sdcard/line; done",
    "patterns of files": "while :; do echo /*/*/*a*a*a*a*a*b; done",
    "patterns of find": f"find / -path '{'*a' * 400}b'; while :; do find / -path '{'*a' * 400}b'; done",
    "folders listed": "while :; do ls -lR /; done",
    "names repeated": f"while :; do stat -c '{'%n' * 20_000}' /sdcard/many/{'a' * 60}1; done",
    "screens painted": "while :; do screencap -p; done",
    "screens dumped": "while :; do uiautomator dump; done",
    "fingers": "while :; do input tap 1 1; done",
    "sleep": "while :; do sleep 3600; done",
    "reports": "while :; do dumpsys activity; done",
    "long scripts read": f"while :; do eval ': {'a' * 30_000}'; done",
}


@pytest.mark.parametrize("script", ENDLESS.values(), ids=ENDLESS)
def test_what_costs_too_much_is_killed(phone, files, script):
    shell = Shell(phone.fork(), files)
    with Budget(steps=40_000, size=64 << 20).charged():
        text, code = shell.run(script)
    assert "Killed" in text[-60:]
    assert code == 137
    assert shell.run("echo $?; whoami") == ("137\nroot\n", 0)


def test_the_same_script_ends_at_the_same_place():
    script = "i=; while :; do i=1$i; echo $i > /sdcard/count; done"
    counts = []
    for _ in range(2):
        files = Files()
        run(Phone.new(), script, files)
        counts.append(files.read("/sdcard/count"))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("yes", 127),
        ("seq 1 1000000000000", 255),
        ("seq 1 999999999", 137),
        ("dd if=/dev/zero of=/sdcard/z", 127),
        ("cat /dev/zero", 1),
        ("printf '%1000000000d' 1", 0),
        ("cat <<E\n$x\nE", 0),
        ("f() { f; }; f", 137),
        ("sleep 1000000", 0),
        (f"grep '{'a' * 30_000}b' /sdcard/line", 1),
        (f"grep '{'a.' * 15_000}b' /sdcard/line", 2),
        (f"mkdir -p /sdcard/{'a/' * 3_000}", 1),
        (f"touch /sdcard/{'a' * 256}", 1),
    ],
)
def test_what_would_be_endless_elsewhere_ends_at_once(phone, files, script, code):
    assert run(phone.fork(), script, files)[1] == code


def test_usual_work_is_within_the_budget(phone):
    files = Files()
    files.write("/sdcard/big", bytes(range(256)) * (16 << 12))
    assert run(phone.fork(), "cat /sdcard/big > /sdcard/b; md5sum /sdcard/big /sdcard/b | wc -l", files) == (
        "2\n",
        0,
    )
    assert run(phone.fork(), "for i in 1 2 3 4 5 6 7 8 9; do screencap -p > /sdcard/$i.png; done", files) == (
        "",
        0,
    )
    assert run(phone.fork(), "; ".join(["input tap 1 1"] * 300), files) == ("", 0)


def test_variables_have_limited_room(phone):
    shell = Shell(phone)
    for letter in "abcdefghijklmnopqrst":
        text, _ = shell.run(f"x=aaaaaaaaaaaaaaaa; for i in {'1 ' * 14}; do x=$x$x; done; {letter}=$x")
    assert "no room" in text
    assert shell.run("echo ok") == ("ok\n", 0)


def test_a_budget_can_be_stopped_by_another_thread():
    budget = Budget()
    ended: list[str] = []

    def work() -> None:
        with budget.charged():
            while True:
                try:
                    spend()
                except Killed as killed:
                    ended.append(str(killed))
                    return
                time.sleep(0.001)

    thread = threading.Thread(target=work)
    thread.start()
    budget.stop()
    thread.join(timeout=10)
    assert ended == ["Killed"]


def test_time_of_a_thread_is_the_last_resort():
    budget = Budget(seconds=0.01)
    with budget.charged():
        while time.thread_time() - budget._since < 0.01:
            pass
        with pytest.raises(Killed, match="too long"):
            spend()


def test_work_is_free_where_nobody_pays():
    spend(1e12, 1 << 50)
