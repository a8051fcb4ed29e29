"""Search by the API: the embedded index of a laptop, and that of a cluster's indexer."""

from typing import Any

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")
SEARCHES = True
"""The cluster has an indexer."""


async def test_what_was_found_is_found_again(api: ApiWorld) -> None:
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


async def test_what_people_edit_is_found_by_its_new_words(api: ApiWorld) -> None:
    asset = await api.analysed()
    await api.until("/v1/search?q=Name:deep", lambda found: len(found["items"]) == 2, 60)
    edit = {"operation": "rename", "result": "words", "originals": ["water"], "value": "harbour"}
    answer = await api.client.post(f"/v1/assets/{asset['id']}/edits", json=edit)
    assert answer.status_code == 201, answer.text
    await api.until("/v1/search?q=harbour", lambda found: len(found["items"]) == 1, 30)


async def test_pages_follow_each_other(api: ApiWorld) -> None:
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
    answer = await api.client.get("/v1/search", params={"q": "cat (dog"})
    assert code(answer) == (400, "query-invalid")
    assert answer.json()["errors"] == [{"at": "query/q, character 5", "message": answer.json()["detail"]}]
    assert code(await api.client.get("/v1/search?order=newest")) == (422, "invalid")


async def test_what_means_the_same_has_a_block_of_its_own_with_how_alike_it_is(api: ApiWorld) -> None:
    own = await its_own(api, await api.analysed())
    found = (await api.client.get("/v1/search", params={"q": f"abba {own}"})).json()
    (hit,) = found["similar"]["items"]
    assert (found["items"], hit["title"], found["similar"]["reason"]) == ([], "water", "")
    assert hit["score"] == pytest.approx(1, abs=0.01)
    direct = (await api.client.get("/v1/search", params={"q": f"similar:abba {own}"})).json()
    assert [each["title"] for each in direct["items"]] == ["water"]
    assert direct["similar"] == {"items": [], "reason": ""}
    for more in ({"similar": "never"}, {"order": "time"}):
        answer = await api.client.get("/v1/search", params={"q": f"abba {own}", **more})
        assert answer.json()["similar"] is None
    asked = {"q": f"abba {own}", "order": "time", "similar": "always"}
    always = (await api.client.get("/v1/search", params=asked)).json()
    assert len(always["similar"]["items"]) == 1


async def test_what_is_found_by_its_words_is_not_among_what_is_similar(api: ApiWorld) -> None:
    asset = await api.analysed()
    own = await its_own(api, asset)
    edit = {"operation": "rename", "result": "words", "originals": ["water"], "value": "abba"}
    answer = await api.client.post(f"/v1/assets/{asset['id']}/edits", json=edit)
    assert answer.status_code == 201, answer.text
    found: Any = await api.until(f"/v1/search?q=abba {own}&similar=always", lambda found: len(found["items"]) == 1, 60)
    assert found["similar"] == {"items": [], "reason": ""}
    direct = (await api.client.get("/v1/search", params={"q": f"similar:abba {own}"})).json()
    assert [each["title"] for each in direct["items"]] == ["abba"]


async def its_own(api: ApiWorld, asset: Any) -> str:
    """Return what chooses moments of an asset, once they are indexed; those of earlier tests may still be, too."""
    own = f"Asset:{asset['id']}"
    await api.until(f"/v1/search?q=Name:deep {own}", lambda found: len(found["items"]) == 2, 60)
    return own


async def test_pictures_are_found_by_pictures_only_and_that_is_told(api: ApiWorld) -> None:
    asset = await api.analysed()
    await api.until("/v1/search?q=Name:deep", lambda found: len(found["items"]) == 2, 60)
    by_words = await api.client.get("/v1/similar", params={"text": "a calm sea"})
    assert code(by_words) == (501, "not-implemented")
    assert "asset and time" in by_words.json()["hint"]
    both = await api.client.get("/v1/similar", params={"text": "a calm sea", "asset": asset["id"]})
    assert code(both) == (400, "query-invalid")
    without = await api.client.get("/v1/similar", params={"asset": asset["id"]})
    assert code(without) == (404, "not-found")
    assert "image-embedding" in without.json()["detail"]
    assert code(await api.client.get("/v1/similar", params={"asset": "none"})) == (404, "not-found")
