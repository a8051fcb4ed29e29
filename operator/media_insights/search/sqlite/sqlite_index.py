"""The embedded index as a file: written by one at a time, read by many, made anew when it cannot be used.

All that it holds can be derived from results, so that a file of another version, or one that is damaged, is no loss.
"""
# ruff: noqa: S608 - statements are joined of our own words only; what comes from outside is bound

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_insights.ports.moment_search import Facets, FacetValue, Hit, HitPage, LikeRequest, SearchOrder, SearchRequest
from media_insights.search.conditions import MomentCondition, phrases_in
from media_insights.search.image_hits import image_hit
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment
from media_insights.search.likeness import NearRow, stretches
from media_insights.search.meanings import MeantCondition
from media_insights.search.query_hints import hint_of
from media_insights.search.questions import NOTHING, Questions
from media_insights.search.snippets import snippet_of
from media_insights.search.sqlite.asked_queries import AskedQuery, answered_query, asked_query
from media_insights.search.sqlite.condition_sql import ConditionSql, match_of
from media_insights.search.sqlite.connections import Made, deadline, nobody, reading, writing
from media_insights.search.sqlite.full_text import DrivenSearch, driven_search
from media_insights.search.sqlite.tables import FIELD_NAMES, delete_asset, insert_asset, insert_moment, moment_in
from media_insights.search.sqlite.vector_tables import insert_vectors, near_images
from media_insights.search.terms import folded
from media_insights.search.vectors import VectorBlock

COUNTED = 10_000
"""Moments of an answer that are counted; beyond, the count is a lower bound."""
TITLES = 20
"""Titles among the facets."""
_ORDERS: Mapping[SearchOrder, tuple[str, ...]] = {
    "relevance": ("coalesce(w.score, 0.0)", "-coalesce(m.confidence, -1.0)", "m.key"),
    "confidence": ("-coalesce(m.confidence, -1.0)", "m.key"),
    "time": ("a.uid", "coalesce(m.start, -1)", "m.key"),
}
"""Order → what is compared, one after the other, the smallest first. The best score of FTS5 is the smallest."""


