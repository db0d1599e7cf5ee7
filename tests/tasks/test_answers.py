from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.tasks.answers import (
    AllOf,
    Answer,
    ClockTime,
    Count,
    Date,
    Duration,
    Items,
    Number,
    Offset,
    Phone,
    Text,
    YesNo,
    stored_answer,
)

WORDINGS = tomllib.loads(Path(__file__).with_name("questions.toml").read_text("utf-8"))
QUESTIONS: list[dict[str, Any]] = WORDINGS["questions"]

# Expected answer, messages that give it, messages that do not.
CASES: list[tuple[Answer, list[str], list[str]]] = [
    (
        ClockTime("7:30 AM"),
        [
            "7:30",
            "7:30 AM",
            "7:30AM",
            "half past seven in the morning",
            "The earliest alarm is at 7:30 AM.",
            "7:30\u202fAM",
            "seven thirty",
            "07:30",
            "It's 7:30 a.m.",
        ],
        [
            "9:00 AM",
            "8:30 AM",
            "4:00 PM",
            "7:30 or 9:00",
            "not 7:30",
            "maybe 7:30",
            "I could not find it",
            "7:30 PM",
            "19:30",
            "7:30 AM, 8:30 AM, 9:00 AM, 4:00 PM",
            "",
            "7:30 AM or 7:30 PM",
            "17:30",
            "7:30 AM and 4 PM",
            "8:30 AM rather than 7:30 AM",
        ],
    ),
    (
        YesNo(False, yes=("every day",)),
        ["no", "not every day", "No, it only rings on Mon, Wed, Fri", "No.", "It doesn't ring every day"],
        ["yes", "yes and no", "Yes, it rings every day", "it rings every day", "maybe no"],
    ),
    (
        YesNo(True),
        ["yes", "vibration is on", "Yes, it vibrates", "The vibration is turned on."],
        ["no", "off", "vibration is off", "it isn't on"],
    ),
    (
        YesNo(False),
        [
            "no",
            "off",
            "it is off",
            "The 9 AM alarm is off.",
            "not on",
            "not open",
            "disabled",
            "No, airplane mode is turned off",
            "It's disabled",
        ],
        ["yes", "it is on", "Yes, it is on", "on or off", "The alarm is on."],
    ),
    (
        YesNo(False, yes=("following",)),
        ["no", "not following", "you do not follow IShowSpeed"],
        ["yes", "following"],
    ),
    (
        Count(2),
        [
            "2",
            "two",
            "two alarms",
            "there are 2 alarms (7:30 and 4 PM)",
            "Two alarms are on: 7:30 AM and 4:00 PM.",
            "2 of the 4 alarms are on",
            "There are 2 out of 4",
            "2.0",
        ],
        [
            "4",
            "1",
            "3",
            "it is either 2 or 3",
            "2, 3, 4",
            "not 2",
            "I couldn't find 2",
            "12",
            "2 or 3",
            "one",
            "2-3",
            "-2",
            "20",
        ],
    ),
    (
        Offset(6, "behind", clock="6:00 AM"),
        [
            "6 hours behind",
            "Barcelona is 6 hours behind",
            "6:00 AM, 6 hours behind",
            "six hours earlier",
            "It is 6:00 AM in Barcelona, which is 6 hours behind local time (12:00 PM).",
            "behind by 6 hours",
            "-6 hours",
            "6h behind",
        ],
        [
            "6 hours ahead",
            "7 hours behind",
            "7:00 AM, 6 hours behind",
            "6 hours behind or ahead",
            "6 hours",
            "16 hours behind",
            "not 6 hours behind",
        ],
    ),
    (
        Phone("22331144"),
        [
            "22331144",
            "(223) 311-44",
            "223 311 44",
            "ABC's number is 223-311-44.",
            "+1 22331144",
            "22331144 or (223) 311-44",
        ],
        ["00112233", "2233114", "22331144, 00112233", "22331144 or 00112233", "223311445"],
    ),
    (
        Text("22334455@gmail.com"),
        ["22334455@gmail.com", "Li's work email is 22334455@gmail.com."],
        [
            "li.home@example.com",
            "x22334455@gmail.com",
            "li.22334455@gmail.com",
            "22334455@gmail.com.cn",
            "22334455@gmail.com or li.home@example.com",
        ],
    ),
    (
        Date("1996-10-24"),
        [
            "October 24, 1996",
            "1996-10-24",
            "24 October 1996",
            "10/24/1996",
            "Oct 24th, 1996",
            "Her birthday is on the 24th of October 1996.",
            "1996年10月24日",
            "24.10.1996",
        ],
        [
            "April 21, 2000",
            "October 24",
            "October 24, 1997",
            "October 24, 1996 or April 21, 2000",
            "not October 24, 1996",
        ],
    ),
    (
        Date("2025-08-20", needs_year=False),
        ["August 20, 2025", "2025-08-20", "2025.08.20", "08/20/2025", "20 August 2025", "August 20"],
        ["TA arrangement for 2025-2026", "August 22", "August 20, 2024"],
    ),
    (
        Text("Tsinghua University", accept=("Tsinghua",), reject=("none",)),
        [
            "Tsinghua University",
            "Tsinghua university",
            "Tsinghua",
            "AAA works at TSINGHUA\u00a0University.",
            "the company is \u201cTsinghua University\u201d",
        ],
        [
            "none",
            "Peking University",
            "not Tsinghua University",
            "I don't think it is Tsinghua University",
            "Tsinghua or Peking University",
            "Tsinghuax",
        ],
    ),
    (
        Number(4.7, "GB"),
        ["4.7 GB", "4.7 gigabytes", "4.7", "Apps use 4.7\u00a0GB of 16 GB", "4700 MB", "4.7GB"],
        ["11 GB", "6.1 GB", "4.7 MB", "4.7 GB or 6.1 GB", "14.7 GB", "11 GB, 6.1 GB, 4.7 GB", "not 4.7 GB"],
    ),
    (
        Text(
            "Asia/Shanghai",
            accept=("China Standard Time", "UTC+8", "GMT+8", "GMT+08:00", "Beijing time"),
            reject=("GMT", "America/Los_Angeles"),
        ),
        [
            "Asia/Shanghai",
            "GMT+08:00 China Standard Time",
            "China Standard Time",
            "UTC+8",
            "Beijing time",
            "(GMT+08:00) China Standard Time",
        ],
        ["GMT", "America/Los_Angeles", "UTC-8", "UTC+80", "UTC 8x", "Asia/Shanghai or America/Los_Angeles"],
    ),
    (
        Text(
            "English (United States)",
            accept=("English (US)", "en-US", "American English"),
            reject=("Español", "Chinese"),
        ),
        [
            "English (United States)",
            "English (US)",
            "en-US",
            "American English",
            "The main language is English (United States).",
        ],
        ["Español", "Chinese", "English (United Kingdom)", "espanol"],
    ),
    (
        Text("13", accept=("Android 13",), reject=("14",)),
        ["13", "Android 13", "The version is Android 13 (API 33)."],
        ["14", "API 33", "13 or 14", "130", "1.13"],
    ),
    (
        Number(11400, "CNY"),
        [
            "11400",
            "11,400",
            "11400.00",
            "11,400.00 CNY",
            "¥11,400",
            "The total on 10 May 2024 is 11,400.00 CNY.",
        ],
        ["9600.00", "1800.00", "9600 + 1800"],
    ),
    (Number(69.51, "CNY"), ["69.51", "¥69.51", "69.51 CNY"], ["24.01", "32.00"]),
    (Number(37.8, "%"), ["37.8%", "37.8 percent", "37.8"], ["100%", "0%"]),
    (
        AllOf((Number(73, "km"), Duration("12 hr 58 min"))),
        [
            "73 km and 12 hr 58 min",
            "73 km, 12 h 58 min",
            "73 kilometres, 12 hours 58 minutes",
            "It is 73 km and takes 12 hours and 58 minutes",
        ],
        ["66 km, 52 min", "73 km", "12 hr 58 min"],
    ),
    (
        AllOf((Number(7, "km"), Duration("8 min"))),
        ["7.0 km, 8 min", "7 km and 8 minutes"],
        ["6.4 km, 23 min"],
    ),
    (
        Duration("4 hr 7 min"),
        [
            "4 hr 7 min",
            "4 h 7 min",
            "4 hours 7 minutes",
            "247 minutes",
            "four hours and seven minutes",
            "4h7m",
            "4h 7min",
        ],
        ["12 hr 58 min", "52 min", "4 hours", "7 minutes"],
    ),
    (
        Duration("1:21:03"),
        ["1:21:03", "1 hour 21 minutes 3 seconds", "81:03", "1 hour, 21 minutes and 3 seconds"],
        ["42:56", "9:12"],
    ),
    (Duration("11:50"), ["11:50", "11 minutes 50 seconds", "710 seconds"], ["11:40", "11:50 or 11:40"]),
    (
        Duration("3 min"),
        ["3 min", "about 3 minutes", "Teléferic Barcelona, 3 min", "3-minute walk"],
        ["9 min", "13 min"],
    ),
    (
        Text("Google Scholar", accept=("scholar.google.com",), reject=("Google",)),
        ["Google Scholar", "scholar.google.com", "https://scholar.google.com/"],
        ["Google"],
    ),
    (
        Items(("824", "EB")),
        ["subway 824 and subway EB", "824, then EB", "lines 824 and EB"],
        ["bus 51", "824", "EB"],
    ),
    (
        Items(("Dark Side Of The Moon", "Future sounds"), ordered=True),
        ["Dark Side Of The Moon and Future sounds", "second: Dark Side of the Moon; fourth: Future sounds"],
        ["fearless", "Future sounds and Dark side of the moon", "Comfortably Numb"],
    ),
    (
        Text(
            "public transport",
            accept=("public transportation", "subway", "transit"),
            reject=("bicycle", "riding"),
        ),
        ["public transport", "transit", "Public transportation is faster than bicycle"],
        ["bicycle", "riding", "bicycle is faster than public transport", "bicycle or public transport"],
    ),
    (
        Text("messi.18642", reject=("leomessi",)),
        ["messi.18642", "@messi.18642", "The ID is @messi.18642."],
        ["leo10fans", "leomessi", "messi"],
    ),
    (Text("Teléferic Barcelona"), ["Teleferic Barcelona", "TELÉFERIC BARCELONA"], ["Howie's Artisan Pizza"]),
    (
        Text("TA arrangement for 2025-2026"),
        ["TA arrangement for 2025-2026", "The subject is 'TA arrangement for 2025–2026'"],
        ["Dinner on Friday?"],
    ),
    (Text("清华大学"), ["答案是清华大学。"], ["北京大学"]),
]

