"""Search by the API: on a laptop it finds, on a cluster it says what is missing."""

from typing import Any

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def searchable(api: ApiWorld) -> bool:
    """Return whether there is an index; where there is none, each route says so in the same words."""
    answer = await api.client.get("/v1/search")
    if answer.status_code == 200:
        return True
    for path in ("/v1/search?q=deep", "/v1/search/facets", "/v1/search/suggestions?q=d"):
        refused = await api.client.get(path)
        assert code(refused) == (501, "not-implemented")
        assert "no index of moments on a cluster yet" in refused.json()["detail"]
    return False


async def test_what_was_found_is_found_again(api: ApiWorld) -> None:
    if not await searchable(api):
        return
    asset = await api.analysed()
    found: Any = await api.until("/v1/search?q=Name:deep", lambda found: len(found["items"]) == 2, 60)
    first = found["items"][0]
    assert first["asset"] == {
        "id": asset["id"],
        "name": asset["name"],
        "namespace": api.namespace,
        "title": "words.txt",
    }
    assert (first["title"], first["start"], first["confidence"], first["result"]) == ("deep", 1500, 90, "words")
    facets = (await api.client.get("/v1/search/facets?q=Name:*")).json()
    assert (facets["count"], facets["capped"]) == (3, False)
    assert facets["titles"] == [{"value": "deep", "count": 2}, {"value": "water", "count": 1}]
    assert (await api.client.get("/v1/search/suggestions?q=DE")).json() == {"items": ["deep"]}
    await api.client.delete(f"/v1/assets/{asset['id']}")
    await api.until("/v1/search?q=Name:deep", lambda found: found["items"] == [], 60)


async def test_pages_follow_each_other(api: ApiWorld) -> None:
    if not await searchable(api):
        return
    await api.analysed()
    await api.until("/v1/search", lambda found: len(found["items"]) == 3, 60)
    seen, path = list[str](), "/v1/search?order=time&limit=2"
    page = (await api.client.get(path)).json()
    seen += [each["id"] for each in page["items"]]
    page = (await api.client.get(f"{path}&cursor={page['next']}")).json()
    seen += [each["id"] for each in page["items"]]
    assert (len(set(seen)), page["next"]) == (3, "")
    other = await api.client.get("/v1/search?order=confidence", params={"cursor": "x"})
    assert code(other) == (400, "cursor-invalid")


async def test_a_query_that_cannot_be_read_is_refused_with_its_place(api: ApiWorld) -> None:
    if not await searchable(api):
        return
    answer = await api.client.get("/v1/search", params={"q": "cat (dog"})
    assert code(answer) == (400, "query-invalid")
    assert answer.json()["errors"] == [{"at": "query/q, character 5", "message": answer.json()["detail"]}]
    assert code(await api.client.get("/v1/search?order=newest")) == (422, "invalid")
