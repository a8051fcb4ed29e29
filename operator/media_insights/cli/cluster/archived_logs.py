"""Logs of runs whose pods are gone: Argo's executor keeps a copy in the object store, beside the results.

They are read there, through the HTTP API where there is one, or through an Argo Server where the user names one. (Its
own log endpoint would not do: it reads pods only. Argo lists the copies as output artifacts of the pods' nodes.)
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer
from urllib3.exceptions import HTTPError

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.installation.opening import open_files
from media_insights.cli.cluster.stores import StoreFlags
from media_insights.cli.terminal.failures import Failure
from media_insights.cluster.argo_logs import OF_ARGO, operator_of
from media_insights.settings.environment import PREFIX

ARTIFACT = "main-logs"
"""Argo's name of the artifact that holds a main container's log."""
_TOKEN = f"{PREFIX}ARGO_TOKEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgoServer:
    """Address and token of an Argo Server; without a URL there is none."""

    url: Annotated[
        str,
        typer.Option(
            "--argo-server",
            envvar=f"{PREFIX}ARGO_SERVER_URL",
            help="Argo Server to ask when the pods are gone, in place of the object store.",
        ),
    ] = ""
    token: Annotated[str, typer.Option("--argo-token", envvar=[_TOKEN, "ARGO_TOKEN"], help="Its bearer token.")] = ""
    insecure: Annotated[bool, typer.Option("--argo-insecure", help="Accept its certificate unseen.")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LogArchive:
    """Where archived logs are read from: the object store, an Argo Server, or both."""

    server: ArgoServer
    store: StoreFlags


@dataclass(frozen=True, slots=True)
class WantedLogs:
    """Logs of an execution, of one operator or of all (``""``); ``follow``: also what is yet to be written."""

    execution: MediaExecution
    operator: str = ""
    follow: bool = False


def lines_of(cluster: Cluster, wanted: WantedLogs, archive: LogArchive) -> Iterator[tuple[str, str]]:
    """Yield (operator, line) of the archived logs of a run, attempt by attempt; nothing when there is none.

    Raises Failure when the installation, or the Argo Server where one is named, cannot be asked.
    """
    if not wanted.execution.status.plan_key:
        return
    if archive.server.url:
        yield from _from_server(archive.server, wanted)
        return
    with open_files(cluster, archive.store) as files:
        yield from files.logs(wanted.execution, wanted.operator, follow=wanted.follow)


def _from_server(server: ArgoServer, wanted: WantedLogs) -> Iterator[tuple[str, str]]:
    for pod, text in _kept_by_argo(server, wanted.execution):
        of = operator_of(pod, wanted.execution.metadata.name)
        for line in text.decode("utf-8", "replace").splitlines():
            if wanted.operator in ("", of) and not OF_ARGO.search(line):
                yield of, line


def _kept_by_argo(server: ArgoServer, execution: MediaExecution) -> Iterator[tuple[str, bytes]]:
    import argo_workflows  # noqa: PLC0415 - a thousand generated modules, for this rare case only
    from argo_workflows.api import artifact_service_api, workflow_service_api  # noqa: PLC0415

    configuration = argo_workflows.Configuration(host=server.url.rstrip("/"))
    configuration.verify_ssl = not server.insecure
    namespace, name = execution.metadata.namespace, execution.metadata.name
    with argo_workflows.ApiClient(configuration) as api, _server_failures(server, argo_workflows.ApiException):
        if server.token:
            api.set_default_header("Authorization", f"Bearer {server.token.removeprefix('Bearer ')}")
        # as they came: the client would refuse fields that it does not know
        raw = {"_preload_content": False, "_check_return_type": False}
        workflow = workflow_service_api.WorkflowServiceApi(api).get_workflow(namespace, name, **raw)
        for node, step in _with_logs(json.loads(workflow.data)):
            artifacts = artifact_service_api.ArtifactServiceApi(api)
            log = artifacts.get_output_artifact(namespace, name, node, ARTIFACT, **raw)
            yield f"{name}-{step}-0", log.data


def _with_logs(workflow: Manifest) -> list[tuple[str, str]]:
    """Return (node id, step) of the nodes whose log was kept, in the order in which they started."""
    nodes = ((workflow.get("status") or {}).get("nodes") or {}).values()
    return [
        (node["id"], node.get("templateName", ""))
        for node in sorted(nodes, key=lambda each: str(each.get("startedAt", "")))
        if node.get("type") == "Pod"  # the node of its retries repeats what the last attempt put out
        and any(each["name"] == ARTIFACT for each in (node.get("outputs") or {}).get("artifacts") or ())
    ]


@contextmanager
def _server_failures(server: ArgoServer, refusal: type[Exception]) -> Iterator[None]:
    try:
        yield
    except (refusal, HTTPError, OSError) as error:
        status, reason = getattr(error, "status", None), getattr(error, "reason", None) or error
        raise Failure(f"the Argo Server at {server.url} gave no logs: {_HINTS.get(status, reason)}") from error


_HINTS: dict[object, str] = {
    401: f"it wants a token; give one with --argo-token ({_TOKEN})",
    403: "the token may not read workflows in this namespace",
    404: "it does not know the run, and keeps no archive of it",
}
