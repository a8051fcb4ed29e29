"""Items that are refused, in the list of failures."""

import pytest

from media_insights.domain.batches.progress import failures_as_lines
from media_insights.domain.batches.refused_items import refused_in, refused_item
from tests.unit.domain.deciding.batches.facts import states


def test_the_list_of_failures_remembers_what_was_refused_and_nothing_else() -> None:
    refused = refused_item("b-1", "日本.jpg", "no\nsuch bucket")
    assert refused_in(failures_as_lines([*states("fx"), refused])) == (refused,)
    assert refused_in(b"") == ()


@pytest.mark.parametrize("content", [b"{", b"{}\n", b'{"state": "Refused"}\n'])
def test_another_list_is_none(content: bytes) -> None:
    with pytest.raises((ValueError, KeyError)):
        refused_in(content)
