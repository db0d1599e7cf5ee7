"""Content providers as databases: ``content`` and ``sqlite3`` over what the apps keep.

For every call the tables are filled anew from the phone's state, in memory, with the names of
Android's own databases. Reading leaves the phone alone; rows that a call deletes are deleted from
the state; nothing else can be changed in this way, but for text messages that ``content`` adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from openphone_gym.phone.app import sharing
from openphone_gym.phone.shell import empty_providers, portal
from openphone_gym.phone.shell.budget import spend
from openphone_gym.phone.shell.database import Database, Result, Row, Schema, Table
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.media_store import MEDIA, MEDIA_SOURCES, MEDIA_VIEWS
from openphone_gym.phone.shell.settings import put_setting
from openphone_gym.phone.shell.text import lines, usage
from openphone_gym.phone.system import stacks

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

PHONE, EMAIL, NAME, EVENT, NICKNAME, ORGANIZATION, NOTE, WEBSITE, POSTAL = range(1, 10)

MIME_TYPES = {
    PHONE: "vnd.android.cursor.item/phone_v2",
    EMAIL: "vnd.android.cursor.item/email_v2",
    NAME: "vnd.android.cursor.item/name",
    EVENT: "vnd.android.cursor.item/contact_event",
    NICKNAME: "vnd.android.cursor.item/nickname",
    ORGANIZATION: "vnd.android.cursor.item/organization",
    NOTE: "vnd.android.cursor.item/note",
    WEBSITE: "vnd.android.cursor.item/website",
    POSTAL: "vnd.android.cursor.item/postal-address_v2",
}
"""Kinds of data rows of a contact."""

PHONE_TYPES = {"Home": 1, "Mobile": 2, "Work": 3, "Other": 7, "Main": 12}
EMAIL_TYPES = {"Home": 1, "Work": 2, "Other": 3}
EVENT_TYPES = {"Anniversary": 1, "Other": 2, "Birthday": 3}
CUSTOM = 0
CALL_TYPES = {"incoming": 1, "outgoing": 2, "missed": 3}
RECEIVED, SENT = 1, 2
LONGEST_ADDRESS = 100


# Contacts


def _contacts(phone: Phone) -> Iterable[Row]:
    for person in phone.shared("people").people:
        starred, voicemail = int(person.starred), int(person.to_voicemail)
        number = int(any(entry.number for entry in person.phones))
        names = person.name, _family_first(person)
        yield person.id, person.id, person.id, *names, starred, voicemail, number, 0


def _family_first(person: Any) -> str:
    both = person.first_name and person.last_name
    return f"{person.last_name}, {person.first_name}" if both else person.name


def _keep_contacts(phone: Phone, kept: set[int]) -> None:
    contacts = phone.shared("people")
    gone = [person.id for person in contacts.people if person.id not in kept]
    if gone:
        contacts.remove(gone)
        _leave(phone, "people")


def _leave(phone: Phone, kind: str) -> None:
    """Closes the screens of the app that keeps such content, which may show what is gone."""
    stacks.stop(phone.system, sharing(kind).id)
    phone.changed()


def _data(phone: Phone) -> Iterable[Row]:
    """One row for each fact about a contact: kind, value, type and name of the type."""
    facts = (
        (person.id, fact) for person in phone.shared("people").people for fact in _facts(person) if fact[1]
    )
    for number, (contact, (kind, *values)) in enumerate(facts, 1):
        yield number, kind, contact, *values, *[None] * (4 - len(values))


def _facts(person: Any) -> Iterable[Row]:
    yield NAME, person.name, person.first_name, person.last_name
    for entry in person.phones:
        yield PHONE, entry.number, *_typed(entry.label, PHONE_TYPES), entry.number
    for entry in person.emails:
        yield EMAIL, entry.address, *_typed(entry.label, EMAIL_TYPES)
    for entry in person.events:
        yield EVENT, entry.date, *_typed(entry.label, EVENT_TYPES)
    yield NICKNAME, person.nickname
    yield ORGANIZATION, person.company
    yield NOTE, person.notes
    yield WEBSITE, person.website
    yield POSTAL, person.address


def _typed(label: str, types: Mapping[str, int]) -> tuple[int, str | None]:
    """Android's number of a label, and the label itself if it has none."""
    return (types[label], None) if label in types else (CUSTOM, label)


_PERSON = (
    "_id, contact_id, name_raw_contact_id, display_name, display_name_alt, starred, send_to_voicemail, "
    "has_phone_number, deleted"
)

