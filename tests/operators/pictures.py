"""Pictures that tests make, drawn or damaged with Pillow in an environment of its own."""

import struct
import subprocess
import zlib
from functools import cache
from pathlib import Path

from tests.operators import media

PROLOGUE = "import io, sys\nfrom PIL import Image, ImageDraw, ImageFont, ImageOps\nout = io.BytesIO()\n"


@cache
def drawn(code: str, *arguments: str) -> bytes:
    """Return what `code` saves to `out`; `sys.argv[1:]` are the arguments."""
    script = f"{PROLOGUE}{code}\nsys.stdout.buffer.write(out.getvalue())"
    command = ["uv", "run", "--quiet", "--no-project", "--with", "pillow==13.0.0", "python", "-c", script, *arguments]
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout


def changed(item: str, code: str) -> bytes:
    """Return the test picture `item` as `code` changes `picture` and saves it to `out`."""
    return drawn(f"picture = Image.open(sys.argv[1]).convert('RGB')\n{code}", str(media.fetch(item)))


def lettered(lines: dict[int, str], background: str = "black") -> bytes:
    """Return a 1280 by 720 JPEG with white lines of text, by their height in pixels."""
    code = (
        f"picture = Image.new('RGB', (1280, 720), {background!r})\n"
        "top = 40\n"
        f"for size, text in {lines!r}.items():\n"
        "    font = ImageFont.truetype(sys.argv[1], size)\n"
        "    ImageDraw.Draw(picture).text((60, top), text, font=font, fill='white')\n"
        "    top += 2 * size + 10\n"
        "picture.save(out, 'JPEG', quality=90)"
    )
    return drawn(code, str(media.fetch("font")))


def png_that_claims(width: int, height: int) -> bytes:
    """Return a few bytes that a decoder would turn into width times height pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 4096))
        + _chunk(b"IEND", b"")
    )


def written(folder: Path, **pictures: bytes) -> list[Path]:
    """Write pictures into a folder and return their paths, in order."""
    for name, content in pictures.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in pictures]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
