"""Word lists by the API, and by the command line over it: versions, what is refused, and who may do it."""

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_list_lives_in_versions_and_ends(api: ApiWorld) -> None:
    path = f"/v1/lists/{api.namespace}/terminologies/brand"
    first = await api.client.put(path, json={"text": "en,es\nrow,remar\n"})
    assert first.status_code == 200, first.text
    row = {"namespace": api.namespace, "kind": "terminologies", "name": "brand"}
    assert first.json() == row | {"version": 1, "versions": [1], "bytes": 16}
    second = (await api.client.put(path, json={"text": "en,es\nrow,bogar\n"})).json()
    assert (await api.client.put(path, json={"text": "en,es\nrow,bogar\n"})).json() == second
    assert (await api.client.get(path)).json() == second | {"text": "en,es\nrow,bogar\n"}
    assert (await api.client.get(path, params={"version": 1})).json() == second | {"text": "en,es\nrow,remar\n"}
    listed = (await api.client.get("/v1/lists", params={"namespace": api.namespace})).json()["items"]
    assert second in listed
    assert code(await api.client.get(path, params={"version": 9})) == (404, "not-found")
    assert (await api.client.delete(path)).status_code == 204
    for asked in (await api.client.get(path), await api.client.delete(path)):
        assert code(asked) == (404, "not-found")


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [("terminologies", "one column", "first row names languages"), ("filters", "very rude", "several words")],
)
async def test_what_no_list_can_hold_is_refused(api: ApiWorld, kind: str, text: str, said: str) -> None:
    path = f"/v1/lists/{api.namespace}/{kind}/wrong"
    refused = await api.client.put(path, json={"text": text})
    assert code(refused) == (400, "list-invalid")
    assert said in refused.text
    assert code(await api.client.get(path)) == (404, "not-found")


async def test_a_kind_or_a_name_that_is_none_reaches_no_other_place(api: ApiWorld) -> None:
    for path in (f"/v1/lists/{api.namespace}/faces/staff", f"/v1/lists/{api.namespace}/filters/.hidden"):
        assert (await api.client.put(path, json={"text": "x"})).status_code in (404, 422)
