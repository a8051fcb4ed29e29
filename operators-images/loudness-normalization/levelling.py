"""What to do to an audio track: measured by the filter loudnorm in a first pass, done by it in a second."""

import json
import re
from dataclasses import dataclass
from typing import Any

from media_kits.video.sources import AudioStream

MEASURED = re.compile(r'\{\s*"input_i".*?\}', re.DOTALL)
RANGES = (1.0, 50.0)
"""Loudness ranges, in LU, that loudnorm accepts as a target."""

KEPT_LAYOUTS = ("mono", "stereo", "5.1", "5.1(side)", "7.1")
CHANNELS = {"mono": 1, "stereo": 2, "5.1": 6, "5.1(side)": 6, "7.1": 8}


@dataclass(frozen=True)
class Target:
    """Loudness in LUFS and true peak in dBTP to reach."""

    loudness: float
    peak: float


@dataclass(frozen=True)
class Measured:
    """What the first pass heard, in LUFS, dBTP, LU and LUFS."""

    loudness: float
    peak: float
    span: float
    threshold: float

    @property
    def is_silent(self) -> bool:
        """Whether nothing is above the gate of R 128, so that no gain is right."""
        return self.loudness <= -70

    def is_linear(self, target: Target) -> bool:
        """Whether one gain for the whole reaches the target without exceeding its peak."""
        return self.peak + target.loudness - self.loudness <= target.peak


def measuring(target: Target) -> str:
    """Return the filter of the first pass."""
    return f"loudnorm=I={target.loudness}:TP={target.peak}:LRA={RANGES[1]}:print_format=json"


def levelling(target: Target, measured: Measured) -> str:
    """Return the filter of the second pass; the range of the source is kept, so that one gain is used where it can."""
    if measured.is_silent:
        return "anull"
    span = min(max(measured.span, RANGES[0]), RANGES[1])
    heard = (
        f"measured_I={_within(measured.loudness, -99, 0)}:measured_TP={_within(measured.peak, -99, 99)}:"
        f"measured_LRA={_within(measured.span, 0, 99)}:measured_thresh={_within(measured.threshold, -99, 0)}"
    )
    return f"loudnorm=I={target.loudness}:TP={target.peak}:LRA={span}:{heard}:linear=true"


def measured_in(messages: str) -> Measured | None:
    """Return what :func:`measuring` said; None when it did not. Silence is -inf there, here -99."""
    found = MEASURED.findall(messages)
    if not found:
        return None
    facts: dict[str, Any] = json.loads(found[-1])
    numbers = (float(facts[f"input_{name}"]) for name in ("i", "tp", "lra", "thresh"))
    return Measured(*(_within(number, -99, 99) for number in numbers))


def layout_of(audio: AudioStream) -> str:
    """Return the layout of what is written: the source's own where AAC has it, else stereo."""
    return audio.layout if audio.layout in KEPT_LAYOUTS else "stereo"


def bitrate_of(layout: str) -> str:
    """Return 96 kbit/s for each channel, transparent for AAC."""
    return f"{96 * CHANNELS[layout]}k"


def _within(number: float, least: float, most: float) -> float:
    return min(max(number, least), most)
