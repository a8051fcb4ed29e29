"""How often a text repeats itself, whatever its script, and whether that was said or made up.

Whisper measures repetition by how well UTF-8 compresses, and asks for another attempt above 2.4. Letters of two or
three bytes compress better than those of one without any repetition, so the bound depends on the script. What is said
again – an announcement, a prayer, a refrain – repeats itself as well as a decoder that lost the audio.
"""

import zlib
from collections.abc import Sequence
from itertools import count

BOUND = 2.4
"""Compression ratio of letters of one byte above which a text repeats itself."""
OF_TWO_BYTES, OF_THREE_BYTES = 1.3, 2.0
"""How much better ordinary texts compress in scripts whose letters take so many bytes."""
TWO_BYTES = frozenset("ar ba be bg el fa he hy kk mk mn ps ru sd sr tg tt uk ur yi".split())  # noqa: SIM905 - as listed
THREE_BYTES = frozenset("am as bn bo gu hi ka km kn lo ml mr my ne pa sa si ta te th".split())  # noqa: SIM905 - the same

FASTEST = 30.0
"""Letters a second beyond anybody's speech: some 25 are the most that is understood."""
INSTANT = 0.03
"""Seconds of a word that nobody can have said: where a decoder makes words up, they have no room in the audio."""


def bound_of(language: str) -> float:
    """Return the compression ratio of UTF-8 above which a text in a language repeats itself."""
    if language in TWO_BYTES:
        return BOUND * OF_TWO_BYTES
    return BOUND * OF_THREE_BYTES if language in THREE_BYTES else BOUND


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
