"""Collections of faces by the API: made, read, renamed with a way back, and deleted with a receipt."""

import json
from functools import partial
from typing import Any

import pytest

from media_insights.domain.known_faces import faces_of, with_faces
from media_insights.domain.stored_collection import EmbeddingModel
from media_insights.storage.collections import face_collections
from tests.conformance.api.answers import code
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")
MODEL = EmbeddingModel(name="net", sha256="a" * 64)
ROUTE = "/v1/collections/faces"


def face(name: str) -> dict[str, Any]:
    box = {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4}
    return {"Face": {"FaceId": name, "BoundingBox": box, "Confidence": 99.5, "Embedding": [0.5, 0.25]}}


def fill(api: ApiWorld, **people: str) -> None:
    """Put faces into the collection ``staff``, as ``media-insights faces index`` does."""
    collections = face_collections(api.app.state.ports.store, api.namespace)
    for image, name in people.items():
        read = {"FaceRecords": [face(image)], "Model": {"name": "net", "sha256": "a" * 64}}
        collections.change("staff", partial(with_faces, model=MODEL, faces=faces_of(read, image, name)[1]))


def forget_the_end(api: ApiWorld) -> None:
    """Leave the notes of requests as a replica does that is killed after it made something, and before it noted so."""
    store = api.app.state.ports.store
    for info in store.list(f"private/{api.namespace}/requests/"):
        note = json.loads(store.get(info.key))
        store.put(info.key, json.dumps({**note, "content": {**note["content"], "is_done": False}}).encode())


async def test_a_collection_lives_and_ends(api: ApiWorld) -> None:
    made = await api.client.post(ROUTE, json={"namespace": api.namespace, "name": "staff"})
    assert (made.status_code, made.json()["version"], made.json()["people"]) == (201, 0, [])
    again = await api.client.post(ROUTE, json={"namespace": api.namespace, "name": "staff"})
    assert code(again) == (409, "already-exists")
    fill(api, f1="Jane", f2="J. Doe", f3="Tom")
    (row,) = (await api.client.get(f"{ROUTE}?namespace={api.namespace}")).json()["items"]
    assert (row["name"], row["faces"], row["names"]) == ("staff", 3, 3)

    path = f"{ROUTE}/{api.namespace}/staff"
    merged = await api.client.post(f"{path}/changes", json={"originals": ["Jane", "J. Doe"], "name": "Jane Doe"})
    assert merged.status_code == 201, merged.text
    assert [(each["name"], len(each["faces"])) for each in merged.json()["people"]] == [("Jane Doe", 2), ("Tom", 1)]
    (change,) = merged.json()["changes"]
    assert (change["before"], change["faces"], bool(change["by"])) == (["J. Doe", "Jane"], 2, True)
    undone = await api.client.delete(f"{path}/changes/{change['id']}")
    assert [each["name"] for each in undone.json()["people"]] == ["J. Doe", "Jane", "Tom"]
    assert code(await api.client.delete(f"{path}/changes/{change['id']}")) == (409, "wrong-state")

    gone = await api.client.delete(f"{path}/people", params={"person": "J. Doe"})
    assert [each["name"] for each in gone.json()["people"]] == ["Jane", "Tom"]
    left = (await api.client.delete(f"{path}/faces/f3")).json()
    assert [each["name"] for each in left["people"]] == ["Jane"]
    receipt = (await api.client.delete(path)).json()
    assert (receipt["faces"], receipt["objectsLeft"]) == (1, 0)
    assert code(await api.client.get(path)) == (404, "not-found")


async def test_a_face_comes_from_an_image_that_was_read(api: ApiWorld) -> None:
    await api.client.post(ROUTE, json={"namespace": api.namespace, "name": "staff"})
    path = f"{ROUTE}/{api.namespace}/staff"
    asset = await api.analysed()
    refused = await api.client.post(f"{path}/faces", json={"asset": asset["id"], "name": "Jane"})
    assert code(refused) == (409, "result-missing")
    assert "run the workflow face-index" in refused.json()["detail"]
    await api.client.delete(path)


async def test_names_that_are_none_are_refused(api: ApiWorld) -> None:
    assert code(await api.client.get(f"{ROUTE}/{api.namespace}/..%2Fother")) == (404, "not-found")
    assert code(await api.client.get(f"{ROUTE}/{api.namespace}/none")) == (404, "not-found")
    made = await api.client.post(ROUTE, json={"namespace": api.namespace, "name": "../staff"})
    assert code(made) == (422, "invalid")


