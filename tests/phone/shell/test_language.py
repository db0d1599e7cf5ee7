"""The shell as a language: parts of variables, numbers, here-documents, functions, and where it stands."""

from __future__ import annotations

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Files, Incomplete, Shell, parse, run


@pytest.fixture(scope="module")
def phone() -> Phone:
    return Phone.new()


@pytest.mark.parametrize(
    ("script", "printed"),
    [
        ("x=hello; echo ${x} ${#x} ${x:-d} ${y:-d e} ${x:+set} ${y:+set}", "hello 5 hello d e set\n"),
        ("x=a.b.c; echo ${x%.*} ${x%%.*} ${x#*.} ${x##*.}", "a.b a b.c c\n"),
        ("x=abcabc; echo ${x/b/X} ${x//b/X} ${x:1:2} ${x: -2}", "aXcabc aXcaXc bc bc\n"),
        ("echo ${z:=new} $z; : ${q:?is missing}; echo never", "new new\nsh: q: is missing\nnever\n"),
        ('x=\'*\'; y="a*b"; echo ${y%"$x"b}', "a\n"),
        ("echo $((3*4+1)) $((7/2)) $((-7%3)) $(( (1+2)*3 )) $((1<<4|1)) $((5>3&&2!=3))", "13 3 -1 9 17 1\n"),
        ("x=5; echo $((x++)) $((++x)) $((x+=3)) $x $(($x*2)) $((x>9?1:2))", "5 7 10 10 20 1\n"),
        ("echo $((2147483647+1)) $((0x10)) $((!0)) $((~0)) $((y))", "-2147483648 16 1 -1 0\n"),
        (
            "i=0; while [ $i -lt 5 ]; do i=$((i+1)); [ $i = 2 ] && continue; "
            "[ $i = 4 ] && break; echo $i; done",
            "1\n3\n",
        ),
        (
            "for a in 1 2; do for b in 1 2; do [ $a$b = 12 ] && continue 2; echo $a$b; break; done; done",
            "11\n21\n",
        ),
        ("until false; do break; done; echo $?", "0\n"),
        ("f() { echo $1 $#; return 3; echo never; }; f a b; echo $? $#", "a 2\n3 0\n"),
        (
            'set -- a \'b c\'; for w; do echo "<$w>"; done; shift; echo $1 $#; f() { echo $#; }; f "$@"',
            "<a>\n<b c>\nb c 1\n1\n",
        ),
        (
            "case file.txt in *.md|*.txt) echo text;; *) echo other;; esac; case x in y) ;; esac; echo $?",
            "text\n0\n",
        ),
        ("case '*' in '*') echo star;; esac; case ab in '*') echo no;; (a?) echo two;; esac", "star\ntwo\n"),
        ("cat <<END\nI am $USER $((1+1)) `whoami`\nEND\necho after", "I am root 2 root\nafter\n"),
        ("cat <<'END' | tr a-z A-Z\n$USER\nEND", "$USER\n".upper()),
        ("if true; then cat <<-A && cat <<B\n\tone\n\tA\ntwo\nB\nfi", "one\ntwo\n"),
        ("cat <<< 'a b'; read x y <<< '1 2 3'; echo $y", "a b\n2 3\n"),
        ("printf 'a 1\\nb 2\\n' | while read name n; do echo $name=$n; done", "a=1\nb=2\n"),
        (
            "cd /sdcard; pwd; (cd Music; pwd); mkdir d; cd d; echo 1 > f; cat ../d/f; cd -; ls -d d; cd; pwd",
            "/sdcard\n/sdcard/Music\n1\n/sdcard\nd\n/\n",
        ),
        ("cd /nope; echo $?", "sh: cd: /nope: No such file or directory\n2\n"),
        (
            "[[ abc == a* ]] && [[ abc != b* ]] && echo both; [[ -d /sdcard ]] && echo folder",
            "both\nfolder\n",
        ),
        ("echo ~ ~/a '~'", "/ /a ~\n"),
        ("echo a b c | xargs -n 2 echo x; printf 'a b\\n' | xargs -I % echo '[%]'", "x a b\nx c\n[a b]\n"),
        (
            "export A=1; env | grep ^A=; printenv A; env B=2 sh -c 'echo $B'; type cd ls nope",
            "A=1\n1\n2\ncd is a shell builtin\nls is /system/bin/ls\nnope not found\n",
        ),
        ("sh -c 'echo $1 $0' name arg", "arg sh\n"),
        ("let 'x=2*3'; echo $x; x=$(cd /sdcard; pwd); echo $x; pwd", "6\n/sdcard\n/\n"),
    ],
)
def test_scripts(phone, script, printed):
    assert run(phone.fork(), script)[0] == printed


