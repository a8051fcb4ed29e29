"""What to do about one asset: is it accepted, which executions it wants, what is known about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from media_insights.api.v1alpha1 import (
    API_VERSION,
    AssetStatus,
    MediaAsset,
    MediaExecution,
    MediaOperatorSpec,
    MediaWorkflowSpec,
    labels,
)
from media_insights.api.v1alpha1.asset import AssetExecution, AssetWorkflow, MediaFacts
from media_insights.api.v1alpha1.conditions import ACCEPTED, READY, condition_of
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain import layout
from media_insights.domain.actions import (
    Action,
    AddFinalizer,
    Create,
    Decision,
    DeleteExecution,
    DeleteResults,
    DeleteSource,
    Note,
    RemoveFinalizer,
    SupersedeExecution,
)
from media_insights.domain.asset_conditions import accepted, readiness, refused
from media_insights.domain.hashes import configuration_hash, execution_name
from media_insights.domain.media import Sniffed, Unusable
from media_insights.domain.plan import AssetIdentity, ExecutionIdentity, Plan, Refused, WiredInput
from media_insights.domain.pointers import Kept, Pointers, merged, pointers_of
from media_insights.domain.references import MAY_COME_LATER, Known, Reach
from media_insights.domain.resolve import Request, named_in, resolve
from media_insights.domain.rollup import rfc3339
from media_insights.domain.tenancy import Tenant, how_to_enable
from media_insights.domain.wording import both, suggestion

LOOK_AGAIN = 30.0
"""Seconds until a source that was not there is looked for again; doubled up to :data:`LOOK_AGAIN_MOST`."""
LOOK_AGAIN_MOST = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceObject:
    """The source object, as it was found."""

    bytes: int
    etag: str
    content: Sniffed | Unusable


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSource:
    """Why the source object could not be read."""

    reason: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFacts:
    """Everything that is known about one asset when it is decided on."""

    asset: MediaAsset
    enabled: bool
    """Whether its namespace is a tenant."""
    tenant: Tenant
    source: SourceObject | NoSource | None = None
    """None: not looked at, since :func:`source_is_known` said so or it may not be read."""
    workflows: Mapping[str, MediaWorkflowSpec] = field(default_factory=dict)
    """All that the asset may name: of its namespace, and of the installation's."""
    operators: Mapping[str, MediaOperatorSpec] = field(default_factory=dict)
    executions: tuple[MediaExecution, ...] = ()
    """Those of this asset, oldest first."""
    kept: Mapping[str, Kept] = field(default_factory=dict)
    """Execution → what it left, for those whose pointers have not been taken over yet."""
    reach: Reach | None = None
    """What its operators' parameters may name."""
    known: Known | None = None
    """What the store said of the objects that they name; None: not looked at, since all was right before."""
    waited: float = 0.0
    """Seconds that the last look for the source waited; 0 at first."""


AssetDecision = Decision[AssetStatus]
Check = Callable[[AssetFacts], NoSource | None]


def may_be_read(facts: AssetFacts) -> bool:
    """Return whether the source object may be looked at: never for a namespace or an address that is not allowed."""
    return not any(check(facts) for check in _BEFORE_READING)


def source_is_known(asset: MediaAsset) -> bool:
    """Return whether the source was read for this very spec and found fit: it is immutable, so once is enough."""
    condition = condition_of(asset.status.conditions, ACCEPTED)
    return bool(asset.status.media and asset.status.media.type and condition and condition.status == "True")


def references_are_known(asset: MediaAsset) -> bool:
    """Return whether this very spec was accepted: a file that is removed later concerns its next run alone."""
    condition = condition_of(asset.status.conditions, ACCEPTED)
    current = condition is not None and condition.observed_generation == asset.metadata.generation
    return current and condition is not None and condition.status == "True"


def named_by(facts: AssetFacts) -> tuple[WiredInput, ...]:
    """Return the objects that the parameters of all wanted workflows name, as far as these can be resolved."""
    present = [entry for entry in facts.asset.spec.workflows if entry.name in facts.workflows]
    plans = (resolve(_request(facts, entry, "spec")) for entry in present)
    return tuple(wired for plan in plans if isinstance(plan, Plan) for wired in named_in(plan))


def decide_asset(facts: AssetFacts, now: datetime) -> AssetDecision:
    """Return what to do about an asset."""
    if facts.asset.metadata.deletion_timestamp is not None:
        return _leaving(facts)
    problem = next((problem for check in _CHECKS if (problem := check(facts))), None)
    if problem:
        return _refused(facts, problem, now)
    decision = _accepted(facts, now)
    if labels.FINALIZER in facts.asset.metadata.finalizers:
        return decision
    return replace(decision, actions=(AddFinalizer(), *decision.actions))


