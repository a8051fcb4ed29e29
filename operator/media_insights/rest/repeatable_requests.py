"""Requests that may come again: what they make is made once.

A request with an Idempotency-Key is noted before anything is made, with an id and the time at which it came. Whatever
it makes has that id or that time, so that the same request – at the same time, after a crash, to another replica –
finds what is there already.
"""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TypeVar

from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from media_insights.api.v1alpha1.times import rfc3339
from media_insights.errors import Changed
from media_insights.rest import request_notes
from media_insights.rest.access import RequestAccess
from media_insights.rest.naming import Attempt
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.request_notes import RequestNotes
from media_insights.storage.store import Store

MadeT = TypeVar("MadeT")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRequest:
    """A request as it came for the first time."""

    id: str
    at: str
    """RFC 3339, UTC."""
    mark: str = ""
    """What it writes on what it makes, to find it again; empty: the request cannot come again."""
    is_done: bool = False
    """Whether all that it makes was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeatable:
    """One request that makes something in a namespace."""

    store: Store
    namespace: str
    attempt: Attempt

    async def make(
        self,
        make: Callable[[FirstRequest], Awaitable[MadeT]],
        again: Callable[[FirstRequest], Awaitable[MadeT]] | None = None,
    ) -> MadeT:
        """Return what ``make`` makes, which must find what the same id has made already.

        ``again`` answers instead of it once all is made: for what somebody may have undone or deleted since. Raises
        ApiRefusal (409) for a key that came with another body.
        """
        if not self.attempt.key:
            return await make(FirstRequest(id=_new_id(), at=_now()))
        first = await run_in_threadpool(self._begin)
        if first.is_done and again is not None:
            return await again(first)
        made = await make(first)
        if again is not None:
            await run_in_threadpool(self._finish, first)
        return made

    def _begin(self) -> FirstRequest:
        notes = self._notes
        noted, etag = notes.read(self.attempt)
        if noted is not None:
            return FirstRequest(**noted)
        own = _new_id()
        first = FirstRequest(id=own, at=_now(), mark=own)
        try:
            notes.write(self.attempt, asdict(first), etag)
        except Changed:  # the same request, at the same time
            noted, _ = notes.read(self.attempt)
            if noted is None:
                raise ApiRefusal(409, "changed-meanwhile", "the same request came meanwhile: send it again") from None
            return FirstRequest(**noted)
        return first

    def _finish(self, first: FirstRequest) -> None:
        _, etag = self._notes.read(self.attempt)
        try:
            self._notes.write(self.attempt, asdict(first) | {"is_done": True}, etag)
        except Changed:  # by the same request, which has made the same
            return

    @property
    def _notes(self) -> RequestNotes:
        return RequestNotes(self.store, self.namespace, request_notes.REQUESTS)


def repeatable(key: str, route: str, namespace: str, body: BaseModel, access: RequestAccess) -> Repeatable:
    """Return a request to a route: a caller's key means one request of a namespace there, and others elsewhere."""
    attempt = Attempt(key, f"{access.caller.name} {namespace} {route}", body.model_dump(mode="json"))
    return Repeatable(store=access.ports.store, namespace=namespace, attempt=attempt)


def deleted_since() -> ApiRefusal:
    """Return the refusal of a request that comes again after what it made was deleted."""
    said = "what this request made was deleted since: send it with another Idempotency-Key to make it anew"
    return ApiRefusal(404, "not-found", said)


def _new_id() -> str:
    return secrets.token_hex(8)


def _now() -> str:
    return rfc3339(datetime.now(UTC))
