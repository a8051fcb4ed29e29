"""Apply: perform a decision's actions in order, then write the status once if it changed."""

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import assert_never

from media_insights.actions.cancel import cancel_patch
from media_insights.api.v1alpha1 import MediaExecution, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile import suspension
from media_insights.compile.messages import WAIT_EXPIRED
from media_insights.compile.settings import CompileSettings
from media_insights.compile.workflow import compile_workflow
from media_insights.controller.execution_traces import ExecutionTraces
from media_insights.controller.object_writes import ObjectWrites
from media_insights.controller.refused_items import RefusedItems
from media_insights.controller.run_secrets import RunSecrets
from media_insights.controller.snapshots import Snapshots
from media_insights.controller.status_patches import merge_patch, status_json
from media_insights.controller.tenants import Tenants
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding import actions as wanted
from media_insights.domain.deciding.assets.moving import moved_status
from media_insights.domain.deciding.batch_actions import CancelExecution, DropParts, StoreList
from media_insights.domain.deciding.secret_actions import ForgetKeys, RemovePublished
from media_insights.domain.deciding.source_actions import RemoveObjects
from media_insights.domain.manifests import missing_ownership
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import canonical
from media_insights.domain.running.run_place import RunPlace
from media_insights.errors import AlreadyExists, Conflict, NotFound, Rejected, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import ASSETS, BATCHES, EXECUTIONS, RUNS, SOURCES, Resource, resource_of
from media_insights.runtime.caches import key_of
from media_insights.storage import moves
from media_insights.storage.plan_parts import drop_parts, remove_objects
from media_insights.storage.receipts import Deleted, DeletedResult, delete_asset, delete_result
from media_insights.storage.run_keys import forget_keys
from media_insights.storage.store import Store

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Applier:
    """Where decisions become true. Every action may have been done before: that is success too."""

    caches: WatchCaches
    api: Api
    writes: ObjectWrites
    store: Store
    snapshots: Snapshots
    tenants: Tenants
    run_secrets: RunSecrets
    compile_settings: CompileSettings
    refused_items: RefusedItems
    traces: ExecutionTraces | None = None
    """None: nothing is traced."""
    _copied: set[str] = field(default_factory=set)
    """Namespaces whose collections lie in their place."""

    async def act(self, action: wanted.Action, resource: Resource, about: Manifest) -> None:  # noqa: C901, PLR0912, PLR0915 - a table
        """Do one action for an object."""
        namespace = about["metadata"].get("namespace", "")
        match action:
            case wanted.AddFinalizer() | wanted.RemoveFinalizer():
                await self._finalizers(resource, about, add=isinstance(action, wanted.AddFinalizer))
            case wanted.Adopt(ownership):
                await self.writes.metadata(resource, about, missing_ownership(about["metadata"], ownership))
            case wanted.Create(manifest):
                await self._create(manifest, resource, about)
            case wanted.Apply(manifest):
                await self.api.apply(resource_of(manifest["kind"]), manifest)
            case wanted.DeleteExecution(name):
                await self.api.delete(EXECUTIONS, namespace, name)
            case wanted.SupersedeExecution(name, by):
                await self._cancel(namespace, name, by)
            case CancelExecution(name):
                await self._cancel(namespace, name)
            case wanted.StartRun(plan):
                await self._start(plan, about)
            case wanted.DiscardSnapshot(key):
                await self.snapshots.discard(key)
            case wanted.StopRun(name):
                await self._patch_run(namespace, name, {"spec": {"shutdown": "Terminate"}})
            case wanted.RevokeCredentials(run):
                await self.run_secrets.revoke(namespace, run)
            case wanted.ResumeRun(plan, step, answer):
                await self._resume(plan, step, answer, about)
            case wanted.ExpireWait(name, step):
                await self._end_wait(namespace, name, step, message=WAIT_EXPIRED)
            case wanted.DeleteRun(name):
                await self.api.delete(RUNS, namespace, name, after_children=True)
            case wanted.WriteRecord(key, record):
                await asyncio.to_thread(self.store.put, key, canonical(record).encode(), "application/json")
            case DropParts(plan, first):
                await asyncio.to_thread(drop_parts, self.store, plan, first)
            case StoreList(key, content):
                await asyncio.to_thread(self.store.put, key, content, "application/x-ndjson")
            case RemoveObjects(keys):
                await asyncio.to_thread(remove_objects, self.store, keys)
            case wanted.MoveObjects(former, prefix):
                await self._move_objects(former, prefix)
            case wanted.MoveExecution(name, former, prefix):
                await self._move_execution(about, name, former, prefix)
            case wanted.DeleteResults(prefix):
                await self._delete_results(prefix)
            case RemovePublished(run, known):
                await self._remove_published(run, known)
            case ForgetKeys(run):
                await asyncio.to_thread(forget_keys, self.store, run)
            case wanted.DeleteAsset(uid):
                await self.api.delete(ASSETS, namespace, about["metadata"]["name"], uid=uid)
            case wanted.DeleteWithReceipt() | wanted.DeleteResultWithReceipt():
                await self._delete_with_receipt(action)
            case wanted.Annotate(name, value):
                await self.writes.metadata(resource, about, {"annotations": {name: value}})
            case wanted.DeleteSource(bucket, key):
                await asyncio.to_thread(self.store.at(bucket).delete, key)
            case _:
                assert_never(action)

    async def _move_objects(self, former: str, prefix: str) -> None:
        count = await asyncio.to_thread(moves.copy_below, self.store, former, prefix)
        _log.info("copied %d objects from %s to %s", count, former, prefix)

    async def _delete_results(self, prefix: str) -> None:
        count = await asyncio.to_thread(self.store.delete_prefix, prefix)
        _log.info("removed %d objects below %s", count, prefix)

    async def _cancel(self, namespace: str, name: str, superseded_by: str = "") -> None:
        patch = cancel_patch(superseded_by=superseded_by)
        self.caches.executions.refresh(await self.api.patch(EXECUTIONS, namespace, name, patch))

    async def _delete_with_receipt(self, action: wanted.DeleteWithReceipt | wanted.DeleteResultWithReceipt) -> None:
        of = action.namespace, action.name, action.uid
        if isinstance(action, wanted.DeleteWithReceipt):
            receipt = await asyncio.to_thread(delete_asset, self.store, Deleted(*of, action.at, action.because))
        else:
            what = DeletedResult(*of, action.until, result=action.result, spared=action.spared)
            receipt = await asyncio.to_thread(delete_result, self.store, what)
        _log.info("removed %d objects of the asset %s", len(receipt["Objects"]), action.name)

    async def _remove_published(self, run: RunPlace, known: tuple[str, ...] | None) -> None:
        found = await self.snapshots.remove_published(run)
        if known is not None and (new := [key for key in found if key not in known]):
            raise Unavailable(f"{', '.join(new[:3])} held Secrets of the run, and went: the next pass tells it")

    async def copy_collections(self, namespace: str) -> None:
        """Copy a namespace's collections from where version 0.1 kept them, once; what it started reads them there."""
        if namespace in self._copied:
            return
        count = await asyncio.to_thread(moves.copy_collections, self.store, namespace)
        self._copied.add(namespace)
        if count:
            _log.info("copied %d objects of collections of the namespace %s", count, namespace)

    async def _finalizers(self, resource: Resource, about: Manifest, *, add: bool) -> None:
        if not add:
            self.refused_items.forget(about["metadata"]["uid"])
        others = [each for each in about["metadata"].get("finalizers", ()) if each != labels.FINALIZER]
        await self.writes.metadata(resource, about, {"finalizers": [*others, labels.FINALIZER] if add else others})

    async def _create(self, manifest: Manifest, resource: Resource, about: Manifest) -> None:
        """Make an object; an asset of a batch or source that is refused for good is noted: the others go on."""
        kind = resource_of(manifest["kind"])
        try:
            self.caches[kind].put(await self.api.create(kind, manifest))
        except AlreadyExists:
            _log.debug("%s exists", manifest["metadata"]["name"])
        except Rejected as error:
            if resource not in (BATCHES, SOURCES) or kind is not ASSETS:
                raise
            _log.warning("%s %s: an item is refused: %s", resource.kind, about["metadata"]["name"], error)
            self.refused_items.note(about, manifest, error)

    async def _start(self, plan: Plan, about: Manifest) -> None:
        """Store the plan first: whoever finds the Argo Workflow also finds what it was made of."""
        await self.snapshots.write(plan)
        if not plan.runs:
            return
        await self.tenants.ensure(plan.asset.namespace)
        await self.run_secrets.make(plan)
        settings = replace(self.compile_settings, trace=self.traces.context(about) if self.traces else None)
        manifest = await asyncio.to_thread(compile_workflow, plan, settings)
        try:
            self.caches.runs.put(await self.api.create(RUNS, manifest))
        except AlreadyExists:
            await self._adopt_existing(manifest)
        except NotFound as error:
            raise Unavailable(f"Argo Workflows is not installed, or the namespace is gone: {error}") from error

    async def _resume(self, plan: Plan, step: str, answer: Manifest, about: Manifest) -> None:
        """Write the answer first: if the process dies in between, the next attempt writes the same."""
        result = plan.step(step).spec.result_output
        key = next((output.key for output in plan.step(step).outputs if result and output.name == result.name), "")
        if key:
            body = canonical(answer).encode()
            await asyncio.to_thread(self.store.put, key, body, "application/json")
        await self._end_wait(about["metadata"]["namespace"], about["metadata"]["name"], step)

    async def _end_wait(self, namespace: str, name: str, step: str, message: str = "") -> None:
        run = await self.api.get(RUNS, namespace, name)
        patch = suspension.end_patch_of(run, step, now=datetime.now(UTC), failure=message)
        if patch:
            await self._patch_run(namespace, name, patch)

    async def _patch_run(self, namespace: str, name: str, patch: Manifest) -> None:
        self.caches.runs.refresh(await self.api.patch(RUNS, namespace, name, patch))

    async def _move_execution(self, asset: Manifest, name: str, former: str, prefix: str) -> None:
        """Read the newest version: what is written is a function of it, whatever was written before."""
        manifest = await self.api.get(EXECUTIONS, asset["metadata"]["namespace"], name)
        execution = MediaExecution.model_validate(manifest)
        status = moved_status(execution.status, former, prefix)
        if status.plan_key:
            uid = asset["metadata"]["uid"]
            key, hash_ = await asyncio.to_thread(moves.move_plan, self.store, execution, uid, former, prefix)
            status = status.model_copy(update={"plan_key": key, "plan_hash": hash_})
        patch = merge_patch(manifest.get("status") or {}, status_json(status))
        if patch:
            await self.writes.status(EXECUTIONS, manifest, patch)

    async def _adopt_existing(self, manifest: Manifest) -> None:
        """One of this name exists: ours from before a crash, or what an earlier execution left and is going away."""
        found = await self.api.get(RUNS, *key_of(manifest))
        mine = {owner["uid"] for owner in manifest["metadata"]["ownerReferences"]}
        if not mine & {owner["uid"] for owner in found["metadata"].get("ownerReferences", ())}:
            raise Conflict(f"the Argo Workflow {manifest['metadata']['name']} belongs to another execution")
        self.caches.runs.put(found)
