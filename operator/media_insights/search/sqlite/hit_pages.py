"""Pages of hits: which moments a query finds, in which order, without reading more of them than a page needs.

Where little is found, all of it is sorted. Where more is, the order of time and that of confidence are read off an
index until the page is full; by relevance the moments that were indexed last are ranked, and the others follow.
"""
# ruff: noqa: S608 - statements are joined of our own words only; what comes from outside is bound

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from media_insights.ports.moment_search import SearchOrder, SearchRequest
from media_insights.search.conditions import phrases_in
from media_insights.search.meanings import MeantCondition
from media_insights.search.sqlite import few_assets, newest_assets
from media_insights.search.sqlite.condition_sql import ConditionSql
from media_insights.search.sqlite.full_text import driven_search
from media_insights.search.sqlite.word_matches import match_of

SortPlace = tuple[float | str, ...]
_BEST = "bm25({words}, 4.0, 1.0, 1.0)"
"""The best score of FTS5 is the smallest."""
SORTED = 2_000
"""Hits that are sorted by time or confidence; where there are more, an index in that order is read first."""
WALKED = 20_000
"""Moments that are read in the order of an index; if they do not fill a page, all that is found is sorted."""
_UID, _OLDEST, _NEWEST = (f"(SELECT {each} FROM asset WHERE id = m.asset)" for each in ("uid", "oldest", "newest"))
_IN_ASSET = ("coalesce(m.start, -1)", "m.key")
"""What is compared of moments of one asset."""
_ORDERS: Mapping[SearchOrder, tuple[str, ...]] = {
    "relevance": ("0", "{score}", "+(-coalesce(m.confidence, -1.0))", "m.key"),
    "confidence": ("+(-coalesce(m.confidence, -1.0))", "m.key"),
    "time": (_UID, *_IN_ASSET),
    "created": (_OLDEST, _UID, *_IN_ASSET),
    "-created": (_NEWEST, _UID, *_IN_ASSET),
}
"""Order → what is compared, one after the other, the smallest first; by relevance 0 is followed by what has a 1.

A plus keeps SQLite from reading an index in this order.
"""
_FOLLOWING = ("1", "-m.id", "0.0", "m.key")
"""What is compared of hits that are not ranked."""
_WALKED: Mapping[SearchOrder, tuple[str, ...]] = {
    "confidence": ("-coalesce(m.confidence, -1.0)", "m.key"),
    "time": ("a.uid", *_IN_ASSET),
    "created": ("a.oldest", "a.uid", *_IN_ASSET),
    "-created": ("a.newest", "a.uid", *_IN_ASSET),
}
_OF_ASSETS = "asset a {index} CROSS JOIN moment m INDEXED BY moment_in_order ON m.asset = a.id"
_WALKS: Mapping[SearchOrder, str] = {
    "confidence": "moment m INDEXED BY moment_by_confidence",
    "time": _OF_ASSETS.format(index=""),
    "created": _OF_ASSETS.format(index="INDEXED BY asset_by_creation"),
    "-created": _OF_ASSETS.format(index="INDEXED BY asset_by_newness"),
}
"""Order → tables that are read in it."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Rows of a page."""

    rows: Sequence[sqlite3.Row]
    width: int
    """How many columns ``place_0``, ``place_1`` … a row has."""
    is_ranked_in_part: bool = False
    """Whether more was found than is ranked."""

    def place(self, row: sqlite3.Row) -> SortPlace:
        """Return where a row stands in the order."""
        return tuple(row[f"place_{number}"] for number in range(self.width))


