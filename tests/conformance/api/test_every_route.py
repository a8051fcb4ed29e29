"""Every route of the application is asked with success, on both worlds: a new one that nobody asks is found here."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from media_insights.rest import audited, documentation
from tests.conformance.api import test_batches, test_sign_in
from tests.conformance.api.listening import listening
from tests.conformance.api.shelf import WORKFLOW
from tests.conformance.api.test_mie_operations import OPERATION
from tests.conformance.api.worlds import TEXT, ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")
SEARCHES = True
"""The cluster has an indexer."""
MIE = "/mie/{namespace}"
METHODS = ("get", "put", "post", "patch", "delete")
OF_DOCUMENTATION = {"GET /openapi.json"}
SPOKEN = {
    "jobName": "j",
    "status": "COMPLETED",
    "results": {
        "transcripts": [{"transcript": "deep."}],
        "items": [
            {
                "type": "pronunciation",
                "start_time": 1.5,
                "end_time": 2.0,
                "alternatives": [{"content": "deep", "confidence": 0.9}],
            },
            {"type": "punctuation", "alternatives": [{"content": ".", "confidence": 0}]},
        ],
    },
}
"""A transcript that was made elsewhere."""
ELSEWHERE = {
    ("GET", "/v1/session/start"): test_sign_in.test_somebody_signs_in_reads_and_signs_out,
    ("GET", "/v1/session/callback"): test_sign_in.test_somebody_signs_in_reads_and_signs_out,
}
"""Routes that need an issuer → the test that has one and asks them with success."""
WITHOUT_RIGHTS = {
    ("GET", "/v1/session"),
    ("POST", "/v1/session"),
    ("DELETE", "/v1/session"),
    ("POST", f"{MIE}/upload/form"),
    ("GET", f"{MIE}/download/{{token}}"),
    ("GET", MIE),
    *(("GET", f"{MIE}/{each}") for each in ("version", "system/configuration", "workflow/configuration/{name}")),
    *(("GET", f"{MIE}/workflow/operation{each}") for each in ("", "/{name}")),
    *(("GET", f"/v1/{each}") for each in ("limits", "operators", "operators/{name}", "workflows")),
    ("GET", "/v1/events"),
    ("POST", "/v1/workflows:check"),
}
"""Routes that need no right: of everybody who is known, of an address, or, for events, of each event as it comes.

Each is recorded with who asks. A new route is added here only when whoever is logged in may have its answer."""
BATCHES = ("pause", "resume", "retry", "relist", "cancel")
"""What is asked of a batch, in this order."""
ON_CLUSTERS = {
    *(f"{method} /v1/batches" for method in ("GET", "POST")),
    *(f"{method} /v1/batches/{{id}}" for method in ("GET", "DELETE")),
    *(f"POST /v1/batches/{{id}}:{action}" for action in BATCHES),
    "GET /v1/batches/{id}/failures",
    "GET /v1/sources",
    "GET /v1/sources/{id}",
    f"POST {MIE}/workflow/operation",
    f"PUT {MIE}/workflow/operation",
    f"DELETE {MIE}/workflow/operation/{{name}}",
}
"""Routes that a laptop refuses, whose operators are folders, and which has no batches and sources."""


@dataclass
class Tour:
    """Asks routes by their templates, and keeps which ones."""

    api: ApiWorld
    asked: set[tuple[str, str]] = field(default_factory=set)
    answers: dict[str, Any] = field(default_factory=dict)
    """Route → what it answered first, where that is JSON."""

    async def ask(self, route: str, *, expect: int = 200, query: str = "", **more: Any) -> Any:
        """Ask ``METHOD /template`` with what the template names, and return the answer's JSON, or its text."""
        method, template = route.split()
        named = {name: more.pop(name) for name in list(more) if f"{{{name}}}" in template}
        path = template.format(**{"namespace": self.api.namespace, **named})
        answer = await self.api.client.request(method, path + query, **more)
        assert answer.status_code == expect, f"{route}: {answer.status_code} {answer.text}"
        self.asked.add((method, template))
        if expect >= 400:
            return answer.json()
        if "json" not in answer.headers.get("Content-Type", ""):
            return answer.text
        self.answers.setdefault(route, answer.json())
        return answer.json()


