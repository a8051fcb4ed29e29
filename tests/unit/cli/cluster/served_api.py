"""The HTTP API of a cluster, as its process serves it, in a thread of its own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import uvicorn

from media_insights.cli.cluster.api_process import cluster_app, mirror_of
from media_insights.domain.store_address import StoreAddress
from media_insights.kube import client
from media_insights.settings.api import ApiSettings
from media_insights.settings.indexer import SearchAddress
from media_insights.storage.folder import FolderStore
from media_insights.storage.folder_multipart import FolderMultipart
from media_insights.storage.s3_access import S3Access


@contextmanager
def api_over(store: FolderStore, kubeconfig: Path, search: SearchAddress | None = None) -> Iterator[str]:
    """Serve the API over the cluster of a kubeconfig and a store. Yields its address."""
    server = uvicorn.Server(uvicorn.Config("", port=0, log_config=None, lifespan="off"))
    thread = Thread(target=lambda: asyncio.run(_serve(server, store, kubeconfig, search)))
    thread.start()
    try:
        yield _address_of(server, thread)
    finally:
        server.should_exit = True
        thread.join(60)


def _address_of(server: uvicorn.Server, thread: Thread) -> str:
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the API ended before it answered"
    return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"


async def _serve(server: uvicorn.Server, store: FolderStore, kubeconfig: Path, search: SearchAddress | None) -> None:
    settings = ApiSettings(
        namespace="system",
        store=S3Access(address=StoreAddress.of("http://127.0.0.1:1", bucket=store.bucket)),
        key=b"k" * 32,
        limits_config_map="limits",
        search=search,
    )
    api = await client.connect(str(kubeconfig))
    mirror = mirror_of(settings, api)
    server.config.app = cluster_app(settings, api, mirror, store, FolderMultipart(store))
    following = asyncio.create_task(mirror.run())
    try:
        await asyncio.wait_for(mirror.ready.wait(), 60)
        await server.serve()
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await api.close()