@pytest.mark.parametrize(
    "script", ["cat <<END\nwords", "case x in", "case x in a) echo", "f() {", "echo ${x"]
)
def test_open_scripts_wait_for_more(script):
    with pytest.raises(Incomplete):
        parse(script)


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("echo $((1/0))", "zero divisor"),
        ("echo $((1+))", "bad arithmetic expression"),
        ("echo $((1 2))", "bad arithmetic expression"),
        ("echo ${x!}", "bad substitution"),
        ("f() g() " * 40 + "{ :; }", "nested too deeply"),
        ("echo " + "${x:-" * 40 + "}" * 40, "nested too deeply"),
        ("echo " + "$((" * 40 + "1" + "))" * 40, "nested too deeply"),
        ("echo $((" + "(" * 40 + "1" + ")" * 40 + "))", "bad arithmetic expression"),
        ("case x in ; esac", "syntax error"),
        ("f( x", "syntax error"),
        ("shift", "nothing to shift"),
        ("break x", "bad number"),
    ],
)
def test_what_is_wrong_is_told(phone, script, problem):
    text, code = run(phone, script)
    assert problem in text
    assert code != 0


def test_a_shell_stands_where_it_went():
    phone, files = Phone.new(), Files()
    shell, other = Shell(phone, files), Shell(phone, files)
    shell.run("cd /sdcard/Music; say() { echo said $1; }")
    assert other.run("pwd")[0] == "/\n"
    assert shell.run("pwd; say it")[0] == "/sdcard/Music\nsaid it\n"
    assert files.folder == "/"


# Commands on lines of text

LINES = "printf 'one 1\\ntwo 22\\nthree 333\\n'"


@pytest.mark.parametrize(
    ("command", "printed"),
    [
        ("grep -E '[0-9]{2,}'", "two 22\nthree 333\n"),
        ("grep -oE '[0-9]+'", "1\n22\n333\n"),
        ("grep -o 't[a-z]*'", "two\nthree\n"),
        ("grep 'o\\(n\\|w\\)'", "one 1\n"),
        ("grep -c '^t'", "2\n"),
        ("grep -A1 one", "one 1\ntwo 22\n"),
        ("grep -n -B1 three", "2-two 22\n3:three 333\n"),
        ("grep -m1 -w 't[[:alpha:]]*'", "two 22\n"),
        ("grep -x 'two 22' ", "two 22\n"),
        ("grep -e one -e three -v", "two 22\n"),
        ("egrep 'one|three' | fgrep 333", "three 333\n"),
        ("sed 's/[0-9]*$/<&>/'", "one <1>\ntwo <22>\nthree <333>\n"),
        ("sed -n '/two/,$p'", "two 22\nthree 333\n"),
        ("sed -e '1d' -e 's/e/E/2;s#t##g'", "wo 22\nhreE 333\n"),
        ("sed -E -n 's/(one|two) //p'", "1\n22\n"),
        ("sed 2q", "one 1\ntwo 22\n"),
        ("sed '2!d'", "two 22\n"),
        ("awk '{print $2, $1 \":\" NR}'", "1 one:1\n22 two:2\n333 three:3\n"),
        ("awk '/t/ {print $NF}'", "22\n333\n"),
        ("awk -F' ' 'NR==2'", "two 22\n"),
        ("tac | head -c 5", "three"),
        ("tr a-z '[:upper:]' | tr -d 0-9 | head -1", "ONE \n"),
        ("tail -n +3 | tail -c 4", "333\n"),
        ("sort -k 2", "sort: Unknown option 'k'\n"),
        ("cut -d' ' -f1 | sort -r | uniq | wc -l", "3\n"),
        ("md5sum | cut -c1-8", "6f5d9d1f\n"),
    ],
)
def test_lines(phone, command, printed):
    shown = run(phone, f"{LINES} | {command}")[0]
    if "md5" in command:
        assert len(shown) == len(printed)
    else:
        assert shown == printed


