"""Lineage of a result, from its plan, its execution and itself."""

from dataclasses import replace
from typing import Any

import pytest

from media_insights.api.v1alpha1.asset import MetadataPointer
from media_insights.api.v1alpha1.execution import OperatorProgress
from media_insights.api.v1alpha1.operator_model_source import ModelSource
from media_insights.domain.planning.plan import Plan
from media_insights.rest.lineage_views import LineageView, lineage_view
from tests.unit import builders

PLAN = builders.plan("prepare: proxy; analyze: labels")
KEY = next(output.key for output in PLAN.step("labels").outputs if output.result)
POINTER = MetadataPointer(operator="labels", execution="run-1", key=KEY, bytes=3)


def view(plan: Plan | None = PLAN, progress: OperatorProgress | None = None, result: Any = None) -> LineageView:
    etags = {KEY: "own", **{each.key: "read" for each in PLAN.step("labels").inputs}}
    return lineage_view(POINTER, plan, progress, etags, result)


def test_what_was_read_is_named_with_its_etag_and_what_wrote_it() -> None:
    (read,) = view().inputs
    assert (read.operator, read.etag) == ("proxy", "read")
    assert (view().etag, view().operator, view().plan_key) == ("own", "labels", PLAN.plan_key)


def test_the_digest_is_that_of_the_image_by_which_it_is_named() -> None:
    step = PLAN.step("labels")
    pinned = step.spec.model_copy(update={"image": "registry/labels@sha256:abc"})
    plan = replace(PLAN, steps=tuple(replace(each, spec=pinned) if each is step else each for each in PLAN.steps))
    assert (view(plan).image_digest, view().image_digest) == ("sha256:abc", "")


@pytest.mark.parametrize(
    ("source", "where"),
    [
        (ModelSource(digest=f"sha256:{7:064x}"), "a folder of the machine that ran it"),
        (ModelSource(claim="models", digest=f"sha256:{7:064x}"), "claim models"),
        (ModelSource(image=f"r/m@sha256:{7:064x}"), f"r/m@sha256:{7:064x}"),
    ],
)
def test_mounted_models_are_named_first_by_the_digest_of_their_folder(source: ModelSource, where: str) -> None:
    step = PLAN.step("labels")
    spec = step.spec.model_copy(update={"model_source": source})
    plan = replace(PLAN, steps=tuple(replace(each, spec=spec) if each is step else each for each in PLAN.steps))
    mounted = view(plan).models[0]
    assert (mounted.name, mounted.sha256, mounted.source) == ("mounted", f"{7:064x}", where)
    assert "mounted" not in [each.name for each in view().models]


def test_times_and_attempts_are_those_of_the_operator() -> None:
    assert view(progress=OperatorProgress(name="labels", attempts=2)).attempts == 2


@pytest.mark.parametrize(
    ("result", "models"),
    [
        ({"Model": {"name": "m", "version": "1", "sha256": "a", "provider": "CPU"}}, [("m", "1", "a", "CPU")]),
        ({"Model": [{"name": "m", "files": [{"path": "f", "sha256": "b"}]}]}, [("m", "", "b", "")]),
        ([{"Model": {"name": "m"}}, {}], [("m", "", "", "")]),
        ({"Model": "m"}, []),
        ({"Model": {"name": 3}}, []),
        ([], []),
        (None, []),
    ],
)
def test_a_result_says_which_models_ran(result: Any, models: list[tuple[str, ...]]) -> None:
    found = [(each.name, each.version, each.sha256, each.provider) for each in view(result=result).models_run]
    assert found == models


def test_without_a_plan_only_the_pointer_speaks() -> None:
    found = view(None)
    assert (found.operator, found.execution, found.key, found.etag) == ("", "run-1", KEY, "own")
