"""Room of a namespace in the store: what does not fit is refused before anything of it is stored."""

from media_insights.ports.runs import Capacities
from media_insights.rest.problems import ApiRefusal

STATUS = 507
"""Insufficient Storage (RFC 4918, section 11.5): nothing is wrong with the request."""


async def require_room(capacities: Capacities, namespace: str, size: int) -> None:
    """Raise ApiRefusal (507) when so many bytes more are not allowed in a namespace."""
    if reason := await capacities.reserve(namespace, size):
        raise ApiRefusal(STATUS, "storage-full", reason, hint="GET /v1/limits says what is stored and allowed")
