"""Tables of the embedded index, and what is written into them."""
# ruff: noqa: S608 - statements are joined of our own words only; what comes from outside is bound

import json
import sqlite3
from dataclasses import asdict

from media_insights.results.moments import Box, Moment
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment
from media_insights.search.terms import folded, joined_terms, terms_of

VERSION = 7
"""Of the tables and of what is written into them: an index of another version is made anew."""

SCHEMA = """
CREATE TABLE asset (
    id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, uid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, title TEXT NOT NULL,
    folded TEXT NOT NULL, fingerprint TEXT NOT NULL, problems TEXT NOT NULL, created INTEGER,
    oldest INTEGER NOT NULL, newest INTEGER NOT NULL
);
CREATE UNIQUE INDEX asset_by_creation ON asset (oldest, uid);
CREATE UNIQUE INDEX asset_by_newness ON asset (newest, uid);
CREATE TABLE moment (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, asset INTEGER NOT NULL, namespace TEXT NOT NULL,
    result TEXT NOT NULL, execution TEXT NOT NULL, operator TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
    folded TEXT NOT NULL, start INTEGER, until INTEGER, finish INTEGER, best INTEGER, confidence REAL,
    count INTEGER NOT NULL, boxes TEXT NOT NULL, fields TEXT NOT NULL
);
CREATE INDEX moment_by_time ON moment (asset, start);
CREATE INDEX moment_in_order ON moment (asset, coalesce(start, -1), key);
CREATE INDEX moment_by_confidence ON moment (-coalesce(confidence, -1.0), key);
CREATE INDEX moment_by_title ON moment (namespace, folded);
CREATE INDEX moment_by_kind ON moment (namespace, kind, operator, result, confidence);
CREATE TABLE field (moment INTEGER NOT NULL, name TEXT NOT NULL, terms TEXT NOT NULL, number REAL);
CREATE INDEX field_of_moment ON field (moment, name);
CREATE INDEX field_by_terms ON field (name, terms);
CREATE INDEX field_by_number ON field (name, number);
CREATE TABLE vectors (
    id INTEGER PRIMARY KEY, asset INTEGER NOT NULL, namespace TEXT NOT NULL, result TEXT NOT NULL,
    subject TEXT NOT NULL, model TEXT NOT NULL, floor REAL NOT NULL, dimension INTEGER NOT NULL
);
CREATE INDEX vectors_of_asset ON vectors (asset);
CREATE INDEX vectors_of_model ON vectors (namespace, subject, model);
CREATE TABLE numbers (
    id INTEGER PRIMARY KEY, vectors INTEGER NOT NULL, first INTEGER NOT NULL, places TEXT NOT NULL,
    numbers BLOB NOT NULL
);
CREATE UNIQUE INDEX numbers_in_order ON numbers (vectors, first);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, keywords, prefix = '1 2 3', tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
"""
"""``until`` is the end, or the start of what has none; ``finish`` only what was said. ``words`` has a row for each
moment, with its rowid. A row of ``numbers`` is a piece of the vectors of one result, which begins with the row
``first``. ``field.terms`` has a space around each term, so that a phrase is a substring. The smallest
``asset.oldest`` was made first, the smallest ``asset.newest`` last: over an index of expressions, SQLite would sort."""

FIELD_NAMES = """
WITH RECURSIVE found (name) AS (
    SELECT min(name) FROM field
    UNION ALL SELECT (SELECT min(name) FROM field WHERE field.name > found.name) FROM found WHERE found.name IS NOT NULL
)
SELECT name FROM found WHERE name IS NOT NULL
"""
"""Each name that a field has, once: from one to the next in the index, where DISTINCT would read every field."""


def insert_asset(connection: sqlite3.Connection, asset: IndexedAsset) -> int:
    """Insert an asset and return its row."""
    title = (asset.title, folded(asset.title))
    values = (asset.namespace, asset.uid, asset.name, *title, asset.fingerprint, json.dumps(asset.problems))
    oldest = -1 if asset.created is None else asset.created
    columns = "namespace, uid, name, title, folded, fingerprint, problems, created, oldest, newest"
    sql = f"INSERT INTO asset ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    return int(connection.execute(sql, (*values, asset.created, oldest, -oldest)).lastrowid or 0)


def insert_moment(connection: sqlite3.Connection, asset: int, namespace: str, found: IndexedMoment) -> None:
    """Insert a moment with everything by which it is found."""
    moment = found.moment
    until = moment.start if moment.end is None else moment.end
    values = (
        *(found.id, asset, namespace, found.result, found.execution, moment.operator, moment.kind, moment.title),
        *(folded(moment.title), moment.start, until, moment.end, moment.best, moment.confidence, moment.count),
        json.dumps([asdict(box) for box in moment.boxes]),
        json.dumps(dict(moment.fields), ensure_ascii=False),
    )
    columns = "key, asset, namespace, result, execution, operator, kind, title, folded, start, until, finish"
    marks = ", ".join("?" * len(values))
    row = connection.execute(
        f"INSERT INTO moment ({columns}, best, confidence, count, boxes, fields) VALUES ({marks})",
        values,
    ).lastrowid
    connection.executemany(
        "INSERT INTO field (moment, name, terms, number) VALUES (?, ?, ?, ?)",
        [(row, name, joined_terms(text), _number(text)) for name, text in found.values],
    )
    words = (row, *(" ".join(terms_of(text)) for text in (moment.title, *_joined(found))))
    connection.execute("INSERT INTO words (rowid, title, text, keywords) VALUES (?, ?, ?, ?)", words)


def delete_asset(connection: sqlite3.Connection, uid: str) -> None:
    """Delete an asset with all its moments; none is fine."""
    whose = "SELECT id FROM asset WHERE uid = ?"
    own = f"SELECT id FROM moment WHERE asset IN ({whose})"
    for sql in (
        f"DELETE FROM words WHERE rowid IN ({own})",
        f"DELETE FROM field WHERE moment IN ({own})",
        f"DELETE FROM numbers WHERE vectors IN (SELECT id FROM vectors WHERE asset IN ({whose}))",
        f"DELETE FROM vectors WHERE asset IN ({whose})",
        f"DELETE FROM moment WHERE asset IN ({whose})",
        "DELETE FROM asset WHERE uid = ?",
    ):
        connection.execute(sql, (uid,))


def moment_in(row: sqlite3.Row) -> Moment:
    """Return the moment that a row holds."""
    return Moment(
        operator=row["operator"],
        kind=row["kind"],
        title=row["title"],
        start=row["start"],
        end=row["finish"],
        confidence=row["confidence"],
        boxes=tuple(Box(**box) for box in json.loads(row["boxes"])),
        fields=json.loads(row["fields"]),
        best=row["best"],
        count=row["count"],
    )


def _joined(found: IndexedMoment) -> tuple[str, str]:
    """Return what is found by bare words, and what only by its field; a line ends each value."""
    texts = found.texts
    others = [text for _, text in found.values if text not in texts and text != found.moment.title]
    return "\n".join(texts), "\n".join(others)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e300 else None
