"""Thread of the watches: kopf in its own loop, since it ends every task of its loop when it ends.

Objects pass from there into the loop that started it.
"""

import asyncio
import functools
import threading
from collections.abc import Collection
from dataclasses import dataclass

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.kube import watch
from media_insights.kube.resources import Resource
from media_insights.runtime.loop import Loop
from media_insights.runtime.relist import Relist


@dataclass(slots=True)
class WatchThread:
    """kopf in its own thread; what it brings is handled in the loop that started it."""

    handlers: Loop
    watched: watch.Watched
    relist: Relist
    ready: asyncio.Event
    unknown: Collection[Resource]
    """Kinds that the API server does not know yet."""

    async def run(self) -> None:
        """Watch until the task is cancelled; raises what ended the watches."""
        main = asyncio.get_running_loop()
        ended: asyncio.Future[None] = main.create_future()
        stop = threading.Event()
        across = _Across(main, self.handlers)

        def on_list() -> None:
            main.call_soon_threadsafe(self.relist.request)

        async def watching() -> None:
            end, listed = asyncio.Event(), asyncio.Event()
            told = asyncio.create_task(_tell(listed, main, self.ready))
            stopping = asyncio.create_task(_stop(stop, end))
            first = watch.FirstLists.of(self.watched, listed, self.unknown)
            await watch.run(across, self.watched, on_list, stop=end, first=first)
            told.cancel()
            stopping.cancel()

        def run() -> None:
            error: BaseException | None = None
            try:
                asyncio.run(watching())
            except BaseException as caught:  # noqa: BLE001 - it is raised where the thread was started
                error = caught
            if not main.is_closed():
                main.call_soon_threadsafe(_finish, ended, error)

        thread = threading.Thread(target=run, name="watches", daemon=True)
        thread.start()
        try:
            await asyncio.shield(ended)
        except asyncio.CancelledError:
            ended.cancel()
            raise
        finally:
            stop.set()
            await asyncio.to_thread(thread.join, 5.0)


def _finish(ended: asyncio.Future[None], error: BaseException | None) -> None:
    if ended.done():
        return
    if isinstance(error, Exception):
        ended.set_exception(error)
    else:
        ended.set_exception(RuntimeError("the watches have ended"))


async def _tell(listed: asyncio.Event, main: asyncio.AbstractEventLoop, ready: asyncio.Event) -> None:
    await listed.wait()
    main.call_soon_threadsafe(ready.set)


async def _stop(stop: threading.Event, end: asyncio.Event) -> None:
    while not stop.is_set():  # noqa: ASYNC110 - it is set by another thread
        await asyncio.sleep(0.1)
    end.set()


@dataclass(frozen=True, slots=True)
class _Across:
    """Handlers that pass everything on to the loop that serves requests."""

    main: asyncio.AbstractEventLoop
    handlers: Loop

    def update_cache(self, resource: Resource, manifest: Manifest) -> None:
        """Pass on what a list holds."""
        self.main.call_soon_threadsafe(self.handlers.update_cache, resource, manifest)

    def on_event(self, resource: Resource, manifest: Manifest, *, deleted: bool) -> None:
        """Pass on an event."""
        handle = functools.partial(self.handlers.on_event, resource, manifest, deleted=deleted)
        self.main.call_soon_threadsafe(handle)
