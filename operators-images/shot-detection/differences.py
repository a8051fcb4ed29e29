"""How much frames differ from earlier ones: the signals that shot boundaries are decided on, in one pass."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from decoding import Thumb
from numpy.typing import NDArray

BINS = 8
BLOCK_ROWS, BLOCK_COLUMNS = 9, 8
"""Of the frame's 27 rows and 48 columns: 3 by 6 blocks keep its structure in 54 bytes."""

TOGETHER = 0.9
"""Correlation of luma from which on two frames may show the same in another light."""

DARK = 4.0
"""A standard deviation of one colour, of 255: with less, its light is as good as out."""

REPEATED = 0.5
"""Of 255: a frame that differs less from the one before is the same, shown again; encoders leave up to 0.3."""

RGB_OF_YUV = np.array([[1.164, 0.0, 1.596], [1.164, -0.392, -0.813], [1.164, 2.017, 0.0]], np.float32)
YUV_OF_BLACK = np.array([16, 128, 128], np.int16)[:, None, None]

FLASH_SECONDS = 0.2
GRADUAL_SECONDS = 0.8


@dataclass(frozen=True)
class Signals:
    """Series with a value per frame, `rate` of them a second.

    `content[k]` is its mean difference (0–255) from the frame k+1 before. `colour` is its difference in colours
    (0–1, blind to where they are) from the frame `gradual_span` before, `tint` that from the one before. `shape` is its
    difference from the one before (0–255) as far as another light does not explain it. `contrast` is the
    standard deviation of its luma (0–127), `layout` [count,3,3,6] the mean of each block of its planes.
    """

    content: NDArray[np.float32]
    colour: NDArray[np.float32]
    tint: NDArray[np.float32]
    shape: NDArray[np.float32]
    contrast: NDArray[np.float32]
    layout: NDArray[np.uint8]
    gradual_span: int
    rate: float

    @property
    def count(self) -> int:
        """Number of frames."""
        return int(self.content.shape[1])


def signals_of(thumbs: Iterable[Thumb], rate: float, seen: Callable[[int], None] = lambda _count: None) -> Signals:
    """Return the signals of a video; memory is a second of frames and a few numbers for each."""
    depth = max(2, round(rate * FLASH_SECONDS))
    span = max(2, round(rate * GRADUAL_SECONDS))
    recent: deque[NDArray[np.int16]] = deque(maxlen=depth)
    palettes: deque[NDArray[np.float32]] = deque(maxlen=span)
    content, colour, tint, shape, contrast, layout = [], [], [], [], [], []
    for number, thumb in enumerate(thumbs, start=1):
        frame, palette = thumb.astype(np.int16), _palette(thumb)
        differences = [difference(frame, earlier) for earlier in reversed(recent)]
        content.append(differences + [0.0] * (depth - len(differences)))
        colour.append(_shift(palette, palettes[0]) if len(palettes) == span else 0.0)
        tint.append(_shift(palette, palettes[-1]) if palettes else 0.0)
        shape.append(reshaped(recent[-1], frame) if recent else 0.0)
        contrast.append(float(frame[0].std()))
        layout.append(_layout(thumb))
        recent.append(frame)
        palettes.append(palette)
        seen(number)
    return Signals(
        np.array(content, np.float32).reshape(-1, depth).T,
        np.array(colour, np.float32),
        np.array(tint, np.float32),
        np.array(shape, np.float32),
        np.array(contrast, np.float32),
        np.array(layout, np.uint8),
        span,
        rate,
    )


def difference(one: NDArray[np.int16], other: NDArray[np.int16]) -> float:
    """Return how much two frames (planes Y, U, V) differ on average, 0–255."""
    # Colour planes span about half of luma's range in real frames: counted double, the three weigh alike.
    luma, blue, red = np.abs(one - other).mean(axis=(1, 2))
    return float((luma + 2 * blue + 2 * red) / 3)


def reshaped(one: NDArray[np.int16], other: NDArray[np.int16]) -> float:
    """Return how much a frame (planes Y, U, V) differs, 0–255, from the earlier one under the light that fits best.

    More or less light makes every place brighter or darker by the same rule. Light of another colour does so to red,
    green and blue each by a rule of its own, which moves luma wherever things have colours: what explains more, counts.
    """
    return min(_unexplained(one[0], other[0]), _under_colours(rgb_of(one), rgb_of(other)))


def rgb_of(frame: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return red, green and blue, 0–255, of planes Y, U, V (BT.601, limited range)."""
    return np.tensordot(RGB_OF_YUV, frame - YUV_OF_BLACK, axes=1)


def _under_colours(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    # A colour that either light lacks says nothing of what is where; the others must say it.
    lit = [channel for channel in range(3) if min(one[channel].std(), other[channel].std()) >= DARK]
    return float(np.mean([_unexplained(one[channel], other[channel]) for channel in lit])) if lit else 255.0


def _unexplained(one: NDArray[Any], other: NDArray[Any]) -> float:
    # The rule is `a * value + b` with a positive `a`. Where the two do not go together at all, nothing is explained.
    before, after = one - one.mean(), other - other.mean()
    spreads = float((before * before).mean()), float((after * after).mean())
    together = float((before * after).mean())
    if together < TOGETHER * (spreads[0] * spreads[1]) ** 0.5 or not spreads[0]:
        return 255.0
    return float(np.abs(after - together / spreads[0] * before).mean())


def _layout(thumb: Thumb) -> NDArray[np.uint8]:
    planes, rows, columns = thumb.shape
    blocks = thumb.reshape(planes, rows // BLOCK_ROWS, BLOCK_ROWS, columns // BLOCK_COLUMNS, BLOCK_COLUMNS)
    return np.asarray(blocks.mean(axis=(2, 4)).round(), np.uint8)


def _shift(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(np.abs(one - other).sum() / 2)


def _palette(thumb: Thumb) -> NDArray[np.float32]:
    planes = (thumb >> 5).reshape(3, -1).astype(np.int32)
    counts = np.bincount(planes[0] * BINS * BINS + planes[1] * BINS + planes[2], minlength=BINS**3)
    shares: NDArray[np.float32] = (counts / counts.sum()).astype(np.float32)
    return shares
