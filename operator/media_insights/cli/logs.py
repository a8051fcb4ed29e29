"""``kubectl media logs``: what operators wrote, from their pods, or from the Argo Server when the pods are gone."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from kubernetes.client import ApiException
from urllib3.exceptions import HTTPError

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.labels import EXECUTION, OPERATOR
from media_insights.cli import runs
from media_insights.cli.clusters import Cluster, asked
from media_insights.cli.failures import Failure

_OF_ARGO = re.compile(r"\bargo=true\b|^Error: exit status \d+$")
"""What Argo's emissary writes into the same log: nothing about the operator."""
CONTAINER = "main"
"""The operator's own container in a pod of Argo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgoServer:
    """Where archived runs are read; no URL: nowhere."""

    url: str = ""
    token: str = ""
    insecure: bool = False


def show(cluster: Cluster, name: str, operator: str, server: ArgoServer, *, follow: bool) -> None:
    """Print the logs of the newest run that is meant, each line after its operator's name."""
    execution = runs.meant(cluster, name)[-1]
    pods = _pods(cluster, execution.metadata.name, operator)
    if pods:
        with ThreadPoolExecutor(max_workers=len(pods) if follow else 1) as threads:
            list(threads.map(lambda pod: _show_pod(cluster, pod, follow=follow), pods))
    elif server.url:
        _write(_archived(server, execution, operator))
    else:
        raise Failure(_gone(execution, operator))


def _pods(cluster: Cluster, execution: str, operator: str) -> list[Any]:
    selector = f"{EXECUTION}={execution}" + (f",{OPERATOR}={operator}" if operator else "")
    found = asked(
        f"list pods in namespace {cluster.namespace}",
        lambda: cluster.core.list_namespaced_pod(cluster.namespace, label_selector=selector).items,
    )
    return sorted(found, key=lambda pod: str(pod.metadata.creation_timestamp))


def _show_pod(cluster: Cluster, pod: Any, *, follow: bool) -> None:
    name = (pod.metadata.labels or {}).get(OPERATOR, pod.metadata.name)
    try:
        stream = asked(
            f"get pods/log in namespace {cluster.namespace}",
            lambda: cluster.core.read_namespaced_pod_log(
                pod.metadata.name, cluster.namespace, container=CONTAINER, follow=follow, _preload_content=False
            ),
        )
    except (ApiException, Failure) as error:
        _write([f"{name}: no log yet ({pod.status.phase}): {getattr(error, 'reason', error)}"])
        return
    _write(f"{name}: {line}" for line in _lines(stream) if not _OF_ARGO.search(line))


def _lines(stream: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in stream:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in lines)
    if rest:
        yield rest.decode("utf-8", "replace")


def _archived(server: ArgoServer, execution: MediaExecution, operator: str) -> Iterator[str]:
    """Yield lines of the Argo Server's stream: a JSON object each, ``{"result": {"content", "podName"}}``."""
    import argo_workflows  # noqa: PLC0415 - a thousand generated modules, for this rare case only
    from argo_workflows.api import workflow_service_api  # noqa: PLC0415

    configuration = argo_workflows.Configuration(host=server.url.rstrip("/"))
    configuration.verify_ssl = not server.insecure
    with argo_workflows.ApiClient(configuration) as api:
        if server.token:
            api.set_default_header("Authorization", f"Bearer {server.token.removeprefix('Bearer ')}")
        try:
            answer = workflow_service_api.WorkflowServiceApi(api).workflow_logs(
                execution.metadata.namespace,
                execution.metadata.name,
                log_options_container=CONTAINER,
                _preload_content=False,
                _check_return_type=False,
            )
        except (argo_workflows.ApiException, HTTPError, OSError) as error:
            reason = getattr(error, "reason", None) or error
            raise Failure(
                f"the Argo Server at {server.url} has no logs of {execution.metadata.name}: {reason}"
            ) from error
        for line in _lines(answer):
            yield from _entry(line, operator)


def _entry(line: str, operator: str) -> Iterator[str]:
    try:
        result = json.loads(line.removeprefix("data: ")).get("result") or {}
    except ValueError:
        return
    pod = str(result.get("podName", ""))
    if not operator or f"-{operator}-" in pod:
        yield f"{pod}: {result.get('content', '')}"


def _gone(execution: MediaExecution, operator: str) -> str:
    whose = f"of {operator} in {execution.metadata.name}" if operator else f"of {execution.metadata.name}"
    return (
        f"there are no pods {whose}: they have not started, or are gone; with logs archived by Argo, "
        "name its server with --argo-server URL (MEDIA_INSIGHTS_ARGO_SERVER_URL) to read them"
    )


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
