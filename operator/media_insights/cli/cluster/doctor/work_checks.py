"""Checks of what is done: catalogue, workflows, queue, and objects that an administrator must attend to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.conditions import ACCEPTED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.times import time_of
from media_insights.cli.cluster.doctor.cluster_facts import (
    ClusterFacts,
    Sighting,
    condition_named,
    conditions_of,
    title_of,
)
from media_insights.cli.cluster.doctor.diagnoses import Diagnosis, Level
from media_insights.domain.deciding.batches.batch_status import ENDED
from media_insights.domain.wording import both

MOST = 10
"""Objects that one check tells of; the others are counted."""
LONG = timedelta(hours=1)
"""A deletion, or a wait in a queue from which nothing starts, that takes longer is worth a look."""

ADVICE = {
    reasons.QUARANTINED: "a defect of the controller: its log has a traceback; change the object's spec to try again",
    reasons.TOO_LARGE: "make the object smaller: the controller does not read it",
    reasons.INVALID_SPEC: "the kinds are of another version than the controller: helm upgrade with crds.install: true",
    reasons.NAMESPACE_NOT_ENABLED: "kubectl label namespace NAMESPACE mediainsights.dev/enabled=true",
    reasons.NAMESPACE_NOT_PREPARED: "set the value that the message names, and helm upgrade",
    reasons.NO_CREDENTIALS: "the store's IAM or STS refuses: see objectStore.external in docs/install.md",
    reasons.FORBIDDEN: "a quota, an admission policy or a missing permission refuses what the controller makes",
    reasons.REJECTED: "the API server refuses what the controller makes: are the kinds of its version?",
    reasons.BUCKET_NOT_FOUND: "create the bucket, or correct the source",
    reasons.SOURCE_UNREADABLE: "give the installation's credentials the right to read the source",
    reasons.SNAPSHOT_LOST: "something deleted what the controller keeps in the bucket: start a new execution",
    reasons.SNAPSHOT_TAMPERED: "somebody wrote what only the controller writes: find out who holds keys of the store",
}
"""Reason of a condition that is an administrator's matter → what to do. Others are for those who wrote the object."""
_SERIOUS = frozenset(ADVICE) - {reasons.NAMESPACE_NOT_ENABLED, reasons.BUCKET_NOT_FOUND}


