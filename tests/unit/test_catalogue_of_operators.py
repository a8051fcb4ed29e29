"""The operators that ship, and the workflow that ships with them."""

from pathlib import Path

import pytest
import yaml

from media_insights.api.v1alpha1 import MediaOperator, MediaOperatorSpec, MediaWorkflow
from media_insights.compile.settings import CompileSettings
from media_insights.compile.workflow import compile_workflow
from media_insights.domain.deciding.operator_checks import check_operator
from media_insights.domain.planning.plan import ExecutionIdentity, Plan
from media_insights.domain.planning.resolve import Request, check_workflow, resolve
from media_insights.domain.quantities import quantity_of
from media_insights.domain.store_address import StoreAddress
from tests.unit.builders import asset

ROOT = Path(__file__).parents[2]
OPERATORS = {
    file.parent.name: MediaOperator.model_validate(yaml.safe_load(file.read_text("utf-8")))
    for file in sorted((ROOT / "operators-images").glob("[!_]*/operator.yaml"))
}
CATALOGUE: dict[str, MediaOperatorSpec] = {name: each.spec for name, each in OPERATORS.items()}
FULL = MediaWorkflow.model_validate(
    yaml.safe_load((ROOT / "charts/media-insights/files/workflows/full-analysis.yaml").read_text("utf-8"))
)


def resolved(type_: str) -> Plan:
    answer = resolve(
        Request(
            asset=asset(type_),
            execution=ExecutionIdentity(name="run-1", uid="uid-1"),
            workflow=FULL.metadata.name,
            workflow_spec=FULL.spec,
            operators=CATALOGUE,
        )
    )
    assert isinstance(answer, Plan), str(answer)
    return answer


def depth(plan: Plan, name: str) -> int:
    """Pods from the start of the run to the end of this step, one after the other."""
    return 1 + max((depth(plan, each) for each in plan.step(name).depends), default=0)


@pytest.mark.parametrize("name", OPERATORS)
def test_every_operator_that_ships_is_accepted(name: str) -> None:
    assert OPERATORS[name].metadata.name == name
    assert check_operator(CATALOGUE[name]) == ()


@pytest.mark.parametrize("name", OPERATORS)
def test_every_operator_fits_on_a_node_of_two_cpus_beside_the_system(name: str) -> None:
    assert quantity_of(CATALOGUE[name].resources.requests.get("cpu", "0")) <= 1


def test_result_names_are_unique() -> None:
    names = [each.result_name for each in CATALOGUE.values()]
    assert len(set(names)) == len(names)


def test_the_workflow_that_ships_is_accepted() -> None:
    assert check_workflow(FULL.spec, CATALOGUE) == ()


@pytest.mark.parametrize("type_", ["Video", "Audio", "Image", "Text"])
def test_it_is_at_most_three_pods_deep(type_: str) -> None:
    plan = resolved(type_)
    assert max(depth(plan, step.name) for step in plan.runs) <= 3
    assert compile_workflow(plan, CompileSettings(store=StoreAddress.of("", bucket="media")))["spec"]["templates"]


SEEN = {"label-detection", "face-detection", "text-detection", "content-moderation"}
HEARD = {"transcribe", "audio-events"}
READ = {"captions", "language-identification", "sentiment", "entities", "word-distribution", "text-embedding"}


@pytest.mark.parametrize(
    ("type_", "skipped"),
    [
        ("Video", set()),
        ("Audio", SEEN | {"shot-detection"}),
        ("Image", HEARD | READ | {"shot-detection", "technical-cues"}),
    ],
)
def test_what_a_medium_does_not_have_is_skipped(type_: str, skipped: set[str]) -> None:
    assert {step.name for step in resolved(type_).steps if step.skip} == skipped
