"""One run of the embedded engine from request to result: identity, resolve, resume, execute, record."""

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from media_insights.api.v1alpha1 import ExecutionStatus, MediaAsset, MediaAssetSpec, MediaExecution, MediaExecutionSpec
from media_insights.api.v1alpha1.asset import AssetStatus, AssetWorkflow, MediaFacts, S3Source, Source
from media_insights.api.v1alpha1.meta import ObjectMeta
from media_insights.catalogue.operator_folders import Catalogue
from media_insights.catalogue.problems import Unusable
from media_insights.domain import layout, names
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan, Step
from media_insights.domain.planning.plans_json import plan_to_json
from media_insights.domain.planning.problems import Refused
from media_insights.domain.planning.references import Reach, named_in
from media_insights.domain.planning.resolve import Request, resolve
from media_insights.domain.planning.reuse import Earlier
from media_insights.domain.running import waits
from media_insights.domain.running.status import rfc3339
from media_insights.domain.sources import media
from media_insights.local import named
from media_insights.local.engine import Engine, clock
from media_insights.local.launching import Starter
from media_insights.local.machine import Capacity, Share
from media_insights.local.named import NamedFiles
from media_insights.local.records import Records, asset_in, execution_in
from media_insights.local.requests import BUCKET, Wanted
from media_insights.local.sandboxes import Files
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library

WORK = ".work"
"""Folder of the sandboxes, in the output folder so that outputs are moved, never copied."""
LOGS = "logs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where runs happen."""

    output: Path
    catalogue: Catalogue
    starter: Starter
    share: Share
    fresh: bool = False
    """Run everything, whatever an earlier run left."""

    @property
    def store(self) -> FolderStore:
        """The output folder as an object store."""
        return FolderStore(self.output)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Nothing was run."""

    asset: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A run that ended, however."""

    plan: Plan
    status: ExecutionStatus


def planned(wanted: Wanted, place: Place) -> Plan | Rejected:
    """Return what will be run, with what an earlier run left taken over; or why nothing will."""
    asset = wanted.known or _sniffed(wanted)
    if isinstance(asset, Rejected):
        return asset
    uid = str(uuid5(NAMESPACE_URL, "/".join(filter(None, (asset.uid, wanted.workflow, wanted.run)))))
    digest = names.short_hash(asset.uid, wanted.workflow, f"local{wanted.run}")
    name = names.execution_name(asset.name, wanted.workflow, digest)
    workflow = place.catalogue.workflow(wanted.workflow)
    request = Request(
        asset=asset,
        execution=ExecutionIdentity(name=name, uid=uid),
        workflow=wanted.workflow,
        workflow_spec=workflow.spec,
        operators=place.catalogue.specs,
        configuration=wanted.configuration,
        earlier=None if place.fresh else _earlier(place.store, asset.uid, name, uid),
        reach=Reach(namespace=wanted.namespace, bucket=BUCKET, everything=True),
    )
    plan = resolve(request)
    if isinstance(plan, Plan) and named_in(plan):
        plan = resolve(replace(request, known=named.known_of(plan, NamedFiles(place.store, wanted.base))))
    if isinstance(plan, Refused):
        return Rejected(asset=wanted.name, message=str(plan))
    for stage in wanted.answers:
        _check_answer(plan, stage)
    return plan


def _sniffed(wanted: Wanted) -> AssetIdentity | Rejected:
    sniffed = media.sniff(_head(wanted.file), wanted.file.name, wanted.media_type)
    if isinstance(sniffed, media.UnusableMedia):
        return Rejected(asset=wanted.name, message=sniffed.message)
    return _identity(wanted, sniffed)


def told_apart(wanted: Wanted, run: str, configuration: Mapping[str, Mapping[str, Any]]) -> Wanted:
    """Return a request as one of several runs of its workflow over its asset."""
    return replace(wanted, run=run, configuration=configuration)


def recorded(asset: MediaAsset) -> AssetIdentity:
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


