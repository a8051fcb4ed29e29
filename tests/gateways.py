"""The cluster's S3 gateway, versitygw, on loopback: what tests call a real S3."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CACHE = Path(
    os.environ.get("MEDIA_INSIGHTS_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "media-insights"
)
ACCESS_KEY = "a"
SECRET_KEY = "b" * 16


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder by a gateway of its own; gives the endpoint. Skips where nobody has built the gateway."""
    binary = shutil.which("versitygw", path=f"{CACHE / 'bin'}:{os.environ['PATH']}")
    if not binary:
        pytest.skip("no versitygw: `make cluster` builds it")
    port = free_port()
    server = subprocess.Popen(
        [binary, "--access", ACCESS_KEY, "--secret", SECRET_KEY, "--port", f"127.0.0.1:{port}", "posix", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            if listening(port):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listening(port: int) -> bool:
    """Return whether something does."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
