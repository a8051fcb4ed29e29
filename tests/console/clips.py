"""Clips that show what they are: a red rectangle at a known place, or the number of each frame as bars."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.operators.media import ffmpeg

RATE = 25
_ENCODED = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-movflags", "+faststart")
BITS = 10
Row = np.ndarray[Any, np.dtype[np.floating[Any]]]


@dataclass(frozen=True)
class Shape:
    """How a clip is stored, and where its rectangle is, as fractions of what people see."""

    name: str
    width: int
    height: int
    aspect: str = "1"
    """Width of a stored pixel over its height."""
    turned: int = 0
    """Degrees by which it is turned counterclockwise when it is shown."""

    @property
    def stored(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the rectangle in the stored picture."""
        return 0.25, 0.125, 0.375, 0.25

    @property
    def shown(self) -> tuple[float, float, float, float]:
        """The same in the picture as it is shown."""
        left, top, width, height = self.stored
        return (top, 1 - left - width, height, width) if self.turned == 90 else self.stored


SHAPES = (
    Shape("wide", 640, 360),
    Shape("upright", 360, 640),
    Shape("pixels that are not square", 720, 576, aspect="64/45"),
    Shape("turned", 640, 360, turned=90),
)


def rectangle(shape: Shape, folder: Path) -> bytes:
    """Return two seconds of a red rectangle on blue."""
    left, top, width, height = shape.stored
    box = f"x={left * shape.width}:y={top * shape.height}:w={width * shape.width}:h={height * shape.height}"
    filters = f"drawbox={box}:color=0xe02020:t=fill,setsar={shape.aspect}"
    source = f"color=c=0x102040:s={shape.width}x{shape.height}:r={RATE}:d=2"
    flat, turned = folder / "flat.mp4", folder / "turned.mp4"
    ffmpeg("-f", "lavfi", "-i", source, "-vf", filters, *_ENCODED, flat)
    ffmpeg("-display_rotation", str(shape.turned), "-i", flat, "-c", "copy", turned)
    return turned.read_bytes()


def numbered(frames: int, folder: Path) -> bytes:
    """Return a clip whose frames say their number: a column for each bit, the first the highest, white for one."""
    raw, film = folder / "numbered.raw", folder / "numbered.mp4"
    rows = [[255 if number >> (BITS - 1 - bit) & 1 else 0 for bit in range(BITS)] for number in range(frames)]
    pixels = np.repeat(np.array(rows, np.uint8), 32, axis=1)
    raw.write_bytes(np.repeat(pixels[:, None, :], 180, axis=1).tobytes())
    picture = ("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{32 * BITS}x180", "-r", "30000/1001")
    # Frames that lean on later ones, and few that stand alone: what makes seeking go wrong in films.
    order = ("-bf", "3", "-g", "60", "-preset", "veryfast")
    ffmpeg(*picture, "-i", raw, *_ENCODED, *order, film)
    return film.read_bytes()


def number_in(row: Row) -> int:
    """Return the number that a row of brightness across the whole picture says."""
    width = len(row) / BITS
    bits = [row[int((bit + 0.5) * width)] > 127 for bit in range(BITS)]
    return int("".join("1" if bit else "0" for bit in bits), 2)


def moving(seconds: int, folder: Path) -> bytes:
    """Return a film with sound in which something moves."""
    film = folder / "moving.mp4"
    picture = ("-f", "lavfi", "-i", f"testsrc2=s=640x360:r={RATE}:d={seconds}")
    sound = ("-f", "lavfi", "-i", f"sine=frequency=330:duration={seconds}")
    ffmpeg(*picture, *sound, *_ENCODED, "-c:a", "aac", "-shortest", film)
    return film.read_bytes()


def frames(film: bytes, folder: Path) -> dict[int, bytes]:
    """Return a JPEG of each half second of a film, by its milliseconds."""
    (folder / "film.mp4").write_bytes(film)
    ffmpeg("-i", folder / "film.mp4", "-vf", "fps=2,scale=320:-1", folder / "%03d.jpg")
    return {500 * at: path.read_bytes() for at, path in enumerate(sorted(folder.glob("*.jpg")))}


def tone(seconds: int, folder: Path) -> bytes:
    """Return a sound as it comes from a recorder."""
    ffmpeg("-f", "lavfi", "-i", f"sine=frequency=220:duration={seconds}", folder / "tone.wav")
    return (folder / "tone.wav").read_bytes()


def photograph(folder: Path) -> bytes:
    """Return a picture whose upper left quarter differs from the rest."""
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=480x320:r=1:d=1", "-frames:v", "1", folder / "photograph.png")
    return (folder / "photograph.png").read_bytes()


def turned_photograph(shape: Shape, folder: Path) -> bytes:
    """Return a JPEG with a red rectangle that its EXIF says to turn as the shape is turned: 90 counterclockwise."""
    left, top, width, height = shape.stored
    box = f"x={left * shape.width}:y={top * shape.height}:w={width * shape.width}:h={height * shape.height}"
    source = f"color=c=0x102040:s={shape.width}x{shape.height}:d=1"
    filters = ("-vf", f"drawbox={box}:color=0xe02020:t=fill", "-frames:v", "1", "-q:v", "1", "-pix_fmt", "yuvj444p")
    ffmpeg("-f", "lavfi", "-i", source, *filters, folder / "turned.jpg")
    stored = (folder / "turned.jpg").read_bytes()
    return stored[:2] + _exif_orientation(8 if shape.turned == 90 else 1) + stored[2:]


def _exif_orientation(value: int) -> bytes:
    """Return an APP1 segment with nothing but the orientation (EXIF 2.3, tag 0x0112): 8 is turned counterclockwise."""
    directory = b"\x00\x01" + b"\x01\x12\x00\x03\x00\x00\x00\x01" + bytes([0, value]) + b"\x00\x00" + bytes(4)
    content = b"Exif\x00\x00" + b"MM\x00*\x00\x00\x00\x08" + directory
    return b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content
