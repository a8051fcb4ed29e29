"""What goes wrong between a program and the API.

::

    ClientError
    ├── RefusedRequest   the API answered, with a problem (RFC 9457): ``code`` is for programs
    └── ApiUnreachable   nobody answered, or something else than the API did; a later attempt may succeed
"""

# ruff: noqa: N818 - the names say what happened; a suffix would add nothing

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class ClientError(Exception):
    """The root of what the client raises on purpose."""


class ApiUnreachable(ClientError):
    """There is no answer of the API: no connection, no answer in time, or an answer in another form."""


@dataclass(frozen=True, slots=True)
class WrongField:
    """One field of a request that was wrong."""

    at: str
    """JSON pointer into the body, or the place of a parameter: ``query/limit``."""
    message: str


class RefusedRequest(ClientError):
    """The API refused a request; as text, it is the API's own sentence."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", ""))
        """One word, for instance ``not-found``; it does not change from version to version."""
        self.hint = str(problem.get("hint", ""))
        """What would be right, where that is more than the sentence says."""
        listed = problem.get("errors")
        self.fields = tuple(
            WrongField(str(each.get("at", "")), str(each.get("message", "")))
            for each in (listed if isinstance(listed, list) else [])
            if isinstance(each, dict)
        )
        super().__init__(str(problem.get("detail") or f"the API answered {status}"))


def refusal_in(status: int, content: bytes) -> ClientError:
    """Return the exception for an answer that is not what was asked for."""
    try:
        problem = json.loads(content)
    except ValueError:
        problem = None
    if isinstance(problem, dict) and problem.get("kind") == "Status":
        return ApiUnreachable(f"the API server before it answered {status}: {problem.get('message', '')}")
    if isinstance(problem, dict) and "code" in problem:
        return RefusedRequest(status, problem)
    return ApiUnreachable(f"the address answered {status}, but not as the API of media-insights does: is it right?")