RIGHT = [(answer, message) for answer, right, _ in CASES for message in right]
WRONG = [(answer, message) for answer, _, wrong in CASES for message in wrong]
# Expected answer, and other values in the notations that the right one may have.
OTHER_VALUES: list[tuple[Answer, list[str]]] = [
    (
        ClockTime("7:30 AM"),
        [
            "0830",
            "8h30",
            "half past eight",
            "07.40 Uhr",
            "8点半",
            "下午7:30",
            "19h30",
            "quarter past seven",
            "８：３０",
        ],
    ),
    (
        Date("1996-10-24"),
        [
            "10/25/96",
            "19961025",
            "25.10.1996",
            "24 oct 97",
            "1996年10月25日",
            "24-Nov-1996",
            "一九九七年十月二十四日",
        ],
    ),
    (
        Count(2),
        [
            "two hundred",
            "3个",
            "three",
            "３",
            "a dozen",
            "二十",
            "twenty-two",
            "2,5",
            "2k",
            "二百",
            "no alarms",
        ],
    ),
    (Number(4.7, "GB"), ["4,8 GB", "47 GB", "4.7 MiB", "four point eight gigabytes", "4.7 km"]),
    (Number(11400, "CNY"), ["11.500,00 CNY", "12 400", "11.5k", "eleven thousand five hundred"]),
    (Duration("4 hr 7 min"), ["4h08", "5小时7分钟", "four hours eight minutes", "4 and a half hours"]),
    (Phone("22331144"), ["2233-1145", "+86 22331145", "two two three three one one four five"]),
    (Offset(6, "behind"), ["seven hours behind", "+6 h", "快6小时"]),
]

