"""Plans and logs of executions."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Refused
from media_insights.domain.queueing.limits import Limits
from media_insights.domain.stored_usage import StoredUsage


class Plans(Protocol):
    """Plans executions that nobody has created yet."""

    async def plan(self, asset: MediaAsset, execution: MediaExecution) -> Plan | Refused:
        """Return what an execution would do, or why it cannot run; nothing is written."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line that an operator wrote."""

    operator: str
    """The operator's name, or its alias."""
    text: str


class Logs(Protocol):
    """What operators write to stdout and stderr."""

    def lines(self, execution: MediaExecution, operator: str, *, follow: bool) -> AsyncGenerator[LogLine, None]:
        """Yield the lines of an execution, of one operator or of all (``""``).

        ``follow``: go on until they end, where they still run.
        """


class Capacities(Protocol):
    """What the installation allows to run at the same time, and to be stored."""

    async def limits(self) -> Limits:
        """Return the limits in force."""

    async def stored(self, namespace: str) -> StoredUsage:
        """Return what is stored of a namespace, as last measured; measured never where nobody measures."""

    async def reserve(self, namespace: str, size: int) -> str:
        """Count bytes that are about to be stored; return why there is no room for them, or nothing."""
