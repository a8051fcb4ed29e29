"""A receiver of traces on loopback: OTLP over HTTP, read with the classes of the protocol's own distribution."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import Span

IDS = ("traceId", "spanId", "parentSpanId")
"""OTLP's JSON has them in hexadecimal, where JSON of protobuf has Base64: that alone differs."""


@dataclass(frozen=True)
class ReceivedSpan:
    """One span as it was received."""

    service: str
    name: str
    trace: str
    id: str
    parent: str
    failed: bool
    seconds: float
    attributes: dict[str, str | int]


@dataclass
class Receiver:
    """What was received, and where."""

    url: str
    spans: list[ReceivedSpan] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    status: int = 200

    def named(self, name: str, seconds: float = 30) -> ReceivedSpan:
        """Return the span of a name, when it has come."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := [each for each in self.spans if each.name == name]:
                return found[0]
            time.sleep(0.05)
        pytest.fail(f"not within {seconds} s: a span named {name}; there are {[each.name for each in self.spans]}")


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Receive traces on loopback."""
    receiver = Receiver("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert (self.path, self.headers["Content-Type"]) == ("/v1/traces", "application/json")
            receiver.headers.append(dict(self.headers.items()))
            if receiver.status == 200:
                receiver.spans += _spans_in(json.loads(body))
            self.send_response(receiver.status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def _spans_in(document: Any) -> list[ReceivedSpan]:
    message = ExportTraceServiceRequest()
    json_format.ParseDict(_with_base64(document), message)  # refuses every member that the protocol does not have
    return [
        _received(str(_attributes(resource.resource)["service.name"]), span)
        for resource in message.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def _received(service: str, span: Span) -> ReceivedSpan:
    return ReceivedSpan(
        service=service,
        name=span.name,
        trace=span.trace_id.hex(),
        id=span.span_id.hex(),
        parent=span.parent_span_id.hex(),
        failed=span.status.code == 2,
        seconds=(span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
        attributes=_attributes(span),
    )


def _attributes(of: Span | Resource) -> dict[str, str | int]:
    return {each.key: each.value.string_value or each.value.int_value for each in of.attributes}


def _with_base64(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_base64(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: _base64(item) if key in IDS else _with_base64(item) for key, item in value.items()}


def _base64(digits: str) -> str:
    return base64.b64encode(bytes.fromhex(digits)).decode()
