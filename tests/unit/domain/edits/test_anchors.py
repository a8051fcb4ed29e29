"""An anchor finds the same content again, and nothing else."""

import pytest

from media_insights.domain.edits.anchors import Finder
from media_insights.domain.edits.edit_log import Anchor, EditBox
from media_insights.results.moments import Box, Moment

SENTENCE = "The harbour was quiet that morning."


def found(anchor: Anchor, *moments: Moment) -> list[int]:
    return Finder.over(moments).find(anchor)


def moment(title: str, start: int | None = None, end: int | None = None, left: float | None = None) -> Moment:
    boxes = () if left is None else (Box(left=left, top=0.1, width=0.2, height=0.2),)
    return Moment(operator="any", title=title, start=start, end=end, boxes=boxes)


@pytest.mark.parametrize(
    ("other", "fits"),
    [
        (moment(SENTENCE, 1000, 4000), True),
        (moment(SENTENCE, 1400, 4300), True),
        (moment(SENTENCE, 3000, 6000), False),
        (moment("the harbor was quiet that  morning", 1000, 4000), True),
        (moment("Nobody had slept, it was too cold.", 1000, 4000), False),
        (moment(SENTENCE, 1000, 40000), False),
        (moment(SENTENCE), False),
    ],
)
def test_a_sentence_is_found_again_in_a_later_run(other: Moment, fits: bool) -> None:  # noqa: FBT001 - a row
    assert found(Anchor(title=SENTENCE, start=1000, end=4000), other) == ([0] if fits else [])


@pytest.mark.parametrize(("other", "fits"), [("Cat", True), ("cat", True), ("Car", False), ("Cats", False)])
def test_names_that_differ_are_two(other: str, fits: bool) -> None:  # noqa: FBT001 - a row
    assert found(Anchor(title="Cat", start=2000), moment(other, 2300)) == ([0] if fits else [])


def test_a_moment_a_second_away_is_another_one() -> None:
    assert found(Anchor(title="Cat", start=2000), moment("Cat", 1000), moment("Cat", 3000)) == []


def test_the_one_that_fits_best_is_meant() -> None:
    moments = moment(SENTENCE, 1900, 4900), moment(SENTENCE, 1100, 4100), moment("Other", 1000, 4000)
    assert found(Anchor(title=SENTENCE, start=1000, end=4000), *moments) == [1]


def test_a_box_tells_apart_what_nothing_else_does() -> None:
    cats = moment("Cat", 2000, left=0.1), moment("Cat", 2000, left=0.6)
    assert found(Anchor(title="Cat", start=2000), *cats) == [0, 1]
    box = EditBox(left=0.58, top=0.1, width=0.2, height=0.2)
    assert found(Anchor(title="Cat", start=2000, box=box), *cats) == [1]


def test_without_a_time_every_moment_of_the_title_is_meant() -> None:
    moments = moment("Cat", 1000), moment("Dog", 1000), moment("Cat", 90000), moment("Cat")
    assert found(Anchor(title="Cat"), *moments) == [0, 2, 3]
