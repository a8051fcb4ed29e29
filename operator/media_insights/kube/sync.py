"""Sync: the client's coroutines, run one after the other for a command line.

Every call opens a connection of its own and closes it: between two calls of a command lies an upload of gigabytes, or
a person, and what stands between a laptop and a cluster forgets silent connections without a word.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from media_insights.errors import NoCluster
from media_insights.kube import credentials
from media_insights.kube.client import Api
from media_insights.kube.connection import Connection
from media_insights.kube.credentials import Credentials

T = TypeVar("T")
"""Never None: that ends :meth:`SyncApi.each`."""
MANAGER = "kubectl-media"
"""Who the API server notes as the writer of fields."""


@dataclass(frozen=True, slots=True)
class SyncApi:
    """The API server, for code without an event loop."""

    credentials: Credentials

    def run(self, call: Callable[[Api], Awaitable[T]]) -> T:
        """Return what a coroutine of the client returns, or raise its error."""
        return asyncio.run(self._run(call))

    def each(self, call: Callable[[Api], AsyncGenerator[T, None]]) -> Iterator[T]:
        """Yield what a generator of the client yields, or raise its error; it is ended when nobody reads on."""
        with asyncio.Runner() as runner:
            api = runner.run(self._open())
            found = call(api)
            try:
                while (one := runner.run(_next(found))) is not None:
                    yield one
            finally:
                runner.run(_end(found, api))

    async def _run(self, call: Callable[[Api], Awaitable[T]]) -> T:
        api = await self._open()
        try:
            return await call(api)
        finally:
            await api.close()

    async def _open(self) -> Api:
        return Api(Connection(self.credentials), manager=MANAGER)


async def _next(found: AsyncGenerator[T, None]) -> T | None:
    return await anext(found, None)


async def _end(found: AsyncGenerator[T, None], api: Api) -> None:
    await found.aclose()
    await api.close()


def connect(kubeconfig: str = "", context: str = "") -> SyncApi:
    """Return a connection as kubectl makes it: by the kubeconfig, or else by the account of the pod.

    Raises NoCluster when there is neither; a kubeconfig or context that is named must be there.
    """
    try:
        return SyncApi(asyncio.run(credentials.of_kubeconfig(kubeconfig, context)))
    except NoCluster:
        if kubeconfig or context or not credentials.is_in_pod():
            raise
    return SyncApi(credentials.of_pod())
