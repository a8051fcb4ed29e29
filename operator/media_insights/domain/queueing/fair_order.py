"""Fair order: namespaces take turns, by weight, among executions of the same priority.

A namespace with weight *w* has *w* places in each round. What it runs already took its places in the first rounds, so
that the next slot goes to whoever has least of its share. Within a round, the namespace goes first whose last start is
longest ago: with a single slot they alternate.
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from media_insights.domain.queueing.order import Lines
from media_insights.domain.queueing.queue_entries import Lane, Rank
from media_insights.domain.queueing.usage import SlotUsage

Turn = tuple[int, int, datetime, str, Rank]
"""Place in the order of all, less is earlier: priority, higher first; round; namespace's last start, its name; rank."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FairOrder:
    """The order of all who wait; the same while those at its head start, until one of them says that it did."""

    lines: Lines
    usage: SlotUsage
    served: Mapping[str, datetime]
    """Namespace → its last start."""

    def turn(self, lane: Lane, rank: Rank) -> Turn:
        """Return the turn of an execution, whether it is in its lane's line or not."""
        line = self.lines.lanes.get(lane)
        return self._turn_behind(line.before(rank) if line else 0, lane, rank)

    def _turn_behind(self, ahead: int, lane: Lane, rank: Rank) -> Turn:
        """Return the turn of an execution behind so many of its lane."""
        priority, namespace = lane
        round_ = (self.usage.by_namespace[namespace] + ahead) // self.usage.limits.weight(namespace)
        return priority, round_, self.served.get(namespace, _NEVER), namespace, rank

    def ahead(self, turn: Turn) -> int:
        """Count those who wait and come before a turn."""
        return sum(self.ahead_in(lane, turn) for lane in self.lines.lanes)

    def ahead_in(self, lane: Lane, turn: Turn) -> int:
        """Count those of one lane who come before a turn: so many from its head."""
        line = self.lines.lanes[lane]
        priority, round_, served, namespace, rank = turn
        if lane[0] != priority:
            return len(line.ranks) if lane[0] < priority else 0
        if lane[1] == namespace:
            return line.before(rank)
        rounds = round_ + ((self.served.get(lane[1], _NEVER), lane[1]) < (served, namespace))
        places = rounds * self.usage.limits.weight(lane[1]) - self.usage.by_namespace[lane[1]]
        return min(max(places, 0), len(line.ranks))

    def walk(self) -> Iterator[Turn]:
        """Yield everybody's turn, in order."""
        heads = [(self._turn_behind(0, lane, line.ranks[0]), lane, 0) for lane, line in self.lines.lanes.items()]
        heapq.heapify(heads)
        while heads:
            turn, lane, index = heads[0]
            yield turn
            ranks = self.lines.lanes[lane].ranks
            if index + 1 < len(ranks):
                heapq.heapreplace(heads, (self._turn_behind(index + 1, lane, ranks[index + 1]), lane, index + 1))
            else:
                heapq.heappop(heads)
