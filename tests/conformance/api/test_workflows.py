"""Workflows by the API: checked before they are there, changed, run and deleted."""

from typing import Any

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.shelf import WORKFLOW
from tests.conformance.api.worlds import ENDED, ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")


def body(api: ApiWorld, name: str, **more: Any) -> dict[str, Any]:
    return {"namespace": api.namespace, "name": name, "spec": {**WORKFLOW, **more}}


async def test_a_workflow_is_created_run_changed_and_deleted(api: ApiWorld) -> None:
    made = await api.client.post("/v1/workflows", json=body(api, "mine", description="Counts."))
    assert made.status_code == 201, made.text
    path = made.headers["Location"]
    assert (await api.client.get(path)).json()["spec"]["description"] == "Counts."
    assert code(await api.client.post("/v1/workflows", json=body(api, "mine"))) == (409, "already-exists")
    listed = (await api.client.get(f"/v1/workflows?namespace={api.namespace}")).json()["items"]
    assert {"mine", "reading"} <= {each["name"] for each in listed}

    asset = await api.asset()
    await api.until(f"/v1/assets/{asset['id']}", lambda found: found["type"] == "Text")
    ran = await api.client.post("/v1/executions", json={"asset": asset["id"], "workflow": "mine"})
    assert ran.status_code == 201, ran.text
    await api.until(f"/v1/executions/{ran.json()['id']}", lambda found: found["state"] in ("Started", *ENDED))
    api.finish(asset["name"])
    done = await api.until(f"/v1/executions/{ran.json()['id']}", lambda found: found["state"] in ENDED)
    assert done["state"] == "Complete"

    stale = made.headers["ETag"]
    changed = await api.client.put(path, json={"spec": {**WORKFLOW, "priority": 5}})
    assert (changed.status_code, changed.json()["spec"]["priority"]) == (200, 5)
    assert changed.json()["spec"]["description"] == ""
    refused = await api.client.put(path, json={"spec": WORKFLOW}, headers={"If-Match": stale})
    assert code(refused) == (412, "changed-meanwhile")
    assert (await api.client.delete(path)).status_code == 204
    await api.gone(path)
    assert code(await api.client.delete(path)) == (404, "not-found")


async def test_what_is_wrong_is_said_by_field_before_anything_is_there(api: ApiWorld) -> None:
    wrong = {
        "stages": [{"name": "s", "operators": [{"name": "word"}, {"name": "words", "configuration": {"most": 0}}]}]
    }
    found = (await api.client.post("/v1/workflows:check", json={"spec": wrong})).json()["problems"]
    assert found[0]["at"].startswith("/spec/stages")
    assert "did you mean words?" in found[0]["message"]
    made = await api.client.post("/v1/workflows", json={**body(api, "wrong"), "spec": wrong})
    assert code(made) == (422, "invalid")
    assert (await api.client.post("/v1/workflows:check", json={"spec": WORKFLOW})).json()["problems"] == []
    assert code(await api.client.get(f"/v1/workflows/{api.namespace}/wrong")) == (404, "not-found")


async def test_who_may_only_read_changes_nothing(api: ApiWorld) -> None:
    if api.namespace == "n":  # a laptop knows one user
        refused = await api.client.post(
            "/v1/workflows", json=body(api, "mine"), headers={"Authorization": "Bearer reader"}
        )
        assert code(refused) == (403, "forbidden")
    else:
        refused = await api.client.delete("/v1/workflows/local/reading")
        assert code(refused) == (422, "invalid")
        assert "give yours another name" in refused.json()["detail"]


async def test_a_dry_run_says_what_would_run_before_there_is_an_asset(api: ApiWorld) -> None:
    asked = {"spec": WORKFLOW, "type": "Text", "configuration": {"words": {"most": 3}}}
    found = (await api.client.post("/v1/workflows:check", json=asked)).json()
    assert found["problems"] == []
    (step,) = found["plan"]["steps"]
    assert (step["name"], step["runs"], step["parameters"]["most"]) == ("words", True, 3)
    (skipped,) = (await api.client.post("/v1/workflows:check", json={**asked, "type": "Image"})).json()["plan"]["steps"]
    assert (skipped["runs"], skipped["state"]) == (False, "Skipped")
    assert "for an Image asset" in skipped["skipped"]
    wrong = {**asked, "configuration": {"words": {"most": 0}}}
    refused = (await api.client.post("/v1/workflows:check", json=wrong)).json()
    assert [each["at"] for each in refused["problems"]] == ["/configuration/words/most"]
    assert refused["plan"] is None


async def test_a_workflow_that_is_sent_again_is_made_once(api: ApiWorld) -> None:
    headers = {"Idempotency-Key": "weekly"}
    made = [await api.client.post("/v1/workflows", json=body(api, "weekly"), headers=headers) for _ in range(2)]
    assert [each.status_code for each in made] == [201, 201]
    assert made[0].json() == made[1].json()
    for other in (body(api, "weekly", priority=3), body(api, "monthly")):
        assert code(await api.client.post("/v1/workflows", json=other, headers=headers)) == (
            409,
            "idempotency-key-reused",
        )
    another = await api.client.post("/v1/workflows", json=body(api, "weekly"), headers={"Idempotency-Key": "daily"})
    assert code(another) == (409, "already-exists")
    await api.client.delete(f"/v1/workflows/{api.namespace}/weekly")
    await api.gone(f"/v1/workflows/{api.namespace}/weekly")
    late = await api.client.post("/v1/workflows", json=body(api, "weekly"), headers=headers)
    assert code(late) == (404, "not-found")
    assert "was deleted since" in late.json()["detail"]
    await api.client.post("/v1/workflows", json=body(api, "weekly"))  # somebody else's
    assert code(await api.client.post("/v1/workflows", json=body(api, "weekly"), headers=headers)) == (404, "not-found")
    await api.client.delete(f"/v1/workflows/{api.namespace}/weekly")


