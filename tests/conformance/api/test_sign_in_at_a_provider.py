"""Sign-in of people at a real OpenID Connect provider: from its page by the application to the rights of a cluster."""

import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.local.serve_command import local_app
from media_insights.cluster.openid import OpenIdConnect, OpenIdSettings
from media_insights.cluster.reviews import ReviewedIdentity
from media_insights.errors import Unauthorized, Unavailable
from media_insights.kube.resources import ACCESS_REVIEWS
from media_insights.ports.sign_in import SignedIn, SignInAttempt
from media_insights.rest.app import app_of
from media_insights.rest.sessions import SESSION, SESSION_SECONDS, SessionSettings
from tests.conformance.api.answers import code
from tests.conformance.api.worlds import workplace
from tests.issuers import CLIENT, SECRET, Provider, person, providing

ORIGIN = "https://media.example"
CALLBACK = f"{ORIGIN}/v1/session/callback"
PEOPLE = (person("ana", "editors"), person("bob", "visitors"), person("eve", "system:masters", verified=False))
_now = time.time  # a test sets the clock of the application
ATTEMPT = SignInAttempt(state="s" * 43, nonce="n" * 43, verifier="v" * 43, redirect=CALLBACK)


@dataclass
class ApiServer:
    """What an API server answers about rights, with one role binding: the group ``oidc:editors`` may read."""

    asked: list[Manifest] = field(default_factory=list)

    async def review(self, resource: Any, review: Manifest) -> Manifest:
        assert resource is ACCESS_REVIEWS, "a cookie says who it is"
        spec = review["spec"]
        self.asked.append(spec)
        reads = spec["resourceAttributes"]["verb"] in ("get", "list")
        return {"status": {"allowed": reads and "oidc:editors" in spec["groups"]}}


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    with providing(tmp_path, CALLBACK, *PEOPLE) as found:
        yield found


@pytest.fixture
def server() -> ApiServer:
    return ApiServer()


