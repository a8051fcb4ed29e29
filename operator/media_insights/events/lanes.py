"""Lanes: the events of one asset on their way to one sink; what a sink does not take holds up its own lane only."""

import random
from dataclasses import dataclass, field
from datetime import datetime

from media_insights.events.cloud_events import CloudEvent

Delivery = tuple[str, str]
"""Namespace, and UID of an asset."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 300.0
"""Seconds between two attempts, doubled from the first to the longest one, give or take a third."""


@dataclass(slots=True)
class EventLane:
    """Where the delivery of an asset's events to a sink stands."""

    done: set[str] = field(default_factory=set)
    """Keys of entries that this sink is done with, and others are not."""
    failures: int = 0
    """Attempts in a row that failed."""
    until: float = 0.0
    """When the next attempt is made, by a clock that only runs."""
    since: datetime | None = None
    """Since when the sink has taken nothing of this asset."""
    late: datetime | None = None
    """The time of the event that it did not take."""

    @property
    def is_idle(self) -> bool:
        """Whether nothing of it needs to be remembered."""
        return not self.done and self.since is None

    def take(self) -> None:
        """Note that the sink took an event."""
        self.failures, self.until, self.since, self.late = 0, 0.0, None, None

    def wait(self, event: CloudEvent, since: datetime, now: float, asked: float) -> None:
        """Note that the sink did not take an event, and wait: as long as it asks, or its failures suggest if longer."""
        self.failures += 1
        own: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self.failures - 1, 20))
        self.until = now + max(asked, own * random.uniform(2 / 3, 4 / 3))  # noqa: S311 - spreads attempts, guards nothing
        self.since, self.late = since, event.moment

    def is_given_up(self, event: CloudEvent, since: datetime, now: datetime, seconds: float) -> bool:
        """Return whether an event has waited long enough, at a sink that has taken nothing of its asset meanwhile."""
        return min((now - since).total_seconds(), (now - event.moment).total_seconds()) >= seconds
