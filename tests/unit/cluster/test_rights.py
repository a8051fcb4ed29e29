"""Who may do what: the API server is asked, by token and by right."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.worlds import ApiWorld, cluster_world
from tests.unit.controller.whole import cluster_with_catalogue


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[ApiWorld]:
    with pytest.MonkeyPatch.context() as patch, cluster_with_catalogue(tmp_path, patch) as cluster:
        async with cluster_world(cluster) as world:
            yield world


async def test_rights_are_those_of_the_cluster(api: ApiWorld) -> None:
    made = await api.asset(name="water")
    path = f"/v1/assets/{made['id']}"
    client = api.client
    reader, stranger = {"Authorization": "Bearer reader"}, {"Authorization": "Bearer stranger"}
    assert (await client.get(path, headers=reader)).status_code == 200
    assert [each["name"] for each in (await client.get("/v1/assets", headers=reader)).json()["items"]] == ["water"]
    assert code(await client.delete(path, headers=reader)) == (403, "forbidden")
    new = {"namespace": "n", "name": "a", "bytes": 1}
    assert code(await client.post("/v1/uploads", json=new, headers=reader)) == (403, "forbidden")
    assert code(await client.get("/v1/assets?namespace=system", headers=reader)) == (403, "forbidden")
    # what may not be seen is answered like what does not exist
    hidden, absent = [await client.get(each, headers=stranger) for each in (path, "/v1/assets/none")]
    assert code(hidden) == code(absent) == (404, "not-found")
    assert (await client.get("/v1/assets", headers=stranger)).json()["items"] == []
    assert code(await client.get("/v1/assets?namespace=n", headers=stranger)) == (403, "forbidden")


async def test_nobody_is_answered_without_a_token_but_about_health_and_version(api: ApiWorld) -> None:
    anonymous = {"Authorization": ""}
    found = {}
    for path, methods in api.app.openapi()["paths"].items():
        for method in methods:
            plain = path.replace("{", "").replace("}", "")
            answer = await api.client.request(method, plain, headers=anonymous)
            found[f"{method} {path}"] = answer.status_code
    assert {path for path, status in found.items() if status == 200} == {"get /healthz", "get /version"}
    assert found.pop("delete /v1/session") == 204, "signing out of no session is fine"
    assert found.pop("post /v1/session") == 422, "it is where the token is sent"
    assert set(found.values()) == {200, 401, 404}
    nowhere = {path for path, status in found.items() if status == 404}
    assert all(path.partition(" ")[2].startswith("/v1/session") for path in nowhere)  # nobody can sign in here
    assert len(found) > 25
    unknown = await api.client.get("/v1/assets", headers={"Authorization": "Bearer forged"})
    assert code(unknown) == (401, "unauthorized")
    assert unknown.headers["WWW-Authenticate"].startswith("Bearer")
