"""Refusals in the engine's words."""

from media_insights.rest.problems import ApiRefusal

_CODES = {
    400: "BadRequestError",
    401: "UnauthorizedError",
    403: "ForbiddenError",
    404: "NotFoundError",
    405: "MethodNotAllowedError",
    409: "ConflictError",
    413: "RequestEntityTooLargeError",
    422: "UnprocessableEntityError",
    507: "InsufficientStorageError",
}


def error_words(refusal: ApiRefusal) -> dict[str, str]:
    """Return the members ``Code`` and ``Message``."""
    return {"Code": _CODES.get(refusal.status, "ChaliceViewError"), "Message": str(refusal)}