def catalogue(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that the operators of the release exist and are accepted."""
    seen = facts.operators
    if seen.obstacle:
        yield Diagnosis("catalogue", Level.UNKNOWN, seen.obstacle)
        return
    missing = sorted(_released(facts, "mediaoperators") - {each["metadata"]["name"] for each in seen.objects})
    advice = "helm upgrade the release: its last hook applies the catalogue"
    if not seen.objects or missing:
        lost = f"of the release are missing: {', '.join(missing)}" if missing else "there are no operators"
        yield Diagnosis("catalogue", Level.WRONG, lost, advice)
    yield from _of_acceptance(seen, "catalogue", f"{len(seen.objects)} operators")


def workflows(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that workflows refer to operators that exist, and configure them as they may be."""
    if facts.workflows.obstacle:
        yield Diagnosis("workflows", Level.UNKNOWN, facts.workflows.obstacle)
        return
    yield from _of_acceptance(facts.workflows, "workflows", f"{len(facts.workflows.objects)} workflows")


def queue(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check that the queue moves."""
    if facts.executions.obstacle:
        yield Diagnosis("queue", Level.UNKNOWN, facts.executions.obstacle)
        return
    states = [str(each["status"].get("state", "")) for each in facts.executions.objects]
    queued = [each for each in facts.executions.objects if each["status"].get("state") == "Queued"]
    running = sum(state in ("Started", "Resumed") for state in states)
    counted = (
        f"{len(queued)} wait, {running} run, {states.count('Waiting')} wait for a person{_within(facts.executions)}"
    )
    oldest = min((moment for each in queued if (moment := _queued_at(each))), default=facts.now)
    if queued and not running and facts.now - oldest > LONG:
        why = next((text for each in queued if (text := (each["status"].get("queue") or {}).get("reason"))), "")
        message = f"{counted}; the first since {oldest:%Y-%m-%d %H:%M} UTC{': ' + why if why else ''}"
        yield Diagnosis("queue", Level.WRONG, message, _held(facts))
    else:
        yield Diagnosis("queue", Level.OK, counted)


def batches(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check for batches that begin nothing more until a person has looked at what failed in them."""
    if not facts.batches.is_served:  # the kinds are checked before
        return
    if facts.batches.obstacle:
        yield Diagnosis("batches", Level.UNKNOWN, facts.batches.obstacle)
        return
    open_ = [each for each in facts.batches.objects if each["status"].get("state") not in ENDED]
    paused = [each for each in open_ if each["status"].get("state") == "Paused" and not each["spec"]["suspend"]]
    unread = [each for each in open_ if not each["status"].get("state")]
    for each in paused[:MOST]:
        message = f"{title_of(each)} is Paused: {each['status'].get('message', '')}"
        yield Diagnosis("batches", Level.WARNING, message, _how_to_go_on(each))
    if len(paused) > MOST:
        yield Diagnosis("batches", Level.WARNING, f"{len(paused) - MOST} more batches are Paused")
    if unread:
        yield _not_read("batches", unread)
    if not paused and not unread:
        yield Diagnosis("batches", Level.OK, f"{len(open_)} have not ended{_within(facts.batches)}")


def sources(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check for sources of which nothing is taken, for a reason that somebody must mend."""
    if not facts.sources.is_served:  # the kinds are checked before
        return
    if facts.sources.obstacle:
        yield Diagnosis("sources", Level.UNKNOWN, facts.sources.obstacle)
        return
    found = facts.sources.objects
    failing = [each for each in found if _takes_nothing(each)]
    unread = [each for each in found if not each["status"].get("state")]
    for each in failing[:MOST]:
        message = f"{title_of(each)} takes nothing: {each['status'].get('message', '')}"
        yield Diagnosis("sources", Level.WARNING, message, "mend what the message says; the prefix is listed again")
    if len(failing) > MOST:
        yield Diagnosis("sources", Level.WARNING, f"{len(failing) - MOST} more sources take nothing")
    if unread:
        yield _not_read("sources", unread)
    if not failing and not unread:
        yield Diagnosis("sources", Level.OK, f"{len(found)} watch their prefixes{_within(facts.sources)}")


def objects(facts: ClusterFacts) -> Iterator[Diagnosis]:
    """Check for objects that wait for an administrator, and for deletions that do not end."""
    told = replace(facts.sources, objects=tuple(each for each in facts.sources.objects if not _takes_nothing(each)))
    seen = (facts.operators, facts.workflows, facts.assets, facts.executions, facts.batches, told)
    found = [each for sighting in seen for each in _attention(sighting)]
    deletable = [each for sighting in (*seen[2:5], facts.sources) for each in sighting.objects]
    stuck = [each for each in deletable if _is_stuck(facts, each)]
    yield from found[:MOST]
    if len(found) > MOST:
        yield Diagnosis("objects", Level.WARNING, f"{len(found) - MOST} more objects need attention")
    if stuck:
        message = f"the deletion of {both(map(title_of, stuck[:MOST]))} does not end ({len(stuck)} in all)"
        advice = "the store must answer for results to go; docs/install.md says how to give them up"
        yield Diagnosis("objects", Level.WRONG, message, advice)
    if obstacle := facts.assets.obstacle:
        yield Diagnosis("objects", Level.UNKNOWN, obstacle)
    elif not found and not stuck:
        yield Diagnosis("objects", Level.OK, f"none needs an administrator{_within(facts.assets)}")


def _released(facts: ClusterFacts, plural: str) -> set[str]:
    """Return the names that the chart's catalogue holds."""
    files = (
        name
        for each in facts.config_maps.objects
        if each["metadata"]["name"].endswith("-catalogue")
        for name in each.get("data") or ()
    )
    return {name.removeprefix(f"{plural}.").removesuffix(".yaml") for name in files if name.startswith(f"{plural}.")}


def _of_acceptance(seen: Sighting, check: str, counted: str) -> Iterator[Diagnosis]:
    refused = [each for each in seen.objects if condition_named(each, ACCEPTED).get("status") == "False"]
    unread = [each for each in seen.objects if not condition_named(each, ACCEPTED)]
    for each in refused[:MOST]:
        said = condition_named(each, ACCEPTED)
        plural = "mediaoperator" if check == "catalogue" else "mediaworkflow"
        message = f"{title_of(each)} is not accepted: {said.get('message') or said.get('reason')}"
        yield Diagnosis(check, Level.WRONG, message, f"correct or delete the {plural}")
    if len(refused) > MOST:
        yield Diagnosis(check, Level.WRONG, f"{len(refused) - MOST} more are not accepted")
    if unread:
        yield _not_read(check, unread)
    if not refused and not unread and seen.objects:
        yield Diagnosis(check, Level.OK, f"{counted} are accepted{_within(seen)}")


def _not_read(check: str, unread: Sequence[Manifest]) -> Diagnosis:
    message = f"the controller has not read {both(map(title_of, unread[:MOST]))} ({len(unread)} in all)"
    return Diagnosis(check, Level.WARNING, message, "see that a controller leads")


def _takes_nothing(source: Manifest) -> bool:
    """Return whether a source says itself why nothing is taken; one that is not read may say what it did before."""
    return bool(source["status"].get("state") == "Error")


def _attention(seen: Sighting) -> Iterator[Diagnosis]:
    for each in seen.objects:
        for said in conditions_of(each):
            reason = str(said.get("reason", ""))
            if said.get("status") != "True" and reason in ADVICE:
                level = Level.WRONG if reason in _SERIOUS else Level.WARNING
                message = f"{title_of(each)}: {reason}: {said.get('message', '')}"
                yield Diagnosis("objects", level, message, ADVICE[reason])


def _is_stuck(facts: ClusterFacts, manifest: Manifest) -> bool:
    since = time_of(manifest["metadata"].get("deletionTimestamp"))
    return since is not None and facts.now - since > LONG


def _queued_at(execution: Manifest) -> datetime | None:
    return time_of(execution["status"].get("queuedAt") or execution["metadata"].get("creationTimestamp"))


def _held(facts: ClusterFacts) -> str:
    limits = next((each for each in facts.config_maps.objects if each["metadata"]["name"].endswith("-limits")), None)
    if limits and str((limits.get("data") or {}).get("maxConcurrentExecutions")) == "0":
        name = title_of(limits)
        return f"maxConcurrentExecutions in the ConfigMap {name} is 0: raise it to let executions start"
    return "see that a controller leads, and what its log says of the execution"


def _how_to_go_on(batch: Manifest) -> str:
    meta = batch["metadata"]
    shown = f"kubectl media batch get {meta['name']} -n {meta['namespace']}"
    return f"{shown} says what failed most; correct that and retry, or raise spec.failureBudget"


def _within(seen: Sighting) -> str:
    return f" in namespace {seen.scope}, the only one that you may see" if seen.scope else ""