def _leaving(facts: AssetFacts) -> AssetDecision:
    """Runs first, then what they wrote, then the source if so wished, then the object itself."""
    meta, source = facts.asset.metadata, facts.asset.spec.source.s3
    if labels.FINALIZER not in meta.finalizers:
        return Decision()
    present = tuple(each for each in facts.executions if each.metadata.deletion_timestamp is None)
    if facts.executions:
        return Decision(actions=tuple(DeleteExecution(each.metadata.name) for each in present), again=30)
    actions: list[Action] = [DeleteResults(layout.asset_prefix(meta.uid))]
    if facts.asset.spec.deletion_policy == "DeleteSource" and source and may_be_read(facts):
        actions.append(DeleteSource(source.bucket, source.key))
    return Decision(actions=(*actions, RemoveFinalizer()))


def _namespace_is_not_enabled(facts: AssetFacts) -> NoSource | None:
    if facts.enabled:
        return None
    name = facts.asset.metadata.namespace
    message = f"the namespace {name} is not enabled for media-insights; an administrator can: {how_to_enable(name)}"
    return NoSource(reason="NamespaceNotEnabled", message=message)


def _source_is_a_url(facts: AssetFacts) -> NoSource | None:
    if facts.asset.spec.source.s3:
        return None
    message = "spec.source.url: addresses are not fetched by this version; upload the file and name it in s3"
    return NoSource(reason="UnsupportedSource", message=message)


def _source_is_not_allowed(facts: AssetFacts) -> NoSource | None:
    source = facts.asset.spec.source.s3
    if source is None or any(rule.allows(source) for rule in facts.tenant.sources):
        return None
    allowed = both(str(rule) for rule in facts.tenant.sources)
    message = (
        f"spec.source.s3: {facts.asset.spec.source.uri} is not a place that the namespace "
        f"{facts.asset.metadata.namespace} may name; allowed is what lies below {allowed}"
    )
    return NoSource(reason="SourceNotAllowed", message=message)


def _source_cannot_be_read(facts: AssetFacts) -> NoSource | None:
    return facts.source if isinstance(facts.source, NoSource) else None


def _source_is_unusable(facts: AssetFacts) -> NoSource | None:
    if not isinstance(facts.source, SourceObject) or isinstance(facts.source.content, Sniffed):
        return None
    content = facts.source.content
    declared = facts.asset.spec.media_type is not None and "declared as" in content.message
    return NoSource(reason="MediaTypeMismatch" if declared else content.reason, message=content.message)


def _a_workflow_is_unknown(facts: AssetFacts) -> NoSource | None:
    for index, wanted in enumerate(facts.asset.spec.workflows):
        if wanted.name not in facts.workflows:
            message = (
                f"spec.workflows[{index}].name: there is no MediaWorkflow {wanted.name} in the namespace "
                f"{facts.asset.metadata.namespace} or the installation's{suggestion(wanted.name, facts.workflows)}"
            )
            return NoSource(reason="UnknownWorkflow", message=message)
    return None


def _a_configuration_is_invalid(facts: AssetFacts) -> NoSource | None:
    for index, wanted in enumerate(facts.asset.spec.workflows):
        path = f"spec.workflows[{index}].configuration"
        plan = resolve(_request(facts, wanted, path))
        if isinstance(plan, Refused):
            return NoSource(reason=_reason(plan, path), message=str(plan))
    return None


def _reason(plan: Refused, path: str) -> str:
    """Return the reason: what may come later is told by its own, since it is looked for again."""
    if plan.reason in MAY_COME_LATER:
        return plan.reason
    here = all(problem.path.startswith(path) for problem in plan.problems)
    return "InvalidConfiguration" if here else plan.reason


_BEFORE_READING: tuple[Check, ...] = (_namespace_is_not_enabled, _source_is_a_url, _source_is_not_allowed)
_CHECKS: tuple[Check, ...] = (
    *_BEFORE_READING,
    _source_cannot_be_read,
    _source_is_unusable,
    _a_workflow_is_unknown,
    _a_configuration_is_invalid,
)
_MAY_COME_LATER = frozenset({"SourceNotFound", "BucketNotFound", "SourceUnreadable", "EmptyFile"}) | MAY_COME_LATER


def _request(facts: AssetFacts, wanted: AssetWorkflow, path: str) -> Request:
    meta = facts.asset.metadata
    return Request(
        asset=AssetIdentity(
            name=meta.name,
            namespace=meta.namespace,
            uid=meta.uid,
            source=facts.asset.spec.source,
            media=_media(facts) or MediaFacts(),
        ),
        execution=ExecutionIdentity(name="check", uid="check"),
        workflow=wanted.name,
        workflow_spec=facts.workflows[wanted.name],
        operators=facts.operators,
        configuration=wanted.configuration,
        configuration_path=path,
        reach=facts.reach,
        known=facts.known,
    )


def _media(facts: AssetFacts) -> MediaFacts | None:
    if not isinstance(facts.source, SourceObject) or not isinstance(facts.source.content, Sniffed):
        return facts.asset.status.media
    content = facts.source.content
    return MediaFacts(
        type=content.type,
        container=content.container,
        content_type=content.content_type,
        bytes=facts.source.bytes,
        etag=facts.source.etag,
    )


