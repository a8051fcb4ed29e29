"""The records that a run begins with: the asset and the execution, built as those of a cluster are."""

from media_insights.actions.asset import new_asset
from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.domain.manifests import execution_manifest
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.references import Address
from media_insights.local.executions import clock
from media_insights.local.records import Records, asset_in
from media_insights.local.requests import BUCKET, RunRequest
from media_insights.storage.folder import FolderStore


def records_of(plan: Plan, request: RunRequest, store: FolderStore) -> Records:
    """Return the records of a run, going on from those of an earlier run over the same file."""
    found = asset_in(store, plan.asset.name)
    earlier = found if found and found.metadata.uid == plan.asset.uid else None
    if request.queued and earlier:
        return Records(store=store, plan=plan, asset=earlier, execution=request.queued, shared=True)
    asset = _asset(plan, request, earlier)
    return Records(store=store, plan=plan, asset=asset, execution=_execution(plan, request, asset.metadata))


def _asset(plan: Plan, request: RunRequest, earlier: MediaAsset | None) -> MediaAsset:
    """Return the asset with this run's workflow last, after those of earlier runs."""
    workflows = {each.name: each.configuration for each in earlier.spec.workflows} if earlier else {}
    workflows.pop(plan.workflow, None)
    source = plan.asset.source.s3
    address = Address(source.bucket, source.key) if source else Address(BUCKET, plan.asset.source.file_name)
    made = new_asset(plan.asset.name, address, {**workflows, plan.workflow: request.configuration}, title=request.title)
    typed = {"mediaType": request.media_type} if request.media_type else {}
    manifest = {**made, "spec": {**made["spec"], **typed}}
    manifest["metadata"] = _as_stored(made["metadata"], plan.asset.namespace, plan.asset.uid)
    asset = MediaAsset.model_validate(manifest)
    return asset.model_copy(update={"status": earlier.status}) if earlier else asset


def _execution(plan: Plan, request: RunRequest, asset: ObjectMeta) -> MediaExecution:
    configuration = {"configuration": dict(request.configuration)} if request.configuration else {}
    made = execution_manifest(asset, plan.execution.name, {"workflow": plan.workflow, **configuration})
    metadata = _as_stored(made["metadata"], asset.namespace, plan.execution.uid)
    return MediaExecution.model_validate({**made, "metadata": metadata})


def _as_stored(metadata: Manifest, namespace: str, uid: str) -> Manifest:
    """Return what an API server would add."""
    given = {"namespace": namespace, "uid": uid, "generation": 1, "creationTimestamp": rfc3339(clock())}
    return {**metadata, **given}
