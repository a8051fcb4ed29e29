"""A suspend node ends by a change of its node, whichever way Argo stores it."""

import base64
import gzip
import json
from datetime import UTC, datetime
from typing import Any

from media_insights.compile import suspension
from media_insights.compile.messages import WAIT_EXPIRED
from media_insights.compile.run_facts import steps_of
from media_insights.compile.settings import CompileSettings
from media_insights.compile.workflow import compile_workflow
from media_insights.domain.planning.plan import Plan
from media_insights.domain.store_address import StoreAddress
from tests.unit.builders import CATALOGUE, operator, plan

NOW = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)


def review() -> Plan:
    wait = operator("wait", image="", suspend=True)
    return plan("one: proxy; review: wait; two: labels", operators=CATALOGUE | {"wait": wait})


def node(**more: Any) -> dict[str, Any]:
    return {
        "id": "run-1-7",
        "displayName": "wait",
        "templateName": "wait",
        "type": "Suspend",
        "phase": "Running",
        "boundaryID": "run-1",
        "startedAt": "2026-05-01T11:00:00Z",
        **more,
    }


def run(**status: Any) -> dict[str, Any]:
    return {
        "metadata": {"name": "run-1", "resourceVersion": "9"},
        "status": status or {"nodes": {"run-1-7": node()}},
    }


def test_a_wait_is_a_suspend_node_between_the_stages() -> None:
    manifest = compile_workflow(review(), CompileSettings(store=StoreAddress.of("", bucket="media")))
    templates = {each["name"]: each for each in manifest["spec"]["templates"]}
    assert set(templates["wait"]) == {"name", "suspend"}
    tasks = {each["name"]: each.get("depends") for each in templates["Stages"]["dag"]["tasks"]}
    assert tasks == {"proxy": None, "wait": "proxy.Succeeded", "labels": "proxy.Succeeded && wait.Succeeded"}


def test_while_it_is_suspended_the_step_waits_and_says_for_what() -> None:
    facts = steps_of(run(), review())["wait"]
    assert (facts.status, facts.message) == ("Waiting", "waits to be resumed in stage review")


def test_it_ends_well() -> None:
    change = {"phase": "Succeeded", "finishedAt": "2026-05-01T12:00:00Z"}
    assert suspension.end_patch_of(run(), "wait", now=NOW) == {"status": {"nodes": {"run-1-7": change}}}


def test_compressed_nodes_are_written_whole_over_what_was_read() -> None:
    packed = base64.b64encode(gzip.compress(json.dumps({"run-1-7": node(), "x": {"a": 1}}).encode())).decode()
    patch = suspension.end_patch_of(run(compressedNodes=packed), "wait", now=NOW)
    assert patch
    assert patch["metadata"] == {"resourceVersion": "9"}
    nodes = json.loads(gzip.decompress(base64.b64decode(patch["status"]["compressedNodes"])))
    assert (nodes["run-1-7"]["phase"], nodes["x"]) == ("Succeeded", {"a": 1})


def test_what_no_longer_waits_is_left_alone() -> None:
    assert suspension.end_patch_of(run(nodes={"run-1-7": node(phase="Succeeded")}), "wait", now=NOW) is None


def test_nobody_answered_reads_as_a_timeout() -> None:
    patch = suspension.end_patch_of(run(), "wait", now=NOW, failure=WAIT_EXPIRED)
    assert patch
    failed = node() | patch["status"]["nodes"]["run-1-7"]
    facts = steps_of(run(nodes={"run-1-7": failed}), review())["wait"]
    assert (facts.status, facts.message) == ("TimedOut", "waited longer than 3600 s for an answer")
