"""Facts about an asset's source by which a run is planned: which operators have anything to read.

The media type is always known, since first bytes decide it and a file without one is refused. Whatever a probe of the
source finds out later (its tracks, its duration) is a further field that may be None: not known, and then no operator
is skipped because of it.
"""

from dataclasses import dataclass
from typing import get_args

from media_insights.api.v1alpha1.asset import SourceType
from media_insights.domain.wording import a

SOURCE_TYPES: tuple[SourceType, ...] = get_args(SourceType)
"""The media that an asset itself can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """What is known of a source before its run is planned."""

    type: SourceType

    def may_be_read_as(self, medium: str) -> bool:
        """Return whether an input of this medium may get the source itself."""
        return medium == self.type

    def __str__(self) -> str:
        """Read as a part of a sentence: ``a Video asset``."""
        return f"{a(self.type)} asset"
