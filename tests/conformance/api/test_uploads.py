"""Uploads by the API."""

import asyncio
import hashlib

import httpx
import pytest

from media_insights.rest.routers import uploads as routes
from tests.conformance.api.answers import code
from tests.conformance.api.worlds import TEXT, ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")
PART = 8 * 2**20


async def test_an_upload_goes_on_after_a_pause(api: ApiWorld) -> None:
    content = TEXT * (PART // len(TEXT) + 10)
    body = {"namespace": api.namespace, "name": "long.txt", "bytes": len(content)}
    begun = (await api.client.post("/v1/uploads", json=body)).json()
    assert (begun["partBytes"], begun["partCount"], begun["exists"]) == (PART, 2, False)
    path = f"/v1/uploads/{begun['id']}"
    assert (await api.client.put(f"{path}/parts/2", content=content[PART:])).status_code == 200
    assert code(await api.client.post(f"{path}/complete")) == (409, "upload-incomplete")
    arrived = (await api.client.get(path)).json()["parts"]
    assert arrived == [{"number": 2, "bytes": len(content) - PART}]
    for _ in range(2):
        assert (await api.client.put(f"{path}/parts/1", content=content[:PART])).status_code == 200
    for _ in range(2):
        whole = await api.client.post(f"{path}/complete")
        assert (whole.status_code, whole.json()["type"], whole.json()["bytes"]) == (200, "Text", len(content))


async def test_a_request_that_comes_again_under_its_key_goes_on_with_the_first(api: ApiWorld) -> None:
    content = TEXT * (PART // len(TEXT) + 11)
    body = {"namespace": api.namespace, "name": "again.txt", "bytes": len(content)}
    headers = {"Idempotency-Key": "night-shift"}
    first = (await api.client.post("/v1/uploads", json=body, headers=headers)).json()
    await api.client.put(f"/v1/uploads/{first['id']}/parts/2", content=content[PART:])
    again = (await api.client.post("/v1/uploads", json=body, headers=headers)).json()
    assert (again["source"], again["parts"]) == (first["source"], [{"number": 2, "bytes": len(content) - PART}])
    other = await api.client.post("/v1/uploads", json={**body, "bytes": 7}, headers=headers)
    assert code(other) == (409, "idempotency-key-reused")
    await api.client.put(f"/v1/uploads/{again['id']}/parts/1", content=content[:PART])
    whole = await api.client.post(f"/v1/uploads/{first['id']}/complete")
    assert (whole.status_code, whole.json()["source"]) == (200, first["source"])
    late = (await api.client.post("/v1/uploads", json=body, headers=headers)).json()
    assert late["source"] == first["source"]
    assert (await api.client.post(f"/v1/uploads/{late['id']}/complete")).json()["bytes"] == len(content)
    without = [(await api.client.post("/v1/uploads", json=body)).json()["source"] for _ in range(2)]
    assert without[0] != without[1]


async def test_two_requests_under_one_key_at_the_same_time_begin_one_upload(api: ApiWorld) -> None:
    body = {"namespace": api.namespace, "name": "twice.txt", "bytes": len(TEXT)}
    asked = [api.client.post("/v1/uploads", json=body, headers={"Idempotency-Key": "twice"}) for _ in range(4)]
    begun = [answer.json() for answer in await asyncio.gather(*asked)]
    assert len({each["source"]["key"] for each in begun}) == 1
    assert (await api.client.put(f"/v1/uploads/{begun[0]['id']}/parts/1", content=TEXT)).status_code == 200
    for each in begun:
        assert (await api.client.get(f"/v1/uploads/{each['id']}")).json()["parts"] == [
            {"number": 1, "bytes": len(TEXT)}
        ]


async def test_a_file_that_is_there_is_not_sent_again(api: ApiWorld) -> None:
    digest = hashlib.sha256(TEXT).hexdigest()
    first = await api.upload(digest=digest)
    body = {"namespace": api.namespace, "name": "words.txt", "bytes": len(TEXT), "digest": digest}
    again = (await api.client.post("/v1/uploads", json=body)).json()
    assert (again["exists"], again["source"]) == (True, first["source"])
    complete = await api.client.post(f"/v1/uploads/{again['id']}/complete")
    assert complete.json()["source"] == first["source"]


async def test_a_file_must_be_what_it_was_said_to_be(api: ApiWorld) -> None:
    body = {"namespace": api.namespace, "name": "words.txt", "bytes": 4, "digest": "0" * 64}
    begun = (await api.client.post("/v1/uploads", json=body)).json()
    path = f"/v1/uploads/{begun['id']}"
    assert code(await api.client.put(f"{path}/parts/1", content=b"longer")) == (422, "invalid")
    assert code(await api.client.put(f"{path}/parts/2", content=b"")) == (422, "invalid")
    await api.client.put(f"{path}/parts/1", content=b"text")
    assert code(await api.client.post(f"{path}/complete")) == (409, "digest-mismatch")


async def test_a_type_that_cannot_be_analysed_is_refused(api: ApiWorld) -> None:
    content = b"PK\x03\x04" + bytes(range(256)) * 4
    body = {"namespace": api.namespace, "name": "a.zip", "bytes": len(content)}
    begun = (await api.client.post("/v1/uploads", json=body)).json()
    await api.client.put(f"/v1/uploads/{begun['id']}/parts/1", content=content)
    refused = await api.client.post(f"/v1/uploads/{begun['id']}/complete")
    assert code(refused) == (415, "unsupported-type")
    assert "a.zip" in refused.json()["detail"]


async def test_an_upload_that_was_given_up_is_over(api: ApiWorld) -> None:
    body = {"namespace": api.namespace, "name": "words.txt", "bytes": 4}
    begun = (await api.client.post("/v1/uploads", json=body)).json()
    path = f"/v1/uploads/{begun['id']}"
    assert (await api.client.delete(path)).status_code == 204
    assert code(await api.client.put(f"{path}/parts/1", content=b"text")) == (404, "not-found")


async def test_an_id_that_was_not_given_out_is_no_upload(api: ApiWorld) -> None:
    body = {"namespace": api.namespace, "name": "words.txt", "bytes": 4}
    begun = (await api.client.post("/v1/uploads", json=body)).json()
    other = begun["id"][:-4] + "AAAA"
    assert code(await api.client.get(f"/v1/uploads/{other}")) == (404, "not-found")
    asset = {"namespace": api.namespace, "upload": other}
    assert code(await api.client.post("/v1/assets", json=asset)) == (404, "not-found")


async def test_a_file_is_kept_under_its_name_alone_and_replaces_nothing(api: ApiWorld) -> None:
    async def send(content: bytes, **more: object) -> httpx.Response:
        digest = hashlib.sha256(content).hexdigest()
        body = {"namespace": api.namespace, "name": "named ü.txt", "bytes": len(content), "digest": digest}
        begun = await api.client.post("/v1/uploads", json={**body, "named": True, **more})
        if begun.status_code != 201:
            return begun
        path = f"/v1/uploads/{begun.json()['id']}"
        if not begun.json()["exists"]:
            await api.client.put(f"{path}/parts/1", content=content)
        return await api.client.post(f"{path}/complete")

    first = await send(TEXT)
    assert first.json()["source"] == {"bucket": api.bucket, "key": f"public/upload/{api.namespace}/named ü.txt"}
    assert (await send(TEXT)).json()["source"] == first.json()["source"]
    assert code(await send(b"other words\n")) == (409, "already-exists")
    assert code(await send(TEXT[::-1])) == (409, "already-exists")
    assert code(await send(TEXT, digest="")) == (422, "invalid")
    assert code(await send(TEXT, name="..")) == (422, "invalid")

    below = await send(TEXT, folder="2026/talks")
    key = f"public/upload/{api.namespace}/2026/talks/named ü.txt"
    assert below.json()["source"] == {"bucket": api.bucket, "key": key}
    assert code(await send(b"other words\n", folder="2026/talks")) == (409, "already-exists")
    of_content = "0123456789abcdef"
    for folder in ("..", "a/../b", "a//b", "/a", "a/", ".partial-a", of_content, f"{of_content}-12", "a\x07"):
        refused = await send(TEXT, folder=folder)
        assert (code(refused), refused.json()["errors"][0]["at"]) == ((422, "invalid"), "/folder"), folder
    assert code(await send(TEXT, folder="a", named=False)) == (422, "invalid")


async def test_who_was_faster_under_a_name_is_not_replaced(api: ApiWorld) -> None:
    uploads = []
    for content in (TEXT, TEXT[::-1]):
        digest = hashlib.sha256(content).hexdigest()
        body = {"namespace": api.namespace, "name": "same.txt", "bytes": len(content), "digest": digest, "named": True}
        uploads.append((await api.client.post("/v1/uploads", json=body)).json()["id"])
        await api.client.put(f"/v1/uploads/{uploads[-1]}/parts/1", content=content)
    assert (await api.client.post(f"/v1/uploads/{uploads[0]}/complete")).status_code == 200
    assert code(await api.client.post(f"/v1/uploads/{uploads[1]}/complete")) == (409, "already-exists")
    assert (await api.client.post(f"/v1/uploads/{uploads[0]}/complete")).status_code == 200
    assert api.app.state.ports.store.get(f"public/upload/{api.namespace}/same.txt") == TEXT


async def test_a_file_that_went_while_it_was_completed_is_not_said_to_be_there(
    api: ApiWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = _named(api, "going.txt", TEXT)
    begun = (await api.client.post("/v1/uploads", json=body)).json()
    await api.client.put(f"/v1/uploads/{begun['id']}/parts/1", content=TEXT)
    assert (await api.client.post(f"/v1/uploads/{begun['id']}/complete")).status_code == 200
    monkeypatch.setattr(routes, "is_same", lambda *_: False)
    assert code(await api.client.post(f"/v1/uploads/{begun['id']}/complete")) == (409, "changed-meanwhile")


@pytest.mark.parametrize("name", ["..", "/", ".", "\u200e", ".partial-lock", "a/.partial-lock"])
@pytest.mark.parametrize("more", [{}, {"named": True, "digest": "0" * 64}], ids=["own place", "by name"])
async def test_names_under_which_no_store_keeps_a_file_are_refused(
    api: ApiWorld, name: str, more: dict[str, object]
) -> None:
    body = {"namespace": api.namespace, "name": name, "bytes": 4, **more}
    refused = await api.client.post("/v1/uploads", json=body)
    assert code(refused) == (422, "invalid")
    assert [each["at"] for each in refused.json()["errors"]] == ["/name"]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("cafe\u0301.txt", "caf\u00e9.txt"),
        ("x" * 240 + ".txt", "x" * 196 + ".txt"),
        ("talks/speech.txt", "speech.txt"),
        ("spee\u200ech.txt", "speech.txt"),
    ],
    ids=["another Unicode form", "too long", "with a folder", "with a hidden character"],
)
async def test_a_name_that_would_be_changed_is_no_name_alone(api: ApiWorld, name: str, right: str) -> None:
    refused = await api.client.post("/v1/uploads", json=_named(api, name, TEXT))
    assert code(refused) == (422, "invalid")
    ((at, said),) = [(each["at"], each["message"]) for each in refused.json()["errors"]]
    assert at == "/name"
    assert f"would become {right}: name the file so here and in what names it" in said
    kept = await api.client.post("/v1/uploads", json=_named(api, right, TEXT))
    assert kept.json()["source"]["key"] == f"public/upload/{api.namespace}/{right}"


def _named(api: ApiWorld, name: str, content: bytes) -> dict[str, object]:
    digest = hashlib.sha256(content).hexdigest()
    return {"namespace": api.namespace, "name": name, "bytes": len(content), "digest": digest, "named": True}


async def test_two_of_one_name_at_the_same_time_do_not_replace_each_other(api: ApiWorld) -> None:
    """Both are complete before either is joined: the store itself says which was first."""
    contents = [bytes([letter]) * 40 + b"\n" for letter in b"abcdef"]
    ids = []
    for content in contents:
        ids.append((await api.client.post("/v1/uploads", json=_named(api, "race.txt", content))).json()["id"])
        await api.client.put(f"/v1/uploads/{ids[-1]}/parts/1", content=content)
    answers = await asyncio.gather(*(api.client.post(f"/v1/uploads/{each}/complete") for each in ids))
    assert sorted(each.status_code for each in answers) == [200] + [409] * 5
    won = [each.status_code for each in answers].index(200)
    assert api.app.state.ports.store.get(f"public/upload/{api.namespace}/race.txt") == contents[won]


async def test_what_was_there_stays_although_it_cannot_be_analysed(api: ApiWorld) -> None:
    content = b"PK\x03\x04" + bytes(range(256))
    store, key = api.app.state.ports.store, f"public/upload/{api.namespace}/theirs.zip"
    store.put(key, content)
    begun = (await api.client.post("/v1/uploads", json=_named(api, "theirs.zip", content))).json()
    assert begun["exists"]
    assert code(await api.client.post(f"/v1/uploads/{begun['id']}/complete")) == (415, "unsupported-type")
    assert store.get(key) == content
