"""Stored usage: how many bytes and objects are kept of a namespace, as the controller last measured it.

The measure lies in the store, ``usage.json`` below the namespace's prefix, where the HTTP API and the next leader of
the controller read it. It counts what people may delete: uploads, and the folders of assets.
"""

from dataclasses import asdict, dataclass
from typing import Any

from media_insights.domain import layout

STORAGE = "storage"
"""Name of the limit that holds executions and refuses uploads; ``limits.storage`` of the chart."""


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of something."""

    bytes: int = 0
    objects: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        """Return both together."""
        return Amount(self.bytes + other.bytes, self.objects + other.objects)


NOTHING = Amount()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredUsage:
    """What is stored of a namespace."""

    uploads: Amount = NOTHING
    results: Amount = NOTHING
    """The folders of its assets: results, media, plans, edits, logs."""
    measured_at: str = ""
    """RFC 3339, UTC; empty: never."""

    @property
    def total(self) -> Amount:
        """Everything together."""
        return self.uploads + self.results

    def to_json(self) -> dict[str, Any]:
        """Return the content of the file."""
        return {
            "uploads": asdict(self.uploads),
            "results": asdict(self.results),
            "measuredAt": self.measured_at,
        }


def usage_key(namespace: str) -> str:
    """Return the key of the measure of a namespace."""
    return f"{layout.private_prefix(namespace)}usage.json"


def parse_usage(content: Any) -> StoredUsage:
    """Return the measure that a file holds; nothing for what is none: it is measured anew."""
    if not isinstance(content, dict):
        return StoredUsage()
    measured = content.get("measuredAt")
    return StoredUsage(
        uploads=_amount(content.get("uploads")),
        results=_amount(content.get("results")),
        measured_at=measured if isinstance(measured, str) else "",
    )


def sentence_when_full(namespace: str, used: int, most: int) -> str:
    """Return why nothing more may be stored, and what helps; empty while there is room."""
    return "" if used < most else sentence_of_use(namespace, used, most)


def sentence_of_use(namespace: str, used: int, most: int) -> str:
    """Return what is stored of a namespace, of what may be, and what helps."""
    return (
        f"the namespace {namespace} stores {used:,} bytes of the {most:,} that it may ({STORAGE}): "
        "delete assets or uploads, or ask an administrator for more"
    )


def _amount(found: Any) -> Amount:
    numbers = [found.get(name) if isinstance(found, dict) else None for name in ("bytes", "objects")]
    return Amount(*(each if isinstance(each, int) and each > 0 else 0 for each in numbers))