async def test_a_workflow_is_explained_with_what_earlier_runs_used(api: ApiWorld) -> None:
    await api.client.post("/v1/workflows", json=body(api, "measured"))
    path = f"/v1/workflows/{api.namespace}/measured/explain"
    before = (await api.client.get(path)).json()
    assert [each["type"] for each in before["types"]] == ["Video", "Audio", "Image", "Text"]
    assert {each["estimate"] for each in before["types"]} == {None}
    asset = await api.analysed("measured")
    await api.until(f"/v1/executions?asset={asset['name']}", lambda found: found["items"][0]["state"] == "Complete")
    found = await api.until(f"{path}?type=Text", lambda found: bool(found["types"][0]["estimate"]))
    (text,) = found["types"]
    (step,) = text["plan"]["steps"]
    estimate = text["estimate"]
    assert (text["plan"]["accepted"], step["runs"], step["parameters"]["most"]) == (True, True, 10)
    assert (estimate["per"], estimate["runs"], estimate["unknown"]) == ("file", 1, 0)
    assert [each["name"] for each in estimate["steps"]] == ["words"]
    assert estimate["lowest"] == estimate["middle"] == estimate["highest"]
    if api.namespace == "n":  # a laptop has measured what it took
        assert estimate["middle"] == 1.5
    asked = {"spec": WORKFLOW, "type": "Text", "runs": {"namespace": api.namespace, "workflow": "measured"}}
    assert (await api.client.post("/v1/workflows:check", json=asked)).json()["estimate"] == estimate
    unmeasured = {**asked, "runs": {"namespace": api.namespace, "workflow": "never-run"}}
    assert (await api.client.post("/v1/workflows:check", json=unmeasured)).json()["estimate"] is None
    await api.client.delete(f"/v1/workflows/{api.namespace}/measured")


async def test_an_alias_that_moved_has_no_earlier_runs(api: ApiWorld) -> None:
    named = {"stages": [{"name": "s", "operators": [{"name": "words", "alias": "second"}]}]}
    made = {"namespace": api.namespace, "name": "moving", "spec": named}
    assert (await api.client.post("/v1/workflows", json=made)).status_code == 201
    asset = await api.asset("moving")
    await api.until(f"/v1/assets/{asset['id']}", lambda found: bool(found["executions"]))
    page = f"/v1/executions?asset={asset['name']}"
    await api.until(page, lambda found: found["items"][0]["state"] in ("Started", *ENDED))
    api.finish(asset["name"])
    await api.until(page, lambda found: found["items"][0]["state"] == "Complete")
    path = f"/v1/workflows/{api.namespace}/moving"
    await api.until(f"{path}/explain?type=Text", lambda found: bool(found["types"][0]["estimate"]))
    moved = {"stages": [{"name": "s", "operators": [{"name": "spoken", "alias": "second"}]}]}
    await api.client.put(path, json={"spec": moved})
    (text,) = (
        await api.until(
            f"{path}/explain?type=Text",
            lambda found: (
                bool(found["types"][0]["plan"]["steps"])
                and found["types"][0]["plan"]["steps"][0]["operator"] == "spoken"
            ),
        )
    )["types"]
    assert text["estimate"] is None
    await api.client.delete(path)


async def test_whoever_may_not_list_executions_is_told_no_cost(api: ApiWorld) -> None:
    if api.namespace == "n":  # a laptop knows one user
        reader = {"Authorization": "Bearer reader"}
        path = "/v1/workflows/system/reading/explain"
        refused = await api.client.get(f"{path}?runs=elsewhere", headers=reader)
        assert code(refused) == (403, "forbidden")
        assert (await api.client.get(f"{path}?runs=n", headers=reader)).status_code == 200
    wrong = await api.client.get(f"/v1/workflows/{api.namespace}/none/explain")
    assert code(wrong) == (404, "not-found")
    assert code(await api.client.get(f"/v1/workflows/{api.namespace}/none/explain?type=Film")) == (422, "invalid")


async def test_what_a_cluster_keeps_since_it_is_in_use_is_a_conflict(api: ApiWorld) -> None:
    if api.namespace != "n":  # a laptop's file goes when somebody says so
        return
    path = (await api.client.post("/v1/workflows", json=body(api, "needed"))).headers["Location"]
    asset = await api.asset("needed")
    page = f"/v1/executions?asset={asset['name']}"
    await api.until(page, lambda found: bool(found["items"]) and found["items"][0]["state"] == "Started")
    refused = await api.client.delete(path)
    assert code(refused) == (409, "in-use"), refused.text
    assert "the workflow needed is in use: executions need it" in refused.json()["detail"]
    api.finish(asset["name"])
    await api.until(page, lambda found: found["items"][0]["state"] == "Complete")
    gone = await api.client.delete(path)
    assert gone.status_code == 204, gone.text