REFUSALS = ["", "   ", "I could not find it.", "I don't know", "The task is done.", "N/A"]
UNDECIDED = [
    (ClockTime("7:30 AM"), "7:30 AM is the first one that rings, the next follows at 4 PM."),
    (Count(2), "There are 4 alarms in total, and 2 of them ring."),
    (Number(4.7, "GB"), "Apps take 4.7 GB while the system needs 11 GB."),
    (YesNo(False), "It rings on weekdays."),
    (YesNo(True), "Yes, it is off."),
    (YesNo(False), "I could not find the book in the library."),
    (Offset(6, "behind"), "Local time is 6 hours ahead of Barcelona."),
]


@pytest.mark.parametrize(("answer", "message"), RIGHT)
def test_right(answer: Answer, message: str) -> None:
    assert answer.matches(message) is True
    assert answer.matches(f"  {message.upper()}\n") is True


@pytest.mark.parametrize(("answer", "message"), WRONG)
def test_wrong(answer: Answer, message: str) -> None:
    assert answer.matches(message) is False


@pytest.mark.parametrize(("answer", "messages"), OTHER_VALUES)
def test_other_values_are_wrong_in_any_notation(answer: Answer, messages: list[str]) -> None:
    for message in messages:
        assert answer.matches(message) is False, message
        assert answer.matches(f"It is {message}.") is False, message


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["truth"]["type"])
def test_answers_in_many_words(question: dict[str, Any]) -> None:
    truth, asked = stored_answer(question["truth"]), question["asked"]
    assert [message for message in question["right"] if truth.matches(message, asked) is not True] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["truth"]["type"])
