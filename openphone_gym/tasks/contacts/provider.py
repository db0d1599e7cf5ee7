"""What Android's provider of contacts tells a shell."""

from __future__ import annotations

import shlex

from openphone_gym.tasks.task import Param

WORK, MOBILE = "Work", "Mobile"
PHONE_TYPES = {"Home": 1, "Mobile": 2, "Work": 3, "Main": 12}
WORK_EMAIL, BIRTHDAY = 2, 3
"""Android's numbers of labels."""

TYPE = Param(PHONE_TYPES[WORK], lambda d: PHONE_TYPES[d.params.label])
"""Number of the label of the task."""


def sql_text(words: str) -> str:
    """A text in SQL, quoted as a word of the shell."""
    literal = words.replace("'", "''")
    return shlex.quote(f"'{literal}'")


def stored(
    kind: str, expected: str, *, type: int | str = "", column: str = "display_name"
) -> tuple[str, str]:
    """A shell check of what is stored of a contact: rows of a kind and type, and what they must contain.

    The contact is the one whose name in ``column`` is the parameter ``sql_name``.
    """
    rows = f"mimetype='vnd.android.cursor.item/{kind}'" + (f" AND data2={type}" if type else "")
    where = f'"{rows} AND {column}="{{sql_name}}'
    query = f"content query --uri content://com.android.contacts/data --projection data1 --where {where}"
    return f"{query} --sort _id", expected


def stored_number(param: str, label: str = "", column: str = "display_name") -> tuple[str, str]:
    """A shell check of a number with a fixed label or that of the task, however the app has grouped it."""
    type = PHONE_TYPES[label] if label else "{type}"
    command, expected = stored("phone_v2", f"data1={{{param}}}\n", type=type, column=column)
    return f"{command} | tr -d ' ()-'", expected


def listed(expected: str) -> tuple[str, str]:
    """A shell check of the contacts with the name of the task."""
    contacts = "content query --uri content://com.android.contacts/contacts"
    return f'{contacts} --projection display_name --where "display_name="{{sql_name}}', expected
