"""What the clock remembers."""

from __future__ import annotations

import msgspec

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Days of the week in the order of ``date.weekday()``."""

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

TABS = ("Alarm", "Clock", "Timer", "Stopwatch", "Bedtime")

WAKE_UP = 0
"""Id of the wake-up alarm of the bedtime schedule; other alarms count from 1."""

DEFAULT_RINGTONE = "Default"

RINGTONES = (
    "A real hoot",
    "Argon",
    "Bright morning",
    "Carbon",
    "Cuckoo clock",
    "Early twilight",
    "Full of wonder",
    "Gentle breeze",
    "Helium",
    "Icicles",
    "Jump start",
    "Krypton",
    "Loose change",
    "Neon",
    "Osmium",
    "Oxygen",
    "Platinum",
    "Rolling fog",
    "Spokes",
    "Sunshower",
)
"""Sounds that are on the phone."""

SILENT = "Silent"

NO_SOUND = "None"

SLEEP_SOUNDS = (
    "Deep space",
    "Calm sea",
    "Campfire",
    "Crickets",
    "Forest",
    "Gentle rain",
    "Pink noise",
    "Waterfall",
)

SILENCE_AFTER = ("1 minute", "5 minutes", "10 minutes", "15 minutes", "20 minutes", "25 minutes", "Never")
SNOOZE_LENGTHS = ("1 minute", *(f"{minutes} minutes" for minutes in range(2, 31)))
VOLUME_RISES = ("Never", "5 seconds", "10 seconds", "15 seconds", "20 seconds", "30 seconds", "60 seconds")
REMINDERS = ("Off", "At bedtime", "15 minutes before", "30 minutes before", "60 minutes before")


def minutes_of(choice: str) -> int:
    """Minutes that a choice such as ``10 minutes`` stands for; 0 where it names none."""
    number = choice.partition(" ")[0]
    return int(number) if number.isdigit() else 0


class Alarm(msgspec.Struct):
    """An alarm.

    Attributes:
        id: Never used again for another alarm.
        hour: 0 to 23.
        minute: 0 to 59.
        on: Whether it will ring.
        days: Days of `DAYS` on which it repeats, in that order; none for an alarm that rings once.
        date: Day (ISO) chosen for an alarm that rings once; empty for the next time it is that late.
        label: Words shown when it rings.
        vibrate: Whether the phone vibrates.
        ringtone: One of `RINGTONES`, `SILENT` or `DEFAULT_RINGTONE`.
        paused_from: First day (ISO) on which a repeating alarm keeps still, or empty.
        paused_until: Last such day.
    """

    id: int
    hour: int
    minute: int
    on: bool = True
    days: list[str] = []
    date: str = ""
    label: str = ""
    vibrate: bool = True
    ringtone: str = DEFAULT_RINGTONE
    paused_from: str = ""
    paused_until: str = ""

    @property
    def time(self) -> tuple[int, int]:
        """Hour and minute."""
        return self.hour, self.minute

    def repeat(self, days: list[str]) -> None:
        """Has it ring on these days of the week, and switches it on if there are any."""
        self.days = [day for day in DAYS if day in days]
        self.date = self.paused_from = self.paused_until = ""
        self.on = self.on or bool(days)


class Timer(msgspec.Struct):
    """A timer that was started.

    Attributes:
        id: Never used again for another timer.
        seconds: What it was set to.
        ends: Virtual time (ms) at which it runs out; 0 while it stands still.
        left: Milliseconds left when it was stopped last.
        label: Its name.
    """

    id: int
    seconds: int
    ends: int = 0
    left: int = 0
    label: str = ""

    def left_at(self, now: int) -> int:
        """Milliseconds left at a virtual time; below 0 when it ran out."""
        return self.ends - now if self.ends else self.left


class TimerEntry(msgspec.Struct):
    """Digits typed on the keypad of the timer: the last two are seconds, before them minutes and hours."""

    digits: str = ""

    @property
    def hours(self) -> int:
        """Hours entered, 0 to 99."""
        return int(self.digits.zfill(6)[:2])

    @property
    def minutes(self) -> int:
        """Minutes entered, 0 to 99."""
        return int(self.digits.zfill(6)[2:4])

    @property
    def seconds(self) -> int:
        """Seconds entered, 0 to 99."""
        return int(self.digits.zfill(6)[4:])

    @property
    def total(self) -> int:
        """The whole in seconds."""
        return self.hours * 3600 + self.minutes * 60 + self.seconds

    def type(self, digits: str) -> None:
        """Appends digits as far as there is room; leading zeros don't count."""
        self.digits = (self.digits + digits).lstrip("0")[:6]

    def delete(self) -> None:
        """Removes the last digit."""
        self.digits = self.digits[:-1]