def test_tricks_do_not_pass(question: dict[str, Any]) -> None:
    truth, asked = stored_answer(question["truth"]), question["asked"]
    assert [message for message in question["tricks"] if truth.matches(message, asked) is True] == []


@pytest.mark.parametrize("pair", WORDINGS["pairs"], ids=lambda pair: pair["value"])
def test_a_value_passes_however_it_is_said_but_not_with_another(pair: dict[str, Any]) -> None:
    truth, asked, value, other = stored_answer(pair["truth"]), pair["asked"], pair["value"], pair["other"]
    honest = [frame.format(g=value) for frame in WORDINGS["frames"]]
    assert [message for message in honest if truth.matches(message, asked) is not True] == []
    tricks = [twist.format(g=value, b=other) for twist in WORDINGS["twists"]]
    assert [message for message in tricks if truth.matches(message, asked) is True] == []


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Text("Tsinghua University"), "清华大学"),
        (Count(2), "اثنان"),
        (ClockTime("7:30 AM"), "семь тридцать"),
        (Date("1996-10-24"), "24 octobre 1996"),
    ],
)
def test_what_stays_unread_is_left_open(answer: Answer, message: str) -> None:
    assert answer.matches(message) is None


def test_a_long_message_is_no_answer() -> None:
    assert ClockTime("7:30 AM").matches("It is 7:30 AM." + " " * 2000) is True
    assert ClockTime("7:30 AM").matches("It is 7:30 AM. " + "I looked at it again. " * 60) is False


@pytest.mark.parametrize(("answer", "message"), UNDECIDED)
def test_undecided(answer: Answer, message: str) -> None:
    assert answer.matches(message) is None


