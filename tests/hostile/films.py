"""Odd films: right ones of rare kinds, damaged ones, and ones that lie about themselves."""

import struct
from functools import cache
from pathlib import Path

from tests.hostile.oddities import READS_HEADERS, Make, Oddity
from tests.operators import media
from tests.operators.films import X264, make, pattern, tone


@cache
def films() -> tuple[Oddity, ...]:
    """Return the odd films."""
    return (
        Oddity("a film cut off before its index", _cut(), "refusal"),
        Oddity("half of a film whose index comes first", _cut("-movflags", "+faststart")),
        Oddity("half of a Matroska film", _cut(suffix=".mkv")),
        Oddity("a photograph", lambda _: media.fetch("astronaut")),
        Oddity("prose", lambda _: b"It was the best of times, it was the worst of times.\n" * 40),
        Oddity("sound without a picture", _made("sound.m4a", *tone(2), "-c:a", "aac")),
        Oddity(
            "a film of one pixel",
            _made("pixel.mkv", *pattern(1, "64x64"), "-vf", "format=yuv444p,crop=1:1", "-c:v", "ffv1"),
        ),
        Oddity("a film of one picture", _made("one.mp4", *pattern(0.1, "64x64"), *X264, "-frames:v", "1")),
        Oddity("a film that claims 16384 by 16384 pixels", _claims_pixels, "refusal", READS_HEADERS),
        Oddity("an animation that claims 65535 by 65535 pixels", lambda _: b"GIF89a" + b"\xff" * 4 + b"\x00" * 40),
        Oddity("a thousand pictures a second", _made("fast.mp4", *pattern(1, "64x64", "1000"), *X264), "answer"),
        Oddity("pictures at uneven times", _uneven, "answer"),
        Oddity("two pictures two hours apart", _gap),
        Oddity("two seconds that claim eight hours", _claims_hours),
        Oddity(
            "twelve channels of sound",
            _made("many.mkv", *pattern(2), *tone(2, 12), *X264, "-c:a", "pcm_s16le"),
            "answer",
        ),
        Oddity("a film from an upright phone", _turned, "answer"),
        Oddity(
            "a see-through film",
            _made("alpha.mov", *pattern(1), "-vf", "format=argb,colorchannelmixer=aa=0.5", "-c:v", "qtrle"),
            "answer",
        ),
        Oddity("ten bits a colour in HDR", _hdr, "answer"),
        Oddity(
            "odd width and height",
            _made("odd.mkv", *pattern(1, "322x182"), "-vf", "format=yuv444p,crop=321:181", "-c:v", "ffv1"),
            "answer",
        ),
        Oddity("sixty streams", _many_streams),
    )


def _made(name: str, *arguments: str) -> Make:
    return lambda folder: make(folder / name, *arguments)


def _cut(*arguments: str, suffix: str = ".mp4") -> Make:
    def cut(folder: Path) -> bytes:
        whole = make(folder / f"whole{suffix}", *pattern(4), *tone(4), *X264, "-c:a", "aac", *arguments).read_bytes()
        return whole[: len(whole) // 2]

    return cut


def _claims_pixels(folder: Path) -> bytes:
    # Matroska's PixelWidth (B0) and PixelHeight (BA), two bytes each; FFV1 believes its container
    film = make(folder / "claims.mkv", *pattern(1, "320x320"), "-c:v", "ffv1").read_bytes()
    for element in (b"\xb0\x82", b"\xba\x82"):
        assert film.count(element + b"\x01\x40") == 1
        film = film.replace(element + b"\x01\x40", element + b"\x40\x00")
    return film


def _uneven(folder: Path) -> Path:
    graph = ("-vf", "setpts='(N+N*N/20)/(10*TB)'", "-fps_mode", "passthrough")
    return make(folder / "uneven.mkv", *pattern(3), *graph, *X264)


def _gap(folder: Path) -> Path:
    graph = ("-vf", "setpts='if(N,7200,0)/TB'", "-fps_mode", "passthrough", "-frames:v", "2")
    return make(folder / "gap.mkv", *pattern(1, "64x64"), *graph, *X264)


def _claims_hours(folder: Path) -> bytes:
    # Matroska's Duration (44 89, eight bytes of float) in milliseconds
    film = make(folder / "hours.mkv", *pattern(2), *X264).read_bytes()
    place = film.index(b"\x44\x89\x88") + 3
    return film[:place] + struct.pack(">d", 28_800_000.0) + film[place + 8 :]


def _turned(folder: Path) -> Path:
    flat = make(folder / "flat.mp4", *pattern(2, "320x180"), *X264)
    return make(folder / "turned.mp4", "-display_rotation", "90", "-i", flat, "-c", "copy")


def _hdr(folder: Path) -> Path:
    colours = ("-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc")
    encoder = (
        "-c:v",
        "libx265",
        "-preset",
        "ultrafast",
        "-x265-params",
        "log-level=error:pools=none",
        "-pix_fmt",
        "yuv420p10le",
    )
    return make(folder / "hdr.mp4", *pattern(1), *encoder, *colours, "-tag:v", "hvc1")


def _many_streams(folder: Path) -> Path:
    return make(folder / "streams.mkv", *pattern(1, "64x64"), *["-map", "0:v"] * 60, *X264)
