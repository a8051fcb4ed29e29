"""``media-insights explain``: what a workflow would do and cost, before anything runs."""

# ruff: noqa: PLR0913, PLR0917 - typer reads the options of a command from its signature

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.catalogue import operator_folders as catalogues
from media_insights.cli.local import run_options as options
from media_insights.cli.local.engine_options import Operators
from media_insights.cli.local.run_requests import workflow_of
from media_insights.cli.terminal.assignments import configuration_of
from media_insights.cli.terminal.explanation import WorkflowQuestion, print_explanations
from media_insights.cli.terminal.formats import Format
from media_insights.cli.terminal.options import ExplainedType, ExplainedTypes
from media_insights.domain.planning.estimates import Figure, figures_of
from media_insights.local.records import asset_in, execution_in
from media_insights.storage.folder import FolderStore


def explain(
    workflow: Annotated[str, typer.Argument(help="Name of a workflow, or a file that holds one.")] = "full-analysis",
    types: ExplainedTypes = None,
    assignments: options.Assignments = None,
    operators: Operators = None,
    output_folder: Annotated[
        Path, typer.Option("--output", help="Folder of results whose runs say what operators cost.")
    ] = Path("results"),
    output: options.OutcomeFormat = Format.TABLE,
) -> None:
    """Say what a workflow would do with each type of media, what is skipped and why, and what it costs.

    Nothing runs now. What it costs is told from runs of the workflow that the results folder holds.
    """
    known, name = workflow_of(workflow, catalogues.catalogue_of(*(operators or ())))
    question = WorkflowQuestion(
        name=name,
        workflow=known.workflow(name).spec,
        operators=known.specs,
        configuration=configuration_of(assignments or ()),
        types=tuple(each.source_type for each in types or ExplainedType),
        figures=tuple(_figures_in(FolderStore(output_folder), name)),
    )
    raise typer.Exit(print_explanations(question, output))


def _figures_in(store: FolderStore, workflow: str) -> Iterator[Figure]:
    for path in sorted((store.root / MediaExecution.PLURAL).glob("*.yaml")):
        execution = execution_in(store, path.stem)
        asset = asset_in(store, execution.spec.asset) if execution else None
        if execution and asset:
            yield from figures_of(execution, asset.status.media, workflow)
