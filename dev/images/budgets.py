"""Size budgets of unpacked images, by their base: a new node waits while it pulls and unpacks them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BUDGETS = {"vision": 500, "text": 600, "media": 500, "video": 500, "python": 600, "debian": 600}
"""Base → megabytes of an image that stands on it, with models, for the CPU. CUDA's libraries alone are larger."""
_UNITS = {"B": 1e-6, "kB": 1e-3, "KB": 1e-3, "MB": 1.0, "GB": 1e3}
_SIZE = re.compile(r"([0-9.]+)\s*([kKMG]?B)")


@dataclass(frozen=True)
class Size:
    """An image as it is on a node's disk, in megabytes, and how much of that is the base that others share."""

    name: str
    base: str
    total: float
    shared: float
    budget: int

    @property
    def own(self) -> float:
        """What this image adds to its base."""
        return self.total - self.shared

    @property
    def complaint(self) -> str:
        """What is wrong with the size, or nothing."""
        if self.total <= self.budget:
            return ""
        return (
            f"{self.name} has {self.total:.0f} MB, and what stands on {self.base} may have {self.budget}: "
            "leave out what it does not read at run time, or raise its own budget, both in its pyproject.toml "
            "(dev/images/declarations.py)"
        )


def megabytes_of(text: str) -> float:
    """Return the number of megabytes (10^6 bytes) that a builder writes as ``703 MB`` or ``1.2GB``."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no size: expected for instance 703 MB")
    return float(match[1]) * _UNITS[match[2]]


def table(sizes: Iterable[Size]) -> str:
    """Return the sizes as a table for people, largest first."""
    rows = [
        f"| `{each.name}` | `{each.base}` | {each.total:.0f} | {each.own:.0f} | {each.shared:.0f} | {each.budget} |"
        for each in sorted(sizes, key=lambda each: (-each.total, each.name))
    ]
    return "\n".join(
        ["| image | base | unpacked, MB | own layers | shared layers | budget |", "|---|---|--:|--:|--:|--:|", *rows]
    )


def budget_of(base: str, own: int, budgets: Mapping[str, int] = BUDGETS) -> int:
    """Return the budget of an image: its own, or that of what stands on its base."""
    return own or budgets.get(base, budgets["python"])
