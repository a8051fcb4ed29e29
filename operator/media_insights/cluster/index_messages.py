"""What the API and the indexer say to each other: requests and answers of the search port as JSON over HTTP."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, TypeAdapter

from media_insights.ports.moment_search import Facets, HitPage, LikeRequest, SearchRequest

PORT = 8422
SEARCH, ALIKE, FACETS, SUGGESTIONS, NOTICE = "/search", "/alike", "/facets", "/suggestions", "/notice"
MAX_REQUEST = 64 * 2**10
"""Bytes of a request: a query has at most 2,000 characters, and a caller a bounded number of namespaces."""
MAX_ANSWER = 64 * 2**20
"""Bytes of an answer that the API reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRequest:
    """A question for titles that begin with a text."""

    beginning: Annotated[str, Field(max_length=200)]
    namespaces: frozenset[str]
    limit: Annotated[int, Field(ge=1, le=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedAsset:
    """An asset of which something was stored that no object tells of: what people edited."""

    namespace: Annotated[str, Field(max_length=63)]
    name: Annotated[str, Field(max_length=253)]
    uid: Annotated[str, Field(max_length=63)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRefusal:
    """Why a request was not answered."""

    message: str
    position: int | None = None
    """The character at which a query goes wrong."""


SEARCH_REQUEST = TypeAdapter(SearchRequest)
LIKE_REQUEST = TypeAdapter(LikeRequest)
SUGGESTION_REQUEST = TypeAdapter(SuggestionRequest)
CHANGED_ASSET = TypeAdapter(ChangedAsset)
HIT_PAGE = TypeAdapter(HitPage)
FACETS_FOUND = TypeAdapter(Facets)
TITLES = TypeAdapter(list[str])
REFUSAL = TypeAdapter(SearchRefusal)
