"""Adoption: an execution made by hand gets the labels, owner and finalizer of those that the controller makes."""

from dataclasses import replace

from media_insights.api.v1alpha1 import ExecutionStatus, labels
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.domain.deciding.actions import Action, AddFinalizer, Adopt, Decision, StartRun
from media_insights.domain.deciding.executions.execution_facts import ExecutionFacts
from media_insights.domain.manifests import missing_ownership, ownership


def with_adoption(facts: ExecutionFacts, decision: Decision[ExecutionStatus]) -> Decision[ExecutionStatus]:
    """Return the decision with adoption as its first action; unchanged when it writes no status."""
    if decision.status is None:
        return decision
    begun = facts.run is not None or any(isinstance(each, StartRun) for each in decision.actions)
    return replace(decision, actions=(*_adoption(facts, begun=begun), *decision.actions))


def _adoption(facts: ExecutionFacts, *, begun: bool) -> tuple[Action, ...]:
    """Return what an execution lacks of belonging to its asset.

    An asset that was not decided on may be yesterday's, from a cache that has not heard of another of its name, and
    Kubernetes collects what is owned by an asset that is gone. One that was decided on and accepted has a finalizer,
    so that its end is seen before it is gone. Without an asset, a run must not outlive its execution all the same.
    """
    meta, spec, asset = facts.execution.metadata, facts.execution.spec, facts.asset
    if asset is not None and asset.accepted is not None and asset.uid and not asset.leaving:
        wished = ownership(spec.asset, asset.uid, spec.workflow)
        return (Adopt(wished),) if missing_ownership(_manifest(meta), wished) else ()
    return (AddFinalizer(),) if begun and labels.FINALIZER not in meta.finalizers else ()


def _manifest(meta: ObjectMeta) -> Manifest:
    named = {"labels", "owner_references", "finalizers"}
    dumped: Manifest = meta.model_dump(mode="json", by_alias=True, exclude_none=True, include=named)
    return dumped
