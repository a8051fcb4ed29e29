"""``kubectl media logs``: logs of operators, from their pods or from the archived copies."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.labels import EXECUTION, OPERATOR
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster import archived_logs, executions
from media_insights.cli.cluster.archived_logs import LogArchive, WantedLogs
from media_insights.cli.cluster.clusters import Cluster, ask
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import Failure
from media_insights.cluster.argo_logs import CONTAINER, OF_ARGO
from media_insights.errors import ApiError, Forbidden, Unavailable
from media_insights.kube.resources import PODS

if TYPE_CHECKING:
    from media_insights.kube.client import Api


def show(cluster: Cluster, name: str, operator: str, archive: LogArchive, *, follow: bool) -> None:
    """Print the logs of the newest execution of that name, each line after its operator's name."""
    execution = executions.find_executions(cluster, name)[-1]
    pods = _pods(cluster, execution.metadata.name, operator)
    if pods:
        cluster.api.run(lambda api: _show_pods(api, pods, follow=follow))
    elif not _show_archived(cluster, WantedLogs(execution, operator, follow), archive):
        raise Failure(_no_logs_message(execution, operator))


def _show_archived(cluster: Cluster, wanted: WantedLogs, archive: LogArchive) -> bool:
    """Show lines as they come; return whether there were any."""
    found = False
    for of, line in archived_logs.lines_of(cluster, wanted, archive):
        _write([f"{of}: {line}"])
        found = True
    return found


def _pods(cluster: Cluster, execution: str, operator: str) -> list[Manifest]:
    selector = f"{EXECUTION}={execution}" + (f",{OPERATOR}={operator}" if operator else "")
    what = f"list pods in namespace {cluster.namespace}"
    try:
        found = ask(what, lambda: cluster.items(PODS, cluster.namespace, selector))
    except Failure as failure:
        if isinstance(failure.__cause__, Forbidden):  # whoever may not see pods may see what the installation shows
            return []
        raise
    return sorted(found, key=lambda pod: str(pod["metadata"].get("creationTimestamp", "")))


async def _show_pods(api: "Api", pods: list[Manifest], *, follow: bool) -> None:
    """Show one pod after the other; those that are followed, side by side."""
    if follow:
        await asyncio.gather(*(_show_pod(api, pod, follow=True) for pod in pods))
        return
    for pod in pods:
        await _show_pod(api, pod, follow=False)


async def _show_pod(api: "Api", pod: Manifest, *, follow: bool) -> None:
    meta = pod["metadata"]
    name = (meta.get("labels") or {}).get(OPERATOR, meta["name"])
    try:
        async for raw in api.logs(meta["namespace"], meta["name"], CONTAINER, follow=follow):
            line = raw.decode("utf-8", "replace")
            if not OF_ARGO.search(line):
                _write([f"{name}: {line}"])
    except (ApiError, Unavailable) as error:
        refusal = error.refusal.message if error.refusal else str(error)
        _write([f"{name}: no log yet ({(pod.get('status') or {}).get('phase', '')}): {refusal}"])


def _no_logs_message(execution: MediaExecution, operator: str) -> str:
    whose = f"of {operator} in {execution.metadata.name}" if operator else f"of {execution.metadata.name}"
    return f"there are no pods {whose}, and no log of it was kept: it has not started, or wrote nothing"


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        tell(line.rstrip())
