"""``media-insights run``: analyse files on this machine, without a cluster."""

# ruff: noqa: PLR0913, PLR0917, FBT002 - typer reads the options of a command from its signature

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from media_insights.catalogue import operator_folders as catalogues
from media_insights.catalogue.built_images import images_of
from media_insights.cli.local.engine_options import Cache, MediaType, Operators, Stub, cache_of
from media_insights.cli.local.interactive_runs import run_interactively
from media_insights.cli.local.run_requests import RunArguments, requests_of
from media_insights.cli.terminal.assignments import answers_of, configuration_of
from media_insights.cli.terminal.failures import FAILED, INTERRUPTED
from media_insights.cli.terminal.files import writable_folder
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.outcome import Outcome
from media_insights.local.container_engines import container_engine
from media_insights.local.containers import Containers
from media_insights.local.launching import Starter
from media_insights.local.machine import machine
from media_insights.local.processes import Processes
from media_insights.local.workplaces import Workplace


def run(
    path: Annotated[
        Path,
        typer.Argument(
            help="A media file, a manifest (MediaAsset), or a folder of manifests.", show_default=False, readable=False
        ),
    ],
    workflow: Annotated[
        str, typer.Option("--workflow", "-w", help="Name of a workflow, or a file that holds one.")
    ] = "full-analysis",
    assignments: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="OPERATOR.KEY=VALUE", help="A parameter of an operator; may be repeated."),
    ] = None,
    media_type: MediaType = None,
    output_folder: Annotated[
        Path, typer.Option("--output", help="Folder of the results, laid out as the object store.")
    ] = Path("results"),
    output: Annotated[Format, typer.Option("-o", "--format", help="How to print the outcome.")] = Format.TABLE,
    operators: Operators = None,
    containers: Annotated[
        bool, typer.Option("--containers", help="Run the operators' images with Docker or Podman.")
    ] = False,
    registry: Annotated[
        str, typer.Option("--registry", help="With --containers: host and path of images that were pushed.")
    ] = "",
    tag: Annotated[
        str, typer.Option("--tag", help="With --registry: tag of the operators' images.", show_default="latest")
    ] = "",
    fresh: Annotated[bool, typer.Option("--fresh", help="Run everything, even what an earlier run has done.")] = False,
    stub: Stub = False,
    cache: Cache = None,
    resumes: Annotated[
        list[str] | None,
        typer.Option(
            "--resume", metavar="STAGE[=JSON]", help="Answer to a stage that waits for a person; may be repeated."
        ),
    ] = None,
) -> None:
    """Run a workflow over a media file on this machine, show progress, and print a summary.

    What an earlier run into the same folder has done stays done, unless the file, an operator or a parameter changed.
    The exit code is 0 only when everything ended in Complete, and 3 when a stage waits for a person: on a terminal you
    are asked; otherwise run it again with --resume.
    """
    found = catalogues.catalogue_of(*(operators or ()), stub=stub)
    if containers:
        found = images_of(cache_of(cache), registry, tag).with_references(found)
    words = RunArguments(
        path=path,
        workflow=workflow,
        configuration=configuration_of(assignments or ()),
        output=output_folder,
        cache=cache_of(cache),
        media_type=media_type,
    )
    found, requests = requests_of(words, found)
    starter = _starter(found, cache_of(cache), containers=containers, own_store=bool(registry), stub=stub)
    root = writable_folder(output_folder)
    place = Workplace(output=root, catalogue=found, starter=starter, share=machine(), fresh=fresh)
    answers = answers_of(resumes or ())
    outcomes = [run_interactively(replace(each, answers=answers), place, output) for each in requests]
    if output is not Format.TABLE:
        _emit(outcomes, output)
    raise typer.Exit(_code(outcomes))


def _emit(outcomes: list[Outcome], output: Format) -> None:
    reports = [outcome.to_json() for outcome in outcomes]
    emit(reports[0] if len(reports) == 1 else reports, output)


def _starter(found: catalogues.Catalogue, cache: Path, *, containers: bool, own_store: bool, stub: bool) -> Starter:
    if containers:
        engine = container_engine(cache, own_store=own_store)
        return Containers(operators=found.operators, engine=engine, cache=cache, stub=stub)
    return Processes(operators=found.operators, cache=cache, stub=stub)


def _code(outcomes: list[Outcome]) -> int:
    if any(outcome.status == "Cancelled" for outcome in outcomes):
        return INTERRUPTED
    codes = {outcome.exit_code for outcome in outcomes}
    return FAILED if FAILED in codes else max(codes, default=0)
