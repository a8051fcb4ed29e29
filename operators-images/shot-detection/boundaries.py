"""Where shots begin: pure decisions on signals. Each way of changing has one rule.

- A cut is a difference that stands out from its surroundings (the idea of PySceneDetect's adaptive detector). Where
  frames are shown several times – animation, screen recordings, conferences, constant rates made of varying ones – the
  surroundings are the nearest new frames, unless its colours say that it shows something else.
- A flash is no cut: the frame before it comes back within a fifth of a second.
- Other light is no cut: it leaves everything where it was.
- A fade through a frame of one colour is one change. Out of a shot and on by a cut, or after a cut into a shot, the cut
  is the change.
- A dissolve or a wipe is a change with rest around it, during which every place is between what it was and becomes.
- Any other gradual change (one shot pushes another away) is a lasting change of colours with none of these in it.
"""

from dataclasses import dataclass

import fades
import mixtures
import numpy as np
from differences import REPEATED, Signals
from fades import LEAST, NOTHING, RETURNS

STANDS_OUT = 3.0
WINDOW = 2
REACH_SECONDS = 0.7
"""How far away new frames are surroundings: with fewer than three a second, each is an image of its own."""

SAME_SHAPE = 0.3
"""Of a difference, what other light may leave unexplained."""

OTHER_COLOURS = 0.3
"""Difference in colours, 0–1, from which on a frame shows something else: a fast pan has 0.1."""

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
    jumps = _jumps(signals, LEAST * factor, STANDS_OUT * factor**0.5)
    cuts = [jump for jump in jumps if not _is_light(signals, jump.frame)]
    faded = fades.fades_of(signals, [cut.frame for cut in cuts])
    taken = [
        *(jump.frame for jump in jumps),
        *(frame for fade in faded for frame in (fade.start, fade.middle, fade.end)),
    ]
    mixed = mixtures.mixtures_of(signals, [*taken, *(fade.end - 1 for fade in faded)], factor)
    strengths = ((fade.middle, fade.difference / (LEAST * factor)) for fade in faded)
    through = [Boundary(middle, _confidence(strength)) for middle, strength in strengths if strength >= 1]
    between = [Boundary(it.middle, _confidence(it.difference / (mixtures.LEAST * factor))) for it in mixed]
    taken += [frame for it in mixed for frame in (it.start, it.middle, it.end)]
    gradual = _gradual(signals, taken, min(0.95, GRADUAL * factor**0.5))
    return sorted([*cuts, *through, *between, *gradual], key=lambda found: found.frame)


def _jumps(signals: Signals, least: float, stands_out: float) -> list[Boundary]:
    steps = signals.content[0]
    found = []
    for frame in np.flatnonzero(steps >= least).tolist():
        ratio = float(steps[frame]) / max(_surroundings(signals, frame), 1.0)
        if ratio >= stands_out and not _is_flash(signals, frame):
            found.append(Boundary(frame, _confidence(ratio / stands_out)))
    return found


def _surroundings(signals: Signals, frame: int) -> float:
    """Return how much frames differ around this one."""
    steps, count = signals.content[0], signals.count
    near = [n for n in range(frame - WINDOW, frame + WINDOW + 1) if n != frame and 0 < n < count]
    # The median forgives one other cut right beside this one.
    usual = float(np.median(steps[near])) if near else 0.0
    if signals.tint[frame] >= OTHER_COLOURS:
        return usual
    reach = round(REACH_SECONDS * signals.rate)
    before = np.flatnonzero(steps[max(1, frame - reach) : frame][::-1] >= REPEATED)[:WINDOW]
    after = np.flatnonzero(steps[frame + 1 : frame + 1 + reach] >= REPEATED)[:WINDOW]
    new = [*(steps[frame - 1 - before]), *(steps[frame + 1 + after])]
    return max(usual, float(np.median([*new, *[0.0] * (2 * WINDOW - len(new))])))


def _is_light(signals: Signals, frame: int) -> bool:
    """Whether another light explains the difference: what is to be seen, is where it was."""
    seen = min(signals.contrast[frame - 1], signals.contrast[frame]) >= NOTHING
    return bool(seen and signals.shape[frame] < SAME_SHAPE * signals.content[0][frame])


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
    # A fade to black or from it changes the colours too, but there is no other shot: a cut or the end is beside it.
    span = signals.gradual_span
    around = (signals.contrast[max(0, frame - 2 * span) : frame - span + 1], signals.contrast[frame : frame + span + 1])
    return all(bool(values.min() >= NOTHING) for values in around)


def _confidence(strength: float) -> float:
    return float(round(100.0 - 50.0 / max(1.0, strength) ** 1.5, 2))
