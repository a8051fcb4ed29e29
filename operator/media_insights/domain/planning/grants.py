"""Grant: what the credentials of one run open, computed from its plan. Nothing beyond the run is in it.

A run reads its source, the objects that parameters name, the collections of its namespace and what a rerun takes over,
each by its key; it reads and writes below its own prefix, and writes its logs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan, WiredInput
from media_insights.domain.planning.references import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one run may do in the object store."""

    run: str
    """The execution's UID: what the credentials are named after."""
    bucket: str
    """The installation's bucket, which the prefixes belong to."""
    reads: tuple[Address, ...] = ()
    """Objects that are read, by name."""
    reused: tuple[str, ...] = ()
    """Keys of the same asset's earlier executions that are read."""
    optional: tuple[str, ...] = ()
    """Keys among both, in the installation's bucket, that may be missing: readers ask whether they are folders."""
    writes: tuple[str, ...] = ()
    """Prefixes below which everything is read, listed and written."""
    logs: str = ""
    """Prefix below which logs are written."""
    browses: tuple[str, ...] = ()
    """Prefixes below which everything is read and listed: for operators that speak to the store themselves."""


def grant_of(plan: Plan, bucket: str) -> Grant:
    """Return the grant of a plan's run; ``bucket`` is the installation's."""
    asset, execution = plan.asset, plan.execution
    own, all_ = _own_prefix(plan), layout.executions_prefix(asset.namespace, asset.uid)
    found = {_address(plan, wired, bucket): wired.optional for wired in _inputs(plan)}
    kept = {each.key: optional for each, optional in found.items() if each.bucket == bucket}
    return Grant(
        run=execution.uid,
        bucket=bucket,
        reads=tuple(each for each in found if each.bucket != bucket or not each.key.startswith(all_)),
        reused=tuple(key for key in kept if key.startswith(all_) and not key.startswith(own)),
        optional=tuple(key for key, optional in kept.items() if optional and not key.startswith(own)),
        writes=(own,),
        logs=layout.logs_prefix(asset.namespace, asset.uid, execution.name),
        browses=(all_,) if _any_speaks_to_the_store(plan) else (),
    )


def _own_prefix(plan: Plan) -> str:
    """Return the prefix of the execution: an older version may have stored the plan, but never started its run."""
    asset, execution = plan.asset, plan.execution
    if plan.plan_key == layout.former_plan_key(asset.uid, execution.uid):
        return layout.folder_of(plan.plan_key)
    return layout.execution_prefix(asset.namespace, asset.uid, execution.uid)


def _inputs(plan: Plan) -> Iterator[WiredInput]:
    """Yield the inputs of every step that runs."""
    for step in plan.runs:
        yield from step.inputs


def _address(plan: Plan, wired: WiredInput, bucket: str) -> Address:
    if wired.from_source:
        return Address.of(plan.asset.source)
    return Address(wired.bucket or bucket, wired.key)


def _any_speaks_to_the_store(plan: Plan) -> bool:
    return any(step.spec.access.object_store == "ReadWrite" for step in plan.runs)
