"""Snapshots: the plans stored when their executions started, cached while their runs are followed.

A file in the store is input: it counts only when its hash stands in the execution's status.
"""

import asyncio
from collections import OrderedDict

from media_insights.api.v1alpha1 import reasons
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import hash_of, plan_bytes
from media_insights.domain.planning.problems import Problem
from media_insights.domain.planning.stored_plans import PlanReference
from media_insights.errors import Damaged, Tampered
from media_insights.storage.library import Library
from media_insights.storage.store import Store

_KEPT = 1024


def problem_of_snapshot(error: Damaged) -> Problem:
    """Return why a stored plan cannot be used, as a problem of the execution's status."""
    if isinstance(error, Tampered):
        return Problem(path="status.planHash", message=str(error), reason=reasons.SNAPSHOT_TAMPERED)
    return Problem(path="status.planKey", message=str(error), reason=reasons.SNAPSHOT_LOST)


class Snapshots:
    """The ``plan.json`` files of the object store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._library = Library(store)
        self._plans: OrderedDict[str, tuple[str, Plan]] = OrderedDict()
        """Key → hash of the file, and what it says."""

    async def read(self, reference: PlanReference) -> Plan | None:
        """Return the stored plan of an execution, or None when none was stored.

        Raises Tampered when the file is not the one that was recorded, Damaged when this version cannot read it, and
        NoSuchBucket while the installation has none: no run has lost its plan by that.
        """
        key = reference.key
        if key in self._plans and self._plans[key][0] == reference.hash:
            self._plans.move_to_end(key)
            return self._plans[key][1]
        plan = await asyncio.to_thread(self._library.plan_in_bucket, reference)
        if plan is not None:
            self._remember(key, reference.hash, plan)
        return plan

    async def write(self, plan: Plan) -> None:
        """Store the plan of an execution that starts now, which its status already holds the hash of."""
        body = plan_bytes(plan)
        await asyncio.to_thread(self._store.put, plan.plan_key, body, "application/json")
        self._remember(plan.plan_key, hash_of(body), plan)

    async def discard(self, key: str) -> None:
        """Remove the snapshot of a start that did not happen: what runs is planned anew."""
        self._plans.pop(key, None)
        await asyncio.to_thread(self._store.delete, key)

    async def sizes(self, plan: Plan) -> dict[str, int]:
        """Return key → bytes of everything that an execution has stored."""
        return await asyncio.to_thread(self._library.sizes, plan.plan_key)

    def _remember(self, key: str, hash_: str, plan: Plan) -> None:
        self._plans[key] = hash_, plan
        while len(self._plans) > _KEPT:
            self._plans.popitem(last=False)
