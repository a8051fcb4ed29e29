"""The Python client over both adapters, through a real socket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from media_insights.client import Client, RefusedRequest, answers, corrections, upload_answers
from media_insights.client.connection import ApiConnection
from media_insights.client.file_uploads import FileUpload
from tests.conformance.api.listening import listening
from tests.conformance.api.shelf import FILES, JPEGS, RESULT, WORKFLOW
from tests.conformance.api.worlds import TEXT, ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def client(api: ApiWorld) -> AsyncIterator[Client]:
    token = api.client.headers.get("Authorization", "").removeprefix("Bearer ")
    async with listening(api.app) as url:
        yield Client.at(url, token=token, timeout=60)


async def test_a_file_is_sent_and_becomes_an_asset(api: ApiWorld, client: Client, tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(TEXT)
    sent: list[tuple[int, int]] = []
    file = await asyncio.to_thread(client.upload, api.namespace, path, lambda done, of: sent.append((done, of)))
    assert (file.type, file.bytes, sent) == ("Text", len(TEXT), [(len(TEXT), len(TEXT))])
    again = await asyncio.to_thread(client.upload, api.namespace, path, lambda done, of: sent.append((done, of)))
    assert (again.bytes, len(sent)) == (len(TEXT), 1)  # it is there already
    made = await asyncio.to_thread(client.create_asset, api.namespace, file.id, title="Water")
    assert (await asyncio.to_thread(client.asset, made.id)).title == "Water"


class BrokenOffError(Exception):
    """The process ends here."""


async def test_an_interrupted_upload_is_gone_on_with(
    api: ApiWorld, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"interrupted " * (2**20 + 1))

    def break_off(_done: int, _of: int) -> None:
        raise BrokenOffError

    with pytest.raises(BrokenOffError):
        await asyncio.to_thread(client.upload, api.namespace, path, break_off)
    sent = list[str]()
    ask = ApiConnection.content

    def watched(self: ApiConnection, method: str, path: str, *more: Any, **named: Any) -> Any:
        sent.extend([path.rpartition("/")[2]] if method == "PUT" else [])
        return ask(self, method, path, *more, **named)

    monkeypatch.setattr(ApiConnection, "content", watched)
    file = await asyncio.to_thread(client.upload, api.namespace, path)
    assert (file.bytes, sent) == (path.stat().st_size, ["2"])


@dataclass
class IsAway:
    """The API behind a proxy that finds nobody the first times that one thing is asked."""

    app: FastAPI
    asked: str
    """Method and end of the path."""
    times: int

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        is_asked = f"{scope['method']} {scope['path'].rpartition('/')[2]}" == self.asked
        if not (is_asked and self.times):
            await self.app(scope, receive, send)
            return
        self.times -= 1
        await JSONResponse({}, status_code=503)(scope, receive, send)


@pytest.mark.parametrize("asked", ["PUT 1", "POST complete"])
async def test_an_upload_goes_on_by_itself_after_the_api_was_away(
    api: ApiWorld, client: Client, tmp_path: Path, asked: str
) -> None:
    path, paused = tmp_path / "patient.txt", list[float]()
    path.write_text(f"patience: {asked} " * 100)
    async with listening(IsAway(api.app, asked, times=2)) as url:
        connection = replace(client.connection, url=url, retries=0)
        sending = FileUpload(connection, api.namespace, path, lambda _done, _of: None, paused.append)
        file = await asyncio.to_thread(lambda: sending.send(name="", shared=True))
    assert (file.bytes, paused) == (path.stat().st_size, [1.0, 2.0])


MADE_BY_CLIENT: dict[str, Callable[[Client, str, Any], Any]] = {
    "asset": lambda client, namespace, asset: client.create_asset(namespace, asset["upload"]).id,
    "execution": lambda client, _, asset: client.execute(asset["id"], "reading").id,
    "rerun": lambda client, _, asset: client.rerun(asset["execution"]).id,
    "edit": lambda client, _, asset: edits_of(client, asset["read"]),
    "workflow": lambda client, namespace, _: client.create_workflow(namespace, "mine", WORKFLOW).name,
    "link": lambda client, _, asset: client.embed_link(asset["id"]).expires,
    "collection": lambda client, namespace, _: client.collections(namespace).create("guests").name,
    "face": lambda client, namespace, asset: client.collections(namespace).add("staff", asset["id"], "Jane").version,
    "renaming": lambda client, namespace, _: len(
        client.collections(namespace).rename("staff", ["Jane"], "Jane Doe").changes
    ),
}
"""What → the call that makes it."""


def edits_of(client: Client, asset: str) -> int:
    client.edit(asset, "rename", "words", about=["deep"], value="depth")
    return len(client.edits(asset))


@dataclass
class LosesAnswers:
    """The API behind a proxy: it does what it is asked each time, but the first answer to each POST is lost."""

    app: FastAPI
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and Idempotency-Key."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = (scope["path"], dict(scope["headers"]).get(b"idempotency-key", b"").decode())
        self.asked.extend([request] if scope["method"] == "POST" else [])
        if self.asked.count(request) != 1 or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        status = list[int]()

        async def forget(message: Any) -> None:
            status.extend([message["status"]] if "status" in message else [])

        await self.app(scope, receive, forget)
        assert status[0] in (200, 201), (scope["path"], status)
        await JSONResponse({}, status_code=502)(scope, receive, send)


async def test_what_is_made_is_made_once_when_each_answer_is_lost(
    api: ApiWorld, client: Client, tmp_path: Path
) -> None:
    path = tmp_path / "lost.txt"
    path.write_bytes(b"lost answers")
    face, read = await api.analysed("face-index"), await api.analysed()
    runs = {each.asset: each.id for each in await asyncio.to_thread(lambda: list(client.executions(api.namespace)))}
    known = {"id": face["id"], "read": read["id"], "execution": runs[read["name"]]}
    await asyncio.to_thread(client.collections(api.namespace).create, "staff")
    loses, made = LosesAnswers(api.app), dict[str, Any]()
    async with listening(loses) as url:
        caller = Client(replace(client.connection, url=url))
        known["upload"] = (await asyncio.to_thread(caller.upload, api.namespace, path)).id
        for what, make in MADE_BY_CLIENT.items():
            made[what] = await asyncio.to_thread(make, caller, api.namespace, known)
    assert all(key for _, key in loses.asked)
    assert {loses.asked.count(each) for each in loses.asked} == {2}
    assert (made["edit"], made["face"], made["renaming"]) == (1, 1, 1)
    assets = await asyncio.to_thread(lambda: {each.id for each in client.assets(api.namespace)})
    assert assets == {face["id"], read["id"], made["asset"]}
    after = await asyncio.to_thread(lambda: {each.id for each in client.executions(api.namespace)})
    assert after == {*runs.values(), made["execution"], made["rerun"]}
    names = await asyncio.to_thread(lambda: [each.name for each in client.collections(api.namespace).all()])
    assert names == ["guests", "staff"]
    for name in names:
        await asyncio.to_thread(client.collections(api.namespace).delete, name)
    await api.client.delete(f"/v1/workflows/{api.namespace}/mine")


async def test_what_was_found_is_read(api: ApiWorld, client: Client) -> None:
    made = await api.analysed()
    asset = await asyncio.to_thread(client.asset, made["id"])
    assert [each.name for each in asset.results] == ["words"]
    assert await asyncio.to_thread(client.result, asset.id, "words") == RESULT
    moments = await asyncio.to_thread(lambda: list(client.moments(asset.id, confidence=45)))
    assert [(each.title, each.start) for each in moments] == [("deep", 1500), ("water", 2250)]
    assert moments[0].boxes[0].left == 0.25
    frame = await asyncio.to_thread(client.frame, asset.id, 1700)
    assert (frame.time, frame.jpeg) == (1000, JPEGS[1000])
    assert (await asyncio.to_thread(client.frames, asset.id)).times == (0, 1000)
    assert await asyncio.to_thread(lambda: b"".join(client.medium(asset.id, "Frames"))) == FILES["frames.zip"]
    assert b"deep" in await asyncio.to_thread(lambda: b"".join(client.export(asset.id, "csv")))


async def test_lists_are_read_to_their_end(api: ApiWorld, client: Client) -> None:
    made = {(await api.asset(name=f"asset-{number}"))["id"] for number in range(3)}
    rows = client._all(answers.ListedAsset, "/v1/assets", {"namespace": api.namespace, "limit": 1})
    assert made == {each.id for each in await asyncio.to_thread(lambda: list(rows))}
    assert made == {each.id for each in await asyncio.to_thread(lambda: list(client.assets(api.namespace)))}


async def test_a_workflow_is_run(api: ApiWorld, client: Client) -> None:
    made = await api.asset()
    await api.until(f"/v1/assets/{made['id']}", lambda found: found["type"] == "Text")
    execution = await asyncio.to_thread(client.execute, made["id"], "reading", {"words": {"most": 3}})
    assert execution.workflow == "reading"
    assert [each.id for each in await asyncio.to_thread(lambda: list(client.executions(asset=made["name"])))] == [
        execution.id
    ]


async def test_a_workflow_is_explained(api: ApiWorld, client: Client) -> None:
    await asyncio.to_thread(client.create_workflow, api.namespace, "explained", WORKFLOW)
    every = await asyncio.to_thread(client.explain_workflow, api.namespace, "explained")
    assert [each.type for each in every] == ["Video", "Audio", "Image", "Text"]
    (text,) = await asyncio.to_thread(client.explain_workflow, api.namespace, "explained", type_="Text")
    assert (text.plan["accepted"], text.estimate) == (True, None)


async def test_results_are_edited_and_taken_back(api: ApiWorld, client: Client) -> None:
    asset = (await api.analysed())["id"]
    water = corrections.EditAnchor(title="water", start=2250)
    made = await asyncio.to_thread(lambda: client.edit(asset, "text", "words", about=water, value="ice"))
    assert (made.state, made.anchor and made.anchor.title) == ("Applied", "water")
    renamed = await asyncio.to_thread(lambda: client.edit(asset, "rename", "words", about=["deep"], value="depth"))
    titles = await asyncio.to_thread(lambda: [each.title for each in client.moments(asset)])
    assert titles == ["depth", "depth", "ice"]
    undone = await asyncio.to_thread(client.undo_edit, asset, renamed.id)
    assert undone.undoes == renamed.id
    states = [each.state for each in await asyncio.to_thread(client.edits, asset)]
    assert states == ["Applied", "Undone", "Applied"]


async def test_people_are_listed(api: ApiWorld, client: Client) -> None:
    asset = (await api.analysed())["id"]
    found = await asyncio.to_thread(lambda: [each for each in client.people(api.namespace) if each.asset.id == asset])
    assert [(each.name, each.moments) for each in found] == [("deep", 2), ("water", 1)]


async def test_a_refusal_is_an_exception(client: Client) -> None:
    with pytest.raises(RefusedRequest) as refused:
        await asyncio.to_thread(client.asset, "nothing")
    assert (refused.value.status, refused.value.code) == (404, "not-found")


async def test_the_types_are_those_of_the_description(api: ApiWorld, client: Client) -> None:
    schemas = (await api.client.get("/openapi.json")).json()["components"]["schemas"]
    shapes: dict[type[answers.ApiAnswer], str] = {
        answers.AnsweredAsset: "AssetDocument",
        answers.AnsweredExecution: "ExecutionDocument",
        answers.AnsweredMoment: "MomentView",
        answers.AnsweredSentence: "SentenceView",
        answers.FrameTimes: "FrameList",
        upload_answers.AnsweredUpload: "UploadView",
        corrections.AnsweredEdit: "EditView",
        corrections.EditAnchor: "Anchor",
        corrections.AnsweredPerson: "PersonView",
        corrections.PersonsAsset: "HitAsset",
        upload_answers.AnsweredFile: "UploadedFile",
    }
    for ours, theirs in shapes.items():
        assert {each.alias or name for name, each in ours.model_fields.items()} <= set(schemas[theirs]["properties"])
