"""What becomes of each asset that is stored: what comes back, and why the others do not."""

import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.cli.cluster.restore_plans import PlannedAsset, PresentAssets, plan
from media_insights.domain.running.stored_objects import objects_key, stored_objects
from media_insights.storage.folder import FolderStore

SOURCE = {"s3": {"bucket": "media", "key": "public/upload/n/clip.mp4"}}
SEEN = {"conditions": [{"type": "Accepted", "status": "True", "reason": "Accepted"}]}
RESTORED = {"labels": {"mediainsights.dev/restored-from": "u"}}


def asset(uid: str = "u", status: Any = None, **meta: Any) -> dict[str, Any]:
    named = {"name": "clip", "namespace": "n", "uid": uid, **meta}
    return {"metadata": named, "spec": {"source": SOURCE}, "status": status or {}}


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path, "media")


def stored(store: FolderStore, found: dict[str, Any]) -> None:
    store.put(objects_key("n", "u"), json.dumps(stored_objects(found, ())).encode())


def planned(store: FolderStore, *present: dict[str, Any]) -> PlannedAsset:
    made = [MediaAsset.model_validate(each) for each in present]
    (only,) = plan(store, "n", PresentAssets({each.metadata.name: each for each in made}))
    return only


@pytest.mark.parametrize(
    ("present", "outcome"),
    [
        ((), "Restore"),
        ((asset("new", **RESTORED),), "Continue"),
        ((asset("new", SEEN, **RESTORED),), "Restored"),
        ((asset(),), "Present"),
        ((asset("other"),), "Conflict"),
        ((asset("other", name="film"),), "Restore"),
        ((asset(), asset("mine", SEEN, name="film", **RESTORED)), "Present"),
    ],
)
def test_it_comes_back_once_and_takes_nobody_s_place(store: FolderStore, present: Any, outcome: str) -> None:
    stored(store, asset())
    assert planned(store, *present).outcome == outcome


def test_what_was_deleted_or_is_not_known_does_not_come_back(store: FolderStore) -> None:
    stored(store, asset(deletionTimestamp="2026-12-01T00:00:00Z"))
    assert planned(store).outcome == "Deleted"
    stored(store, asset(namespace="m"))
    assert planned(store).outcome == "Unreadable"
    assert "namespace n" in planned(store).message
    store.delete(objects_key("n", "u"))
    store.put("private/n/assets/u/asset.json", b"{}")
    assert planned(store).outcome == "Unknown"
    store.put("private/n/receipts/asset-u.json", b"{}")
    assert planned(store).outcome == "Deleted"


def test_the_source_that_made_it_is_named(store: FolderStore) -> None:
    stored(store, asset(labels={"mediainsights.dev/source": "inbox"}))
    assert (planned(store).source, planned(store).executions) == ("inbox", 0)
    assert planned(store, asset()).source == ""
