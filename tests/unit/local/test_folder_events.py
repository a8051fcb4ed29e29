"""What happens in a served results folder reaches a webhook, in order, once, and whatever dies in between."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, labels
from media_insights.cli.local.serve_command import local_app
from media_insights.cli.local.webhook_options import webhook_of
from media_insights.cli.terminal.failures import Failure
from media_insights.domain.planning.plan import Step
from media_insights.events.outbox import Outbox
from media_insights.local.launching import Launch
from media_insights.local.sandboxes import Sandbox
from media_insights.local.serving.folder_events import FolderEvents
from media_insights.local.serving.record_files import RecordFiles
from media_insights.runtime.recent_changes import RecentChanges
from tests.conformance.api.worlds import ApiWorld, OneLiner, asked_of, workplace
from tests.unit.events.made import Receiver, ScriptedSink


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text("a key of sixteen characters\n")
    return path


class Failing(OneLiner):
    """Starts every operator as a program that cannot use what it was given."""

    def launch(self, step: Step, sandbox: Sandbox, threads: int) -> Launch:
        return Launch(command=(sys.executable, "-c", "raise SystemExit(66)"), environment={}, folder=sandbox.root)


@asynccontextmanager
async def serving(folder: Path, url: str, secret: Path, *states: str, fails: bool = False) -> AsyncIterator[ApiWorld]:
    place = workplace(folder)
    place = replace(place, starter=Failing()) if fails else place
    place.output.mkdir(parents=True, exist_ok=True)
    app = local_app(place, sink=webhook_of(url, secret, states))
    async with app.router.lifespan_context(app), asked_of(app) as asking:
        yield ApiWorld(asking, "local", "media-insights", app)


def told(receiver: Receiver) -> list[tuple[str, str]]:
    events = [json.loads(body) for _, body in receiver.requests]
    return [(each["type"].removeprefix("dev.mediainsights."), each["data"]["reason"]) for each in events]


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - what is waited for happens elsewhere
            await asyncio.sleep(0.05)


async def test_an_analysis_is_told_from_its_file_to_its_end(tmp_path: Path, secret: Path) -> None:
    receiver = Receiver()
    async with receiver.served():
        async with serving(tmp_path, receiver.url, secret) as api:
            asset = await api.analysed()
            await until(lambda: ("asset.changed", "Complete") in told(receiver))
            before = told(receiver)
            assert before[0] == ("asset.accepted", "Accepted")
            assert ("metadata.stored", "MetadataStored") in before
            assert before[-1] == ("asset.changed", "Complete")
            assert before.index(("execution.changed", "Started")) < before.index(("execution.changed", "Complete"))
            edit = {"operation": "text", "result": "words", "anchor": {"title": "water", "start": 2250}, "value": "ice"}
            assert (await api.client.post(f"/v1/assets/{asset['id']}/edits", json=edit)).status_code == 201
            await until(lambda: told(receiver)[len(before) :] == [("metadata.changed", "MetadataChanged")])
        async with serving(tmp_path, receiver.url, secret) as api:
            assert (await api.client.delete(f"/v1/assets/{asset['id']}")).status_code in (200, 202, 204)
            await until(lambda: told(receiver)[len(before) + 1 :] == [("asset.deleted", "Deleted")])
    ids = [json.loads(body)["id"] for _, body in receiver.requests]
    assert len(ids) == len(set(ids))
    assert all("webhook-signature" in {name.lower() for name in headers} for headers, _ in receiver.requests)


async def test_an_error_is_told_and_nothing_else_of_the_execution(tmp_path: Path, secret: Path) -> None:
    receiver = Receiver()
    async with receiver.served(), serving(tmp_path, receiver.url, secret, "Error", fails=True) as api:
        await api.asset("reading")
        await until(lambda: ("execution.changed", "Error") in told(receiver))
    assert [reason for kind, reason in told(receiver) if kind == "execution.changed"] == ["Error"]


def folder_events(folder: Path) -> FolderEvents:
    store = workplace(folder).store
    return FolderEvents(RecordFiles(store, MediaAsset), RecordFiles(store, MediaExecution), RecentChanges(), sink())


def sink() -> Any:
    return ScriptedSink()


def accepted() -> MediaAsset:
    meta = {"name": "clip", "namespace": "media-insights", "uid": "asset-1"}
    status = {"conditions": [{"type": "Accepted", "status": "True", "reason": "Valid"}], "media": {"type": "Video"}}
    source = {"s3": {"bucket": "media", "key": "public/upload/clip.mp4"}}
    return MediaAsset.model_validate({"metadata": meta, "spec": {"source": source}, "status": status})


def test_an_asset_whose_folder_comes_back_gives_no_number_again(tmp_path: Path) -> None:
    """It was told of as deleted while the folder was elsewhere, and is accepted anew."""
    events, told = folder_events(tmp_path), list[tuple[str, str]]()
    for is_there in (True, False, True):
        if is_there:
            events.assets.write(accepted())
        else:
            events.assets.remove("clip")
        events.note_changes()
        outbox = Outbox(events.assets.store)
        for entry in outbox.pending("media-insights", "asset-1"):
            outbox.settle(entry)
            told += [(each.id, each.data.reason) for each in entry.events]
    assert told == [("asset-1/1", "Accepted"), ("asset-1/2", "Deleted"), ("asset-1/3", "Accepted")]


def test_what_died_between_outbox_and_note_is_told_under_the_same_number(tmp_path: Path) -> None:
    first = folder_events(tmp_path)
    first.assets.write(accepted())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(first.assets.store), "put", _die_at_told(first.assets.store.put))
        with pytest.raises(KeyboardInterrupt):
            first.note_changes()
    second = folder_events(tmp_path)
    second.note_changes()
    (entry,) = Outbox(second.assets.store).pending("media-insights", "asset-1")
    assert [each.id for each in entry.events] == ["asset-1/1"]
    folder_events(tmp_path).note_changes()
    assert len(Outbox(second.assets.store).pending("media-insights", "asset-1")) == 1


def test_what_ended_before_the_first_look_is_told_in_the_order_of_a_cluster(tmp_path: Path) -> None:
    told_by, sources = folder_events(tmp_path), {"source": {"s3": {"bucket": "media", "key": "public/clip.mp4"}}}
    ended = [
        {"type": "Accepted", "status": "True", "reason": "Valid"},
        {"type": "Ready", "status": "True", "reason": "Complete"},
    ]
    meta = {"name": "clip", "namespace": "media-insights", "uid": "asset-1"}
    asset = {"metadata": meta, "spec": sources, "status": {"conditions": ended, "media": {"type": "Video"}}}
    told_by.assets.write(MediaAsset.model_validate(asset))
    run = {
        "metadata": meta | {"name": "clip-1", "uid": "run-1", "labels": {labels.ASSET_UID: "asset-1"}},
        "spec": {"workflow": "words", "asset": "clip"},
        "status": {"state": "Complete", "startedAt": "2026-05-01T12:00:00Z", "finishedAt": "2026-05-01T12:00:01Z"},
    }
    told_by.executions.write(MediaExecution.model_validate(run))
    told_by.note_changes()
    told_by.note_changes()
    entries = Outbox(told_by.assets.store).pending("media-insights", "asset-1")
    reasons = [(each.type.split(".")[2], each.data.reason) for entry in entries for each in entry.events]
    assert reasons == [
        ("asset", "Accepted"),
        ("execution", "Started"),
        ("execution", "Complete"),
        ("asset", "Complete"),
    ]


def _die_at_told(put: Callable[..., None]) -> Callable[..., None]:
    def die(_: object, key: str, *content: Any) -> None:
        if "/told/" in key:
            raise KeyboardInterrupt
        put(key, *content)

    return die


@pytest.mark.parametrize(
    ("url", "key", "said"),
    [
        ("", "a key of sixteen characters", "belong together"),
        ("ftp://localhost/", "a key of sixteen characters", "--webhook: 'ftp://localhost/' is no address of a webhook"),
        ("http://localhost:1/", "short", "at least 16 bytes"),
        ("http://localhost:1/", None, "cannot be read"),
    ],
)
def test_what_is_wrong_with_the_options_is_named(tmp_path: Path, url: str, key: str | None, said: str) -> None:
    if key is not None:
        (tmp_path / "key").write_text(key)
    with pytest.raises(Failure, match=said):
        webhook_of(url, tmp_path / "key")


def test_a_state_that_does_not_exist_is_named(secret: Path) -> None:
    with pytest.raises(Failure, match="--webhook-state Failed: states of an execution are Queued, Started"):
        webhook_of("http://localhost:1/", secret, ["Failed"])
