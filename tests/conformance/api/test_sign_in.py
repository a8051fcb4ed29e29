"""Sign-in of people on a cluster, from the start to the end of a session, with a real issuer on loopback."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from media_insights.cli.local.serve_command import local_app
from media_insights.cluster.openid import OpenIdConnect, OpenIdSettings
from media_insights.ports.audit import AuditRecord, DecidedRight
from media_insights.ports.identity import Caller, Right
from media_insights.rest.app import app_of
from media_insights.rest.sessions import SESSION, SessionSettings
from tests.conformance.api.answers import code
from tests.conformance.api.worlds import workplace
from tests.unit.cluster.issuer import CLIENT, SECRET, Issuer, issuing

ORIGIN = "https://media.example"


class EditorsRead:
    """The cluster's rights: whoever is in one group may read; nobody is known by a token."""

    async def caller_of(self, token: str) -> Caller:
        raise AssertionError(f"a cookie says who it is, not {token!r}")

    async def allows(self, caller: Caller, right: Right) -> bool:
        return "oidc:editors" in caller.groups and right.verb in ("get", "list")


@pytest_asyncio.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with issuing() as found:
        yield found


@pytest.fixture
def app(tmp_path: Path, issuer: Issuer) -> FastAPI:
    place = workplace(tmp_path)
    place.output.mkdir()
    served = local_app(place)
    settings = OpenIdSettings(issuer=issuer.url, client=CLIENT, secret=SECRET)
    records: list[AuditRecord] = []
    sign_in = OpenIdConnect(settings)
    ports = replace(served.state.ports, sign_in=sign_in, identity=EditorsRead(), audit=records.append)
    sessions = SessionSettings(origin=ORIGIN, keys=("k" * 32,))
    made = app_of(ports, replace(served.state.deployment, sessions=sessions))
    made.state.records = records
    return made


@contextlib.asynccontextmanager
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ORIGIN) as found:
        yield found


async def signed_in(page: httpx.AsyncClient, issuer: Issuer, to: str = "/") -> httpx.Response:
    start = await page.get("/v1/session/start", params={"to": to})
    assert start.status_code == 303
    found, state = issuer.let_in(start.headers["Location"])
    return await page.get("/v1/session/callback", params={"code": found, "state": state})


async def test_somebody_signs_in_reads_and_signs_out(app: FastAPI, issuer: Issuer) -> None:
    async with browser(app) as page:
        back = await signed_in(page, issuer, "/library?q=dog")
        assert (back.status_code, back.headers["Location"]) == (303, "/library?q=dog")
        cookie = next(each for each in back.headers.get_list("Set-Cookie") if each.startswith(f"{SESSION}="))
        assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        session = (await page.get("/v1/session")).json()
        assert (session["name"], session["via"]) == ("oidc:ana@example.com", "cookie")
        assert (await page.get("/v1/assets?namespace=local")).status_code == 200
        left = await page.delete("/v1/session", headers={"Origin": ORIGIN})
        assert left.status_code == 204
        assert SESSION not in page.cookies
    recorded = [(each.verb, each.who, each.via, each.answer) for each in app.state.records]
    ana = "oidc:ana@example.com"
    assert recorded == [
        ("", "", "nobody", 303),
        ("sign-in", ana, "sign-in", 303),
        ("", ana, "cookie", 200),
        ("list", ana, "cookie", 200),
        ("sign-out", ana, "cookie", 204),
    ]


async def test_rights_stay_those_of_the_cluster(app: FastAPI, issuer: Issuer) -> None:
    issuer.claims = {"groups": ["visitors"]}
    async with browser(app) as page:
        await signed_in(page, issuer)
        assert code(await page.get("/v1/assets?namespace=local")) == (403, "forbidden")
    last = app.state.records[-1]
    assert (last.answer, last.rights) == (
        403,
        (DecidedRight(verb="list", kind="mediaassets", namespace="local", allowed=False),),
    )


async def test_a_foreign_page_cannot_write_with_a_cookie(app: FastAPI, issuer: Issuer) -> None:
    body = {"namespace": "local", "name": "a.txt", "bytes": 1}
    async with browser(app) as page:
        await signed_in(page, issuer)
        for headers in ({}, {"Origin": "https://evil.example"}):
            assert code(await page.post("/v1/uploads", json=body, headers=headers)) == (403, "wrong-origin")
        # from its own page it is a question of rights
        assert code(await page.post("/v1/uploads", json=body, headers={"Origin": ORIGIN})) == (403, "forbidden")


async def test_a_sign_in_ends_in_the_browser_that_began_it(app: FastAPI, issuer: Issuer) -> None:
    async with browser(app) as page, browser(app) as victim:
        start = await page.get("/v1/session/start")
        found, state = issuer.let_in(start.headers["Location"])
        answer = {"code": found, "state": state}
        assert code(await victim.get("/v1/session/callback", params=answer)) == (403, "sign-in-unknown")
        last = app.state.records[-1]
        assert (last.verb, last.who, last.via, last.answer) == ("sign-in", "", "nobody", 403)
        wrong = {"code": found, "state": "another"}
        assert code(await page.get("/v1/session/callback", params=wrong)) == (403, "sign-in-unknown")
        assert SESSION not in page.cookies


async def test_what_the_issuer_refuses_is_told(app: FastAPI, issuer: Issuer) -> None:
    async with browser(app) as page:
        start = await page.get("/v1/session/start", params={"to": "//evil.example"})
        _, state = issuer.let_in(start.headers["Location"])
        assert urlsplit(start.headers["Location"]).netloc == urlsplit(issuer.url).netloc
        refused = await page.get("/v1/session/callback", params={"error": "access_denied", "state": state})
        assert code(refused) == (403, "sign-in-refused")
        assert "access_denied" in refused.json()["detail"]


async def test_a_session_that_is_none_is_told_so(app: FastAPI) -> None:
    async with browser(app) as page:
        answer = await page.get("/v1/assets", headers={"Cookie": f"{SESSION}=a.b.c.d.e"})
        assert code(answer) == (401, "session-ended")


async def test_without_an_issuer_nobody_signs_in(tmp_path: Path) -> None:
    place = workplace(tmp_path)
    place.output.mkdir()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=local_app(place)), base_url="http://127.0.0.1"
    ) as page:
        assert code(await page.get("/v1/session/start")) == (404, "not-found")
        assert (await page.get("/v1/session")).json()["via"] == "token"
