"""What is recorded of requests, by an application with a few routes of every kind."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI, HTTPException, Request

from media_insights.ports.audit import REQUEST, AuditRecord
from media_insights.ports.identity import Caller, Right
from media_insights.rest.audited import HEADER, MOST_RIGHTS, Audited, trail_of
from media_insights.rest.deployment import Deployment

GET, DELETE = (Right(verb=verb, kind="mediaassets", namespace="news") for verb in ("get", "delete"))


@pytest.fixture
def records() -> list[AuditRecord]:
    return []


@pytest_asyncio.fixture
async def page(records: list[AuditRecord]) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()

    @app.delete("/v1/things/{namespace}/{name}")
    async def delete_thing(request: Request, namespace: str, name: str, *, allowed: bool = True) -> str:
        trail = trail_of(request)
        trail.sent_by(Caller(name="ana"), "token")
        trail.decided(GET, allowed=True)
        trail.decided(DELETE, allowed=allowed)
        trail.decided(GET, allowed=True)
        if not allowed:
            raise HTTPException(403)
        return REQUEST.get()

    @app.get("/v1/uploads/{id}")  # noqa: FAST003 - only the record is of interest
    @app.get("/mie/{namespace}/download/{token}")
    async def signed(request: Request) -> None:
        for number in range(100):
            trail_of(request).decided(Right(verb="get", kind="x", namespace=str(number)), allowed=True)

    @app.get("/broken")
    async def broken() -> None:
        raise ValueError("a defect")

    @app.get("/slow")
    async def slow() -> None:
        await asyncio.Event().wait()

    @app.get("/healthz")
    async def healthz() -> None:
        pass

    app.add_middleware(Audited, deployment=Deployment(key=b"k" * 32, bucket="media"), audit=records.append)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=("10.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://a") as found:
        yield found


async def test_a_record_has_the_verb_of_the_right_that_counted(
    page: httpx.AsyncClient, records: list[AuditRecord]
) -> None:
    answer = await page.delete("/v1/things/news/clip")
    (record,) = records
    assert (record.who, record.via, record.verb, record.kind) == ("ana", "token", "delete", "mediaassets")
    assert (record.namespace, record.name, record.answer) == ("news", "clip", 200)
    assert [each.verb for each in record.rights] == ["get", "delete"]
    assert record.request is not None
    assert (record.request.route, record.request.peer) == ("/v1/things/{namespace}/{name}", "10.0.0.1")
    assert record.request.id == answer.headers[HEADER] == answer.json()
    assert REQUEST.get() == ""


async def test_a_refusal_is_recorded_with_the_right_that_lacked(
    page: httpx.AsyncClient, records: list[AuditRecord]
) -> None:
    await page.delete("/v1/things/news/clip?allowed=false")
    (record,) = records
    assert (record.answer, record.verb, [each.allowed for each in record.rights]) == (403, "delete", [True, False])


@pytest.mark.parametrize("path", ["/v1/uploads/SECRET", "/mie/news/download/SECRET"])
async def test_what_opens_something_is_not_recorded_and_rights_are_bounded(
    page: httpx.AsyncClient, records: list[AuditRecord], path: str
) -> None:
    await page.get(path)
    (record,) = records
    assert "SECRET" not in str(record)
    assert len(record.rights) == MOST_RIGHTS


async def test_a_defect_and_a_request_that_is_given_up_are_recorded(
    page: httpx.AsyncClient, records: list[AuditRecord]
) -> None:
    await page.get("/broken")
    asking = asyncio.create_task(page.get("/slow"))
    await _until_it_waits(asking)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert [each.answer for each in records] == [500, 0]


async def _until_it_waits(task: "asyncio.Task[Any]") -> None:
    for _ in range(100):
        await asyncio.sleep(0)
    assert not task.done()


async def test_what_answers_everybody_the_same_and_what_is_no_route_is_not_recorded(
    page: httpx.AsyncClient, records: list[AuditRecord]
) -> None:
    assert (await page.get("/healthz")).status_code == 200
    assert (await page.get("/elsewhere")).status_code == 404
    assert records == []
