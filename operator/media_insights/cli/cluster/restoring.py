"""Restoring: the assets of a lost cluster are made again, in an order in which every step is safe to repeat.

An asset is made, then its executions, both without a status, so that the controller leaves them alone; their files are
copied; the executions get their status; the asset gets its own last, and from then on it is an asset like any other.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from media_insights.api.v1alpha1 import MediaExecution, labels
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.cli.cluster.clusters import Cluster, ask
from media_insights.cli.cluster.objects import Objects
from media_insights.cli.cluster.restore_plans import PlannedAsset
from media_insights.cli.terminal.failures import Failure
from media_insights.domain.running import restored
from media_insights.domain.running.restored import Identities
from media_insights.domain.running.stored_objects import StoredObjects
from media_insights.kube.resources import ASSETS, EXECUTIONS, Resource
from media_insights.storage.restoration import Restoration
from media_insights.storage.store import Store

A_SECOND = 1.0


@dataclass(slots=True)
class _Making:
    """One asset while it is made again."""

    former: StoredObjects
    asset: ObjectMeta
    executions: list[tuple[MediaExecution, ObjectMeta]] = field(default_factory=list)
    """Each as it was, and as it is."""

    @property
    def left(self) -> tuple[MediaExecution, ...]:
        """Those that are to be made, oldest first."""
        return tuple(sorted(self.former.executions, key=lambda each: _age(each.metadata)))[len(self.executions) :]

    @property
    def identities(self) -> Identities:
        """Which UIDs took the place of which."""
        own = {self.former.asset.metadata.uid: self.asset.uid}
        return Identities({**own, **{each.metadata.uid: made.uid for each, made in self.executions}})


@dataclass(frozen=True, slots=True)
class Restorer:
    """What makes assets of one namespace again."""

    cluster: Cluster
    store: Store
    keep_former: bool
    """Whether the files stay where they were, too."""
    sleep: Callable[[float], None] = time.sleep

    def restore(self, planned: Sequence[PlannedAsset]) -> int:
        """Restore assets, and return how many objects of theirs were copied."""
        objects = [each.objects for each in planned if each.objects is not None]
        making = [
            _Making(each, self._make(ASSETS, restored.asset_manifest(each.asset)))
            for each in sorted(objects, key=lambda each: _age(each.asset.metadata))
        ]
        self._make_executions(making)
        return sum(self._finish(each) for each in making)

    def _make_executions(self, making: Sequence[_Making]) -> None:
        """Make the executions in rounds, a second apart: what was newer is newer, as the API server counts time."""
        while unmade := [each for each in making if each.left]:
            for each in unmade:
                former = each.left[0]
                made = self._make(EXECUTIONS, restored.execution_manifest(former, each.asset))
                each.executions.append((former, made))
            if any(each.left for each in unmade):
                self.sleep(A_SECOND)

    def _make(self, resource: Resource, manifest: Manifest) -> ObjectMeta:
        """Make an object, or find the one that an interrupted restoration made."""
        meta, objects = manifest["metadata"], Objects(self.cluster, resource)
        found = objects.create(manifest) or objects.get(meta["name"])
        made = ObjectMeta.model_validate(found["metadata"])
        if made.labels.get(labels.RESTORED_FROM) != meta["labels"][labels.RESTORED_FROM]:
            raise Failure(f"another {resource.kind} has the name {made.name} by now: nothing of it was changed")
        return made

    def _finish(self, making: _Making) -> int:
        former, asset, identities = making.former.asset, making.asset, making.identities
        files = Restoration(self.store, asset.namespace, former.metadata.uid, identities)
        count = files.copy_files()
        for each, made in making.executions:
            status = restored.execution_status(each, made, identities, files.plan_hash(each), datetime.now(UTC))
            self._write_status(EXECUTIONS, made, status)
        self._write_status(ASSETS, asset, restored.asset_status(former, asset, identities))
        if not self.keep_former:
            files.remove_former()
        return count

    def _write_status(self, resource: Resource, made: ObjectMeta, status: Manifest) -> None:
        where, patch = (resource, made.namespace, made.name), {"metadata": {"uid": made.uid}, "status": status}
        what = f"patch the status of {resource.plural} in namespace {made.namespace}"
        ask(what, lambda: self.cluster.api.run(lambda api: api.patch(*where, patch, subresource="status")))


def _age(meta: ObjectMeta) -> tuple[str, str]:
    return str(meta.creation_timestamp or ""), meta.name
