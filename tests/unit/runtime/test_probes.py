"""The probes over HTTP."""

import aiohttp
import pytest

from media_insights.runtime import probes
from media_insights.runtime.health import Health


async def read(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


@pytest.mark.parametrize(
    ("health", "alive", "ready"),
    [
        (Health(), (200, "ok"), (200, "ok")),
        (Health(obstacles={"a": lambda: "no Argo", "b": lambda: "no watch"}), (200, "ok"), (503, "no Argo\nno watch")),
        (Health(notes={"a": lambda: "no batches", "b": str}), (200, "ok"), (200, "ok\nno batches")),
        (Health(notes={"a": lambda: "no batches"}, obstacles={"b": lambda: "no Argo"}), (200, "ok"), (503, "no Argo")),
        (Health(heartbeats={"w": lambda: 90.0}),) + ((503, "w: no sign of life for 90 s"),) * 2,
    ],
)
async def test_the_kubelet_is_told(health: Health, alive: tuple[int, str], ready: tuple[int, str]) -> None:
    servers = await probes.serve(health, 0, 0)
    port, numbers = (next(each[1] for each in server.addresses if len(each) == 2) for server in servers)  # IPv4
    try:
        assert await read(port, "/healthz") == alive
        assert await read(port, "/readyz") == ready
        assert "media_insights_executions_queued" in (await read(numbers, "/metrics"))[1]
        assert (await read(numbers, "/healthz"))[0] == 404
    finally:
        for server in servers:
            await server.cleanup()
