"""Connections to the file of an embedded index: one for each call, so that any thread may call.

Raises Unavailable when the file does not answer; one that is damaged is removed, so that it is made anew.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from media_insights.errors import Unavailable
from media_insights.search.sqlite.near_words import WORDS_NEAR, words_near
from media_insights.search.sqlite.tables import SCHEMA, VERSION

_PATIENCE = 30.0
"""Seconds for which a writer waits for another."""
_STEPS = 100_000
"""Steps of SQLite's machine after which it is asked whether to go on."""
LONGEST = 5.0
"""Seconds of computing after which a question is ended; waiting for other work of the machine does not count."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


Made = Callable[[], None]
"""Told of an index that holds nothing, since it was just made."""


def nobody() -> None:
    """Tell nobody of it."""


def deadline() -> float:
    """Return until when this thread may compute what it begins now."""
    return time.thread_time() + LONGEST


def check_time(until: float) -> None:
    """Check a deadline of this thread between the parts of what no statement computes. Raises Unavailable."""
    if time.thread_time() > until:
        raise Unavailable(
            "comparing vectors takes too long: ask for fewer sentences or fewer namespaces, "
            "or keep the index in OpenSearch"
        )


@contextmanager
def reading(path: Path, on_made: Made = nobody) -> Iterator[sqlite3.Connection]:
    """Give a connection whose statements are ended when they take too long, and see one state of the index."""
    with _use_connection(path, on_made) as connection:
        connection.execute("BEGIN")
        until = deadline()
        connection.set_progress_handler(lambda: int(time.thread_time() > until), _STEPS)
        yield connection


@contextmanager
def writing(path: Path, on_made: Made = nobody) -> Iterator[sqlite3.Connection]:
    """Give a connection in a transaction: all that is written is kept, or nothing."""
    with _use_connection(path, on_made) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


@contextmanager
def _use_connection(path: Path, on_made: Made) -> Iterator[sqlite3.Connection]:
    try:
        with closing(_opened(path, on_made)) as connection:
            yield connection
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
            _remove(path)
        raise Unavailable(f"the index {path} does not answer: {_reason(error)}") from error


def _opened(path: Path, on_made: Made) -> sqlite3.Connection:
    """Return a connection to an index of this version; what is none is made anew."""
    try:
        return _connect(path, on_made)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        _remove(path)
        return _connect(path, on_made)


def _remove(path: Path) -> None:
    """Remove an index that cannot be used; whoever indexes next makes it anew."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _connect(path: Path, on_made: Made) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.create_function(WORDS_NEAR, 3, words_near, deterministic=True)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            _make_tables(connection)
            on_made()
    except BaseException:
        connection.close()
        raise
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:  # nobody else was first
        tables = "'asset', 'moment', 'field', 'vectors', 'numbers', 'words'"
        made = f"SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ({tables})"  # noqa: S608 - our own words
        for (name,) in connection.execute(made).fetchall():
            connection.execute(f"DROP TABLE {name}")
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def _reason(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_INTERRUPT":
        return "the query takes too long: ask for rarer words, or for one asset"
    return f"{error} ({name})" if name else str(error)
