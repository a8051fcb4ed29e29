"""Files of an asset that is restored: copied to its new place, in a folder and in an S3, however often it is begun."""

from dataclasses import dataclass
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.domain.planning.plans_json import hash_of, plan_bytes
from media_insights.domain.planning.stored_plans import reference_of, verified_plan
from media_insights.domain.running.restored import Identities
from media_insights.domain.running.stored_objects import stored_objects
from media_insights.errors import Damaged, NoSuchObject, Unavailable
from media_insights.storage.restoration import Restoration, asset_uids, read_objects, tenants_of, was_deleted
from media_insights.storage.store import Store
from tests.unit import builders
from tests.unit.controller.objects import execution

PLAN = builders.plan()
ASSET, RUN = PLAN.asset.uid, PLAN.execution.uid
NAMESPACE = PLAN.asset.namespace
FORMER, PREFIX = f"private/{NAMESPACE}/assets/{ASSET}/", f"private/{NAMESPACE}/assets/new-asset-uid/"
IDENTITIES = Identities({ASSET: "new-asset-uid", RUN: "new-run-uid"})


@pytest.fixture
def stored(store: Store) -> Store:
    store.put(f"{FORMER}objects.json", b"{}")
    store.put(f"{FORMER}asset.json", f'{{"files": ["workflows/{RUN}/a.jpg"]}}'.encode())
    store.put(f"{FORMER}edits/log.json", b"edits")
    store.put(PLAN.plan_key, plan_bytes(PLAN))
    store.put(f"{FORMER}workflows/{RUN}/text (final) – 日本.txt", f"about {ASSET}".encode(), "text/plain")
    store.put(f"private/{NAMESPACE}/assets/other/asset.json", b"of another")
    return store


def files(store: Store) -> Restoration:
    return Restoration(store, NAMESPACE, ASSET, IDENTITIES)


def keys(store: Store, prefix: str) -> list[str]:
    return [info.key.removeprefix(prefix) for info in store.list(prefix)]


def recorded() -> MediaExecution:
    """The execution of the plan, as the lost API server held it."""
    meta = {"name": PLAN.execution.name, "namespace": NAMESPACE, "uid": RUN}
    status = {"planHash": hash_of(plan_bytes(PLAN)), "planKey": PLAN.plan_key}
    return execution(meta=meta, status=status)


def test_everything_is_copied_and_names_the_new_ids(stored: Store) -> None:
    assert files(stored).copy_files() == 4
    assert keys(stored, PREFIX) == [
        "asset.json",
        "edits/log.json",
        "workflows/new-run-uid/plan.json",
        "workflows/new-run-uid/text (final) – 日本.txt",
    ]
    assert stored.get(f"{PREFIX}asset.json") == b'{"files": ["workflows/new-run-uid/a.jpg"]}'
    assert stored.get(f"{PREFIX}workflows/new-run-uid/text (final) – 日本.txt") == f"about {ASSET}".encode()
    assert files(stored).copy_files() == 0


def test_a_plan_is_vouched_for_by_its_new_hash(stored: Store) -> None:
    files(stored).copy_files()
    status = {"planHash": files(stored).plan_hash(recorded()), "planKey": f"{PREFIX}workflows/new-run-uid/plan.json"}
    meta = {"name": PLAN.execution.name, "namespace": NAMESPACE, "uid": "new-run-uid"}
    reference = reference_of(execution(meta=meta, status=status), "new-asset-uid")
    plan = verified_plan(stored.get(reference.key), reference)
    assert (plan.asset.uid, plan.execution.uid, plan.plan_key) == ("new-asset-uid", "new-run-uid", reference.key)


def test_a_plan_that_somebody_else_wrote_stays_unusable(stored: Store) -> None:
    before = recorded()
    stored.put(PLAN.plan_key, b"{}")
    assert files(stored).plan_hash(before) == before.status.plan_hash
    stored.delete(PLAN.plan_key)
    assert files(stored).plan_hash(before) == before.status.plan_hash


@dataclass
class Breaking:
    """A store that breaks off after so many writes."""

    store: Store
    left: int

    def __getattr__(self, name: str) -> Any:
        if name in ("put", "copy"):
            self.left -= 1
            if self.left < 0:
                raise Unavailable("broken off")
        return getattr(self.store, name)


def test_a_copy_that_broke_off_goes_on(stored: Store) -> None:
    for writes in range(4):
        with pytest.raises(Unavailable):
            files(Breaking(stored, 1 if writes else 0)).copy_files()
    assert files(stored).copy_files() == 1
    assert files(stored).remove_former() == 5
    assert keys(stored, FORMER) == []
    assert len(keys(stored, PREFIX)) == 4


def test_what_is_stored_of_assets_is_found(stored: Store) -> None:
    assert list(tenants_of(stored)) == [NAMESPACE]
    assert set(asset_uids(stored, NAMESPACE)) == {ASSET, "other"}
    assert list(asset_uids(stored, "nobody")) == []


def test_objects_are_read_or_said_to_be_absent_or_damaged(stored: Store) -> None:
    with pytest.raises(Damaged, match="format"):
        read_objects(stored, NAMESPACE, ASSET)
    with pytest.raises(NoSuchObject):
        read_objects(stored, NAMESPACE, "other")
    source = {"s3": {"bucket": "media", "key": "public/upload/n/clip.mp4"}}
    asset = {"metadata": {"name": "clip", "namespace": NAMESPACE, "uid": ASSET}, "spec": {"source": source}}
    stored.put(f"{FORMER}objects.json", str(stored_objects(asset, ())).replace("'", '"').encode())
    assert read_objects(stored, NAMESPACE, ASSET).asset.metadata.name == "clip"


def test_a_receipt_says_that_an_asset_was_deleted(stored: Store) -> None:
    assert not was_deleted(stored, NAMESPACE, ASSET)
    stored.put(f"private/{NAMESPACE}/receipts/asset-{ASSET}.json", b"{}")
    assert was_deleted(stored, NAMESPACE, ASSET)