@dataclass
class Clock:
    """The issuer's keys and tokens are judged by it."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return _now() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def signing_in(provider: Provider, clock: Clock) -> OpenIdConnect:
    return OpenIdConnect(OpenIdSettings(issuer=provider.url, client=CLIENT, secret=SECRET), clock)


@pytest.fixture
def app(tmp_path: Path, signing_in: OpenIdConnect, server: ApiServer) -> FastAPI:
    place = workplace(tmp_path)
    place.output.mkdir()
    served = local_app(place)
    identity = ReviewedIdentity(server)  # type: ignore[arg-type]
    ports = replace(served.state.ports, sign_in=signing_in, identity=identity)
    return app_of(ports, replace(served.state.deployment, sessions=SessionSettings(origin=ORIGIN, keys=("k" * 32,))))


@pytest_asyncio.fixture
async def page(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ORIGIN) as found:
        yield found


async def enter(page: httpx.AsyncClient, provider: Provider, user: str, **more: str) -> httpx.Response:
    """Sign in: to the provider, through its form, and back."""
    start = await page.get("/v1/session/start", params={"to": "/library"})
    assert start.status_code == 303, start.text
    back = provider.sign_in(start.headers["Location"], user)
    return await page.get("/v1/session/callback", params={**back, **more})


async def test_somebody_signs_in_by_code_and_pkce_reads_and_signs_out(
    page: httpx.AsyncClient, provider: Provider, server: ApiServer
) -> None:
    back = await enter(page, provider, "ana")
    assert (back.status_code, back.headers["Location"]) == (303, "/library")
    cookie = next(each for each in back.headers.get_list("Set-Cookie") if each.startswith(f"{SESSION}="))
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure", f"Max-Age={SESSION_SECONDS}"} <= set(cookie.split("; "))
    session = (await page.get("/v1/session")).json()
    assert (session["name"], session["via"]) == ("oidc:ana@example.com", "cookie")
    assert session["groups"] == ["oidc:editors", "system:authenticated"], "groups of the issuer's userinfo"
    assert (await page.get("/v1/assets?namespace=local")).status_code == 200
    assert {(each["user"], *each["groups"]) for each in server.asked} == {
        ("oidc:ana@example.com", "oidc:editors", "system:authenticated")
    }
    new = {"namespace": "local", "name": "a.txt", "bytes": 1}
    assert code(await page.post("/v1/uploads", json=new, headers={"Origin": ORIGIN})) == (403, "forbidden")
    assert (await page.delete("/v1/session", headers={"Origin": ORIGIN})).status_code == 204
    assert code(await page.get("/v1/assets")) == (401, "unauthorized")


async def test_groups_are_the_clusters_question(page: httpx.AsyncClient, provider: Provider) -> None:
    await enter(page, provider, "bob")
    assert (await page.get("/v1/session")).json()["groups"] == ["oidc:visitors", "system:authenticated"]
    assert code(await page.get("/v1/assets?namespace=local")) == (403, "forbidden")


async def test_an_address_of_mail_that_is_not_verified_is_nobody(page: httpx.AsyncClient, provider: Provider) -> None:
    refused = await enter(page, provider, "eve")
    assert code(refused) == (403, "sign-in-refused")
    assert "not verified" in refused.json()["detail"]
    assert SESSION not in page.cookies


async def test_a_wrong_password_brings_nobody_back(page: httpx.AsyncClient, provider: Provider) -> None:
    start = await page.get("/v1/session/start")
    assert provider.sign_in(start.headers["Location"], "ana", "wrong") == {}


async def test_a_wrong_state_is_no_sign_in(page: httpx.AsyncClient, provider: Provider) -> None:
    assert code(await enter(page, provider, "ana", state="another")) == (403, "sign-in-unknown")
    assert SESSION not in page.cookies


async def test_a_code_opens_once(page: httpx.AsyncClient, provider: Provider, signing_in: OpenIdConnect) -> None:
    back = provider.sign_in(await signing_in.address(ATTEMPT), "ana")
    assert await signing_in.person(ATTEMPT, back["code"]) == SignedIn(
        name="oidc:ana@example.com", groups=("oidc:editors",)
    )
    with pytest.raises(Unauthorized, match="refused"):
        await signing_in.person(ATTEMPT, back["code"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"nonce": "m" * 43}, "not for this sign-in"),
        ({"verifier": "w" * 43}, "refused"),
        ({"redirect": f"{CALLBACK}/other"}, "refused"),
    ],
    ids=["nonce", "verifier", "redirection"],
)
async def test_a_code_is_good_for_the_sign_in_that_asked_for_it(
    provider: Provider, signing_in: OpenIdConnect, wrong: dict[str, str], said: str
) -> None:
    back = provider.sign_in(await signing_in.address(ATTEMPT), "ana")
    with pytest.raises(Unauthorized, match=said):
        await signing_in.person(replace(ATTEMPT, **wrong), back["code"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"client": "another"}, "refused|not for this sign-in"), ({"secret": "wrong"}, "refused")],
    ids=["client", "secret"],
)
async def test_a_code_is_good_for_the_client_that_asked_for_it(
    provider: Provider, signing_in: OpenIdConnect, wrong: dict[str, Any], said: str
) -> None:
    back = provider.sign_in(await signing_in.address(ATTEMPT), "ana")
    other = OpenIdConnect(replace(signing_in.settings, **wrong))
    with pytest.raises(Unauthorized, match=said):
        await other.person(ATTEMPT, back["code"])


class AnotherClient(OpenIdConnect):
    """Redeems codes as one client, and is another."""

    async def _claims(self, token: str) -> dict[str, Any]:
        claims = await super()._claims(token)
        self.settings = replace(self.settings, client="another")
        return claims


async def test_a_token_for_another_audience_lets_nobody_in(provider: Provider, signing_in: OpenIdConnect) -> None:
    back = provider.sign_in(await signing_in.address(ATTEMPT), "ana")
    with pytest.raises(Unauthorized, match=r"not for this sign-in.*aud"):
        await AnotherClient(signing_in.settings).person(ATTEMPT, back["code"])


async def test_an_issuer_of_another_name_is_not_believed(provider: Provider, signing_in: OpenIdConnect) -> None:
    other = OpenIdConnect(replace(signing_in.settings, issuer=f"{provider.url}/"))
    with pytest.raises(Unavailable, match="write it exactly so"):
        await other.address(ATTEMPT)


async def test_a_token_that_has_expired_lets_nobody_in(
    provider: Provider, signing_in: OpenIdConnect, clock: Clock
) -> None:
    back = provider.sign_in(await signing_in.address(ATTEMPT), "ana")
    clock.ahead = 86_400
    with pytest.raises(Unauthorized, match="not for this sign-in"):
        await signing_in.person(ATTEMPT, back["code"])


async def test_a_new_signing_key_is_found_at_the_next_sign_in(
    page: httpx.AsyncClient, provider: Provider, clock: Clock
) -> None:
    assert (await enter(page, provider, "ana")).status_code == 303
    provider.rotate()
    clock.ahead = 30
    assert (await enter(page, provider, "bob")).status_code == 303
    assert (await page.get("/v1/session")).json()["name"] == "oidc:bob@example.com"


async def test_sessions_need_no_issuer_and_end_by_themselves(
    page: httpx.AsyncClient, provider: Provider, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No token of the issuer is kept: nothing is refreshed, and after eight hours somebody signs in again."""
    await enter(page, provider, "ana")
    value = page.cookies[SESSION]
    provider.stop()
    assert (await page.get("/v1/session")).status_code == 200
    clock.ahead = 7200  # the issuer's document is read again
    refused = await page.get("/v1/session/start")
    assert code(refused) == (503, "unavailable")
    monkeypatch.setattr("media_insights.rest.access.time.time", Clock(SESSION_SECONDS + 1))
    ended = await page.get("/v1/session", headers={"Cookie": f"{SESSION}={value}"})
    assert code(ended) == (401, "session-ended")
    provider.start()
