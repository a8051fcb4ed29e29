"""Operators and the limit of executions as a client of Media Insights Engine changes them."""

import json
from typing import Any

import pytest

from tests.conformance.api.answers import code
from tests.conformance.api.test_mie import MieClient, source
from tests.conformance.api.worlds import ApiWorld, asked_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
OPERATION: dict[str, Any] = {
    "Name": "wordLengths",
    "Type": "Sync",
    "Configuration": {"MediaType": "Text", "Enabled": True, "MinLength": 3, "Languages": ["en"]},
    "StartLambdaArn": "registry.example.com/words:1.0#words.lambda_handler",
}


def is_laptop(api: ApiWorld) -> bool:
    """Whether operators are folders, and nothing of the installation changes by requests."""
    return api.namespace == "local"


def base(api: ApiWorld) -> str:
    return f"/mie/{api.namespace}"


async def test_an_operator_is_defined_used_changed_and_deleted_as_in_the_engine(api: ApiWorld) -> None:
    client = MieClient(api, base(api))
    if is_laptop(api):
        refused = await api.client.post(f"{client.base}/workflow/operation", json=OPERATION)
        assert code(refused) == (422, "invalid")
        assert "an operator is a folder" in refused.json()["Message"]
        return
    made = await client.post("/workflow/operation", OPERATION)
    expected = {**OPERATION, "StageName": "_wordLengths", "ResourceType": "OPERATION", "Version": "v0"}
    assert {name: made[name] for name in expected} == expected
    assert code(await api.client.post(f"{client.base}/workflow/operation", json=OPERATION)) == (409, "already-exists")
    assert (await client.get("/workflow/operation/wordLengths"))["Id"] == made["Id"]
    assert "wordLengths" in [each["Name"] for each in await client.get("/workflow/operation")]
    assert (await client.get("/workflow/stage/_wordLengths"))["Configuration"]["wordLengths"]["MinLength"] == 3

    spec = (await api.client.get("/v1/operators/word-lengths")).json()["spec"]
    assert (spec["resultName"], spec["image"]) == ("wordLengths", "registry.example.com/words:1.0")
    assert spec["command"] == ["python", "-m", "lambda_operator", "words.lambda_handler"]

    workflow = {"Name": "Lengths", "StartAt": "_wordLengths", "Stages": {"_wordLengths": {"End": True}}}
    assert (await client.post("/workflow", workflow))["Operations"] == ["wordLengths"]
    for name in ("wordLengths", "word-lengths"):
        assert [each["Name"] for each in await client.get(f"/workflow/list/operation/{name}")] == ["Lengths"]
    template = await client.get("/workflow/configuration/Lengths")
    assert template == {"_wordLengths": {"wordLengths": OPERATION["Configuration"]}}
    wanted = {"_wordLengths": {"wordLengths": {"MinLength": 5}}}
    run = {"Name": "Lengths", "Input": {"Media": {"Text": await source(api)}}, "Configuration": wanted}
    started = await client.post("/workflow/execution", run)
    assert started["Configuration"] == wanted
    path = f"{client.base}/workflow/execution/{started['Id']}"
    planned = await api.until(path, lambda found: "_wordLengths" in found["Workflow"]["Stages"])
    assert planned["Configuration"] == wanted
    assert planned["Workflow"]["Stages"]["_wordLengths"]["Operations"] == ["wordLengths"]
    await api.client.delete(path)

    used = await api.client.delete(f"{client.base}/workflow/operation/wordLengths")
    assert code(used) == (400, "bad-request")
    assert "Lengths" in used.json()["Message"]

    body = {**OPERATION, "Configuration": {"MediaType": "Audio", "Enabled": False, "Most": 2.5}}
    changed = await api.client.put(f"{client.base}/workflow/operation", json=body)
    assert (changed.status_code, changed.json()["Version"]) == (200, "v1"), changed.text
    assert changed.json()["Configuration"] == {"MediaType": "Audio", "Enabled": False, "Most": 2.5}
    forced = await api.client.delete(f"{client.base}/workflow/operation/wordLengths?force=true")
    assert forced.json()["Name"] == "wordLengths"
    again = await api.client.delete(f"{client.base}/workflow/operation/wordLengths")
    assert again.json() == {"Message": "Warning: operation 'wordLengths' not found."}
    await api.client.delete(f"{client.base}/workflow/Lengths")


