"""Schema versions of results: which one this release writes, and how documents of older ones become it.

A version is a whole number per result name, 1 until a change that a reader of the version before would misread: a
member renamed or removed, another unit or meaning, a value that was not allowed. New optional members change nothing.
Where the version of a stored result stands, and why not in the document: docs/decisions/0019.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from media_insights.errors import UnreadableResult

FIRST = 1
"""The version of every result that names none, such as all that were stored by 0.1.0."""

Upgrade = Callable[[Any], Any]
"""A document of one version → the same document of the next, pages already joined. It may change what it is given."""


def structured_warnings(document: Any) -> Any:
    """Return a document whose `Warnings` were sentences with objects instead, and without them where there were none.

    Sentences were ffmpeg's words, but that of loudnessNormalization, which only ever said that nothing is audible.
    """
    sentences = document.get("Warnings") if isinstance(document, dict) else None
    if not isinstance(sentences, list):
        return document
    reason = "NothingAudible" if "Target" in document else "Decoder"
    warnings = [{"Reason": reason, "Message": each} for each in sentences]
    rest = {name: value for name, value in document.items() if name != "Warnings"}
    return rest | ({"Warnings": warnings} if warnings else {})


UPGRADES: Mapping[str, tuple[Upgrade, ...]] = MappingProxyType(
    dict.fromkeys(("hls", "loudnessNormalization", "proxy", "transcode"), (structured_warnings,))
)
"""Result name → what makes version 2 of version 1, version 3 of version 2 …"""


def version_of(name: str, upgrades: Mapping[str, tuple[Upgrade, ...]] = UPGRADES) -> int:
    """Return the version of a result that this release writes and reads."""
    return FIRST + len(upgrades.get(name, ()))


def upgraded(name: str, document: Any, version: int, upgrades: Mapping[str, tuple[Upgrade, ...]] = UPGRADES) -> Any:
    """Return a document of an older version as one of the newest. Raises UnreadableResult when it is newer still."""
    newest = version_of(name, upgrades)
    if not FIRST <= version <= newest:
        raise UnreadableResult(
            f"it has version {version} of its schema, and this media-insights reads {_range(newest)}: "
            "use a newer media-insights, or read the stored JSON as it is"
        )
    for upgrade in upgrades.get(name, ())[version - FIRST :]:
        document = upgrade(document)
    return document


def _range(newest: int) -> str:
    return f"versions {FIRST} to {newest}" if newest > FIRST else f"version {FIRST} only"