async def test_who_may_only_read_changes_nothing(api: ApiWorld) -> None:
    await api.client.post(ROUTE, json={"namespace": api.namespace, "name": "staff"})
    path = f"{ROUTE}/{api.namespace}/staff"
    reader, stranger = ({"Authorization": f"Bearer {name}"} for name in ("reader", "stranger"))
    if api.namespace == "n":  # a laptop knows one user
        assert (await api.client.get(path, headers=reader)).status_code == 200
        assert code(await api.client.delete(path, headers=reader)) == (403, "forbidden")
        assert code(await api.client.get(path, headers=stranger)) == (404, "not-found")
    assert (await api.client.delete(path)).status_code == 200


async def test_what_is_sent_again_under_its_key_is_made_once(api: ApiWorld) -> None:
    path, key = f"{ROUTE}/{api.namespace}/staff", {"Idempotency-Key": "monday"}
    body = {"namespace": api.namespace, "name": "staff"}
    made = [await api.client.post(ROUTE, json=body, headers=key) for _ in range(2)]
    assert [each.status_code for each in made] == [201, 201]
    assert made[0].json() == made[1].json()
    other = await api.client.post(ROUTE, json={**body, "name": "guests"}, headers=key)
    assert code(other) == (409, "idempotency-key-reused")
    assert code(await api.client.get(f"{ROUTE}/{api.namespace}/guests")) == (404, "not-found")
    another = await api.client.post(ROUTE, json=body, headers={"Idempotency-Key": "tuesday"})
    assert code(another) == (409, "already-exists")

    fill(api, f1="Jane", f2="J. Doe")
    rename = {"originals": ["Jane", "J. Doe"], "name": "Jane Doe"}
    renamed = [await api.client.post(f"{path}/changes", json=rename, headers=key) for _ in range(2)]
    assert [each.status_code for each in renamed] == [201, 201]
    (change,) = renamed[1].json()["changes"]
    assert renamed[0].json() == renamed[1].json()
    reused = await api.client.post(f"{path}/changes", json={**rename, "name": "Tom"}, headers=key)
    assert code(reused) == (409, "idempotency-key-reused")
    await api.client.delete(f"{path}/changes/{change['id']}")
    late = await api.client.post(f"{path}/changes", json=rename, headers=key)
    assert (late.status_code, [each["name"] for each in late.json()["people"]]) == (201, ["J. Doe", "Jane"])
    await api.client.delete(path)
    deleted = await api.client.post(ROUTE, json=body, headers=key)
    assert code(deleted) == (404, "not-found")
    assert "was deleted since" in deleted.json()["detail"]
    await api.client.post(ROUTE, json=body)  # somebody else's
    assert code(await api.client.post(ROUTE, json=body, headers=key)) == (404, "not-found")
    await api.client.delete(path)


async def test_a_face_that_was_taken_out_stays_out_when_its_request_comes_again(api: ApiWorld) -> None:
    await api.client.post(ROUTE, json={"namespace": api.namespace, "name": "staff"})
    path, key = f"{ROUTE}/{api.namespace}/staff", {"Idempotency-Key": "monday"}
    asset = await api.analysed("face-index")
    body = {"asset": asset["id"], "name": "Jane"}
    added = [await api.client.post(f"{path}/faces", json=body, headers=key) for _ in range(2)]
    assert [each.status_code for each in added] == [201, 201], added[0].text
    assert added[0].json() == added[1].json()
    other = await api.client.post(f"{path}/faces", json={**body, "name": "Tom"}, headers=key)
    assert code(other) == (409, "idempotency-key-reused")
    await api.client.delete(f"{path}/people", params={"person": "Jane"})
    late = await api.client.post(f"{path}/faces", json=body, headers=key)
    assert (late.status_code, late.json()["people"]) == (201, [])
    forget_the_end(api)
    after_a_crash = await api.client.post(f"{path}/faces", json=body, headers=key)
    assert (after_a_crash.status_code, after_a_crash.json()["people"]) == (201, [])
    await api.client.delete(path)


async def test_a_renaming_that_was_taken_back_stays_so_after_a_crash(api: ApiWorld) -> None:
    await api.client.post(ROUTE, json={"namespace": api.namespace, "name": "staff"})
    path, key = f"{ROUTE}/{api.namespace}/staff", {"Idempotency-Key": "a crash"}
    fill(api, f1="Jane")
    rename = {"originals": ["Jane"], "name": "Joan"}
    (change,) = (await api.client.post(f"{path}/changes", json=rename, headers=key)).json()["changes"]
    await api.client.delete(f"{path}/changes/{change['id']}")
    forget_the_end(api)
    late = await api.client.post(f"{path}/changes", json=rename, headers=key)
    assert (late.status_code, [each["name"] for each in late.json()["people"]]) == (201, ["Jane"])
    await api.client.delete(path)