async def test_an_operator_that_was_installed_is_not_changed_by_the_engines_json(api: ApiWorld) -> None:
    refused = await api.client.put(f"{base(api)}/workflow/operation", json={**OPERATION, "Name": "words"})
    assert code(refused) == (409, "wrong-state")
    assert "kubectl apply changes it" in refused.json()["Message"]
    absent = await api.client.put(f"{base(api)}/workflow/operation", json={**OPERATION, "Name": "none"})
    assert code(absent) == (404, "not-found")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"StartLambdaArn": "arn:aws:lambda:eu-west-1:1:function:words"}, "runs no function of AWS: put the function"),
        ({"StartLambdaArn": "words:1.0#lambda_handler"}, "IMAGE#FILE.FUNCTION"),
        ({"StartLambdaArn": "words 1"}, "names no image"),
        ({"Type": "Async"}, "an Async operation needs MonitorLambdaArn"),
        ({"Type": "Async", "MonitorLambdaArn": "other:1#check.handler"}, "one image has both"),
        ({"StartLambdaArn": "words:1", "Type": "Async", "MonitorLambdaArn": "words:1"}, "send Type: Sync, or"),
        ({"Name": "word lengths"}, "has to begin with a letter"),
        ({"Configuration": {"Enabled": True}}, "Configuration.MediaType has to be one of MetadataOnly, Video"),
        ({"Configuration": {"MediaType": "Text"}}, "Configuration.Enabled has to be true or false"),
        ({"Configuration": {"MediaType": "Text", "Enabled": True, "Most": None}}, "Configuration.Most is null"),
    ],
)
async def test_what_cannot_be_an_operator_is_refused_with_what_would_be_right(
    api: ApiWorld, change: dict[str, Any], said: str
) -> None:
    refused = await api.client.post(f"{base(api)}/workflow/operation", json={**OPERATION, **change})
    assert code(refused) == (400, "bad-request")
    assert said in refused.json()["Message"]


async def test_an_operation_that_is_asked_until_it_ends_keeps_both_functions(api: ApiWorld) -> None:
    if is_laptop(api):
        return
    client = MieClient(api, base(api))
    body = {**OPERATION, "Name": "slow", "Type": "Async", "MonitorLambdaArn": "words:1.0#check.handler"}
    body["StartLambdaArn"] = "words:1.0#start.handler"
    made = await client.post("/workflow/operation", body)
    assert (made["Type"], made["MonitorLambdaArn"]) == ("Async", "words:1.0#check.handler")
    spec = (await api.client.get("/v1/operators/slow")).json()["spec"]
    assert spec["command"][3:] == ["start.handler", "--monitor", "check.handler", "--every", "10"]
    await api.client.delete(f"{client.base}/workflow/operation/slow")


async def test_an_operator_is_deleted_and_defined_anew_at_once(api: ApiWorld) -> None:
    if is_laptop(api):
        return
    client = MieClient(api, base(api))
    for _ in range(3):
        await client.post("/workflow/operation", OPERATION)
        deleted = await api.client.delete(f"{client.base}/workflow/operation/wordLengths")
        assert deleted.json()["Name"] == "wordLengths"
        assert code(await api.client.get(f"{client.base}/workflow/operation/wordLengths")) == (404, "not-found")


async def test_the_name_of_another_operators_results_is_taken_and_its_owner_named(api: ApiWorld) -> None:
    """``spoken`` stores its results as SpokenWords; the controller accepts no second operator that does."""
    if is_laptop(api):
        return
    body = {**OPERATION, "Name": "SpokenWords"}
    refused = await api.client.post(f"{base(api)}/workflow/operation", json=body)
    assert code(refused) == (409, "already-exists")
    assert "the results of the operator spoken are called SpokenWords" in refused.json()["Message"]


async def test_a_name_of_its_own_means_an_operator_however_alike_others_are(api: ApiWorld) -> None:
    if is_laptop(api):
        return
    client = MieClient(api, base(api))
    await client.post("/workflow/operation", {**OPERATION, "Name": "Spoken_Words"})
    stage = await client.post("/workflow/stage", {"Name": "Own", "Operations": ["Spoken_Words"]})
    assert stage["Operations"] == ["Spoken_Words"]
    await api.client.delete(f"{client.base}/workflow/stage/Own")
    await api.client.delete(f"{client.base}/workflow/operation/Spoken_Words?force=true")


async def test_what_is_put_is_what_would_have_been_posted(api: ApiWorld) -> None:
    if is_laptop(api):
        return
    client = MieClient(api, base(api))
    before = {"MediaType": "Text", "Enabled": True, "Map": {"a": 1, "deep": {"b": 2}}, "Gone": "x"}
    after = {"MediaType": "Text", "Enabled": True, "Map": {"deep": {"c": None}, "list": [{"d": 1}]}}
    await client.post("/workflow/operation", {**OPERATION, "Configuration": before})
    body = {**OPERATION, "Configuration": after}
    changed = await api.client.put(f"{client.base}/workflow/operation", json=body)
    assert (changed.status_code, changed.json()["Configuration"]) == (200, after), changed.text
    put = (await api.client.get("/v1/operators/word-lengths")).json()["spec"]
    await api.client.delete(f"{client.base}/workflow/operation/wordLengths")
    await client.post("/workflow/operation", body)
    posted = (await api.client.get("/v1/operators/word-lengths")).json()["spec"]
    assert {**put, "version": ""} == {**posted, "version": ""}
    await api.client.delete(f"{client.base}/workflow/operation/wordLengths")


