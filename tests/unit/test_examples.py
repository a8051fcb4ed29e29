"""The numbered examples hold together: valid, fit for the catalogue, what their README names, and the same for Argo."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import yaml

from media_insights.api.v1alpha1 import MediaAsset, MediaOperator, MediaWorkflow
from media_insights.api.v1alpha1.asset import AssetWorkflow
from media_insights.compile.settings import CompileSettings
from media_insights.compile.workflow import compile_workflow
from media_insights.domain.planning.entries import Operators
from media_insights.domain.planning.plan import ExecutionIdentity, Plan
from media_insights.domain.planning.resolve import Request, check_workflow, resolve
from media_insights.domain.store_address import StoreAddress
from tests.unit import golden
from tests.unit.builders import asset
from tests.unit.test_catalogue_of_operators import CATALOGUE, FULL, ROOT

GOLDEN = ROOT / "tests/unit/compile/golden/examples"
SETTINGS = CompileSettings(
    store=StoreAddress.of("http://s3.media-insights.svc:7070", bucket="media-insights"), tag="1.2.3"
)
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


def asset_of(example: str) -> MediaAsset:
    (document,) = documents(example, "MediaAsset")
    return MediaAsset.model_validate(document)


def plan_of(example: str, entry: AssetWorkflow) -> Plan:
    """What the example's asset does with one of its workflows, if it is a video."""
    found, workflow = asset_of(example), workflows_of(example)[entry.name]
    resolved = resolve(
        Request(
            asset=replace(asset("Video"), name=found.metadata.name, source=found.spec.source),
            execution=ExecutionIdentity(name=f"{found.metadata.name}-{entry.name}", uid="uid-1"),
            workflow=entry.name,
            workflow_spec=workflow.spec,
            operators=catalogue_of(example),
            configuration=entry.configuration,
        )
    )
    assert isinstance(resolved, Plan), str(resolved)
    return resolved


RUNS = [(example, entry) for example in EXAMPLES for entry in asset_of(example).spec.workflows]


@pytest.mark.parametrize(("example", "entry"), RUNS, ids=[example for example, _ in RUNS])
def test_the_asset_runs_the_example_s_workflow(example: str, entry: AssetWorkflow) -> None:
    assert check_workflow(workflows_of(example)[entry.name].spec, catalogue_of(example)) == ()
    off = {label for label, values in entry.configuration.items() if values.get("enabled") is False}
    assert {step.name for step in plan_of(example, entry).steps if step.skip} == off


@pytest.mark.parametrize(("example", "entry"), RUNS, ids=[example for example, _ in RUNS])
def test_what_argo_gets_is_what_it_got(example: str, entry: AssetWorkflow, update: bool) -> None:  # noqa: FBT001
    file = GOLDEN / f"{example}.yaml"
    golden.compare(file, compile_workflow(plan_of(example, entry), SETTINGS), update=update)


def test_every_golden_file_has_its_example() -> None:
    assert {file.stem for file in GOLDEN.glob("*.yaml")} == {example for example, _ in RUNS}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_readme_uploads_what_the_asset_names_and_applies_the_folder(example: str) -> None:
    (document,) = documents(example, "MediaAsset")
    text = (ROOT / "examples" / example / "README.md").read_text("utf-8")
    assert document["spec"]["source"]["s3"]["key"] in text
    assert f"kubectl apply -f examples/{example}" in text