def _refused(facts: AssetFacts, problem: NoSource, now: datetime) -> AssetDecision:
    asset = facts.asset
    conditions = refused(asset, problem.reason, problem.message, rfc3339(now))
    update = {"observed_generation": asset.metadata.generation, "conditions": conditions, **_progress(facts)}
    waits = problem.reason in _MAY_COME_LATER
    return Decision(
        status=asset.status.model_copy(update=update),
        notes=(Note(reason=problem.reason, message=problem.message, type="Warning"),),
        again=min(max(LOOK_AGAIN, facts.waited * 2), LOOK_AGAIN_MOST) if waits else None,
    )


def _accepted(facts: AssetFacts, now: datetime) -> AssetDecision:
    asset, media = facts.asset, _media(facts)
    progress = _progress(facts)
    update = {"observed_generation": asset.metadata.generation, "media": media, **progress}
    status = asset.status.model_copy(update=update)
    wanted = tuple(each.name for each in asset.spec.workflows)
    newest = {each.metadata.name: each for each in facts.executions}
    conditions = accepted(asset, media, rfc3339(now))
    status = status.model_copy(
        update={"conditions": readiness(asset, conditions, status, wanted, newest, rfc3339(now))}
    )
    return Decision(actions=(*_wanted(facts), *_unwanted(facts)), status=status, notes=_story(asset, status))


def _story(asset: MediaAsset, status: AssetStatus) -> tuple[Note, ...]:
    """That it was accepted, and how each round of its workflows ended."""
    notes = []
    told = condition_of(asset.status.conditions, ACCEPTED)
    if told is None or told.status != "True":
        what = f"{status.media.type} ({status.media.container})" if status.media else "unknown"
        notes.append(Note(reason="Accepted", message=f"{asset.spec.source.uri} is {what}"))
    old, new = condition_of(asset.status.conditions, READY), condition_of(status.conditions, READY)
    if new and new.reason in FINISHED and (old is None or old.reason != new.reason):
        well = new.reason == "Complete"
        notes.append(Note(reason=new.reason, message=new.message, type="Normal" if well else "Warning"))
    return tuple(notes)


def _wanted(facts: AssetFacts) -> tuple[Action, ...]:
    """One execution per entry that has none yet; an entry whose execution somebody deleted does not run again."""
    done = {(each.workflow, each.configuration_hash) for each in facts.asset.status.executions}
    present = {each.metadata.name for each in facts.executions}
    return tuple(
        Create(manifest)
        for entry in facts.asset.spec.workflows
        if (entry.name, configuration_hash(entry.name, entry.configuration)) not in done
        and (manifest := execution_of(facts.asset, entry))["metadata"]["name"] not in present
    )


def _unwanted(facts: AssetFacts) -> tuple[Action, ...]:
    """What was made for an entry that has changed since: stopped when it has not ended.

    When the entry is what it was before, the run that was stopped makes room to be made again. What people made by
    hand, and what belongs to an entry that is no longer there, runs to its end.
    """
    wanted = {entry.name: execution_of(facts.asset, entry)["metadata"]["name"] for entry in facts.asset.spec.workflows}
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


def execution_of(asset: MediaAsset, entry: AssetWorkflow) -> Manifest:
    """Return the execution that one entry of ``spec.workflows`` makes."""
    hash_ = configuration_hash(entry.name, entry.configuration)
    meta = asset.metadata
    owner = {"apiVersion": API_VERSION, "kind": "MediaAsset", "name": meta.name, "uid": meta.uid}
    return {
        "apiVersion": API_VERSION,
        "kind": "MediaExecution",
        "metadata": {
            "name": execution_name(meta.name, meta.uid, entry.name, hash_),
            "namespace": meta.namespace,
            "labels": {labels.WORKFLOW: entry.name[:63], labels.ASSET_UID: meta.uid},
            "annotations": {labels.CONFIGURATION_HASH: hash_},
            "ownerReferences": [{**owner, "controller": True, "blockOwnerDeletion": True}],
            "finalizers": [labels.FINALIZER],
        },
        "spec": {
            "asset": meta.name,
            "workflow": entry.name,
            **({"configuration": entry.configuration} if entry.configuration else {}),
        },
    }


def _progress(facts: AssetFacts) -> dict[str, object]:
    """What executions have brought so far: the newest per workflow, and pointers to all that is finished."""
    status = facts.asset.status
    found = [
        pointers_of(facts.kept[each.metadata.name], each.status)
        for each in facts.executions
        if each.metadata.name in facts.kept
    ]
    pointers = merged(Pointers(metadata=status.metadata, files=status.files), found)
    return {"executions": _newest(facts), "metadata": pointers.metadata, "files": pointers.files}


def _newest(facts: AssetFacts) -> tuple[AssetExecution, ...]:
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