def routes_of(api: ApiWorld) -> dict[tuple[str, str], Any]:
    paths = api.app.openapi()["paths"]
    return {(m.upper(), path): operations[m] for path, operations in paths.items() for m in METHODS if m in operations}


async def test_every_route_is_asked_with_success(api: ApiWorld, update: bool) -> None:  # noqa: FBT001 - a fixture
    tour, routes = Tour(api), routes_of(api)
    assert len(routes) > 100
    for part in (
        surroundings,
        uploads,
        one_asset,
        edits,
        executions,
        definitions,
        faces,
        labels,
        search,
        saved_searches,
        word_lists,
        batches,
        sources,
        endings,
    ):
        await part(tour)
    for part in (
        engine_catalogue,
        engine_installation,
        engine_definitions,
        engine_executions,
        engine_results,
        engine_files,
        engine_locks,
    ):
        await part(tour)
    refused = {route for route, operation in routes.items() if is_replaced(operation)}
    missing = set(routes) - tour.asked - set(ELSEWHERE) - refused
    assert not missing, f"no request of this test asks {sorted(missing)}"
    if api.namespace != "local":
        assert not unrecorded(api, tour), "\n".join(unrecorded(api, tour))
    answers = {route: answer for route, answer in tour.answers.items() if route not in OF_DOCUMENTATION}
    examples = json.loads(documentation.EXAMPLES.read_text("utf-8"))
    if api.namespace == "local":
        answers |= {route: examples[route] for route in ON_CLUSTERS & set(examples)}
    if update:
        chosen = answers if api.namespace == "local" else examples | {route: answers[route] for route in ON_CLUSTERS}
        text = json.dumps(chosen, indent=1, sort_keys=True, ensure_ascii=False)
        documentation.EXAMPLES.write_text(f"{text}\n", "utf-8")
    said = f"answers without an example, or examples of no answer: pytest {__file__} --update"
    assert set(json.loads(documentation.EXAMPLES.read_text("utf-8"))) == set(answers), said


def unrecorded(api: ApiWorld, tour: Tour) -> list[str]:
    """Return routes that used authority without an audit record that says whose it was and which right it used."""
    lacking = []
    for method, template in sorted(tour.asked):
        of = [
            each
            for each in api.records
            if each.request and (each.request.method, each.request.route) == (method, template)
        ]
        if template in audited.PUBLIC:
            lacking += [f"{method} {template}: is public, but recorded" for _ in of[:1]]
        elif not of:
            lacking.append(f"{method} {template}: no record")
        elif not any(each.who or each.via in ("address", "nobody") for each in of):
            lacking.append(f"{method} {template}: nobody sent it")
        elif (method, template) not in WITHOUT_RIGHTS and not any(each.rights or each.verb for each in of):
            lacking.append(f"{method} {template}: by no right")
    return lacking


async def test_whatever_is_sent_and_answered_as_json_has_an_example(api: ApiWorld) -> None:
    schema = api.app.openapi()
    without = []
    for (method, path), operation in routes_of(api).items():
        if is_replaced(operation) or f"{method} {path}" in OF_DOCUMENTATION:
            continue
        sent = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if sent and not has_example(sent["schema"], schema):
            without.append(f"{method} {path}: request")
        for status, answer in operation["responses"].items():
            content = answer.get("content", {}).get("application/json")
            if status.startswith("2") and content and "example" not in content:
                without.append(f"{method} {path}: {status}")
    assert without == []


def has_example(shape: Any, schema: Any) -> bool:
    name = shape.get("$ref", "").rpartition("/")[2]
    return "examples" in shape or (bool(name) and has_example(schema["components"]["schemas"][name], schema))