@dataclass(frozen=True, slots=True)
class SqliteIndex:
    """One file. Every call has a connection of its own, so that any thread may call."""

    path: Path
    on_made: Made = nobody
    """Told when the file was made, for the first time or anew; by the thread that needed it."""
    questions: Questions = NOTHING
    """Turns sentences of queries into vectors."""

    def fingerprints(self) -> dict[str, str]:
        """Return asset uid → fingerprint of what is indexed of it."""
        with reading(self.path, self.on_made) as connection:
            return dict(connection.execute("SELECT uid, fingerprint FROM asset").fetchall())

    def fingerprint(self, uid: str) -> str:
        """Return the fingerprint of one asset; empty when nothing of it is indexed."""
        with reading(self.path, self.on_made) as connection:
            found = connection.execute("SELECT fingerprint FROM asset WHERE uid = ?", (uid,)).fetchone()
            return str(found["fingerprint"]) if found else ""

    def problems(self) -> dict[str, tuple[str, ...]]:
        """Return asset name → what could not be indexed of it, in sentences."""
        with reading(self.path, self.on_made) as connection:
            rows = connection.execute("SELECT name, problems FROM asset WHERE problems <> '[]' ORDER BY name")
            return {name: tuple(json.loads(problems)) for name, problems in rows}

    def replace(
        self, asset: IndexedAsset, moments: Iterable[IndexedMoment], vectors: Iterable[VectorBlock] = ()
    ) -> None:
        """Put an asset's moments and vectors in the place of its former ones; readers see the old or the new ones."""
        with writing(self.path, self.on_made) as connection:
            delete_asset(connection, asset.uid)
            row = insert_asset(connection, asset)
            for each in moments:
                insert_moment(connection, row, asset.namespace, each)
            for block in vectors:
                insert_vectors(connection, row, asset.namespace, block)

    def forget(self, uids: Iterable[str]) -> None:
        """Remove assets; those that are not there are fine."""
        with writing(self.path, self.on_made) as connection:
            for uid in uids:
                delete_asset(connection, uid)

    def search(self, request: SearchRequest) -> HitPage:
        """Return a page of the moments that a query finds."""
        asked = self._asked(request)
        with reading(self.path, self.on_made) as connection:
            found = answered_query(connection, asked)
            sql, where, keys = _statement(request, found)
            after = request.after if len(request.after) == len(keys) else ()
            rows = connection.execute(sql, (*where.values, *after, request.limit + 1)).fetchall()
        hits = [_hit(row, len(keys), found) for row in rows[: request.limit]]
        more = len(rows) > request.limit
        return HitPage(hits=hits, more=more, note=found.note, hint=hint_of(request.query))

    def alike(self, request: LikeRequest) -> HitPage:
        """Return images that are like one, the most alike first."""
        with reading(self.path, self.on_made) as connection:
            runs = stretches(near_images(connection, request, deadline()))
            hits = [_image(connection, each) for each in runs[: request.limit]]
        return HitPage(hits=hits, more=len(runs) > request.limit)

    def facets(self, request: SearchRequest) -> Facets:
        """Return kinds, operators and the most frequent titles of what a query finds."""
        asked = self._asked(request)
        with reading(self.path, self.on_made) as connection:
            where = ConditionSql(tuple(sorted(request.namespaces)))
            condition = answered_query(connection, asked).condition
            found = f"SELECT m.* FROM moment m WHERE {where.inside('m')} AND {where.text(condition, 'm')}"
            connection.execute(f"CREATE TEMP TABLE found AS {found} LIMIT {COUNTED + 1}", where.values)
            count = connection.execute("SELECT count(*) FROM found").fetchone()[0]
            return Facets(
                count=min(count, COUNTED),
                is_capped=count > COUNTED,
                kinds=_values(connection, "kind", count),
                operators=_values(connection, "operator", count),
                titles=_values(connection, "title", TITLES),
            )

    def suggestions(self, beginning: str, namespaces: frozenset[str], limit: int) -> Sequence[str]:
        """Return titles of moments that begin with a text, the most frequent first."""
        start = folded(beginning)
        with reading(self.path, self.on_made) as connection:
            where = ConditionSql(tuple(sorted(namespaces)))
            sql = (
                f"SELECT m.title FROM moment m WHERE {where.inside('m')} "
                "AND m.folded >= ? AND m.folded < ? AND m.title <> '' "
                "GROUP BY m.folded ORDER BY count(*) DESC, m.folded LIMIT ?"
            )
            bounds = (*where.values, start, f"{start}\U0010ffff", limit)
            return [row["title"] for row in connection.execute(sql, bounds)]

    def content(self) -> list[tuple[object, ...]]:
        """Return all that is indexed, in an order that does not depend on when it was: to compare two indexes."""
        with reading(self.path, self.on_made) as connection:
            moments = connection.execute(
                "SELECT a.uid, a.namespace, a.name, a.title, a.fingerprint, a.problems, m.key, m.result, m.operator, "
                "m.kind, m.title, m.start, m.until, m.finish, m.best, m.confidence, m.count, m.boxes, m.fields, "
                "w.title, w.text, w.keywords, a.created, "
                "(SELECT group_concat(f.name || f.terms) FROM field f WHERE f.moment = m.id) "
                "FROM asset a LEFT JOIN moment m ON m.asset = a.id LEFT JOIN words w ON w.rowid = m.id "
                "ORDER BY a.uid, m.key"
            )
            vectors = connection.execute(
                "SELECT a.uid, v.result, v.namespace, v.subject, v.model, v.floor, v.dimension, v.places, v.numbers "
                "FROM vectors v JOIN asset a ON a.id = v.asset ORDER BY a.uid, v.result"
            )
            return [tuple(row) for rows in (moments, vectors) for row in rows]

    def _asked(self, request: SearchRequest) -> AskedQuery:
        with reading(self.path, self.on_made) as connection:
            known = [row["name"] for row in connection.execute(FIELD_NAMES)]
        return asked_query(request, known, self.questions)


