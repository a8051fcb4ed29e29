"""An OpenID Connect issuer on loopback, as the standard has it; tests change what its tokens say."""

import asyncio
import base64
import functools
import hashlib
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests import runners

CLIENT, SECRET = "media", "s3cr:et/"


@dataclass
class Issuer:
    """What it knows and says."""

    url: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}))
    signing: RSAKey | OctKey | None = None
    """What really signs; None: the key that it publishes."""
    claims: dict[str, Any] = field(default_factory=dict)
    """Over those that a token has by itself."""
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256"})
    userinfo: dict[str, Any] | None = None
    """What it says beside the token; None: it has no such address."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refusal: dict[str, str] = field(default_factory=dict)
    redirect: str = ""

    def let_in(self, address: str) -> tuple[str, str]:
        """Do what its page does when somebody signs in: return code and state."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return code, asked["state"]

    def token_of(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        own = {"iss": self.url, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        said = {**own, "email": "ana@example.com", "email_verified": True, "groups": ["editors"], **self.claims}
        claims = {name: value for name, value in said.items() if value is not None}
        key = self.signing or self.key
        return jwt.encode({"kid": key.kid, **self.header}, claims, key, algorithms=[self.header["alg"]])


async def _token(issuer: Issuer, request: web.Request) -> web.Response:
    form = {name: str(value) for name, value in (await request.post()).items()}
    asked = issuer.codes.pop(form["code"], None)
    user = base64.b64encode(b"media:s3cr%3Aet%2F").decode()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
    known = asked is not None and request.headers["Authorization"] == f"Basic {user}"
    if (
        asked is None
        or not known
        or asked["code_challenge"] != challenge
        or asked["redirect_uri"] != form["redirect_uri"]
    ):
        return web.json_response({"error": "invalid_grant"}, status=400)
    return web.json_response({"id_token": issuer.token_of(asked), "access_token": "x", "token_type": "Bearer"})


@asynccontextmanager
async def issuing() -> AsyncIterator[Issuer]:
    """Run an issuer."""
    issuer = Issuer()

    def answered(content: Callable[[], Any]) -> Callable[[web.Request], Any]:
        async def handle(_: web.Request) -> web.Response:
            return web.Response(text=json.dumps(content()), content_type="application/json")

        return handle

    def document() -> dict[str, str]:
        more = {} if issuer.userinfo is None else {"userinfo_endpoint": f"{issuer.url}/userinfo"}
        return {
            **more,
            "issuer": issuer.url,
            "authorization_endpoint": f"{issuer.url}/authorize",
            "token_endpoint": f"{issuer.url}/token",
            "jwks_uri": f"{issuer.url}/keys",
        }

    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", answered(document))
    app.router.add_get("/keys", answered(lambda: {"keys": [issuer.key.as_dict(private=False)]}))
    app.router.add_get("/userinfo", answered(lambda: issuer.userinfo))
    app.router.add_post("/token", functools.partial(_token, issuer))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    assert isinstance(site._server, asyncio.Server)
    issuer.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    try:
        yield issuer
    finally:
        await runners.close(runner)
