"""OpenID Connect (https://openid.net/specs/openid-connect-core-1_0.html): the code flow with PKCE.

Any issuer with a discovery document. Its answers are bounded, its redirections not followed, and its token is believed
only when it is signed by a key of the issuer, meant for this client, and holds this sign-in's nonce.
"""

import base64
import hashlib
import json
import time
from asyncio import Lock
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from media_insights.errors import Unauthorized, Unavailable
from media_insights.ports.sign_in import SignedIn, SignInAttempt

ALGORITHMS = ["RS256", "PS256", "ES256"]
"""Of signatures: public keys only, never a secret that both sides know, never none."""
TIMEOUT = 10.0
"""Seconds for an answer of the issuer."""
MAX_BYTES = 2**20
FRESH_SECONDS = 3600.0
"""How long the issuer's document and keys are used; an unknown key makes them be read at once."""
_PAUSE = 10.0
"""Seconds between two readings because of unknown keys, which anybody may name, and after one that failed."""
_LEEWAY = 60
"""Seconds by which the issuer's clock may be off."""
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdSettings:
    """Which issuer, as which client, and how its claims become a user and groups of Kubernetes."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    name_claim: str = "email"
    groups_claim: str = "groups"
    prefix: str = "oidc:"
    """Before every name and group, so that no issuer can name a user or group of the cluster's own."""
    scopes: tuple[str, ...] = ("openid", "email", "profile")


