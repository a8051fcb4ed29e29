"""One pass of ffmpeg over a video or an audio track: what its detectors report, and every frame, small."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import bars
import numpy as np

from media_kits.video import limits, normalization, segments
from media_kits.video.loudness import FILTER, Loudness, loudness_in
from media_kits.video.opening import Opened, steadily
from media_kits.video.sources import Source

COLUMNS, ROWS = 64, 36
DARK = 48
"""Up to this value, of 255, a channel of a dark background is."""

REPORT = re.compile(r"^\[Parsed_(?:blackdetect|freezedetect|silencedetect)_\d+ @ \S+\] (.*)$", re.MULTILINE)
BLACK = re.compile(r"black_start:(\S+) black_end:(\S+)")
FREEZE = re.compile(r"freeze_(start|end): (\S+)")
SILENCE = re.compile(r"silence_(start|end): (\S+)")

Span = tuple[float, float]
"""Start and end in seconds."""


@dataclass
class Findings:
    """What was found; `bars` and `dark` have one number from 0 to 1 for each frame, audio alone has its length."""

    black: list[Span] = field(default_factory=list)
    frozen: list[Span] = field(default_factory=list)
    silent: list[Span] = field(default_factory=list)
    loudness: Loudness | None = None
    bars: list[float] = field(default_factory=list)
    dark: list[float] = field(default_factory=list)
    heard_seconds: float = 0.0
    opened: Opened | None = None
    """The source as it was read."""


def run_detectors(
    path: Path, source: Source, settings: Mapping[str, float], progress: Callable[[int, int], None]
) -> Findings:
    """Decode the source once; `settings` are the operator's parameters. Raises UnusableInput when nothing decodes."""
    return steadily(Opened(path, source), lambda opened: _run(opened, settings, progress))


def _run(opened: Opened, settings: Mapping[str, float], progress: Callable[[int, int], None]) -> Findings:
    source, findings = opened.source, Findings(opened=opened)
    if source.video is None:
        _run_on_audio(opened, settings, findings, progress)
        return findings
    rate = segments.rate_of(source.video)
    total = max(1, round(source.seconds * rate))
    arguments = ["-nostats", *opened.arguments, "-filter_complex", _graph(source, rate, settings)]
    arguments += [*_to("[small]", "-f", "rawvideo", "pipe:1"), *_to("[full]", "-f", "null", "-")]
    arguments += _to("[audio]", "-f", "null", "-") if source.audio else []
    for raw in opened.blocks(arguments, 3 * COLUMNS * ROWS, at_end=lambda done: _read(done.messages, findings)):
        frame = np.frombuffer(raw, np.uint8).reshape(ROWS, COLUMNS, 3)
        findings.bars.append(bars.agreement_of(frame))
        findings.dark.append(float((frame.max(axis=2) <= DARK).mean()))
        progress(min(len(findings.dark), total), total + 1)
    return findings


def _run_on_audio(
    opened: Opened, settings: Mapping[str, float], findings: Findings, progress: Callable[[int, int], None]
) -> None:
    source = opened.source
    total = max(1, round(source.seconds))

    def on_line(line: str) -> None:
        key, _, value = line.strip().partition("=")
        if key == "out_time_us" and value.isdecimal():
            findings.heard_seconds = int(value) / 1e6
            progress(min(int(findings.heard_seconds), total), total + 1)

    arguments = ["-nostats", "-progress", "pipe:1", *opened.arguments, "-filter_complex", _audio(source, settings)]
    done = opened.run([*arguments, *_to("[audio]", "-f", "null", "-")], on_line=on_line)
    _read(done.messages, findings)
    if done.code != 0 or findings.loudness is None:
        done.refuse("the audio could not be decoded")


def _to(label: str, *target: str) -> list[str]:
    return ["-map", label, "-t", str(limits.MAX_SECONDS), "-fps_mode", "passthrough", *target]


def _graph(source: Source, rate: Fraction, settings: Mapping[str, float]) -> str:
    number = source.video.number if source.video else 0
    black = f"blackdetect=d={settings['minBlackSeconds']}:pix_th={settings['blackLevel'] / 100}"
    freeze = f"freezedetect=n={settings['freezeNoise']}dB:d={settings['minFreezeSeconds']}"
    told = normalization.forgotten(source.video) if source.video else ()
    parts = [
        f"[0:{number}]{','.join((*told, f'fps={rate}:start_time=0'))},split=2[a][b]",
        f"[a]{black}:pic_th={settings['blackArea'] / 100},{freeze}[full]",
        f"[b]scale={COLUMNS}:{ROWS}:flags=area,format=rgb24[small]",
    ]
    return ";".join(parts + ([_audio(source, settings)] if source.audio else []))


def _audio(source: Source, settings: Mapping[str, float]) -> str:
    # first_pts=0 fills with silence what comes before the audio, so that its zero is the video's.
    number = source.audio.number if source.audio else 0
    silence = f"silencedetect=n={settings['silenceLevel']}dB:d={settings['minSilenceSeconds']}"
    return f"[0:{number}]aresample=async=1:first_pts=0,{silence},{FILTER}[audio]"


def _read(messages: str, findings: Findings) -> None:
    said = "\n".join(match[1] for match in REPORT.finditer(messages))
    findings.black = [(float(match[1]), float(match[2])) for match in BLACK.finditer(said)]
    findings.frozen = _pairs(FREEZE.findall(said))
    findings.silent = _pairs(SILENCE.findall(said))
    findings.loudness = loudness_in(messages)


def _pairs(marks: list[tuple[str, str]]) -> list[Span]:
    # What still lasts at the end has no end of its own.
    spans: list[Span] = []
    for which, time in marks:
        if which == "start":
            spans.append((max(0.0, float(time)), float("inf")))
        elif spans:
            spans[-1] = (spans[-1][0], float(time))
    return spans
