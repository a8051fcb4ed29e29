"""How many CPUs this process may use: the container's quota, not the node's cores."""

import math
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

CPUS_VARIABLE = "MEDIA_INSIGHTS_CPUS"


def cpus(environ: Mapping[str, str] = os.environ, root: Path = Path("/")) -> int:
    """Return the number of threads worth starting, at least 1.

    It is the smallest of the CPU affinity, the cgroup quota (v2 `cpu.max`, v1 `cpu.cfs_quota_us`; of this cgroup
    and all above it, rounded up) and `MEDIA_INSIGHTS_CPUS`, by which an engine without cgroups shares a machine.
    """
    limits = [float(len(os.sched_getaffinity(0))), *_quotas(root)]
    if environ.get(CPUS_VARIABLE, "").isdecimal():
        limits.append(float(environ[CPUS_VARIABLE]))
    return max(1, math.ceil(min(limits)))


def _quotas(root: Path) -> Iterator[float]:
    for folder in _cgroups(root):
        quota, _, period = _text(folder / "cpu.max").partition(" ")
        quota = quota or _text(folder / "cpu.cfs_quota_us")
        period = period or _text(folder / "cpu.cfs_period_us")
        if quota.isdecimal() and period.isdecimal() and int(period):
            yield int(quota) / int(period)


def _cgroups(root: Path) -> Iterator[Path]:
    # /proc/self/cgroup: "0::/a/b" (v2) or "4:cpu,cpuacct:/a/b" (v1); inside a cgroup namespace the path is just "/".
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and "cpu" not in controllers.split(","):
            continue
        mount = root / "sys/fs/cgroup" / ("cpu" if controllers else "")
        own = mount / path.strip("/")
        yield own
        yield from (folder for folder in own.parents if folder.is_relative_to(mount))


def _text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
