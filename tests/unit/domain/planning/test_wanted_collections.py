"""What is skipped for want of a collection is told; what has no medium, is disabled or has one is not."""

from typing import Any

import pytest

from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.wanted_collections import warnings_of
from tests.unit.builders import CATALOGUE, operator, plan

SEARCH = operator(
    "search",
    inputs=[
        {"name": "frames", "media": ["Frames", "Image"]},
        {"name": "people", "collection": {"kind": "faces", "parameter": "collection"}},
    ],
    parameters={"collection": {"type": "string", "default": ""}},
)


def searching(kind: str = "Image", **configuration: Any) -> Plan:
    return plan(
        "one: search mediainfo", kind, operators=CATALOGUE | {"search": SEARCH}, configuration={"search": configuration}
    )


def test_whoever_runs_it_is_told_what_to_name() -> None:
    assert list(warnings_of(searching())) == [
        "search was skipped: its input people needs a collection of faces: name one as collection of search"
    ]


@pytest.mark.parametrize(
    "of", [searching("Text"), searching(enabled=False), searching(collection="staff")], ids=["medium", "off", "named"]
)
def test_nobody_is_told_of_what_is_as_it_was_meant(of: Plan) -> None:
    assert list(warnings_of(of)) == []
