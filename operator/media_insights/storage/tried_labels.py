"""Tried labels: what became of a stored collection's examples when each was hidden and the others were asked."""

from media_insights.domain.custom_labels import LabelCollection, tried
from media_insights.domain.nearest_examples import LabelRule, LabelTrial
from media_insights.storage.cosines import cosines_among


def tried_labels(collection: LabelCollection, rule: LabelRule) -> dict[str, LabelTrial]:
    """Return label → what became of it, by the rule of the operator ``custom-labels``."""
    return tried(collection, cosines_among([each.embedding for each in collection.examples]), rule)
