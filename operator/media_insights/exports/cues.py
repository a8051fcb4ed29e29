"""A WebVTT metadata track (https://www.w3.org/TR/webvtt1/, section 1.6): what is seen and said at every time.

A player loads it with ``<track kind="metadata">`` and finds in each active cue one JSON object: operator → list of
what its result says of that time. Cues never overlap: whenever something comes or goes, a new one begins.
"""

import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from media_insights.exports.assets import Asset, Missing
from media_insights.exports.stretches import Stretch, frames_of
from media_insights.results.moments import SIDES, Moment


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a result says of a stretch."""

    stretch: Stretch
    operator: str
    item: dict[str, Any]


def webvtt_of(asset: Asset) -> Iterator[str]:
    """Yield the header and then the cues in time order. Raises Missing when no result has times."""
    moments = [moment for name in asset.indexed for moment in asset.moments(name) if moment.start is not None]
    if not moments:
        raise Missing(
            f"{asset.name} has no result with times, which a metadata track is made of: run shot-detection, "
            "label-detection, transcribe or another operator over the video first"
        )
    yield "WEBVTT\n"
    for stretch, findings in _active(_findings(moments)):
        yield f"\n{_time(stretch[0])} --> {_time(stretch[1])}\n{_cue_text(findings)}\n"


def _findings(moments: list[Moment]) -> list[_Finding]:
    frames = frames_of(moments)
    findings = [
        _Finding(frames.stretch(each.start, each.end), each.operator, _item(each))
        for each in moments
        if each.start is not None
    ]
    return sorted(findings, key=lambda each: each.stretch[0])


def _active(findings: list[_Finding]) -> Iterator[tuple[Stretch, list[_Finding]]]:
    """Yield every stretch between two changes, with its findings; times without any are left out."""
    edges = sorted({edge for each in findings for edge in each.stretch})
    active: list[_Finding] = []
    following = 0
    for start, end in itertools.pairwise(edges):
        active = [each for each in active if each.stretch[1] > start]
        while following < len(findings) and findings[following].stretch[0] <= start:
            active.append(findings[following])
            following += 1
        if active:
            yield (start, end), active


def _item(moment: Moment) -> dict[str, Any]:
    item = {
        "name": moment.title,
        "confidence": moment.confidence,
        "boxes": [[getattr(box, side.lower()) for side in SIDES] for box in moment.boxes],
        "fields": {name: value for name, value in moment.fields.items() if value != moment.title},
    }
    return {name: value for name, value in item.items() if value not in ("", None, [], {})}


def _cue_text(findings: Iterable[_Finding]) -> str:
    """Return JSON on one line, in which no mark of WebVTT or HTML stands as itself: ``-->`` would end the cue."""
    by_operator: dict[str, list[dict[str, Any]]] = {}
    for each in findings:
        by_operator.setdefault(each.operator, []).append(each.item)
    text = json.dumps(by_operator, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for mark in "<>&\x85\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _time(millis: int) -> str:
    seconds, rest = divmod(millis, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"
