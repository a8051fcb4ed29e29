"""Where shots begin: pure decisions on signals.

A cut is a difference that stands out from its surroundings (the idea of PySceneDetect's adaptive detector), unless the
frame before it comes back within a fifth of a second: that is a flash. A fade leads through a frame of one colour.
Any other gradual change (dissolve) is a lasting change of colours without a cut or a fade in it.
"""

from dataclasses import dataclass

import fades
import numpy as np
from differences import Signals
from fades import LEAST, NOTHING, RETURNS

STANDS_OUT = 3.0
WINDOW = 2
GRADUAL = 0.6
CALM = 0.25


@dataclass(frozen=True)
class Boundary:
    """A shot begins with frame `frame`; confidence is 0–100."""

    frame: int
    confidence: float


def boundaries_of(signals: Signals, sensitivity: float = 50.0) -> list[Boundary]:
    """Return the first frames of all shots but the first, in order. `sensitivity` 0–100 scales the thresholds."""
    factor = 2.0 ** ((50.0 - sensitivity) / 25.0)
    cuts = _cuts(signals, LEAST * factor, STANDS_OUT * factor**0.5)
    faded = fades.fades_of(signals, [cut.frame for cut in cuts])
    taken = [*(cut.frame for cut in cuts), *(frame for fade in faded for frame in (fade.start, fade.middle, fade.end))]
    strengths = ((fade.middle, fade.difference / (LEAST * factor)) for fade in faded)
    through = [Boundary(middle, _confidence(strength)) for middle, strength in strengths if strength >= 1]
    gradual = _gradual(signals, taken, min(0.95, GRADUAL * factor**0.5))
    return sorted([*cuts, *through, *gradual], key=lambda found: found.frame)


def _cuts(signals: Signals, least: float, stands_out: float) -> list[Boundary]:
    steps = signals.content[0]
    found = []
    for frame in np.flatnonzero(steps >= least).tolist():
        around = [steps[n] for n in range(frame - WINDOW, frame + WINDOW + 1) if n != frame and 0 < n < signals.count]
        # The median forgives one other cut right beside this one.
        ratio = float(steps[frame]) / max(float(np.median(around)) if around else 0.0, 1.0)
        if ratio >= stands_out and not _is_flash(signals, frame):
            found.append(Boundary(frame, _confidence(ratio / stands_out)))
    return found


def _is_flash(signals: Signals, frame: int) -> bool:
    # content[k][frame+k] compares the frame before `frame` with the one k later: small again means it came back.
    # The end of a flash is recognised the same way, looking from its own frame back to the one before the flash.
    depth, step = len(signals.content), float(signals.content[0][frame])
    back = [signals.content[k][frame + k] for k in range(1, depth) if frame + k < signals.count]
    before = [signals.content[k][frame] for k in range(1, depth) if frame - k > 0]
    return any(float(value) < RETURNS * step for value in (*back, *before))


def _gradual(signals: Signals, others: list[int], least: float) -> list[Boundary]:
    span, colour, taken = signals.gradual_span, signals.colour, list(others)
    found: list[Boundary] = []
    for frame in np.argsort(-colour, kind="stable").tolist():
        if colour[frame] < least:
            break
        middle = frame - span // 2
        if all(abs(middle - other) > span for other in taken) and _settles(signals, frame) and _shows(signals, frame):
            taken.append(middle)
            found.append(Boundary(middle, _confidence(float(colour[frame]) / least)))
    return found


def _settles(signals: Signals, frame: int) -> bool:
    # Before and after a dissolve the colours are at rest; during long camera moves they never are.
    span, colour = signals.gradual_span, signals.colour
    calm = CALM + 0.25 * float(colour[frame])
    before, after = frame - span, frame + span
    return (before < span or colour[before] < calm) and (after >= signals.count or colour[after] < calm)


def _shows(signals: Signals, frame: int) -> bool:
    # A video that begins or ends in black changes its colours too, but there is no other shot.
    return bool(min(signals.contrast[frame - signals.gradual_span], signals.contrast[frame]) >= NOTHING)


def _confidence(strength: float) -> float:
    return float(round(100.0 - 50.0 / max(1.0, strength) ** 1.5, 2))