CONTACTS = {
    "contacts": Table(_PERSON, _contacts, _keep_contacts),
    "raw_contacts": Table(_PERSON, _contacts, _keep_contacts),
    "data": Table("_id, mimetype_id, raw_contact_id, data1, data2, data3, data4", _data),
    "mimetypes": Table("_id, mimetype", lambda phone: MIME_TYPES.items()),
}

CONTACT_VIEWS = """
CREATE VIEW view_contacts AS SELECT * FROM contacts;
CREATE VIEW view_raw_contacts AS SELECT * FROM raw_contacts;
CREATE VIEW view_data AS SELECT data._id, raw_contact_id, contact_id, mimetype, display_name,
    display_name_alt, starred, data1, data2, data3, data4 FROM data
    JOIN raw_contacts ON raw_contact_id = raw_contacts._id
    JOIN mimetypes ON mimetype_id = mimetypes._id;
CREATE VIEW phones AS SELECT *, display_name AS name, data1 AS number, data2 AS type FROM view_data
    WHERE mimetype = 'vnd.android.cursor.item/phone_v2';
CREATE VIEW emails AS SELECT *, data1 AS address FROM view_data
    WHERE mimetype = 'vnd.android.cursor.item/email_v2';
"""


# Calls and messages


def _calls(phone: Phone) -> Iterable[Row]:
    for call in phone.shared("calls").recents:
        owner = phone.shared("people").owner(call.number)
        name = owner.name if owner else None
        yield call.id, call.number, call.at, call.seconds, CALL_TYPES.get(call.kind, 0), name, 0


def _keep_calls(phone: Phone, kept: set[int]) -> None:
    dialer = phone.shared("calls")
    dialer.recents = [call for call in dialer.recents if call.id in kept]
    _leave(phone, "calls")


def _sms(phone: Phone) -> Iterable[Row]:
    """Messages, the newest first, as the provider gives them."""
    found = [(chat, message) for chat in phone.shared("texts").conversations for message in chat.messages]
    for chat, message in sorted(found, key=lambda one: (-one[1].at, -one[1].id)):
        kind = SENT if message.sent else RECEIVED
        yield message.id, chat.id, chat.number, message.at, message.at, 1, -1, kind, message.text


def _keep_sms(phone: Phone, kept: set[int]) -> None:
    messages = phone.shared("texts")
    for chat in messages.conversations:
        chat.messages = [message for message in chat.messages if message.id in kept]
    messages.conversations = [chat for chat in messages.conversations if not chat.empty]
    _leave(phone, "texts")


CALLS = {"calls": Table("_id, number, date, duration, type, name, new", _calls, _keep_calls)}

SMS = {
    "sms": Table("_id, thread_id, address, date, date_sent, read, status, type, body", _sms, _keep_sms),
}

SMS_VIEWS = f"""
CREATE VIEW inbox AS SELECT * FROM sms WHERE type = {RECEIVED};
CREATE VIEW sent AS SELECT * FROM sms WHERE type = {SENT};
CREATE VIEW conversations AS
    SELECT thread_id AS _id, thread_id, count(*) AS msg_count, max(date) AS date, body AS snippet
    FROM sms GROUP BY thread_id;
"""


# The databases


_FOLDER = "/data/data/com.android.providers"

SCHEMAS = {
    f"{_FOLDER}.contacts/databases/contacts2.db": Schema(CONTACTS, CONTACT_VIEWS),
    f"{_FOLDER}.contacts/databases/calllog.db": Schema(CALLS),
    f"{_FOLDER}.telephony/databases/mmssms.db": Schema(SMS, SMS_VIEWS),
    f"{_FOLDER}.media.module/databases/external.db": Schema(MEDIA, MEDIA_VIEWS),
}
"""Databases by their path on the phone."""

_CONTACTS, _CALLS, _SMS, _MEDIA = SCHEMAS.values()

SOURCES = {
    "com.android.contacts/contacts": (_CONTACTS, "view_contacts", "contacts"),
    "com.android.contacts/raw_contacts": (_CONTACTS, "view_raw_contacts", "raw_contacts"),
    "com.android.contacts/data": (_CONTACTS, "view_data", ""),
    "com.android.contacts/data/phones": (_CONTACTS, "phones", ""),
    "com.android.contacts/data/emails": (_CONTACTS, "emails", ""),
    "contacts/people": (_CONTACTS, "view_contacts", "contacts"),
    "contacts/phones": (_CONTACTS, "phones", ""),
    "call_log/calls": (_CALLS, "calls", "calls"),
    "sms": (_SMS, "sms", "sms"),
    "sms/inbox": (_SMS, "inbox", "sms"),
    "sms/sent": (_SMS, "sent", "sms"),
    "sms/conversations": (_SMS, "conversations", ""),
    "mms-sms/conversations": (_SMS, "conversations", ""),
    **{
        address: (Schema(empty_providers.TABLES), table, "")
        for address, table in empty_providers.SOURCES.items()
    },
    **{address: (_MEDIA, view, "files") for address, view in MEDIA_SOURCES.items()},
}
"""What a content address stands for: a database, what is read there, and the table to delete from."""