async def test_a_route_that_is_replaced_says_by_what(api: ApiWorld) -> None:
    replaced = [route for route, operation in routes_of(api).items() if is_replaced(operation)]
    names = {
        "namespace": api.namespace,
        "name": "x",
        "asset": "x",
        "operator": "x",
        "path": "transcribe/list_vocabularies",
    }
    for method, template in replaced:
        answer = await api.client.request(method, template.format(**names))
        assert (answer.status_code, answer.json()["code"]) == (501, "not-implemented"), template
        assert len(answer.json()["Message"].split()) > 3, f"{template}: no sentence"


def is_replaced(operation: Any) -> bool:
    """Whether a route is one of the engine's that is answered with a sentence alone."""
    return "Media Insights Engine: not here" in operation["tags"]


async def surroundings(tour: Tour) -> None:
    for path in ("/healthz", "/version", "/openapi.json", "/docs"):
        await tour.ask(f"GET {path}")
    for path in ("namespaces", "limits", "queue", "operators", "workflows", "review", "people", "session"):
        await tour.ask(f"GET /v1/{path}")
    await tour.ask("GET /v1/operators/{name}", name="words")
    await tour.ask("GET /v1/session/rights", query=f"?namespace={tour.api.namespace}")
    await tour.ask("POST /v1/session", expect=204, json={"token": "admin"})
    await tour.ask("DELETE /v1/session", expect=204)


async def uploads(tour: Tour) -> None:
    body = {"namespace": tour.api.namespace, "name": "words.txt", "bytes": len(TEXT)}
    for ends in (True, False):
        begun = (await tour.ask("POST /v1/uploads", expect=201, json=body))["id"]
        await tour.ask("PUT /v1/uploads/{id}/parts/{number}", id=begun, number=1, content=TEXT)
        assert (await tour.ask("GET /v1/uploads/{id}", id=begun))["parts"] == [{"number": 1, "bytes": len(TEXT)}]
        if ends:
            await tour.ask("POST /v1/uploads/{id}/complete", id=begun)
        else:
            await tour.ask("DELETE /v1/uploads/{id}", id=begun, expect=204)


async def result_deletion(tour: Tour) -> None:
    made = await tour.api.analysed()
    gone = await tour.ask("DELETE /v1/assets/{id}/results/{name}", id=made["id"], name="words", expect=202)
    await tour.api.until(gone["receipt"], lambda found: found["objectsLeft"] == 0)
    await tour.ask("GET /v1/receipts/{namespace}/{id}/results/{name}", id=made["id"], name="words")


async def one_asset(tour: Tour) -> None:
    own = tour.api.namespace
    upload = (await tour.api.upload())["id"]
    made = await tour.ask("POST /v1/assets", expect=201, json={"namespace": own, "upload": upload, "name": "other"})
    await tour.ask("PATCH /v1/assets/{id}", id=made["id"], json={"title": "Other"})
    gone = await tour.ask("DELETE /v1/assets/{id}", id=made["id"], expect=202)
    await tour.api.until(gone["receipt"], lambda found: found["objectsLeft"] == 0)
    await tour.ask("GET /v1/receipts/{namespace}/{id}", id=made["id"])

    asset = (await tour.api.analysed())["id"]
    await tour.ask("GET /v1/assets")
    for path in ("", "/results", "/moments", "/boxes", "/timeline", "/captions", "/frames", "/waveform"):
        await tour.ask(f"GET /v1/assets/{{id}}{path}", id=asset)
    for path in ("", "/lineage"):
        await tour.ask(f"GET /v1/assets/{{id}}/results/{{name}}{path}", id=asset, name="words")
    await tour.ask("GET /v1/assets/{id}/frames/{time}.jpg", id=asset, time=0)
    await tour.ask("GET /v1/assets/{id}/hls/{file}", id=asset, file="hls.m3u8")
    await tour.ask("GET /v1/assets/{id}/media/{medium}", id=asset, medium="source")
    await tour.ask("GET /v1/assets/{id}/embed-links", id=asset)
    await tour.ask("POST /v1/assets/{id}/embed-links", id=asset, expect=201, json={})
    await tour.ask("GET /v1/assets/{id}/exports/{format}", id=asset, format="csv")


