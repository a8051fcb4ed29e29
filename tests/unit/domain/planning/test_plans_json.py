"""The snapshot of a plan reads back as it was, in every version, and its hash covers all that a run does."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.asset import Source
from media_insights.domain.planning.plan import AssetIdentity, Part, Plan, Step, WiredInput, WrittenOutput
from media_insights.domain.planning.plans_json import canonical, plan_bytes, plan_hash, plan_of, plan_to_json
from tests.unit.builders import operator, plan

STORED = json.loads(Path(__file__).with_name("plan-of-0.1.json").read_text("utf-8"))
"""A rerun with everything in it (reused, skipped, waiting, aliased, named), as version 0.1 wrote it."""


@pytest.mark.parametrize("type_", ["Video", "Audio", "Image"])
@pytest.mark.parametrize("scheduling", ["DataFlow", "Staged"])
def test_a_plan_reads_back_equal(type_: str, scheduling: str) -> None:
    written = plan("a: proxy mediainfo!; b: transcribe labels; c: translate@spanish", type_, scheduling=scheduling)
    assert plan_of(json.loads(json.dumps(plan_to_json(written)))) == written


def test_a_plan_that_was_stored_before_is_read_and_written_as_it_was() -> None:
    read = plan_of(STORED["plan"])
    assert (read.step("proxy").reused, read.step("labels").skip) == ("run-1", "disabled")
    assert plan_to_json(read) == STORED["plan"]


def test_parts_are_written_only_where_a_step_has_some() -> None:
    whole = plan("a: proxy")
    halves = (Part(name="0", start=0.0, end=30.0), Part(name="1", start=30.0, end=61.5))
    divided = replace(whole, steps=(replace(whole.step("proxy"), parts=halves),))
    assert "parts" not in plan_to_json(whole)["steps"][0]
    assert plan_of(json.loads(json.dumps(plan_to_json(divided)))) == divided


def test_a_file_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        plan_of({"format": "mediainsights.dev/plan/v9"})


def test_equal_plans_are_equal_files() -> None:
    assert plan_bytes(plan()) == plan_bytes(plan())
    assert plan_of(json.loads(plan_bytes(plan()))) == plan()
    assert len(plan_hash(plan())) == len("sha256:") + 64


BASE = plan("a: proxy; b: transcribe")
OTHER: dict[type, dict[str, Any]] = {
    Plan: {
        "asset": replace(BASE.asset, name="other"),
        "execution": replace(BASE.execution, uid="other"),
        "workflow": "other",
        "stages": ("a", "b", "c"),
        "steps": BASE.steps[:1],
        "scheduling": "Staged",
        "priority": 1,
        "timeout_seconds": 1,
        "ttl_seconds_after_finished": 1,
        "plan_key": "elsewhere",
    },
    AssetIdentity: {
        "name": "other",
        "namespace": "other",
        "uid": "other",
        "source": Source.model_validate({"s3": {"bucket": "media", "key": "other"}}),
        "media": BASE.asset.media.model_copy(update={"etag": "other"}),
    },
    Step: {
        "name": "other",
        "operator": "other",
        "stage": "b",
        "result_name": "other",
        "spec": operator("proxy", version="2.0.0"),
        "parameters": {"other": 1},
        "inputs": (),
        "outputs": (),
        "depends": ("other",),
        "parts": (Part(name="0", start=0.0, end=1.0),),
        "skip": "disabled",
        "reused": "run-0",
    },
    WiredInput: {
        "name": "other",
        "key": "other",
        "from_source": False,
        "medium": "Image",
        "result": "other",
        "producer": "other",
        "optional": True,
        "parameter": "other",
        "collection": "faces",
        "bucket": "other",
        "version": "other",
    },
    WrittenOutput: {
        "name": "other",
        "file": "other",
        "key": "other",
        "media": "other",
        "result": False,
        "optional": True,
        "content_type": "text/plain",
    },
}
"""Another value for every field of a plan."""


def changed(kind: type, field: str) -> Plan:
    other = {field: OTHER[kind][field]}
    step = BASE.steps[0]
    if kind is Plan:
        return replace(BASE, **other)
    if kind is AssetIdentity:
        return replace(BASE, asset=replace(BASE.asset, **other))
    if kind is WiredInput:
        step = replace(step, inputs=(replace(step.inputs[0], **other), *step.inputs[1:]))
    elif kind is WrittenOutput:
        step = replace(step, outputs=(replace(step.outputs[0], **other), *step.outputs[1:]))
    else:
        step = replace(step, **other)
    return replace(BASE, steps=(step, *BASE.steps[1:]))


@pytest.mark.parametrize(
    ("kind", "field"),
    [(kind, field.name) for kind in OTHER for field in fields(kind)],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_every_field_counts(kind: type, field: str) -> None:
    assert plan_hash(changed(kind, field)) != plan_hash(BASE)


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_equal_values_have_equal_text(value: dict[str, object]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))
