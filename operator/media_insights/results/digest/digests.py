"""Digest of an asset, merged from those of single results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from media_insights.results.digest.copies import Copy
from media_insights.results.digest.highlights import Highlight
from media_insights.results.digest.language import Gist, Mood, NamedEntity, Speech, Translation
from media_insights.results.digest.others import OtherResult
from media_insights.results.digest.presence import Presence
from media_insights.results.digest.spans import Span
from media_insights.results.digest.specification import Specification
from media_insights.results.digest.timeline import Timeline
from media_insights.results.digest.warned import OperatorWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What is worth knowing of an asset. Empty or None: no result says anything about it."""

    duration: float | None = None
    """Seconds."""
    specification: Specification | None = None
    shots: tuple[Span, ...] = ()
    labels: tuple[Highlight, ...] = ()
    custom_labels: tuple[Highlight, ...] = ()
    """Labels of the user's own."""
    faces: Presence | None = None
    """None when faces were not searched for; a count of 0 when there are none."""
    persons: Presence | None = None
    """None when persons were not tracked; a count of 0 when there are none."""
    people: tuple[Highlight, ...] = ()
    """People that a collection of the user's knows."""
    celebrities: tuple[Highlight, ...] = ()
    """People that a gallery knows."""
    moderation: tuple[Highlight, ...] | None = None
    """None when nothing was moderated; empty when there was no reason for caution."""
    texts: tuple[Highlight, ...] = ()
    """Lines of text in frames or in the image."""
    cues: Timeline = field(default_factory=dict)
    audio_events: Timeline = field(default_factory=dict)
    gist: Gist | None = None
    transcript: Speech | None = None
    """None when there is no transcript; its text is empty when nothing was said."""
    captions: int = 0
    """How many captions there are."""
    translation: Translation | None = None
    translated_captions: tuple[Translation, ...] = ()
    mood: Mood | None = None
    entities: tuple[NamedEntity, ...] = ()
    key_phrases: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    others: tuple[OtherResult, ...] = ()
    """Results of operators that are not ours."""
    warnings: tuple[OperatorWarning, ...] = ()
    """What the results leave out, guess or could not read."""
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """Result name → what is wrong with it, a sentence."""


def merged(digests: Iterable[Digest]) -> Digest:
    """Return the facts of all; of facts that several have, such as the length, the first one's."""
    found: dict[str, Any] = {}
    unreadable: dict[str, str] = {}
    copies_: list[Copy] = []
    others: list[OtherResult] = []
    warnings: list[OperatorWarning] = []
    for digest in digests:
        unreadable |= digest.unreadable
        copies_ += digest.copies
        others += digest.others
        warnings += digest.warnings
        values = {each.name: getattr(digest, each.name) for each in fields(Digest)}
        found = {name: value for name, value in values.items() if value != _EMPTY[name]} | found
    lists = {"copies": tuple(copies_), "others": tuple(others), "warnings": tuple(warnings)}
    return Digest(**found | lists | {"unreadable": unreadable})


_EMPTY = {each.name: getattr(Digest(), each.name) for each in fields(Digest)}
