"""A moment's line says when, where and what it is, and what is to be known of it."""

from dataclasses import replace

from media_insights.cli.terminal.moment_lines import MomentLine

NAME = MomentLine(
    asset="talk",
    operator="entities",
    title="Jon Fox",
    snippet="Jon Fox",
    start=2000,
    end=4000,
    confidence=90.0,
)


def test_a_moment_is_one_line() -> None:
    assert NAME.line() == "0:02–0:04     talk  entities  Jon Fox  90 %"
    assert replace(NAME, score=0.913).line().endswith("Jon Fox  90 %  0.91 alike")


def test_what_was_found_in_former_words_says_so() -> None:
    assert replace(NAME, review="Outdated").line().endswith("90 %  made of words that were corrected since")
    assert replace(NAME, review="Confirmed").line() == NAME.line()
