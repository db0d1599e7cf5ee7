"""Times, days and lengths of time in the words of goals and screens, and draws of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from openphone_gym.tasks.task import Draw, Drawing


def time_words(hour: int, minute: int) -> str:
    """A time as goals and screens say it, such as ``3:00 PM``."""
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'AM' if hour < 12 else 'PM'}"


def time_of(words: str) -> tuple[int, int]:
    """Hour (0 to 23) and minute of a time such as ``3:00 PM``."""
    clock, half = words.split(" ")
    hour, minute = clock.split(":")
    return int(hour) % 12 + 12 * (half == "PM"), int(minute)


def day_words(iso: str) -> str:
    """A day as goals say it, such as ``1 May 2024``."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def iso_of(words: str) -> str:
    """The day (ISO) that goals call so."""
    return datetime.strptime(words, "%d %B %Y").date().isoformat()


def enumeration(words: Sequence[str]) -> str:
    """Words as a list, such as ``Monday, Tuesday and Friday``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def duration_words(*amounts: int) -> str:
    """Hours, minutes and seconds in words; what is zero is left out."""
    units = zip(amounts, ("hour", "minute", "second"), strict=True)
    return enumeration([f"{number} {unit}{'s' * (number != 1)}" for number, unit in units if number])


def time_between(first: int, last: int, except_for: Callable[[Drawing], set[tuple[int, int]]]) -> Draw:
    """Draws a time between two full hours; some of them aren't on the dial, which has steps of five."""

    def sample(d: Drawing) -> str:
        step = d.choice([5, 5, 5, 1])
        excluded = except_for(d)
        times = [divmod(minutes, 60) for minutes in range(first * 60, last * 60, step)]
        return time_words(*d.choice([time for time in times if time not in excluded]))

    return sample