def _ask(phone: Phone, schema: Schema, statement: str, values: Sequence[str] = ()) -> Result:
    """Runs one statement, and deletes from the phone what it deleted from the tables.

    Raises:
        ShellError: The statement is wrong, or not allowed.
        Killed: It does too much.
    """
    with Database(phone, schema) as database:
        result = database.ask(statement, values)
        if result.changed:
            _keep_rest(phone, schema, database)
    return result


def _keep_rest(phone: Phone, schema: Schema, database: Database) -> None:
    for name, table in schema.tables.items():
        if table.keep is not None:
            table.keep(phone, database.numbers(name))


# sqlite3


def sqlite(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``sqlite3 [-header] [-separator S] DATABASE SQL``: reads, and deletes rows of, Android's databases."""
    header, divider = False, "|"
    words = list(arguments)
    while words and words[0].startswith("-"):
        option = words.pop(0)
        if option == "-separator" and words:
            divider = words.pop(0)
        header |= option == "-header"
    if not words:
        raise usage("sqlite3 [-header] [-separator S] DATABASE SQL")
    path, *statements = words
    if len(statements) > 1:
        raise usage("sqlite3 [-header] [-separator S] DATABASE SQL, with the SQL in quotes")
    schema = SCHEMAS.get(path.replace("/data/user/0/", "/data/data/").replace("//", "/"))
    if schema is None:
        known = ", ".join(SCHEMAS)
        raise ShellError(f'Error: unable to open database "{path}": unable to open database file ({known})')
    return _answered(phone, schema, statements[0] if statements else text, header, divider)


def _answered(phone: Phone, schema: Schema, statement: str, header: bool, divider: str) -> str:
    match statement.split():
        case [".tables"]:
            return lines(sorted(schema.tables))
        case [".schema", *_]:
            return lines([f"CREATE TABLE {name} ({table.columns});" for name, table in schema.tables.items()])
    found = _ask(phone, schema, statement)
    spend(size=len(divider) * len(found.columns) * len(found.rows))
    rows = [divider.join("" if value is None else _shown(value) for value in row) for row in found.rows]
    return lines([divider.join(found.columns), *rows] if header and rows else rows)


def _shown(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


# content


def content(phone: Phone, arguments: Sequence[str], text: str) -> str:
    """``content query|insert|update|delete --uri URI`` with projection, condition, order and values."""
    verb, options = arguments[:1], _options(arguments[1:])
    address = "/".join(part for part in options["--uri"][-1].removeprefix("content://").split("/") if part)
    if address.split("/")[0] == "settings":
        return _settings(phone, verb, address, options)
    if address.partition("/")[0] == portal.PACKAGE:
        return _portal(phone, verb, address, options)
    schema, view, table, where = _source(address)
    where += [f"({words})" for words in options["--where"] if words]
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    match verb:
        case ["query"]:
            order = f" ORDER BY {options['--sort'][-1]}" if options["--sort"] else ""
            columns = _columns(options["--projection"])
            return _rows(_ask(phone, schema, f"SELECT {columns} FROM {view}{condition}{order}"))
        case ["delete"] if table:
            _ask(phone, schema, f"DELETE FROM {table} WHERE _id IN (SELECT _id FROM {view}{condition})")
            return ""
        case ["insert"] if table == "sms" and address in SOURCES:
            _insert_sms(phone, view, _bound(options["--bind"]))
            return ""
    raise ShellError(f"[ERROR] Unsupported operation: {' '.join(verb)} of {address}")


def _portal(phone: Phone, verb: Sequence[str], address: str, options: Mapping[str, list[str]]) -> str:
    """The portal of Mobilerun, which answers in one row, and takes what it shall do as a row."""
    path = address.partition("/")[2].partition("?")[0]
    changes = path in portal.CHANGES
    if verb not in (["insert"], ["update"]) if changes else verb != ["query"]:
        raise ShellError(f"[ERROR] Unsupported operation: {' '.join(verb)} of {address}")
    answer = portal.ask(phone, path, _bound(options["--bind"])).decode()
    if not changes:
        return f"Row: 0 result={answer}\n"
    if answer.startswith('{"status":"error"'):
        raise ShellError(f"[ERROR] {answer}")
    return ""


def _insert_sms(phone: Phone, view: str, values: Mapping[str, str]) -> None:
    """Adds a text message; those without a time are of now, and those without a type came in.

    Raises:
        ShellError: It is from or to nobody, or a number is none.
    """
    kind = SENT if view == "sent" else _whole(values, "type", RECEIVED)
    at = _whole(values, "date", phone.system.clock)
    if not values.get("address") or kind not in (RECEIVED, SENT):
        raise ShellError(f"[ERROR] a message has an address, and the type {RECEIVED} or {SENT}")
    message = {"number": values["address"][:LONGEST_ADDRESS], "text": values.get("body", ""), "at": at}
    phone.act(sharing("texts").id, "store", **message, sent=kind == SENT)


def _whole(values: Mapping[str, str], name: str, default: int) -> int:
    word = values.get(name, str(default))
    if not (word.isascii() and word.isdigit() and len(word) < 14):
        raise ShellError(f"[ERROR] {name} has to be a whole number: {word[:40]}")
    return int(word)


def _columns(projection: Sequence[str]) -> str:
    """The columns of ``--projection A:B``, in SQL; all without it."""
    return ", ".join(projection[-1].split(":")) if projection else "*"


def _options(words: Sequence[str]) -> dict[str, list[str]]:
    """Values by option."""
    found: dict[str, list[str]] = {
        name: [] for name in ("--uri", "--projection", "--where", "--sort", "--bind", "--user", "--extra")
    }
    rest = iter(words)
    for word in rest:
        if word not in found:
            raise ShellError(f"[ERROR] Unsupported argument: {word[:80]}")
        found[word].append(next(rest, ""))
    if not found["--uri"]:
        raise usage("content query|insert|update|delete --uri URI [--projection A:B] [--where W] [--sort S]")
    return found


def _source(address: str) -> tuple[Schema, str, str, list[str]]:
    """Database, view and table of an address, and a condition if it ends with the number of a row."""
    path, _, last = address.rpartition("/")
    if address in SOURCES:
        return *SOURCES[address], []
    if path in SOURCES and last.isascii() and last.isdigit() and len(last) < 10:
        return *SOURCES[path], [f"_id = {last}"]
    known = ", ".join(f"content://{name}" for name in SOURCES)
    raise ShellError(f"[ERROR] Could not find provider: {address.split('/')[0]} (known: {known})")


def _rows(result: Result) -> str:
    """The rows as ``content`` prints them."""
    if not result.rows:
        return "No result found.\n"
    spend(size=sum(map(len, result.columns)) * len(result.rows))
    return lines(
        [
            f"Row: {number} "
            + ", ".join(
                f"{name}={'NULL' if value is None else _shown(value)}"
                for name, value in zip(result.columns, row, strict=True)
            )
            for number, row in enumerate(result.rows)
        ]
    )


def _settings(phone: Phone, verb: Sequence[str], address: str, options: Mapping[str, list[str]]) -> str:
    """The settings provider: one row for each setting, with its name and value."""
    _, _, rest = address.partition("/")
    name, _, key = rest.partition("/")
    if name not in phone.system.settings:
        raise ShellError(f"[ERROR] Invalid URI: content://{address} (known: system, secure, global)")
    bound = _bound(options["--bind"])
    named = re.findall(r"name\s*=\s*'([^']*)'", "".join(options["--where"][-1:]))
    match verb:
        case ["query"]:
            settings = Schema({"settings": Table("_id, name, value", lambda phone: _numbered(phone, name))})
            where = [f"({words})" for words in options["--where"] if words]
            condition = " AND ".join([*where, "name = ?"] if key else where) or "1"
            columns = _columns(options["--projection"])
            found = _ask(
                phone, settings, f"SELECT {columns} FROM settings WHERE {condition}", [key] if key else []
            )
            return _rows(found)
        case ["insert" | "update"] if bound.get("name", key):
            put_setting(phone, name, bound.get("name", key), bound.get("value", ""))
            return ""
        case ["update"] if named and "value" in bound:
            for setting in named:
                put_setting(phone, name, setting, bound["value"])
            return ""
        case ["delete"] if key or named:
            for setting in [key] if key else named:
                phone.system.settings[name].pop(setting, None)
            return ""
    raise ShellError(f"[ERROR] Unsupported operation: {' '.join(verb)} of {address}")


def _numbered(phone: Phone, table: str) -> Iterable[Row]:
    return ((number, *one) for number, one in enumerate(sorted(phone.system.settings[table].items()), 1))


def _bound(words: Sequence[str]) -> dict[str, str]:
    """Columns and values of ``--bind NAME:TYPE:VALUE``."""
    split = (word.split(":", 2) for word in words)
    return {parts[0]: parts[2] for parts in split if len(parts) == 3}
