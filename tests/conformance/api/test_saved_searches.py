"""Saved searches by the API: made, replaced on a condition, listed and deleted."""

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")
SEARCHES = True
"""The cluster has an indexer."""


async def test_a_saved_search_lives_and_ends(api: ApiWorld) -> None:
    path = f"/v1/searches/{api.namespace}/deep-ones"
    made = await api.client.put(path, json={"query": "says:deep"}, headers={"If-None-Match": "*"})
    assert made.status_code == 200, made.text
    assert (made.json()["query"], made.json()["order"], bool(made.json()["by"])) == ("says:deep", "relevance", True)
    again = await api.client.put(path, json={"query": "x"}, headers={"If-None-Match": "*"})
    assert code(again) == (412, "changed-meanwhile")
    read = await api.client.get(path)
    assert (read.json(), read.headers["ETag"]) == (made.json(), made.headers["ETag"])

    changed = await api.client.put(
        path, json={"query": "says:shallow", "order": "time"}, headers={"If-Match": read.headers["ETag"]}
    )
    assert (changed.status_code, changed.json()["order"]) == (200, "time")
    stale = await api.client.delete(path, headers={"If-Match": read.headers["ETag"]})
    assert code(stale) == (412, "changed-meanwhile")
    (listed,) = (await api.client.get(f"/v1/searches?namespace={api.namespace}")).json()["items"]
    assert listed == changed.json()
    assert (await api.client.delete(path)).status_code == 204
    for asked in (await api.client.get(path), await api.client.delete(path)):
        assert code(asked) == (404, "not-found")


async def test_a_query_that_cannot_be_read_is_not_saved(api: ApiWorld) -> None:
    await api.analysed()
    await api.until("/v1/search", lambda found: len(found["items"]) == 3, 60)
    path = f"/v1/searches/{api.namespace}/broken"
    assert code(await api.client.put(path, json={"query": "cat (dog"})) == (400, "query-invalid")
    assert code(await api.client.put(path, json={"query": "x", "order": "newest"})) == (422, "invalid")
    assert code(await api.client.get(path)) == (404, "not-found")


async def test_an_answer_says_how_a_query_was_read(api: ApiWorld) -> None:
    await api.analysed()
    found = await api.until("/v1/search?q=deep AND water OR sea", lambda found: "hint" in found, 60)
    assert "(deep AND water) OR sea" in found["hint"]
