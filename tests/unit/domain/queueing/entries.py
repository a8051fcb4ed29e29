"""A short way to write executions for the queue."""

from datetime import UTC, datetime, timedelta

from media_insights.domain.queueing.limits import Limits
from media_insights.domain.queueing.queue_entries import QueueEntry, Standing

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
GPU, NPU = "nvidia.com/gpu", "example.com/npu"


def entry(
    name: str,
    *,
    of: str = "newsroom",
    minute: int = 0,
    priority: int = 0,
    max_priority: int = 1000,
    started: int | None = None,
    standing: Standing = "Waits",
    gpu: int | None = 0,
    npu: int = 0,
) -> QueueEntry:
    """``gpu=None``: nothing is recorded of its demand; ``of``: its namespace; ``started``: the minute when it began."""
    demand = None if gpu is None else {device: count for device, count in ((GPU, gpu), (NPU, npu)) if count}
    return QueueEntry(
        namespace=of,
        name=name,
        standing=standing,
        queued_at=NOON + timedelta(minutes=minute),
        priority=priority,
        max_priority=max_priority,
        started_at=None if started is None else NOON + timedelta(minutes=started),
        demand=demand,
    )


def limits(
    slots: int = 10, gpu: int | None = None, npu: int | None = None, each: int | None = None, archive: int = 1
) -> Limits:
    """``each``: the most of one namespace; ``archive``: the weight of the namespace of that name."""
    named = {GPU: gpu, NPU: npu}
    return Limits(
        max_concurrent=slots,
        per_namespace=each,
        weights={"archive": archive},
        resources={name: most for name, most in named.items() if most is not None},
    )
