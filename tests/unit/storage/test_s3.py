"""Answers of an S3 as errors whose type says whose fault it was: a server on loopback gives them."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from media_insights.domain.store_address import StoreAddress
from media_insights.errors import AccessDenied, Changed, NoSuchBucket, NoSuchObject, StoreError, Unavailable
from media_insights.storage.s3 import S3Store, s3_store_of
from media_insights.storage.s3_access import S3Access
from tests.gateways import free_port


def store_at(url: str) -> S3Store:
    return s3_store_of(S3Access(address=StoreAddress.of(url, bucket="media"), access_key="a", secret_key="b" * 16))


@contextmanager
def answering(status: int, code: str) -> Iterator[S3Store]:
    """An S3 that refuses everything with one code."""
    body = f"<Error><Code>{code}</Code><Message>because</Message></Error>".encode()

    class Refusing(BaseHTTPRequestHandler):
        def refuse(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_PUT = do_HEAD = do_DELETE = refuse  # noqa: N815 - the server's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield store_at(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (404, "NoSuchKey", NoSuchObject),
        (404, "NoSuchBucket", NoSuchBucket),
        (403, "AccessDenied", AccessDenied),
        (403, "InvalidAccessKeyId", AccessDenied),
        (403, "SignatureDoesNotMatch", AccessDenied),
        (412, "PreconditionFailed", Changed),
        (400, "InvalidArgument", StoreError),
        (503, "SlowDown", Unavailable),
        (501, "NotImplemented", StoreError),
        (500, "InternalError", Unavailable),
    ],
)
def test_an_answer_says_whose_fault_it_was(status: int, code: str, error: type[Exception]) -> None:
    with answering(status, code) as store, pytest.raises(error, match="s3://media/key: because") as raised:
        store.get("key")
    assert type(raised.value) is error


def test_a_head_without_words_still_has_a_type() -> None:
    with answering(403, "") as store, pytest.raises(AccessDenied, match="s3://media/key"):
        store.head("key")


def test_a_range_behind_the_end_is_empty() -> None:
    with answering(416, "InvalidRange") as store:
        assert store.range("key", 100, 1) == b""


def test_a_store_that_does_not_answer_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="s3://media/key"):
        store_at(f"http://127.0.0.1:{free_port()}").head("key")


@pytest.mark.parametrize(
    ("url", "region", "endpoint"),
    [
        ("http://s3.media.svc:7070", "", "http://s3.media.svc:7070/media/a%20b"),
        ("https://s3.example.com", "", "https://s3.example.com/media/a%20b"),
        ("", "eu-central-1", "https://media.s3.amazonaws.com/a%20b"),
    ],
    ids=["a path of the endpoint", "with its usual port left out", "a host name of the bucket at Amazon"],
)
def test_how_a_bucket_is_addressed(url: str, region: str, endpoint: str) -> None:
    address = StoreAddress.of(url, bucket="media", region=region)
    signed = s3_store_of(S3Access(address=address, access_key="a", secret_key="b" * 16)).presign("a b")
    assert signed.partition("?")[0] == endpoint
