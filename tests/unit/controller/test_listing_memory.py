"""What is known of a source between two passes."""

from media_insights.controller.listing_memory import ListingMemory
from tests.unit.domain.deciding.watching.facts import candidates_of, name_of, source


def test_marks_are_those_that_lay_there_when_the_listing_began() -> None:
    memory = ListingMemory()
    assert memory.marks("u") == ()
    assert memory.noted_marks("u", ("gone",)) == ("gone",)
    assert (memory.marks("u"), memory.marks("other")) == (("gone",), ())


def test_a_source_that_is_gone_is_forgotten_whole() -> None:
    memory, files = ListingMemory(), candidates_of(source(), ("a",))
    memory.noted_marks("u", ("gone",))
    memory.settling.note("u", files, ("", ""), 0)
    memory.unreadable.noted("u", "", {name_of("a"): "no"}, files)
    memory.forget("u")
    assert (memory.marks("u"), memory.unreadable.example("u")) == ((), "")
    assert memory.settling.note("u", files, ("", ""), 9) == {name_of("a"): 0}
