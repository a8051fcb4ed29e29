"""audio-events: a recording put together from known parts, and a telephone call whose turns people marked."""

from collections.abc import Iterator
from typing import Any

from tests.evaluation.figures import Figure
from tests.evaluation.measures import spans
from tests.evaluation.measures.spans import Span
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth
from tests.evaluation.turns import turns_of
from tests.operators import media, sounds

OPERATOR = "audio-events"
COLLAR = 250
"""Milliseconds around an edge of the truth that are not judged, as NIST does: voices fade, and so does judgement."""
HUSH = 0.01
"""Level of the noise parts, as a share of full scale: -40 dB, ten above what counts as silence."""


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield F1 by time for speech, music and silence, and for the speech of a call."""
    parts = truth("sounds")["made"]
    recording = bench.made("recording.wav")
    recording.write_bytes(sounds.wav(sample for part in parts for sample in _samples(part)))
    seconds = sum(map(_length, parts))
    found = bench.run(OPERATOR, {"audio": recording}, seconds=seconds).result["AudioEvents"]
    for kind in ("Speech", "Music", "Silence"):
        # pauses within speech and music are silent too: only between them is it known where there is silence
        ignored = [span for heard in ("Speech", "Music") for span in _true(parts, heard)] if kind == "Silence" else []
        counts = spans.counts_of(_true(parts, kind), _spans(found, kind), seconds * 1000, COLLAR, ignored)
        yield Figure(OPERATOR, f"F1 by time, {kind.lower()}, a recording of known parts", counts.f1, f"{seconds:.0f} s")
    call = truth("sounds")["conversation"]
    heard = bench.run(OPERATOR, {"audio": media.fetch(call["media"])}, seconds=call["seconds"]).result["AudioEvents"]
    spoken = [(1000 * start, 1000 * end) for start, end, _ in turns_of(media.fetch(call["turns"]))]
    counts = spans.counts_of(spoken, _spans(heard, "Speech"), call["seconds"] * 1000, COLLAR)
    yield Figure(OPERATOR, "F1 by time, speech, a telephone call", counts.f1, f"{call['seconds']} s")


def _samples(part: dict[str, Any]) -> list[float]:
    match part:
        case {"silence": seconds}:
            return sounds.silence(seconds)
        case {"noise": seconds}:
            return sounds.noise(seconds, HUSH)
    own = _cut(part, part["seconds"])
    if "over" in part:
        gain = 10 ** (part["over"]["decibels"] / 20)
        return [one + gain * other for one, other in zip(own, _cut(part["over"], part["seconds"]), strict=True)]
    return own


def _cut(part: dict[str, Any], seconds: float) -> list[float]:
    first = round(part["from"] * sounds.RATE)
    cut = sounds.samples_of(media.fetch(part["media"]))[first : first + round(seconds * sounds.RATE)]
    return cut + sounds.silence(seconds - len(cut) / sounds.RATE)


def _length(part: dict[str, Any]) -> float:
    return float(part.get("silence") or part.get("noise") or part["seconds"])


def _true(parts: list[dict[str, Any]], kind: str) -> list[Span]:
    found, at = [], 0.0
    for part in parts:
        end = at + 1000 * _length(part)
        if kind in _kinds(part):
            found.append((at, end))
        at = end
    return found


def _kinds(part: dict[str, Any]) -> list[str]:
    return [
        *part.get("events", ()),
        *part.get("over", {}).get("events", ()),
        *(["Silence"] if "silence" in part else []),
    ]


def _spans(events: list[dict[str, Any]], kind: str) -> list[Span]:
    return [(it["StartTimestampMillis"], it["EndTimestampMillis"]) for it in events if it["Type"] == kind]
