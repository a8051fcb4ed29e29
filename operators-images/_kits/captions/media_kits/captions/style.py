"""The rules of good captions, as the style guides of broadcasters put them (BBC, EBU, Netflix nearly agree)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """How captions may look and how long they stay. Widths are columns, times are seconds."""

    columns: int = 42
    lines: int = 2
    columns_per_second: float = 17
    shortest: float = 5 / 6
    longest: float = 7.0
    gap: float = 2 / 24
    """Two frames between captions, so that the eye sees the change; closer ones are moved apart."""
    chain: float = 0.5
    """A pause shorter than this between captions is closed down to the gap: a flicker of nothing disturbs more."""
    pause: float = 1.5
    """Silence that always ends a caption."""
