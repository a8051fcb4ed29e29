"""Questions of agents' tools: asked in a thread, answered within bounds, refused in the API's own sentence."""

import asyncio
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

from mcp.server.mcpserver.exceptions import ToolError

from media_insights.client.refusals import ClientError

T = TypeVar("T")


async def ask(question: Callable[[], T]) -> T:
    """Return the API's answer; a refusal is the tool's, in the API's own sentence."""
    try:
        return await asyncio.to_thread(question)
    except ClientError as error:
        raise ToolError(str(error)) from error


def first(items: Iterable[T], limit: int) -> tuple[list[T], bool]:
    """Return the first items, and whether there are more."""
    found = list(islice(items, limit + 1))
    return found[:limit], len(found) > limit
