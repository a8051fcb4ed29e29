"""A test's own server ends with all connections that it accepted, also with one that came a moment before."""

import asyncio
import gc
import socket
import warnings

from aiohttp import web

from tests import runners


async def test_a_connection_that_was_just_accepted_is_closed_with_the_server() -> None:
    runner = web.AppRunner(web.Application(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always", ResourceWarning)
        socket.create_connection(runner.addresses[0]).close()
        for _ in range(2):  # the loop hears of it and accepts it; its transport is not made yet
            await asyncio.sleep(0)
        await runners.close(runner)
        gc.collect()
    assert [str(each.message) for each in seen] == []
