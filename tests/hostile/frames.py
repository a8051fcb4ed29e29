"""Odd archives of still frames: they come from an operator, but a film's author may have had a hand in it."""

import io
import json
import zipfile
from functools import cache
from typing import Any

from tests.hostile.oddities import Oddity
from tests.operators.pictures import drawn, png_that_claims


@cache
def frames() -> tuple[Oddity, ...]:
    """Return the odd archives."""
    return (
        Oddity("frames without an index", lambda _: _archive({"a.jpg": _jpeg()}), "refusal"),
        Oddity("an index that is no JSON", lambda _: _archive({"index.json": b"{"}), "refusal"),
        Oddity(
            "an index nested a hundred thousand deep", lambda _: _archive({"index.json": b"[" * 100_000}), "refusal"
        ),
        Oddity("no frames", lambda _: _indexed([]), "answer"),
        Oddity("a frame that is not there", lambda _: _indexed([("gone.jpg", 0)]), "refusal"),
        Oddity(
            "a frame named like a file of the machine", lambda _: _indexed([("../../../etc/hostname", 0)]), "refusal"
        ),
        Oddity(
            "a frame at a time that is no time", lambda _: _indexed([("a.jpg", "soon")], {"a.jpg": _jpeg()}), "refusal"
        ),
        Oddity(
            "a million frames",
            lambda _: _indexed([("a.jpg", time) for time in range(1_000_000)], {"a.jpg": _jpeg()}),
            "refusal",
        ),
        Oddity(
            "a frame of a gigabyte of zeros", lambda _: _indexed([("a.jpg", 0)], {"a.jpg": bytes(2**30)}), "refusal"
        ),
        Oddity(
            "a frame that claims 16384 by 16384 pixels",
            lambda _: _indexed([("a.jpg", 0)], {"a.jpg": png_that_claims(16_384, 16_384)}),
            "refusal",
        ),
        Oddity("a frame that is text", lambda _: _indexed([("a.jpg", 0)], {"a.jpg": b"Look behind you!"}), "refusal"),
        Oddity("a frame of one pixel", lambda _: _indexed([("a.jpg", 0)], {"a.jpg": _jpeg()}), "answer"),
        Oddity("half of an archive", lambda _: _half(_indexed([("a.jpg", 0)], {"a.jpg": _jpeg()})), "refusal"),
    )


def _jpeg() -> bytes:
    return drawn("Image.new('RGB', (1, 1), 'red').save(out, 'JPEG')")


def _indexed(entries: list[tuple[str, Any]], files: dict[str, bytes] | None = None) -> bytes:
    listed = [{"name": name, "timestamp": time, "reason": "interval"} for name, time in entries]
    source = {"width": 1, "height": 1, "frameRate": 25.0, "durationMillis": 1000}
    index = {"version": 1, "source": source, "framesPerSecond": 1.0, "frames": listed}
    return _archive({"index.json": json.dumps(index).encode(), **(files or {})})


def _archive(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]
