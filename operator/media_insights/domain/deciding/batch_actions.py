"""Actions of batches; see :mod:`media_insights.domain.deciding.actions`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CancelExecution:
    """Cancel a MediaExecution of the same namespace, as a person would."""

    name: str


@dataclass(frozen=True, slots=True)
class DropParts:
    """Remove the parts of a plan from an item's number on: those of a listing that was not finished."""

    plan: str
    """Their prefix, with the final slash."""
    first: int


@dataclass(frozen=True, slots=True)
class StoreList:
    """Store a list of a batch or of a source, before the status that relies on it."""

    key: str
    content: bytes
    """NDJSON."""