async def ran(plan: Plan, wanted: Wanted, place: Place, see: Callable[[ExecutionStatus], None]) -> Ran:
    """Execute a plan; record status and snapshot beside the results."""
    store = place.store
    with _alone(place.output / WORK / plan.execution.uid) as scratch:
        store.put(plan.plan_key, json.dumps(plan_to_json(plan), ensure_ascii=False, indent=1).encode())
        records = _records(plan, wanted, store)

        def seen(status: ExecutionStatus) -> None:
            records.see(status)
            see(status)

        engine = Engine(
            plan=plan,
            files=_files(store, wanted),
            starter=place.starter,
            capacity=Capacity(place.share),
            scratch=scratch,
            logs=place.output / LOGS / plan.execution.name,
            see=seen,
            answers={stage: dict(answer) for stage, answer in wanted.answers.items()},
        )
        return Ran(plan=plan, status=await engine.run())


def _files(store: FolderStore, wanted: Wanted) -> Files:
    return Files(store=store, source=wanted.file.resolve(), named=NamedFiles(store, wanted.base))


def _identity(wanted: Wanted, sniffed: media.Sniffed) -> AssetIdentity:
    stat = wanted.file.stat()
    name = wanted.file.name.encode("utf-8", "replace").decode()
    return AssetIdentity(
        name=wanted.name,
        namespace=wanted.namespace,
        uid=asset_uid(wanted),
        source=Source(s3=S3Source(bucket=BUCKET, key=layout.upload_key(name))),
        media=MediaFacts(
            type=sniffed.type,
            container=sniffed.container,
            content_type=sniffed.content_type,
            bytes=stat.st_size,
            etag=f"{stat.st_mtime_ns:x}-{stat.st_size:x}",
        ),
    )


def asset_uid(wanted: Wanted) -> str:
    """Return the asset's UID: the same file is the same asset, so that an interrupted run goes on where it was."""
    return str(uuid5(NAMESPACE_URL, wanted.file.resolve().as_uri()))


def _earlier(store: FolderStore, asset_uid: str, name: str, uid: str) -> Earlier | None:
    """Return what an earlier run in the same folder left whole, None when there is none."""
    record = execution_in(store, name)
    plan = Library(store).plan(layout.plan_key(asset_uid, uid))
    if record is None or plan is None:
        return None
    states = {each.name: each.status for stage in record.status.stages for each in stage.operators}
    complete = {step.name for step in plan.steps if states.get(step.name) == "Complete" and _whole(step, store)}
    return Earlier(plan=plan, complete=frozenset(complete))


def _whole(step: Step, store: FolderStore) -> bool:
    return all(output.optional or store.path(output.key).is_file() for output in step.outputs)


def _records(plan: Plan, wanted: Wanted, store: FolderStore) -> Records:
    """Return the records of a run, going on from those of an earlier run over the same file."""
    asset, old = plan.asset, asset_in(store, plan.asset.name)
    now = rfc3339(clock())
    workflow = AssetWorkflow(name=plan.workflow, configuration=dict(wanted.configuration))
    same = old if old and old.metadata.uid == asset.uid else None
    others = tuple(each for each in same.spec.workflows if each.name != plan.workflow) if same else ()
    return Records(
        store=store,
        plan=plan,
        asset=MediaAsset(
            metadata=_meta(asset.name, asset.namespace, asset.uid, now),
            spec=MediaAssetSpec(
                source=asset.source, media_type=wanted.media_type, title=wanted.title, workflows=(*others, workflow)
            ),
            status=same.status if same else AssetStatus(),
        ),
        execution=MediaExecution(
            metadata=_meta(plan.execution.name, asset.namespace, plan.execution.uid, now),
            spec=MediaExecutionSpec(asset=asset.name, workflow=plan.workflow, configuration=workflow.configuration),
        ),
    )


def _meta(name: str, namespace: str, uid: str, now: str) -> ObjectMeta:
    return ObjectMeta(name=name, namespace=namespace, uid=uid, generation=1, creation_timestamp=now)


@contextmanager
def _alone(scratch: Path) -> Iterator[Path]:
    """Give the folder for sandboxes, and keep a second engine from writing the same results meanwhile."""
    scratch.mkdir(parents=True, exist_ok=True)
    with (scratch.parent / f"{scratch.name}.lock").open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            folder = scratch.parent.parent
            raise Unusable(
                f"this file is being analysed into {folder} already: wait, or choose another --output"
            ) from error
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as content:
            return content.read(media.HEAD_BYTES)
    except OSError as error:
        raise Unusable(f"{file} cannot be read: {error.strerror}") from error
