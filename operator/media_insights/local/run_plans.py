"""Plan of a run, resolved from a request, the identity of its file and the results of an earlier run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.asset import MediaFacts, S3Source, Source
from media_insights.catalogue.problems import Unusable
from media_insights.domain import layout, names
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan
from media_insights.domain.planning.problems import Problem, Refused
from media_insights.domain.planning.references import Reach, named_in
from media_insights.domain.planning.resolve import Request, resolve
from media_insights.domain.planning.reuse import Earlier, earlier_of, whole_steps
from media_insights.domain.planning.stored_plans import reference_of
from media_insights.domain.running import waits
from media_insights.domain.sources import media
from media_insights.errors import Damaged
from media_insights.local import named_files
from media_insights.local.named_files import NamedFiles
from media_insights.local.records import execution_in
from media_insights.local.requests import BUCKET, RunRequest
from media_insights.local.windows import window_of
from media_insights.local.workplaces import Workplace
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRefused:
    """Refusal of a request: why nothing runs."""

    asset: str
    message: str
    problems: tuple[Problem, ...] = ()
    """Fields that are wrong, where it is fields."""


def plan_run(request: RunRequest, place: Workplace) -> Plan | RunRefused:
    """Return the plan of a run, which takes over the results of an earlier one; or why nothing runs."""
    asset = request.known or identify(request)
    if isinstance(asset, RunRefused):
        return asset
    execution = _execution_of(request, asset)
    workflow = place.catalogue.workflow(request.workflow)
    planning = Request(
        asset=asset,
        execution=execution,
        workflow=request.workflow,
        workflow_spec=workflow.spec,
        operators=place.catalogue.specs,
        configuration=request.configuration,
        earlier=None if place.fresh else _earlier(place.store, asset, execution) or _repeated(request, asset, place),
        reach=Reach(namespace=request.namespace, bucket=BUCKET, everything=True),
    )
    plan = resolve(planning)
    if isinstance(plan, Plan) and named_in(plan):
        plan = resolve(replace(planning, known=named_files.known_of(plan, NamedFiles(place.store, request.base))))
    if isinstance(plan, Refused):
        return RunRefused(asset=request.name, message=str(plan), problems=plan.problems)
    for stage in request.answers:
        _check_answer(plan, stage)
    return plan


def _execution_of(request: RunRequest, asset: AssetIdentity) -> ExecutionIdentity:
    """Return the execution that was queued, or the one that asset, workflow and run always give."""
    if request.queued:
        return ExecutionIdentity(name=request.queued.metadata.name, uid=request.queued.metadata.uid)
    uid = str(uuid5(NAMESPACE_URL, "/".join(filter(None, (asset.uid, request.workflow, request.run)))))
    digest = names.short_hash(asset.uid, request.workflow, f"local{request.run}")
    return ExecutionIdentity(name=names.execution_name(asset.name, request.workflow, digest), uid=uid)


def identify(request: RunRequest) -> AssetIdentity | RunRefused:
    """Return what the file of a request is, as an asset; or why it cannot be analysed."""
    sniffed = media.sniff(window_of(request.file), request.file.name, request.media_type)
    if isinstance(sniffed, media.UnusableMedia):
        return RunRefused(asset=request.name, message=sniffed.message)
    return _identity(request, sniffed)


def separate_run_of(request: RunRequest, run: str, configuration: Mapping[str, Mapping[str, Any]]) -> RunRequest:
    """Return a request as one of several runs of its workflow over its asset."""
    return replace(request, run=run, configuration=configuration)


def identity_of(asset: MediaAsset) -> AssetIdentity:
    """Return the asset that a record is about, as a run over it before has found it."""
    return AssetIdentity(
        name=asset.metadata.name,
        namespace=asset.metadata.namespace,
        uid=asset.metadata.uid,
        source=asset.spec.source,
        media=asset.status.media or MediaFacts(),
    )


def _check_answer(plan: Plan, stage: str) -> None:
    try:
        waits.stage_to_resume(plan.stages, waits.waiting_stages(plan), stage)
    except ValueError as error:
        raise Unusable(f"--resume {stage}: {error}") from error


def _identity(request: RunRequest, sniffed: media.Sniffed) -> AssetIdentity:
    stat = request.file.stat()
    name = request.file.name.encode("utf-8", "replace").decode()
    return AssetIdentity(
        name=request.name,
        namespace=request.namespace,
        uid=asset_uid(request),
        source=Source(s3=S3Source(bucket=BUCKET, key=layout.upload_key(request.namespace, name))),
        media=MediaFacts(
            type=sniffed.type,
            container=sniffed.container,
            content_type=sniffed.content_type,
            bytes=stat.st_size,
            etag=f"{stat.st_mtime_ns:x}-{stat.st_size:x}",
        ),
    )


def asset_uid(request: RunRequest) -> str:
    """Return the asset's UID: the same file is the same asset, so that an interrupted run goes on where it was."""
    return str(uuid5(NAMESPACE_URL, request.file.resolve().as_uri()))


def _earlier(store: FolderStore, asset: AssetIdentity, execution: ExecutionIdentity) -> Earlier | None:
    """Return the steps that an earlier run in the same folder completed, None when there was no run."""
    record = execution_in(store, execution.name)
    plan = _stored_plan(store, record, asset.uid) if record and record.metadata.uid == execution.uid else None
    if record is None or plan is None:
        return None
    return Earlier(plan=plan, complete=_complete(record, plan, store))


def _repeated(request: RunRequest, asset: AssetIdentity, place: Workplace) -> Earlier | None:
    """Return what a rerun takes over from the execution that it repeats. Raises Unusable when that never started."""
    rerun = request.queued.spec.from_ if request.queued else None
    if rerun is None:
        return None
    record = execution_in(place.store, rerun.execution)
    plan = _stored_plan(place.store, record, asset.uid) if record else None
    if record is None or plan is None:
        raise Unusable(f"{rerun.execution} is no execution of the asset {asset.name} that ever started")
    return earlier_of(rerun, plan, _complete(record, plan, place.store))


def _complete(record: MediaExecution, plan: Plan, store: FolderStore) -> frozenset[str]:
    states = {each.name: each.status for stage in record.status.stages for each in stage.operators}
    complete = [name for name, state in states.items() if state == "Complete"]
    return whole_steps(plan, complete, lambda key: store.path(key).is_file())


def _stored_plan(store: FolderStore, record: MediaExecution, asset_uid: str) -> Plan | None:
    """Return the plan of an earlier run; one that is not what its record says is nothing to go on from."""
    try:
        return Library(store).plan(reference_of(record, asset_uid))
    except Damaged as error:
        raise Unusable(f"{error}; or start afresh with --fresh") from error
