"""``media-insights run``: analyse files right here, without a cluster."""

# ruff: noqa: PLR0913, PLR0917, FBT002 - typer reads the options of a command from its signature

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from media_insights.catalogue import operator_folders as catalogues
from media_insights.catalogue.built_images import images_of
from media_insights.cli.cluster import uploads
from media_insights.cli.terminal.answers import answers_of
from media_insights.cli.terminal.assignments import configuration_of
from media_insights.cli.terminal.failures import FAILED, INTERRUPTED, USAGE, Failure
from media_insights.cli.terminal.formats import Format, emit
from media_insights.cli.terminal.outcome import Outcome, outcome_of, rejected
from media_insights.cli.terminal.progress import shown
from media_insights.cli.terminal.summary import print_summary
from media_insights.domain import names
from media_insights.domain.planning.plan import Plan
from media_insights.local import requests, runs
from media_insights.local.container_engines import container_engine
from media_insights.local.containers import Containers
from media_insights.local.launching import Starter
from media_insights.local.machine import machine
from media_insights.local.processes import Processes
from media_insights.local.records import asset_in, execution_in
from media_insights.local.requests import Wanted
from media_insights.results.digest.digesting import digest_of
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library

Assignments = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="OPERATOR.KEY=VALUE", help="A parameter of an operator; may be repeated."),
]
Operators = Annotated[
    list[Path] | None,
    typer.Option(
        "--operators", help="Folder of operators; may be repeated. Default: operators-images/ of the checkout."
    ),
]
Cache = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        envvar="MEDIA_INSIGHTS_CACHE",
        help="Where environments and models are kept.",
        show_default="~/.cache/media-insights",
    ),
]


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
    assignments: Assignments = None,
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
    stub: Annotated[
        bool, typer.Option("--stub", help="Operators emit their first example: tries a workflow without models.")
    ] = False,
    cache: Cache = None,
    resumes: Annotated[
        list[str] | None,
        typer.Option(
            "--resume", metavar="STAGE[=JSON]", help="Answer to a stage that waits for a person; may be repeated."
        ),
    ] = None,
) -> None:
    """Run a workflow over a media file on this machine, show progress, and end with what was found.

    What an earlier run into the same folder has done stays done, unless the file, an operator or a parameter changed.
    The exit code is 0 only when everything ended in Complete, and 3 when a stage waits for a person: on a terminal you
    are asked; otherwise run it again with --resume.
    """
    found = catalogues.catalogue_of(*(operators or ()), stub=stub)
    if containers:
        found = images_of(cache_of(cache), registry, tag).named_in(found)
    found, wanted = _wanted(path, workflow, configuration_of(assignments or ()), found, output_folder, cache_of(cache))
    starter = _starter(found, cache_of(cache), containers=containers, own_store=bool(registry), stub=stub)
    place = runs.Place(output=writable(output_folder), catalogue=found, starter=starter, share=machine(), fresh=fresh)
    answers = answers_of(resumes or ())
    outcomes = [_answered(replace(each, answers=answers), place, output) for each in wanted]
    if output is not Format.TABLE:
        reports = [outcome.to_json() for outcome in outcomes]
        emit(reports[0] if len(reports) == 1 else reports, output)
    raise typer.Exit(_code(outcomes))


def cache_of(cache: Path | None) -> Path:
    """Return the cache folder: as said, or the user's usual one."""
    return cache or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "media-insights"


def _wanted(
    path: Path,
    workflow: str,
    configuration: Mapping[str, Mapping[str, Any]],
    found: catalogues.Catalogue,
    output: Path,
    cache: Path,
) -> tuple[catalogues.Catalogue, list[Wanted]]:
    """Return the runs that the path asks for, and the catalogue with the workflows that come with them."""
    if not path.exists():
        raise Failure(f"{path}: there is no such file or folder", code=USAGE)
    if requests.is_manifest(Path(workflow)) and Path(workflow).is_file():
        written = requests.manifests_of(Path(workflow)).workflows
        found, workflow = found.with_workflows(written), next(iter(written), workflow)
    if not requests.is_manifest(path):
        found.workflow(workflow)
        return found, [
            named(Wanted(name="", file=uploads.checked(path), workflow=workflow, configuration=configuration), output)
        ]
    manifests = requests.manifests_of(path)
    wanted = [
        _with(each, configuration)
        for file, asset in manifests.assets
        for each in requests.wanted_by(file, asset, (output, cache / "media"))
    ]
    return found.with_workflows(manifests.workflows), wanted


