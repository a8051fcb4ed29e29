"""docs/events.md: what it says to do on a laptop, run as it stands there, and the figures that it names."""

import base64
import hashlib
import hmac
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue

import pytest

from media_insights.events import lanes, relay, webhook_sink
from media_insights.events.signatures import parse_key
from media_insights.runtime import metrics
from tests import gateways
from tests.unit.events.test_consumers_page import ROOT, analysed

PAGE = (ROOT / "docs/events.md").read_text("utf-8")
Request = tuple[dict[str, str], bytes]


@contextmanager
def receiver(port: int) -> Iterator["Queue[Request]"]:
    """Take every request, and give those that came."""
    came: Queue[Request] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.put(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield came
        finally:
            listening.shutdown()
            thread.join()


@pytest.mark.thorough
def test_a_served_folder_sends_signed_events(tmp_path: Path) -> None:
    (commands,) = [each for each in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) if "media-insights serve" in each]
    port = gateways.free_port()
    commands = commands.replace("8080", str(port)).rstrip() + f" --port {gateways.free_port()}"
    analysed(tmp_path / "results")
    path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    with receiver(port) as came:
        # a session of its own, so that what it leaves running can be ended
        shell = subprocess.Popen(
            ["bash", "-euc", commands], cwd=tmp_path, env=os.environ | path, start_new_session=True
        )
        try:
            requests = [came.get(timeout=150) for _ in range(3)]
        finally:
            os.killpg(shell.pid, signal.SIGKILL)
            shell.wait(30)
    key = parse_key((tmp_path / "webhook-key").read_text("utf-8").strip())
    for headers, body in requests:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{expected}"
    types = {json.loads(body)["type"] for _, body in requests}
    named = set(re.findall(r"^\| `(dev\.mediainsights\.[a-z.]+)` \|", PAGE, re.MULTILINE))
    assert types <= named
    assert "dev.mediainsights.metadata.stored" in types


def test_the_figures_of_the_page_are_those_of_the_relay() -> None:
    assert f"within {webhook_sink.SECONDS:.0f} seconds" in PAGE
    assert f"1, 2, 4 … up to {lanes.LONGEST_PAUSE:.0f} seconds" in PAGE
    assert (lanes.FIRST_PAUSE, webhook_sink.LONGEST_PAUSE) == (1, 3600)
    assert (relay.WORKERS, "events of eight assets at a time" in PAGE) == (8, True)
    assert f"{webhook_sink.MOST_BYTES // 1024} KiB of an answer" in PAGE


def test_the_metrics_of_the_page_are_those_of_the_relay() -> None:
    named = set(re.findall(r"^\| `(media_insights_events?_\w+)", PAGE, re.MULTILINE))
    kept = {
        *(f"{each._name}_total" for each in (metrics.EVENT_ATTEMPTS,)),
        *(each._name for each in (metrics.EVENT_LAG, metrics.EVENT_LATE, metrics.EVENTS_DEAD, metrics.EVENTS_WAITING)),
        metrics.EVENTS_SWEPT._name,
    }
    assert named == kept
