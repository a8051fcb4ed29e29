"""Who may start now: the pure queue, fed from the caches and from what this process has just let in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.controller.views import ExecutionView
from media_insights.controller.world import World
from media_insights.domain.planning.plan import Plan
from media_insights.domain.queueing.queue import (
    MAX_CONCURRENT,
    Hold,
    Limits,
    QueuedView,
    Start,
    demand_of,
    next_to_start,
)
from media_insights.runtime import metrics
from media_insights.runtime.caches import Key

DEFAULT_CONCURRENT = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Admission:
    """The queue's verdicts. Slots are counted from the executions; ``_admitted`` only bridges until the cache knows."""

    world: World
    limits_key: Key
    installation: str
    default_resource: str
    _admitted: set[Key] = field(default_factory=set)
    _demands: dict[Key, Mapping[str, int]] = field(default_factory=dict)
    _verdicts: dict[Key, Start | Hold] = field(default_factory=dict)
    _told: dict[Key, Start | Hold] = field(default_factory=dict)
    _stale: bool = True

    def changed(self) -> None:
        """Say that an execution, an asset or a limit changed: verdicts are made anew when they are next asked for."""
        self._stale = True

    def news(self, near: int) -> tuple[Key, ...]:
        """Return those whose verdict is new since the last question: starts, and the first ``near`` places."""
        self._refresh()
        told, self._told = self._told, self._verdicts
        changed = ((key, verdict) for key, verdict in self._verdicts.items() if told.get(key) != verdict)
        return tuple(key for key, verdict in changed if isinstance(verdict, Start) or verdict.position <= near)

    def verdict(self, key: Key) -> Start | Hold | None:
        """Return what the queue says of an execution; None when it is not in the queue."""
        self._refresh()
        return self._verdicts.get(key)

    def demands(self, key: Key, plan: Plan) -> None:
        """Remember which limited resources an execution will ask for."""
        demand = demand_of(plan, self.default_resource)
        if demand and self._demands.get(key) != demand:
            self._demands[key] = demand
            self._stale = True

    def admit(self, key: Key) -> None:
        """Hold a slot from now on, before the status says so."""
        self._admitted.add(key)
        self._stale = True

    def settle(self, key: Key) -> None:
        """Let the status speak for itself again."""
        self._admitted.discard(key)
        self._stale = True

    def limits(self) -> Limits:
        """Return the limits in force; a value that is no number counts as the default."""
        content = self.world.config_maps.view(self.limits_key) or {}
        numbers = {name: int(text) for name, text in content.items() if text.strip().isdigit()}
        most = numbers.pop(MAX_CONCURRENT, DEFAULT_CONCURRENT)
        resources = {name.removeprefix("resources.").replace("__", "/"): count for name, count in numbers.items()}
        return Limits(max_concurrent=most, resources=resources)

    def _refresh(self) -> None:
        if not self._stale:
            return
        self._stale = False
        views = [self._view(key, view) for key, view in self.world.executions.views() if view.state not in FINISHED]
        present = [view for view in views if view is not None]
        decided = next_to_start(present, self.limits())
        self._verdicts = {(each.namespace, each.name): each for each in decided}
        self._demands = {key: demand for key, demand in self._demands.items() if self.world.executions.uid(key)}
        metrics.QUEUE_DEPTH.set(sum(isinstance(each, Hold) for each in decided))
        metrics.RUNNING.set(sum(view.state == "Started" for view in present))
        metrics.WAITING.set(sum(view.state == "Waiting" for view in present))

    def _view(self, key: Key, view: ExecutionView) -> QueuedView | None:
        """Return an execution as the queue sees it; None for one that cannot start anyway and must block nobody."""
        again = view.state == "Resumed" and key not in self._admitted
        begun = key in self._admitted or view.state in ("Started", "Waiting") or bool(self.world.runs.uid(key))
        asset = self.world.assets.view((key[0], view.asset))
        if not begun and (view.leaving or asset is None or not asset.accepted):
            return None
        queued = view.queued_at or view.created
        return QueuedView(
            namespace=key[0],
            name=key[1],
            state="Waiting" if view.state == "Waiting" else "Resumed" if again else "Started" if begun else "Queued",
            queued_at=datetime.fromisoformat(queued) if queued else _EPOCH,
            priority=self._priority(key[0], view),
            demand=self._demands.get(key, {}),
        )

    def _priority(self, namespace: str, view: ExecutionView) -> int:
        if view.priority is not None:
            return view.priority
        own = self.world.workflows.view((namespace, view.workflow))
        spec = own or self.world.workflows.view((self.installation, view.workflow))
        return spec.priority if spec else 0
