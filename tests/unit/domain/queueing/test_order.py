"""Lines of those who wait."""

from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.queueing.order import Line, Lines
from media_insights.domain.queueing.queue_entries import Rank
from tests.unit.domain.queueing.entries import entry

ranks = st.lists(st.builds(entry, st.sampled_from("abcdefgh"), minute=st.integers(0, 3)).map(lambda each: each.rank))


@given(ranks, ranks)
def test_a_line_is_a_sorted_list(come: list[Rank], go: list[Rank]) -> None:
    line, plain = Line(), list(come)
    for rank in come:
        line.add(rank)
    for rank in go:
        line.discard(rank)
        if rank in plain:
            plain.remove(rank)
    assert line.ranks == sorted(plain)


def test_who_is_ahead() -> None:
    first, second, third = (entry(name).rank for name in "abc")
    line = Line([first, third])
    assert (line.before(first), line.before(second), line.before(third)) == (0, 1, 1)


def test_empty_lines_are_forgotten() -> None:
    lines, one = Lines(), entry("a", gpu=1)
    lines.add(one)
    assert list(lines.by_device["nvidia.com/gpu"]) == [(0, "newsroom")]
    lines.discard(one)
    assert lines == Lines()
