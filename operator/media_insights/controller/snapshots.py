"""Snapshots: the plans stored when their executions started, cached while their runs are followed."""

import asyncio
from collections import OrderedDict

from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import canonical, plan_to_json
from media_insights.storage.library import Library
from media_insights.storage.store import Store

_KEPT = 1024


class Snapshots:
    """The ``plan.json`` files of the object store. A stored one is never replaced: what started stays as it was."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._library = Library(store)
        self._plans: OrderedDict[str, Plan] = OrderedDict()

    async def read(self, namespace: str, asset_uid: str, execution_uid: str) -> Plan | None:
        """Return the stored plan of an execution, or None when none was stored (or it cannot be understood).

        One that version 0.1 stored is found where that version kept it.
        """
        key = layout.plan_key(namespace, asset_uid, execution_uid)
        return await self._read(key) or await self._read(layout.former_plan_key(asset_uid, execution_uid))

    async def _read(self, key: str) -> Plan | None:
        if key in self._plans:
            self._plans.move_to_end(key)
            return self._plans[key]
        plan = await asyncio.to_thread(self._library.plan, key)
        return self._remember(key, plan) if plan and plan.plan_key == key else None

    async def write(self, plan: Plan) -> Plan:
        """Store a plan if none is stored yet, and return the stored one: two starts run the same."""
        stored = await self._read(plan.plan_key)
        if stored is not None:
            return stored
        body = canonical(plan_to_json(plan)).encode()
        await asyncio.to_thread(self._store.put, plan.plan_key, body, "application/json")
        return self._remember(plan.plan_key, plan)

    async def sizes(self, plan: Plan) -> dict[str, int]:
        """Return key → bytes of everything that an execution has stored."""
        return await asyncio.to_thread(self._library.sizes, plan.plan_key)

    def _remember(self, key: str, plan: Plan) -> Plan:
        self._plans[key] = plan
        while len(self._plans) > _KEPT:
            self._plans.popitem(last=False)
        return plan
