"""OpenID Connect (https://openid.net/specs/openid-connect-core-1_0.html): the code flow with PKCE.

Any issuer with a discovery document. Its token is believed only when it is signed by a key of the issuer, meant for
this client, and holds this sign-in's nonce. What the token leaves out of name and groups is asked of the issuer's
userinfo: beside an access token the standard lets it (5.4), and certified issuers do.
"""

import base64
import hashlib
import time
from asyncio import Lock
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from media_insights.cluster import issuer_requests
from media_insights.errors import Unauthorized, Unavailable
from media_insights.ports.sign_in import SignedIn, SignInAttempt

ALGORITHMS = ["RS256", "PS256", "ES256"]
"""Of signatures: public keys only, never a secret that both sides know, never none."""
FRESH_SECONDS = 3600.0
"""How long the issuer's document and keys are used; an unknown key makes them be read at once."""
_PAUSE = 10.0
"""Seconds between two readings because of unknown keys, which anybody may name, and after one that failed."""
_LEEWAY = 60
"""Seconds by which the issuer's clock may be off."""


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
        authorization = issuer_requests.basic(self.settings.client, self.settings.secret)
        answer = await self._ask("POST", document["token_endpoint"], form=form, authorization=authorization)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise Unauthorized("the issuer sent no ID token")
        claims = await self._claims(token)
        self._require_meant(claims, attempt)
        about = await self._with_userinfo(claims, answer.get("access_token"))
        return SignedIn(name=self._name(about), groups=self._groups(about))

    async def _claims(self, token: str) -> dict[str, Any]:
        """Return the claims of a token that a key of the issuer signed; keys are read again for one that is unknown."""
        for fresh in (False, True):
            _, keys = await self._known(fresh=fresh)
            try:
                return dict(jwt.decode(token, keys, algorithms=ALGORITHMS).claims)
            except (JoseError, ValueError) as error:
                refused = error
        raise Unauthorized(f"the issuer's token is not signed by a key of it: {refused}")

    async def _with_userinfo(self, claims: Mapping[str, Any], access: Any) -> Mapping[str, Any]:
        """Return a token's claims with what only the issuer's userinfo says of the same person."""
        document, _ = await self._known()
        address = document.get("userinfo_endpoint")
        known = all(claims.get(each) is not None for each in (self.settings.name_claim, self.settings.groups_claim))
        if known or not isinstance(access, str) or not isinstance(address, str) or not issuer_requests.is_safe(address):
            return claims
        more = await self._ask("GET", address, authorization=f"Bearer {access}")
        if not claims.get("sub") or more.get("sub") != claims["sub"]:
            raise Unauthorized("the issuer's userinfo is about somebody else than its token")
        return {**more, **claims}

    def _require_meant(self, claims: Mapping[str, Any], attempt: SignInAttempt) -> None:
        """Raise Unauthorized for a token that is not for this client, this sign-in and this time."""
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

    def _name(self, claims: Mapping[str, Any]) -> str:
        claim = self.settings.name_claim
        name = claims.get(claim)
        if not isinstance(name, str) or not name:
            raise Unauthorized(f"the issuer says no claim {claim}, by which people are known here")
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
        if not all(issuer_requests.is_safe(document.get(each)) for each in needed):
            raise Unavailable(f"the document of {issuer} lacks one of {', '.join(needed)}, or they are not https")
        try:
            keys = KeySet.import_key_set(await self._ask("GET", document["jwks_uri"]))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Unavailable(f"the keys of {issuer} cannot be read: {error}") from error
        self._document, self._keys, self._read = document, keys, self.clock()

    async def _ask(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        return await issuer_requests.ask(self.settings.issuer, method, url, **more)
