"""Probes: /healthz and /readyz for the kubelet, /metrics for Prometheus."""

from collections.abc import Sequence

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from media_insights.runtime.health import Health


async def serve(health: Health, health_port: int, metrics_port: int) -> list[web.AppRunner]:
    """Answer /healthz and /readyz on one port and /metrics on another; returns what must be cleaned up."""

    async def alive(_: web.Request) -> web.Response:
        return _answer(health.not_alive())

    async def ready(_: web.Request) -> web.Response:
        return _answer(health.not_ready(), health.without())

    probes = web.Application()
    probes.router.add_get("/healthz", alive)
    probes.router.add_get("/readyz", ready)
    numbers = web.Application()
    numbers.router.add_get("/metrics", _metrics)
    return [await _start(probes, health_port), await _start(numbers, metrics_port)]


def _answer(problems: Sequence[str], notes: Sequence[str] = ()) -> web.Response:
    return web.Response(status=503 if problems else 200, text="\n".join(problems or ["ok", *notes]))


async def _metrics(_: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _start(application: web.Application, port: int) -> web.AppRunner:
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, port=port).start()
    return runner
