"""Stored plans: what lies in the object store is input, and counts only when the API server holds its hash.

Whoever may write the bucket could write a ``plan.json``. Its hash therefore stands in ``status.planHash`` before the
file is stored, where only the controller writes, and every reader compares. See docs/decisions/0024.
"""

import json
from dataclasses import dataclass, replace

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.plans_json import canonical, hash_of, plan_of
from media_insights.errors import Damaged, Tampered

MAX_BYTES = 4 << 20
"""Size of the largest plan that is read: its Argo Workflow, which holds as much, must fit into etcd's 1.5 MiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReference:
    """What the API server says of a stored plan: where it lies, whose it is, and the hash of the file."""

    key: str
    hash: str
    """``status.planHash``; empty: none was recorded, and no file can be the right one."""
    asset_uid: str
    execution_uid: str
    execution: str
    """The execution's name."""


def reference_of(execution: MediaExecution, asset_uid: str) -> PlanReference:
    """Return the reference to an execution's plan, from its object alone."""
    meta, status = execution.metadata, execution.status
    return PlanReference(
        key=status.plan_key or layout.plan_key(meta.namespace, asset_uid, meta.uid),
        hash=status.plan_hash,
        asset_uid=asset_uid,
        execution_uid=meta.uid,
        execution=meta.name,
    )


def former_reference(reference: PlanReference) -> PlanReference:
    """Return the reference to the place where version 0.1 kept the same plan."""
    return replace(reference, key=layout.former_plan_key(reference.asset_uid, reference.execution_uid))


def verified_plan(content: bytes, reference: PlanReference) -> Plan:
    """Return the plan of a stored file.

    Raises :class:`~media_insights.errors.Tampered` when it is not the file that was recorded, and
    :class:`~media_insights.errors.Damaged` when it is, and this version cannot read it.
    """
    if len(content) > MAX_BYTES or not _is_recorded(content, reference):
        raise Tampered(
            f"the snapshot {reference.key} is not the one whose hash was recorded when {reference.execution} was "
            "planned: somebody else wrote it; see who may write to the bucket, then run the workflow again"
        )
    try:
        return plan_of(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Damaged(
            f"the snapshot {reference.key} was written by another version, and cannot be read: {error}"
        ) from error


def _is_recorded(content: bytes, reference: PlanReference) -> bool:
    return bool(reference.hash) and reference.hash in (hash_of(content), _hash_of_version_0_1(content, reference))


def _hash_of_version_0_1(content: bytes, reference: PlanReference) -> str:
    """Return the hash as version 0.1 recorded it, empty for a file that it cannot have written for this execution.

    It left out the execution, which is compared here, and counted keys relative to its folder: a file that holds
    such a key as it is would have the hash of another, and is refused.
    """
    try:
        plan = json.loads(content)
        whose, key = (plan.pop("execution"), plan["asset"]["uid"]), plan["planKey"]
        text = canonical(plan)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    identity = {"name": reference.execution, "uid": reference.execution_uid}
    places = (reference.key, former_reference(reference).key)
    if whose != (identity, reference.asset_uid) or key not in places or '"./' in text:
        return ""
    return hash_of(text.replace(layout.folder_of(key), "./").encode())
