"""Port forwarding: a Service inside the cluster, reached through kubectl while a block runs."""

import re
import select
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

from media_insights.cli.terminal.failures import Failure

START_SECONDS = 20.0
"""How long kubectl may take until it listens."""
_LISTENING = re.compile(r"Forwarding from 127\.0\.0\.1:(\d+)")


def is_reachable(url: str, seconds: float = 1.0) -> bool:
    """Return whether something accepts TCP connections at the URL's host and port."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=seconds):
            return True
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Tunnel:
    """A port of this machine that leads into the cluster."""

    address: str
    """``127.0.0.1:PORT``."""
    process: subprocess.Popen[str]

    def wait(self) -> None:
        """Return once it has ended: kubectl ends it with the pod that it leads to."""
        self.process.wait()


@contextmanager
def forward_port(kubectl: tuple[str, ...], namespace: str, service: str, what: str) -> Iterator[Tunnel]:
    """Give a tunnel to ``service`` (``name:port``) during the block; kubectl is always ended.

    ``what`` names the service in the sentence of a Failure.
    """
    if shutil.which("kubectl") is None:
        raise Failure(f"kubectl is needed to reach {what} inside the cluster: put it on the PATH")
    name, _, port = service.partition(":")
    command = [
        "kubectl",
        *kubectl,
        "port-forward",
        "-n",
        namespace,
        "--address",
        "127.0.0.1",
        f"service/{name}",
        f":{port}",
    ]
    with subprocess.Popen(
        # A session of its own, so that Ctrl-C reaches us and not the tunnel that we still need for a moment.
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            tunnel = Tunnel(f"127.0.0.1:{_port_of(process, f'{what} ({service})')}", process)
            # It writes a line for each connection, and would stand still once nobody reads them.
            threading.Thread(target=lambda: [None for _ in process.stdout or ()], daemon=True).start()
            yield tunnel
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


def _port_of(process: subprocess.Popen[str], what: str) -> int:
    output: IO[str] = process.stdout  # type: ignore[assignment]
    said: list[str] = []
    deadline = time.monotonic() + START_SECONDS
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([output], [], [], left)[0]:
            break
        line = output.readline()
        if match := _LISTENING.search(line):
            return int(match[1])
        if not line:
            break
        said.append(line.strip())
    reason = " ".join(said) or f"kubectl said nothing for {START_SECONDS:.0f} s"
    raise Failure(f"{what} cannot be reached through kubectl port-forward: {reason}")
