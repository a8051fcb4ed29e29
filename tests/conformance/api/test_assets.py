"""Assets by the API."""

import hashlib
import json

import pytest

from tests.conformance.api import shelf
from tests.conformance.api.answers import code
from tests.conformance.api.shelf import RESULT
from tests.conformance.api.worlds import TEXT, ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_file_becomes_an_asset_and_its_workflow_runs(api: ApiWorld) -> None:
    found = await api.analysed()
    assert (found["type"], found["title"], found["namespace"]) == ("Text", "words.txt", api.namespace)
    assert [each["name"] for each in found["results"]] == ["words"]
    result = await api.client.get(f"/v1/assets/{found['id']}/results/words")
    assert result.json() == RESULT
    assert result.headers["Content-Type"] == "application/json"


async def test_a_created_asset_says_where_it_is(api: ApiWorld) -> None:
    upload = await api.upload()
    body = {"namespace": api.namespace, "upload": upload["id"], "title": "Water", "name": "water"}
    made = await api.client.post("/v1/assets", json=body)
    assert made.status_code == 201
    found = await api.client.get(made.headers["Location"])
    assert (found.json()["name"], found.json()["title"]) == ("water", "Water")
    assert found.json()["source"]["s3"] == {"bucket": api.bucket, "key": upload["source"]["key"]}


async def test_a_name_is_taken_once(api: ApiWorld) -> None:
    await api.asset(name="water")
    upload = await api.upload()
    again = {"namespace": api.namespace, "upload": upload["id"], "name": "water"}
    assert code(await api.client.post("/v1/assets", json=again)) == (409, "already-exists")
    unnamed = [await api.asset(), await api.asset()]
    assert len({each["name"] for each in unnamed}) == 2