class Stopwatch(msgspec.Struct):
    """The stopwatch.

    Attributes:
        started: Virtual time (ms) at which it was started last; 0 while it stands still.
        before: Milliseconds counted until it was stopped last.
        laps: Time (ms) on the stopwatch at the end of each lap.
    """

    started: int = 0
    before: int = 0
    laps: list[int] = []

    def elapsed_at(self, now: int) -> int:
        """Milliseconds on it at a virtual time."""
        return self.before + (now - self.started if self.started else 0)


def _wake_up() -> Alarm:
    return Alarm(WAKE_UP, 7, 0, False, list(DAYS[:5]), label="Wake-up")


class Bedtime(msgspec.Struct):
    """The bedtime schedule.

    Attributes:
        hour: Hour of the bedtime, 0 to 23.
        minute: Minute of the bedtime.
        wake_up: Alarm at its end; the schedule holds on the days of this alarm.
        sunrise: Whether the screen brightens before the wake-up alarm.
        reminder: When to remind, one of `REMINDERS`.
        sleep_sound: One of `SLEEP_SOUNDS` or `NO_SOUND`.
    """

    hour: int = 23
    minute: int = 0
    wake_up: Alarm = msgspec.field(default_factory=_wake_up)
    sunrise: bool = True
    reminder: str = "15 minutes before"
    sleep_sound: str = NO_SOUND

    @property
    def time(self) -> tuple[int, int]:
        """Hour and minute of the bedtime."""
        return self.hour, self.minute

    @property
    def wake_up_alarm_on(self) -> bool:
        """Whether the wake-up alarm rings."""
        return self.wake_up.on


class ClockSettings(msgspec.Struct):
    """Settings of the app; the alarm volume is one of the system's.

    Attributes:
        style: ``Digital`` or ``Analog``.
        show_seconds: Whether the clock shows seconds.
        auto_home_clock: Whether the time at home is shown while travelling.
        home_time_zone: Name of a zone of ``cities.HOME_ZONES``.
        silence_after: One of `SILENCE_AFTER`.
        snooze_length: One of `SNOOZE_LENGTHS`.
        volume_rise: How slowly alarms get loud, one of `VOLUME_RISES`.
        volume_buttons: What they do to a ringing alarm.
        start_week_on: Name of a day.
        timer_sound: Ringtone of timers.
        timer_volume_rise: How slowly timers get loud, one of `VOLUME_RISES`.
        timer_vibrate: Whether timers vibrate.
    """

    style: str = "Digital"
    show_seconds: bool = False
    auto_home_clock: bool = True
    home_time_zone: str = "Beijing"
    silence_after: str = "10 minutes"
    snooze_length: str = "10 minutes"
    volume_rise: str = "Never"
    volume_buttons: str = "Control volume"
    start_week_on: str = "Monday"
    timer_sound: str = "Timer expired"
    timer_volume_rise: str = "Never"
    timer_vibrate: bool = False


class Clock(msgspec.Struct):
    """State of the app.

    Attributes:
        alarms: Alarms in no particular order.
        cities: Names of cities of the world clock, in its order.
        timers: Timers, newest first.
        timer_entry: What is typed on the keypad of the timer.
        stopwatch: The stopwatch.
        bedtime: The bedtime schedule.
        settings: The settings.
        tab: Open tab, one of `TABS`.
        expanded: Id of the alarm that shows its details, or 0.
        adding_timer: Whether the keypad is shown although there are timers.
        last_id: Highest id given so far.
    """

    alarms: list[Alarm] = []
    cities: list[str] = []
    timers: list[Timer] = []
    timer_entry: TimerEntry = msgspec.field(default_factory=TimerEntry)
    stopwatch: Stopwatch = msgspec.field(default_factory=Stopwatch)
    bedtime: Bedtime = msgspec.field(default_factory=Bedtime)
    settings: ClockSettings = msgspec.field(default_factory=ClockSettings)
    tab: str = "Alarm"
    expanded: int = 0
    adding_timer: bool = False
    last_id: int = 0

    def new_id(self) -> int:
        """A number that no alarm or timer had before."""
        self.last_id += 1
        return self.last_id

    def alarm(self, id: int) -> Alarm:
        """The alarm of that id, the wake-up alarm included."""
        return next(alarm for alarm in (self.bedtime.wake_up, *self.alarms) if alarm.id == id)

    def timer(self, id: int) -> Timer:
        """The timer of that id."""
        return next(timer for timer in self.timers if timer.id == id)

    def week(self) -> tuple[str, ...]:
        """The days of `DAYS` in the order in which the user's week runs."""
        first = DAY_NAMES.index(self.settings.start_week_on)
        return DAYS[first:] + DAYS[:first]
