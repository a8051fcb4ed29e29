"""A real NATS server with JetStream on loopback, which tests may kill and start again."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import gateways


@dataclass
class NatsServer:
    """One server; what its streams hold lies in its folder."""

    folder: Path
    configuration: str = ""
    """What else its configuration file says: who may log in, TLS."""
    limits: str = ""
    """What it says of JetStream beside the folder, after a comma."""
    port: int = field(default_factory=gateways.free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it listens. Skips where nobody has built it."""
        binary = shutil.which("nats-server", path=f"{gateways.CACHE / 'bin'}:{os.environ['PATH']}")
        if not binary:
            pytest.skip("no nats-server: `make cluster` builds it")
        file = self.folder / "server.conf"
        stored = f'store_dir: "{self.folder / "js"}"{self.limits}'
        file.write_text(f'listen: "127.0.0.1:{self.port}"\njetstream {{{stored}}}\n{self.configuration}\n')
        log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen([binary, "-c", str(file)], stdout=log, stderr=log)
        log.close()
        for _ in range(400):
            if gateways.listening(self.port):
                return
            assert self._process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.05)
        pytest.fail(f"nats-server does not listen: {(self.folder / 'log').read_text()}")

    def kill(self) -> None:
        """End it at once, as an outage does."""
        if self._process:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def stop(self) -> None:
        """End it as an upgrade does: it writes down what it knows of its consumers."""
        if self._process:
            self._process.terminate()
            self._process.wait(20)
            self._process = None


@contextmanager
def serving(folder: Path, configuration: str = "") -> Iterator[NatsServer]:
    """Run a server as long as the block."""
    server = NatsServer(folder, configuration)
    server.start()
    try:
        yield server
    finally:
        server.kill()
