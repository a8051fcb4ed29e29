"""Tools for agents about batches: which there are, how far one is, why its items failed; and, if allowed, a new one."""

from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field

from media_insights.cli.agent_questions import ask, first
from media_insights.client import Client
from media_insights.client.batches import AnsweredBatch, FailedItem, ListedBatch

_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_STARTS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
BatchNamespace = Annotated[str, Field(min_length=1, max_length=63)]


class ListedBatches(BaseModel):
    """Batches, newest first."""

    batches: list[ListedBatch]
    more: bool = Field(description="Whether there are further ones: ask with a state or another namespace.")


class BatchReport(BaseModel):
    """How far a batch is."""

    batch: AnsweredBatch
    failures: list[FailedItem] = Field(description="Items that failed, by key.")
    more: bool = Field(description="Whether further ones failed: ask with a greater limit.")


def add_batch_tools(server: MCPServer[Any], client: Client, *, starts: bool) -> None:
    """Add the tools that read, and with ``starts`` the one that makes a batch, and thereby costs."""

    @server.tool(annotations=_READS)
    async def list_batches(
        namespace: Annotated[str, Field(max_length=63, description="Empty: all that you may see.")] = "",
        state: Annotated[
            str, Field(max_length=16, description="Listing, Started, Paused, Complete, Error or Cancelled; empty: all.")
        ] = "",
        limit: Annotated[int, Field(ge=1, le=200)] = 50,
    ) -> ListedBatches:
        """List runs of a workflow over many files: their ids, states and how many items are done or failed."""
        found, more = await ask(lambda: first(client.batches(namespace).all(state=state), limit))
        return ListedBatches(batches=found, more=more)

    @server.tool(annotations=_READS)
    async def get_batch(
        batch: Annotated[str, Field(max_length=63, description="Id of a batch, from list_batches.")],
        limit: Annotated[int, Field(ge=1, le=200, description="Of the items that failed.")] = 20,
    ) -> BatchReport:
        """Return how far a batch is, when it will have ended at this rate, and which items failed, and why."""
        found = await ask(lambda: client.batches().one(batch))
        failures, more = await ask(lambda: first(client.batches().failures(batch), limit))
        return BatchReport(batch=found, failures=failures, more=more)

    if not starts:
        return

    @server.tool(annotations=_STARTS)
    async def run_batch(
        namespace: BatchNamespace,
        name: Annotated[str, Field(min_length=1, max_length=253, description="Of the new batch; asking twice is one.")],
        uri: Annotated[
            str, Field(pattern=r"^s3://[^/]+/", max_length=1100, description="s3://BUCKET/KEY: all files below it.")
        ],
        workflow: Annotated[str, Field(min_length=1, max_length=253, description="What runs over each file.")],
        failure_percent: Annotated[int, Field(ge=0, le=100, description="It pauses when more of all items fail.")] = 10,
    ) -> AnsweredBatch:
        """Run a workflow over all files below a prefix. Start it only when the person whom you work for asks for it."""

        def begin() -> AnsweredBatch:
            key = f"run_batch {namespace} {name}"
            return client.batches(namespace).create(name, uri, workflow, failure_percent=failure_percent, key=key)

        return await ask(begin)