@dataclass(frozen=True)
class HitPages:
    """Finds the pages of one request."""

    connection: sqlite3.Connection
    request: SearchRequest
    meant: MeantCondition
    most: int
    """How many hits are ranked by their words."""

    def page(self) -> FoundPage:
        """Return the page, with one row more where there are more."""
        by_relevance = self.request.order == "relevance"
        by_words = by_relevance and bool(self._phrases())
        if by_relevance and self.meant.scores:
            return self._page(*self._near())
        if by_words and not driven_search(self.meant.condition).is_ranking:
            return self._page(*self._scored())
        most = self.most if by_words else min(self.most, SORTED)
        is_much = self._choose(by_words, most) > most
        if by_words:
            page = self._page("SELECT * FROM chosen", self._where())
            return self._with_following(page) if is_much else page
        if not is_much:
            return self._page(
                f"{self._places('0.0')} FROM chosen c CROSS JOIN moment m ON m.id = c.chosen", self._where()
            )
        where = self._where()
        found = f"{self._places('0.0')} FROM {where.found(self.meant.condition, 'm')}"
        return self._walk("confidence" if by_relevance else self.request.order) or self._page(found, where)

    def _near(self) -> tuple[str, ConditionSql]:
        """Return what is near to a sentence, the nearest first."""
        where = self._where()
        where.values.append(json.dumps({id_: -score for id_, score in self.meant.scores.items()}))
        near = "(SELECT key AS id, value AS score FROM json_each(?)) w ON w.id = m.key"
        return f"{self._places('w.score')} FROM moment m JOIN {near} WHERE {self._all(where)}", where

    def _scored(self) -> tuple[str, ConditionSql]:
        """Return what is found, of which not everything holds the words that it is ranked by."""
        where = self._where()
        where.values.append(" OR ".join(self._phrases()))
        score = f"SELECT rowid AS id, {_BEST.format(words='words')} AS score FROM words WHERE words MATCH ?"
        source = f"moment m LEFT JOIN ({score}) w ON w.id = m.id"
        return f"{self._places('coalesce(w.score, 0.0)')} FROM {source} WHERE {self._all(where)}", where

    def _choose(self, by_words: bool, most: int) -> int:  # noqa: FBT001 - one of two
        """Put what is found into the table ``chosen`` and return how many; by words the newest, and how well they fit.

        At most one more than ``most``.
        """
        if by_words:
            above = newest_assets.row_below(self.connection, self.meant.condition, most)
            if above and self._put_newest(most, above) > most:
                return most + 1
            return self._put_newest(most, 0)
        where = self._where()
        return self._put(f"{_selected(())} FROM {where.found(self.meant.condition, 'm')}", most, where)

    def _put_newest(self, most: int, above: int) -> int:
        where = self._where(above)
        places = self._places(_BEST.format(words="m_words.words"))
        found = where.found(self.meant.condition, "m", is_ranked=True)
        return self._put(f"{places} FROM {found} ORDER BY m_words.rowid DESC", most, where)

    def _put(self, found: str, most: int, where: ConditionSql) -> int:
        self.connection.execute("DROP TABLE IF EXISTS temp.chosen")
        self.connection.execute(f"CREATE TEMP TABLE chosen AS {found} LIMIT {most + 1}", where.values)
        return int(self.connection.execute("SELECT count(*) FROM chosen").fetchone()[0])

    def _walk(self, order: SearchOrder) -> FoundPage | None:
        """Read the beginning of an index in the order that is wanted; None when the page is not full by then."""
        where, own = self._where(), _WALKED[order]
        beginning, after = "", self._after()
        if after:  # as far as one column says it, what the pages before held is not read again
            beginning = f"WHERE {own[0]} >= ?"
            where.values.append(after[-len(own)])
        keys, by = ", ".join(f"{key} AS key_{at}" for at, key in enumerate(own)), ", ".join(own)
        walked = f"SELECT m.*, {keys} FROM {_WALKS[order]} {beginning} ORDER BY {by} LIMIT {WALKED}"
        same = ["0", "0.0"] if self.request.order == "relevance" else []
        places = _selected([*same, *(f"m.key_{at}" for at in range(len(own)))])
        chosen = f"{places} FROM ({walked}) m WHERE {self._all(where)}"
        page = self._page(chosen, where, is_in_order=True)
        return page if len(page.rows) > self.request.limit else None

    def _with_following(self, page: FoundPage) -> FoundPage:
        """Return a page with hits that are not ranked where the ranked ones do not fill it."""
        after, rows = self._after(), list(page.rows)
        wanted = self.request.limit + 1 - len(rows)
        if wanted > 0:
            lowest = self.connection.execute("SELECT min(chosen) FROM chosen").fetchone()[0]
            below = -int(after[1]) if after[:1] == (1,) else int(lowest)
            rows += self._following(below, wanted)
        return FoundPage(rows, page.width, is_ranked_in_part=True)

    def _following(self, below: int, limit: int) -> list[sqlite3.Row]:
        where = self._where()
        found = f"{_selected(_FOLLOWING)} FROM {where.found(self.meant.condition, 'm')} AND m_words.rowid < ?"
        order = ", ".join(f"place_{number}" for number in range(len(_FOLLOWING)))
        chosen = f"{found} ORDER BY m_words.rowid DESC LIMIT ?"
        return self.connection.execute(_read(chosen, order), (*where.values, below, limit)).fetchall()

    def _page(self, chosen: str, where: ConditionSql, *, is_in_order: bool = False) -> FoundPage:
        """Return the page of what a statement chooses; all but its order is read for those of the page only.

        ``is_in_order``: the statement gives its rows in their order, and no more than the page are asked of it.
        """
        after = self._after()
        places = [f"place_{number}" for number in range(len(_ORDERS[self.request.order]))]
        by = ", ".join(places)
        if after:
            chosen = f"SELECT * FROM ({chosen}) WHERE ({by}) > ({', '.join('?' * len(places))})"
        sql = _read(f"SELECT * FROM ({chosen}) {'' if is_in_order else f'ORDER BY {by}'} LIMIT ?", by)
        values = (*where.values, *after, self.request.limit + 1)
        return FoundPage(self.connection.execute(sql, values).fetchall(), len(places))

    def _after(self) -> SortPlace:
        is_own = len(self.request.after) == len(_ORDERS[self.request.order])
        return self.request.after if is_own else ()

    def _places(self, score: str) -> str:
        return _selected([key.format(score=score) for key in _ORDERS[self.request.order]])

    def _all(self, where: ConditionSql) -> str:
        return f"{where.inside('m')} AND {where.text(self.meant.condition, 'm')}"

    def _phrases(self) -> list[str]:
        return list(dict.fromkeys(match_of(each) for each in phrases_in(self.meant.condition)))

    def _where(self, above: int = 0) -> ConditionSql:
        return ConditionSql(tuple(sorted(self.request.namespaces)), above, is_few=self._is_few)

    @cached_property
    def _is_few(self) -> bool:
        return few_assets.put_ranges(self.connection, self.meant.condition)


def _selected(keys: Sequence[str]) -> str:
    return f"SELECT {', '.join(('m.id AS chosen', *(f'{key} AS place_{at}' for at, key in enumerate(keys))))}"


def _read(chosen: str, order: str) -> str:
    return (
        "SELECT m.*, a.uid AS asset_uid, a.name AS asset_name, a.title AS asset_title, p.* "
        f"FROM ({chosen}) p JOIN moment m ON m.id = p.chosen JOIN asset a ON a.id = m.asset ORDER BY {order}"
    )
