"""Refusals, as tests compare them."""

from typing import Any


def code(answer: Any) -> tuple[int, str]:
    """Return status and code of a refusal, after checking that it is one (RFC 9457)."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"] == f"/problems/{body['code']}"
    return answer.status_code, body["code"]
