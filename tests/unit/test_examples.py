"""The numbered examples hold together: what they apply is valid, fits the catalogue, and is what their README names."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from media_insights.api.v1alpha1 import MediaAsset, MediaOperator, MediaWorkflow
from media_insights.domain.planning.entries import Operators
from media_insights.domain.planning.plan import ExecutionIdentity, Plan
from media_insights.domain.planning.resolve import Request, check_workflow, resolve
from tests.unit.builders import asset
from tests.unit.test_catalogue_of_operators import CATALOGUE, FULL, ROOT

EXAMPLES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/asset.yaml"))


def documents(example: str, kind: str) -> Iterator[Any]:
    for path in sorted((ROOT / "examples" / example).rglob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text("utf-8")):
            if isinstance(document, dict) and document.get("kind") == kind:
                yield document


def catalogue_of(example: str) -> Operators:
    """The shipped operators and those of the example's own folders."""
    own = map(MediaOperator.model_validate, documents(example, "MediaOperator"))
    return CATALOGUE | {each.metadata.name: each.spec for each in own}


def workflows_of(example: str) -> dict[str, MediaWorkflow]:
    own = map(MediaWorkflow.model_validate, documents(example, "MediaWorkflow"))
    return {FULL.metadata.name: FULL} | {each.metadata.name: each for each in own}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_asset_runs_the_example_s_workflow(example: str) -> None:
    (document,) = documents(example, "MediaAsset")
    found = MediaAsset.model_validate(document)
    for entry in found.spec.workflows:
        workflow = workflows_of(example)[entry.name]
        assert check_workflow(workflow.spec, catalogue_of(example)) == ()
        plan = resolve(
            Request(
                asset=asset("Video"),
                execution=ExecutionIdentity(name="run-1", uid="uid-1"),
                workflow=entry.name,
                workflow_spec=workflow.spec,
                operators=catalogue_of(example),
                configuration=entry.configuration,
            )
        )
        assert isinstance(plan, Plan), str(plan)
        off = {label for label, values in entry.configuration.items() if values.get("enabled") is False}
        assert {step.name for step in plan.steps if step.skip} == off


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_readme_uploads_what_the_asset_names_and_applies_the_folder(example: str) -> None:
    (document,) = documents(example, "MediaAsset")
    text = (ROOT / "examples" / example / "README.md").read_text("utf-8")
    assert document["spec"]["source"]["s3"]["key"] in text
    assert f"kubectl apply -f examples/{example}" in text
