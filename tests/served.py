"""``media-insights serve`` as a process of its own on loopback, which tests may kill."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import gateways


@contextmanager
def serving(results: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve a results folder; gives the address and the process, which is killed at the end."""
    port = gateways.free_port()
    command = [sys.executable, "-m", "media_insights", "serve", str(results), "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            if gateways.listening(port):
                break
            if process.poll() is not None:
                pytest.fail(f"serve ended with {process.returncode}")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait(10)
