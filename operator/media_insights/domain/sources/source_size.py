"""Largest source that is accepted, as an administrator's limits say."""

from collections.abc import Mapping

from media_insights.domain.quantities import quantity_of

MAX_SOURCE = "maxSourceBytes"
"""The setting that limits the size of an asset's source."""
DEFAULT_MAX_SOURCE = 100 * 1024**3


def max_source_bytes(settings: Mapping[str, str]) -> int:
    """Return the most bytes of a source: ``maxSourceBytes: 100Gi`` of a ConfigMap; the default for no quantity."""
    try:
        return int(quantity_of(settings[MAX_SOURCE]))
    except (KeyError, ValueError):
        return DEFAULT_MAX_SOURCE


def too_large(size: int, most: int) -> str:
    """Return the sentence about a source with more bytes than are accepted."""
    return (
        f"the file has {size} bytes, and the installation accepts at most {most} ({MAX_SOURCE}): upload a smaller one"
    )
