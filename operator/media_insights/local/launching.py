"""Launch of a step: its command line, whether it runs as a process or in a container."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from media_insights.domain.planning.plan import Step
from media_insights.domain.quantities import quantity_of
from media_insights.local.sandboxes import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """A command, ready to be executed."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    """Working directory."""
    stop: tuple[str, ...] = ()
    """What else ends it, when ending the process is not enough (a container)."""
    gpus: int = 0
    """How many GPUs it may use."""


def memory_limit_of(step: Step) -> int:
    """Return the bytes that a step may use; 0 where its operator names no limit."""
    limit = step.spec.resources.limits.get("memory")
    return int(quantity_of(limit)) if limit else 0


class Starter(Protocol):
    """Starts operators: the engine's interface to processes and containers."""

    async def prepare(self, step: Step) -> None:
        """Make everything ready that a step needs; NotReady says why that is impossible."""

    def launch(self, step: Step, sandbox: Sandbox, threads: int) -> Launch:
        """Return how to start one attempt."""
