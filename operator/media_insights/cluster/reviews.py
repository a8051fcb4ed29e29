"""Identity by the API server: TokenReview says who asks, SubjectAccessReview what they may do.

Answers are kept for seconds, so that a list of a hundred namespaces does not ask a hundred times, and so that a right
that was taken away is gone soon. When they have run out, all requests that come meanwhile wait for one new answer: an
API server under load is not asked the same by each of a hundred connections.
"""

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from media_insights.api.v1alpha1 import GROUP
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import Unauthorized
from media_insights.kube.client import Api
from media_insights.kube.resources import ACCESS_REVIEWS, TOKEN_REVIEWS
from media_insights.ports.identity import Caller, Right

TOKEN_SECONDS = 60.0
ALLOWED_SECONDS = 5.0
DENIED_SECONDS = 1.0
MOST = 10_000
"""Answers that are kept at most."""

V = TypeVar("V")


@dataclass(slots=True)
class KeptAnswers(Generic[V]):
    """Answers that are good for a while; the oldest go first when there are too many."""

    clock: Callable[[], float]
    _answers: OrderedDict[Any, tuple[float, V]] = field(default_factory=OrderedDict)

    def get(self, question: Any) -> V | None:
        """Return an answer that is still good, or None."""
        until, answer = self._answers.get(question, (0.0, None))
        return answer if until > self.clock() else None

    def put(self, question: Any, answer: V, seconds: float) -> None:
        """Keep an answer for a while."""
        self._answers[question] = self.clock() + seconds, answer
        self._answers.move_to_end(question)
        if len(self._answers) > MOST:
            self._answers.popitem(last=False)


@dataclass(slots=True)
class OpenQuestions(Generic[V]):
    """Questions under way, in one event loop: whoever asks the same meanwhile gets the same answer, or refusal."""

    _tasks: dict[Any, asyncio.Future[V]] = field(default_factory=dict)

    async def ask(self, question: Any, ask: Callable[[], Awaitable[V]]) -> V:
        """Return the answer; who stops waiting for it leaves the others theirs."""
        task = self._tasks.get(question)
        if task is None:
            task = self._tasks[question] = asyncio.ensure_future(ask())
            task.add_done_callback(lambda done: self._close(question, done))
        return await asyncio.shield(task)

    def _close(self, question: Any, done: "asyncio.Future[V]") -> None:
        del self._tasks[question]
        if not done.cancelled():
            done.exception()  # nobody may be waiting any more


@dataclass(frozen=True, slots=True)
class ReviewedIdentity:
    """Callers as the API server knows them."""

    api: Api
    audiences: tuple[str, ...] = ()
    """Whom tokens must be meant for; empty: the API server."""
    clock: Callable[[], float] = time.monotonic
    _callers: KeptAnswers[Caller] = field(init=False)
    _rights: KeptAnswers[bool] = field(init=False)
    _who: OpenQuestions[Caller] = field(default_factory=OpenQuestions)
    _may: OpenQuestions[bool] = field(default_factory=OpenQuestions)

    def __post_init__(self) -> None:
        """Begin with nothing known."""
        object.__setattr__(self, "_callers", KeptAnswers[Caller](self.clock))
        object.__setattr__(self, "_rights", KeptAnswers[bool](self.clock))

    async def caller_of(self, token: str) -> Caller:
        """Return whose token this is. Raises Unauthorized, and Unavailable when the API server does not say."""
        if not token:
            raise Unauthorized("send a token that the cluster knows: Authorization: Bearer TOKEN")
        digest = hashlib.sha256(token.encode()).digest()
        known = self._callers.get(digest)
        return known or await self._who.ask(digest, lambda: self._ask_who(token, digest))

    async def allows(self, caller: Caller, right: Right) -> bool:
        """Return whether a caller has a right."""
        known = self._rights.get((caller, right))
        if known is not None:
            return known
        return await self._may.ask((caller, right), lambda: self._ask_whether(caller, right))

    async def _ask_who(self, token: str, digest: bytes) -> Caller:
        found = _caller_in(await self.api.review(TOKEN_REVIEWS, self._review(token)))
        self._callers.put(digest, found, TOKEN_SECONDS)
        return found

    async def _ask_whether(self, caller: Caller, right: Right) -> bool:
        answer = await self.api.review(ACCESS_REVIEWS, _access_review(caller, right))
        status = answer.get("status") or {}
        found = bool(status.get("allowed")) and not status.get("denied")
        self._rights.put((caller, right), found, ALLOWED_SECONDS if found else DENIED_SECONDS)
        return found

    def _review(self, token: str) -> Manifest:
        audiences = {"audiences": list(self.audiences)} if self.audiences else {}
        return _object("authentication.k8s.io/v1", "TokenReview", {"token": token, **audiences})


def _caller_in(review: Manifest) -> Caller:
    status = review.get("status") or {}
    user = status.get("user") or {}
    if not status.get("authenticated") or not user.get("username"):
        raise Unauthorized("the cluster does not know this token, or it has expired")
    return Caller(name=user["username"], uid=user.get("uid", ""), groups=tuple(user.get("groups") or ()))


def _access_review(caller: Caller, right: Right) -> Manifest:
    attributes = {"group": GROUP, "resource": right.kind, "verb": right.verb, "namespace": right.namespace}
    who = {"user": caller.name, "groups": list(caller.groups), **({"uid": caller.uid} if caller.uid else {})}
    return _object("authorization.k8s.io/v1", "SubjectAccessReview", {**who, "resourceAttributes": attributes})


def _object(api_version: str, kind: str, spec: Manifest) -> Manifest:
    return {"apiVersion": api_version, "kind": kind, "metadata": {}, "spec": spec}