@pytest.mark.parametrize(
    ("command", "printed"),
    [
        ("printf '%s-%d;' a 5 b 6", "a-5;b-6;"),
        ("printf '%05.2f|%x|%-4s|%%|%3d' 3.14159 255 q 7", "03.14|ff|q   |%|  7"),
        ("printf '%d' nope", "printf: nope: not a number\n"),
        ("seq 3; seq 2 2 6; seq 3 -1 1 | tail -1", "1\n2\n3\n2\n4\n6\n1\n"),
        ("printf 'b\\na\\nb\\n10\\n9\\n' | sort -n | uniq -c | head -2", "      1 a\n      2 b\n"),
        ("printf abc | sha256sum", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  -\n"),
        (
            "mkdir -p /sdcard/e/f; rmdir /sdcard/e; rmdir /sdcard/e/f /sdcard/e; ls -d /sdcard/e; echo $?",
            "rmdir: /sdcard/e: Directory not empty\nls: /sdcard/e: No such file or directory\n1\n",
        ),
        (
            "mkdir /sdcard/g; cd /sdcard/g; echo 12345 > a; echo x > b; ls -S; ls -r .",
            "a\nb\nb\na\n",
        ),
        ("grep -rl 123 /sdcard/g; grep -h x /sdcard/g/a /sdcard/g/b; grep x /sdcard/g/*", "\n"),
    ],
)
def test_other_commands(phone, command, printed):
    files = Files()
    if command.startswith("grep -rl"):
        run(phone, "mkdir /sdcard/g; echo 12345 > /sdcard/g/a; echo x > /sdcard/g/b", files)
        printed = "/sdcard/g/a\nx\n/sdcard/g/b:x\n"
    assert run(phone, command, files)[0] == printed


@pytest.mark.parametrize(
    ("tests", "found"),
    [
        ("-name '*.md' -o -name '*.txt'", "x.md y.txt"),
        ("! -name '*.md' -type f", "y.txt"),
        ("-size +3c -type f", "y.txt"),
        ("-iname '*.MD' -print0 | xargs -0 basename", "x.md"),
        ("-mindepth 1 -empty", "b"),
        ("-newer /sdcard/a/x.md -type f", ""),
        ("-mmin -5 -type f", "x.md y.txt"),
    ],
)
def test_files_are_found(phone, tests, found):
    files = Files()
    run(phone, "mkdir -p /sdcard/a/b; echo 1 > /sdcard/a/x.md; echo 22222 > /sdcard/a/y.txt", files)
    shown = run(phone, f"find /sdcard/a {tests}", files)[0]
    assert " ".join(line.rpartition("/")[2] for line in shown.splitlines()) == found


@pytest.mark.parametrize(
    "command",
    [
        "grep -Q x", "sed 's/a/b'", "sed 'x'", "sed --nope p", "awk 'BEGIN {x=1}'", "ls --nope",
        "find / -nope",
        "find / -size x", "find / -exec ls {} +", "head -n x", "sort -k2", "seq x", "xargs -n 0 echo",
        "sed 's/\\(a\\)/\\1/'", "grep '[a'",
    ],
)  # fmt: skip
def test_options_that_are_unknown_are_refused(phone, command):
    text, code = run(phone, command, text="a\n")
    assert code != 0
    assert command.split()[0] in text


def test_processes_are_told_and_ended():
    phone = Phone.new()
    phone.launch("com.google.android.deskclock")
    number = run(phone, "pidof com.google.android.deskclock")[0].strip()
    assert run(phone, f"ps -o PID,NAME -p {number} | tail -1")[0].split() == [
        number,
        "com.google.android.deskclock",
    ]
    assert run(phone, "pgrep -f desk")[0] == f"{number}\n"
    assert run(phone, f"kill -0 {number}; echo $?")[0] == "0\n"
    assert run(phone, "kill 99999") == ("sh: kill: 99999: No such process\n", 1)
    assert run(phone, "killall org.example")[1] == run(phone, "pkill org.example")[1] == 1
    assert run(phone, f"kill -9 {number}; pidof com.google.android.deskclock") == ("", 1)
    assert not phone.showing("clock")
    assert "Mem:" in run(phone, "free -m; uptime; hostname; getenforce")[0]
