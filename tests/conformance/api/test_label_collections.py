"""Collections of labels by the API: taught by frames that were embedded, tried, and deleted with a receipt."""

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")
ROUTE = "/v1/collections/labels"


async def test_a_collection_is_taught_and_says_how_well_its_labels_are_told_apart(api: ApiWorld) -> None:
    made = await api.client.post(ROUTE, json={"namespace": api.namespace, "name": "sports"})
    assert (made.status_code, made.json()["version"], made.json()["labels"]) == (201, 0, [])
    again = await api.client.post(ROUTE, json={"namespace": api.namespace, "name": "sports"})
    assert code(again) == (409, "already-exists")

    path = f"{ROUTE}/{api.namespace}/sports"
    asset = await api.analysed("image-embedding")
    body = {"asset": asset["id"], "label": "goal", "source": "a.jpg"}
    first = await api.client.post(f"{path}/examples", json=body)
    assert first.status_code == 201, first.text
    assert first.json()["labels"] == [{"name": "goal", "examples": 1, "answered": 0, "right": 0}]
    assert (first.json()["model"], first.json()["examples"][0]["source"]) == ("net", "a.jpg")
    known = await api.client.post(f"{path}/examples", json=body)
    assert known.json()["version"] == first.json()["version"], "the same image is the same example"
    other = {"asset": asset["id"], "label": "studio", "time": 1000}
    second = (await api.client.post(f"{path}/examples", json=other)).json()
    assert [each["source"] for each in second["examples"]] == ["a.jpg", asset["name"]]

    tried = (await api.client.get(path, params={"minSimilarity": 0})).json()
    assert [(each["answered"], each["right"]) for each in tried["labels"]] == [(1, 0), (1, 0)], "told apart by nothing"
    kept = (await api.client.get(path)).json()
    assert [each["answered"] for each in kept["labels"]] == [0, 0], "none is alike enough"
    (row,) = (await api.client.get(f"{ROUTE}?namespace={api.namespace}")).json()["items"]
    assert (row["name"], row["examples"], row["labels"]) == ("sports", 2, 2)

    left = await api.client.delete(f"{path}/examples/{second['examples'][0]['id']}")
    assert [each["name"] for each in left.json()["labels"]] == ["studio"]
    assert code(await api.client.delete(f"{path}/examples", params={"label": "goal"})) == (409, "wrong-state")
    empty = await api.client.delete(f"{path}/examples", params={"label": "studio"})
    assert (empty.json()["labels"], empty.json()["model"]) == ([], "")
    receipt = (await api.client.delete(path)).json()
    assert (receipt["examples"], receipt["objectsLeft"]) == (0, 0)
    assert code(await api.client.get(path)) == (404, "not-found")


async def test_an_example_comes_from_an_image_that_was_embedded(api: ApiWorld) -> None:
    await api.client.post(ROUTE, json={"namespace": api.namespace, "name": "sports"})
    path = f"{ROUTE}/{api.namespace}/sports"
    asset = await api.analysed()
    refused = await api.client.post(f"{path}/examples", json={"asset": asset["id"], "label": "goal"})
    assert code(refused) == (409, "result-missing")
    assert "run the workflow image-embedding" in refused.json()["detail"]
    blank = await api.client.post(f"{path}/examples", json={"asset": asset["id"], "label": " "})
    assert code(blank) == (422, "invalid")
    await api.client.delete(path)


async def test_who_may_only_read_teaches_nothing(api: ApiWorld) -> None:
    await api.client.post(ROUTE, json={"namespace": api.namespace, "name": "sports"})
    path = f"{ROUTE}/{api.namespace}/sports"
    reader, stranger = ({"Authorization": f"Bearer {name}"} for name in ("reader", "stranger"))
    if api.namespace == "n":  # a laptop knows one user
        assert (await api.client.get(path, headers=reader)).status_code == 200
        taught = await api.client.post(f"{path}/examples", headers=reader, json={"asset": "a", "label": "goal"})
        assert code(taught) == (403, "forbidden")
        assert code(await api.client.delete(path, headers=reader)) == (403, "forbidden")
        assert code(await api.client.get(path, headers=stranger)) == (404, "not-found")
    assert (await api.client.delete(path)).status_code == 200
    assert code(await api.client.get(f"{ROUTE}/{api.namespace}/..%2Fother")) == (404, "not-found")


async def test_what_is_sent_again_under_its_key_is_made_once(api: ApiWorld) -> None:
    path, key = f"{ROUTE}/{api.namespace}/sports", {"Idempotency-Key": "monday"}
    body = {"namespace": api.namespace, "name": "sports"}
    made = [await api.client.post(ROUTE, json=body, headers=key) for _ in range(2)]
    assert [each.status_code for each in made] == [201, 201]
    asset = await api.analysed("image-embedding")
    example = {"asset": asset["id"], "label": "goal"}
    taught = [await api.client.post(f"{path}/examples", json=example, headers=key) for _ in range(2)]
    assert taught[0].json() == taught[1].json(), taught[1].text
    await api.client.delete(f"{path}/examples", params={"label": "goal"})
    late = await api.client.post(f"{path}/examples", json=example, headers=key)
    assert (late.status_code, late.json()["examples"]) == (201, [])
    await api.client.delete(path)
    assert code(await api.client.post(ROUTE, json=body, headers=key)) == (404, "not-found")
