"""Sign-in at an issuer on loopback: whoever it vouches for gets in, and no token that is not for this sign-in."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from joserfc.jwk import OctKey, RSAKey

from media_insights.cluster.openid import OpenIdConnect, OpenIdSettings
from media_insights.errors import Unauthorized, Unavailable
from media_insights.ports.sign_in import SignedIn, SignInAttempt
from tests.unit.cluster.issuer import CLIENT, SECRET, Issuer, issuing

ATTEMPT = SignInAttempt(state="s" * 43, nonce="n" * 43, verifier="v" * 43, redirect="https://media.example/callback")


@pytest_asyncio.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with issuing() as found:
        yield found


def client(issuer: Issuer, **more: Any) -> OpenIdConnect:
    return OpenIdConnect(OpenIdSettings(issuer=issuer.url, client=CLIENT, secret=SECRET, **more))


async def sign_in(issuer: Issuer, signing_in: OpenIdConnect | None = None) -> SignedIn:
    signing_in = signing_in or client(issuer)
    code, state = issuer.let_in(await signing_in.address(ATTEMPT))
    assert state == ATTEMPT.state
    return await signing_in.person(ATTEMPT, code)


async def test_whoever_the_issuer_vouches_for_gets_in_under_a_prefix(issuer: Issuer) -> None:
    assert await sign_in(issuer) == SignedIn(name="oidc:ana@example.com", groups=("oidc:editors",))


async def test_an_issuer_cannot_name_users_and_groups_of_the_cluster(issuer: Issuer) -> None:
    issuer.claims = {"email": "system:admin", "groups": ["system:masters", 1, ""]}
    assert await sign_in(issuer) == SignedIn(name="oidc:system:admin", groups=("oidc:system:masters",))


async def test_claims_are_chosen(issuer: Issuer) -> None:
    issuer.claims = {"roles": "editor"}
    found = await sign_in(issuer, client(issuer, name_claim="sub", groups_claim="roles", prefix="corp:"))
    assert found == SignedIn(name="corp:1", groups=("corp:editor",))


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"nonce": "another"}, "not for this sign-in"),
        ({"nonce": None}, "not for this sign-in"),
        ({"aud": "another"}, "not for this sign-in"),
        ({"iss": "https://another.example"}, "not for this sign-in"),
        ({"exp": 1}, "not for this sign-in"),
        ({"exp": None}, "not for this sign-in"),
        ({"aud": [CLIENT, "another"]}, "several programs"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "several programs"),
        ({"email": None}, "no claim email"),
        ({"email": 7}, "no claim email"),
        ({"email_verified": False}, "not verified"),
    ],
    ids=str,
)
async def test_a_token_that_is_not_for_this_sign_in_lets_nobody_in(
    issuer: Issuer, claims: dict[str, Any], said: str
) -> None:
    issuer.claims = claims
    with pytest.raises(Unauthorized, match=said):
        await sign_in(issuer)


@pytest.mark.parametrize(
    ("claims", "userinfo", "groups"),
    [
        ({"groups": None}, {"sub": "1", "groups": ["authors"]}, ("oidc:authors",)),
        ({"email": None}, {"sub": "1", "email": "ana@example.com", "groups": ["authors"]}, ("oidc:editors",)),
        ({"groups": []}, {"sub": "1", "groups": ["authors"]}, ()),
        ({"groups": None}, {"sub": "1", "iss": "https://another.example"}, ()),
    ],
    ids=["groups", "the name, and the token's groups", "no groups are an answer", "it changes no claim"],
)
async def test_what_the_token_leaves_out_is_asked_of_the_userinfo(
    issuer: Issuer, claims: dict[str, Any], userinfo: dict[str, Any], groups: tuple[str, ...]
) -> None:
    issuer.claims, issuer.userinfo = claims, userinfo
    assert await sign_in(issuer) == SignedIn(name="oidc:ana@example.com", groups=groups)


@pytest.mark.parametrize("said", [{"sub": "2", "groups": ["authors"]}, {"groups": ["authors"]}], ids=str)
async def test_a_userinfo_about_somebody_else_lets_nobody_in(issuer: Issuer, said: dict[str, Any]) -> None:
    issuer.claims, issuer.userinfo = {"groups": None}, said
    with pytest.raises(Unauthorized, match="somebody else"):
        await sign_in(issuer)


async def test_a_token_of_several_programs_that_was_given_to_this_one_is_good(issuer: Issuer) -> None:
    issuer.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert (await sign_in(issuer)).name == "oidc:ana@example.com"


async def test_a_token_that_somebody_else_signed_lets_nobody_in(issuer: Issuer) -> None:
    issuer.signing = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
    with pytest.raises(Unauthorized, match="not signed by a key"):
        await sign_in(issuer)


async def test_a_shared_secret_is_no_signature(issuer: Issuer) -> None:
    issuer.signing, issuer.header = OctKey.generate_key(256, {"kid": "first"}), {"alg": "HS256"}
    with pytest.raises(Unauthorized, match="not signed by a key"):
        await sign_in(issuer)


async def test_a_code_is_good_for_whoever_asked_for_it(issuer: Issuer) -> None:
    signing_in = client(issuer)
    code, _ = issuer.let_in(await signing_in.address(ATTEMPT))
    with pytest.raises(Unauthorized, match="invalid_grant"):
        await signing_in.person(replace(ATTEMPT, verifier="w" * 43), code)


async def test_keys_that_the_issuer_rotated_are_read_again(issuer: Issuer) -> None:
    signing_in = OpenIdConnect(OpenIdSettings(issuer=issuer.url, client=CLIENT, secret=SECRET))
    await sign_in(issuer, signing_in)
    signing_in._read -= 60  # as if it had been a minute ago
    issuer.key = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})
    assert (await sign_in(issuer, signing_in)).name == "oidc:ana@example.com"


async def test_an_issuer_that_does_not_answer_is_unavailable() -> None:
    async with issuing() as gone:
        pass
    with pytest.raises(Unavailable, match="cannot be asked"):
        await client(gone).address(ATTEMPT)


async def test_an_issuer_of_another_name_is_not_believed(issuer: Issuer) -> None:
    other = OpenIdConnect(OpenIdSettings(issuer=f"{issuer.url}/", client=CLIENT, secret=SECRET))
    with pytest.raises(Unavailable, match="write it exactly so"):
        await other.address(ATTEMPT)
