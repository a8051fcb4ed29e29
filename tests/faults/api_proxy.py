"""A proxy before a real API server: it refuses, delays, loses answers, cuts off or falls silent as a test says."""

import asyncio
import json
import re
import ssl
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

import aiohttp
from aiohttp import web
from yarl import URL

from tests import runners
from tests.faults.api_servers import ApiServer, Manifest

_OBJECT = re.compile(
    r"^/apis?/(?:[^/]+/)?v[^/]+/(?:namespaces/[^/]+/)?(?P<plural>[a-z]+)(?:/(?P<name>[^/]+))?(?P<sub>/[a-z]+)?$"
)
_SESSION = web.AppKey("session", aiohttp.ClientSession)
_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "host"})


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has arrived."""

    method: str
    plural: str
    name: str
    subresource: str
    watch: bool

    def does(self, what: str) -> bool:
        """Return whether this is, for instance, ``POST workflows`` or ``PATCH mediaexecutions/status``."""
        sub = f"/{self.subresource}" if self.subresource else ""
        return what == f"{self.method} {self.plural}{sub}"


@dataclass(frozen=True, slots=True)
class Pass:
    """The API server is asked, after a pause in seconds."""

    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Refuse:
    """The API server is not asked, and this is answered."""

    status: int
    reason: str = ""
    retry_after: int = 0


@dataclass(frozen=True, slots=True)
class Expire:
    """A watch begins, and says at once that what it was to go on from is forgotten, as the API server does."""


@dataclass(frozen=True, slots=True)
class Garble:
    """The API server is not asked, and what is answered is no JSON of its own."""


@dataclass(frozen=True, slots=True)
class LoseAnswer:
    """The API server does what it is asked, and the connection ends before the answer."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """The API server is not asked, and the connection ends."""


Fault = Pass | Refuse | Expire | Garble | LoseAnswer | CutOff
Rule = Callable[[Call], Fault]
PASS: Final = Pass()


def no_fault(_: Call) -> Fault:
    """Pass everything on."""
    return PASS


@dataclass
class ApiProxy:
    """Passes requests on to an API server, but for what ``rule`` says."""

    server: ApiServer
    rule: Rule = no_fault
    address: str = ""
    made: Counter[str] = field(default_factory=Counter)
    """``plural/name`` → how often the API server was asked to make it, and did."""
    silent: threading.Event = field(default_factory=threading.Event)
    """Of watches that are open while it is set, nothing is passed on any more, and their connections stay open."""
    cut: threading.Event = field(default_factory=threading.Event)
    """While it is set, watches end at once."""

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        call = _call_of(request)
        match self.rule(call):
            case Refuse() as refusal:
                return _refusal(refusal)
            case Expire():
                gone = _status_of(Refuse(410, "Expired"))
                return web.Response(body=json.dumps({"type": "ERROR", "object": gone}), content_type="application/json")
            case Garble():
                return web.Response(status=200, text="<html>this is no API server</html>", content_type="text/html")
            case CutOff():
                return _without_answer(request)
            case LoseAnswer():
                await self._passed_on(request, call)
                return _without_answer(request)
            case Pass(pause):
                await asyncio.sleep(pause)
                return await (self._watched(request) if call.watch else self._passed_on(request, call))

    def _asked(self, request: web.Request, body: bytes) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP}
        url = URL(self.server.url + request.raw_path, encoded=True)
        return request.app[_SESSION].request(request.method, url, headers=headers, data=body or None)

    async def _passed_on(self, request: web.Request, call: Call) -> web.Response:
        async with self._asked(request, body := await request.read()) as answer:
            if call.method == "POST" and answer.status == 201:
                self.made[f"{call.plural}/{json.loads(body)['metadata'].get('name', '')}"] += 1
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in _HOP}
            return web.Response(status=answer.status, headers=kept, body=await answer.read())

    async def _watched(self, request: web.Request) -> web.StreamResponse:
        """Pass a stream on as it comes."""
        async with self._asked(request, b"") as answer:
            response = web.StreamResponse(status=answer.status, headers={"Content-Type": "application/json"})
            await response.prepare(request)
            is_forgotten = False
            while not (self.cut.is_set() or answer.content.at_eof()):
                is_forgotten = is_forgotten or self.silent.is_set()
                with suppress(TimeoutError):
                    chunk = await asyncio.wait_for(answer.content.readany(), 0.2)
                    if chunk and not is_forgotten:
                        await response.write(chunk)
            return response


def _call_of(request: web.Request) -> Call:
    found = _OBJECT.match(request.path)
    plural, name, sub = (found["plural"], found["name"] or "", (found["sub"] or "")[1:]) if found else ("", "", "")
    return Call(request.method, plural, name, sub, "watch" in request.query)


def _refusal(refusal: Refuse) -> web.Response:
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    return web.json_response(_status_of(refusal), status=refusal.status, headers=headers)


def _status_of(refusal: Refuse) -> Manifest:
    status = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "refused by a test"}
    return {**status, "reason": refusal.reason, "code": refusal.status}


def _without_answer(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.close()
    return web.Response()


@contextmanager
def before(server: ApiServer) -> Iterator[ApiProxy]:
    """Serve a proxy before an API server, in a thread of its own."""
    proxy, loop = ApiProxy(server), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    runner = asyncio.run_coroutine_threadsafe(_start(proxy), loop).result(20)
    try:
        yield proxy
    finally:
        proxy.cut.set()
        asyncio.run_coroutine_threadsafe(runners.close(runner), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _start(proxy: ApiProxy) -> web.AppRunner:
    app = web.Application(client_max_size=16 * 2**20)
    app.router.add_route("*", "/{path:.*}", proxy.serve)
    app.cleanup_ctx.append(_session_of(proxy))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    proxy.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    return runner


def _session_of(proxy: ApiProxy) -> Callable[[web.Application], AsyncIterator[None]]:
    async def session(app: web.Application) -> AsyncIterator[None]:
        context = ssl.create_default_context(cafile=str(proxy.server.authority))
        connector = aiohttp.TCPConnector(ssl=context, limit=0)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=10)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout, auto_decompress=False) as made:
            app[_SESSION] = made
            yield

    return session
