"""Whether a text repeats itself, whatever its script, and whether that was said or made up.

What is said again – an announcement, a prayer, a refrain – repeats itself as well as a decoder that lost the audio.
Letters of two or three bytes compress better than those of one without any repetition, so that letters are counted.
"""

import zlib
from collections.abc import Sequence
from itertools import count

BOUND = 2.4
"""Compression ratio above which a text repeats itself; Whisper's own for letters of one byte."""

FASTEST = 30.0
"""Letters a second beyond anybody's speech: some 25 are the most that is understood."""
INSTANT = 0.03
"""Seconds of a word that nobody can have said: where a decoder makes words up, they have no room in the audio."""


def is_repeated(text: str) -> bool:
    """Return whether a text repeats itself."""
    return ratio_of(text) > BOUND


def ratio_of(text: str) -> float:
    """Return how well a text compresses when each of its letters takes one byte."""
    if not text:
        return 0.0
    numbers = count()
    codes: dict[str, int] = {}
    for letter in text:
        if letter not in codes:
            codes[letter] = next(numbers) % 256
    return len(text) / len(zlib.compress(bytes(codes[letter] for letter in text)))


def has_no_room(text: str, durations: Sequence[float]) -> bool:
    """Return whether words cannot have been said in the time that they take, so that a decoder repeats itself."""
    instants = sum(duration < INSTANT for duration in durations)
    return len(text) > FASTEST * max(sum(durations), 0.1) or instants > len(durations) / 2
