"""Tables of the phone as a database in memory: SQL from clients, within limits.

What a statement may do is listed, action by action and function by function; everything else is refused, so
it sees neither files nor the clock nor the memory of the machine. Its work is charged to the budget of the
command.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from openphone_gym.phone.shell.budget import Killed, spend
from openphone_gym.phone.shell.errors import ShellError

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone

MOST_ROWS = 10_000
"""Most rows of an answer."""

LONGEST_VALUE, LONGEST_STATEMENT, LONGEST_LIKE = 128 << 10, 64 << 10, 200
"""Most bytes of a value, of a statement, and of a pattern of LIKE or GLOB."""

LARGEST_HEAP = 256 << 20
"""Most bytes that SQLite may take in this process, for all phones together."""

STEP_INSTRUCTIONS = 100
"""Instructions of SQLite's machine that count as a step of the budget."""

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_VALUE,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: LONGEST_STATEMENT,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: LONGEST_LIKE,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 50,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 50_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

_FUNCTIONS = """
    abs avg char coalesce count cume_dist dense_rank first_value format glob group_concat hex ifnull iif instr
    lag last_value lead length like likelihood likely lower ltrim max min nth_value ntile nullif percent_rank
    printf quote rank replace round row_number rtrim sign substr substring sum total trim typeof unicode
    unlikely upper
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
"""Functions that a statement may call: their answers depend on their arguments alone."""

SCHEMA_TABLES = frozenset({"sqlite_master", "sqlite_schema"})
"""Where SQLite itself tells which tables there are."""

Row = Sequence[Any]


class Table(NamedTuple):
    """A table that is filled from the phone.

    Attributes:
        columns: Its columns; the first is the number of the row.
        rows: Its rows.
        keep: Takes from the phone what has none of these numbers; None where nothing can be deleted.
    """

    columns: str
    rows: Callable[[Phone], Iterable[Row]]
    keep: Callable[[Phone, set[int]], None] | None = None


class Schema(NamedTuple):
    """The tables of a database, and its views in SQL."""

    tables: Mapping[str, Table]
    views: str = ""


class Result(NamedTuple):
    """The answer to a statement, and whether it deleted rows."""

    columns: list[str]
    rows: list[Row]
    changed: bool


class Database:
    """The tables of a phone, filled for one command, from which one can read and delete rows.

    Args:
        phone: The phone.
        schema: Its tables.
    """

    def __init__(self, phone: Phone, schema: Schema) -> None:
        self._killed: Killed | None = None
        self._database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._database.execute(f"PRAGMA hard_heap_limit = {LARGEST_HEAP}")
        self._database.execute("PRAGMA temp_store = MEMORY")
        for name, table in schema.tables.items():
            rows = list(table.rows(phone))
            spend(len(rows))
            self._database.execute(f"CREATE TABLE {name} ({table.columns})")
            marks = ", ".join("?" * len(table.columns.split(",")))
            self._database.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        self._database.executescript(schema.views)
        self._restrict(schema)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._database.close()

    def ask(self, statement: str, values: Sequence[str] = ()) -> Result:
        """Runs one statement.

        Raises:
            ShellError: It is wrong, or not allowed.
            Killed: It does too much.
        """
        try:
            cursor = self._database.execute(statement, values)
            rows: list[Row] = []
            while len(rows) < MOST_ROWS and (row := cursor.fetchone()) is not None:
                spend(1, sum(len(value) for value in row if isinstance(value, str | bytes)))
                rows.append(row)
        except MemoryError:
            raise Killed("Killed: too much memory for one statement") from None
        except sqlite3.Error as error:
            raise self._killed or ShellError(f"Error: {error}") from None
        except (UnicodeError, ValueError):
            raise ShellError("Error: the statement is no text") from None
        columns = [column[0] for column in cursor.description or ()]
        return Result(columns, rows, cursor.rowcount > 0)

    def numbers(self, table: str) -> set[int]:
        """The numbers of the rows that a table has."""
        return {row[0] for row in self._database.execute(f"SELECT _id FROM {table}")}

    def _restrict(self, schema: Schema) -> None:
        """Sets the limits, once the tables are filled."""
        found = self._database.execute("SELECT lower(name) FROM sqlite_master").fetchall()
        readable = {name for (name,) in found} | SCHEMA_TABLES
        deletable = {name for name, table in schema.tables.items() if table.keep}
        for limit, most in LIMITS.items():
            self._database.setlimit(limit, most)
        self._database.set_authorizer(_Authorizer(readable, deletable))
        self._database.set_progress_handler(self._charge, STEP_INSTRUCTIONS)

    def _charge(self) -> int:
        """Called while a statement runs; anything but 0 ends it."""
        try:
            spend(1)
        except Killed as killed:
            self._killed = killed
            return 1
        return 0


class _Authorizer:
    """Tells SQLite what a statement may do.

    Args:
        readable: Tables and views that may be read.
        deletable: Tables whose rows may be deleted.
    """

    def __init__(self, readable: set[str], deletable: set[str]) -> None:
        self._readable = readable
        self._deletable = deletable

    def __call__(self, action: int, one: str | None, two: str | None, *_: str | None) -> int:
        return (
            sqlite3.SQLITE_OK if self._allows(action, (one or "").lower(), two or "") else sqlite3.SQLITE_DENY
        )

    def _allows(self, action: int, one: str, two: str) -> bool:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            return True
        if action == sqlite3.SQLITE_READ:
            # A name without a column may also be that of a subquery, of which only the rows are counted.
            return one in self._readable or (not two and not _is_module(one))
        if action == sqlite3.SQLITE_FUNCTION:
            return two.lower() in FUNCTIONS
        if action == sqlite3.SQLITE_DELETE:
            return one in self._deletable
        return action == sqlite3.SQLITE_PRAGMA and one == "table_info"


def _modules() -> frozenset[str]:
    """Kinds of virtual tables that SQLite was built with."""
    database = sqlite3.connect(":memory:")
    try:
        return frozenset(name.lower() for (name,) in database.execute("PRAGMA module_list"))
    finally:
        database.close()


_MODULES = _modules()


def _is_module(name: str) -> bool:
    return name in _MODULES or name.startswith("pragma_")
