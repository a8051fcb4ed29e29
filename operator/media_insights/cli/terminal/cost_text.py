"""What operators used, in words: only what was measured, and how much was not."""

from media_insights.api.v1alpha1.execution import Cost, TotalCost

_UNITS = ((2**40, "TiB"), (2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"))


def cost_text(cost: Cost | None) -> str:
    """Return a cost in words, for instance ``12.3 CPU s, read 3.1 MiB, wrote 24.0 KiB``; empty: nothing is known."""
    if cost is None:
        return ""
    parts = [
        *([f"{cost.cpu_seconds:.1f} CPU s{_gap(cost)}"] if cost.cpu_seconds is not None else []),
        *([f"{cost.gpu_seconds:.1f} GPU s"] if cost.gpu_seconds is not None else []),
        *([f"read {size_text(cost.bytes_read)}"] if cost.bytes_read is not None else []),
        *([f"wrote {size_text(cost.bytes_written)}"] if cost.bytes_written is not None else []),
    ]
    return ", ".join(parts)


def size_text(count: int) -> str:
    """Return a number of bytes in the largest unit of which there is one."""
    return next((f"{count / unit:.1f} {name}" for unit, name in _UNITS if count >= unit), f"{count} bytes")


def _gap(cost: Cost) -> str:
    unmeasured = cost.unmeasured if isinstance(cost, TotalCost) else None
    return f" (without {unmeasured} operator{'s' if unmeasured > 1 else ''} not measured)" if unmeasured else ""
