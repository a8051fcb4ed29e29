"""Collections of faces by the API: made, read, renamed with a way back, and deleted with a receipt."""

from functools import partial
from typing import Any

import pytest

from media_insights.domain.known_faces import EmbeddingModel, faces_of, with_faces
from media_insights.storage.collections import Collections
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
    collections = Collections(api.app.state.ports.store, api.namespace, "faces")
    for image, name in people.items():
        read = {"FaceRecords": [face(image)], "Model": {"name": "net", "sha256": "a" * 64}}
        collections.change("staff", partial(with_faces, model=MODEL, faces=faces_of(read, image, name)[1]))


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
