"""Both stores: a folder, and a real versitygw on loopback when its binary is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from media_insights.domain.store_address import StoreAddress
from media_insights.storage.folder import FolderStore
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.s3_access import S3Access
from media_insights.storage.store import Store
from tests import gateways


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with gateways.serving(tmp_path_factory.mktemp("s3")) as endpoint:
        yield endpoint


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    made: Store
    if request.param == "folder":
        made = FolderStore(tmp_path, "media")
    else:
        endpoint = request.getfixturevalue("gateway")
        bucket = f"test-{abs(hash(request.node.name)) % 10**9}"
        made = s3_store_of(
            S3Access(
                address=StoreAddress.of(endpoint, bucket=bucket),
                access_key=gateways.ACCESS_KEY,
                secret_key=gateways.SECRET_KEY,
            )
        )
    made.ensure_bucket()
    made.ensure_bucket()
    return made
