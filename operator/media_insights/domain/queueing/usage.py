"""Usage: slots and devices that running executions hold, under the limits in force."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from media_insights.domain.queueing.limits import Limits
from media_insights.domain.queueing.queue_entries import Key


@dataclass(slots=True)
class SlotUsage:
    """What is in use. It is counted from the executions themselves, so nothing can leak."""

    limits: Limits
    used: Counter[str] = field(default_factory=Counter)
    """Limited device → count in use; a demand above the limit counts as the limit."""
    by_namespace: Counter[str] = field(default_factory=Counter)
    """Namespace → how many of its executions hold a slot."""
    unrecorded: int = 0
    """Running executions whose demand is not recorded yet: an older version started them."""
    _holders: dict[Key, Mapping[str, int] | None] = field(default_factory=dict)

    @property
    def free_slots(self) -> int:
        """How many more executions may be Started."""
        return self.limits.max_concurrent - len(self._holders)

    @property
    def holders(self) -> int:
        """How many executions hold a slot."""
        return len(self._holders)

    def add(self, key: Key, demand: Mapping[str, int] | None) -> None:
        """Count an execution that holds a slot."""
        self._holders[key] = demand
        self.by_namespace[key[0]] += 1
        self.unrecorded += demand is None
        self.used.update(self.limits.capped(demand or {}))

    def discard(self, key: Key) -> None:
        """Count an execution no more."""
        demand = self._holders.pop(key)
        self.by_namespace[key[0]] -= 1
        if not self.by_namespace[key[0]]:
            del self.by_namespace[key[0]]
        self.unrecorded -= demand is None
        self.used.subtract(self.limits.capped(demand or {}))

    def limit(self, limits: Limits) -> None:
        """Replace the limits, by which usage is counted."""
        self.limits = limits
        self.used = Counter()
        for demand in self._holders.values():
            self.used.update(limits.capped(demand or {}))
