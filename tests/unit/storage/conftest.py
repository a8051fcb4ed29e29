"""Both stores: a folder, and a real versitygw on loopback when its binary is there."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from media_insights.storage.folder import FolderStore
from media_insights.storage.s3 import S3Access, s3_store_of
from media_insights.storage.store import Store

CACHE = Path(
    os.environ.get("MEDIA_INSIGHTS_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "media-insights"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    binary = shutil.which("versitygw", path=f"{CACHE / 'bin'}:{os.environ['PATH']}")
    if not binary:
        pytest.skip("no versitygw: `make cluster` builds it")
    port, folder = free_port(), tmp_path_factory.mktemp("s3")
    server = subprocess.Popen(
        [binary, "--access", "a", "--secret", "b" * 16, "--port", f"127.0.0.1:{port}", "posix", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            if listening(port):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    made: Store
    if request.param == "folder":
        made = FolderStore(tmp_path, "media")
    else:
        endpoint = request.getfixturevalue("gateway")
        bucket = f"test-{abs(hash(request.node.name)) % 10**9}"
        made = s3_store_of(S3Access(bucket=bucket, endpoint=endpoint, access_key="a", secret_key="b" * 16))
    made.ensure_bucket()
    made.ensure_bucket()
    return made
