"""``kubectl media logs``: what operators wrote, from their pods, or from the copies that outlive them."""

import re
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from kubernetes.client import ApiException

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.labels import EXECUTION, OPERATOR
from media_insights.cli.cluster import archived_logs
from media_insights.cli.cluster import executions as runs
from media_insights.cli.cluster.archived_logs import Kept
from media_insights.cli.cluster.clusters import Cluster, asked
from media_insights.cli.terminal.failures import Failure

_OF_ARGO = re.compile(r"\bargo=true\b|^Error: exit status \d+$")
"""What Argo's emissary writes into the same log: nothing about the operator."""
CONTAINER = "main"
"""The operator's own container in a pod of Argo."""


def show(cluster: Cluster, name: str, operator: str, kept: Kept, *, follow: bool) -> None:
    """Print the logs of the newest run that is meant, each line after its operator's name."""
    execution = runs.meant(cluster, name)[-1]
    pods = _pods(cluster, execution.metadata.name, operator)
    if pods:
        with ThreadPoolExecutor(max_workers=len(pods) if follow else 1) as threads:
            list(threads.map(lambda pod: _show_pod(cluster, pod, follow=follow), pods))
    elif not _show_kept(cluster, execution, operator, kept):
        raise Failure(_gone(execution, operator))


def _show_kept(cluster: Cluster, execution: MediaExecution, operator: str, kept: Kept) -> bool:
    found = [
        f"{of}: {line}"
        for of, line in archived_logs.lines_of(cluster, execution, kept)
        if operator in ("", of) and not _OF_ARGO.search(line)
    ]
    _write(found)
    return bool(found)


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


def _gone(execution: MediaExecution, operator: str) -> str:
    whose = f"of {operator} in {execution.metadata.name}" if operator else f"of {execution.metadata.name}"
    return f"there are no pods {whose}, and no log of it was kept: it has not started, or wrote nothing"


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
