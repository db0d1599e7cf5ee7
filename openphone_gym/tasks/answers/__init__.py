"""Answers of query tasks: what the right one is, and whether a message gives it and nothing else.

A task declares its expected answer as one of the types below; ``matches(message, question)`` compares it
with the text of ``finish(...)``:

* True: the message gives the right answer, and all else in it is explained (see below).
* False: it does not. This includes wrong values, silence, refusals ("I could not find it"), guesses
  ("maybe 7:30"), questions ("is it 7:30?"), a right value that is denied ("not 7:30"), several answers at
  once ("7:30 or 9:00"), lists, and whatever is rather a dump of a screen or an essay than an answer.
* None: the rules cannot tell; a language-model judge or a person must. So it is when the right value
  stands in a sentence beside one other value ("7:30 is first, the other is at 16:00"), beside words that
  may turn it around, beside names or numbers that the question does not have, and where words of another
  script or language stay unread.

How messages are read: they are folded (``folding``); each type collects the *mentions* of its kind of value
(``mentions``): all clock times, all dates, ...; one counts as denied if ``not``, ``instead of``, ``than`` or
the like stands up to two words before it, or "is not" or "is wrong" right behind it, and not at all in a
sentence that asks or in a clause that refuses (``stance``). What remains is asserted, and decides. Then the
rest of the message must be *explained* (``surplus``): by a bounded vocabulary of words that name nothing
(``framing``), by words of the question, or by a few values of other kinds. Candidates need other words, so
that a list of them is never right.

Values are declared in the same notation that messages use (``ClockTime("7:30 AM")``), so a task reads
like its answer.
"""

from openphone_gym.tasks.answers.expected import (
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

__all__ = [
    "AllOf",
    "Answer",
    "ClockTime",
    "Count",
    "Date",
    "Duration",
    "Items",
    "Number",
    "Offset",
    "Phone",
    "Text",
    "YesNo",
    "stored_answer",
]
