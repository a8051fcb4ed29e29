"""The Python client over both adapters, through a real socket."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from media_insights.client import Client, RefusedRequest, answers, corrections
from tests.conformance.api.listening import listening
from tests.conformance.api.shelf import FILES, JPEGS, RESULT
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
        answers.AnsweredUpload: "UploadView",
        corrections.AnsweredEdit: "EditView",
        corrections.EditAnchor: "Anchor",
        corrections.AnsweredPerson: "PersonView",
        corrections.PersonsAsset: "ReviewedAsset",
        answers.AnsweredFile: "UploadedFile",
    }
    for ours, theirs in shapes.items():
        assert {each.alias or name for name, each in ours.model_fields.items()} <= set(schemas[theirs]["properties"])
