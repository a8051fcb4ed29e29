"""Required executions of an asset: which to start, which to stop, and the state of the newest."""

from media_insights.api.v1alpha1 import MediaExecution, labels
from media_insights.api.v1alpha1.asset import AssetExecution
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.domain.deciding.actions import Action, Create, DeleteExecution, SupersedeExecution
from media_insights.domain.deciding.assets.asset_facts import AssetFacts
from media_insights.domain.manifests import configuration_hash, execution_of_entry


def executions_to_start(facts: AssetFacts) -> tuple[Action, ...]:
    """Return one execution per entry without one; an entry whose execution was deleted does not run again."""
    done = {(each.workflow, each.configuration_hash) for each in facts.asset.status.executions}
    present = {each.metadata.name for each in facts.executions}
    return tuple(
        Create(manifest)
        for entry in facts.asset.spec.workflows
        if (entry.name, configuration_hash(entry.name, entry.configuration)) not in done
        and (manifest := execution_of_entry(facts.asset.metadata, entry))["metadata"]["name"] not in present
    )


def executions_to_stop(facts: AssetFacts) -> tuple[Action, ...]:
    """Return how to stop unfinished executions of entries that have changed since.

    When the entry is what it was before, the run that was stopped makes room to be made again. What people made by
    hand, and what belongs to an entry that is no longer there, runs to its end.
    """
    meta = facts.asset.metadata
    wanted = {each.name: execution_of_entry(meta, each)["metadata"]["name"] for each in facts.asset.spec.workflows}
    ours = [each for each in facts.executions if labels.CONFIGURATION_HASH in each.metadata.annotations]
    return tuple(
        action
        for each in ours
        if each.metadata.deletion_timestamp is None
        and (by := wanted.get(each.spec.workflow))
        and (action := _instead(each, by))
    )


def _instead(execution: MediaExecution, by: str) -> Action | None:
    name, ended = execution.metadata.name, execution.status.state in FINISHED
    if name != by:
        return None if ended or execution.spec.cancel else SupersedeExecution(name, by)
    stopped = execution.status.state == "Cancelled" and labels.SUPERSEDED_BY in execution.metadata.annotations
    return DeleteExecution(name) if stopped else None


def newest_executions(facts: AssetFacts) -> tuple[AssetExecution, ...]:
    """Return the newest execution of each workflow, as the asset's status lists it."""
    entries = {each.workflow: each for each in facts.asset.status.executions}
    present = {each.metadata.name for each in facts.executions}
    for workflow, entry in entries.items():
        if entry.name not in present and entry.state not in FINISHED:
            entries[workflow] = entry.model_copy(update={"state": "Cancelled"})
    for execution in facts.executions:
        name = execution.spec.workflow
        hash_ = execution.metadata.annotations.get(labels.CONFIGURATION_HASH)
        entries[name] = AssetExecution(
            workflow=name,
            name=execution.metadata.name,
            state=execution.status.state or "Queued",
            configuration_hash=hash_ or (entries[name].configuration_hash if name in entries else ""),
        )
    return tuple(entries[name] for name in sorted(entries))[-16:]
