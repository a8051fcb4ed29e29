"""A refusal's type is told from the API server's fields, never from its words."""

import json

import pytest

from media_insights.errors import (
    AlreadyExists,
    ApiError,
    Conflict,
    Forbidden,
    NoSuchKind,
    NotFound,
    Refusal,
    Rejected,
    Unauthorized,
    Unavailable,
)
from media_insights.kube.refusals import error_of

OBJECT = {"kind": "mediaassets", "name": "clip", "group": "mediainsights.dev"}


def status(reason: str, **details: str) -> str:
    return json.dumps({"kind": "Status", "reason": reason, "message": "words of all kinds", "details": details})


@pytest.mark.parametrize(
    ("code", "body", "kind"),
    [
        (401, status("Unauthorized"), Unauthorized),
        (403, status("Forbidden", **OBJECT), Forbidden),
        (404, status("NotFound", **OBJECT), NotFound),
        (404, status("NotFound", kind="namespaces", name="news"), NotFound),
        (404, "404 page not found\n", NoSuchKind),
        (404, status("NotFound"), NoSuchKind),
        (409, status("AlreadyExists", **OBJECT), AlreadyExists),
        (409, status("Conflict", **OBJECT), Conflict),
        (410, status("Expired"), Conflict),
        (400, status("BadRequest"), Rejected),
        (422, status("Invalid", kind="MediaAsset", name="clip"), Rejected),
        (429, status("TooManyRequests"), Unavailable),
        (500, "no JSON", Unavailable),
        (503, "", Unavailable),
    ],
)
def test_the_type_says_whose_fault_it_is(code: int, body: str, kind: type[ApiError | Unavailable]) -> None:
    assert type(error_of("GET /x", code, body)) is kind


def test_the_api_servers_fields_are_kept() -> None:
    error = error_of("GET /x", 404, status("NotFound", **OBJECT))
    expected = Refusal(status=404, reason="NotFound", message="words of all kinds", kind="mediaassets", name="clip")
    assert error.refusal == expected
    assert str(error) == "GET /x: 404 words of all kinds"


@pytest.mark.parametrize("body", ["[]", '"x"', "<html>", '{"message": null}', '{"details": null}'])
def test_an_answer_of_something_else_is_an_error_too(body: str) -> None:
    assert isinstance(error_of("GET /x", 400, body), Rejected)
