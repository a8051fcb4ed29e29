"""Newest assets: where much is found, it is looked for in the assets that were indexed last, and only then in all.

Of many hits by words, those that were indexed last are ranked. An asset's moments have successive rows, as they are
written in one transaction. So above the last row of an asset there are whole assets only, and what else is in an
asset, or near a moment of it, is the same whether these rows are asked or all.
"""

import sqlite3
from collections.abc import Iterator

from media_insights.search import conditions as c
from media_insights.search.sqlite.full_text import driven_search

MORE = 1.5
"""How many times as many moments are looked through as are to be found: not all of them belong to an asset that has
the others, too."""


def row_below(connection: sqlite3.Connection, condition: c.MomentCondition, most: int) -> int:
    """Return the row above which more than ``most`` moments may be found; 0 where that is to be expected of no row.

    It pays where a condition is about assets, which costs as many rows as the index has of the words asked for. Words
    that are found more often than there are assets are taken to be in most assets.
    """
    parts = list(_about_assets(condition))
    words = driven_search(condition).match
    if not parts or not words or not all(_is_frequent(connection, each) for each in parts):
        return 0
    candidates = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?"
    first = connection.execute(candidates, (words, int(most * MORE))).fetchone()
    if first is None:
        return 0
    last = "SELECT max(id) FROM moment WHERE asset = (SELECT asset FROM moment WHERE id = ?)"
    return int(connection.execute(last, (first[0],)).fetchone()[0] or 0)


def _about_assets(condition: c.MomentCondition) -> Iterator[c.MomentCondition]:
    match condition:
        case c.InAsset(part) | c.Nearby(part):
            yield part
        case c.AllOf(parts) | c.AnyOf(parts):
            for part in parts:
                yield from _about_assets(part)
        case _:
            return


def _is_frequent(connection: sqlite3.Connection, part: c.MomentCondition) -> bool:
    words = driven_search(part).match
    if not words:
        return True
    (assets,) = connection.execute("SELECT count(*) FROM asset").fetchone()
    found = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)"
    return bool(connection.execute(found, (words, assets)).fetchone()[0] == assets)
