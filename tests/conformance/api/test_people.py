"""What people decide about findings, and whom they name."""

import json
from typing import Any

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.shelf import RESULT
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")
LOW = "/v1/review?kind=low-confidence"


async def every(api: ApiWorld, path: str) -> list[Any]:
    """Return the items of all pages, one an answer."""
    found, cursor = list[Any](), ""
    while True:
        page = (await api.client.get(f"{path}&limit=1&cursor={cursor}")).json()
        assert page["unread"] == []
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            return found


async def test_what_an_operator_was_not_sure_of_waits_for_a_decision(api: ApiWorld) -> None:
    newer = [await api.analysed(), await api.analysed()][::-1]
    items = await every(api, LOW)
    assert [(each["title"], each["start"]) for each in items] == [("deep", 1500), ("water", 2250)] * 2
    assert {each["asset"]["id"] for each in items} == {each["id"] for each in newer}
    assert (await api.client.get("/v1/review")).json()["items"] == []

    item = items[1]
    path = f"/v1/assets/{item['asset']['id']}/edits"
    body = {"operation": "confirm", "result": item["result"], "anchor": item["anchor"], "note": "it says so"}
    made = await api.client.post(path, json=body)
    assert (made.status_code, made.json()["note"]) == (201, "it says so")
    assert len(await every(api, LOW)) == 3
    rejected = {"operation": "reject", "result": "words", "anchor": items[0]["anchor"]}
    await api.client.post(path, json=rejected)
    assert [each["asset"]["id"] for each in await every(api, LOW)] == [items[2]["asset"]["id"]] * 2
    await api.client.delete(f"{path}/{made.json()['id']}")
    assert [each["title"] for each in await every(api, LOW)] == ["water", "deep", "water"]
    assert code(await api.client.get("/v1/review?cursor=forged")) == (400, "cursor-invalid")


async def test_people_are_listed_named_and_merged(api: ApiWorld) -> None:
    asset = await api.analysed()
    people = await every(api, "/v1/people?named=all")
    assert [(each["name"], each["moments"], each["confidence"]) for each in people] == [
        ("deep", 2, 90),
        ("water", 1, 50),
    ]
    path = f"/v1/assets/{asset['id']}/edits"
    body = {"operation": "name", "result": "words", "anchor": people[1]["anchor"], "value": "Jane Doe"}
    named = await api.client.post(path, json=body)
    assert named.status_code == 201, named.text
    assert [each["name"] for each in await every(api, "/v1/people?named=yes")] == ["Jane Doe", "deep"]
    assert [each["name"] for each in await every(api, "/v1/people?name=Jane%20Doe")] == ["Jane Doe"]
    merge = {"operation": "merge", "result": "words", "originals": ["Jane Doe", "deep"], "value": "Jane Doe"}
    merged = (await api.client.post(path, json=merge)).json()
    assert [each["name"] for each in await every(api, "/v1/people?named=yes")] == ["Jane Doe"]
    await api.client.delete(f"{path}/{merged['id']}")
    assert [each["name"] for each in await every(api, "/v1/people?named=yes")] == ["Jane Doe", "deep"]
    assert await every(api, "/v1/people?named=no") == []


WORD = RESULT["Words"][0]
HOSTILE = {
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "overflowing": json.dumps({"Words": [{**WORD, "Score": 0.5, "Time": 10**400, "Box": {"Left": 10**400}}]}).encode(),
    "long": json.dumps({"Words": [{**WORD, "Score": 0.5, "Name": "x" * 5000}]}).encode(),
    "before time": json.dumps({"Words": [{**WORD, "Score": 0.5, "Time": -1e306}]}).encode(),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("path", ["/v1/review?kind=low-confidence", "/v1/people?named=all"])
async def test_one_hostile_result_spoils_no_list(api: ApiWorld, content: bytes, path: str) -> None:
    spoilt, whole = await api.analysed(), await api.analysed()
    store = api.app.state.ports.store
    (key,) = (each.key for each in store.list("") if spoilt["id"] in each.key and each.key.endswith("/words.json"))
    store.put(key, content)
    answer = await api.client.get(path)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert len([each for each in found["items"] if each["asset"]["id"] == whole["id"]]) == 2
    assert [spoilt["name"] in each for each in found["unread"]] == [True] * (content == HOSTILE["deep"])
    boxes = await api.client.get(f"/v1/assets/{spoilt['id']}/boxes")
    assert boxes.status_code < 500 or content == HOSTILE["deep"], boxes.text


@pytest.mark.parametrize("path", ["/v1/review?kind=low-confidence", "/v1/people?named=all"])
async def test_pages_go_on_after_long_titles(api: ApiWorld, path: str) -> None:
    asset = await api.analysed()
    store = api.app.state.ports.store
    (key,) = (each.key for each in store.list("") if asset["id"] in each.key and each.key.endswith("/words.json"))
    names = ["ü" * 3000 + each for each in "abc"]
    store.put(key, json.dumps({"Words": [{**WORD, "Score": 0.5, "Name": each} for each in names]}).encode())
    found = await every(api, path)
    assert sorted(each.get("title") or each["name"] for each in found) == names
