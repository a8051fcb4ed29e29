"""What a page for people asks before it shows a button: where, what may be done, what waits, how far it is."""

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.worlds import ENDED, ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_namespaces_of_a_caller_are_listed(api: ApiWorld) -> None:
    listed = (await api.client.get("/v1/namespaces")).json()["items"]
    assert [each["name"] for each in listed] == [api.namespace]


async def test_every_right_is_answered(api: ApiWorld) -> None:
    found = (await api.client.get(f"/v1/session/rights?namespace={api.namespace}")).json()
    rights = {(each["kind"], each["verb"]): each for each in found["items"]}
    assert len(rights) == 25  # five kinds, five verbs
    assert all(each["allowed"] and not each["reason"] for each in rights.values())
    assert code(await api.client.get("/v1/session/rights?namespace=Not%20One")) == (422, "invalid")


async def test_what_others_may_not_do_has_a_reason(api: ApiWorld) -> None:
    headers = {"Authorization": "Bearer reader"}  # on a laptop, whoever reaches the address is its user
    answer = await api.client.get(f"/v1/session/rights?namespace={api.namespace}", headers=headers)
    refused = [each for each in answer.json()["items"] if each["kind"] == "mediaassets" and not each["allowed"]]
    assert [each["verb"] for each in refused] == ([] if api.namespace == "local" else ["create", "update", "delete"])
    assert [each["reason"] for each in refused[:1]] in (
        [],
        ["an administrator binds a role with the verb create on mediaassets.mediainsights.dev"],
    )
    strangers = await api.client.get("/v1/namespaces", headers={"Authorization": "Bearer stranger"})
    assert [each["name"] for each in strangers.json()["items"]] == (["local"] if api.namespace == "local" else [])


async def test_a_plan_has_the_state_of_its_steps(api: ApiWorld) -> None:
    asset = await api.analysed()
    (execution,) = (await api.client.get(f"/v1/executions?asset={asset['name']}")).json()["items"]
    plan = (await api.client.get(f"/v1/executions/{execution['id']}/plan")).json()
    (step,) = plan["steps"]
    assert (step["state"], step["attempts"], step["result"]) == ("Complete", 1, "words")
    assert step["seconds"] >= 0
    assert step["startedAt"] <= step["finishedAt"]
    before = (await api.client.post("/v1/plans", json={"asset": asset["id"], "workflow": "reading"})).json()
    assert [(each["state"], each["seconds"]) for each in before["steps"]] == [("Not Started", None)]


async def test_what_waits_is_listed_in_turn(api: ApiWorld) -> None:
    assert (await api.client.get("/v1/queue")).json() == {"items": [], "next": ""}
    asset = await api.asset("reading")
    listed = await api.until("/v1/executions", lambda found: bool(found["items"]))
    await api.until("/v1/queue", lambda found: all(each["asset"] == asset["name"] for each in found["items"]))
    path = f"/v1/executions/{listed['items'][0]['id']}"
    await api.until(path, lambda found: found["state"] in ("Started", *ENDED))
    await api.until("/v1/queue", lambda found: found["items"] == [])


async def test_an_operator_has_its_quality(api: ApiWorld) -> None:
    found = (await api.client.get("/v1/operators/words")).json()
    assert (found["quality"], found["weak"]) == ([], False)
