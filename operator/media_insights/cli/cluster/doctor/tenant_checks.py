"""Checks of enabled namespaces: whether there are any, and whether they hold what runs need."""

from collections.abc import Iterator

from media_insights.api.v1alpha1 import labels
from media_insights.cli.cluster.doctor.cluster_facts import ClusterFacts, labels_of
from media_insights.cli.cluster.doctor.diagnoses import Diagnosis, Level
from media_insights.compile.namespace import PREPARED
from media_insights.domain.wording import both

_UNWATCHED = ("Secret", "ConfigMap")
"""Kinds that are not read: whoever may list them may read everybody's."""


def namespaces(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check which namespaces are enabled, and what they were given."""
    if facts.namespaces.obstacle:
        yield Diagnosis("namespaces", Level.UNKNOWN, facts.namespaces.obstacle)
        return
    marked = {each["metadata"]["name"]: labels_of(each).get(labels.ENABLED) for each in facts.namespaces.objects}
    enabled = sorted(name for name, mark in marked.items() if mark == "true")
    for name, mark in sorted(marked.items()):
        if mark not in (None, "true", "false", ""):
            message = f"the label {labels.ENABLED} of {name} says {mark!r}, which enables nothing"
            advice = f"kubectl label --overwrite namespace {name} {labels.ENABLED}=true"
            yield Diagnosis("namespaces", Level.WRONG, message, advice)
    if not enabled:
        advice = f"kubectl label namespace NAMESPACE {labels.ENABLED}=true"
        yield Diagnosis("namespaces", Level.WARNING, "no namespace is enabled: nothing can run", advice)
        return
    yield from _preparation(facts, enabled)


def _preparation(facts: ClusterFacts, enabled: list[str]) -> Iterator[Diagnosis]:
    if facts.prepared.obstacle:
        yield Diagnosis("namespaces", Level.UNKNOWN, f"{both(enabled)} enabled; {facts.prepared.obstacle}")
        return
    held: dict[str, set[tuple[str, str]]] = {}
    for each in facts.prepared.objects:
        meta = each["metadata"]
        held.setdefault(str(meta.get("namespace", "")), set()).add((each["kind"], meta["name"]))
    wanted = {each for each in PREPARED if each[0] not in _UNWATCHED}
    lacking = {name: sorted(wanted - held.get(name, set())) for name in enabled}
    for name, missing in lacking.items():
        if missing:
            message = f"{name} is enabled and lacks {both(f'{kind} {each}' for kind, each in missing)}"
            yield Diagnosis(
                "namespaces", Level.WRONG, message, "the controller makes them: see that it leads, and its log"
            )
    for name in sorted(set(held) - set(enabled)):
        message = f"{name} is not enabled and still holds {both(f'{kind} {each}' for kind, each in sorted(held[name]))}"
        yield Diagnosis("namespaces", Level.WARNING, message, "the controller removes them when runs there have ended")
    if not any(lacking.values()):
        yield Diagnosis("namespaces", Level.OK, f"enabled and prepared: {', '.join(enabled)}")
