"""Refusals: the API server's error answers (meta/v1 ``Status``), as errors of the tree."""

import json
from collections.abc import Mapping
from typing import Any

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

_TYPES: Mapping[int, type[ApiError]] = {
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: Conflict,  # a list or watch that is too old: to be begun anew
}


def error_of(request: str, status: int, text: str) -> ApiError | Unavailable:
    """Return the error for an answer; ``request`` reads ``GET /api/v1/pods``, ``text`` is the body."""
    return error_of_status(request, status, _status_of(text) or {"message": text.strip()[:300]})


def error_of_status(request: str, status: int, answer: Mapping[str, Any]) -> ApiError | Unavailable:
    """Return the error for a meta/v1 ``Status``, which a watch also sends as its last event."""
    details = answer.get("details") or {}
    refusal = Refusal(
        status=status,
        reason=str(answer.get("reason", "")),
        message=str(answer.get("message", "")),
        kind=str(details.get("kind", "")),
        name=str(details.get("name", "")),
    )
    sentence = f"{request}: {status} {refusal.message}"
    if status >= 500 or status == 429:
        return Unavailable(sentence, refusal)
    return _type_of(refusal)(sentence, refusal)


def _type_of(refusal: Refusal) -> type[ApiError]:
    if refusal.reason == "AlreadyExists":
        return AlreadyExists
    if refusal.status == 404 and not refusal.kind:  # for an object that is missing, it is named
        return NoSuchKind
    return _TYPES.get(refusal.status, Rejected)


def _status_of(text: str) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
