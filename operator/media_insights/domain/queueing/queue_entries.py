"""Queue entry: what the queue needs to know of an execution, and whether it waits for a slot or holds one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from media_insights.api.v1alpha1.execution import FINISHED

Key = tuple[str, str]
"""(namespace, name)."""
Rank = tuple[int, datetime, str, str]
"""Place among those of a namespace, unique: priority, higher first; then age; then namespace and name."""
Lane = tuple[int, str]
"""Who shares fairly: priority against other namespaces, negative; namespace."""
UNLIMITED_PRIORITY = 1000
"""The highest priority that an execution may have."""
Standing = Literal["Waits", "Holds", "Pauses", "Barred", "Finished"]
"""Waits for a slot; Holds one; Pauses for a person and holds none; is Barred from starting and blocks nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntry:
    """One execution, as its object (and the existence of its Argo Workflow) describes it."""

    namespace: str
    name: str
    standing: Standing
    queued_at: datetime
    """When it was first queued: a resumed execution keeps its place."""
    priority: int = 0
    max_priority: int = UNLIMITED_PRIORITY
    """The most that counts of it against other namespaces; among those of its own namespace all of it counts."""
    started_at: datetime | None = None
    """When it was last let in."""
    demand: Mapping[str, int] | None = None
    """Device → count, as recorded in its status; None while nothing is recorded: it cannot start yet."""

    @property
    def key(self) -> Key:
        """The object's key."""
        return self.namespace, self.name

    @property
    def rank(self) -> Rank:
        """The place among those of its namespace: less is earlier."""
        return -self.priority, self.queued_at, self.namespace, self.name

    @property
    def lane(self) -> Lane:
        """The lane that it waits in."""
        return -min(self.priority, self.max_priority), self.namespace


def standing_of(state: str, *, begun: bool, may_start: bool) -> Standing:
    """Return the part that an execution plays.

    ``begun``: its Argo Workflow exists; a crash may have come before the status said Started. ``may_start``: its asset
    is accepted and it is not being deleted.
    """
    if state in FINISHED:
        return "Finished"
    if state == "Waiting":
        return "Pauses"
    if state == "Resumed":
        return "Waits"
    if state == "Started" or begun:
        return "Holds"
    return "Waits" if may_start else "Barred"