def _with(wanted: Wanted, configuration: Mapping[str, Mapping[str, Any]]) -> Wanted:
    merged = {name: dict(values) for name, values in wanted.configuration.items()}
    for name, values in configuration.items():
        merged[name] = merged.get(name, {}) | dict(values)
    return replace(wanted, configuration=merged)


def named(wanted: Wanted, output: Path) -> Wanted:
    """Name the asset after its file; another file that was recorded under that name keeps it."""
    name = names.asset_name_of(wanted.file.name)
    old = asset_in(FolderStore(output), name)
    if old and old.metadata.uid != runs.asset_uid(wanted):
        name = names.unique(name, names.short_hash(runs.asset_uid(wanted)))
    return replace(wanted, name=name, title=wanted.file.name[:256])


def _starter(found: catalogues.Catalogue, cache: Path, *, containers: bool, own_store: bool, stub: bool) -> Starter:
    if containers:
        engine = container_engine(cache, own_store=own_store)
        return Containers(operators=found.operators, engine=engine, cache=cache, stub=stub)
    return Processes(operators=found.operators, cache=cache, stub=stub)


def writable(folder: Path) -> Path:
    """Return the folder, made when it was not there. Raises Failure when it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"--output {folder} cannot be made: {error.strerror}", code=USAGE) from error
    if not os.access(folder, os.W_OK):
        raise Failure(f"--output {folder} cannot be written to: permission denied", code=USAGE)
    return folder.resolve()


def _answered(wanted: Wanted, place: runs.Place, output: Format) -> Outcome:
    """Run; ask the person at the terminal as long as a stage waits for one, and go on from there."""
    outcome = _run(wanted, place, output)
    while outcome.status == "Waiting" and sys.stdin.isatty():
        status = execution_in(place.store, outcome.execution)
        stage = status.status.current_stage if status else ""
        if not stage or stage in wanted.answers or not typer.confirm(f"{stage} waits for you: go on?"):
            break
        text = typer.prompt("Data for the operators after it, as JSON", default="{}")
        wanted = replace(wanted, answers={**wanted.answers, **answers_of([f"{stage}={text}"])})
        outcome = _run(wanted, replace(place, fresh=False), output)
    return outcome


def _run(wanted: Wanted, place: runs.Place, output: Format) -> Outcome:
    plan = runs.planned(wanted, place)
    if isinstance(plan, runs.Rejected):
        outcome, results = rejected(wanted.name, wanted.namespace, plan.message), {}
    else:
        kept = [step.name for step in plan.steps if step.reused]
        with shown(f"{wanted.file.name}: {wanted.workflow}") as watcher:
            if kept:
                watcher.note(f"kept from an earlier run: {', '.join(kept)} (--fresh runs everything)")
            ran = asyncio.run(_interruptible(runs.ran(plan, wanted, place, watcher.see)))
        outcome = outcome_of(wanted.name, wanted.namespace, plan.execution.name, ran.status)
        results = Library(place.store).of_execution(ran.status).readable()
    if output is Format.TABLE:
        print_summary(outcome, digest_of(results), _more(outcome, plan, place))
    return outcome


async def _interruptible(run_: Any) -> Any:
    """Let SIGTERM end a run as Ctrl-C does: processes stopped, status truthful."""
    task = asyncio.current_task()
    if task:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await run_


def _more(outcome: Outcome, plan: object, place: runs.Place) -> list[str]:
    if not isinstance(plan, Plan):
        return []
    root = _shown(place.output)
    return [
        f"{root}/{Path(plan.plan_key).parent}/    results and media, as in the object store",
        f"{root}/mediaexecutions/{outcome.execution}.yaml    status",
        f"{root}/logs/{outcome.execution}/    what the operators wrote",
    ]


def _shown(folder: Path) -> Path:
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


def _code(outcomes: list[Outcome]) -> int:
    if any(outcome.status == "Cancelled" for outcome in outcomes):
        return INTERRUPTED
    codes = {outcome.exit_code for outcome in outcomes}
    return FAILED if FAILED in codes else max(codes, default=0)
