"""Loudness by EBU R 128, as ffmpeg's filter ebur128 measures it."""

import re
from dataclasses import dataclass

FILTER = "ebur128=peak=true:framelog=quiet"
"""Measures what passes and says it at the end, in ffmpeg's messages (at its default log level)."""

SUMMARY = re.compile(r"^\[Parsed_ebur128_\d+ @ \S+\] Summary:\s*$(.*)", re.MULTILINE | re.DOTALL)
GATE = -70.0
"""LUFS below which nothing counts."""


@dataclass(frozen=True)
class Loudness:
    """Integrated loudness in LUFS, range in LU, true peak in dBTP; None where nothing was loud enough to measure."""

    integrated: float | None
    span: float | None
    true_peak: float | None

    @property
    def facts(self) -> dict[str, float]:
        """As it stands in results: what was not measured is left out."""
        all_facts = {"IntegratedLufs": self.integrated, "RangeLu": self.span, "TruePeakDbtp": self.true_peak}
        return {name: value for name, value in all_facts.items() if value is not None}


def loudness_in(messages: str) -> Loudness | None:
    """Return what :data:`FILTER` said, None when it did not."""
    summary = SUMMARY.search(messages)
    if summary is None:
        return None
    integrated, span, peak = (_number(summary[1], label) for label in ("I", "LRA", "Peak"))
    if integrated is None or integrated <= GATE:
        return Loudness(None, None, peak)
    return Loudness(integrated, span, peak)


def _number(summary: str, label: str) -> float | None:
    match = re.search(rf"^\s+{label}:\s+(-?[\d.]+) ", summary, re.MULTILINE)
    return float(match[1]) if match else None
