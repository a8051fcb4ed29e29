"""``media-insights run``: analyse files on this machine, without a cluster."""

# ruff: noqa: PLR0913, PLR0917, FBT002 - typer reads the options of a command from its signature

from dataclasses import replace
from pathlib import Path

import typer

from media_insights.catalogue import operator_folders as catalogues
from media_insights.catalogue.built_images import images_of
from media_insights.cli.local import run_options as options
from media_insights.cli.local.batch_runs import limits_of, run_batch
from media_insights.cli.local.engine_options import Cache, MediaType, Operators, Stub, cache_of
from media_insights.cli.local.interactive_runs import run_interactively
from media_insights.cli.local.mounted_folders import Models, folders_of
from media_insights.cli.local.run_requests import RunArguments, requests_of
from media_insights.cli.terminal.assignments import answers_of, configuration_of
from media_insights.cli.terminal.failures import FAILED, INTERRUPTED
from media_insights.cli.terminal.files import writable_folder
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.outcome import Outcome
from media_insights.domain.file_selection import FileSelection
from media_insights.local.container_engines import container_engine
from media_insights.local.containers import Containers
from media_insights.local.launching import Starter
from media_insights.local.machine import machine
from media_insights.local.processes import Processes
from media_insights.local.workplaces import Workplace


def run(
    paths: options.MediaPaths,
    workflow: options.Workflow = "full-analysis",
    assignments: options.Assignments = None,
    media_type: MediaType = None,
    output_folder: options.OutputFolder = Path("results"),
    output: options.OutcomeFormat = Format.TABLE,
    operators: Operators = None,
    containers: options.InContainers = False,
    registry: options.Registry = "",
    tag: options.Tag = "",
    models: Models = None,
    fresh: options.Fresh = False,
    stub: Stub = False,
    cache: Cache = None,
    resumes: options.Resumes = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    shard_items: options.ShardItems = options.SHARD_ITEMS,
    shard_bytes: options.ShardBytes = options.SHARD_BYTES,
) -> None:
    """Run a workflow over media files on this machine, show progress, and print a summary.

    What an earlier run into the same folder has done stays done, unless the file, an operator, its models or a
    parameter changed.
    The exit code is 0 only when everything ended in Complete, and 3 when a stage waits for a person: on a terminal you
    are asked; otherwise run it again with --resume. Several files, and those of folders, are done together, so that
    models are loaded once; one that fails leaves the others alone.
    """
    found = catalogues.catalogue_of(*(operators or ()), stub=stub).with_models(folders_of(models))
    if containers:
        found = images_of(cache_of(cache), registry, tag).with_references(found)
    words = RunArguments(
        paths=tuple(paths),
        workflow=workflow,
        configuration=configuration_of(assignments or ()),
        output=output_folder,
        cache=cache_of(cache),
        media_type=media_type,
        answers=answers_of(resumes or ()),
        selection=FileSelection(include=tuple(include or ()), exclude=tuple(exclude or ())),
    )
    limits = limits_of(shard_items, shard_bytes)
    found, requests = requests_of(words, found)
    starter = _starter(found, cache_of(cache), containers=containers, own_store=bool(registry), stub=stub)
    place = Workplace(output=output_folder, catalogue=found, starter=starter, share=machine(), fresh=fresh)
    if words.is_batch:
        raise typer.Exit(run_batch(words, requests[0], place, limits, output))
    place = replace(place, output=writable_folder(output_folder))
    outcomes = [run_interactively(each, place, output) for each in requests]
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
