"""Executions by the API."""

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.shelf import RESULT
from tests.conformance.api.worlds import ENDED, ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_workflow_is_run_over_an_asset(api: ApiWorld) -> None:
    asset = await api.asset()
    await api.until(f"/v1/assets/{asset['id']}", lambda found: found["type"] == "Text")
    body = {"asset": asset["id"], "workflow": "reading", "configuration": {"words": {"most": 3}}}
    made = await api.client.post("/v1/executions", json=body)
    assert made.status_code == 201
    path = made.headers["Location"]
    await api.until(path, lambda found: found["state"] in ("Started", *ENDED))
    api.finish(asset["name"])
    found = await api.until(path, lambda found: found["state"] in ENDED)
    assert (found["state"], found["workflow"], found["asset"]) == ("Complete", "reading", asset["name"])
    assert found["configuration"] == {"words": {"most": 3}}
    assert [each["name"] for stage in found["stages"] for each in stage["operators"]] == ["words"]
    plan = (await api.client.get(f"{path}/plan")).json()
    assert plan["accepted"]
    assert [(step["name"], step["runs"], step["parameters"]) for step in plan["steps"]] == [
        ("words", True, {"most": 3})
    ]


async def test_a_repeated_request_runs_once(api: ApiWorld) -> None:
    asset = await api.asset()
    await api.until(f"/v1/assets/{asset['id']}", lambda found: found["type"] == "Text")
    body, headers = {"asset": asset["id"], "workflow": "reading"}, {"Idempotency-Key": "once"}
    answers = [await api.client.post("/v1/executions", json=body, headers=headers) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert len({each.json()["id"] for each in answers}) == 1


async def test_a_plan_says_what_would_run_and_what_is_wrong(api: ApiWorld) -> None:
    asset = await api.asset()
    await api.until(f"/v1/assets/{asset['id']}", lambda found: found["type"] == "Text")
    plan = (await api.client.post("/v1/plans", json={"asset": asset["id"], "workflow": "reading"})).json()
    assert (plan["accepted"], [step["result"] for step in plan["steps"]]) == (True, ["words"])
    wrong = {"asset": asset["id"], "workflow": "reading", "configuration": {"words": {"most": 0}}}
    refused = (await api.client.post("/v1/plans", json=wrong)).json()
    assert not refused["accepted"]
    assert "most" in refused["problems"][0]["at"]
    assert not (await api.client.get("/v1/executions")).json()["items"]


async def test_what_has_ended_can_be_run_again_but_not_cancelled(api: ApiWorld) -> None:
    asset = await api.analysed()
    (before,) = (await api.client.get(f"/v1/executions?asset={asset['name']}")).json()["items"]
    path = f"/v1/executions/{before['id']}"
    assert code(await api.client.post(f"{path}:cancel")) == (409, "wrong-state")
    assert code(await api.client.post(f"{path}:resume", json={})) == (409, "wrong-state")
    again = await api.client.post(f"{path}:rerun", json={"scope": "Failed"})
    assert again.status_code == 201
    assert again.json()["repeats"]["execution"] == before["name"]
    found = await api.until(f"/v1/executions/{again.json()['id']}", lambda found: found["state"] in ENDED)
    assert (found["state"], found["stages"][0]["operators"][0]["message"]) == (
        "Complete",
        f"taken over from {before['name']}",
    )


async def test_cancelled_twice_is_cancelled(api: ApiWorld) -> None:
    asset = await api.asset("asking")
    found = await api.until(f"/v1/assets/{asset['id']}", lambda found: bool(found["executions"]))
    run = await api.until(
        "/v1/executions",
        lambda page: [each["name"] for each in page["items"]] == [found["executions"][0]["name"]],
    )
    path = f"/v1/executions/{run['items'][0]['id']}"
    stopping = [(await api.client.post(f"{path}:cancel")).status_code for _ in range(2)]
    assert stopping == [202, 202]
    if api.namespace == "n":  # where nobody stops the pods
        return
    await api.until(path, lambda found: found["state"] == "Cancelled")
    again = await api.client.post(f"{path}:cancel")
    assert (again.status_code, again.json()["state"]) == (202, "Cancelled")


async def test_a_further_execution_keeps_the_results_of_earlier_ones(api: ApiWorld) -> None:
    asset = await api.analysed()
    body = {"asset": asset["id"], "workflow": "reading", "configuration": {"words": {"most": 3}}}
    made = (await api.client.post("/v1/executions", json=body)).json()
    await api.client.post(f"/v1/executions/{made['id']}:cancel")
    await api.until(f"/v1/executions/{made['id']}", lambda found: found["state"] in ENDED)
    assert (await api.client.get(f"/v1/assets/{asset['id']}/results/words")).status_code == 200


async def test_an_unknown_workflow_is_refused_with_the_nearest_name(api: ApiWorld) -> None:
    asset = await api.asset()
    refused = await api.client.post("/v1/executions", json={"asset": asset["id"], "workflow": "readin"})
    assert code(refused) == (422, "unknown-workflow")
    assert "did you mean reading?" in refused.json()["detail"]
    assert code(await api.client.post("/v1/executions", json={"asset": "x", "workflow": "reading"})) == (
        404,
        "not-found",
    )


async def test_the_catalogue_is_listed(api: ApiWorld) -> None:
    operators = (await api.client.get("/v1/operators")).json()["items"]
    assert "words" in [each["name"] for each in operators]
    workflows = (await api.client.get(f"/v1/workflows?namespace={api.namespace}")).json()["items"]
    assert "reading" in [each["name"] for each in workflows]
    limits = (await api.client.get("/v1/limits")).json()
    assert limits["maxConcurrentExecutions"] >= 1
    (own,) = [each for each in limits["namespaces"] if each["namespace"] == api.namespace]
    assert own["uploads"].keys() == own["results"].keys() == {"bytes", "objects"}


async def test_deleting_an_execution_keeps_the_results(api: ApiWorld) -> None:
    asset = await api.analysed()
    (before,) = (await api.client.get("/v1/executions")).json()["items"]
    assert (await api.client.delete(f"/v1/executions/{before['id']}")).status_code == 202
    await api.until("/v1/executions", lambda found: before["id"] not in str(found))
    assert (await api.client.get(f"/v1/assets/{asset['id']}/results/words")).status_code == 200


async def test_a_result_is_read_of_the_execution_that_made_it(api: ApiWorld) -> None:
    asset = await api.analysed()
    listed = await api.client.get(f"/v1/executions?asset={asset['name']}&namespace={api.namespace}")
    (execution,) = listed.json()["items"]
    path = f"/v1/executions/{execution['id']}/results"
    assert (await api.client.get(f"{path}/words")).json() == RESULT
    assert code(await api.client.get(f"{path}/faces")) == (404, "not-found")
    assert code(await api.client.get("/v1/executions/none/results/words")) == (404, "not-found")


@pytest.mark.parametrize("whole", ["true", "false"])
async def test_a_sentence_with_a_vector_is_listed_once(api: ApiWorld, whole: str) -> None:
    asset = await api.analysed("echoing")
    path = f"/v1/assets/{asset['id']}"

    async def titles(query: str = "", path: str = path) -> list[str]:
        found = (await api.client.get(f"{path}/moments?whole={whole}{query}")).json()["items"]
        return [each["title"] for each in found if each["result"] == "echoes"]

    page = f"/v1/executions?asset={asset['name']}&namespace={api.namespace}"
    (run,) = (await api.client.get(page)).json()["items"]
    for owner in (path, f"/v1/executions/{run['id']}"):
        assert await titles(path=owner) == ["after all words"]
        assert await titles("&result=echoes", owner) == ["deep", "after all words"]
        assert await titles("&start=1500&end=1501&confidence=100", owner) == []
    anchor = {"title": "deep", "start": 1500}
    body = {"operation": "text", "result": "echoes", "anchor": anchor, "value": "shallow"}
    assert (await api.client.post(f"{path}/edits", json=body)).status_code == 201
    assert await titles() == ["shallow", "after all words"]
    assert await titles("&edits=off") == ["after all words"]


async def test_moments_of_a_run_are_as_its_operators_wrote_them_also_after_another_run(api: ApiWorld) -> None:
    asset = await api.analysed()
    own = f"/v1/assets/{asset['id']}"
    page = f"/v1/executions?asset={asset['name']}&namespace={api.namespace}"
    (first,) = (await api.client.get(page)).json()["items"]
    written = (await api.client.get(f"{own}/moments?whole=true")).json()["items"]
    body = {"operation": "hide", "result": "words", "anchor": {"title": "water", "start": 2250}}
    assert (await api.client.post(f"{own}/edits", json=body)).status_code == 201
    again = (await api.client.post(f"/v1/executions/{first['id']}:rerun", json={"scope": "All"})).json()
    await api.until(f"/v1/executions/{again['id']}", lambda found: found["state"] in ("Started", *ENDED))
    api.finish(asset["name"])
    await api.until(f"/v1/executions/{again['id']}", lambda found: found["state"] in ENDED)
    for run in (first, again):
        found = await api.client.get(f"/v1/executions/{run['id']}/moments?whole=true")
        assert (found.status_code, found.json()["items"]) == (200, written)
    sure = (await api.client.get(f"/v1/executions/{first['id']}/moments?confidence=80")).json()["items"]
    assert [(each["title"], each["confidence"]) for each in sure] == [("deep", 90.0)]
    one = (await api.client.get(f"/v1/executions/{first['id']}/moments?limit=1")).json()
    rest = (await api.client.get(f"/v1/executions/{first['id']}/moments?limit=9&cursor={one['next']}")).json()
    assert len(one["items"]) + len(rest["items"]) == 3
    foreign = await api.client.get(f"{own}/moments?cursor={one['next']}")
    assert foreign.status_code == 400
    assert (await api.client.get(f"/v1/executions/{first['id']}/moments?edits=off")).status_code == 422


async def test_a_result_stays_while_an_unfinished_execution_reads_it(api: ApiWorld) -> None:
    asset = await api.asset()
    path = f"/v1/assets/{asset['id']}"
    await api.until(path, lambda found: bool(found["type"]))
    made = (await api.client.post("/v1/executions", json={"asset": asset["id"], "workflow": "rhyming"})).json()
    run = f"/v1/executions/{made['id']}"
    await api.until(run, lambda found: found["state"] in ("Started", "Waiting"))
    api.finish(asset["name"])
    await api.until(run, lambda found: found["state"] == "Waiting")
    await api.until(path, lambda found: [each["name"] for each in found["results"]] == ["words"])
    for route in (f"{path}/results/words", f"/mie/{api.namespace}/metadata/{asset['id']}/words"):
        refused = await api.client.delete(route)
        assert code(refused) == (409, "wrong-state")
        assert refused.json()["detail"] == (
            f"words is read by the step rhymes of {made['name']}: wait for it, or cancel {made['name']}"
        )
    assert (await api.client.get(f"{path}/results/words")).json() == RESULT
    assert (await api.client.delete(run)).status_code == 202
    await api.gone(run)
    assert (await api.client.delete(f"{path}/results/words")).status_code == 202
    await api.gone(f"{path}/results/words")
