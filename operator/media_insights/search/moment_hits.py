"""Hits of moments, whatever index found them."""

from dataclasses import replace

from media_insights.ports.moment_search import Hit
from media_insights.results.moments import Moment
from media_insights.search.conditions import phrases_in
from media_insights.search.indexed_moments import IndexedAsset, hit_in
from media_insights.search.meanings import MeantCondition
from media_insights.search.snippets import snippet_of


def hit_of_moment(  # noqa: PLR0913 - what a hit consists of
    asset: IndexedAsset, result: str, id_: str, moment: Moment, *, place: tuple[float | str, ...], meant: MeantCondition
) -> Hit:
    """Return a moment of an asset as a hit of what a query means; ``place``: where it stands in the order."""
    snippet = snippet_of(moment, list(phrases_in(meant.condition)))
    numbered = tuple(each if isinstance(each, str) else float(each) for each in place)  # an engine may give integers
    return replace(hit_in(asset, result, id_, moment), snippet=snippet, place=numbered, score=meant.scores.get(id_))
