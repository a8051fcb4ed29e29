"""Images that were found: near rows that follow each other, as one hit."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from media_insights.ports.moment_search import Hit
from media_insights.results.moments import Moment
from media_insights.search.indexed_moments import IndexedAsset, hit_in
from media_insights.search.likeness import NearRow

NO_IMAGES = "no frame of this asset has a vector: run the operator image-embedding over it"
NO_VECTORS = "no image here has a vector of the model whose text half was asked: run image-embedding with it"


def image_hit(asset: IndexedAsset, result: str, stretch: Sequence[NearRow]) -> Hit:
    """Return a stretch of images as a hit: from the first to the last, with the one that is most alike."""
    best = max(stretch, key=lambda each: (each.score, -each.row))
    start, end = stretch[0].place.start, stretch[-1].place.start
    digest = hashlib.blake2b(f"{asset.uid} {result} {best.row}".encode(), digest_size=16).hexdigest()
    moment = Moment(
        operator=result,
        kind="Segment",
        start=start,
        end=None if end == start else end,
        best=best.place.start,
        count=len(stretch),
    )
    return replace(hit_in(asset, result, digest, moment), score=best.score)
