"""The embedded index as a file: written by one at a time, read by many, made anew when it cannot be used.

All that it holds can be derived from results, so that a file of another version, or one that is damaged, is no loss.
"""
# ruff: noqa: S608 - statements are joined of our own words only; what comes from outside is bound

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_insights.ports.moment_search import Facets, FacetValue, Hit, HitPage, LikeRequest, SearchRequest
from media_insights.search.image_hits import NO_VECTORS, image_hit
from media_insights.search.image_questions import NO_TEXTS, ImageQuestions
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment
from media_insights.search.likeness import NearRow, stretches
from media_insights.search.meanings import MeantCondition
from media_insights.search.moment_hits import hit_of_moment
from media_insights.search.query_hints import hint_of
from media_insights.search.questions import NOTHING, Questions
from media_insights.search.sqlite import few_assets
from media_insights.search.sqlite.asked_queries import AskedQuery, meaning_of, query_of
from media_insights.search.sqlite.condition_sql import ConditionSql
from media_insights.search.sqlite.connections import Made, deadline, nobody, reading, writing
from media_insights.search.sqlite.hit_pages import HitPages, SortPlace
from media_insights.search.sqlite.tables import FIELD_NAMES, delete_asset, insert_asset, insert_moment, moment_in
from media_insights.search.sqlite.vector_tables import images_shown, insert_vectors, near_images
from media_insights.search.terms import folded
from media_insights.search.vectors import VectorBlock

COUNTED = 10_000
"""Moments of an answer that are counted; beyond, the count is a lower bound."""
TITLES = 20
"""Titles among the facets."""
_PARTLY_RANKED = (
    "More than {:,} moments have these words: those that were indexed last are ranked, and the others follow. "
    "Add a word, or sort by time or confidence."
)


@dataclass(frozen=True, slots=True)
class SqliteIndex:
    """One file. Every call has a connection of its own, so that any thread may call."""

    path: Path
    on_made: Made = nobody
    """Told when the file was made, for the first time or anew; by the thread that needed it."""
    questions: Questions = NOTHING
    """Turns sentences of queries into vectors."""
    image_questions: ImageQuestions = NO_TEXTS
    """Turns words into what images are compared with."""
    ranked: int = COUNTED
    """How many of the moments that a query finds are sorted by how well its words fit."""

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
        asked = self._query_of(request)
        with reading(self.path, self.on_made) as connection:
            found = meaning_of(connection, asked)
            page = HitPages(connection, request, found, self.ranked).page()
        hits = [_hit(row, page.place(row), found) for row in page.rows[: request.limit]]
        more = len(page.rows) > request.limit
        hints = hint_of(request.query), _PARTLY_RANKED.format(self.ranked) if page.is_ranked_in_part else ""
        return HitPage(hits=hits, more=more, note=found.note, hint=" ".join(filter(None, hints)))

    def alike(self, request: LikeRequest) -> HitPage:
        """Return images that are like one, or show what a text says, the nearest first."""
        asked = self.image_questions.question_of(request.text) if request.text else None
        with reading(self.path, self.on_made) as connection:
            if asked is None:
                near, compared = near_images(connection, request, deadline()), True
            else:
                near, compared = images_shown(connection, request.namespaces, asked, deadline())
            runs = stretches(near)
            hits = [_image(connection, each) for each in runs[: request.limit]]
        return HitPage(hits=hits, more=len(runs) > request.limit, note="" if compared else NO_VECTORS)

    def facets(self, request: SearchRequest) -> Facets:
        """Return kinds, operators and the most frequent titles of what a query finds."""
        asked = self._query_of(request)
        with reading(self.path, self.on_made) as connection:
            condition = meaning_of(connection, asked).condition
            is_few = few_assets.put_ranges(connection, condition)
            where = ConditionSql(tuple(sorted(request.namespaces)), is_few=is_few)
            found = f"SELECT m.kind, m.operator, m.title FROM {where.found(condition, 'm')}"
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
                "SELECT a.uid, a.namespace, a.name, a.title, a.fingerprint, a.problems, m.key, m.result, "
                "m.operator, m.kind, m.title, m.start, m.until, m.finish, m.best, m.confidence, m.count, m.boxes, "
                "m.fields, w.title, w.text, w.keywords, a.created, m.execution, "
                "(SELECT group_concat(f.name || f.terms) FROM field f WHERE f.moment = m.id) "
                "FROM asset a LEFT JOIN moment m ON m.asset = a.id LEFT JOIN words w ON w.rowid = m.id "
                "ORDER BY a.uid, m.key"
            )
            vectors = connection.execute(
                "SELECT a.uid, v.result, v.namespace, v.subject, v.model, v.floor, v.dimension, n.first, n.places, "
                "n.numbers FROM vectors v JOIN asset a ON a.id = v.asset LEFT JOIN numbers n ON n.vectors = v.id "
                "ORDER BY a.uid, v.result, n.first"
            )
            return [tuple(row) for rows in (moments, vectors) for row in rows]

    def _query_of(self, request: SearchRequest) -> AskedQuery:
        with reading(self.path, self.on_made) as connection:
            known = [row["name"] for row in connection.execute(FIELD_NAMES)]
        return query_of(request, known, self.questions)


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


def _hit(row: sqlite3.Row, place: SortPlace, meant: MeantCondition) -> Hit:
    asset = IndexedAsset(
        namespace=row["namespace"], uid=row["asset_uid"], name=row["asset_name"], title=row["asset_title"]
    )
    return hit_of_moment(asset, row["result"], row["key"], moment_in(row), place=place, meant=meant)
