"""Of results of users' own operators the digest tells what can be counted."""

from typing import Any

import pytest

from media_insights.results.digest.digesting import digest_of
from media_insights.results.digest.others import OtherResult, others_of


@pytest.mark.parametrize(
    ("document", "counts"),
    [
        ({"Results": {"hello": 1, "world": 2}}, (("Results", 2),)),
        ({"Items": [1, 2, 3], "Model": {"name": "x"}, "Warnings": [{}], "Text": "x"}, (("Items", 3), ("Model", 1))),
        ([1, 2], (("Entries", 2),)),
        ({"Pairs": "2"}, ()),
        ("text", ()),
        ({str(number): [] for number in range(9)}, tuple((str(number), 0) for number in range(4))),
    ],
)
def test_lists_and_objects_are_counted(document: Any, counts: Any) -> None:
    assert others_of("Worddist", document) == (OtherResult(name="Worddist", counts=counts),)


def test_results_of_ours_are_told_of_in_their_own_words() -> None:
    found = digest_of(
        {"mediaThing": {"Items": [1]}, "wordDistribution": {"Results": {}}, "WebCaptions_es": {"WebCaptions": []}}
    )
    assert [each.name for each in found.others] == ["mediaThing", "WebCaptions_es"]
