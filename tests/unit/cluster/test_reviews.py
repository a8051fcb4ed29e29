"""Who asks, and what they may do: answers are kept for a moment, and one question is asked once at a time."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from media_insights.cluster.reviews import ALLOWED_SECONDS, DENIED_SECONDS, TOKEN_SECONDS, ReviewedIdentity
from media_insights.errors import Unauthorized, Unavailable
from media_insights.kube.resources import TOKEN_REVIEWS
from media_insights.ports.identity import Caller, Right

ANA = Caller(name="ana")
READ = Right(verb="get", kind="mediaassets", namespace="n")


@dataclass
class Reviewer:
    """An API server that answers once it is told to."""

    allows: bool = True
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    fails: bool = False
    asked: int = 0
    now: float = 0.0

    async def review(self, resource: Any, review: Any) -> Any:
        self.asked += 1
        await self.answers.wait()
        if self.fails:
            raise Unavailable("the API server is away")
        if resource is TOKEN_REVIEWS:
            known = review["spec"]["token"] == "ana"
            return {"status": {"authenticated": known, "user": {"username": "ana"}}}
        return {"status": {"allowed": self.allows}}

    def identity(self) -> ReviewedIdentity:
        return ReviewedIdentity(self, clock=lambda: self.now)  # type: ignore[arg-type]  # as the API server's client


async def test_many_connections_ask_one_question_once() -> None:
    server = Reviewer()
    identity = server.identity()
    asking = [asyncio.create_task(identity.allows(ANA, READ)) for _ in range(64)]
    known = [asyncio.create_task(identity.caller_of("ana")) for _ in range(64)]
    await asyncio.sleep(0)
    server.answers.set()
    assert set(await asyncio.gather(*asking)) == {True}
    assert {each.name for each in await asyncio.gather(*known)} == {"ana"}
    assert server.asked == 2


@pytest.mark.parametrize(("allows", "seconds"), [(True, ALLOWED_SECONDS), (False, DENIED_SECONDS)])
async def test_an_answer_is_kept_and_asked_for_anew(allows: bool, seconds: float) -> None:  # noqa: FBT001 - a row
    server = Reviewer(allows=allows)
    server.answers.set()
    identity = server.identity()
    assert [await identity.allows(ANA, READ) for _ in range(2)] == [allows, allows]
    assert server.asked == 1
    server.now, server.allows = seconds + 0.1, not allows
    assert await identity.allows(ANA, READ) is not allows
    assert server.asked == 2


async def test_a_token_is_reviewed_again_after_a_minute() -> None:
    server = Reviewer()
    server.answers.set()
    identity = server.identity()
    assert [(await identity.caller_of("ana")).name for _ in range(2)] == ["ana", "ana"]
    server.now = TOKEN_SECONDS + 1
    await identity.caller_of("ana")
    assert server.asked == 2
    for _ in range(2):  # whom nobody knows is not kept
        with pytest.raises(Unauthorized, match="does not know this token"):
            await identity.caller_of("eve")
    assert server.asked == 4


async def test_a_failure_reaches_everybody_who_waits_and_is_not_kept() -> None:
    server = Reviewer(fails=True)
    identity = server.identity()
    asking = [asyncio.create_task(identity.allows(ANA, READ)) for _ in range(3)]
    await asyncio.sleep(0)
    server.answers.set()
    assert {type(each) for each in await asyncio.gather(*asking, return_exceptions=True)} == {Unavailable}
    server.fails = False
    assert await identity.allows(ANA, READ)


async def test_who_goes_away_leaves_the_others_their_answer() -> None:
    server = Reviewer()
    identity = server.identity()
    first, second = (asyncio.create_task(identity.allows(ANA, READ)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    server.answers.set()
    assert await second
    assert server.asked == 1
