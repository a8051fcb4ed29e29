"""The MCP server as an agent's host runs it: a process that is spoken to by the protocol's own client."""

import base64
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from tests.conformance.api.listening import listening
from tests.conformance.api.shelf import JPEGS
from tests.conformance.api.worlds import ApiWorld

pytestmark = pytest.mark.asyncio(loop_scope="module")


@asynccontextmanager
async def agent(api: ApiWorld, *options: str) -> AsyncIterator[Client]:
    token = api.client.headers.get("Authorization", "").removeprefix("Bearer ")
    async with listening(api.app) as url:
        command = ["-m", "media_insights", "mcp", "--url", url, *options]
        server = StdioServerParameters(command=sys.executable, args=command, env={"MEDIA_INSIGHTS_TOKEN": token})
        async with Client(stdio_client(server)) as client:
            yield client


async def test_an_agent_finds_what_was_found(api: ApiWorld) -> None:
    made = await api.analysed()
    async with agent(api) as client:
        tools = {each.name: each for each in (await client.list_tools()).tools}
        reading = {"list_assets", "get_asset", "find_moments", "read_transcript", "get_frame"}
        assert set(tools) == {"search_moments", "list_batches", "get_batch"} | reading
        assert all(each.annotations and each.annotations.read_only_hint for each in tools.values())
        listed = await told(client, "list_assets", text="words")
        assert [each["id"] for each in listed["assets"]] == [made["id"]]
        assert not listed["more"]
        asset = await told(client, "get_asset", asset=made["id"])
        assert [each["name"] for each in asset["results"]] == ["words"]
        moments = await told(client, "find_moments", asset=made["id"], title="DEEP", confidence=0, limit=1)
        assert [(each["title"], each["start"]) for each in moments["moments"]] == [("deep", 1500)]
        assert moments["more"]
        frame = await client.call_tool("get_frame", {"asset": made["id"], "time": 400})
        text, image = frame.content
        assert (text.type, image.type) == ("text", "image")
        assert image.model_dump()["data"] == base64.b64encode(JPEGS[0]).decode()
        refused = await client.call_tool("read_transcript", {"asset": made["id"]})
        assert refused.is_error
        assert "transcribe" in str(refused.content)


@pytest.mark.thorough
async def test_an_agent_searches_all_assets(api: ApiWorld) -> None:
    made = await api.analysed()
    async with agent(api) as client:
        if api.namespace == "n":  # this cluster has no index
            refused = await client.call_tool("search_moments", {"query": "Name:deep"})
            assert refused.is_error
            assert "index" in str(refused.content)
            return
        await api.until("/v1/search?q=Name:deep", lambda found: len(found["items"]) == 2, 60)
        found = await told(client, "search_moments", query="Name:deep", limit=1)
        assert [(each["title"], each["asset"]["id"]) for each in found["moments"]] == [("deep", made["id"])]
        assert found["more"]
        wrong = await client.call_tool("search_moments", {"query": "Name:("})
        assert wrong.is_error


async def test_an_agent_starts_a_batch_where_that_is_allowed(api: ApiWorld) -> None:
    api.app.state.ports.store.put(f"public/upload/{api.namespace}/agents/broken.mp4", b"\x00 nothing")
    where = f"s3://{api.bucket}/public/upload/{api.namespace}/agents/"
    wanted = {"namespace": api.namespace, "name": "agents", "uri": where, "workflow": "reading"}
    async with agent(api, "--allow-runs") as client:
        if api.namespace == "local":  # which has no batches
            refused = await client.call_tool("run_batch", wanted)
            assert refused.is_error
            assert "media-insights run" in str(refused.content)
            return
        made = [await told(client, "run_batch", **wanted) for _ in range(2)]
        assert made[0]["id"] == made[1]["id"]
        path = f"/v1/batches/{made[0]['id']}"
        await api.until(path, lambda found: found["state"] in ("Paused", "Error"))
        listed = await told(client, "list_batches", namespace=api.namespace)
        assert [(each["id"], each["failed"]) for each in listed["batches"]] == [(made[0]["id"], 1)]
        report = await told(client, "get_batch", batch=made[0]["id"])
        assert [each["state"] for each in report["failures"]] == ["Rejected"]
        assert not report["more"]
        assert report["batch"]["mostFrequent"][0]["count"] == 1
    await api.client.delete(path)
    await api.gone(path)


async def told(client: Client, tool: str, **arguments: Any) -> Any:
    answer = await client.call_tool(tool, arguments)
    assert not answer.is_error, answer.content
    return answer.structured_content