async def edits(tour: Tour) -> None:
    asset = (await tour.ask("GET /v1/assets"))["items"][0]["id"]
    body = {"operation": "rename", "result": "words", "originals": ["deep"], "value": "low"}
    made = await tour.ask("POST /v1/assets/{id}/edits", id=asset, expect=201, json=body)
    await tour.ask("GET /v1/assets/{id}/edits", id=asset)
    await tour.ask("DELETE /v1/assets/{id}/edits/{edit}", id=asset, edit=made["id"])


async def executions(tour: Tour) -> None:
    (done,) = (await tour.ask("GET /v1/executions"))["items"]
    for path in ("", "/plan", "/moments"):
        await tour.ask(f"GET /v1/executions/{{id}}{path}", id=done["id"])
    await tour.ask("GET /v1/executions/{id}/results/{name}", id=done["id"], name="words")
    await result_deletion(tour)
    await tour.ask("GET /v1/executions/{id}/logs", id=done["id"], query="?operator=words")
    await tour.ask("POST /v1/executions/{id}:rerun", id=done["id"], expect=201, json={"scope": "Failed"})

    asset = await tour.api.asset()
    await tour.api.until(f"/v1/assets/{asset['id']}", lambda found: bool(found["type"]))
    body = {"asset": asset["id"], "workflow": "asking"}
    await tour.ask("POST /v1/plans", json=body)
    made = await tour.ask("POST /v1/executions", expect=201, json=body)
    await waiting(tour.api, asset["name"], made["id"])
    await tour.ask("POST /v1/executions/{id}:resume", id=made["id"], expect=202, json={"data": {"approved": True}})
    await tour.ask("POST /v1/executions/{id}:cancel", id=made["id"], expect=202)
    await tour.ask("DELETE /v1/executions/{id}", id=made["id"], expect=202)


async def waiting(api: ApiWorld, asset: str, execution: str) -> None:
    """Return once an execution waits for a person."""
    path = f"/v1/executions/{execution}"
    await api.until(path, lambda found: found["state"] in ("Started", "Waiting"))
    api.finish(asset)
    await api.until(path, lambda found: found["state"] == "Waiting")


async def definitions(tour: Tour) -> None:
    body = {"namespace": tour.api.namespace, "name": "mine", "spec": WORKFLOW}
    await tour.ask("POST /v1/workflows:check", json={"spec": WORKFLOW})
    await tour.ask("POST /v1/workflows", expect=201, json=body)
    await tour.ask("GET /v1/workflows/{namespace}/{name}", name="mine")
    await tour.ask("GET /v1/workflows/{namespace}/{name}/explain", name="mine")
    await tour.ask("PUT /v1/workflows/{namespace}/{name}", name="mine", json={"spec": WORKFLOW})
    await tour.ask("DELETE /v1/workflows/{namespace}/{name}", name="mine", expect=204)


async def faces(tour: Tour) -> None:
    one, own = "/v1/collections/faces/{namespace}/{name}", tour.api.namespace
    asset = await finished(tour.api, "face-index")
    await tour.ask("POST /v1/collections/faces", expect=201, json={"namespace": own, "name": "staff"})
    await tour.ask("GET /v1/collections/faces", query=f"?namespace={own}")
    for _ in range(2):
        body = {"asset": asset, "name": "Jane"}
        added = await tour.ask(f"POST {one}/faces", name="staff", expect=201, json=body)
        face = added["people"][0]["faces"][0]["id"]
        renamed = {"originals": ["Jane"], "name": "Jane Doe"}
        changed = await tour.ask(f"POST {one}/changes", name="staff", expect=201, json=renamed)
        await tour.ask(f"DELETE {one}/changes/{{change}}", name="staff", change=changed["changes"][-1]["id"])
        if ("DELETE", f"{one}/faces/{{face}}") not in tour.asked:
            await tour.ask(f"DELETE {one}/faces/{{face}}", name="staff", face=face)
    await tour.ask(f"DELETE {one}/people", name="staff", query="?person=Jane")
    await tour.ask(f"GET {one}", name="staff")
    await tour.ask(f"DELETE {one}", name="staff")


