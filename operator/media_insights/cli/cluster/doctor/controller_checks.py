"""Checks of the installation's own processes, and of the store as the leading controller sees it."""

from collections.abc import Iterator
from datetime import timedelta

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.times import time_of
from media_insights.cli.cluster.doctor.cluster_facts import ClusterFacts, labels_of, title_of
from media_insights.cli.cluster.doctor.diagnoses import Diagnosis, Level
from media_insights.domain.wording import both, cut

COMPONENT = "app.kubernetes.io/component"
STALE = timedelta(seconds=60)
"""A lease is renewed every 2.5 s; more than this is no slow moment, and may be a wrong clock."""
RESTARTS = 5
"""Restarts of a container that are worth a warning."""
_LEASE = "media-insights-controller"


def controller(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that there is one controller, of this version, whose pods are ready."""
    if facts.deployments.obstacle:
        yield Diagnosis("controller", Level.UNKNOWN, facts.deployments.obstacle)
        return
    found = _of_component(facts, "controller")
    if not found:
        where = f" in namespace {facts.deployments.scope}" if facts.deployments.scope else ""
        advice = "helm install media-insights charts/media-insights; --installation names another namespace"
        yield Diagnosis("controller", Level.WRONG, f"there is no controller{where}", advice)
    if len(found) > 1:
        message = f"{both(map(title_of, found))} would reconcile the same objects"
        yield Diagnosis("controller", Level.WRONG, message, "helm uninstall all installations but one")
    for each in found:
        yield from _of_deployment(facts, each, "controller")


def api(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that the HTTP API, where it is enabled, is ready."""
    if facts.deployments.obstacle:
        return
    found = _of_component(facts, "api")
    if not found:
        yield Diagnosis("api", Level.OK, "the HTTP API is not enabled")
    for each in found:
        yield from _of_deployment(facts, each, "api")


def events(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that the relay of events, where it is enabled, is ready."""
    for each in _of_component(facts, "events"):
        yield from _of_deployment(facts, each, "events")


def search(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that the indexer, where it is enabled, is ready."""
    for each in _of_component(facts, "search"):
        yield from _of_deployment(facts, each, "search")


def leader(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that a controller that exists holds the lease and renews it."""
    if not facts.home:
        return
    if facts.leases.obstacle:
        yield Diagnosis("leader", Level.UNKNOWN, facts.leases.obstacle)
        return
    lease = facts.leases.named(_LEASE, facts.home)
    spec = (lease or {}).get("spec") or {}
    holder, renewed = spec.get("holderIdentity"), time_of(spec.get("renewTime"))
    logs = f"kubectl logs --namespace {facts.home} --selector {COMPONENT}=controller"
    if not holder or renewed is None:
        yield Diagnosis("leader", Level.WRONG, "no controller leads: nothing is reconciled", logs)
    elif abs(facts.now - renewed) > STALE:
        seconds = (facts.now - renewed).total_seconds()
        message = f"{holder} renewed its lease {seconds:.0f} s ago: it has ended, or this machine's clock is wrong"
        yield Diagnosis("leader", Level.WRONG, message, logs)
    elif facts.pods.objects and facts.pods.named(holder, facts.home) is None:
        message = f"the lease is held by {holder}, which is no pod of this installation: two controllers may be running"
        yield Diagnosis("leader", Level.WRONG, message, "end every controller outside of the release")
    else:
        yield Diagnosis("leader", Level.OK, f"{holder} leads")


def store(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that the object store answers the leading controller."""
    if not facts.home:
        return
    reachable = facts.samples.get("media_insights_store_reachable")
    if facts.samples_obstacle or reachable is None:
        why = facts.samples_obstacle or "this controller does not tell; it is of an older version"
        yield Diagnosis("store", Level.UNKNOWN, f"whether the store answers is told by the controller's metrics: {why}")
    elif reachable:
        yield Diagnosis("store", Level.OK, "the object store answers the controller")
    else:
        advice = f"kubectl logs --namespace {facts.home} --selector {COMPONENT}=controller says what it answers"
        yield Diagnosis("store", Level.WRONG, "the object store does not answer, or its bucket does not exist", advice)


def _of_component(facts: ClusterFacts, component: str) -> list[Manifest]:
    return [each for each in facts.deployments.objects if labels_of(each).get(COMPONENT) == component]


def _of_deployment(facts: ClusterFacts, deployment: Manifest, check: str) -> Iterator[Diagnosis]:
    name, meta = title_of(deployment), deployment["metadata"]
    wanted = deployment["spec"].get("replicas", 1)
    ready = (deployment.get("status") or {}).get("readyReplicas") or 0
    version = labels_of(deployment).get("app.kubernetes.io/version", "")
    if wanted == 0:
        advice = f"kubectl scale --namespace {meta['namespace']} deployment/{meta['name']} --replicas 1"
        yield Diagnosis(check, Level.WRONG, f"{name} is scaled to 0", advice)
        return
    if ready < wanted:
        why = "; ".join(_troubles(facts, check)) or "no pod says why"
        level = Level.WARNING if ready else Level.WRONG
        message = f"{name}: {ready} of {wanted} pods are ready: {why}"
        yield Diagnosis(check, level, message, f"kubectl describe pods --namespace {meta['namespace']}")
    else:
        yield Diagnosis(check, Level.OK, f"{name}: {ready} of {wanted} pods are ready")
    if version and _plain(version) != _plain(facts.version):
        message = f"{name} is of version {version}, this program of {facts.version}"
        yield Diagnosis(check, Level.WARNING, message, f"use kubectl media of version {version}, or helm upgrade")
    yield from _restarts(facts, check)


def _plain(version: str) -> str:
    """Return a version so that the chart's spelling (0.2.0-dev.0) and Python's (0.2.0.dev0) are the same."""
    return version.replace("-", "").replace(".", "").replace("+", "")


def _pods(facts: ClusterFacts, component: str) -> Iterator[tuple[str, Manifest]]:
    """Yield name and status of each pod."""
    for pod in facts.pods.objects:
        if labels_of(pod).get(COMPONENT) == component:
            yield pod["metadata"]["name"], pod.get("status") or {}


def _containers(facts: ClusterFacts, component: str) -> Iterator[tuple[str, Manifest]]:
    for pod, status in _pods(facts, component):
        yield from ((pod, each) for each in status.get("containerStatuses") or ())


def _troubles(facts: ClusterFacts, component: str) -> Iterator[str]:
    for pod, status in _pods(facts, component):
        for each in status.get("conditions") or ():
            if each.get("type") == "PodScheduled" and each.get("status") == "False":
                yield f"{pod} has no node: {cut(each.get('message', ''), 200)}"
    for pod, each in _containers(facts, component):
        waiting = (each.get("state") or {}).get("waiting") or {}
        if waiting:
            yield f"{pod} waits: {waiting.get('reason', '')} {cut(waiting.get('message', ''), 200)}".rstrip()
        elif not each.get("ready"):
            yield f"{pod} runs and is not ready"


def _restarts(facts: ClusterFacts, check: str) -> Iterator[Diagnosis]:
    for pod, each in _containers(facts, check):
        if each.get("restartCount", 0) >= RESTARTS:
            ended = (each.get("lastState") or {}).get("terminated") or {}
            why = ended.get("reason", "unknown")
            message = f"{pod} was restarted {each['restartCount']} times, last because of {why}"
            advice = (
                f"raise {check}.resources.limits.memory" if why == "OOMKilled" else f"kubectl logs {pod} --previous"
            )
            yield Diagnosis(check, Level.WARNING, message, advice)
