"""Measured media: what a run finds out about its asset's file, of which acceptance reads the first bytes only.

The length, the image's size and the frame rate stand in the results of the operators that read the whole file. Both
engines take them from there as soon as such a result is complete, whichever workflow made it.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from media_insights.api.v1alpha1.asset import MediaFacts, MetadataPointer
from media_insights.domain.running.pointers import Pointers
from media_insights.errors import Damaged
from media_insights.results.mediainfo import Track
from media_insights.results.proxies import SourceFacts
from media_insights.results.stored_json import GREATEST, parse_json

MOST_BYTES = 256 * 1024
"""Bytes of the largest result that is read for it; a file of sixty tracks is described in fewer."""
_TURNED = (90, 270)
"""Degrees by which width and height change places."""


def measuring_results(pointers: Pointers) -> tuple[MetadataPointer, ...]:
    """Return the results that measure an asset's file, the one whose word counts most last."""
    found = {each.operator: each for each in pointers.metadata if 0 < each.bytes <= MOST_BYTES}
    return tuple(found[name] for name in _READERS if name in found)


def with_measures(media: MediaFacts, results: Mapping[str, bytes]) -> MediaFacts:
    """Return what is known of a file with what results say of it: name of the result → its content.

    A result that cannot be read, or that says nothing usable, changes nothing: it was an operator that wrote it.
    """
    for name in _READERS:
        if name in results:
            media = media.model_copy(update=_measures(name, results[name]))
    return media


def _measures(name: str, content: bytes) -> Mapping[str, int | float]:
    try:
        found = _READERS[name](parse_json(content, name))
    except (Damaged, ValidationError, LookupError, TypeError):
        return {}
    return {member: value for member, value in found.items() if value and 0 < value <= GREATEST}


def _of_proxy(document: Any) -> Mapping[str, Any]:
    source = SourceFacts.model_validate(document["Source"])
    video = source.video
    if video is None:
        return {"duration_millis": source.duration_millis}
    width, height = (video.height, video.width) if video.rotation in _TURNED else (video.width, video.height)
    rate = video.frame_rate if source.duration_millis else None
    return {"duration_millis": source.duration_millis, "width": width, "height": height, "frame_rate": rate}


def _of_mediainfo(document: Any) -> Mapping[str, Any]:
    """Read the container's length; sizes are left to the proxy, which knows how the image is turned."""
    length = Track.model_validate(document["tracks"][0]).duration
    return {"duration_millis": round(length) if length and length <= GREATEST else None}


_READERS: Mapping[str, Callable[[Any], Mapping[str, Any]]] = MappingProxyType(
    {"Mediainfo": _of_mediainfo, "proxy": _of_proxy}
)
"""Result → how it is read; later ones count more."""
