"""Odd films that tests make: each is an argument list of ffmpeg; all are tiny and always the same."""

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
