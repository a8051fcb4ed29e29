"""The record changes where a figure moved, and stays where two processors merely differ; the page follows from it."""

from dataclasses import replace

from tests.evaluation import page, record
from tests.evaluation.figures import Figure
from tests.evaluation.floors import FLOORS, parse_floors

BOUNDS = parse_floors("a:\n  share: {least: 0.8, margin: 0.03}\nb:\n  share: {least: 0.8}\n")
OLD = Figure("a", "share", 0.91, "100 things")
OTHER = Figure("b", "share", 0.85, "20 things")


def test_a_value_within_the_margin_stays_as_it_was() -> None:
    new = replace(OLD, value=0.93)
    assert record.updated([OLD, OTHER], [new], ["a"], BOUNDS) == (OLD, OTHER)


def test_a_value_that_moved_is_written_down_and_others_are_kept() -> None:
    new = replace(OLD, value=0.95)
    assert record.updated([OLD, OTHER], [new], ["a"], BOUNDS) == (new, OTHER)


def test_another_sample_is_another_figure() -> None:
    new = replace(OLD, value=0.92, samples="120 things")
    assert record.updated([OLD], [new], ["a"], BOUNDS) == (new,)


def test_what_is_no_longer_measured_of_an_operator_goes() -> None:
    assert record.updated([OLD, OTHER], [], ["a"], BOUNDS) == (OTHER,)


def test_what_is_written_can_be_read() -> None:
    assert record.parse_record(record.text_of((OLD, OTHER))) == (OLD, OTHER)
    assert "0.912" not in record.text_of((replace(OLD, value=0.9123),))


def test_the_page_shows_each_figure_with_its_sample_and_bound() -> None:
    text = page.page_of((OLD, OTHER), BOUNDS)
    assert "## [a](../operators-images/a/README.md)" in text
    assert "| share | 0.91 | 100 things | ≥ 0.8 |" in text


def test_the_committed_page_follows_from_the_committed_figures() -> None:
    found = record.parse_record(record.MEASURED.read_text("utf-8"))
    assert page.PAGE.read_text("utf-8") == page.page_of(found, parse_floors(FLOORS.read_text("utf-8")))
