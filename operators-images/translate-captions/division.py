"""Divides a translated sentence over the captions of its source: every word once, in order.

A dynamic programme over the places between words: each caption gets about the share of the translation that it had of
the source, moved to where a phrase ends, and away from captions that would be too full or too fast to read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from media_kits.captions.words import Word, text_of

SHIFT = 6.0
"""Price of moving a boundary by a whole sentence; what follows is in the same coin."""
MID_PHRASE, CLINGING = 0.5, 0.4
HASTE, OVERFLOW, EMPTY = 0.8, 2.0, 20.0
REACH = 42
"""Columns by which a boundary may be moved from its share: a line."""


@dataclass(frozen=True)
class Room:
    """A caption that gets a part: its share of the source (0 to 1), and columns that can be read there, and shown."""

    share: float
    readable: float
    columns: float


Division = tuple[float, tuple[int, ...]]
"""Price, and the places at which rooms end."""


def divide(words: Sequence[Word], rooms: Sequence[Room]) -> list[str]:
    """Return the words' text, divided over the rooms; empty where there are fewer words than rooms."""
    widths = [0, *accumulate(word.width + word.spaced for word in words)]
    best: dict[int, Division] = {0: (0.0, (0,))}
    for number, room in enumerate(rooms, start=1):
        target = widths[-1] * sum(each.share for each in rooms[:number])
        places = [len(words)] if number == len(rooms) else _places(widths, target)
        found = ((place, _options(best, place, words, widths, room)) for place in places)
        best = {place: _moved(min(options), widths, place, target) for place, options in found if options}
    _, cuts = best[len(words)]
    return [text_of(words[begin:end]) for begin, end in pairwise(cuts)]


def _places(widths: Sequence[int], target: float) -> list[int]:
    near = [place for place, width in enumerate(widths) if abs(width - target) <= REACH]
    return near or [min(range(len(widths)), key=lambda place: abs(widths[place] - target))]


def _options(
    best: Mapping[int, Division], place: int, words: Sequence[Word], widths: Sequence[int], room: Room
) -> list[Division]:
    """Return the divisions that end at `place` when this room holds what is between there and an earlier end."""
    edge = _edge_price(words, place)
    return [
        (price + edge + _room_price(widths[place] - widths[before], room), (*cuts, place))
        for before, (price, cuts) in best.items()
        if before <= place
    ]


def _moved(division: Division, widths: Sequence[int], place: int, target: float) -> Division:
    price, cuts = division
    return price + SHIFT * abs(widths[place] - target) / max(1, widths[-1]), cuts


def _edge_price(words: Sequence[Word], place: int) -> float:
    if place in (0, len(words)):
        return 0
    word = words[place - 1]
    if word.ends_clause or word.ends_sentence:
        return 0
    return MID_PHRASE + CLINGING * word.clings


def _room_price(width: int, room: Room) -> float:
    haste = max(0.0, width / max(1.0, room.readable) - 1)
    overflow = max(0.0, width / max(1.0, room.columns) - 1)
    return HASTE * min(haste, 3) + OVERFLOW * overflow + EMPTY * (width == 0)
