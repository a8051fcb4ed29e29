"""The HTTP API in this process, over a real API server, with the rights of its own account there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from media_insights.cli.cluster.api_process import cluster_app, mirror_of
from media_insights.domain.store_address import StoreAddress
from media_insights.kube import client
from media_insights.settings.api import ApiSettings
from media_insights.storage.multipart import Multipart
from media_insights.storage.s3_access import S3Access
from media_insights.storage.store import Store
from tests.faults import installation
from tests.faults.api_servers import ApiServer, kubeconfig
from tests.faults.installation import BUCKET, HOME

LIMITS = "media-insights-limits"


def install(server: ApiServer) -> None:
    """Bring the API's account and rights to an API server."""
    installation.install_rendered(server, ("api/rights.yaml",), api={"enabled": True, "secretName": "key"})


@asynccontextmanager
async def serving(
    server: ApiServer, folder: Path, store: Store, multipart: Multipart
) -> AsyncIterator[httpx.AsyncClient]:
    """Serve the API as soon as it has listed all objects; gives a client without a token."""
    path = kubeconfig(
        folder / "api.kubeconfig", server.url, server.token_of(HOME, "media-insights-api"), server.authority
    )
    address = S3Access(address=StoreAddress.of("http://127.0.0.1:1", bucket=BUCKET))
    settings = ApiSettings(namespace=HOME, store=address, key=b"k" * 32, limits_config_map=LIMITS)
    api = await client.connect(str(path))
    mirror = mirror_of(settings, api)
    transport = httpx.ASGITransport(app=cluster_app(settings, api, mirror, store, multipart))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KUBECONFIG", str(path))  # watches find it there
        following = asyncio.create_task(mirror.run())
        try:
            await asyncio.wait_for(mirror.ready.wait(), 120)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
                yield asking
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await api.close()
