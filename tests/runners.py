"""The end of a test's own server, after which no connection is half accepted."""

import asyncio
from typing import Final

from aiohttp import web

_STEPS: Final = 3
"""Turns of the loop from a connection that the kernel accepted to a transport that the server knows and closes."""


async def close(runner: web.AppRunner) -> None:
    """End a server in its own loop.

    ``cleanup`` alone closes the listener while a socket that was just accepted has no transport yet: nobody closes it,
    and some later test is told of it. So nothing more is accepted first, and what was accepted gets its transport.
    """
    loop = asyncio.get_running_loop()
    for site in runner.sites:
        server = getattr(site, "_server", None)
        for listener in server.sockets if isinstance(server, asyncio.Server) else ():
            loop.remove_reader(listener.fileno())
    for _ in range(_STEPS):
        await asyncio.sleep(0)
    await runner.cleanup()
    await asyncio.sleep(0)
