"""``media-insights import``: into a results folder, by the embedded engine."""

# ruff: noqa: PLR0913, PLR0917 - typer reads the options of a command from its signature

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from media_insights.actions import importing
from media_insights.api.v1alpha1 import MediaAsset
from media_insights.catalogue import operator_folders as catalogue
from media_insights.cli import imports
from media_insights.cli.local.engine_options import Cache, Operators, place_of
from media_insights.cli.local.results_folders import RESULTS, absent, find_asset, folder_of
from media_insights.cli.local.run_requests import named
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import Failure
from media_insights.cli.terminal.files import readable_file, writable_folder
from media_insights.imports.archives import Imported
from media_insights.local import runs
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import RunRefused, identity_of, plan_run, separate_run_of
from media_insights.local.workplaces import Workplace


def import_into_folder(
    asset: Annotated[
        str,
        typer.Argument(
            metavar="[DIR/]ASSET|MEDIA-FILE", help="An asset of a results folder, or a media file.", show_default=False
        ),
    ],
    files: imports.Paths,
    as_: imports.ImportAs = "",
    frame: imports.ImportFrame = "",
    operators: Operators = None,
    cache: Cache = None,
) -> None:
    """Import results that were made elsewhere into ASSET, under the names by which they are found and searched.

    DIR is the folder of `run --output`, default: results. A media file that no run has seen becomes an asset there.
    """
    found = imports.read(files, as_, frame)
    request, folder = _asset_of(asset)
    place = _place(folder, operators, cache)
    for each in found:
        tell(_import(each, request, place))


def _asset_of(asset: str) -> tuple[RunRequest, Path]:
    """Return the asset that is meant and its results folder. Raises Failure when there is none."""
    record = find_asset(asset)
    if record:
        return _request_for(record), folder_of(asset)
    if Path(asset).is_file():
        request = RunRequest(name="", file=readable_file(Path(asset)), workflow=importing.WORKFLOW)
        return named(request, request.file, RESULTS, {}), RESULTS
    raise absent(asset, "; a media file will do")


def _request_for(record: MediaAsset) -> RunRequest:
    return RunRequest(
        name=record.metadata.name,
        namespace=record.metadata.namespace,
        file=Path(record.spec.source.file_name),
        workflow=importing.WORKFLOW,
        media_type=record.spec.media_type,
        title=record.spec.title,
        known=identity_of(record),
    )


def _place(folder: Path, operators: list[Path] | None, cache: Path | None) -> Workplace:
    found = catalogue.catalogue_of(*(operators or ()))
    if importing.OPERATOR not in found.operators:
        raise Failure(f"there is no operator {importing.OPERATOR}: name the folder that holds it with --operators")
    return place_of(writable_folder(folder), found, cache)


def _import(imported: Imported, request: RunRequest, place: Workplace) -> str:
    """Run the import of one result and return what to say of it. Raises Failure with the run's own sentence."""
    content = imports.content_of(imported)
    key = importing.key_of(request.namespace, imported.name, content)
    place.store.put(key, content)
    own = separate_run_of(request, imported.name, importing.configuration_of(imported.name, key))
    plan = plan_run(own, place)
    if isinstance(plan, RunRefused):
        raise Failure(f"{imported.name}: {plan.message}")
    status = asyncio.run(runs.run(plan, own, place, lambda _: None))
    if status.state != "Complete":
        raise Failure(f"{imported.name}: {status.state}: {status.message}")
    return f"{request.name} has {imported.name}: {plan.runs[0].outputs[0].key if plan.runs else 'as before'}"
