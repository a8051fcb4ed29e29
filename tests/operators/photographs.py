"""Photographs and drawings that no operator was tuned on: out of the resources of a learning game, and of a test set.

The game (Debian's gcompris-qt-data, GPL-3.0 with pictures of their own free licences, named in its copyright file)
keeps them in archives of Qt, where they lie as they are: each begins with its format's mark, after its length. The test
set is twenty pictures in foolbox (package MIT; licence of the pictures unstated: fetch only).
"""

import re
from functools import cache
from pathlib import Path

from tests.operators import media

GAME = "gcompris-qt-data=3.1-2"
GAME_DIGEST = "e9cf06ab2105529068df73085784e835d2ff03f870d2a8091f09125d40abac9f"
RESOURCES = "usr/share/gcompris-qt/rcc/"
TEST_SET = "foolbox==3.3.4"
MARKS = re.compile(rb"RIFF....WEBP|\xff\xd8\xff[\xe0\xe1]|\x89PNG\r\n\x1a\n", re.DOTALL)
LEAST, MOST = 12_000, 3_000_000
"""Bytes of a picture: smaller ones are buttons."""


def photograph(name: str) -> bytes:
    """Return the picture `erase-3` (the fourth of the game's erase.rcc) or `imagenet_00_243` (of the test set)."""
    if name.startswith("imagenet_"):
        return (media.package(TEST_SET) / "foolbox/data" / f"{name}.jpg").read_bytes()
    archive, _, number = name.rpartition("-")
    return _pictures(media.debian(GAME, GAME_DIGEST, RESOURCES) / f"{archive}.rcc")[int(number)]


@cache
def _pictures(archive: Path) -> list[bytes]:
    content = archive.read_bytes()
    found = ((at, int.from_bytes(content[at - 4 : at])) for at in (match.start() for match in MARKS.finditer(content)))
    return [content[at : at + size] for at, size in found if LEAST < size < MOST and at + size <= len(content)]
