"""What the source is, measured: one run of ffmpeg tells its streams, another when each frame is shown."""

import re
from array import array
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from media_kits.video import clock, ffmpeg, limits
from media_kits.video.diagnosis import reason_of
from media_operator.errors import UnusableInput

STREAM = re.compile(r"^ {2,4}Stream #0:(\d+)\S*: (Video|Audio): (.*)$", re.MULTILINE)
SIZE = re.compile(r", (\d+)x(\d+)(?: \[SAR (\d+):(\d+) DAR|(?=[,\s]|$))", re.MULTILINE)
ROTATION = re.compile(r"(?i)display ?matrix: rotation of (-?[\d.]+) degrees")
CONTAINER = re.compile(r"^Input #0, (\S+), from", re.MULTILINE)
DURATION = re.compile(r"^  Duration: (\d+):(\d+):([\d.]+)", re.MULTILINE)
LANGUAGE = re.compile(r"\(([A-Za-z0-9-]{2,35})\)(?:\[0x[0-9a-f]+\])?: Audio: ")
HDR_CURVES = ("smpte2084", "arib-std-b67")
FIELDS = re.compile(r"\b(?:top|bottom) (?:coded )?first\b")
"""How ffmpeg tells interlaced video: which field is shown first, "coded" where the other one is stored first."""
COLOURS = re.compile(
    r"[(,] ?(bt709|fcc|bt470bg|smpte170m|smpte240m|ycgco|bt2020nc|bt2020c|gbr|unknown|reserved)"
    r"(?:/([\w.-]+)/([\w.-]+))?[,)]"
)
"""What ffmpeg prints of matrix, primaries and transfer: one name when all three are called the same."""

COUNTED_LAYOUT = re.compile(r"(\d+)(?: channels|(\.\d+)(?:\.\d+)?)")
"""`5.1(side)`, `7.1.4` and `24 channels`."""
NAMED_LAYOUTS = {"mono": 1, "stereo": 2, "downmix": 2, "quad": 4, "hexagonal": 6, "octagonal": 8, "hexadecagonal": 16}

Colours = tuple[str, str, str]
UNTOLD: Colours = ("unknown", "unknown", "unknown")


@dataclass(frozen=True)
class VideoStream:
    """The video stream: size as stored, `aspect` of one pixel, degrees to turn, and frame times in seconds.

    Times are those of :mod:`~media_kits.video.clock`; `hidden` frames are decoded and not shown.

    `colours` are matrix, primaries and transfer as ffmpeg calls them, for instance `bt709`; `unknown` where untold,
    `reserved` for a number that the standards give no meaning to.
    """

    number: int
    codec: str
    pixel_format: str
    width: int
    height: int
    aspect: Fraction = Fraction(1)
    rotation: int = 0
    hdr: bool = False
    interlaced: bool = False
    colours: Colours = UNTOLD
    nominal_rate: float = 0.0
    times: "array[float]" = field(default_factory=lambda: array("d"))
    keyframes: "array[float]" = field(default_factory=lambda: array("d"))
    end: float = 0.0
    hidden: int = 0

    @property
    def display_size(self) -> tuple[int, int]:
        """Width and height as seen: square pixels, upright."""
        width, height = max(1, round(self.width * self.aspect)), self.height
        return (height, width) if self.rotation % 180 else (width, height)

    @property
    def seconds(self) -> float:
        """When the last frame ends, counted from the zero of the file; 0 when there is no frame."""
        if not self.times:
            return 0.0
        # The last packet may say that it lasts for ever; no other frame says more than the next one's time
        longest = max(1 / self.rate, 2 * self._step)
        lasts = self.end - self.times[-1]
        return self.times[-1] + (lasts if 0 < lasts <= longest else 1 / self.rate)

    @property
    def rate(self) -> float:
        """Frames a second: measured when there are at least three, else as declared."""
        if len(self.times) > 2 and self.times[-1] > self.times[0]:
            return (len(self.times) - 1) / (self.times[-1] - self.times[0])
        return self.nominal_rate or 25.0

    @property
    def is_constant_rate(self) -> bool:
        """Whether every step lies within a quarter of a frame (and a millisecond of rounding) of the mean."""
        slack = 0.25 / self.rate + 0.001
        return all(abs(step - 1 / self.rate) <= slack for step in self.steps)

    @property
    def steps(self) -> list[float]:
        """How long each frame but the last is shown, in seconds."""
        return [later - earlier for earlier, later in pairwise(self.times)]

    @property
    def _step(self) -> float:
        return self.times[-1] - self.times[-2] if len(self.times) > 1 else 0.0


@dataclass(frozen=True)
class AudioStream:
    """The first decodable audio stream."""

    number: int
    codec: str
    layout: str
    sample_rate: int = 0
    """Samples per second and channel."""
    end: float = 0.0
    """When it ends, in seconds from the zero of the file."""
    language: str = ""
    """Its language as the container says it: `eng`, `en-US`; empty where it says none."""

    @property
    def channels(self) -> int:
        """How many channels the layout has; 0 for a layout that the probe writes in no way known here."""
        counted = COUNTED_LAYOUT.match(self.layout)
        if counted is None:
            return NAMED_LAYOUTS.get(self.layout.split("(")[0], 0)
        return int(counted[1]) if counted[2] is None else sum(int(number) for number in counted[0].split("."))


