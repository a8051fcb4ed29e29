"""The ports' objects over record files: what an API server and a controller do on a cluster, done at once."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain import layout
from media_insights.domain.deciding.actions import Annotate
from media_insights.domain.deciding.assets.result_deletions import deletion_actions
from media_insights.domain.holds import hold_of, sentence_of_hold
from media_insights.domain.manifests import execution_of_entry
from media_insights.domain.planning.plans_json import canonical
from media_insights.domain.running.asset_record import record_of
from media_insights.domain.running.asset_status import AssetProgress, accepted_status
from media_insights.domain.running.deleted_results import deletions_of
from media_insights.errors import Rejected, WrongState
from media_insights.local.executions import clock
from media_insights.local.requests import BUCKET, RunRequest
from media_insights.local.run_plans import RunRefused, identify
from media_insights.local.runs import LOGS
from media_insights.local.serving.record_files import RecordFiles, new_record
from media_insights.local.serving.run_queue import RunQueue
from media_insights.ports.objects import ObjectSummary
from media_insights.ports.summaries import summary_of
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library
from media_insights.storage.receipts import Deleted, DeletedResult, delete_asset, delete_result


@dataclass(frozen=True, slots=True)
class RecordedExecutions:
    """Executions: created into the queue, cancelled and resumed by the patches that a controller would see."""

    records: RecordFiles[MediaExecution]
    queue: RunQueue

    async def summaries(self) -> Sequence[ObjectSummary]:
        """Return the summary of every execution."""
        return self.records.summaries()

    async def find(self, uid: str) -> MediaExecution:
        """Return the execution of a UID."""
        return self.records.find(uid)

    async def get(self, namespace: str, name: str) -> MediaExecution:
        """Return the execution of a name."""
        return self.records.get(namespace, name)

    async def create(self, manifest: Manifest) -> MediaExecution:
        """Queue an execution."""
        return self.queue.add(new_record(MediaExecution, manifest, self.records))

    async def patch(self, namespace: str, name: str, patch: Manifest) -> MediaExecution:
        """Merge a patch, and do what it asks for: to end an execution, or to go on with one that waits."""
        before = self.records.get(namespace, name)
        patched = self.records.patch(namespace, name, patch)
        if patched.spec.cancel and before.status.state not in FINISHED:
            await self.queue.cancel(name)
        elif patched.spec.resume != before.spec.resume and before.status.state == "Waiting":
            self.queue.add(patched, "Resumed")
        return self.records.get(namespace, name)

    async def delete(self, namespace: str, name: str, uid: str) -> None:
        """End an execution and forget it; results that its asset points to stay."""
        found = self.records.get(namespace, name)
        if found.metadata.uid == uid:
            await self.queue.cancel(name)
            self.records.remove(name)
            self.queue.changes.publish("mediaexecutions", summary_of(found), deleted=True)


@dataclass(frozen=True, slots=True)
class RecordedAssets:
    """Assets: accepted or refused at once, and their workflows queued."""

    records: RecordFiles[MediaAsset]
    executions: RecordedExecutions
    store: FolderStore

    async def summaries(self) -> Sequence[ObjectSummary]:
        """Return the summary of every asset."""
        return self.records.summaries()

    async def find(self, uid: str) -> MediaAsset:
        """Return the asset of a UID."""
        return self.records.find(uid)

    async def get(self, namespace: str, name: str) -> MediaAsset:
        """Return the asset of a name."""
        return self.records.get(namespace, name)

    async def create(self, manifest: Manifest) -> MediaAsset:
        """Record an asset over a file of the folder, and queue its workflows. Raises Rejected without the file."""
        asset = self._accepted(new_record(MediaAsset, manifest, self.records))
        made = self.records.write(asset)
        self.executions.queue.changes.publish("mediaassets", summary_of(made))
        for entry in made.spec.workflows:
            await self.executions.create(execution_of_entry(made.metadata, entry))
        return self.records.get(made.metadata.namespace, made.metadata.name)

    async def patch(self, namespace: str, name: str, patch: Manifest) -> MediaAsset:
        """Merge a patch, and delete the results that it asks to delete."""
        patched = self.records.patch(namespace, name, patch)
        if deletions_of(patched):
            patched = self._without_deleted_results(patched)
        self.executions.queue.changes.publish("mediaassets", summary_of(patched))
        return patched

    async def delete(self, namespace: str, name: str, uid: str) -> None:
        """Delete an asset with everything that was stored for it. Raises WrongState for one on legal hold."""
        found = self.records.get(namespace, name)
        if found.metadata.uid != uid:
            return
        if hold_of(found):
            raise WrongState(sentence_of_hold(found))
        for each in [each for each in self.executions.records.all() if each.spec.asset == name]:
            await self.executions.delete(each.metadata.namespace, each.metadata.name, each.metadata.uid)
            shutil.rmtree(self.store.root / LOGS / each.metadata.name, ignore_errors=True)
        delete_asset(self.store, Deleted(namespace, name, uid, rfc3339(clock())))
        if found.spec.deletion_policy == "DeleteSource" and found.spec.source.s3:
            self.store.delete(found.spec.source.s3.key)
        self.records.remove(name)
        self.executions.queue.changes.publish("mediaassets", summary_of(found), deleted=True)

    def _without_deleted_results(self, asset: MediaAsset) -> MediaAsset:
        """Remove pointers first, then what they pointed to, then the request: an interrupted one can be repeated."""
        own = [each for each in self.executions.records.all() if each.spec.asset == asset.metadata.name]
        library, newest = Library(self.store), asset.status.executions
        progress = AssetProgress(
            newest=newest,
            pointers=library.pointers(asset),
            workflows=[each.workflow for each in newest],
            executions={each.metadata.name: each for each in own},
        )
        status = accepted_status(asset, asset.status.media, progress, clock())
        meta, record = asset.metadata, canonical(record_of(asset, status, progress.pointers)).encode()
        self.store.put(layout.record_key(meta.namespace, meta.uid), record)
        asset = self.records.write(asset.model_copy(update={"status": status}))
        for action in deletion_actions(asset, library.recorded(asset), own, clock()):
            if isinstance(action, Annotate):
                change = {"metadata": {"annotations": {action.name: action.value}}}
                asset = self.records.patch(meta.namespace, meta.name, change)
            else:
                of = action.namespace, action.name, action.uid, action.until
                delete_result(self.store, DeletedResult(*of, result=action.result, spared=action.spared))
        return asset

    def _accepted(self, asset: MediaAsset) -> MediaAsset:
        source = asset.spec.source.s3
        if source is None or source.bucket != BUCKET or not source.key.startswith(layout.UPLOADS):
            said = f"{asset.spec.source.uri} is no file of this folder: upload it first"
            raise Rejected(f"MediaAsset {asset.metadata.name} is invalid: spec.source: {said}")
        path = self.store.path(source.key)
        if not path.is_file():
            raise Rejected(f"MediaAsset {asset.metadata.name} is invalid: spec.source: {source.key} was not uploaded")
        found = identify(RunRequest(name=asset.metadata.name, file=path, workflow="", media_type=asset.spec.media_type))
        if isinstance(found, RunRefused):
            raise Rejected(f"MediaAsset {asset.metadata.name} is invalid: spec.source: {found.message}")
        identity = replace(found, uid=asset.metadata.uid, source=asset.spec.source)
        progress = AssetProgress(workflows=[each.name for each in asset.spec.workflows])
        return asset.model_copy(update={"status": accepted_status(asset, identity.media, progress, clock())})
