"""Requests to servers that answer as one may: slowly, not at all, with a refusal, or as something else."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from media_insights.client.connection import ApiConnection, path_of
from media_insights.client.refusals import ApiUnreachable, RefusedRequest

OK = (200, {"found": True})
GONE = (404, {"code": "not-found", "detail": "there is none"})
OFTEN = (429, {"code": "unavailable", "detail": "less often"})
BUSY = (503, {"code": "unavailable", "detail": "try again"})


@dataclass
class Answers:
    """What a server answers, one after the other, and what it was asked."""

    url: str = ""
    given: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def server(*given: tuple[int, Any]) -> Iterator[Answers]:
    found = Answers(given=list(given))

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found.asked.append((self.command, self.path, dict(self.headers)))
            status, body = found.given.pop(0)
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Retry-After", "0")
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        found.url = f"http://127.0.0.1:{listening.server_address[1]}"
        try:
            yield found
        finally:
            listening.shutdown()
            thread.join()


def test_a_path_and_a_query_arrive_as_they_were_meant() -> None:
    with server(OK) as answers:
        found = ApiConnection(url=f"{answers.url}/media/").json(
            "GET", path_of("v1", "a/b?"), {"q": "a&b", "none": None}
        )
    assert found == {"found": True}
    assert answers.asked[0][:2] == ("GET", "/media/v1/a%2Fb%3F?q=a%26b")


@pytest.mark.parametrize(("method", "key"), [("GET", ""), ("PUT", ""), ("POST", "once")])
def test_what_may_be_repeated_is(method: str, key: str) -> None:
    with server(BUSY, OK) as answers:
        assert ApiConnection(url=answers.url).json(method, "/v1/x", body={}, key=key) == {"found": True}
    assert [asked[0] for asked in answers.asked] == [method, method]
    assert {asked[2].get("Idempotency-Key", "") for asked in answers.asked} == {key}


def test_what_a_post_makes_has_one_key_in_all_attempts() -> None:
    with server(BUSY, OK, OK) as answers:
        connection = ApiConnection(url=answers.url)
        assert [connection.create("/v1/x", {}) for _ in range(2)] == [{"found": True}] * 2
    first, second, other = (asked[2]["Idempotency-Key"] for asked in answers.asked)
    assert first == second != other


def test_what_an_earlier_attempt_deleted_is_deleted() -> None:
    with server(BUSY, GONE) as answers:
        ApiConnection(url=answers.url).delete("/v1/x")
    assert [asked[0] for asked in answers.asked] == ["DELETE", "DELETE"]


@pytest.mark.parametrize("given", [[GONE], [OFTEN, GONE]], ids=["the first attempt", "after one that did nothing"])
def test_what_was_never_there_cannot_be_deleted(given: list[tuple[int, Any]]) -> None:
    with server(*given) as answers, pytest.raises(RefusedRequest, match="there is none"):
        ApiConnection(url=answers.url).delete("/v1/x")


def test_what_might_happen_twice_is_not_repeated() -> None:
    with server(BUSY, OK) as answers, pytest.raises(RefusedRequest) as refused:
        ApiConnection(url=answers.url).json("POST", "/v1/x")
    assert (refused.value.status, refused.value.code, str(refused.value)) == (503, "unavailable", "try again")
    assert len(answers.asked) == 1


def test_a_server_that_stays_busy_is_given_up() -> None:
    with server(BUSY, BUSY) as answers, pytest.raises(RefusedRequest, match="try again"):
        ApiConnection(url=answers.url, retries=1).json("GET", "/v1/x")


def test_a_refusal_says_what_is_wrong_and_where() -> None:
    problem = {"code": "invalid", "detail": "no", "hint": "yes", "errors": [{"at": "/a/0", "message": "a number"}, 1]}
    with server((422, problem)) as answers, pytest.raises(RefusedRequest) as refused:
        ApiConnection(url=answers.url).json("GET", "/v1/x")
    assert [(each.at, each.message) for each in refused.value.fields] == [("/a/0", "a number")]
    assert refused.value.hint == "yes"


@pytest.mark.parametrize("answer", [(404, b"<html>"), (200, b"<html>"), (302, {}), (500, [1])])
def test_another_server_than_the_api_is_told(answer: tuple[int, Any]) -> None:
    with server(answer) as answers, pytest.raises(ApiUnreachable):
        ApiConnection(url=answers.url).json("GET", "/v1/x")
    assert len(answers.asked) == 1  # a redirection is not followed


def test_a_token_is_asked_for_with_every_request() -> None:
    tokens = iter(["first", "second"])
    with server(OK, OK) as answers:
        connection = ApiConnection(url=answers.url, token=lambda: next(tokens))
        connection.json("GET", "/v1/x")
        connection.json("GET", "/v1/x")
    assert [asked[2]["Authorization"] for asked in answers.asked] == ["Bearer first", "Bearer second"]
    assert "first" not in repr(connection)


def test_pieces_of_a_refusal_are_a_refusal() -> None:
    with server((404, {"code": "not-found", "detail": "no"})) as answers, pytest.raises(RefusedRequest, match="no"):
        list(ApiConnection(url=answers.url).pieces("/v1/x"))


def test_nobody_answers() -> None:
    with server() as answers:
        pass
    with pytest.raises(ApiUnreachable, match="does not answer"):
        ApiConnection(url=answers.url, retries=0).json("GET", "/v1/x")


@pytest.mark.parametrize("url", ["", "ftp://host", "host:8421", "http://", "http://u:p@host", "http://host?x=1"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        ApiConnection(url=url)