@dataclass(frozen=True)
class Source:
    """A source that passed the limits; it lasts `seconds` from its zero to the end of its last stream."""

    container: str
    seconds: float
    video: VideoStream | None
    audio: AudioStream | None
    is_steady: bool = True
    """Whether no stream is known to change its format on the way."""

    @property
    def video_seconds(self) -> float:
        """When the video ends; 0 when there is none."""
        return self.video.seconds if self.video else 0.0

    @property
    def is_still(self) -> bool:
        """Whether a demuxer of single images opened it."""
        return self.container in limits.IMAGES.split(",")


def measure(path: Path) -> Source:
    """Return what `path` is. Raises UnusableInput with a sentence when it is not media or breaks a limit."""
    probe = ffmpeg.run(ffmpeg.guarded(path), timeout=limits.PROBE_SECONDS).messages
    container = CONTAINER.search(probe)
    if container is None:
        raise UnusableInput(reason_of(path, probe))
    video, audio = _video(probe), _audio(probe)
    if video is not None:
        _check_size(video)
    if video is None and audio is None:
        raise UnusableInput("the file holds neither video nor audio that can be decoded")
    found = _timed(Source(container[1], 0.0, video, audio), path, _declared(probe))
    if found.seconds > limits.MAX_SECONDS:
        raise UnusableInput(f"the file lasts {found.seconds / 3600:.1f} hours; at most 12 are analysed")
    return found


def _timed(source: Source, path: Path, declared: float) -> Source:
    video, audio = source.video, source.audio
    if source.is_still:
        return replace(source, seconds=declared)
    shown, heard = clock.tracks_of(path, video.number if video else None, audio.number if audio else None)
    if video is not None:
        video = replace(video, times=shown.times, keyframes=shown.keyframes, end=shown.end, hidden=shown.hidden)
    if audio is not None:
        audio = replace(audio, end=heard.end)
    measured = max(video.seconds if video else 0.0, audio.end if audio else 0.0)
    return replace(source, seconds=measured or min(declared, limits.MAX_SECONDS), video=video, audio=audio)


def _video(probe: str) -> VideoStream | None:
    for match in STREAM.finditer(probe):
        size = SIZE.search(match[3])
        if match[2] != "Video" or "(attached pic)" in match[3] or "Video: none" in match[0] or size is None:
            continue
        facts = match[3].split(", ")
        pixels = facts[1] if len(facts) > 1 else ""
        turned = ROTATION.search(_section(probe, match))
        aspect = Fraction(int(size[3]), int(size[4])) if size[3] and int(size[3]) and int(size[4]) else Fraction(1)
        rate = re.search(r"([\d.]+)(k?) (?:fps|tbr)", match[3])
        return VideoStream(
            number=int(match[1]),
            codec=facts[0].split(" ")[0],
            pixel_format=pixels.split("(")[0].strip(),
            width=int(size[1]),
            height=int(size[2]),
            aspect=aspect,
            rotation=round(float(turned[1])) % 360 if turned else 0,
            hdr=any(curve in match[3] for curve in HDR_CURVES),
            interlaced=FIELDS.search(match[3]) is not None,
            colours=_colours(match[3]),
            nominal_rate=float(rate[1]) * (1000 if rate[2] else 1) if rate else 0.0,
        )
    return None


def _colours(description: str) -> Colours:
    told = COLOURS.search(description)
    if told is None:
        return UNTOLD
    matrix, primaries, transfer = told[1], told[2] or told[1], told[3] or told[1]
    return ("unknown" if matrix == "gbr" else matrix, primaries, transfer)


def _section(probe: str, match: "re.Match[str]") -> str:
    following = STREAM.search(probe, match.end())
    return probe[match.end() : following.start() if following else len(probe)]


def _audio(probe: str) -> AudioStream | None:
    for match in STREAM.finditer(probe):
        facts = match[3].split(", ")
        if match[2] == "Audio" and facts[0].split(" ")[0] not in ("none", "unknown") and "Hz" in match[3]:
            layout = facts[2] if len(facts) > 2 else "mono"
            rate = re.search(r"(\d+) Hz", match[3])
            codec = facts[0].split(" ")[0]
            language = LANGUAGE.search(match[0])
            return AudioStream(
                number=int(match[1]),
                codec=codec,
                layout=layout.split(" (")[0],
                sample_rate=int(rate[1]) if rate else 0,
                language=language[1] if language else "",
            )
    return None


def _check_size(video: VideoStream) -> None:
    width, height = video.width, video.height
    if max(width, height) > limits.MAX_SIDE or width * height > limits.MAX_PIXELS:
        raise UnusableInput(f"a frame claims {width}x{height}; at most {limits.MAX_PIXELS} pixels are decoded")
    shown = video.display_size
    if max(shown) > 64 * min(shown) and max(shown) > limits.MAX_SIDE:
        raise UnusableInput(f"a frame claims to be shown as {shown[0]}x{shown[1]}, which no screen can")


def _declared(probe: str) -> float:
    found = DURATION.search(probe)
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]) if found else 0.0