async def test_a_repeated_request_makes_nothing_twice(api: ApiWorld) -> None:
    upload = await api.upload()
    body = {"namespace": api.namespace, "upload": upload["id"]}
    headers = {"Idempotency-Key": "monday"}
    first = await api.client.post("/v1/assets", json=body, headers=headers)
    second = await api.client.post("/v1/assets", json=body, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    other = await api.client.post("/v1/assets", json={**body, "title": "other"}, headers=headers)
    assert code(other) == (409, "idempotency-key-reused")


async def test_pages_hold_every_asset_once(api: ApiWorld) -> None:
    made = {(await api.asset(name=f"asset-{number}"))["id"] for number in range(5)}
    found: list[str] = []
    path = f"/v1/assets?namespace={api.namespace}&limit=2"
    cursor, pages = "", 0
    while True:
        page = (await api.client.get(f"{path}&cursor={cursor}")).json()
        found += [each["id"] for each in page["items"]]
        cursor, pages = page["next"], pages + 1
        if not cursor:
            break
    assert pages == 3
    assert sorted(found) == sorted(made)


async def test_lists_are_filtered(api: ApiWorld) -> None:
    await api.asset(name="harbour", title="At Dawn")
    await api.asset(name="forest")
    for query, names in (("q=dawn", ["harbour"]), ("q=FOREST", ["forest"]), ("q=nowhere", []), ("type=Video", [])):
        page = (await api.client.get(f"/v1/assets?{query}")).json()
        assert [each["name"] for each in page["items"]] == names, query


async def test_a_cursor_is_only_good_for_its_list(api: ApiWorld) -> None:
    for number in range(2):
        await api.asset(name=f"asset-{number}")
    cursor = (await api.client.get("/v1/assets?limit=1")).json()["next"]
    assert code(await api.client.get(f"/v1/assets?limit=1&q=a&cursor={cursor}")) == (400, "cursor-invalid")
    assert code(await api.client.get(f"/v1/executions?limit=1&cursor={cursor}")) == (400, "cursor-invalid")
    assert code(await api.client.get("/v1/assets?cursor=eyJrIjpbXX0.AAAA")) == (400, "cursor-invalid")


async def test_a_title_is_changed_unless_somebody_else_did_before(api: ApiWorld) -> None:
    made = await api.asset()
    path = f"/v1/assets/{made['id']}"
    await api.until(path, lambda found: bool(found["type"]))
    etag = (await api.client.get(path)).headers["ETag"]
    changed = await api.client.patch(path, json={"title": "New"}, headers={"If-Match": etag})
    assert (changed.status_code, changed.json()["title"]) == (200, "New")
    late = await api.client.patch(path, json={"title": "Late"}, headers={"If-Match": etag})
    assert code(late) == (412, "changed-meanwhile")
    assert code(await api.client.delete(path, headers={"If-Match": etag})) == (412, "changed-meanwhile")
    assert (await api.client.get(path)).json()["title"] == "New"


async def test_a_deleted_asset_is_gone_with_its_executions(api: ApiWorld) -> None:
    made = await api.analysed()
    answer = await api.client.delete(f"/v1/assets/{made['id']}")
    assert (answer.status_code, answer.json()["state"]) == (202, "Deleting")
    await api.until("/v1/executions", lambda found: not found["items"])
    await api.until("/v1/assets", lambda found: not found["items"])
    assert code(await api.client.get(f"/v1/assets/{made['id']}")) == (404, "not-found")


async def test_a_deleted_asset_leaves_a_receipt(api: ApiWorld) -> None:
    made = await api.analysed()
    promised = (await api.client.delete(f"/v1/assets/{made['id']}")).json()["receipt"]
    receipt = await api.until(promised, lambda found: found["objectsLeft"] == 0)
    assert (receipt["asset"], receipt["assetId"], bool(receipt["deletedAt"])) == (made["name"], made["id"], True)
    (result,) = [each for each in receipt["objects"] if each["key"].endswith("/words.json")]
    content = json.dumps(RESULT).encode()
    assert (result["bytes"], result["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert code(await api.client.get(f"/v1/receipts/{api.namespace}/none")) == (404, "not-found")


async def test_what_is_on_legal_hold_is_not_deleted(api: ApiWorld) -> None:
    made = await api.asset()
    path = f"/v1/assets/{made['id']}"
    held = await api.client.patch(path, json={"legalHold": "case 42"})
    assert (held.status_code, held.json()["legalHold"], held.json()["title"]) == (200, "case 42", made["title"])
    for refused in (path, f"/mie/{api.namespace}/metadata/{made['id']}"):
        answer = await api.client.delete(refused)
        assert (answer.status_code, "case 42" in answer.json()["detail"]) == (409, True)
    assert code(await api.client.delete(path)) == (409, "on-hold")
    assert (await api.client.get(path)).status_code == 200
    assert code(await api.client.patch(path, json={})) == (422, "invalid")
    await api.client.patch(path, json={"legalHold": ""})
    assert (await api.client.delete(path)).status_code == 202


async def test_the_source_is_read_in_ranges(api: ApiWorld) -> None:
    made = await api.asset()
    path = f"/v1/assets/{made['id']}/media/source"
    await api.until(f"/v1/assets/{made['id']}", lambda found: found["type"] == "Text")
    whole = await api.client.get(path)
    assert (whole.status_code, whole.content) == (200, TEXT)
    assert whole.headers["Content-Type"].startswith("text/plain")
    for wanted, content in (("bytes=5-9", TEXT[5:10]), ("bytes=-5", TEXT[-5:]), ("bytes=20-", TEXT[20:])):
        part = await api.client.get(path, headers={"Range": wanted})
        assert (part.status_code, part.content) == (206, content), wanted
    assert code(await api.client.get(path, headers={"Range": "bytes=99-"})) == (416, "range-not-satisfiable")
    whole = await api.client.get(path, headers={"Range": f"bytes=0-{'9' * 5000}"})
    assert whole.status_code == 200
    known = await api.client.get(path, headers={"If-None-Match": whole.headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")


async def test_every_result_says_what_made_it(api: ApiWorld) -> None:
    made = await api.analysed()
    path = f"/v1/assets/{made['id']}/results/words"
    found = (await api.client.get(f"{path}/lineage")).json()
    assert (found["operator"], found["version"], found["image"]) == ("words", "1.0.0", shelf.IMAGE)
    assert found["imageDigest"] == shelf.IMAGE.partition("@")[2]
    assert [{name: each[name] for name in shelf.MODEL} for each in found["models"]] == [shelf.MODEL]
    assert [(each["name"], each["sha256"]) for each in found["modelsRun"]] == [("net", shelf.MODEL["sha256"])]
    assert (found["execution"], found["workflow"]) == (made["executions"][0]["name"], "reading")
    assert found["parameters"] == {"most": 10}
    (read,) = found["inputs"]
    assert (read["name"], read["medium"]) == ("text", "Text")
    assert read["key"].endswith("words.txt")
    source = await api.client.get(f"/v1/assets/{made['id']}/media/source")
    assert f'"{read["etag"]}"' == source.headers["ETag"]
    assert f'"{found["etag"]}"' == (await api.client.get(path)).headers["ETag"]
    assert found["finishedAt"] >= found["startedAt"]
    assert code(await api.client.get(f"/v1/assets/{made['id']}/results/none/lineage")) == (404, "not-found")


async def test_moments_come_in_the_order_of_time(api: ApiWorld) -> None:
    made = await api.analysed()
    path = f"/v1/assets/{made['id']}/moments"
    first = (await api.client.get(f"{path}?limit=2")).json()
    rest = (await api.client.get(f"{path}?limit=2&cursor={first['next']}")).json()
    found = [(each["title"], each["start"], each["confidence"]) for each in first["items"] + rest["items"]]
    assert found == [("deep", 1500, 90.0), ("deep", 1500, 40.0), ("water", 2250, 50.0)]
    assert not rest["next"]
    sure = (await api.client.get(f"{path}?confidence=45&start=2000")).json()
    assert [each["title"] for each in sure["items"]] == ["water"]
    early = (await api.client.get(f"{path}?end=2000&result=words")).json()
    assert [each["title"] for each in early["items"]] == ["deep", "deep"]


async def test_results_are_exported(api: ApiWorld) -> None:
    made = await api.analysed()
    table = await api.client.get(f"/v1/assets/{made['id']}/exports/csv")
    assert (table.status_code, table.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert sum("deep" in line for line in table.text.splitlines()) == 2
    missing = await api.client.get(f"/v1/assets/{made['id']}/exports/edl")
    assert code(missing) == (409, "result-missing")


async def test_what_is_wrong_with_a_request_is_said(api: ApiWorld) -> None:
    body = {"namespace": api.namespace, "source": {"bucket": api.bucket, "key": "x"}, "workflows": [{"nam": "x"}]}
    answer = await api.client.post("/v1/assets", json=body)
    assert code(answer) == (422, "invalid")
    assert {each["at"] for each in answer.json()["errors"]} == {"/workflows/0/name", "/workflows/0/nam"}
    neither = await api.client.post("/v1/assets", json={"namespace": api.namespace})
    assert code(neither) == (422, "invalid")
    assert code(await api.client.post("/v1/assets", content=b"{", headers={"Content-Type": "application/json"})) == (
        400,
        "bad-request",
    )
    refused = await api.client.post("/v1/assets", json={**body, "workflows": [{"name": "raeding"}]})
    assert code(refused) == (422, "unknown-workflow")
    assert refused.json()["errors"][0]["at"] == "/workflows/0/name"
    assert "reading" in refused.json()["detail"]


async def test_what_does_not_exist_is_not_found(api: ApiWorld) -> None:
    for path in ("/v1/assets/x", "/v1/executions/x", "/v1/nothing", "/v1/operators/x", "/v1/assets/x/media/source"):
        assert code(await api.client.get(path)) == (404, "not-found"), path
    assert code(await api.client.put("/v1/assets")) == (405, "method-not-allowed")


async def test_a_search_where_nothing_is_indexed_says_what_is_missing(api: ApiWorld) -> None:
    for path in ("/v1/search?q=deep", "/v1/search/facets", "/v1/search/suggestions?q=d"):
        answer = await api.client.get(path)
        if api.namespace == "local":
            assert answer.status_code == 200
            continue
        assert code(answer) == (501, "not-implemented")
        assert "search.enabled" in answer.json()["detail"]
