"""Problems: every refusal is an ``application/problem+json`` (RFC 9457) with a code for programs and a sentence.

One table says which error of the product is which answer. A defect is a 500 without any detail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from media_insights import errors
from media_insights.catalogue.problems import Unusable
from media_insights.exports.assets import Missing, Unfit

CONTENT_TYPE = "application/problem+json"
RETRY_SECONDS = 2
"""What ``Retry-After`` says of a server that will come back."""


class FieldProblem(BaseModel):
    """One field of a request that is wrong."""

    at: str = Field(description="JSON pointer (RFC 6901) to the field, or the place of a parameter.")
    message: str = Field(description="What was wrong and what would be right.")


class ProblemDocument(BaseModel):
    """Why a request was refused (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/not-found",
                    "title": "Not found",
                    "status": 404,
                    "code": "not-found",
                    "detail": "there is no asset 0d4b",
                    "errors": [],
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    code: str = Field(description="One word for programs; it does not change.")
    detail: str = Field(description="A sentence for people.")
    errors: list[FieldProblem] = Field(default_factory=list)
    hint: str | None = Field(default=None, description="What would be right, where that is more than the detail says.")


class ApiRefusal(Exception):  # noqa: N818 - a refusal of the API is a regular answer
    """A request is refused; raised by routes, answered as a problem."""

    def __init__(
        self, status: int, code: str, detail: str, *, at: Sequence[tuple[str, str]] = (), hint: str | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.at = at
        self.hint = hint

    def document(self) -> dict[str, Any]:
        """Return the body of the answer."""
        problem = ProblemDocument(
            type=f"/problems/{self.code}",
            title=self.code.replace("-", " ").capitalize(),
            status=self.status,
            code=self.code,
            detail=str(self),
            errors=[FieldProblem(at=place, message=message) for place, message in self.at],
            hint=self.hint,
        )
        return problem.model_dump(exclude_none=True)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    code: str


_ANSWERS: tuple[tuple[type[Exception], _Answer], ...] = (
    (errors.NoSuchKind, _Answer(503, "not-installed")),
    (errors.NotFound, _Answer(404, "not-found")),
    (errors.AlreadyExists, _Answer(409, "already-exists")),
    (errors.Conflict, _Answer(412, "changed-meanwhile")),
    (errors.Forbidden, _Answer(403, "forbidden")),
    (errors.Unauthorized, _Answer(401, "unauthorized")),
    (errors.Rejected, _Answer(422, "invalid")),
    (errors.NoSuchObject, _Answer(404, "not-found")),
    (errors.Changed, _Answer(409, "changed-meanwhile")),
    (errors.NoSuchBucket, _Answer(503, "store-unavailable")),
    (errors.AccessDenied, _Answer(503, "store-unavailable")),
    (errors.Damaged, _Answer(409, "result-damaged")),
    (errors.UnreadableResult, _Answer(409, "result-damaged")),
    (errors.StoreError, _Answer(422, "store-refused")),
    (errors.WrongState, _Answer(409, "wrong-state")),
    (errors.InvalidObject, _Answer(422, "invalid")),
    (errors.InvalidQuery, _Answer(400, "query-invalid")),
    (errors.InvalidImport, _Answer(422, "invalid")),
    (Unusable, _Answer(422, "invalid")),
    (Missing, _Answer(409, "result-missing")),
    (Unfit, _Answer(409, "cannot-be-exported")),
    (errors.Unavailable, _Answer(503, "unavailable")),
)
"""Error → answer; the first that fits."""


def refusal_of(error: errors.MediaInsightsError) -> ApiRefusal:
    """Return the answer to an error of the product; 500 for one that no caller can cause."""
    answer = next((answer for kind, answer in _ANSWERS if isinstance(error, kind)), None)
    if answer is None:
        return defect()
    return ApiRefusal(answer.status, answer.code, _sentence(error))


def defect() -> ApiRefusal:
    """Return the answer to what should not have happened: its details are in the log, not in the answer."""
    return ApiRefusal(500, "internal", "something went wrong here that should not have; the log of the API says what")


def _sentence(error: errors.MediaInsightsError) -> str:
    refusal = getattr(error, "refusal", None)
    return (refusal.message if refusal else "") or str(error)


def headers_of(status: int) -> Mapping[str, str]:
    """Return the headers that belong to a refusal."""
    if status == 401:
        return {"WWW-Authenticate": 'Bearer realm="media-insights"'}
    return {"Retry-After": str(RETRY_SECONDS)} if status in (429, 503) else {}


_MEANINGS = {
    400: "The request cannot be read.",
    401: "Nobody is known by this token, or none was sent.",
    403: "The caller may not do this.",
    404: "There is no such thing, or the caller may not see it.",
    405: "The route does not know this method.",
    409: "The state of the objects does not allow it.",
    412: "The object is no longer the one that the condition names.",
    413: "The body is larger than allowed.",
    415: "The content is of no type that is understood.",
    416: "The object does not have the range that was asked for.",
    422: "A field of the request is wrong.",
    501: "There is no such thing here; the answer says what takes its place.",
    503: "A server behind the API does not answer; try again.",
    507: "As much is stored of the namespace as may be; the answer says how much that is.",
}
Responses = dict[int | str, dict[str, Any]]
"""Answers of a route, as its OpenAPI lists them."""
ALWAYS = (400, 401, 403, 405, 413, 422, 503)
"""What every route may answer."""


def declared(*statuses: int) -> Responses:
    """Return the refusals of a route for its OpenAPI: those of every route, and its own."""
    content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
    return {each: {"description": _MEANINGS[each], "content": content} for each in sorted({*ALWAYS, *statuses})}