async def labels(tour: Tour) -> None:
    one, own = "/v1/collections/labels/{namespace}/{name}", tour.api.namespace
    asset = await finished(tour.api, "image-embedding")
    await tour.ask("POST /v1/collections/labels", expect=201, json={"namespace": own, "name": "sports"})
    await tour.ask("GET /v1/collections/labels", query=f"?namespace={own}")
    body = {"asset": asset, "label": "goal"}
    added = await tour.ask(f"POST {one}/examples", name="sports", expect=201, json=body)
    example = added["examples"][0]["id"]
    await tour.ask(f"DELETE {one}/examples/{{example}}", name="sports", example=example)
    await tour.ask(f"POST {one}/examples", name="sports", expect=201, json={**body, "time": 1000})
    await tour.ask(f"GET {one}", name="sports", query="?minSimilarity=50")
    await tour.ask(f"DELETE {one}/examples", name="sports", query="?label=goal")
    await tour.ask(f"DELETE {one}", name="sports")


def is_running(page: Any) -> bool:
    """Whether the newest execution of a page has begun."""
    return bool(page["items"]) and page["items"][0]["state"] in ("Started", "Complete")


async def finished(api: ApiWorld, workflow: str) -> str:
    """Return the id of an asset over which a workflow has run."""
    made = await api.asset(workflow)
    path = f"/v1/assets/{made['id']}"
    started = await api.until(path, lambda found: bool(found["executions"]))
    run = f"/v1/executions?asset={made['name']}&namespace={api.namespace}"
    await api.until(run, is_running)
    api.finish(made["name"])
    await api.until(path, lambda found: bool(found["results"]) and found["state"] == "Complete")
    assert started
    return str(made["id"])


async def search(tour: Tour) -> None:
    await tour.api.until("/v1/search?q=Name:deep", lambda found: bool(found["items"]))
    await tour.ask("GET /v1/search", query="?q=Name:deep")
    await tour.ask("GET /v1/search/facets", query="?q=Name:*")
    await tour.ask("GET /v1/search/suggestions", query="?q=de")
    saved = "/v1/searches/{namespace}/{name}"
    await tour.ask(f"PUT {saved}", name="deep", json={"query": "Name:deep"})
    await tour.ask("GET /v1/searches", query=f"?namespace={tour.api.namespace}")
    await tour.ask(f"GET {saved}", name="deep")
    await tour.ask(f"DELETE {saved}", name="deep", expect=204)
    asset = await finished(tour.api, "looking")
    await tour.api.until(f"/v1/similar?asset={asset}", lambda found: bool(found.get("items")))
    (alike,) = (await tour.ask("GET /v1/similar", query=f"?asset={asset}"))["items"]
    assert (alike["best"], alike["score"]) == (2000, 1)


async def saved_searches(tour: Tour) -> None:
    one, own = "/v1/searches/{namespace}/{name}", tour.api.namespace
    await tour.ask(f"PUT {one}", name="deep", json={"query": "Name:deep"})
    await tour.ask(f"GET {one}", name="deep")
    await tour.ask("GET /v1/searches", query=f"?namespace={own}")
    await tour.ask(f"DELETE {one}", name="deep", expect=204)


async def word_lists(tour: Tour) -> None:
    one = "/v1/lists/{namespace}/{kind}/{name}"
    await tour.ask(f"PUT {one}", kind="vocabularies", name="places", json={"text": "Narvik\nLofoten\n"})
    await tour.ask(f"GET {one}", kind="vocabularies", name="places")
    await tour.ask("GET /v1/lists", query=f"?namespace={tour.api.namespace}")
    await tour.ask(f"DELETE {one}", kind="vocabularies", name="places", expect=204)


