"""A stored plan counts only when the API server holds its hash."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from media_insights.domain.planning.plans_json import canonical, hash_of, plan_bytes, plan_hash, plan_of
from media_insights.domain.planning.stored_plans import MAX_BYTES, PlanReference, reference_of, verified_plan
from media_insights.errors import Damaged, Tampered
from tests.unit.builders import plan
from tests.unit.changed import changed
from tests.unit.controller.objects import execution

PLAN = plan("a: proxy; b: transcribe")
OWN = PLAN.plan_key.removesuffix("plan.json")
REFERENCE = PlanReference(
    key=PLAN.plan_key,
    hash=plan_hash(PLAN),
    asset_uid=PLAN.asset.uid,
    execution_uid=PLAN.execution.uid,
    execution=PLAN.execution.name,
)
OLD = json.loads(Path(__file__).with_name("plan-of-0.1.json").read_text("utf-8"))
"""A plan and its hash as version 0.1 wrote them."""
OLD_REFERENCE = PlanReference(
    key=OLD["plan"]["planKey"],
    hash=OLD["hash"],
    asset_uid=OLD["plan"]["asset"]["uid"],
    execution_uid=OLD["plan"]["execution"]["uid"],
    execution=OLD["plan"]["execution"]["name"],
)


def test_the_reference_comes_from_the_execution_s_object_alone() -> None:
    status = {"planHash": REFERENCE.hash, "planKey": "elsewhere/plan.json"}
    found = reference_of(execution("Started", status=status), "asset-1")
    assert found == replace(found, key="elsewhere/plan.json", hash=REFERENCE.hash, execution="run-1")
    assert reference_of(execution(), "asset-1").key.endswith("asset-1/workflows/uid-of-run-1/plan.json")
    assert reference_of(execution(), "asset-1").hash == ""


def test_what_was_recorded_is_read() -> None:
    assert verified_plan(plan_bytes(PLAN), REFERENCE) == PLAN


def test_what_version_0_1_recorded_is_read() -> None:
    assert verified_plan(json.dumps(OLD["plan"], indent=1).encode(), OLD_REFERENCE) == plan_of(OLD["plan"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON",
        b"[]",
        b"null",
        b"\xff\xfe",
        plan_bytes(PLAN)[:-1],
        plan_bytes(PLAN) + b"\n",
        plan_bytes(replace(PLAN, priority=1)),
        plan_bytes(plan("a: proxy; b: transcribe", execution="another")),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"1" * 10_000,
        plan_bytes(PLAN).ljust(MAX_BYTES + 1),
    ],
    ids=lambda content: f"{content[:20]!r} of {len(content)}",
)
def test_any_other_file_is_tampered_with(content: bytes) -> None:
    for reference in (REFERENCE, replace(REFERENCE, hash=""), OLD_REFERENCE):
        with pytest.raises(Tampered, match="somebody else wrote it"):
            verified_plan(content, reference)


def test_each_changed_field_is_tampered_with() -> None:
    changes = list(changed(json.loads(plan_bytes(PLAN))))
    assert len(changes) > 100
    for path, other in changes:
        with pytest.raises(Tampered):
            pytest.fail(f"{path}: {verified_plan(canonical(other).encode(), REFERENCE)}")


def test_of_version_0_1_each_changed_field_is_tampered_with() -> None:
    for path, other in changed(OLD["plan"]):
        with pytest.raises(Tampered):
            pytest.fail(f"{path}: {verified_plan(json.dumps(other).encode(), OLD_REFERENCE)}")


@pytest.mark.parametrize(
    "change",
    [
        {"execution": {"name": "another", "uid": OLD_REFERENCE.execution_uid}},
        {"execution": {"name": OLD_REFERENCE.execution, "uid": "another"}},
        {"asset": {**OLD["plan"]["asset"], "uid": "another"}},
        {"planKey": "./plan.json"},
        {"planKey": "elsewhere/plan.json"},
        {"workflow": "another"},
    ],
)
def test_of_version_0_1_too_every_field_counts(change: dict[str, Any]) -> None:
    with pytest.raises(Tampered):
        verified_plan(json.dumps(OLD["plan"] | change).encode(), OLD_REFERENCE)


def test_a_key_of_version_0_1_may_not_be_spelt_as_its_hash_spelt_it() -> None:
    own = OLD_REFERENCE.key.removesuffix("plan.json")
    text = json.dumps(OLD["plan"])
    assert f'"{own}' in text
    with pytest.raises(Tampered):
        verified_plan(text.replace(f'"{own}', '"./', 1).encode(), OLD_REFERENCE)


def test_one_of_a_later_format_is_not_tampered_with_but_cannot_be_read() -> None:
    later = plan_bytes(PLAN).replace(b"plan/v1", b"plan/v9")
    with pytest.raises(Damaged, match="written by another version") as raised:
        verified_plan(later, replace(REFERENCE, hash=hash_of(later)))
    assert not isinstance(raised.value, Tampered)
