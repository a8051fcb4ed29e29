"""Sign-in of people at an issuer of identities, in two steps: to the issuer, and back with what it says."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInAttempt:
    """One sign-in; its secrets stay in the browser that began it."""

    state: str
    """Tells the answer to this sign-in from any other."""
    nonce: str = field(repr=False)
    """The issuer puts it into its token, so that no other token can be passed off."""
    verifier: str = field(repr=False)
    """Proves that whoever redeems the code is who asked for it (PKCE, RFC 7636)."""
    redirect: str
    """Where the issuer sends the browser back to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody whom the issuer vouches for, in Kubernetes' words."""

    name: str
    groups: tuple[str, ...] = ()


class SignIn(Protocol):
    """An issuer of identities. Raises Unavailable when it does not answer."""

    async def address(self, attempt: SignInAttempt) -> str:
        """Return the address at the issuer to which a browser is sent."""

    async def person(self, attempt: SignInAttempt, code: str) -> SignedIn:
        """Return who signed in, by the code that came back. Raises Unauthorized when the issuer does not vouch."""