@pytest.mark.parametrize("answer", [answer for answer, _, _ in CASES])
def test_no_answer_is_never_right(answer: Answer) -> None:
    for message in REFUSALS:
        assert answer.matches(message) is not True


@pytest.mark.parametrize("answer", [answer for answer, _, _ in CASES])
def test_survives_json(answer: Answer) -> None:
    assert msgspec.json.decode(msgspec.json.encode(answer), type=Answer) == answer


@pytest.mark.parametrize("answer", [ClockTime("soon"), Date("1 and 2"), Duration("4 hours or 5 hours")])
def test_unreadable_declaration_is_an_error(answer: Answer) -> None:
    with pytest.raises(ValueError, match="cannot read the declared answer"):
        answer.matches("7:30")


FRAGMENTS = ["7:30", " AM", "pm", "12", "1996-10-24", "/", "-",
    "no", "yes ", " not ", "or", "May 3", "zero", "half past ",
             "quarter to ", "one ", "noon", "GB", "$", "%", ",",
             ".", "hours ", "behind", "(", ")", "+", "99", "min", " of ",
             "UTC+8", "none", "@", "é", "年", "\u00a0"]  # fmt: skip


MESSAGES = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=15).map("".join) | st.text()


@given(MESSAGES)
def test_any_message_can_be_read(message: str) -> None:
    for answer, _, _ in CASES:
        assert answer.matches(message, message) in (True, False, None)


NOTATIONS: list[tuple[Answer, str]] = [
    (Phone("22331144"), r"2\D*2\D*3\D*3\D*1\D*1\D*4\D*4"),
    (Number(4.7, "GB"), r"4[.,]7|4[,.]?700"),
    (Date("1996-10-24"), r"(?s)(?=.*24)(?=.*96)"),
    (Text("Tsinghua University"), r"(?is)tsinghua.*university"),
    (Items(("Wang", "Lee")), r"(?is)(?=.*wang)(?=.*lee)"),
    (Offset(6, "behind"), r"(?is)6|six"),
]
"""Answers, and what their digits or words are in any notation that hypothesis may hit on."""


@given(MESSAGES)
def test_a_message_without_the_value_is_never_right(message: str) -> None:
    for answer, notation in NOTATIONS:
        if not re.search(notation, message):
            assert answer.matches(message) is not True


ONE_OF_EACH = list({type(answer): answer for answer, _, _ in CASES}.values())
HOSTILE = ["7:30", "2 ", "1-", "1,1", "(1) 2-", "1 234 ", "at 7 ", "oct 24 ", "is it ", "a-", "a.b-",
           "\u0338", "十", "ﷺ", "wang lee ", "not a b ", "yes no ", "could not be more ", "6 hours ",
           "\n", "? ", "\x01"]  # fmt: skip


@pytest.mark.timeout(20)
@pytest.mark.parametrize("fragment", [*FRAGMENTS, *HOSTILE])
def test_long_messages_take_no_long_time(fragment: str) -> None:
    for answer in ONE_OF_EACH:
        answer.matches(fragment * (100_000 // len(fragment)))


@pytest.mark.parametrize(
    "message",
    [
        "done",
        "AAA",
        "13",
        "The task has been finished.",
        "I don't know.",
        "Task completed successfully",
        "All done!",
    ],
)
@pytest.mark.parametrize("value", [True, False])
def test_what_says_nothing_answers_no_yes_no_question(message: str, value: bool) -> None:
    assert YesNo(value).matches(message) is False


def test_a_duration_may_be_told_with_what_it_is_of() -> None:
    walk = Duration("3 min", of=("Teléferic Barcelona",))
    assert walk.matches("Teléferic Barcelona, about 3min") is True
    assert walk.matches("It takes 3 min to Teleferic Barcelona.") is True
    assert walk.matches("Teléferic Barcelona") is False
    assert walk.matches("Teléferic Barcelona, 9 min") is False
    assert walk.matches("Howie's Artisan Pizza, 3 min") is not True
