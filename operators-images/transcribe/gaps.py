"""Gaps: where the detector hears speech, and no words were written down.

Whisper gives each moment to some word. What it leaves out, as a sentence that is said again, is then part of a word
that lasts much longer than anybody says it.
"""

from collections.abc import Iterable, Iterator, Sequence

from recognition import SpokenWord
from speech import Region
from transcript import Gap

from media_kits.audio.recordings import RATE
from media_operator import Operator, Reason

LEAST = round(1.0 * RATE)
"""Samples of speech without words that count: less is a cough, a breath, or the end of a word."""
AROUND = round(0.5 * RATE)
"""Samples around a word that belong to it: its times are good to a fraction of that."""
DRAWN = 1.0
"""Seconds for which a word may be drawn out,"""
SLOWLY = 0.1
"""and seconds more for each of its letters."""


def gaps_in(regions: Iterable[Region], words: Sequence[SpokenWord]) -> list[Region]:
    """Return the stretches of the regions that are at least a second long and have no word near them, in order."""
    taken = sorted(part for word in words for part in _taken_by(word))
    return [gap for region in regions for gap in _free(region, taken) if gap.end - gap.start >= LEAST]


def holding(gap: Region, words: Iterable[SpokenWord]) -> list[SpokenWord]:
    """Return the words that last throughout a gap: it is what they can take no time for."""
    return [word for word in words if word.start * RATE < gap.start and gap.end < word.end * RATE]


def joined(gaps: Iterable[Region]) -> list[Region]:
    """Return gaps with those that stand less than a second apart as one."""
    found: list[Region] = []
    for gap in sorted(gaps, key=lambda each: each.start):
        if found and gap.start - found[-1].end < LEAST:
            found[-1] = Region(found[-1].start, max(found[-1].end, gap.end))
        else:
            found.append(gap)
    return found


def gaps_of(missed: Iterable[Region], channel: str | None) -> list[Gap]:
    """Return gaps as the result lists them, neighbours as one."""
    labels = {"channel_label": channel} if channel else {}
    return [{"start_time": gap.start / RATE, "end_time": gap.end / RATE, **labels} for gap in joined(missed)]


def tell(operator: Operator, gaps: Sequence[Gap]) -> None:
    """Put one sentence about all gaps into the warnings of the result."""
    if gaps:
        seconds = sum(gap["end_time"] - gap["start_time"] for gap in gaps)
        where = "one stretch" if len(gaps) == 1 else f"{len(gaps)} stretches"
        said = f"somebody seems to speak in {where}, {seconds:.1f} seconds in all, and no words were understood"
        first, last = min(gap["start_time"] for gap in gaps), max(gap["end_time"] for gap in gaps)
        operator.warn(Reason.SPEECH_WITHOUT_WORDS, said, first, last)


def _taken_by(word: SpokenWord) -> Iterator[tuple[int, int]]:
    """Yield the samples that belong to a word: all between its times, or its first and last as far as it can last."""
    half = (DRAWN + SLOWLY * len(word.text.strip())) / 2
    if word.end - word.start > 2 * half:
        yield round(word.start * RATE) - AROUND, round((word.start + half) * RATE) + AROUND
        yield round((word.end - half) * RATE) - AROUND, round(word.end * RATE) + AROUND
    else:
        yield round(word.start * RATE) - AROUND, round(word.end * RATE) + AROUND


def _free(region: Region, taken: Sequence[tuple[int, int]]) -> Iterator[Region]:
    start = region.start
    for first, last in taken:
        if last > start and first < region.end:
            if first > start:
                yield Region(start, first)
            start = last
    if start < region.end:
        yield Region(start, region.end)
