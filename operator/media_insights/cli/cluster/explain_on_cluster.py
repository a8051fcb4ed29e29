"""``kubectl media explain``: what a workflow would do and cost, before anything runs."""

# ruff: noqa: PLR0913 - typer reads the options of a command from its signature

from collections.abc import Iterable, Iterator
from typing import Annotated, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaOperator, MediaWorkflow
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster.clusters import Cluster, Place, ask, connect
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.cluster.stores import USUAL_NAMESPACE
from media_insights.cli.terminal.assignments import configuration_of
from media_insights.cli.terminal.console import stderr
from media_insights.cli.terminal.explanation import WorkflowQuestion, print_explanations
from media_insights.cli.terminal.failures import Failure
from media_insights.cli.terminal.formats import Format
from media_insights.cli.terminal.options import ExplainedType, ExplainedTypes, Output
from media_insights.domain.planning.estimates import Figure, figures_of
from media_insights.errors import NotFound
from media_insights.kube.resources import ASSETS, EXECUTIONS, OPERATORS, WORKFLOWS, Resource

_Read = TypeVar("_Read", bound=BaseModel)
_UNREADABLE = "too large, or written by a newer version"


def explain(
    workflow: Annotated[str, typer.Argument(help="Name of a MediaWorkflow.")] = "full-analysis",
    *,
    types: ExplainedTypes = None,
    assignments: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="OPERATOR.KEY=VALUE", help="A parameter of an operator; may be repeated."),
    ] = None,
    installation: Annotated[
        str, typer.Option("--installation", help="Namespace of the installation, whose workflows count too.")
    ] = USUAL_NAMESPACE,
    output: Output = Format.TABLE,
    place: Place,
) -> None:
    """Say what a workflow would do with each type of media, what is skipped and why, and what it costs.

    Nothing runs now. What it costs is told from the workflow's executions in the namespace.
    """
    cluster = connect(place)
    question = WorkflowQuestion(
        name=workflow,
        workflow=_workflow(cluster, workflow, installation).spec,
        operators={each.metadata.name: each.spec for each in _operators(cluster)},
        configuration=configuration_of(assignments or ()),
        types=tuple(each.source_type for each in types or ExplainedType),
        figures=tuple(_figures(cluster, workflow)),
    )
    raise typer.Exit(print_explanations(question, output))


def _workflow(cluster: Cluster, name: str, installation: str) -> MediaWorkflow:
    """Return a workflow of the namespace, else of the installation."""
    found = Objects(cluster, WORKFLOWS).find(name)
    if found is None:
        try:
            what = f"get {WORKFLOWS.plural} in namespace {installation}"
            found = ask(what, lambda: cluster.get(WORKFLOWS, installation, name))
        except NotFound as error:
            where = f"{cluster.namespace} or {installation}"
            raise Failure(f"there is no MediaWorkflow {name} in {where}; --installation names another") from error
    try:
        return MediaWorkflow.model_validate(found)
    except ValidationError as error:
        raise Failure(f"the MediaWorkflow {name} cannot be read: {_UNREADABLE}") from error


def _operators(cluster: Cluster) -> list[MediaOperator]:
    found = ask(f"list {OPERATORS.plural}", lambda: cluster.items(OPERATORS, "", ""))
    return _read_of(MediaOperator, OPERATORS, found)


def _figures(cluster: Cluster, workflow: str) -> Iterator[Figure]:
    listed = _read_of(MediaAsset, ASSETS, Objects(cluster, ASSETS).list())
    assets = {each.metadata.name: each.status.media for each in listed}
    for execution in _read_of(MediaExecution, EXECUTIONS, Objects(cluster, EXECUTIONS).list()):
        yield from figures_of(execution, assets.get(execution.spec.asset), workflow)


def _read_of(model: type[_Read], resource: Resource, manifests: Iterable[Manifest]) -> list[_Read]:
    """Return the objects that can be read, and say how many cannot: an explanation does not fail for another's."""
    known, left_out = [], 0
    for each in manifests:
        try:
            known.append(model.model_validate(each))
        except ValidationError:
            left_out += 1
    if left_out:
        stderr().print(f"{left_out} {resource.plural} are left out, which cannot be read: {_UNREADABLE}")
    return known
