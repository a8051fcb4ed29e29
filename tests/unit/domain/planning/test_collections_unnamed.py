"""An operator whose collection nobody named is Skipped and says how to name one; the rest of the workflow runs."""

from typing import Any

from media_insights.domain.planning.plan import Plan
from tests.unit.builders import CATALOGUE, operator, plan, refused

OPERATORS = CATALOGUE | {
    "search": operator(
        "search",
        inputs=[
            {"name": "frames", "media": ["Frames", "Image"]},
            {"name": "people", "collection": {"kind": "faces", "parameter": "collection"}},
        ],
        parameters={"collection": {"type": "string", "default": ""}},
    ),
    "cover": operator("cover", "Image =search"),
}


def resolved(text: str, **configuration: Any) -> Plan:
    return plan(text, "Image", operators=OPERATORS, configuration=configuration)


def test_without_a_collection_it_is_skipped_and_the_others_run() -> None:
    found = {step.name: step.skip for step in resolved("one: search mediainfo").steps}
    assert found["mediainfo"] is None
    assert found["search"] == "its input people needs a collection of faces: name one as collection of search"


def test_who_reads_its_result_is_skipped_too() -> None:
    found = {step.name: step.skip for step in resolved("one: search; two: cover").steps}
    assert found["cover"] == "its input search needs the result search, and search is skipped"


def test_with_a_collection_it_runs_and_a_name_that_is_none_is_refused() -> None:
    (step,) = resolved("one: search", search={"collection": "staff"}).steps
    assert step.skip is None
    found = refused("one: search", "Image", operators=OPERATORS, configuration={"search": {"collection": "../other"}})
    assert "is not a valid name of a collection" in str(found)