def _statement(request: SearchRequest, meant: MeantCondition) -> tuple[str, ConditionSql, tuple[str, ...]]:
    """Return the statement of a page, the values that are bound in it, and what hits are sorted by.

    Hits are chosen by as little as they are sorted by; everything else is read for those of the page only.
    """
    where, condition = ConditionSql(tuple(sorted(request.namespaces))), meant.condition
    is_scored = bool(meant.scores) and request.order == "relevance"
    driven = DrivenSearch("", condition) if is_scored else driven_search(condition)
    source, keys = _source(request.order, meant, driven, where), _ORDERS[request.order]
    if driven.match:
        keys = tuple(key.replace("w.score", "bm25(words, 4.0, 1.0, 1.0)") for key in keys)
    found = f"{where.inside('m')} AND {where.text(driven.rest, 'm')}"
    places = [f"{key} AS place_{number}" for number, key in enumerate(keys)]
    order = ", ".join(f"place_{number}" for number in range(len(keys)))
    chosen = f"SELECT m.id AS chosen, {', '.join(places)} FROM {source} {found}"
    if request.after:
        chosen = f"SELECT * FROM ({chosen}) WHERE ({order}) > ({', '.join('?' * len(keys))})"
    sql = (
        "SELECT m.*, a.uid AS asset_uid, a.name AS asset_name, a.title AS asset_title, p.* "
        f"FROM ({chosen} ORDER BY {order} LIMIT ?) p "
        f"JOIN moment m ON m.id = p.chosen JOIN asset a ON a.id = m.asset ORDER BY {order}"
    )
    return sql, where, keys


def _source(order: SearchOrder, meant: MeantCondition, driven: DrivenSearch, where: ConditionSql) -> str:
    """Return the tables that hits and their order are found in, up to where their condition begins."""
    if order == "relevance" and meant.scores:
        where.values.append(json.dumps({id_: -score for id_, score in meant.scores.items()}))
        return "moment m JOIN (SELECT key AS id, value AS score FROM json_each(?)) w ON w.id = m.key WHERE"
    asset = "CROSS JOIN asset a ON a.id = m.asset" if order == "time" else ""
    if driven.match:
        where.values.append(driven.match)
        return f"words CROSS JOIN moment m ON m.id = words.rowid {asset} WHERE words MATCH ? AND"
    if order == "relevance":
        return f"moment m {_scored(meant.condition, where)} WHERE"
    if order == "time":  # much is found: in the order of an index, nothing has to be sorted
        return "asset a CROSS JOIN moment m ON m.asset = a.id WHERE"
    return "moment m WHERE"


def _scored(condition: MomentCondition, where: ConditionSql) -> str:
    phrases = {match_of(phrase): None for phrase in phrases_in(condition)}
    where.values.append(" OR ".join(phrases) if phrases else '""')
    score = "SELECT rowid AS id, bm25(words, 4.0, 1.0, 1.0) AS score FROM words WHERE words MATCH ?"
    return f"LEFT JOIN ({score}) w ON w.id = m.id"


def _values(connection: sqlite3.Connection, column: str, limit: int) -> list[FacetValue]:
    sql = f"SELECT {column}, count(*) FROM found GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT ?"
    return [FacetValue(value=value, count=count) for value, count in connection.execute(sql, (limit,)) if value]


def _image(connection: sqlite3.Connection, stretch: Sequence[NearRow]) -> Hit:
    best = max(stretch, key=lambda each: (each.score, -each.row))
    sql = (
        "SELECT v.result, a.namespace, a.name, a.uid, a.title FROM vectors v JOIN asset a ON a.id = v.asset "
        "WHERE v.id = ?"
    )
    row = connection.execute(sql, (int(best.block),)).fetchone()
    asset = IndexedAsset(namespace=row["namespace"], uid=row["uid"], name=row["name"], title=row["title"])
    return image_hit(asset, row["result"], stretch)


def _hit(row: sqlite3.Row, keys: int, meant: MeantCondition) -> Hit:
    moment = moment_in(row)
    return Hit(
        id=row["key"],
        namespace=row["namespace"],
        asset=row["asset_name"],
        asset_uid=row["asset_uid"],
        asset_title=row["asset_title"],
        result=row["result"],
        moment=moment,
        snippet=snippet_of(moment, list(phrases_in(meant.condition))),
        place=tuple(row[f"place_{number}"] for number in range(keys)),
        score=meant.scores.get(row["key"]),
    )
