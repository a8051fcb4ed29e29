"""Puts stretches of speech one after another without the silence between, and finds the way back to their times.

Whisper hears 30 seconds at a time, whatever they hold: packed, a sparse recording costs as much as what is said.
"""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from speech import PADDING, Region, Window

from media_kits.audio.recordings import RATE, Samples

LONG_SILENCE = 3 * RATE
"""Samples of silence after which somebody begins anew."""


BLOCK = RATE // 10
"""Samples whose loudness is compared, where speech without a pause must be cut."""
CUTTABLE = 50 * BLOCK
"""Samples before the end of a stretch in which it may be cut."""


@dataclass(frozen=True)
class Packed:
    """Speech without silence. `offsets[i]` is where in `samples` the padded `regions[i]` begins."""

    samples: Samples
    regions: tuple[Region, ...]
    offsets: tuple[int, ...]
    padded: tuple[Region, ...]

    def times_of(self, start: float, end: float) -> tuple[float, float]:
        """Turn seconds of the packed audio into seconds of the whole, never before the speech that holds them."""
        index = max(0, bisect.bisect_right(self.offsets, (start + end) / 2 * RATE) - 1)
        speech, padded = self.regions[index], self.padded[index]
        shift = padded.start - self.offsets[index]
        first = min(max(start * RATE + shift, speech.start), speech.end)
        last = min(max(end * RATE + shift, first), padded.end)
        return first / RATE, last / RATE

    def whole_of(self, stretch: Region) -> Region:
        """Return where in the whole audio the speech of a stretch of the packed begins and ends."""
        first, last = stretch.start / RATE, (stretch.end - 1) / RATE
        return Region(round(self.times_of(first, first)[0] * RATE), round(self.times_of(last, last)[1] * RATE) + 1)

    def stretches(self, longest: int) -> Iterator[Region]:
        """Yield the packed audio in stretches of at most `longest` samples that begin where speech does.

        A region that is longer is cut where it is quietest in the last seconds of a stretch.
        """
        start = 0
        for begin, end in pairwise((*self.offsets, len(self.samples))):
            if end - start > longest and begin > start:
                yield Region(start, begin)
                start = begin
            while end - start > longest:
                cut = self._quietest(start + longest - CUTTABLE, start + longest)
                yield Region(start, cut)
                start = cut
        yield Region(start, len(self.samples))

    def regions_in(self, stretch: Region) -> Iterator[Region]:
        """Yield a stretch of the packed audio in parts that silence divides in the whole."""
        yield from (Region(*each) for each in pairwise((stretch.start, *self._begins_in(stretch), stretch.end)))

    def _begins_in(self, stretch: Region) -> Iterator[int]:
        return (offset for offset in self.offsets if stretch.start < offset < stretch.end)

    def _quietest(self, first: int, last: int) -> int:
        blocks = self.samples[first:last].reshape(-1, BLOCK)
        return first + BLOCK * int(np.argmin(np.square(blocks).mean(axis=1))) + BLOCK // 2


def packs(window: Window) -> Iterator[Packed]:
    """Yield the speech of a window packed, in groups that no long silence divides.

    Whisper takes what it hears for one text: a greeting put right before a reading is often left out.
    """
    gaps = [right.start - left.end for left, right in pairwise(window.regions)]
    ends = [index for index, gap in enumerate(gaps, start=1) if gap > LONG_SILENCE]
    for first, last in pairwise((0, *ends, len(window.regions))):
        yield pack(replace(window, regions=window.regions[first:last]))


def pack(window: Window) -> Packed:
    """Pack the speech of a window that has some, each stretch with a little of the audio around it."""
    padded = tuple(_padded(window))
    lengths = [it.end - it.start for it in padded]
    offsets = tuple(int(offset) for offset in np.cumsum([0, *lengths[:-1]]))
    samples = np.concatenate([window.audio_of(it.start, it.end) for it in padded])
    return Packed(samples, window.regions, offsets, padded)


def _padded(window: Window) -> Iterator[Region]:
    """Yield the regions with padding, which neighbours share half and half."""
    edges: Sequence[Region] = (Region(0, window.start), *window.regions, Region(window.end, window.end))
    for index, region in enumerate(window.regions, start=1):
        before, after = region.start - edges[index - 1].end, edges[index + 1].start - region.end
        room_before = before if index == 1 else before // 2
        room_after = after if index == len(window.regions) else after // 2
        yield Region(region.start - min(PADDING, room_before), region.end + min(PADDING, room_after))
