"""Items that wait for a person's decision: what may be unsafe, and what its operator was not sure of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from media_insights.domain.edits.edit_log import LONGEST_VALUE
from media_insights.domain.edits.editing import CONFIRMED, REVIEW
from media_insights.rest.by_asset import place_of_title
from media_insights.results.moments import Moment
from media_insights.results.whole_moments import whole_moments_of
from media_insights.storage.exportable import exportable
from media_insights.storage.library import StoredAsset

ReviewReason = Literal["moderation", "low-confidence"]
"""Why somebody should decide: the operator found unsafe content, or was not sure of what it found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewChoice:
    """What is to be reviewed."""

    reason: ReviewReason
    result: str = ""
    """Only of this result; empty: of all."""
    below: float = 60
    """Percent: what is surer needs no review, unless it is about moderation."""

    def includes(self, moment: Moment) -> bool:
        """Return whether somebody should decide about a moment: nobody has, and an edit can name its title."""
        if moment.fields.get(REVIEW) == CONFIRMED or len(moment.title) > LONGEST_VALUE:
            return False
        if self.reason == "moderation":
            return moment.kind == "Moderation"
        return moment.confidence is not None and moment.confidence < self.below


ReviewItem = tuple[str, Moment]
"""A result's name, and one of its whole moments."""


def items_of(stored: StoredAsset, choice: ReviewChoice) -> list[ReviewItem]:
    """Return what is to be reviewed of an asset, in an order that stays the same. Raises the errors of the store."""
    return sorted(_items(stored, choice), key=place_of_item)


def place_of_item(item: ReviewItem) -> tuple[int, str, str, str, float]:
    """Return what items are sorted by: start (-1 without one), result, title, and where in the image."""
    result, moment = item
    left = moment.boxes[0].left if moment.boxes else -1.0
    return -1 if moment.start is None else moment.start, result, *place_of_title(moment.title), left


def _items(stored: StoredAsset, choice: ReviewChoice) -> Iterator[ReviewItem]:
    asset = exportable(stored)
    for name in asset.indexed:
        if choice.result in ("", name) and _may_have_any(asset.indexes[name].kind, choice):
            moments = whole_moments_of(asset.result(name), asset.indexes[name])
            yield from ((name, each) for each in moments if choice.includes(each))


def _may_have_any(kind: str, choice: ReviewChoice) -> bool:
    return choice.reason != "moderation" or kind == "Moderation"
