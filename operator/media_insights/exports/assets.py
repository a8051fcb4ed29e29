"""Exported asset: an asset and its results, each read on access."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.errors import MediaInsightsError, UnreadableResult
from media_insights.results.moments import Moment, moments_of
from media_insights.results.pages import joined
from media_insights.results.reading import parse_result
from media_insights.results.versions import FIRST
from media_insights.results.whole_moments import Sample, sampled_moments_of, whole_moments_of

_Result = TypeVar("_Result", bound=BaseModel)


class Missing(MediaInsightsError):  # noqa: N818 - reads as a sentence where it is raised
    """The asset lacks what the format is made of; says which operator makes it."""


class Unfit(MediaInsightsError):  # noqa: N818 - as above
    """A stored result, or the video itself, cannot be written in the format; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """An asset as exports see it."""

    name: str
    uid: str = ""
    title: str = ""
    """What people call it; empty means as the asset."""
    source: str = ""
    """Address of the media file, for instance ``s3://bucket/key``."""
    file: str = ""
    """The media file's own name."""
    created: str = ""
    """RFC 3339."""
    results: Mapping[str, Any]
    """OperatorName → result. May read on every access: what needs one result at a time holds one at a time."""
    versions: Mapping[str, int] = field(default_factory=dict)
    """OperatorName → version of the schema under which its result was stored, where it is not the first."""
    indexes: Mapping[str, Index] = field(default_factory=dict)
    """OperatorName → how its result becomes moments."""

    def result(self, name: str) -> Any:
        """Return a result with its pages joined, None when there is none."""
        return joined(self.results[name]) if name in self.results else None

    def model(self, name: str, kind: type[_Result]) -> _Result | None:
        """Return a result as its model, None when there is none or it is one of an image. Raises Unfit."""
        if name not in self.results:
            return None
        try:
            result = parse_result(name, self.results[name], self.versions.get(name, FIRST))
        except UnreadableResult as error:
            raise Unfit(f"the stored result {name} of {self.name} cannot be read: {error}") from error
        return result if isinstance(result, kind) else None

    def moments(self, name: str) -> Iterator[Moment]:
        """Yield the moments of one result, in its own order; none without an index."""
        if name in self.indexes:
            yield from moments_of(self.result(name), self.indexes[name])

    def whole_moments(self, name: str) -> list[Moment]:
        """Return the moments of one result as people see them, in the order of time; none without an index."""
        return whole_moments_of(self.result(name), self.indexes[name]) if name in self.indexes else []

    def sampled_moments(self, name: str) -> Iterator[tuple[Moment, Sequence[Sample]]]:
        """Yield the moments of one result, in its own order, each with its samples; none without an index."""
        if name in self.indexes:
            yield from sampled_moments_of(self.result(name), self.indexes[name])

    @property
    def indexed(self) -> list[str]:
        """Return the results that have moments, by name."""
        return sorted(name for name in self.results if name in self.indexes)
