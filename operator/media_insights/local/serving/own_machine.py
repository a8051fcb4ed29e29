"""The ports that are simple on one machine: its user may do everything, logs are files, one execution at a time."""

import asyncio
import getpass
import hmac
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution, reasons
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.catalogue.problems import Unusable
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Problem, Refused
from media_insights.domain.queueing.limits import Limits
from media_insights.errors import Unauthorized
from media_insights.local.requests import NAMESPACE
from media_insights.local.run_plans import plan_run
from media_insights.local.runs import LOGS
from media_insights.local.serving.run_queue import RunQueue
from media_insights.ports.identity import Caller, Right
from media_insights.ports.objects import KindObjects
from media_insights.ports.runs import LogLine

_PAUSE = 0.5
"""Seconds between two readings of a log that still grows."""


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """Whoever can reach the address is the user; with a token, whoever knows it."""

    token: str = field(default="", repr=False)

    async def caller_of(self, token: str) -> Caller:
        """Return the user. Raises Unauthorized for another token than the one that was set."""
        if self.token and not hmac.compare_digest(self.token.encode(), token.encode()):
            raise Unauthorized("send the token that `serve` was started with: Authorization: Bearer TOKEN")
        return Caller(name=getpass.getuser())

    async def allows(self, caller: Caller, right: Right) -> bool:  # noqa: ARG002 - as on a cluster
        """Return that the user may do everything."""
        return True


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


@dataclass(frozen=True, slots=True)
class LogFiles:
    """Logs as the embedded engine keeps them: a file per step."""

    output: Path
    executions: KindObjects[MediaExecution]

    async def lines(self, execution: MediaExecution, operator: str, *, follow: bool) -> AsyncGenerator[LogLine, None]:
        """Yield the lines of an execution."""
        meta, read = execution.metadata, dict[Path, int]()
        while True:
            ended = not follow or (await self.executions.get(meta.namespace, meta.name)).status.state in FINISHED
            for path in sorted((self.output / LOGS / meta.name).glob("*.log")):
                if operator in ("", path.stem):
                    for line in _new_lines(path, read):
                        yield LogLine(path.stem, line)
            if ended:
                return
            await asyncio.sleep(_PAUSE)


def _new_lines(path: Path, read: dict[Path, int]) -> list[str]:
    """Return the whole lines that were written since the last reading."""
    with path.open("rb") as file:
        file.seek(read.get(path, 0))
        content = file.read()
    whole = content[: content.rfind(b"\n") + 1]
    read[path] = read.get(path, 0) + len(whole)
    return whole.decode("utf-8", "replace").splitlines()


@dataclass(frozen=True, slots=True)
class OneAtATime:
    """One execution with the whole machine."""

    async def limits(self) -> Limits:
        """Return the limits."""
        return Limits(max_concurrent=1)
