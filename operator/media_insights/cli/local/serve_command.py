"""``media-insights serve``: the HTTP API over a results folder, on this machine."""

# ruff: noqa: PLR0913 - typer reads the options of a command from its signature

import asyncio
import secrets
import threading
import webbrowser
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from media_insights.catalogue import operator_folders as catalogues
from media_insights.cli.local.engine_options import Cache, Operators, cache_of, place_of
from media_insights.cli.local.mounted_folders import Models, folders_of
from media_insights.cli.local.results_folders import RESULTS
from media_insights.cli.local.trace_options import OtlpEndpoint, exporter_of
from media_insights.cli.local.webhook_options import Webhook, WebhookSecretFile, WebhookStates, webhook_of
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.cli.terminal.files import writable_folder
from media_insights.local.workplaces import Workplace
from media_insights.runtime import logs
from media_insights.runtime.otlp import begin_export, end_export

if TYPE_CHECKING:
    from fastapi import FastAPI

    from media_insights.events.sinks import Sink
    from media_insights.local.serving.run_queue import RunQueue
    from media_insights.rest.deployment import Deployment
    from media_insights.runtime.otlp import SpanExporter

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_KEY = ".serve-key"
"""File in the results folder that signs cursors and uploads, so that an upload goes on after a restart."""


class Working(Protocol):
    """Something that works as long as the application is there."""

    async def work(self) -> None:
        """Work for ever."""


def serve(
    folder: Annotated[Path, typer.Argument(help="Folder of the results; made when absent.")] = RESULTS,
    *,
    host: Annotated[str, typer.Option("--host", help="Address to listen on; others than loopback need --token.")] = (
        LOOPBACK[0]
    ),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0: any that is free.")] = 8421,
    token: Annotated[
        str,
        typer.Option("--token", envvar="MEDIA_INSIGHTS_SERVE_TOKEN", help="Bearer token that every request must send."),
    ] = "",
    names: Annotated[
        list[str] | None, typer.Option("--name", help="Further host name that requests may use; may be repeated.")
    ] = None,
    webhook: Webhook = "",
    webhook_secret_file: WebhookSecretFile = None,
    webhook_states: WebhookStates = None,
    embed_origins: Annotated[
        list[str] | None,
        typer.Option("--embed-origin", help="Site whose pages may show links to assets in a frame; may be repeated."),
    ] = None,
    prefix: Annotated[str, typer.Option("--prefix", help="Path before every route, behind a proxy.")] = "",
    otlp_endpoint: OtlpEndpoint = "",
    open_page: Annotated[bool, typer.Option("--open", help="Open the console in the browser.")] = False,
    console: Annotated[
        Path | None, typer.Option("--console", hidden=True, help="Folder of the console's files, for its developers.")
    ] = None,
    operators: Operators = None,
    models: Models = None,
    stub: Annotated[bool, typer.Option("--stub", help="Operators emit their first example.")] = False,
    cache: Cache = None,
) -> None:
    """Serve the web console and the HTTP API over a results folder; what is uploaded is analysed, a file at a time.

    Only this machine can reach it, unless --host says otherwise.
    """
    if host not in LOOPBACK and not token:
        raise Failure(f"--host {host}: whoever reaches it could read and delete everything: give --token", code=USAGE)
    import uvicorn  # noqa: PLC0415 - for this command only

    mounted = folders_of(models)
    found = catalogues.catalogue_of(*(operators or ()), stub=stub).with_models(mounted)
    place = place_of(writable_folder(folder), found, cache, stub=stub)
    app = local_app(
        place,
        token=token,
        hosts=frozenset({*LOOPBACK, host, *(names or ())}),
        prefix=prefix.rstrip("/"),
        console=console,
        sink=webhook_of(webhook, webhook_secret_file, webhook_states or ()),
        cache=cache,
        models=mounted,
        embed_origins=_sites(embed_origins or ()),
        exporter=exporter_of(otlp_endpoint),
    )
    address = f"http://{host}:{port}{prefix.rstrip('/')}/"
    tell(f"{address}    results in {folder}")
    if open_page:
        threading.Timer(1, webbrowser.open, [address]).start()  # when the server listens
    logs.configure("WARNING")
    uvicorn.run(
        app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=3, server_header=False
    )


def _sites(named: Sequence[str]) -> tuple[str, ...]:
    from media_insights.settings.api import embed_origins_of  # noqa: PLC0415 - for this command only

    try:
        return embed_origins_of(" ".join(named))
    except ValueError as error:
        raise Failure(f"--embed-origin: {error}", code=USAGE) from None


