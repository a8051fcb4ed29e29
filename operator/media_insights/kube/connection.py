"""Connection: requests to one API server, each with a deadline, each refusal as an error of the tree."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from kubernetes.aio import client

from media_insights import __version__
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.running.log_lines import LineSplitter
from media_insights.errors import NoCluster, TooLarge, Unavailable
from media_insights.kube.bounds import DEPTH, is_deeper
from media_insights.kube.credentials import Credentials
from media_insights.kube.lists import ListReader
from media_insights.kube.refusals import error_of

ANSWER_BYTES = 4 * 1024 * 1024
"""The most that is read of an answer about one object; the API server stores 1.5 MB of one."""
_ERROR_BYTES = 64 * 1024
TIMEOUT = 10.0
"""Seconds for one request, connecting included."""
JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRequest:
    """One request of the Kubernetes API."""

    method: str = "GET"
    path: str
    """With its query."""
    body: Manifest | None = None
    content_type: str = JSON
    accept: str = JSON
    most_bytes: int = ANSWER_BYTES
    """The most that is read of the answer; a list is read object by object, and may have any length."""
    seconds: float | None = TIMEOUT
    """Until its answer must be complete; for streams, the longest silence within one. None: any time."""

    def __str__(self) -> str:
        """Name the request as messages do, without its query."""
        return f"{self.method} {self.path.partition('?')[0]}"


class Connection:
    """A connection pool."""

    def __init__(self, credentials: Credentials) -> None:
        """Raises NoCluster when a certificate of the credentials cannot be read."""
        self._credentials = credentials
        try:
            self._client = client.ApiClient(credentials.configuration)
        except (OSError, ValueError) as error:
            raise NoCluster(f"the certificates of the kubeconfig cannot be used: {error}") from error

    def as_caller(self, token: str) -> "Connection":
        """Return connections to the same API server with somebody else's token alone."""
        return Connection(self._credentials.with_token(token))

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def send(self, request: ApiRequest) -> Manifest:
        """Return the answer of one request. TooLarge when it is larger or deeper than any object of ours may be."""
        async with self._answer(request, aiohttp.ClientTimeout(total=request.seconds)) as response:
            body = await _at_most(response.response.content, request.most_bytes)
        if len(body) > request.most_bytes or is_deeper(body, DEPTH):
            raise TooLarge(f"{request}: the answer is larger or nested deeper than what is read of one object")
        try:
            answer: Manifest = json.loads(body)
        except ValueError as error:
            raise Unavailable(f"{request}: what answered is no API server: {body[:100]!r}") from error
        return answer

    async def objects(self, request: ApiRequest, reader: ListReader) -> AsyncGenerator[Manifest, None]:
        """Yield the objects of one page of a list as they come; ``reader`` has the rest of the page afterwards."""
        async with self._answer(request, aiohttp.ClientTimeout(total=request.seconds)) as response:
            try:
                async for manifest in reader.objects(response.response.content.iter_any()):
                    yield manifest
            except ValueError as error:
                raise Unavailable(f"{request}: what answered is no API server: {error}") from error

    async def stream(self, request: ApiRequest, *, longest: int = 0) -> AsyncGenerator[bytes, None]:
        """Yield the lines of an answer as they come, without their ends.

        ``longest``: bytes of the parts in which longer lines come; 0: lines are whole.
        """
        limits = aiohttp.ClientTimeout(total=None, sock_connect=TIMEOUT, sock_read=request.seconds)
        async with self._answer(request, limits) as response:
            splitter = LineSplitter(longest)
            async for chunk in response.response.content.iter_any():
                for line in splitter.add(chunk):
                    yield line
            for line in splitter.end():
                yield line

    @asynccontextmanager
    async def _answer(self, request: ApiRequest, limits: aiohttp.ClientTimeout) -> AsyncIterator[Any]:
        headers = {
            "Content-Type": request.content_type,
            "Accept": request.accept,
            "User-Agent": f"media-insights/{__version__}",
        }
        query: list[Any] = []
        with _no_answer(request):
            await self._client.update_params_for_auth(
                headers, query, ["BearerToken"], request.path, request.method, request.body
            )
            url = self._client.configuration.host + request.path
            response = await self._client.call_api(request.method, url, headers, request.body, _request_timeout=limits)
            try:
                if response.status >= 400:
                    text = (await _at_most(response.response.content, _ERROR_BYTES)).decode(errors="replace")
                    raise error_of(str(request), response.status, text)
                yield response
            finally:
                response.response.close()


async def _at_most(content: aiohttp.StreamReader, most: int) -> bytes:
    """Read a body whole, or a little more than the most that is wanted of it."""
    body = bytearray()
    async for chunk in content.iter_any():
        body += chunk
        if len(body) > most:
            break
    return bytes(body)


@contextmanager
def _no_answer(request: ApiRequest) -> Iterator[None]:
    try:
        yield
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise Unavailable(f"the API server does not answer {request}: {error or type(error).__name__}") from error
