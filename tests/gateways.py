"""The cluster's S3 gateway, versitygw, on loopback: what tests call a real S3."""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    port = free_port()
    with _running(f"--port=127.0.0.1:{port}", "posix", str(folder), port=port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving_users(folder: Path) -> Iterator[tuple[str, str]]:
    """Serve a folder to users whom the gateway's IAM program keeps, as the chart does; gives both endpoints."""
    (folder / "users").mkdir()
    (folder / "data").mkdir()
    socket_, s3, iam = str(folder / "s"), free_port(), free_port()
    users = (f"--port=127.0.0.1:{iam}", "iam", "--quiet", "--dir", str(folder / "users"), "--private-ports", socket_)
    data = (f"--port=127.0.0.1:{s3}", "--iam-standalone-endpoint", socket_, "posix", str(folder / "data"))
    with _running(*users, port=iam), _running(*data, port=s3):
        yield f"http://127.0.0.1:{s3}", f"http://127.0.0.1:{iam}"


@contextmanager
def _running(*args: str, port: int) -> Iterator[None]:
    binary = shutil.which("versitygw", path=f"{CACHE / 'bin'}:{os.environ['PATH']}")
    if not binary:
        pytest.skip("no versitygw: `make cluster` builds it")
    server = subprocess.Popen(
        [binary, "--access", ACCESS_KEY, "--secret", SECRET_KEY, "--keep-alive", *args],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            if listening(port):
                break
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(10)


def free_port() -> int:
    """Return a port that nothing listens at, below those that connections get by themselves."""
    while True:
        port = secrets.randbelow(20_000) + 11_000
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("", port))
            return port


def listening(port: int) -> bool:
    """Return whether something does."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
