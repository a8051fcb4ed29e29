"""Stages and workflows that a client of Media Insights Engine defines, in the JSON that its own tests send."""

from typing import Any

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.test_mie import ENDED, MieClient, source
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")
STAGE = {"Name": "defaultTextStage", "Operations": ["words"]}
WORKFLOW = {"Name": "MieTextWorkflow", "StartAt": "defaultTextStage", "Stages": {"defaultTextStage": {"End": True}}}


async def test_a_workflow_is_defined_run_and_deleted_as_in_the_engine(api: ApiWorld) -> None:
    client = MieClient(api, f"/mie/{api.namespace}")
    stage = await client.post("/workflow/stage", STAGE)
    assert (stage["Name"], stage["Operations"], stage["ResourceType"]) == ("defaultTextStage", ["words"], "STAGE")
    assert code(await api.client.post(f"{client.base}/workflow/stage", json=STAGE)) == (409, "already-exists")
    assert (await client.get("/workflow/stage/defaultTextStage"))["Operations"] == ["words"]

    made = await client.post("/workflow", WORKFLOW)
    assert (made["Name"], made["StartAt"], made["Operations"]) == ("MieTextWorkflow", "defaultTextStage", ["words"])
    assert made["Stages"]["defaultTextStage"]["End"] is True
    assert code(await api.client.post(f"{client.base}/workflow", json=WORKFLOW)) == (409, "already-exists")
    assert (await client.get("/workflow/MieTextWorkflow"))["Id"] == made["Id"]
    assert "MieTextWorkflow" in [each["Name"] for each in await client.get("/workflow/list/stage/defaultTextStage")]
    configuration = await client.get("/workflow/configuration/MieTextWorkflow")
    assert configuration["defaultTextStage"]["words"]["most"] == 10
    assert "defaultTextStage" not in [each["Name"] for each in await client.get("/workflow")]

    body = {
        "Name": "MieTextWorkflow",
        "Input": {"Media": {"Text": await source(api)}},
        "Configuration": {"defaultTextStage": {"words": {"most": 2}}},
    }
    started = await client.post("/workflow/execution", body)
    path = f"{client.base}/workflow/execution/{started['Id']}"
    await api.until(path, lambda found: found["Status"] in ("Started", *ENDED))
    api.finish((await api.client.get(f"/v1/assets/{started['AssetId']}")).json()["name"])
    found = await api.until(path, lambda found: found["Status"] in ENDED)
    assert (found["Status"], found["Workflow"]["Name"]) == ("Complete", "MieTextWorkflow")
    assert found["Configuration"] == {"defaultTextStage": {"words": {"most": 2}}}
    assert list(found["Workflow"]["Stages"]) == ["defaultTextStage"]

    used = await api.client.delete(f"{client.base}/workflow/stage/defaultTextStage")
    assert code(used) == (400, "bad-request")
    assert "MieTextWorkflow" in used.json()["Message"]
    changed = await api.client.put(f"{client.base}/workflow", json={"Name": "MieTextWorkflow"})
    assert (changed.status_code, changed.json()["Operations"]) == (200, ["words"])
    forced = await api.client.delete(f"{client.base}/workflow/stage/defaultTextStage?force=true")
    assert forced.json()["Name"] == "defaultTextStage"
    assert (await api.client.delete(f"{client.base}/workflow/MieTextWorkflow")).json()["Name"] == "MieTextWorkflow"
    await api.gone(f"{client.base}/workflow/MieTextWorkflow")
    again = await api.client.delete(f"{client.base}/workflow/MieTextWorkflow")
    assert (again.status_code, again.json()) == (200, {"Message": "Warning: workflow 'MieTextWorkflow' not found."})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"StartAt": "b", "Stages": {"_words": {"End": True}}}, "StartAt 'b' is none of Stages: _words"),
        ({"StartAt": "_words", "Stages": {"_words": {"Next": "none"}}}, "exactly one stage has End: true, not 0"),
        ({"StartAt": "_words", "Stages": {"_words": {"Next": "x"}, "b": {"End": True}}}, "after _words comes 'x'"),
        ({"StartAt": "_words", "Stages": {"_words": {"End": True}, "b": {"Next": "_words"}}}, "are no chain"),
        ({"StartAt": "a", "Stages": {"a": {"End": True}}}, "there is no stage a"),
        ({"StartAt": "_word", "Stages": {"_word": {"End": True}}}, "there is no operation word; did you mean words?"),
    ],
)
async def test_what_the_engine_wrapped_into_500_is_said(api: ApiWorld, body: dict[str, Any], said: str) -> None:
    refused = await api.client.post(f"/mie/{api.namespace}/workflow", json={"Name": "W", **body})
    assert code(refused) == (400, "bad-request")
    assert said in refused.json()["Message"]
    assert refused.json()["Code"] == "BadRequestError"
