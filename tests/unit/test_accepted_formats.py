"""What is accepted at the door, every operator of its kind can open: the lists of both sides agree.

Operators are programs of their own and cannot import the product; so this is where the lists meet.
"""

import runpy
from pathlib import Path

import pytest

from media_insights.domain.sources import signatures

KITS = Path(__file__).parents[2] / "operators-images/_kits"
LIMITS = runpy.run_path(str(KITS / "video/media_kits/video/limits.py"))
DEMUXERS = {*LIMITS["CONTAINERS"].split(","), *LIMITS["IMAGES"].split(",")}

FFMPEG = {
    "jpeg": "jpeg_pipe", "png": "png_pipe", "gif": "gif", "webp": "webp_pipe", "bmp": "bmp_pipe", "tiff": "tiff_pipe",
    "jpeg2000": "j2k_pipe", "avif": "mov", "mp4": "mov", "m4a": "mov", "mpegps": "mpeg", "realmedia": "rm",
}  # fmt: skip
"""Format at the door → demuxer of ffmpeg, where it is called otherwise."""

PILLOW = {"jpeg2000": "JPEG2000"}
NOT_SPOKEN = {"mpegvideo", "realmedia"}
"""What operators of audio never get as it is: it has no audio of its own, or the proxy reads it for them."""


def accepted(kind: str) -> list[str]:
    listed = [each for _, each in signatures._AT_START]
    listed += [*signatures._BRANDS.values(), *signatures._RIFF.values(), *signatures._IFF.values(), signatures._MP4]
    found = {each.name for each in listed if kind in each.types}
    others = {"Video": {"matroska", "mpegts"}, "Audio": {"ogg", "aac", "matroska", "mpegts"}, "Image": {"bmp"}}
    return sorted(found | others[kind])


def text_of(path: str, name: str) -> str:
    namespace: dict[str, str] = {}
    lines = (KITS / path).read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{name} = "))
    end = next(number for number in range(start, len(lines)) if lines[number].rstrip().endswith(")"))
    exec("\n".join(lines[start : end + 1]), namespace)  # noqa: S102 - a constant of ours, without what its module imports
    return namespace[name]


@pytest.mark.parametrize("name", sorted({*accepted("Video"), *accepted("Audio"), *accepted("Image")}))
def test_ffmpeg_may_open_it(name: str) -> None:
    assert FFMPEG.get(name, name) in DEMUXERS


@pytest.mark.parametrize("name", accepted("Image"))
def test_operators_on_images_may_open_it(name: str) -> None:
    assert PILLOW.get(name, name.upper()) in text_of("vision/media_kits/vision/images.py", "FORMATS")


@pytest.mark.parametrize("name", sorted({*accepted("Audio")} - NOT_SPOKEN))
def test_operators_on_audio_may_open_it(name: str) -> None:
    demuxers = text_of("audio/media_kits/audio/recordings.py", "CONTAINERS").split(",")
    assert FFMPEG.get(name, name) in demuxers
