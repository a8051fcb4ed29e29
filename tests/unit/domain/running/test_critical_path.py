"""Longest chain first, else the plan's order."""

import pytest

from media_insights.domain.running.critical_path import chain_lengths, most_urgent_first
from tests.unit.builders import plan

FULL = "prepare: mediainfo proxy; analyze: shots labels transcribe; text: captions entities"


@pytest.mark.parametrize(
    ("workflow", "ready", "order"),
    [
        (FULL, "mediainfo proxy", "proxy mediainfo"),
        (FULL, "labels transcribe", "transcribe labels"),
        # labels read what shots finds; one level each: as the plan has it
        (FULL, "shots transcribe", "shots transcribe"),
        (FULL, "captions entities", "captions entities"),
        (FULL, "", ""),
    ],
)
def test_the_longest_chain_goes_first(workflow: str, ready: str, order: str) -> None:
    whole = plan(workflow)
    steps = [whole.step(name) for name in ready.split()]

    assert " ".join(step.name for step in most_urgent_first(whole, steps)) == order


def test_a_chain_is_as_long_as_its_longest_branch() -> None:
    lengths = chain_lengths(plan(FULL))

    assert (lengths["proxy"], lengths["transcribe"], lengths["captions"], lengths["mediainfo"]) == (2, 1, 0, 0)
