"""A followed name: the addresses behind a host name, as they were found lately.

A NetworkPolicy knows addresses only, and the addresses of a large store change within seconds: each lookup adds to what
is known, and what was not seen for an hour is dropped. The system's resolver says nothing of how long an answer holds.
"""

import asyncio
import logging
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

from media_insights.errors import NotPrepared

LOOKUP_EVERY = 25.0
"""Seconds for which an answer is taken to hold."""
KEPT = 3600.0
"""Seconds for which an address stays after it was last seen."""
MOST = 128
"""Addresses that are kept; the ones that were not seen for longest go first."""

Resolve = Callable[[str], Awaitable[Sequence[str]]]

_log = logging.getLogger(__name__)


async def resolve(host: str) -> Sequence[str]:
    """Return the addresses of a host, asked of the system's resolver in a thread; raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


@dataclass(slots=True)
class FollowedName:
    """The addresses of one host."""

    host: str
    resolve: Resolve = resolve
    clock: Callable[[], float] = time.monotonic
    _seen: dict[str, float] = field(default_factory=dict)
    _asked: float = float("-inf")

    async def addresses(self) -> tuple[str, ...]:
        """Return the addresses, sorted. Raises NotPrepared when none was ever found."""
        now = self.clock()
        if now - self._asked >= LOOKUP_EVERY:
            await self._ask(now)
        return tuple(sorted(self._seen))

    async def _ask(self, now: float) -> None:
        try:
            found = [each for each in await self.resolve(self.host) if _may_be_a_server(each)]
        except (OSError, UnicodeError) as error:
            return self._not_found(str(error))
        if not found:
            return self._not_found("it has no address that a server can have")
        self._asked = now
        self._seen |= dict.fromkeys(found, now)
        recent = sorted(self._seen.items(), key=lambda each: each[1], reverse=True)[:MOST]
        self._seen = {address: at for address, at in recent if now - at < KEPT}
        return None

    def _not_found(self, why: str) -> None:
        """Addresses that are known stay: a name server that is away for an hour must not close the store."""
        if not self._seen:
            raise NotPrepared(
                f"the object store {self.host} cannot be found, so no NetworkPolicy can lead there: {why}; "
                "say its networks in objectStore.external.networks"
            )
        _log.warning("%s cannot be found now, its known addresses are kept: %s", self.host, why)


def _may_be_a_server(address: str) -> bool:
    """Leave out what is the asking host itself, or its cloud's: a name must not open the metadata service."""
    found = ip_address(address.partition("%")[0])
    local = found.is_loopback or found.is_link_local or found.is_unspecified or found.is_multicast
    return not local and address != "168.63.129.16"