async def batches(tour: Tour) -> None:
    """Make a batch of a file that fails, and do all that one can with it; on a laptop, be told that there is none."""
    laptop = 501 if tour.api.namespace == "local" else 0
    test_batches.put(tour.api, "asked", "broken.mp4", test_batches.NO_MEDIA)
    made = await tour.ask("POST /v1/batches", expect=laptop or 201, json=test_batches.wanted(tour.api, "asked"))
    one = made["id"] if not laptop else "x"
    if not laptop:
        await tour.api.until(f"/v1/batches/{one}", lambda found: found["state"] == "Error")
    await tour.ask("GET /v1/batches", expect=laptop or 200)
    await tour.ask("GET /v1/batches/{id}", id=one, expect=laptop or 200)
    await tour.ask("GET /v1/batches/{id}/failures", id=one, expect=laptop or 200)
    for action in BATCHES:
        await tour.ask(f"POST /v1/batches/{{id}}:{action}", id=one, expect=laptop or 202)
    await tour.ask("DELETE /v1/batches/{id}", id=one, expect=laptop or 202)


async def sources(tour: Tour) -> None:
    laptop = 501 if tour.api.namespace == "local" else 0
    made = "x" if laptop else (await test_batches.watched(tour.api)).metadata.uid
    await tour.ask("GET /v1/sources", expect=laptop or 200)
    await tour.ask("GET /v1/sources/{id}", id=made, expect=laptop or 200)


async def endings(tour: Tour) -> None:
    """Ask what has no end: its head is enough."""
    headers = {"Authorization": tour.api.client.headers.get("Authorization", "Bearer none")}
    async with (
        listening(tour.api.app) as url,
        httpx.AsyncClient(base_url=url, headers=headers) as asking,
        asking.stream("GET", "/v1/events") as answer,
    ):
        assert answer.status_code == 200
    tour.asked.add(("GET", "/v1/events"))


async def engine_catalogue(tour: Tour) -> None:
    for path in ("", "/version", "/system/configuration", "/workflow/operation", "/workflow/stage", "/workflow"):
        await tour.ask(f"GET {MIE}{path}")
    await tour.ask(f"GET {MIE}/workflow/operation/{{name}}", name="words")
    for path in ("/workflow/stage/{name}", "/workflow/{name}", "/workflow/configuration/{name}"):
        await tour.ask(f"GET {MIE}{path}", name="reading")
    await tour.ask(f"GET {MIE}/workflow/list/{{part}}/{{name}}", part="operation", name="words")


async def engine_installation(tour: Tour) -> None:
    """Define an operator; on a laptop, whose operators are folders, be told so."""
    is_laptop, place = tour.api.namespace == "local", f"{MIE}/workflow/operation"
    changed, body = (422 if is_laptop else 200), {**OPERATION, "Name": "shortLived"}
    await tour.ask(f"POST {place}", json=body, expect=changed)
    await tour.ask(f"PUT {place}", json=body, expect=404 if is_laptop else 200)
    deleted = "words" if is_laptop else "shortLived"
    await tour.ask(f"DELETE {place}/{{name}}", name=deleted, query="?force=true", expect=changed)
    await tour.ask(f"POST {MIE}/system/configuration", json={"Name": "MaxConcurrentWorkflows", "Value": 1})
    if not is_laptop:
        await tour.ask(f"POST {MIE}/system/configuration", json={"Name": "MaxConcurrentWorkflows", "Value": 20})


async def engine_definitions(tour: Tour) -> None:
    stage = {"Name": "TextStage", "Operations": ["words"]}
    workflow = {"Name": "TextWorkflow", "StartAt": "TextStage", "Stages": {"TextStage": {"End": True}}}
    for kind, body in (("stage", stage), ("", workflow)):
        place = f"{MIE}/workflow/{kind}".rstrip("/")
        await tour.ask(f"POST {place}", json=body)
        await tour.ask(f"PUT {place}", json=body)
    await tour.ask(f"DELETE {MIE}/workflow/{{name}}", name="TextWorkflow")
    await tour.ask(f"DELETE {MIE}/workflow/stage/{{name}}", name="TextStage", query="?force=true")


