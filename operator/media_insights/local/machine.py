"""Capacity of this machine, and admission to it by the operators' own requests."""

import asyncio
import math
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from media_insights.api.v1alpha1.operator_needs import Resources
from media_insights.domain.quantities import quantity_of

USUAL_CPU = 0.25
USUAL_MEMORY = 256 * 2**20
"""Requests of an operator that declares none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of the machine: CPUs (cores), memory (bytes), GPUs (devices)."""

    cpu: float
    memory: float
    gpus: int = 0


def machine() -> Share:
    """Return what this process may use: affinity and cgroup limits count, not the machine's label."""
    return Share(cpu=_cpus(), memory=_memory(), gpus=len(list(Path("/dev").glob("nvidia[0-9]*"))))


@dataclass
class Capacity:
    """The machine's share that is still free. A request larger than the machine gets all of it, alone."""

    total: Share
    _cpu: float = field(init=False)
    _memory: float = field(init=False)
    _running: int = 0
    _freed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        """Start with everything free."""
        self._cpu, self._memory = self.total.cpu, self.total.memory

    @asynccontextmanager
    async def reserve(self, resources: Resources) -> AsyncIterator[int]:
        """Reserve the operator's requests as soon as they are free; yield the number of threads that it may start."""
        cpu, memory = self._request_of(resources)
        async with self._freed:
            await self._freed.wait_for(lambda: self._cpu >= cpu - 1e-9 and self._memory >= memory)
            self._cpu -= cpu
            self._memory -= memory
            self._running += 1
        try:
            yield self._threads(resources, cpu)
        finally:
            async with self._freed:
                self._cpu += cpu
                self._memory += memory
                self._running -= 1
                self._freed.notify_all()

    def _request_of(self, resources: Resources) -> tuple[float, float]:
        cpu = quantity_of(resources.requests.get("cpu", "")) if "cpu" in resources.requests else USUAL_CPU
        memory = quantity_of(resources.requests["memory"]) if "memory" in resources.requests else USUAL_MEMORY
        return min(cpu, self.total.cpu), min(memory, self.total.memory)

    def _threads(self, resources: Resources, cpu: float) -> int:
        """Return the operator's own limit, or an even part of the machine, but never less than what it asked for."""
        if "cpu" in resources.limits:
            return max(1, math.ceil(quantity_of(resources.limits["cpu"])))
        return max(1, math.ceil(cpu), math.floor(self.total.cpu / max(1, self._running)))


def _cpus() -> float:
    affinity = float(len(os.sched_getaffinity(0)))
    quota, _, period = _text("/sys/fs/cgroup/cpu.max").partition(" ")
    return min(affinity, int(quota) / int(period)) if quota.isdecimal() and period.isdecimal() else affinity


def _memory() -> float:
    lines = dict(line.split(":", 1) for line in _text("/proc/meminfo").splitlines() if ":" in line)
    total = float(lines["MemTotal"].split()[0]) * 1024 if "MemTotal" in lines else 4 * 2**30
    limit = _text("/sys/fs/cgroup/memory.max")
    return min(total, float(limit)) if limit.isdecimal() else total


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
