"""Identity: who asks, and what they may do."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whoever sent a request, as the cluster knows them."""

    name: str
    """For instance ``system:serviceaccount:newsroom:importer``; on a laptop its user."""
    uid: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A right in Kubernetes' words: a verb over a kind in a namespace."""

    verb: str
    """One of ``get``, ``list``, ``create``, ``update``, ``delete``."""
    kind: str
    """The plural, for instance ``mediaassets``."""
    namespace: str = ""
    """Empty: in all namespaces, and for kinds without one."""


class Identity(Protocol):
    """Finds out who asks. Raises Unavailable when it cannot be found out now."""

    async def caller_of(self, token: str) -> Caller:
        """Return whose bearer token this is; empty: none was sent. Raises Unauthorized."""

    async def allows(self, caller: Caller, right: Right) -> bool:
        """Return whether a caller has a right."""
