"""Few assets: where a hit's asset must hold rare words, its other words are looked for in the assets that have these.

An asset's moments have successive rows, so that a few ranges of rows are asked. Which moments of other assets hold the
frequent words is not looked up: none of them is a hit, nor decides about one.
"""
# ruff: noqa: S608 - statements are joined of our own words only; what comes from outside is bound

import json
import sqlite3

from media_insights.search import conditions as c
from media_insights.search.sqlite.full_text import driven_search

FEW = 200
"""Moments with rare words, at most: so many ranges are asked faster than thousands of moments are read."""
_RANGES = (
    "CREATE TEMP TABLE few AS SELECT min(id) AS low, max(id) AS high FROM moment "
    "WHERE asset IN (SELECT asset FROM moment WHERE id IN (SELECT value FROM json_each(?))) GROUP BY asset"
)


def in_few(m: str) -> str:
    """Return the tables in which FTS5 is asked for one range after the other: ``{m}_words``, with the others' rows."""
    return f"few {m}_few CROSS JOIN words {m}_words ON {m}_words.rowid BETWEEN {m}_few.low AND {m}_few.high"


def rows_in_few(m: str) -> str:
    """Return a query of the rows of these assets that FTS5 finds; what it is asked is bound."""
    return f"SELECT {m}_words.rowid FROM {in_few(m)} WHERE {m}_words.words MATCH ?"


def put_ranges(connection: sqlite3.Connection, condition: c.MomentCondition) -> bool:
    """Put the rows of all assets that may hold a hit into the table ``few``; False, and no table, where they are many.

    It pays where a condition is about more of an asset than the moment itself.
    """
    if not is_about_assets(condition):
        return False
    rows = _few_rows(connection, condition)
    if rows is None:
        return False
    connection.execute("DROP TABLE IF EXISTS temp.few")
    connection.execute(_RANGES, (json.dumps(sorted(rows)),))
    return True


def is_about_assets(condition: c.MomentCondition) -> bool:
    """Tell whether other moments of an asset decide whether one is a hit."""
    match condition:
        case c.InAsset() | c.Nearby():
            return True
        case c.AllOf(parts) | c.AnyOf(parts):
            return any(is_about_assets(part) for part in parts)
        case _:
            return False


def _few_rows(connection: sqlite3.Connection, condition: c.MomentCondition) -> set[int] | None:
    """Return moments of which each hit's asset has one; None where they are many, or nothing says which."""
    found = _with_words(connection, condition)
    if found is not None:
        return found
    match condition:
        case c.InAsset(part) | c.Nearby(part):
            return _few_rows(connection, part)
        case c.AllOf(parts):
            few = [rows for part in parts if (rows := _few_rows(connection, part)) is not None]
            return min(few, key=len, default=None)
        case c.AnyOf(parts):
            few = [rows for part in parts if (rows := _few_rows(connection, part)) is not None]
            together = set[int]().union(*few)
            return together if len(few) == len(parts) and len(together) <= FEW else None
        case _:
            return None


def _with_words(connection: sqlite3.Connection, condition: c.MomentCondition) -> set[int] | None:
    words = driven_search(condition).match
    if not words:
        return None
    found = connection.execute("SELECT rowid FROM words WHERE words MATCH ? LIMIT ?", (words, FEW + 1)).fetchall()
    return {row[0] for row in found} if len(found) <= FEW else None
