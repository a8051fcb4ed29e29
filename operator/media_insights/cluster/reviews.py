"""Identity by the API server: TokenReview says who asks, SubjectAccessReview what they may do.

Answers are kept for seconds, so that a list of a hundred namespaces does not ask a hundred times, and so that a right
that was taken away is gone soon.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
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


@dataclass(frozen=True, slots=True)
class ReviewedIdentity:
    """Callers as the API server knows them."""

    api: Api
    audiences: tuple[str, ...] = ()
    """Whom tokens must be meant for; empty: the API server."""
    clock: Callable[[], float] = time.monotonic
    _callers: KeptAnswers[Caller] = field(init=False)
    _rights: KeptAnswers[bool] = field(init=False)

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
        if known is None:
            known = _caller_in(await self.api.create(TOKEN_REVIEWS, self._review(token)))
            self._callers.put(digest, known, TOKEN_SECONDS)
        return known

    async def allows(self, caller: Caller, right: Right) -> bool:
        """Return whether a caller has a right."""
        known = self._rights.get((caller, right))
        if known is None:
            answer = await self.api.create(ACCESS_REVIEWS, _access_review(caller, right))
            status = answer.get("status") or {}
            known = bool(status.get("allowed")) and not status.get("denied")
            self._rights.put((caller, right), known, ALLOWED_SECONDS if known else DENIED_SECONDS)
        return known

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
