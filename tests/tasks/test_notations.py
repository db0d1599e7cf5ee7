"""Answers in notations and languages of all kinds: right ones never count as wrong, tricks never as right."""

from __future__ import annotations

from typing import NamedTuple

import pytest

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
)


class Notations(NamedTuple):
    """An answer with messages that give it, that may give it, and that do not.

    Attributes:
        truth: The right answer.
        asked: The question.
        right: Messages that are right.
        unsure: Messages in which rules can't be sure of it, so that they are open.
        tricks: Messages that are wrong or open.
    """

    truth: Answer
    asked: str
    right: list[str]
    unsure: list[str]
    tricks: list[str]


NOTATIONS = [
    Notations(
        ClockTime("7:30 AM"),
        "Report the earliest alarm among those that are switched on.",
        [
            "half-past seven",
            "7 Uhr 30",
            "7∶30",
            "T07:30",
            "Answer:7:30 AM",
            "答案：7:30 AM",
            "7 heures 30",
            "<answer>7:30 AM</answer>",
            r"\boxed{7:30 AM}",
            "The current value shown is 7:30 AM.",
            "It's 7:30 AM; I double-checked.",
            "2024-05-13T07:30",
        ],
        ["halb acht", "sept heures et demie", "siete y media"],
        [
            "7:30 AM is the second earliest",
            "the latest alarm is at 7:30 AM",
            "7:30 minutes",
            "!= 7:30 AM",
            "7:30 AM 50%",
            "It used to be 7:30 AM",
            "going with 7:30 AM",
            "The user asked about 7:30 AM",
            "7:30 AM is the 3rd alarm",
            "halb neun",
            "huit heures",
        ],
    ),
    Notations(
        Date("1996-10-24"),
        "Report ABC's birthday.",
        ["October twenty-fourth, nineteen ninety-six", "24 October nineteen ninety-six"],
        ["ABC's birthday is October 24 (born in 1996).", "24 octobre 1996", "24-X-1996"],
        ["ABC's birthday is October 24 (born in 1997).", "October 24, 19 97", "October 24"],
    ),
    Notations(
        Count(2),
        "Report how many alarms are switched on.",
        ["1 + 1 = 2", "2", "Two."],
        ["deux", "dos", "zwei", "II", "2x", "x2", "#2", "2/4", "both"],
        ["2 times 2", "2*2", "2 x 2", "drei", "III", "3x", "#3", "3/4", "2 each", "3 + 1 = 2", "2 + 2"],
    ),
    Notations(
        Number(4.7, "GB"),
        "How much storage is taken by apps?",
        ["٤٫٧", "4'700 MB", "4.7 GB"],
        ["4.700 MB", "4.7×10^9 bytes", "4.7e9 bytes", "4 GB 700 MB"],
        [
            "4.7 GB free",
            "system takes 4.7 GB",
            "4.7 GB each",
            "4.7 GB per app",
            "4.7 Gb/s",
            "version 4.7",
            "4.7 million",
            "4 GB 70 MB",
            "4.8e9 bytes",
            "twice 4.7 GB",
            "half of 4.7 GB",
        ],
    ),
    Notations(
        Number(11400.0, "CNY"),
        "Find out the total of all expenses booked on 10 May 2024 and report it.",
        [
            "11'400",
            "11’400.00",
            "1.14万",
            "一万一千四百元",
            "1.14 万元",
            "11.4 thousand",
            "-11,400.00 CNY",
            "−11400",
            "1,800 + 9,600 = 11,400",
            "The total is 11,400 (1,800 + 9,600).",
        ],
        ["11.400", "The taxi was 1,800 and the flight 9,600, so 11,400."],
        [
            "11,400 income",
            "11,400 each",
            "11,400 per day",
            "11.4 million",
            "1.15万",
            "9,600 + 1,900 = 11,400",
        ],
    ),
    Notations(
        Number(37.8, "%"),
        "How far have I read Romeo and Juliet in Cantook? Give the percentage.",
        ["thirty-seven point eight percent", "٣٧٫٨٪"],
        ["0.378", "37.8/100"],
        ["37.8 pages", "37.8% remaining", "37.8% to go", "37.8% left", "0.379", "38/100"],
    ),
    Notations(
        Duration("4 hr 7 min"),
        "Find out how long a bicycle ride takes from the bus stop A to B.",
        ["4時間7分", "14,820 s", "4 hr 7 min by bike"],
        [
            "4:07",
            "4 h 7'",
            "247'",
            "4.12 hours",
            "4 Stunden 7 Minuten",
            "4 heures 7 minutes",
            "4 horas y 7 minutos",
            "4 hours plus 7 minutes",
        ],
        [
            "4 hr 7 min by car",
            "By car it takes 4 hr 7 min",
            "walking: 4 hr 7 min",
            "4 hr 7 min on foot",
            "twice 4 hr 7 min",
            "4 hr 7 min per day",
            "4 hr 7 min late",
            "4 hr 7 min faster",
            "4.13 hours",
        ],
    ),
    Notations(
        Duration("11:50"),
        "Add up the lengths of all songs by Eason Chan in my library and tell me the sum.",
        ["4:20 + 7:30 = 11:50", "3:50 + 4:00 + 4:00 = 11:50", "The sum is 11:50 (4:20 + 7:30)."],
        [
            "11'50\"",
            "11′50″",
            "11.83 minutes",
            "11 min 50",
            "eleven fifty",
            "The songs are 4:20 and 7:30, so 11:50 in total.",
        ],
        [
            "11:50 AM",
            "11:50 PM",
            "11:50 per song",
            "11:50 each",
            "the longest is 11:50",
            "4:20 + 7:31 = 11:50",
        ],
    ),
    Notations(
        Phone("22331144"),
        "Report ABC's phone number.",
        ["0086 22331144", "+86-2233-1144"],
        [
            "double two double three double one double four",
            "2233_1144",
            "2233/1144",
            "22,331,144",
            "1. 22331144",
        ],
        [
            "22331144#5",
            "2233....1144",
            "22331144...",
            "22331144 km",
            "22331144 GB",
            "it starts with 22331144",
            "the number ends in 22331144",
            "0022331144",
        ],
    ),
    Notations(
        Offset(6, "behind", clock="6:00 AM"),
        "What time is it in Barcelona, and how many hours behind or ahead is that? See the world clock.",
        ["minus six hours", "6:00 AM, -6:00"],
        ["6 hours less", "six hours back", "local time is 6 hours ahead"],
        ["local time is 6 hours behind Barcelona", "we are 6 hours behind", "plus six hours", "+6:00"],
    ),
    Notations(
        Text("22334455@gmail.com"),
        "Report Li's work e-mail address.",
        ["mailto:22334455@gmail.com", "答案是22334455@gmail.com"],
        ["22334455 at gmail dot com", "22334455[at]gmail[dot]com", "22334455 (at) gmail.com"],
        ["22334455 gmail com", "22334455 at gmail dot org", "home: 22334455@gmail.com"],
    ),
    Notations(
        Text("Tsinghua university", accept=("Tsinghua",)),
        "Report AAA's company.",
        ["答案是Tsinghua University", "Tsinghua University\n\nTask completed."],
        [],
        ["AAA used to work at Tsinghua University", "Tsinghua Library"],
    ),
    Notations(
        YesNo(False),
        "Is my alarm at 12:55 PM on? Answer yes or no.",
        [
            "nah",
            "nein",
            "нет",
            "いいえ",
            "Negative.",
            "关闭",
            "Thus, no.",
            "Answer - no",
            "off, no",
            "The correct value is no ✅",
            "The alarm at 12:55 PM is off.",
        ],
        ["n", "0"],
        [
            "No, it's not off",
            "not no longer off",
            "the other alarm is off",
            "The 4:00 PM alarm is off",
            "y",
            "ja",
            "nothing is on",
            "no, yes",
        ],
    ),
    Notations(
        YesNo(True, yes=("vibrates",)),
        "Say whether the 4:00 PM alarm vibrates.",
        [
            "yup",
            "affirmative",
            "oui",
            "sí",
            "ja",
            "да",
            "はい",
            "네",
            "absolutely",
            "So the final answer is yes.",
            "The task is complete. yes",
        ],
        ["y", "1", "sure"],
        ["nothing vibrates", "yes in theory", "it hardly vibrates", "nein", "n"],
    ),
    Notations(
        Items(("Dark Side Of The Moon", "Future sounds"), ordered=True),
        "Sort all songs by title, from A to Z. Which titles are in places two and four?",
        [
            "4: Future sounds, 2: Dark Side Of The Moon",
            "1. Dark Side Of The Moon\n2. Future sounds",
            "The fourth is Future sounds and the second is Dark Side Of The Moon.",
            "Second: Dark Side Of The Moon, fourth: Future sounds",
        ],
        [],
        [
            "4: Dark Side Of The Moon, 2: Future sounds",
            "Dark Side Of The Moon (1st), Future sounds (3rd)",
            "Dark Side Of The Moon is fourth, Future sounds is second",
            "1. Future sounds 2. Dark Side Of The Moon",
        ],
    ),
    Notations(
        AllOf((Number(73, "km"), Duration("12 hr 58 min"))),
        "Find out how far and how long it is on foot from the bus stop A to the bus stop B.",
        ["73,000 m and 12 h 58 min", "73 km, 12 hr 58 min on foot"],
        ["73 km, 12 Stunden 58 Minuten"],
        ["73 km by car, 12 hr 58 min", "73 km each way, 12 hr 58 min", "73,000 km and 12 h 58 min"],
    ),
]


def verdicts(notations: Notations, messages: list[str]) -> dict[str, bool | None]:
    return {message: notations.truth.matches(message, notations.asked) for message in messages}


@pytest.mark.parametrize("notations", NOTATIONS, ids=lambda notations: str(notations.truth)[:30])
def test_each_notation_has_its_verdict(notations: Notations) -> None:
    right, unsure = verdicts(notations, notations.right), verdicts(notations, notations.unsure)
    assert {message for message, verdict in right.items() if verdict is not True} == set()
    assert {message for message, verdict in unsure.items() if verdict is not None} == set()
    tricks = verdicts(notations, notations.tricks)
    assert {message for message, verdict in tricks.items() if verdict is True} == set()


@pytest.mark.parametrize("notations", NOTATIONS, ids=lambda notations: str(notations.truth)[:30])
def test_a_question_told_again_changes_nothing(notations: Notations) -> None:
    messages = [f"Question: {notations.asked}\nAnswer: {message}" for message in notations.right[-1:]]
    assert set(verdicts(notations, messages).values()) == {True}
    assert notations.truth.matches(notations.asked, notations.asked) is not True
