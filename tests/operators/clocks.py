"""Films whose format or clock changes on the way: flashes and beeps at the same known moments in each of them.

Each is 8 s of two parts of 4 s. In both parts the whole frame is white, and a tone sounds, for a fifth of a second.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.operators.films import X264, make

PART, AT = 4.0, 2.0
MOMENTS = (2.0, 6.0)
"""When a flash and a beep begin, in seconds."""

_BOX = "drawbox=x='mod(20*t,140)':y=40:w=12:h=12:c=gray:t=fill"
_WHITE = f"drawbox=w=iw:h=ih:c=white:t=fill:enable='between(t,{AT - 0.001},{AT + 0.199})'"
_BEEP = f"0.5*sin(2*PI*1000*t)*between(t,{AT},{AT + 0.2})"

Made = Callable[[Path], Path]


@dataclass(frozen=True)
class Odd:
    """A film: how it is made, when its events are, how long it lasts."""

    name: str
    make: Made
    moments: Sequence[float] = MOMENTS
    seconds: float = 2 * PART
    rate: float = 25
    warned: bool = False
    """Whether results say that its format changes."""


def part(
    target: Path, *, size: str = "160x90", rate: int = 25, sound: str = "stereo", hertz: int = 48000, start: float = 0,
    filters: str = "null", codecs: Sequence[str] = (*X264, "-g", "25", "-c:a", "aac"),
) -> Path:  # fmt: skip
    """Make a part of 4 s as a transport stream, or in what the name says, whose clock begins at `start` seconds."""
    seen = f"color=black:s={size}:r={rate}:d={PART},{_BOX},{_WHITE},{filters}"
    heard = f"aevalsrc='{'|'.join([_BEEP] * (6 if sound == '5.1' else 2 if sound == 'stereo' else 1))}':c={sound}"
    inputs = ("-f", "lavfi", "-i", seen, "-f", "lavfi", "-i", f"{heard}:d={PART}:s={hertz}")
    return make(target, *inputs, *codecs, "-output_ts_offset", str(start))


def joined(target: Path, *parts: Path) -> Path:
    """Join transport streams as `cat` does."""
    target.write_bytes(b"".join(each.read_bytes() for each in parts))
    return target


def _two(first: dict[str, object], second: dict[str, object]) -> Made:
    def made(folder: Path) -> Path:
        one = part(folder / "one.ts", **first)  # type: ignore[arg-type]
        return joined(folder / "film.ts", one, part(folder / "two.ts", **({"start": PART} | second)))  # type: ignore[arg-type]

    return made


def _same(folder: Path, name: str = "same.mkv", *arguments: str) -> Path:
    """Make the film in one piece."""
    source = joined(folder / "both.ts", part(folder / "one.ts"), part(folder / "two.ts", start=PART))
    return make(folder / name, "-i", source, *(arguments or (*X264, "-c:a", "pcm_s16le")))


def _late(*inputs: str) -> Made:
    def made(folder: Path) -> Path:
        return make(folder / "late.mkv", *_late_inputs(str(_same(folder)), inputs), "-c", "copy")

    return made


def _late_inputs(source: str, cut: Sequence[str]) -> list[str]:
    video, audio = cut
    return ["-copyts", "-ss", video, "-i", source, "-ss", audio, "-i", source, "-map", "0:v", "-map", "1:a"]


def _edited(folder: Path) -> Path:
    source = _same(folder, "whole.mp4", *X264, "-g", "250", "-c:a", "aac")
    return make(folder / "edited.mp4", "-ss", "1", "-i", source, "-c", "copy")


def _avi(folder: Path) -> Path:
    return _same(folder, "film.avi", "-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p", "-c:a", "mp3", "-ac", "1")


def _varying(folder: Path) -> Path:
    kept = "select='if(lt(t,1),1,not(mod(n,5)))'"
    return _same(folder, "varying.mkv", "-vf", kept, "-fps_mode", "vfr", *X264, "-c:a", "aac")


_AC3: dict[str, object] = {"codecs": (*X264, "-g", "25", "-c:a", "ac3")}

ODD = (
    Odd("nothing changes", _two({}, {})),
    Odd("the sound gets fewer channels", _two(_AC3 | {"sound": "5.1"}, _AC3), warned=True),
    Odd("the sound gets more channels", _two({"sound": "mono"}, {}), warned=True),
    Odd("the sound gets another rate", _two({}, {"hertz": 44100}), warned=True),
    Odd("the picture gets smaller", _two({"size": "320x180"}, {}), warned=True),
    Odd("the picture gets another shape", _two({}, {"size": "120x90"}), warned=True),
    Odd(
        "the colours get other names",
        _two({}, {"filters": "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv"}),
        warned=True,
    ),
    Odd("the picture gets faster", _two({}, {"rate": 50}), rate=0),
    Odd("the clock jumps an hour ahead", _two({}, {"start": 3600})),
    Odd("the clock jumps back an hour", _two({"start": 3600}, {"start": 0})),
    Odd("the clock starts anew", _two({}, {"start": 0})),
    Odd("the clock starts at ten hours", _two({"start": 36000}, {"start": 36000 + PART})),
    Odd("the clock wraps", _two({"start": 95441.7}, {"start": 95445.7})),
    Odd("sound and clock change at once", _two({"sound": "mono"}, {"start": 7200}), warned=True),
    Odd("the picture comes late", _late("1", "0")),
    Odd("the sound comes late", _late("0", "1")),
    Odd("an edit list hides the first second", _edited, (1.0, 5.0), 7.0),
    Odd("AVI with frames out of order", _avi),
    Odd("a varying rate", _varying, rate=0),
)