def local_app(
    place: Workplace,
    *,
    token: str = "",
    hosts: frozenset[str] = frozenset(),
    prefix: str = "",
    console: Path | None = None,
    sink: "Sink | None" = None,
    embed_origins: tuple[str, ...] = (),
    cache: Path | None = None,
    models: Mapping[str, Path] | None = None,
    exporter: "SpanExporter | None" = None,
) -> "FastAPI":
    """Return the application over a results folder; its queue runs while the application does.

    ``models``: the folders that are mounted, by the names of operators.
    """
    from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaWorkflow  # noqa: PLC0415 - for this command only
    from media_insights.local.searching import IMAGES, index_of  # noqa: PLC0415
    from media_insights.local.serving import catalogue_objects, log_files, own_machine  # noqa: PLC0415
    from media_insights.local.serving.folder_indexer import FolderIndexer  # noqa: PLC0415
    from media_insights.local.serving.record_files import RecordFiles  # noqa: PLC0415
    from media_insights.local.serving.record_objects import RecordedAssets, RecordedExecutions  # noqa: PLC0415
    from media_insights.local.serving.run_queue import RunQueue  # noqa: PLC0415
    from media_insights.local.serving.workflow_files import FolderWorkflows, RecordedWorkflows  # noqa: PLC0415
    from media_insights.rest.app import app_of  # noqa: PLC0415
    from media_insights.rest.deployment import Ports  # noqa: PLC0415
    from media_insights.runtime.recent_changes import RecentChanges  # noqa: PLC0415
    from media_insights.storage.folder_multipart import FolderMultipart  # noqa: PLC0415

    shipped = catalogue_objects.workflows_of(place.catalogue)
    own = FolderWorkflows(place.catalogue.workflows, place.store)
    place = replace(place, catalogue=replace(place.catalogue, workflows=own))
    store, changes = place.store, RecentChanges()
    indexer = FolderIndexer(store, changes, cache_of(cache))
    assets, executions = RecordFiles(store, MediaAsset), RecordFiles(store, MediaExecution)
    queue = RunQueue(place, assets, executions, changes, exporter.tracing if exporter else None)
    recorded = RecordedExecutions(executions, queue)
    ports = Ports(
        assets=RecordedAssets(assets, recorded, store),
        executions=recorded,
        workflows=RecordedWorkflows(shipped, RecordFiles(store, MediaWorkflow)),
        operators=catalogue_objects.operators_of(place.catalogue),
        store=store,
        multipart=FolderMultipart(store),
        plans=own_machine.OwnPlans(queue),
        logs=log_files.LogFiles(place.output, recorded),
        feed=changes,
        identity=own_machine.OwnIdentity(token),
        namespaces=own_machine.OwnNamespace(),
        capacities=own_machine.OneAtATime(),
        installation=own_machine.OwnInstallation(),
        search=index_of(place.output, cache_of(cache), (models or {}).get(IMAGES)),
        index_hints=indexer,
        tracing=queue.tracing,
    )
    working: list[Working] = [queue, indexer]
    if sink:
        from media_insights.local.serving.folder_events import FolderEvents  # noqa: PLC0415 - where events are told

        working.append(FolderEvents(assets, executions, changes, sink))
    deployment = replace(_deployment(place, hosts=hosts, prefix=prefix, console=console), embed_origins=embed_origins)
    return app_of(ports, deployment, lambda _: _working(queue, working, exporter))


def _deployment(place: Workplace, *, hosts: frozenset[str], prefix: str, console: Path | None) -> "Deployment":
    from media_insights.local.requests import BUCKET, NAMESPACE  # noqa: PLC0415 - for this command only
    from media_insights.rest.deployment import Deployment  # noqa: PLC0415

    return Deployment(
        key=_key_in(place.output),
        bucket=BUCKET,
        prefix=prefix,
        installation=NAMESPACE,
        hosts=hosts,
        mie_namespace=NAMESPACE,
        console=console,
    )


@asynccontextmanager
async def _working(queue: "RunQueue", working: list[Working], exporter: "SpanExporter | None") -> AsyncIterator[None]:
    """Let the queue run, the index follow and events be told, as long as the application is there.

    Spans are exported until all that have some have ended.
    """
    queue.go_on()
    exporting = begin_export(exporter)
    work = [asyncio.create_task(each.work()) for each in working]
    yield
    for each in work:
        each.cancel()
    await queue.stop()
    await asyncio.gather(*work, return_exceptions=True)
    await end_export(exporting)


def _key_in(folder: Path) -> bytes:
    path = folder / _KEY
    if not path.is_file() or len(path.read_bytes()) < 32:
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()