@pytest.mark.parametrize("start", ["words:1.0", "words:1.0#words.lambda_handler"])
async def test_what_was_answered_can_be_sent_back(api: ApiWorld, start: str) -> None:
    if is_laptop(api):
        return
    client = MieClient(api, base(api))
    made = await client.post("/workflow/operation", {**OPERATION, "StartLambdaArn": start})
    assert (made["Type"], made["StartLambdaArn"]) == ("Sync", start)
    again = await api.client.put(f"{client.base}/workflow/operation", json=made)
    assert (again.status_code, again.json()) == (200, {**made, "Version": "v1"}), again.text
    await api.client.delete(f"{client.base}/workflow/operation/wordLengths")


@pytest.mark.parametrize("default", ["NaN", "-Infinity", "1e999", '[1, {"least": NaN}]'])
async def test_a_default_that_is_no_number_of_json_is_refused(api: ApiWorld, default: str) -> None:
    content = json.dumps({**OPERATION, "Configuration": {"MediaType": "Text", "Enabled": True, "Most": 0}})
    refused = await api.client.post(
        f"{base(api)}/workflow/operation",
        content=content.replace('"Most": 0', f'"Most": {default}'),
        headers={"Content-Type": "application/json"},
    )
    assert code(refused) == (400, "bad-request")
    assert "Configuration.Most has a number that is none of JSON" in refused.json()["Message"]


async def test_a_browser_that_was_given_a_token_does_not_change_the_installation(api: ApiWorld) -> None:
    if is_laptop(api):
        return
    async with asked_of(api.app) as browser:
        own = {"Sec-Fetch-Site": "same-origin"}
        assert (await browser.post("/v1/session", json={"token": "admin"}, headers=own)).status_code == 204
        refused = [
            await browser.post(f"{base(api)}/workflow/operation", json=OPERATION, headers=own),
            await browser.delete(f"{base(api)}/workflow/operation/words?force=true", headers=own),
            await browser.post(
                f"{base(api)}/system/configuration", json={"Name": "MaxConcurrentWorkflows", "Value": 7}, headers=own
            ),
        ]
    assert [code(each) for each in refused] == [(403, "forbidden")] * 3
    assert "browser" in refused[0].json()["Message"]


async def test_the_limit_of_executions_is_set_and_nothing_else(api: ApiWorld) -> None:
    path = f"{base(api)}/system/configuration"
    before = (await api.client.get(path)).json()[0]["Value"]
    wanted = {"Name": "MaxConcurrentWorkflows", "Value": 7}
    answer = await api.client.post(path, json=wanted)
    if is_laptop(api):
        assert code(answer) == (422, "invalid")
        assert "the only limit is 1" in answer.json()["Message"]
    else:
        assert (answer.status_code, answer.json()) == (200, {}), answer.text
        assert (await api.client.get(path)).json() == [wanted]
    kept = {"Name": "MaxConcurrentWorkflows", "Value": before}
    assert (await api.client.post(path, json=kept)).status_code == 200
    for value in (0, "7", True, 2.5, None):
        refused = await api.client.post(path, json={**wanted, "Value": value})
        assert (code(refused), "a whole number" in refused.json()["Message"]) == ((400, "bad-request"), True)
    unknown = await api.client.post(path, json={"Name": "MaxRetries", "Value": 3})
    assert code(unknown) == (400, "bad-request")
    assert "MaxConcurrentWorkflows" in unknown.json()["Message"]


async def test_whoever_has_no_right_to_the_installation_changes_nothing_of_it(api: ApiWorld) -> None:
    if is_laptop(api):
        return  # it knows one user
    reader = {"Authorization": "Bearer reader"}
    refused = [
        await api.client.post(f"{base(api)}/workflow/operation", json=OPERATION, headers=reader),
        await api.client.put(f"{base(api)}/workflow/operation", json=OPERATION, headers=reader),
        await api.client.delete(f"{base(api)}/workflow/operation/words?force=true", headers=reader),
        await api.client.post(
            f"{base(api)}/system/configuration", json={"Name": "MaxConcurrentWorkflows", "Value": 7}, headers=reader
        ),
    ]
    assert [code(each) for each in refused] == [(403, "forbidden")] * 4
    assert (await api.client.get(f"{base(api)}/workflow/operation/words")).status_code == 200
