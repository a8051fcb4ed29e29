"""Inputs that say nothing – a grey image, a second of silence, a sentence – to try whether a model runs at all."""

import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from media_insights.api.v1alpha1.operator_files import OperatorInput
from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.catalogue.problems import Unusable

WIDTH, HEIGHT = 640, 360
GREY = 128
RATE = 16_000
SENTENCE = "This is a sentence in which nobody is named.\n"


def inputs_of(operator: LocalOperator, given: Mapping[str, Path], scratch: Path) -> dict[str, Path]:
    """Return the caller's inputs, and neutral ones for all else that the operator must have. Raises Unusable."""
    needed = [each for each in operator.spec.inputs if not each.optional and each.name not in given]
    if not needed and not given and operator.spec.inputs:
        # all are optional, and without any it computes nothing: the first that can be made, else the first
        needed = [next(filter(_can_be_made, operator.spec.inputs), operator.spec.inputs[0])]
    return {**given, **{each.name: _made(operator, each, scratch) for each in needed}}


def _can_be_made(wanted: OperatorInput) -> bool:
    return bool(_MAKERS.keys() & {*(wanted.media or ())})


def _made(operator: LocalOperator, wanted: OperatorInput, scratch: Path) -> Path:
    for medium, (name, make) in _MAKERS.items():
        if medium in (wanted.media or ()):
            path = scratch / name
            path.write_bytes(make())
            return path
    raise Unusable(f"{operator.name} reads {wanted.name}, which is not made of nothing: give --in {wanted.name}=FILE")


def grey_image() -> bytes:
    """Return a grey image as PNG."""
    rows = (b"\0" + bytes([GREY]) * 3 * WIDTH) * HEIGHT
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def silence() -> bytes:
    """Return a second of silence as WAV, one channel of 16 bits."""
    samples = bytes(2 * RATE)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", len(body)) + body


_MAKERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "Image": ("grey.png", grey_image),
    "Audio": ("silence.wav", silence),
    "Text": ("sentence.txt", SENTENCE.encode),
}
"""Medium → name of a file and its content; the first that an operator reads is made."""
