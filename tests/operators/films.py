"""Odd films that tests make: each is an argument list of ffmpeg; all are tiny and always the same."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.operators import media

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def pattern(seconds: float = 2, size: str = "320x180", rate: str = "10") -> tuple[str, ...]:
    """Return the input of a moving test picture."""
    return ("-f", "lavfi", "-i", f"testsrc2=d={seconds}:s={size}:r={rate}")


def tone(seconds: float = 2, channels: int = 1) -> tuple[str, ...]:
    """Return the input of a 440 Hz tone in so many channels."""
    sine = "|".join(["0.2*sin(2*PI*440*t)"] * channels)
    return ("-f", "lavfi", "-i", f"aevalsrc='{sine}':d={seconds}:s=16000:c={channels}c")


def make(target: Path, *arguments: str | Path) -> Path:
    """Make a file and return its path."""
    media.ffmpeg(*arguments, "-bitexact", target)
    return target


def swaying_portrait(target: Path, portrait: Path, backdrop: str) -> Path:
    """Make 3 s of 640x360 at 25/s in which a portrait, 200 pixels high, sways before a source of ffmpeg's.

    At its fastest it goes 188 pixels a second.
    """
    moving = "[1:v]scale=-2:200[f];[0:v][f]overlay=x='(W-w)/2+150*sin(2*PI*t/5)':y='(H-h)/2':shortest=1,format=yuv420p"
    behind = ("-f", "lavfi", "-i", f"{backdrop}:s=640x360:r=25:d=3")
    return make(target, *behind, "-loop", "1", "-i", portrait, "-filter_complex", moving, *X264)


def colours_without_names(target: Path) -> Path:
    """Make a film that names its colours by a number which the standards reserve; the frame header of ProRes does."""
    content = bytearray(make(target, *pattern(2, rate="25"), *tone(), "-c:v", "prores_ks").read_bytes())
    frame = content.find(b"icpf")
    while frame >= 0:
        content[frame + 18 : frame + 21] = 3, 3, 1  # primaries, transfer, matrix
        frame = content.find(b"icpf", frame + 1)
    target.write_bytes(content)
    return target


def interlaced(target: Path, film: Path) -> Path:
    """Make a film of 25/s twice as fast and interlaced: every second line is of a later moment than the others.

    In Matroska it is H.264, in an MPEG stream MPEG-2, whose fields ffmpeg tells in other words.
    """
    fields = "setpts=PTS/2,fps=50,tinterlace=interleave_top,setfield=tff"
    codec = (*X264, "-crf", "12") if target.suffix == ".mkv" else ("-c:v", "mpeg2video", "-q:v", "2")
    return make(target, "-i", film, "-vf", fields, *codec, "-flags", "+ildct+ilme")


def hdr(target: Path, film: Path, curve: str) -> Path:
    """Make the film in HDR by `curve` (`smpte2084` or `arib-std-b67`), SDR's white at 203 cd/m²; HEVC, 10 bits."""
    meant = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    light = "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020"
    graph = f"{meant},{light}:t={curve}:m=bt2020nc:r=tv:npl=203,format=yuv420p10le"
    codec = ("-c:v", "libx265", "-preset", "ultrafast", "-crf", "12", "-x265-params", "log-level=none")
    return make(target, "-i", film, "-vf", graph, *codec)


def hdr_greys(target: Path, curve: str, codes: Sequence[int]) -> Path:
    """Make a film of HDR in HEVC, 10 bits: grey patches of 64 pixels with these code values, from left to right.

    `curve` is `smpte2084` (PQ) or `arib-std-b67` (HLG), both of BT.2100 in limited range.
    """
    level = str(codes[-1])
    for index, code in reversed(list(enumerate(codes[:-1], start=1))):
        level = f"if(lt(X,{64 * index}),{code},{level})"
    graph = (
        f"color=black:s={64 * len(codes)}x64:d=0.4:r=10,format=yuv420p10le,geq=lum='{level}':cb=512:cr=512,"
        f"setparams=range=tv:color_primaries=bt2020:color_trc={curve}:colorspace=bt2020nc"
    )
    codec = ("-c:v", "libx265", "-preset", "ultrafast", "-crf", "4", "-x265-params", "log-level=none")
    return make(target, "-f", "lavfi", "-i", graph, *codec)


def greys_of(film: Path, count: int) -> list[tuple[float, float, float]]:
    """Return the signal of each of so many patches: luminance 0 to 1, and the two colour differences, 0 for grey."""
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "greys"
        middle = f"crop=iw:ih/4:0:ih/3,scale={4 * count}:2:flags=area,format=yuv444p"
        media.ffmpeg("-i", film, "-frames:v", "1", "-vf", middle, "-f", "rawvideo", raw)
        planes = raw.read_bytes()
    row, plane = 4 * count, 8 * count
    places = [4 * index + 1 for index in range(count)]
    assert len(planes) == 3 * plane, f"{len(planes)} bytes are not {row} by 2 pixels"
    return [
        ((planes[at] - 16) / 219, (planes[plane + at] - 128) / 224, (planes[2 * plane + at] - 128) / 224)
        for at in places
    ]
