"""Text followed over time: a title that stands for five seconds is one text with a start and an end, not five readings.

Pure functions of what was read when. A line goes on when a line of the next frame says nearly the same – one letter in
eight may be misread – and stands where it stood, or further along the way of rolling credits, up, down or sideways.
A crawl shows ever another part of a long text: its parts are put together where they overlap. Numbers must agree, for
a clock that shows another time is another text. One frame may miss a text; after two it is another track.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Box = tuple[float, float, float, float]
"""Left, top, width, height as shares of the image."""

GAP = 1
"""So many frames in a row may miss a text."""
STEADY = 0.03
"""What rolls or crawls moves by less (share of the image) across its way, and what stands moves by less at all."""
SPEED = 0.4
"""What rolls or crawls moves by at most so much of the image in a second."""
AS_TALL = 1.5
"""By which factor the height of a line may change from frame to frame."""


@dataclass(frozen=True)
class Reading:
    """A line that was read: the text, percent, and the box."""

    text: str
    confidence: float
    box: Box

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the line."""
        left, top, width, height = self.box
        return left + width / 2, top + height / 2


@dataclass(frozen=True)
class Frame:
    """What was read at a time in milliseconds; nothing is something to know as well."""

    timestamp: int
    readings: Sequence[Reading]


@dataclass(frozen=True)
class Text:
    """One text from its first sight (milliseconds) to the frame that does not have it any more."""

    text: str
    start: int
    end: int
    confidence: float
    box: Box
    count: int


@dataclass
class Track:
    """A text on its way. `gone` is the time of the first frame without it; only a crawl has the fields for it.

    `crawl` is its text so far, and `anchor` the reading that went into it last.
    """

    times: list[int]
    readings: list[Reading]
    crawl: str = ""
    anchor: str = ""
    missed: int = 0
    gone: int = 0

    @property
    def last(self) -> Reading:
        """The latest reading."""
        return self.readings[-1]

    def add(self, timestamp: int, reading: Reading) -> None:
        """Go on with a reading."""
        anchor = self.anchor or self.readings[0].text
        # Judged by what the text was when it last went on: a slow crawl never differs much from frame to frame.
        if likeness.slips(anchor, reading.text) is None:
            self.crawl = likeness.joined(self.crawl or anchor, reading.text) or self.crawl
            self.anchor = reading.text
        self.times.append(timestamp)
        self.readings.append(reading)
        self.missed = 0

    def expected(self, timestamp: int) -> tuple[float, float]:
        """Return where its middle should be when it goes on as it last did."""
        (x, y), before = self.last.centre, self.readings[-2].centre if len(self.readings) > 1 else self.last.centre
        past = self.times[-1] - self.times[-2] if len(self.times) > 1 else 0
        share = (timestamp - self.times[-1]) / past if past else 0.0
        return x + share * (x - before[0]), y + share * (y - before[1])


@dataclass
class Follower:
    """Takes the frames of a video in time order; `over` holds what has ended."""

    over: list[Track] = field(default_factory=list)
    _open: list[Track] = field(default_factory=list)

    def follow(self, frame: Frame) -> None:
        """Follow the texts into a frame."""
        pairs = list(_pairs(self._open, frame))
        taken = {number for _, number in pairs}
        followed = {id(track) for track, _ in pairs}
        for track, number in pairs:
            track.add(frame.timestamp, frame.readings[number])
        for track in self._open:
            if id(track) not in followed:
                track.gone = track.gone if track.missed else frame.timestamp
                track.missed += 1
        self.over += [track for track in self._open if track.missed > GAP]
        new = [reading for number, reading in enumerate(frame.readings) if number not in taken]
        waiting = [track for track in self._open if track.missed <= GAP]
        self._open = [*waiting, *(Track([frame.timestamp], [reading]) for reading in new)]

    def texts(self, end: int) -> list[Text]:
        """Return the texts of a video that ends at `end` milliseconds, in order of their start, then from the top."""
        self.over, self._open = [*self.over, *self._open], []
        return sorted(
            (_text(track, end) for track in self.over), key=lambda text: (text.start, text.box[1], text.box[0])
        )


def texts_of(frames: Iterable[Frame], end: int) -> list[Text]:
    """Return the texts of a video."""
    follower = Follower()
    for frame in frames:
        follower.follow(frame)
    return follower.texts(end)


def _text(track: Track, end: int) -> Text:
    votes: defaultdict[str, list[float]] = defaultdict(list)
    for reading in track.readings:
        votes[reading.text].append(reading.confidence)
    best = max(votes, key=lambda text: sum(votes[text]))
    # A crawl's text was never to be read as a whole: its parts together answer for it.
    sure = [reading.confidence for reading in track.readings] if track.crawl else votes[best]
    until = track.gone if track.missed else max(end, track.times[-1])
    left, top, width, height = (median(reading.box[side] for reading in track.readings) for side in range(4))
    box = (left, top, width, height)
    return Text(track.crawl or best, track.times[0], until, sum(sure) / len(sure), box, len(track.readings))


def _pairs(tracks: Sequence[Track], frame: Frame) -> Iterator[tuple[Track, int]]:
    """Yield which track goes on with which reading, the likest and nearest first."""
    candidates = sorted(_candidates(tracks, frame), key=lambda candidate: candidate[:2])
    followed: set[int] = set()
    taken: set[int] = set()
    for _, _, number, reading in candidates:
        if number not in followed and reading not in taken:
            followed.add(number)
            taken.add(reading)
            yield tracks[number], reading


def _candidates(tracks: Sequence[Track], frame: Frame) -> Iterator[tuple[int, float, int, int]]:
    """Yield slips, distance, and the numbers of track and reading."""
    for number, track in enumerate(tracks):
        for place, reading in enumerate(frame.readings):
            away = _distance(track, reading, frame.timestamp)
            slips = None if away is None else _slips(track, reading)
            if away is not None and slips is not None:
                yield slips, away, number, place


def _slips(track: Track, reading: Reading) -> int | None:
    slips = likeness.slips(track.last.text, reading.text)
    if slips is None and abs(track.last.centre[1] - reading.centre[1]) <= STEADY:
        parts = likeness.joined(track.crawl or track.last.text, reading.text)
        return None if parts is None else max(len(reading.text), 1)
    return slips


def _distance(track: Track, reading: Reading, timestamp: int) -> float | None:
    """Return how far a reading lies from where the track is expected, None when it cannot have come there."""
    taller = reading.box[3] / max(track.last.box[3], 1e-6)
    if not 1 / AS_TALL <= taller <= AS_TALL:
        return None
    (x, y), (to_x, to_y) = track.last.centre, reading.centre
    across, along = sorted((abs(to_x - x), abs(to_y - y)))
    if across > STEADY or along > STEADY + SPEED * (timestamp - track.times[-1]) / 1000:
        return None
    expected_x, expected_y = track.expected(timestamp)
    return abs(to_x - expected_x) + abs(to_y - expected_y)
