"""Signing in with a token that is pasted: the cookie does what the token does, and only for pages of this address."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from media_insights.cli.local.serve_command import local_app
from media_insights.rest.token_cookies import COOKIE
from tests.conformance.api.answers import code
from tests.conformance.api.worlds import workplace

TOKEN = "a-token-of-serve"
OWN = {"Sec-Fetch-Site": "same-origin"}
NEW = {"namespace": "local", "name": "a.mp4", "bytes": 1}


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    place = workplace(tmp_path)
    place.output.mkdir()
    return local_app(place, token=TOKEN)


@contextlib.asynccontextmanager
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1") as found:
        yield found


@contextlib.asynccontextmanager
async def signed_in(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(app) as page:
        assert (await page.post("/v1/session", json={"token": TOKEN})).status_code == 204
        yield page


async def test_a_cookie_does_what_the_token_does_until_the_end(app: FastAPI) -> None:
    async with signed_in(app) as page:
        assert (await page.get("/v1/session")).json()["via"] == "cookie"
        assert (await page.post("/v1/uploads", json=NEW, headers=OWN)).status_code == 201
        assert (await page.delete("/v1/session")).status_code == 204
        assert code(await page.get("/v1/session")) == (401, "unauthorized")


async def test_a_wrong_token_opens_nothing(app: FastAPI) -> None:
    async with browser(app) as page:
        assert code(await page.post("/v1/session", json={"token": "guessed"})) == (401, "unauthorized")
        assert not page.cookies


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
async def test_no_other_site_writes_with_the_cookie(app: FastAPI, site: str) -> None:
    async with signed_in(app) as page:
        answer = await page.post("/v1/uploads", json=NEW, headers={"Sec-Fetch-Site": site} if site else {})
        assert code(answer) == (403, "wrong-origin")


async def test_scripts_and_other_sites_never_see_it_and_tls_keeps_it(app: FastAPI) -> None:
    async with browser(app) as page:
        plain = await page.post("/v1/session", json={"token": TOKEN})
        over_tls = await page.post("/v1/session", json={"token": TOKEN}, headers={"Origin": "https://127.0.0.1"})
    assert TOKEN not in plain.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(plain.headers["Set-Cookie"].split("; "))
    assert "Secure" in over_tls.headers["Set-Cookie"]


async def test_a_cookie_of_another_installation_is_none(app: FastAPI) -> None:
    async with browser(app) as page:
        answer = await page.get("/v1/session", headers={"Cookie": f"{COOKIE}=a.b.c.d.e"})
        assert code(answer) == (401, "unauthorized")


async def test_a_token_that_no_browser_would_keep_is_refused(tmp_path: Path) -> None:
    place = workplace(tmp_path)
    place.output.mkdir()
    async with browser(local_app(place)) as page:  # where nobody needs one, any is good
        answer = await page.post("/v1/session", json={"token": "t" * 8000})
    assert code(answer) == (422, "invalid")
