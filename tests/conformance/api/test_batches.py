"""Batches and sources by the API: on a cluster what `kubectl media batch` does, on a laptop a sentence."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaSource
from media_insights.client import Client
from tests.conformance.api import test_page
from tests.conformance.api.answers import code
from tests.conformance.api.listening import listening
from tests.conformance.api.worlds import TEXT, ApiWorld, asked_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
NO_MEDIA = b"\x00\x01\x02 nothing that can be analysed \x00"


def put(api: ApiWorld, folder: str, name: str, content: bytes) -> None:
    """Keep a file as ``public/upload/NAMESPACE/FOLDER/NAME``, also one that an upload would not take."""
    api.app.state.ports.store.put(f"public/upload/{api.namespace}/{folder}/{name}", content)


def wanted(api: ApiWorld, folder: str, **more: Any) -> dict[str, Any]:
    """Return the body of a new batch over a folder of uploads, of the same name."""
    place = {"bucket": api.bucket, "key": f"public/upload/{api.namespace}/{folder}/"}
    body = {"namespace": api.namespace, "name": folder, "source": {"prefix": place}, "workflow": "reading"}
    return {**body, **more}


async def begun(api: ApiWorld, folder: str, **more: Any) -> Any:
    """Create a batch; return it once it has items that began."""
    made = await api.client.post("/v1/batches", json=wanted(api, folder, **more))
    assert made.status_code == 201, made.text
    assert made.headers["Location"] == f"/v1/batches/{made.json()['id']}"
    return await api.until(made.headers["Location"], lambda found: found["state"] not in ("", "Listing"))


async def test_on_a_laptop_a_sentence_says_what_to_do(api: ApiWorld) -> None:
    if api.namespace != "local":
        return
    for path in ("/v1/batches", "/v1/batches/x", "/v1/batches/x/failures", "/v1/sources", "/v1/sources/x"):
        refused = await api.client.get(path)
        assert code(refused) == (501, "not-implemented")
        assert "`media-insights run`" in refused.json()["detail"]
    assert code(await api.client.post("/v1/batches", json=wanted(api, "a"))) == (501, "not-implemented")


async def test_many_files_are_one_object(api: ApiWorld) -> None:
    if api.namespace == "local":
        return
    for name in ("one.txt", "two.txt"):
        put(api, "many", name, TEXT + name.encode())
    put(api, "many", "broken.mp4", NO_MEDIA)
    put(api, "many", "left-out.pdf", NO_MEDIA)
    body = wanted(api, "many", failureBudget={"percent": 50})
    body["source"]["exclude"] = ["*.pdf"]
    headers = {"Idempotency-Key": "once"}
    made = [await api.client.post("/v1/batches", json=body, headers=headers) for _ in range(2)]
    assert [each.status_code for each in made] == [201, 201]
    assert len({each.json()["id"] for each in made}) == 1
    path = made[0].headers["Location"]
    await api.until(path, lambda found: found["failed"] == 1 and found["running"] == 2)
    assets = (await api.client.get(f"/v1/assets?namespace={api.namespace}")).json()["items"]
    for each in assets:
        if each["state"] != "Rejected" and each["type"] == "Text":
            await api.until(f"/v1/executions?asset={each['name']}", is_started)
            api.finish(each["name"])
    found = await api.until(path, lambda found: found["state"] == "Complete")
    assert (found["total"], found["done"], found["failed"], found["skipped"]) == (3, 2, 1, 1)
    assert found["mostFrequent"][0]["count"] == 1
    failures = (await api.client.get(f"{path}/failures")).json()["items"]
    assert [(each["key"].rpartition("/")[2], each["state"]) for each in failures] == [("broken.mp4", "Rejected")]
    assert failures[0]["message"] == found["mostFrequent"][0]["message"]
    (row,) = (await api.client.get("/v1/batches?state=Complete&workflow=reading")).json()["items"]
    assert {name: row[name] for name in ("id", "total", "failed")} == {"id": found["id"], "total": 3, "failed": 1}
    retried = {"Idempotency-Key": "retry-once"}
    again = [(await api.client.post(f"{path}:retry", headers=retried)).json() for _ in range(2)]
    assert [each["retries"] for each in again] == [1, 1]
    assert (await api.client.delete(path)).json()["name"] == "many"
    await api.gone(path)


async def test_it_pauses_goes_on_lists_again_and_is_cancelled(api: ApiWorld) -> None:
    if api.namespace == "local":
        return
    put(api, "paused", "one.txt", TEXT)
    path = f"/v1/batches/{(await begun(api, 'paused'))['id']}"
    assert (await api.client.post(f"{path}:pause")).json()["suspend"] is True
    assert (await api.client.post(f"{path}:resume")).json()["suspend"] is False
    both = [api.client.post(f"{path}:relist", headers={"Idempotency-Key": "at-once"}) for _ in range(2)]
    assert [each.json()["relist"] for each in await asyncio.gather(*both)] == [1, 1]
    assert (await api.client.post(f"{path}:relist", headers={"Idempotency-Key": "next"})).json()["relist"] == 2
    assert code(await api.client.post(f"{path}:retry")) == (409, "wrong-state")
    cancelled = [await api.client.post(f"{path}:cancel") for _ in range(2)]
    assert [(each.status_code, each.json()["cancel"]) for each in cancelled] == [(202, True)] * 2
    await api.until(path, lambda found: found["state"] == "Cancelled")
    assert code(await api.client.post(f"{path}:relist")) == (409, "wrong-state")
    await api.client.delete(path)
    await api.gone(path)


async def test_failures_have_pages_whatever_the_keys_are(api: ApiWorld) -> None:
    if api.namespace == "local":
        return
    names = [f"{'ü' * 60}{number}.mp4" for number in range(3)]
    for number, name in enumerate(names):
        put(api, "pages", name, NO_MEDIA + str(number).encode())
    made = await begun(api, "pages")
    path = f"/v1/batches/{made['id']}"
    await api.until(path, lambda found: found["state"] == "Error" and found["failed"] == 3)
    shown, cursor = list[str](), ""
    for _ in names:
        page = (await api.client.get(f"{path}/failures", params={"limit": 1, "cursor": cursor})).json()
        shown += [each["key"].rpartition("/")[2] for each in page["items"]]
        cursor = page["next"]
    assert (sorted(shown), cursor) == (sorted(names), "")
    await api.client.delete(path)
    await api.gone(path)


async def test_what_a_new_batch_names_wrongly_is_refused(api: ApiWorld) -> None:
    if api.namespace == "local":
        return
    unknown = await api.client.post("/v1/batches", json=wanted(api, "wrong", workflow="raeding"))
    assert code(unknown) == (422, "unknown-workflow")
    both = wanted(api, "wrong")
    both["source"]["list"] = {"bucket": api.bucket, "key": "x"}
    refused = await api.client.post("/v1/batches", json=both)
    assert code(refused) == (422, "invalid")
    assert "exactly one" in refused.json()["detail"]


async def test_programs_have_calls_with_types(api: ApiWorld) -> None:
    if api.namespace == "local":
        return
    put(api, "typed", "broken.mp4", NO_MEDIA)
    async with listening(api.app) as url:
        batches = Client.at(url, token="admin", timeout=60).batches(api.namespace)
        where = f"s3://{api.bucket}/public/upload/{api.namespace}/typed/"
        made = await asyncio.to_thread(batches.create, "typed", where, "reading", failure_percent=10)
        await api.until(f"/v1/batches/{made.id}", lambda found: found["state"] == "Error")
        (listed,) = await asyncio.to_thread(lambda: list(batches.all(state="Error")))
        found = await asyncio.to_thread(batches.one, made.id)
        assert (found.name, found.failed, listed.total, listed.id) == ("typed", 1, 1, made.id)
        (failed,) = await asyncio.to_thread(lambda: list(batches.failures(made.id)))
        assert (failed.state, failed.key.rpartition("/")[2]) == ("Rejected", "broken.mp4")
        done = [await asyncio.to_thread(act, made.id) for act in (batches.pause, batches.resume, batches.relist)]
        assert [(each.suspend, each.relist) for each in done] == [(True, 0), (False, 0), (False, 1)]
        assert (await asyncio.to_thread(batches.retry, made.id)).retries == 1
        assert (await asyncio.to_thread(batches.cancel, made.id)).cancel
        assert not await asyncio.to_thread(lambda: list(batches.watched()))
        await asyncio.to_thread(batches.delete, made.id)
    await api.gone(f"/v1/batches/{made.id}")


async def test_the_commands_of_the_page_work(api: ApiWorld, tmp_path: Path) -> None:
    if api.namespace == "local":
        return
    put(api, "archive", "broken.mp4", NO_MEDIA)
    (tmp_path / ".curlrc").write_text('header = "Authorization: Bearer admin"\n')
    script = test_page.script_of("api.md", {"full-analysis": "reading"}, cluster=True)
    async with listening(api.app) as url:
        script = f"set -euo pipefail\nURL={url} NS={api.namespace}\n{script}"
        assert "true" in await test_page.run_script(script, tmp_path)
    (made,) = (await api.client.get("/v1/batches")).json()["items"]
    await api.client.delete(f"/v1/batches/{made['id']}")
    await api.gone(f"/v1/batches/{made['id']}")


async def test_rights_are_those_of_the_cluster(api: ApiWorld) -> None:
    if api.namespace == "local":
        return
    put(api, "rights", "one.txt", TEXT)
    path = f"/v1/batches/{(await begun(api, 'rights'))['id']}"
    async with asked_of(api.app, "reader") as reader, asked_of(api.app, "stranger") as stranger:
        assert (await reader.get(path)).status_code == 200
        assert len((await reader.get(f"/v1/batches?namespace={api.namespace}")).json()["items"]) == 1
        for action in ("pause", "resume", "cancel", "retry", "relist"):
            assert code(await reader.post(f"{path}:{action}")) == (403, "forbidden")
        assert code(await reader.delete(path)) == (403, "forbidden")
        assert code(await reader.post("/v1/batches", json=wanted(api, "other"))) == (403, "forbidden")
        assert code(await stranger.get(path)) == (404, "not-found")
        assert code(await stranger.get(f"/v1/batches?namespace={api.namespace}")) == (403, "forbidden")
        assert (await stranger.get("/v1/batches")).json()["items"] == []
    await api.client.delete(path)
    await api.gone(path)


async def test_a_change_of_a_batch_is_sent_at_once(api: ApiWorld) -> None:
    if api.namespace == "local":
        return
    feed = api.app.state.ports.feed
    before = feed.newest
    put(api, "sent", "one.txt", TEXT)
    made = await begun(api, "sent")
    changes = feed.changes(before)
    async with asyncio.timeout(30):
        async for each in changes:
            if each and each.kind == "mediabatches" and each.state == "Started":
                assert each.uid == made["id"]
                break
    await changes.aclose()
    await api.client.delete(f"/v1/batches/{made['id']}")
    await api.gone(f"/v1/batches/{made['id']}")


async def test_a_source_is_read_with_what_it_counted(api: ApiWorld) -> None:
    if api.namespace == "local":
        return
    created = await watched(api)
    path = f"/v1/sources/{created.metadata.uid}"
    found = (await api.client.get(path)).json()
    assert (found["state"], found["settling"], found["taken"]) == ("Watching", 1, 0)
    assert {each["type"]: each["status"] for each in found["conditions"]}["Accepted"] == "True"
    assert found["lastListing"]
    (row,) = (await api.client.get("/v1/sources?state=Watching")).json()["items"]
    assert (row["id"], row["prefix"], row["seen"]) == (found["id"], f"public/upload/{api.namespace}/watched/", 1)
    async with asked_of(api.app, "stranger") as stranger:
        assert code(await stranger.get(path)) == (404, "not-found")
    await api.app.state.ports.sources.delete(api.namespace, "watched", created.metadata.uid)
    await api.gone(path)


async def watched(api: ApiWorld) -> MediaSource:
    """Return a source that has seen a file, and waits for long before it takes it."""
    put(api, "watched", "one.txt", TEXT)
    made: MediaSource = await api.app.state.ports.sources.create(source(api))
    await api.until(f"/v1/sources/{made.metadata.uid}", lambda found: found["seen"] == 1)
    return made


def source(api: ApiWorld) -> dict[str, Any]:
    """Return a source over uploads."""
    prefix = {"bucket": api.bucket, "key": f"public/upload/{api.namespace}/watched/"}
    spec = {"prefix": prefix, "settleSeconds": 3600, "rules": [{"workflows": [{"name": "reading"}]}]}
    return {
        "apiVersion": "mediainsights.dev/v1alpha1",
        "kind": "MediaSource",
        "metadata": {"name": "watched", "namespace": api.namespace},
        "spec": spec,
    }


def is_started(page: Any) -> bool:
    """Whether the newest execution of a page has begun."""
    return bool(page["items"]) and page["items"][0]["state"] in ("Started", "Complete")
