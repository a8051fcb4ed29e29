"""Actions of sources; see :mod:`media_insights.domain.deciding.actions`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RemoveObjects:
    """Remove objects of the installation's bucket; those that are gone: fine."""

    keys: tuple[str, ...]
