"""Holidays that fall on the same day each year, by country."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from openphone_gym.phone.apps.calendar.state import Event

HOLIDAYS: dict[str, tuple[tuple[int, int, str], ...]] = {
    "Australia": ((1, 1, "New Year's Day"), (1, 26, "Australia Day"), (4, 25, "Anzac Day"),
                  (12, 25, "Christmas Day"), (12, 26, "Boxing Day")),
    "China": ((1, 1, "New Year's Day"), (5, 1, "Labour Day"), (5, 4, "Youth Day"), (6, 1, "Children's Day"),
              (10, 1, "National Day")),
    "France": ((1, 1, "Jour de l'an"), (5, 1, "Fête du Travail"), (5, 8, "Victoire 1945"),
               (7, 14, "Fête nationale"), (8, 15, "Assomption"), (11, 1, "Toussaint"), (11, 11, "Armistice"),
               (12, 25, "Noël")),
    "Germany": ((1, 1, "Neujahr"), (5, 1, "Tag der Arbeit"), (10, 3, "Tag der Deutschen Einheit"),
                (12, 25, "1. Weihnachtstag"), (12, 26, "2. Weihnachtstag")),
    "Italy": ((1, 1, "Capodanno"), (1, 6, "Epifania"), (4, 25, "Festa della Liberazione"),
              (5, 1, "Festa del Lavoro"), (6, 2, "Festa della Repubblica"), (8, 15, "Ferragosto"),
              (11, 1, "Ognissanti"), (12, 8, "Immacolata Concezione"), (12, 25, "Natale"),
              (12, 26, "Santo Stefano")),
    "Japan": ((1, 1, "New Year's Day"), (2, 11, "Foundation Day"), (4, 29, "Showa Day"),
              (5, 3, "Constitution Day"), (5, 4, "Greenery Day"), (5, 5, "Children's Day"),
              (8, 11, "Mountain Day"), (11, 3, "Culture Day"), (11, 23, "Labour Thanksgiving Day")),
    "United Kingdom": ((1, 1, "New Year's Day"), (12, 25, "Christmas Day"), (12, 26, "Boxing Day")),
    "United States": ((1, 1, "New Year's Day"), (6, 19, "Juneteenth"), (7, 4, "Independence Day"),
                      (11, 11, "Veterans Day"), (12, 25, "Christmas Day")),
}  # fmt: skip

COLOR = "Basil"


def holidays(countries: Iterable[str], first: date, last: date) -> list[Event]:
    """The holidays of some countries from ``first`` to ``last``, as events that belong to nobody (id 0)."""
    found = []
    for country in countries:
        for month, day, name in HOLIDAYS[country]:
            for year in range(first.year, last.year + 1):
                at = date(year, month, day)
                if first <= at <= last:
                    midnight = datetime.combine(at, time())
                    found.append(Event(0, name, midnight, midnight, True, note=country, color=COLOR))
    return found
