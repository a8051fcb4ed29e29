"""A grant holds what a plan's steps read and write, and nothing of another run."""

from dataclasses import replace
from typing import Any

import pytest

from media_insights.api.v1alpha1.asset import Source
from media_insights.domain import layout
from media_insights.domain.planning.grants import Grant, grant_of
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.references import Address
from media_insights.domain.planning.reuse import Earlier
from tests.unit.builders import CATALOGUE, operator, plan

OWN = layout.execution_prefix("newsroom", "asset-1", "uid-of-run-1")
ALL = layout.executions_prefix("newsroom", "asset-1")
SOURCE = Address("media", "public/upload/newsroom/clip.mp4")
READER = operator(
    "reader",
    parameters={"words": {"type": "string", "default": ""}, "people": {"type": "string", "default": ""}},
    inputs=[
        {"name": "text", "media": ["Text"]},
        {"name": "words", "file": {"parameter": "words"}, "optional": True},
        {"name": "faces", "collection": {"kind": "faces", "parameter": "people"}, "optional": True},
    ],
)


def granted(resolved: Plan) -> Grant:
    return grant_of(resolved, "media")


def test_a_run_reads_its_source_and_writes_below_its_own_prefix() -> None:
    grant = granted(plan())
    assert (grant.run, grant.bucket, grant.reads) == ("uid-of-run-1", "media", (SOURCE,))
    assert (grant.writes, grant.logs) == ((OWN,), layout.logs_prefix("newsroom", "asset-1", "run-1"))
    assert (grant.reused, grant.optional, grant.browses) == ((), (), ())


def test_every_file_of_every_step_is_in_it() -> None:
    resolved = plan()
    for step in resolved.runs:
        for output in step.outputs:
            assert output.key.startswith(OWN)
        for wired in step.inputs:
            assert wired.from_source or wired.key.startswith(OWN)


def test_what_parameters_name_is_read_by_its_key() -> None:
    configuration = {"reader": {"words": "s3://glossaries/words.csv", "people": "crew"}}
    grant = granted(plan("one: reader", "Text", operators={"reader": READER}, configuration=configuration))
    crew = layout.collection_key("newsroom", "faces", "crew")
    assert set(grant.reads) == {SOURCE, Address("glossaries", "words.csv"), Address("media", crew)}
    assert grant.optional == ()


def test_what_is_not_named_is_not_read() -> None:
    grant = granted(plan("one: reader", "Text", operators={"reader": READER}))
    assert grant.reads == (SOURCE,)


def test_a_source_elsewhere_is_read_there() -> None:
    resolved = plan()
    elsewhere = Source.model_validate({"s3": {"bucket": "footage", "key": "a.mp4"}})
    assert granted(replace(resolved, asset=replace(resolved.asset, source=elsewhere))).reads == (
        Address("footage", "a.mp4"),
    )


def test_a_rerun_reads_what_it_takes_over_by_its_key() -> None:
    text = "prepare: proxy; analyze: shots labels"
    earlier = Earlier(plan=plan(text), complete=frozenset({"proxy", "shots"}), again=frozenset({"labels"}))
    grant = granted(plan(text, execution="run-2", earlier=earlier))
    assert grant.reads == ()
    assert set(grant.reused) == {layout.medium_key(OWN, "frames.bin"), layout.result_key(OWN, "shots")}
    assert grant.optional == (layout.result_key(OWN, "shots"),)
    assert grant.writes == (layout.execution_prefix("newsroom", "asset-1", "uid-of-run-2"),)


@pytest.mark.parametrize(("access", "browses"), [({}, ()), ({"objectStore": "ReadWrite"}, (ALL,))])
def test_an_operator_that_speaks_to_the_store_itself_sees_its_asset(
    access: dict[str, Any], browses: tuple[str, ...]
) -> None:
    spec = operator("own", "Text", access=access)
    assert granted(plan("one: own", "Text", operators={"own": spec})).browses == browses


def test_what_is_skipped_reads_nothing() -> None:
    assert granted(plan("one: labels!", "Video", operators=CATALOGUE)).reads == ()


def test_a_plan_that_version_0_1_stored_keeps_its_place() -> None:
    former = layout.former_plan_key("asset-1", "uid-of-run-1")
    assert granted(replace(plan(), plan_key=former)).writes == (layout.folder_of(former),)
    assert granted(replace(plan(), plan_key="private/other/plan.json")).writes == (OWN,)
