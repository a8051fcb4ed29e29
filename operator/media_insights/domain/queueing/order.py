"""Order of waiting executions: one line of all, one per demand, one per device."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from media_insights.domain.queueing.queue_entries import QueueEntry, Rank

DemandKey = tuple[tuple[str, int], ...]
"""A demand as a key of a dictionary: executions with the same demand are held and started together."""
_K = TypeVar("_K")


@dataclass(slots=True)
class Line:
    """Ranks in order. A sorted list: moving 80 KB of pointers for 10,000 entries takes some microseconds."""

    ranks: list[Rank] = field(default_factory=list)

    def add(self, rank: Rank) -> None:
        """Let a rank join the line."""
        insort(self.ranks, rank)

    def discard(self, rank: Rank) -> None:
        """Let a rank leave the line, if it is in it."""
        index = self.before(rank)
        if index < len(self.ranks) and self.ranks[index] == rank:
            del self.ranks[index]

    def before(self, rank: Rank) -> int:
        """Count those ahead of a rank, whether it is in the line or not."""
        return bisect_left(self.ranks, rank)

    def backwards_from(self, rank: Rank) -> Iterator[Rank]:
        """Yield those ahead of a rank, the nearest first."""
        return (self.ranks[index] for index in range(self.before(rank) - 1, -1, -1))


@dataclass(slots=True)
class Lines:
    """All who wait and whose demand is recorded."""

    everyone: Line = field(default_factory=Line)
    by_demand: dict[DemandKey, Line] = field(default_factory=dict)
    by_device: dict[str, Line] = field(default_factory=dict)

    def add(self, entry: QueueEntry) -> None:
        """Add a waiting execution."""
        rank, asked = entry.rank, demand_key_of(entry.demand)
        self.everyone.add(rank)
        self.by_demand.setdefault(asked, Line()).add(rank)
        for device, _ in asked:
            self.by_device.setdefault(device, Line()).add(rank)

    def discard(self, entry: QueueEntry) -> None:
        """Remove a waiting execution."""
        rank, asked = entry.rank, demand_key_of(entry.demand)
        self.everyone.discard(rank)
        _leave(self.by_demand, asked, rank)
        for device, _ in asked:
            _leave(self.by_device, device, rank)


def demand_key_of(demand: Mapping[str, int] | None) -> DemandKey:
    """Return a demand as a key; the order of its devices counts, since the first that is short is the reason."""
    return tuple((device, count) for device, count in (demand or {}).items() if count > 0)


def _leave(lines: dict[_K, Line], key: _K, rank: Rank) -> None:
    line = lines.get(key)
    if line is None:
        return
    line.discard(rank)
    if not line.ranks:
        del lines[key]
