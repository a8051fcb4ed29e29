"""A client that was written for Media Insights Engine: only its base URL and its authentication are other ones."""

from typing import Any

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.shelf import RESULT
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")
ENDED = ("Complete", "Error")


class MieClient:
    """What such clients do, with the paths and JSON of the engine."""

    def __init__(self, api: ApiWorld, base: str) -> None:
        self.api = api
        self.base = base

    async def post(self, path: str, body: Any = None) -> Any:
        answer = await self.api.client.post(f"{self.base}{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def get(self, path: str) -> Any:
        answer = await self.api.client.get(f"{self.base}{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()


async def source(api: ApiWorld) -> dict[str, str]:
    stored = (await api.upload())["source"]
    return {"S3Bucket": stored["bucket"], "S3Key": stored["key"]}


@pytest.mark.parametrize("base", ["/mie/{namespace}", "/mie/{namespace}/api/", "", "/api"])
async def test_a_file_is_analysed_and_its_results_are_read_page_by_page(api: ApiWorld, base: str) -> None:
    client = MieClient(api, base.format(namespace=api.namespace))
    body = {
        "Name": "reading",
        "Input": {"Media": {"Text": await source(api)}},
        "Configuration": {"reading": {"words": {"most": 2, "Enabled": True, "MediaType": "Text"}}},
    }
    started = await client.post("/workflow/execution", body)
    asset, execution = started["AssetId"], started["Id"]
    assert started["Status"] in ("Queued", "Started", *ENDED)
    path = f"/mie/{api.namespace}/workflow/execution/{execution}"
    await api.until(path, lambda found: found["Status"] in ("Started", *ENDED))
    name = (await api.client.get(f"/v1/assets/{asset}")).json()["name"]
    api.finish(name)
    found = await api.until(path, lambda found: found["Status"] in ENDED)
    assert (found["Status"], found["CurrentStage"]) == ("Complete", "End")
    assert found["Configuration"] == {"reading": {"words": {"most": 2, "Enabled": True}}}
    assert found["Workflow"]["Stages"]["reading"]["Outputs"][0]["Status"] == "Complete"
    await api.until(f"/v1/assets/{asset}", lambda found: bool(found["results"]))
    first = await client.get(f"/metadata/{asset}")
    assert first["asset_id"] == asset
    assert first["results"]["MediaType"] == "Text"
    page = await client.get(f"/metadata/{asset}?cursor={first['cursor']}")
    assert (page["operator"], page["results"], "cursor" in page) == ("words", RESULT, False)
    assert (await client.get(f"/metadata/{asset}/words"))["results"] == RESULT
    assert [each["Id"] for each in await client.get(f"/workflow/execution/asset/{asset}")] == [execution]
    assert execution in [each["Id"] for each in await client.get("/workflow/execution/status/Complete")]
    assert asset in (await client.get("/metadata"))["assets"]
    where = await client.get(f"/mediapath/{asset}/{execution}")
    assert where["S3Key"].endswith(f"/workflows/{execution}/")


async def test_the_catalogue_reads_as_the_engines(api: ApiWorld) -> None:
    client = MieClient(api, f"/mie/{api.namespace}")
    (workflow,) = [each for each in await client.get("/workflow") if each["Name"] == "reading"]
    assert (workflow["StartAt"], workflow["Stages"]["reading"]["End"]) == ("reading", True)
    assert (await client.get("/workflow/configuration/reading")) == {
        "reading": {"words": {"MediaType": "Text", "Enabled": True, "most": 10}}
    }
    assert (await client.get("/workflow/operation/words"))["Configuration"]["most"] == 10
    assert (await client.get("/workflow/stage/reading"))["Operations"] == ["words"]
    assert "reading" in [each["Name"] for each in await client.get("/workflow/list/operation/words")]
    assert (await client.get("/system/configuration"))[0]["Name"] == "MaxConcurrentWorkflows"


async def test_what_the_engine_answered_with_500_has_a_sentence(api: ApiWorld) -> None:
    base = f"/mie/{api.namespace}"
    asset = (await api.asset())["id"]

    async def start(**more: Any) -> tuple[int, str]:
        return code(await api.client.post(f"{base}/workflow/execution", json={"Name": "reading", **more}))

    assert await start(Input={}) == (400, "bad-request")
    assert await start(Input={"AssetId": "none"}) == (404, "not-found")
    assert await start(Name="raeding", Input={"AssetId": asset}) == (404, "not-found")
    wrong = {"Input": {"AssetId": asset}, "Configuration": {"nowhere": {}}}
    assert await start(**wrong) == (400, "bad-request")
    assert code(await api.client.get(f"{base}/metadata/{asset}/none")) == (404, "not-found")
    assert code(await api.client.get(f"{base}/metadata/{asset}?cursor=forged")) == (400, "cursor-invalid")
    answer = await api.client.get(f"{base}/metadata/none")
    assert (answer.json()["Code"], answer.json()["Message"]) == ("NotFoundError", "there is no MediaAsset none")
    assert code(await api.client.get(f"{base}/service/transcribe/list_vocabularies")) == (501, "not-implemented")


async def test_an_asset_is_locked_once(api: ApiWorld) -> None:
    client = MieClient(api, f"/mie/{api.namespace}")
    asset = (await api.asset())["id"]
    await api.until(f"/v1/assets/{asset}", lambda found: bool(found["type"]))
    lock = await client.post(f"/checkout/{asset}", {"LockedBy": "ann"})
    assert (lock["AssetId"], lock["LockedBy"]) == (asset, "ann")
    taken = await api.client.post(f"{client.base}/checkout/{asset}", json={"LockedBy": "bob"})
    assert code(taken) == (409, "wrong-state")
    assert [each["LockedBy"] for each in (await client.get("/checkouts"))["locks"]] == ["ann"]
    await client.post(f"/checkin/{asset}")
    assert code(await api.client.post(f"{client.base}/checkin/{asset}")) == (409, "wrong-state")
    assert (await client.get("/checkouts"))["locks"] == []


async def test_a_deleted_asset_is_gone(api: ApiWorld) -> None:
    client = MieClient(api, f"/mie/{api.namespace}")
    made = await client.post("/create", {"Input": {"MediaType": "Text", **await source(api)}})
    gone = await api.client.delete(f"{client.base}/metadata/{made['AssetId']}")
    assert gone.json() == f"Deleted asset: {made['AssetId']} from the dataplane"
    await api.until("/v1/assets", lambda found: not found["items"])


async def test_one_result_is_deleted_and_a_later_one_takes_its_place(api: ApiWorld) -> None:
    client = MieClient(api, f"/mie/{api.namespace}")
    asset = (await api.analysed())["id"]
    path = f"{client.base}/metadata/{asset}/words"
    hold = await api.client.patch(f"/v1/assets/{asset}", json={"legalHold": "case 42"})
    assert hold.status_code == 200, hold.text
    assert code(await api.client.delete(path)) == (409, "on-hold")
    await api.client.patch(f"/v1/assets/{asset}", json={"legalHold": ""})
    gone = await api.client.delete(path)
    assert (gone.status_code, gone.json()) == (200, f"Deleted metadata: words of asset: {asset} from the dataplane")
    assert code(await api.client.get(path)) == (404, "not-found")
    assert code(await api.client.delete(path)) == (404, "not-found")
    receipt = await api.until(
        f"/v1/receipts/{api.namespace}/{asset}/results/words", lambda found: found["objectsLeft"] == 0
    )
    assert (receipt["result"], [each["key"].rpartition("/")[2] for each in receipt["objects"]]) == (
        "words",
        ["words.json"],
    )
    assert (await api.client.get(f"/v1/assets/{asset}/moments")).json()["items"] == []
    again = await api.client.post("/v1/executions", json={"asset": asset, "workflow": "reading"})
    assert again.status_code == 201, again.text
    name, run = again.json()["asset"], f"/v1/executions/{again.json()['id']}"
    await api.until(run, lambda found: found["state"] in ("Started", *ENDED))
    api.finish(name)
    await api.until(f"/v1/assets/{asset}", lambda found: [each["name"] for each in found["results"]] == ["words"])
    assert (await client.get(f"/metadata/{asset}/words"))["results"] == RESULT