async def engine_executions(tour: Tour) -> None:
    stored = (await tour.api.upload())["source"]
    body = {"Name": "asking", "Input": {"Media": {"Text": {"S3Bucket": stored["bucket"], "S3Key": stored["key"]}}}}
    run = await tour.ask(f"POST {MIE}/workflow/execution", json=body)
    name = (await tour.api.client.get(f"/v1/assets/{run['AssetId']}")).json()["name"]
    await waiting(tour.api, name, run["Id"])
    one = f"{MIE}/workflow/execution/{{id}}"
    await tour.ask(f"GET {one}", id=run["Id"])
    await tour.ask(f"GET {MIE}/workflow/execution")
    await tour.ask(f"GET {MIE}/workflow/execution/status/{{status}}", status="Waiting")
    await tour.ask(f"GET {MIE}/workflow/execution/asset/{{asset_id}}", asset_id=run["AssetId"])
    await tour.ask(f"PUT {one}", id=run["Id"], json={"WaitingStageName": "review"})
    await tour.ask(f"DELETE {one}", id=run["Id"])


async def engine_results(tour: Tour) -> None:
    stored = (await tour.api.upload())["source"]
    source = {"S3Bucket": stored["bucket"], "S3Key": stored["key"]}
    asset = (await tour.ask(f"POST {MIE}/create", json={"Input": {"MediaType": "Text", **source}}))["AssetId"]
    found = await tour.api.until(f"/v1/assets/{asset}", lambda found: bool(found["type"]))
    body = {"OperatorName": "TranscribeVideo", "WorkflowId": "w", "Results": SPOKEN}
    await tour.ask(f"POST {MIE}/metadata/{{asset_id}}", asset_id=asset, json=body)
    run = f"/v1/executions?asset={found['name']}&namespace={tour.api.namespace}"
    listed = await tour.api.until(run, is_running)
    tour.api.finish(found["name"])
    await tour.api.until(f"/v1/assets/{asset}", lambda found: bool(found["results"]))
    shown = await tour.ask(f"GET {MIE}/metadata/{{asset_id}}/{{operator}}", asset_id=asset, operator="TranscribeVideo")
    assert shown["results"]["results"] == SPOKEN["results"]
    assert (await tour.ask("GET /v1/assets/{id}/transcript", id=asset))["items"][0]["text"] == "deep."
    execution = listed["items"][0]["id"]
    await tour.ask(f"GET {MIE}/mediapath/{{asset_id}}/{{workflow_id}}", asset_id=asset, workflow_id=execution)
    await tour.ask(f"GET {MIE}/metadata")
    await tour.ask(f"GET {MIE}/metadata/{{asset_id}}", asset_id=asset)
    await tour.ask(f"DELETE {MIE}/metadata/{{asset_id}}/{{operator}}", asset_id=asset, operator="TranscribeVideo")
    await tour.ask(f"DELETE {MIE}/metadata/{{asset_id}}", asset_id=asset)


async def engine_files(tour: Tour) -> None:
    named = {"S3Bucket": tour.api.bucket, "S3Key": "public/upload/posted.txt"}
    form = await tour.ask(f"POST {MIE}/upload", json=named)
    await tour.ask(f"POST {MIE}/upload/form", expect=204, data=form["fields"], files={"file": TEXT})
    where = await tour.ask(f"POST {MIE}/download", json=named)
    assert await tour.ask(f"GET {MIE}/download/{{token}}", token=where.rpartition("/")[2]) == TEXT.decode()


async def engine_locks(tour: Tour) -> None:
    asset = (await tour.api.asset())["id"]
    await tour.api.until(f"/v1/assets/{asset}", lambda found: bool(found["type"]))
    await tour.ask(f"POST {MIE}/checkout/{{asset_id}}", asset_id=asset, json={"LockedBy": "ann"})
    await tour.ask(f"GET {MIE}/checkouts")
    await tour.ask(f"POST {MIE}/checkin/{{asset_id}}", asset_id=asset)
