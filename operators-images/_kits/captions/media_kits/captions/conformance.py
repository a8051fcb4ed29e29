"""Counts the captions that break a rule of good captions: what is written is measured, whoever made it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from media_kits.captions.captions import LaidOutCaption
from media_kits.captions.style import Style
from media_kits.captions.words import width_of

HALF_MILLISECOND = 0.0005
"""Times are written in whole milliseconds: less is no breach."""

BBC = "BBC Subtitle Guidelines"
NETFLIX = "Netflix Timed Text Style Guide"
FORMATS = "WebVTT and SubRip players"


@dataclass(frozen=True)
class Rule:
    """A rule by name, its limit and unit, who asks for it, and whether a caption (with the next one) breaks it."""

    name: str
    limit: float
    unit: str
    source: str
    breaks: Callable[[LaidOutCaption], bool]


@dataclass(frozen=True)
class Neighbours:
    """A rule about a caption and the one after it."""

    name: str
    limit: float
    unit: str
    source: str
    breaks: Callable[[LaidOutCaption, LaidOutCaption], bool]


def conformance_of(captions: Sequence[LaidOutCaption], style: Style) -> list[dict[str, Any]]:
    """Return for each rule how many captions break it, of how many that it is about."""
    return [
        *(_row(rule, sum(map(rule.breaks, captions)), len(captions)) for rule in _rules(style)),
        *(
            _row(rule, sum(rule.breaks(*pair) for pair in pairwise(captions)), max(0, len(captions) - 1))
            for rule in _rules_of_neighbours(style)
        ),
    ]


def _row(rule: Rule | Neighbours, broken: int, of: int) -> dict[str, Any]:
    return {
        "Rule": rule.name,
        "Limit": round(rule.limit, 3),
        "Unit": rule.unit,
        "Broken": broken,
        "Of": of,
        "Source": rule.source,
    }


def _rules(style: Style) -> tuple[Rule, ...]:
    return (
        Rule("LineLength", style.columns, "columns", NETFLIX, lambda it: max(map(width_of, it.lines)) > style.columns),
        Rule("Lines", style.lines, "lines", BBC, lambda it: len(it.lines) > style.lines),
        Rule("ReadingSpeed", style.columns_per_second, "columns/s", NETFLIX, lambda it: _hasty(it, style)),
        Rule("MinDuration", style.shortest, "s", NETFLIX, lambda it: _lasts(it) < style.shortest - HALF_MILLISECOND),
        Rule("MaxDuration", style.longest, "s", NETFLIX, lambda it: _lasts(it) > style.longest + HALF_MILLISECOND),
    )


def _rules_of_neighbours(style: Style) -> tuple[Neighbours, ...]:
    return (
        Neighbours("MinGap", style.gap, "s", NETFLIX, lambda it, after: _gap(it, after) < style.gap - HALF_MILLISECOND),
        Neighbours("NoOverlap", 0, "s", FORMATS, lambda it, after: _gap(it, after) < 0),
    )


def _gap(caption: LaidOutCaption, following: LaidOutCaption) -> float:
    return round(following.start, 3) - round(caption.end, 3)


def _lasts(caption: LaidOutCaption) -> float:
    return round(caption.end, 3) - round(caption.start, 3)


def _hasty(caption: LaidOutCaption, style: Style) -> bool:
    # What would be read in time if times had finer steps is read in time.
    return width_of(caption.text) > (_lasts(caption) + 2 * HALF_MILLISECOND) * style.columns_per_second
