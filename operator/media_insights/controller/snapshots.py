"""Snapshots: the plans stored when their executions started, cached while their runs are followed.

A file in the store is input: it counts only when its hash stands in the execution's status.
"""

import asyncio
from collections import OrderedDict
from typing import TypeVar

from media_insights.api.v1alpha1 import reasons
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import hash_of, plan_bytes
from media_insights.domain.planning.problems import Problem
from media_insights.domain.planning.stored_plans import PlanReference
from media_insights.domain.running.run_place import RunPlace
from media_insights.errors import Damaged, Tampered
from media_insights.storage.library import Library
from media_insights.storage.published_secrets import PublishedSecrets
from media_insights.storage.store import Store

ValueT = TypeVar("ValueT")

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
        self._published = PublishedSecrets(store)
        self._plans: OrderedDict[str, tuple[str, Plan]] = OrderedDict()
        """Key → hash of the file, and what it says."""
        self._words: OrderedDict[str, bytes] = OrderedDict()
        """Key → what a finished step left there, which does not change any more."""

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
        return await self.sizes_beside(plan.plan_key)

    async def sizes_beside(self, plan_key: str) -> dict[str, int]:
        """Return key → bytes of everything that lies beside a snapshot, whether that can be read or not."""
        return await asyncio.to_thread(self._library.sizes, plan_key)

    async def content(self, key: str, length: int) -> bytes:
        """Return at most so many bytes of an object that an execution has stored."""
        return await asyncio.to_thread(self._store.range, key, 0, length)

    async def word(self, key: str, length: int) -> bytes:
        """Return at most so many bytes of what a finished step has stored; it is read once, however many passes ask.

        Raises NoSuchObject when it is not there, and what the store says when it cannot be read: the next pass asks
        again.
        """
        if key not in self._words:
            _keep(self._words, key, await self.content(key, length))
        return self._words[key]

    async def published_secrets(self, run: RunPlace) -> tuple[str, ...]:
        """Return the keys of what a run has stored that are Secrets, or were until they went."""
        return await asyncio.to_thread(self._published.of, run)

    async def remove_published(self, run: RunPlace) -> tuple[str, ...]:
        """Remove what a run has stored that is a Secret, and return the keys."""
        return await asyncio.to_thread(self._published.remove, run)

    async def stored_outputs(self, plan: Plan) -> frozenset[str]:
        """Return the keys of everything in the folders that a plan's steps write to, or took results over from."""
        folders = sorted({layout.in_execution(output.key)[0] for step in plan.steps for output in step.outputs})
        found = [await asyncio.to_thread(self._library.sizes, f"{folder}{layout.PLAN_FILE}") for folder in folders]
        return frozenset(key for each in found for key in each)

    def _remember(self, key: str, hash_: str, plan: Plan) -> None:
        _keep(self._plans, key, (hash_, plan))


def _keep(kept: OrderedDict[str, ValueT], key: str, value: ValueT) -> None:
    """Keep the newest of what was read."""
    kept[key] = value
    while len(kept) > _KEPT:
        kept.popitem(last=False)
