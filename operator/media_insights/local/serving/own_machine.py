"""The ports that are simple on one machine: its user may do everything, one execution at a time."""

import asyncio
import functools
import getpass
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, MediaOperator, reasons
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.catalogue.problems import Unusable
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Problem, Refused
from media_insights.domain.queueing.limits import Limits
from media_insights.domain.stored_usage import StoredUsage
from media_insights.errors import Rejected, Unauthorized
from media_insights.local.requests import NAMESPACE
from media_insights.local.run_plans import plan_run
from media_insights.local.serving.run_queue import RunQueue
from media_insights.ports.identity import Caller, Right


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """Whoever can reach the address is the user; with a token, whoever knows it."""

    token: str = field(default="", repr=False)

    async def caller_of(self, token: str) -> Caller:
        """Return the user. Raises Unauthorized for another token than the one that was set."""
        if self.token and not hmac.compare_digest(self.token.encode(), token.encode()):
            raise Unauthorized("send the token that `serve` was started with: Authorization: Bearer TOKEN")
        return Caller(name=_user())

    async def allows(self, caller: Caller, right: Right) -> bool:  # noqa: ARG002 - as on a cluster
        """Return that the user may do everything."""
        return True


@functools.cache
def _user() -> str:
    """Return who runs this process; asked once, since the answer takes as long as a whole request."""
    return getpass.getuser()


@dataclass(frozen=True, slots=True)
class OwnNamespace:
    """The one namespace of this machine."""

    async def names(self) -> Sequence[str]:
        """Return its name."""
        return (NAMESPACE,)


@dataclass(frozen=True, slots=True)
class OwnPlans:
    """Plans by the embedded engine."""

    queue: RunQueue

    async def plan(self, asset: MediaAsset, execution: MediaExecution) -> Plan | Refused:  # noqa: ARG002 - its request names it
        """Return what an execution would do."""
        meta = execution.metadata
        named = meta.model_copy(update={"uid": meta.uid or "plan"})  # nobody has created it
        request = self.queue.request_of(execution.model_copy(update={"metadata": named}))
        try:
            plan = await asyncio.to_thread(plan_run, request, self.queue.place)
        except Unusable as error:
            return _refused(str(error))
        if isinstance(plan, Plan):
            return plan
        return Refused(reason=reasons.INVALID, problems=plan.problems) if plan.problems else _refused(plan.message)


def _refused(message: str) -> Refused:
    problem = Problem(path="spec", message=message)
    return Refused(reason=problem.reason, problems=(problem,))


_FOLDERS = (
    "on this machine an operator is a folder: make one with `media-insights operator new`, and start `serve` with it"
)


@dataclass(frozen=True, slots=True)
class OwnInstallation:
    """The machine itself, which no request changes: its operators are folders, and one execution has all of it."""

    async def create_operator(self, token: str, manifest: Manifest) -> MediaOperator:  # noqa: ARG002 - as on a cluster
        """Refuse: operators are folders."""
        raise Rejected(_FOLDERS)

    async def replace_operator(self, token: str, name: str, content: Manifest) -> MediaOperator:  # noqa: ARG002 - as above
        """Refuse: operators are folders."""
        raise Rejected(_FOLDERS)

    async def delete_operator(self, token: str, name: str, uid: str) -> None:  # noqa: ARG002 - as above
        """Refuse: operators are folders."""
        raise Rejected(f"{name} is a folder of this machine: start `serve` without it")

    async def set_max_concurrent(self, token: str, most: int) -> None:  # noqa: ARG002 - as above
        """Refuse any other number than the one that holds."""
        if most != 1:
            raise Rejected("on this machine one execution runs after the other: the only limit is 1")


@dataclass(frozen=True, slots=True)
class OneAtATime:
    """One execution with the whole machine."""

    async def limits(self) -> Limits:
        """Return the limits."""
        return Limits(max_concurrent=1)

    async def stored(self, namespace: str) -> StoredUsage:  # noqa: ARG002 - as on a cluster
        """Return that nobody measures: the disk is its owner's."""
        return StoredUsage()

    async def reserve(self, namespace: str, size: int) -> str:  # noqa: ARG002 - as above
        """Return that there is room, as far as anybody knows."""
        return ""