@dataclass(slots=True)
class OpenIdConnect:
    """One issuer; see :class:`~media_insights.ports.sign_in.SignIn`."""

    settings: OpenIdSettings
    clock: Callable[[], float] = time.time
    _lock: Lock = field(default_factory=Lock)
    _read: float = 0.0
    _document: Mapping[str, Any] = field(default_factory=dict)
    _keys: KeySet | None = None
    _failure: tuple[str, float] = "", 0.0

    async def address(self, attempt: SignInAttempt) -> str:
        """Return the address of the issuer's page."""
        document, _ = await self._known()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).decode().rstrip("=")
        query = {
            "response_type": "code",
            "client_id": self.settings.client,
            "redirect_uri": attempt.redirect,
            "scope": " ".join(self.settings.scopes),
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        page = document["authorization_endpoint"]
        return f"{page}{'&' if '?' in page else '?'}{urlencode(query)}"

    async def person(self, attempt: SignInAttempt, code: str) -> SignedIn:
        """Redeem a code and return whom its token is of."""
        document, _ = await self._known()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.redirect,
            "code_verifier": attempt.verifier,
        }
        answer = await self._ask("POST", document["token_endpoint"], form)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise Unauthorized("the issuer sent no ID token")
        return self._person_in(await self._claims(token), attempt)

    async def _claims(self, token: str) -> dict[str, Any]:
        """Return the claims of a token that a key of the issuer signed; keys are read again for one that is unknown."""
        for fresh in (False, True):
            _, keys = await self._known(fresh=fresh)
            try:
                return dict(jwt.decode(token, keys, algorithms=ALGORITHMS).claims)
            except (JoseError, ValueError) as error:
                refused = error
        raise Unauthorized(f"the issuer's token is not signed by a key of it: {refused}")

    def _person_in(self, claims: Mapping[str, Any], attempt: SignInAttempt) -> SignedIn:
        settings = self.settings
        registry = jwt.JWTClaimsRegistry(
            now=lambda: int(self.clock()),
            leeway=_LEEWAY,
            iss={"essential": True, "value": settings.issuer},
            aud={"essential": True, "value": settings.client},
            nonce={"essential": True, "value": attempt.nonce},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            registry.validate(dict(claims))
        except (JoseError, ValueError) as error:
            raise Unauthorized(f"the issuer's token is not for this sign-in: {error}") from error
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if len(audiences) > 1 and claims.get("azp") != settings.client:
            raise Unauthorized("the issuer's token is for several programs, and not given to this one")
        return SignedIn(name=self._name(claims), groups=self._groups(claims))

    def _name(self, claims: Mapping[str, Any]) -> str:
        claim = self.settings.name_claim
        name = claims.get(claim)
        if not isinstance(name, str) or not name:
            raise Unauthorized(f"the issuer's token has no claim {claim}, by which people are known here")
        if claim == "email" and claims.get("email_verified") is not True:
            raise Unauthorized(f"the issuer has not verified that {name} belongs to whom it signed in")
        return f"{self.settings.prefix}{name}"

    def _groups(self, claims: Mapping[str, Any]) -> tuple[str, ...]:
        found = claims.get(self.settings.groups_claim) or []
        listed = found if isinstance(found, list) else [found]
        return tuple(f"{self.settings.prefix}{each}" for each in listed if isinstance(each, str) and each)

    async def _known(self, *, fresh: bool = False) -> tuple[Mapping[str, Any], KeySet]:
        """Return the issuer's document and keys."""
        async with self._lock:
            age = self.clock() - self._read
            if self._keys is None or age > (_PAUSE if fresh else FRESH_SECONDS):
                await self._read_or_repeat_failure()
            assert self._keys is not None  # noqa: S101 - it was just read
            return self._document, self._keys

    async def _read_or_repeat_failure(self) -> None:
        """Read the issuer's document; for some seconds after a failure, who signs in does not wait for the next."""
        failed, at = self._failure
        if failed and self.clock() - at < _PAUSE:
            raise Unavailable(failed)
        try:
            await self._read_issuer()
        except Unavailable as error:
            self._failure = str(error), self.clock()
            raise

    async def _read_issuer(self) -> None:
        issuer = self.settings.issuer
        document = await self._ask("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if document.get("issuer") != issuer:
            raise Unavailable(f"{issuer} says that its name is {document.get('issuer')}: write it exactly so")
        if not all(_is_safe(document.get(each)) for each in needed):
            raise Unavailable(f"the document of {issuer} lacks one of {', '.join(needed)}, or they are not https")
        try:
            keys = KeySet.import_key_set(await self._ask("GET", document["jwks_uri"]))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Unavailable(f"the keys of {issuer} cannot be read: {error}") from error
        self._document, self._keys, self._read = document, keys, self.clock()

    async def _ask(self, method: str, url: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return an answer of the issuer. Raises Unavailable, and Unauthorized for a code that it does not accept."""
        headers = {"Accept": "application/json", **({"Authorization": self._authorization()} if form else {})}
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.request(method, url, data=form, headers=headers, allow_redirects=False) as answer,
            ):
                found = json.loads(await _content_of(answer))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise Unavailable(f"the issuer {self.settings.issuer} cannot be asked: {error}") from error
        if not isinstance(found, dict) or answer.status >= 500:
            raise Unavailable(f"the issuer {self.settings.issuer} answered {answer.status}")
        if answer.status >= 300:
            raise Unauthorized(f"the issuer refused: {found.get('error_description') or found.get('error') or ''}")
        return found

    def _authorization(self) -> str:
        """Return the client's own credentials (RFC 6749, 2.3.1)."""
        pair = f"{quote(self.settings.client, safe='')}:{quote(self.settings.secret, safe='')}"
        return f"Basic {base64.b64encode(pair.encode()).decode()}"


async def _content_of(answer: aiohttp.ClientResponse) -> bytes:
    """Return an answer's content. Raises ValueError for one that is larger than any of an issuer's."""
    content = bytearray()
    async for piece in answer.content.iter_chunked(2**16):
        content += piece
        if len(content) > MAX_BYTES:
            raise ValueError(f"its answer has more than {MAX_BYTES} bytes")
    return bytes(content)


def _is_safe(url: Any) -> bool:
    """Return whether an address keeps what is sent to it secret: by TLS, or because it does not leave the machine."""
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
