"""The queue of executions: changes in the caches mark keys, and the next question updates the snapshot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from media_insights.api.v1alpha1.times import time_of
from media_insights.controller.views import ExecutionView
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.queueing.limits import limits_of
from media_insights.domain.queueing.next import Admission, Hold
from media_insights.domain.queueing.queue_entries import UNLIMITED_PRIORITY, QueueEntry, standing_of
from media_insights.domain.queueing.snapshot import Snapshot
from media_insights.domain.stored_usage import STORAGE
from media_insights.domain.wording import cut
from media_insights.runtime import metrics
from media_insights.runtime.caches import Key

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Queueing:
    """The queue's admissions, from the executions' objects, and reservations that bridge until those say the same."""

    caches: WatchCaches
    limits_key: Key
    installation: str
    max_priority: Callable[[str], int] = lambda _: UNLIMITED_PRIORITY
    """Namespace → the most that its priorities count against other namespaces."""
    full: Callable[[str], str] = lambda _: ""
    """Namespace → why none of its executions may start, as a sentence: no more may be stored of it."""
    _barred: dict[Key, str] = field(default_factory=dict)
    """Execution whose start is not allowed now → why, as a sentence: others pass it."""
    _snapshot: Snapshot = field(init=False)
    _dirty: set[Key] = field(default_factory=set)
    _announced: Mapping[Key, Admission] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Subscribe to the caches and mark everything that they already hold."""
        self._snapshot = Snapshot(limits_of(self.caches.config_maps.view(self.limits_key) or {}))
        self._mark(*(key for key, _ in self.caches.executions.views()))
        self.caches.config_maps.listeners.append(self._limit)
        self.caches.executions.listeners.append(self._mark)
        self.caches.runs.listeners.append(self._mark)
        self.caches.assets.listeners.append(lambda key: self._mark(*self.caches.executions.group(key)))
        self.caches.workflows.listeners.append(self._workflow)
        self.caches.namespaces.listeners.append(self._namespace)

    def admission(self, key: Key) -> Admission | None:
        """Return the admission of an execution; None when it is not in the queue, or its demand is not recorded."""
        return self._barred_admission(key) or self._current().admission(key)

    def admission_with(self, key: Key, demand: Mapping[str, int]) -> Admission | None:
        """Return what the queue would say of an execution with this demand."""
        return self._barred_admission(key) or self._current().admission_with(key, demand)

    def bar(self, key: Key, reason: str) -> None:
        """Let others pass an execution whose start is not allowed now, for a reason that it is told."""
        self._barred[key] = reason
        self.release(key)

    def unbar(self, key: Key) -> None:
        """Let an execution queue again as it did before."""
        if self._barred.pop(key, None) is not None:
            self._mark(key)

    def _barred_admission(self, key: Key) -> Admission | None:
        if (reason := self._barred.get(key)) is not None:
            return Hold(namespace=key[0], name=key[1], position=0, limit="", reason=reason)
        if reason := self._without_room(key, self.caches.executions.view(key)):
            return Hold(namespace=key[0], name=key[1], position=0, limit=STORAGE, reason=cut(reason, 256))
        return None

    def _without_room(self, key: Key, view: ExecutionView | None) -> str:
        """Return why an execution that has not begun may not store anything; what has begun goes on."""
        waits = view is not None and view.state in ("", "Queued") and not self.caches.runs.uid(key)
        return self.full(key[0]) if waits else ""

    def judge_anew(self, namespace: str) -> tuple[Key, ...]:
        """Return the executions of a namespace that have not begun, after it became full, or is no more."""
        states = ((key, view.state) for key, view in self.caches.executions.views() if key[0] == namespace)
        found = tuple(key for key, state in states if state in ("", "Queued"))
        self._mark(*found)
        return found

    def reserve(self, key: Key) -> bool:
        """Reserve slot and devices before the status is written; False when the execution may no longer start."""
        return self._current().reserve(key)

    def release(self, key: Key) -> None:
        """Drop the reservation after a failed start: the object's status counts again."""
        self._snapshot.release(key)
        self._mark(key)

    def changed_admissions(self, near: int) -> tuple[Key, ...]:
        """Return whose admission is new since the last call: of those who may start, and of the first ``near`` held."""
        snapshot, before = self._current(), self._announced
        self._announced = {(each.namespace, each.name): each for each in snapshot.heads(near)}
        metrics.QUEUE_DEPTH.set(snapshot.held)
        metrics.RUNNING.set(snapshot.holders)
        metrics.WAITING.set(snapshot.paused)
        return tuple(key for key, admission in self._announced.items() if before.get(key) != admission)

    def _current(self) -> Snapshot:
        dirty, self._dirty = self._dirty, set()
        for key in dirty:
            view = self.caches.executions.view(key)
            if view is None:
                self._barred.pop(key, None)
                self._snapshot.remove(key)
            else:
                self._snapshot.put(self._entry(key, view))
        return self._snapshot

    def _mark(self, *keys: Key) -> None:
        self._dirty.update(keys)

    def _limit(self, key: Key) -> None:
        if key == self.limits_key:
            self._snapshot.limit(limits_of(self.caches.config_maps.view(key) or {}))

    def _workflow(self, key: Key) -> None:
        """A workflow's priority is that of its executions."""
        self._mark(*(each for each, view in self.caches.executions.views() if view.workflow == key[1]))

    def _namespace(self, key: Key) -> None:
        """What waits in a closed namespace holds nobody else up."""
        self._mark(*(each for each, _ in self.caches.executions.views() if each[0] == key[1]))

    def _is_open(self, namespace: str) -> bool:
        return self.caches.namespaces.view(("", namespace)) is not False

    def _entry(self, key: Key, view: ExecutionView) -> QueueEntry:
        asset = self.caches.assets.view((key[0], view.asset))
        queued = view.queued_at or view.created
        standing = standing_of(
            view.state,
            begun=bool(self.caches.runs.uid(key)),
            may_start=not (view.leaving or view.restoring)
            and asset is not None
            and asset.accepted is True
            and self._is_open(key[0]),
        )
        if standing == "Waits" and (key in self._barred or self._without_room(key, view)):
            standing = "Barred"
        return QueueEntry(
            namespace=key[0],
            name=key[1],
            standing=standing,
            queued_at=time_of(queued) or _EPOCH,
            priority=self._priority(key[0], view),
            max_priority=self.max_priority(key[0]),
            started_at=time_of(view.started_at) if view.started_at else None,
            demand=view.demand,
        )

    def _priority(self, namespace: str, view: ExecutionView) -> int:
        if view.priority is not None:
            return view.priority
        own = self.caches.workflows.view((namespace, view.workflow))
        spec = own or self.caches.workflows.view((self.installation, view.workflow))
        return spec.priority if spec else 0
