"""Search of moments: what the HTTP API and the command line ask an index."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from media_insights.results.moments import Moment

SearchOrder = Literal["relevance", "confidence", "time", "created", "-created"]
"""By how well the words fit, by confidence, or asset by asset in the order of time.

``created`` goes through the assets as they were made, the oldest first, and ``-created`` the newest first; within each
in the order of time. Assets of which nobody noted when they were made are the oldest.
"""


SearchReading = Literal["Words", "Meaning"]
"""How plain words of a query are read: as words that stand in a moment, or as a sentence that means the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A query, and which part of its answer is wanted."""

    query: str
    """As ``docs/search.md`` describes it; empty: every moment."""
    namespaces: frozenset[str]
    """The only namespaces whose moments are found."""
    order: SearchOrder = "relevance"
    limit: int = 20
    after: tuple[float | str, ...] = ()
    """:attr:`Hit.place` of the last hit of the page before."""
    reading: SearchReading = "Words"


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeRequest:
    """What images are compared with: the one that is on screen in an asset at a time, or words."""

    asset_uid: str = ""
    """Empty where there is a text."""
    time: int = 0
    """Milliseconds."""
    text: str = ""
    """What the images show, in words, in place of an image."""
    namespaces: frozenset[str]
    """The only namespaces whose images are found."""
    asset_namespaces: frozenset[str] = frozenset()
    """Namespaces in which the asset may be, besides those."""
    limit: int = 20

    @property
    def asked_in(self) -> frozenset[str]:
        """All namespaces in which the asset may be."""
        return self.namespaces | self.asset_namespaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A moment that was found."""

    id: str
    """The same for the same finding, however often the index is made anew."""
    namespace: str
    asset: str
    """The asset's name."""
    asset_uid: str
    asset_title: str
    result: str
    moment: Moment
    snippet: str
    """The text that the words of the query stand in, cut to a line; the title where there are none."""
    place: tuple[float | str, ...]
    """Where it stands in the order."""
    score: float | None = None
    """How alike it is (cosine); None where it was found by its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    """Some of the moments that were found."""

    hits: Sequence[Hit]
    more: bool
    """Whether there are more after these."""
    hint: str = ""
    """How the query was read, in a sentence, where its writer may have meant something else."""
    note: str = ""
    """Why nothing may be found where something is there: nothing has a vector that could be compared."""

    def without(self, shown: Sequence[Hit], most: int) -> "HitPage":
        """Return at most so many of these hits, without those that are shown already."""
        known = {each.id for each in shown}
        return replace(self, hits=[each for each in self.hits if each.id not in known][:most])


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """How many of the moments that were found have a value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What the moments that were found are."""

    count: int
    is_capped: bool
    """Whether there are more than were counted."""
    kinds: Sequence[FacetValue]
    operators: Sequence[FacetValue]
    titles: Sequence[FacetValue]


class MomentSearch(Protocol):
    """An index of moments. Raises InvalidQuery for a query that cannot be read, Unavailable when it does not answer."""

    def search(self, request: SearchRequest) -> HitPage:
        """Return a page of the moments that a query finds."""

    def alike(self, request: LikeRequest) -> HitPage:
        """Return images that are like one, or show what a text says, the nearest first; those in a row are one.

        Raises InvalidQuery when the asset has no vectors of images, NotInstalled when texts cannot be compared here.
        """

    def facets(self, request: SearchRequest) -> Facets:
        """Return kinds, operators and the most frequent titles of what a query finds; order and page do not matter."""

    def suggestions(self, beginning: str, namespaces: frozenset[str], limit: int) -> Sequence[str]:
        """Return titles of moments that begin with a text, the most frequent first."""


class IndexHints(Protocol):
    """What keeps an index up to date, told of what no object tells. Raises Unavailable when it does not answer."""

    def notice(self, namespace: str, name: str, uid: str) -> None:
        """Say that something was stored of an asset, so that it is indexed soon.

        Only a hint: one that is lost delays what is found, and loses nothing.
        """
