"""text-detection: lines that were read frame by frame become texts with a start and an end."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.operators.runs import inside

FOLLOW = """
from tracks import Frame, Reading, texts_of
frames = [Frame(time, [Reading(text, sure, (left, top, width, 0.05)) for text, left, top, width, sure in lines])
          for time, lines in given[0]]
answer = [[it.text, it.start, it.end, it.count, round(it.confidence, 2), [round(side, 3) for side in it.box]]
          for it in texts_of(frames, given[1])]
"""
END = 20_000

Line = tuple[str, float, float, float, float]


def line(text: str, left: float = 0.3, top: float = 0.8, width: float = 0.4, confidence: float = 90) -> Line:
    """Return a line as it was read."""
    return text, left, top, width, confidence


def each_second(*frames: list[Line]) -> list[tuple[int, list[Line]]]:
    """Return frames at 0, 1, 2 … seconds."""
    return [(1000 * second, lines) for second, lines in enumerate(frames)]


@dataclass(frozen=True)
class Told:
    """A text as it comes out."""

    text: str
    start: int
    end: int
    count: int


def told(frames: list[tuple[int, list[Line]]], end: int = END) -> list[Told]:
    """Return the texts without their confidence and place."""
    return [Told(*text[:4]) for text in inside("text-detection", FOLLOW, frames, end)]


TITLE = [line("Commander Collins")]
SHOW = each_second([], TITLE, TITLE, TITLE, [])

ROWS = [
    pytest.param(SHOW, [Told("Commander Collins", 1000, 4000, 3)], id="a title is one text, until it is not there"),
    pytest.param(each_second([], TITLE), [Told("Commander Collins", 1000, END, 1)], id="until the film ends"),
    pytest.param(
        [(0, TITLE), (400, TITLE), (1000, TITLE), (1240, [])],
        [Told("Commander Collins", 0, 1240, 3)],
        id="frames at changes of shot count as well",
    ),
    pytest.param(
        each_second(TITLE, [line("Cornmander Collins", confidence=85)], TITLE, []),
        [Told("Commander Collins", 0, 3000, 3)],
        id="small slips are the same text, and most are believed",
    ),
    pytest.param(
        each_second([line("Comander Collins", confidence=80)], TITLE, []),
        [Told("Commander Collins", 0, 2000, 2)],
        id="the surer of two is believed",
    ),
    pytest.param(
        each_second([line("MIND THE GAP")], [line("Mind the gap.")], []),
        [Told("MIND THE GAP", 0, 2000, 2)],
        id="case and stops are no difference",
    ),
    pytest.param(
        each_second([line("CAVE")], [line("CASE")], []),
        [Told("CAVE", 0, 1000, 1), Told("CASE", 1000, 2000, 1)],
        id="one letter is much in a short word",
    ),
    pytest.param(
        each_second([line("Doors open at 19:30")], [line("Doors open at 20:45")], []),
        [Told("Doors open at 19:30", 0, 1000, 1), Told("Doors open at 20:45", 1000, 2000, 1)],
        id="another time is another text",
    ),
    pytest.param(
        each_second([line("I do not know what you mean")], [line("I do not know what you want")], []),
        [Told("I do not know what you mean", 0, 1000, 1), Told("I do not know what you want", 1000, 2000, 1)],
        id="subtitles that begin alike are no crawl",
    ),
    pytest.param(
        each_second(TITLE, [], TITLE, []), [Told("Commander Collins", 0, 3000, 2)], id="one frame may miss a text"
    ),
    pytest.param(
        each_second(TITLE, [], [], TITLE, []),
        [Told("Commander Collins", 0, 1000, 1), Told("Commander Collins", 3000, 4000, 1)],
        id="later again is another time",
    ),
    pytest.param(
        each_second(
            [line("EXIT", left=0.1), line("EXIT", left=0.7)], [line("EXIT", left=0.7)], [line("EXIT", left=0.7)]
        ),
        [Told("EXIT", 0, 1000, 1), Told("EXIT", 0, END, 3)],
        id="two of the same at once are told apart by their places",
    ),
    pytest.param(
        each_second([line("EXIT", left=0.1, top=0.1)], [line("EXIT", left=0.5, top=0.7)], []),
        [Told("EXIT", 0, 1000, 1), Told("EXIT", 1000, 2000, 1)],
        id="elsewhere is another one",
    ),
    pytest.param(
        each_second(
            *([line("Directed by", top=0.9 - 0.2 * at), line("Jane Doe", top=1.0 - 0.2 * at)] for at in range(4)), []
        ),
        [Told("Directed by", 0, 4000, 4), Told("Jane Doe", 0, 4000, 4)],
        id="credits that roll",
    ),
    pytest.param(
        each_second(
            *([line("Jane Doe", top=0.9 - 0.25 * at), line("Jane Doe", top=1.05 - 0.25 * at)] for at in range(3)), []
        ),
        [Told("Jane Doe", 0, 3000, 3), Told("Jane Doe", 0, 3000, 3)],
        id="the same name twice among credits that roll",
    ),
    pytest.param(each_second([], []), [], id="nothing"),
    pytest.param([], [], id="no frames"),
]


@pytest.mark.parametrize(("frames", "texts"), ROWS)
def test_what_becomes_one_text(frames: list[tuple[int, list[Line]]], texts: list[Told]) -> None:
    assert told(frames) == texts


CRAWL = "Markets fell sharply today after the central bank raised its rate by half a point, the most in ten years"


@pytest.mark.parametrize("step", [2, 5, 12])
def test_the_parts_of_a_crawl_are_put_together(step: int) -> None:
    parts = [[line(CRAWL[at : at + 40], left=0.05, width=0.9)] for at in range(0, len(CRAWL) - 40 + step, step)]
    assert told(each_second(*parts, [])) == [Told(CRAWL, 0, 1000 * len(parts), len(parts))]


def test_a_crawl_with_letters_cut_by_the_edge() -> None:
    parts = [[line(f"|{CRAWL[at + 1 : at + 39]}l", left=0.05, width=0.9)] for at in range(0, 60, 10)]
    (text,) = told(each_second(*parts, []))
    assert CRAWL[1:80] in text.text


def test_confidence_is_that_of_the_reading_and_the_place_the_median() -> None:
    frames = each_second(
        [line("Commander Collins", left=0.30, confidence=90)],
        [line("Commander Collins", left=0.31, confidence=80)],
        [line("Commander Collin", left=0.32, width=0.38, confidence=99)],
    )
    (found,) = inside("text-detection", FOLLOW, frames, END)
    assert found[4:] == [85.0, [0.31, 0.8, 0.4, 0.05]]


def test_hundreds_of_lines_a_frame_are_followed() -> None:
    """Hostile frames: as many lines as a picture has, all alike in length and place, none of them the same text."""
    code = FOLLOW + "answer = len(answer)"
    many: Any = [
        (1000 * second, [line(f"{chr(97 + second) * 9}{n:04d}", top=n / 1000) for n in range(300)])
        for second in range(3)
    ]
    assert inside("text-detection", code, many, END) == 900
