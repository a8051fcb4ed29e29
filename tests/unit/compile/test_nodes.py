"""Nodes are tied to steps by what they run, whatever Argo calls them."""

import base64
import copy
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.compile.nodes import nodes_of, seconds_of, tasks_of

REAL: dict[str, Any] = json.loads((Path(__file__).parent / "argo/every_failure.json").read_text("utf-8"))


def workflow(*nodes: dict[str, Any]) -> dict[str, Any]:
    below = {each["id"]: {"boundaryID": "run-1", "type": "Pod", **each} for each in nodes}
    return {"metadata": {"name": "run-1"}, "status": {"nodes": {"run-1": {"id": "run-1", "type": "DAG"}, **below}}}


def test_every_step_of_a_real_run_has_its_task() -> None:
    steps = "proxy transcribe bad defect after busy oom slow noout gpu pull"
    assert sorted(tasks_of(REAL)) == sorted(steps.split())


def test_nodes_that_argo_compressed_are_the_same() -> None:
    packed = copy.deepcopy(REAL)
    nodes = json.dumps(packed["status"].pop("nodes")).encode()
    packed["status"]["compressedNodes"] = base64.b64encode(gzip.compress(nodes)).decode()
    assert nodes_of(packed) == nodes_of(REAL)
    assert tasks_of(packed) == tasks_of(REAL)


def test_a_name_that_ends_like_an_attempt_s_is_no_attempt() -> None:
    node = {"id": "a", "templateName": "proxy", "displayName": "proxy(0:en)", "phase": "Running"}
    assert tasks_of(workflow(node))["proxy"].last["id"] == "a"


def test_attempts_are_those_that_argo_marks_in_its_order() -> None:
    retry = {"id": "r", "templateName": "proxy", "type": "Retry", "children": ["b", "a", "hook", "gone"]}
    attempts = [
        {"id": name, "templateName": "proxy", "displayName": "?", "nodeFlag": {"retried": True}} for name in ("a", "b")
    ]
    hook = {"id": "hook", "templateName": "notify", "nodeFlag": {"hooked": True}, "boundaryID": "other"}
    task = tasks_of(workflow(retry, *attempts, hook))["proxy"]
    assert [each["id"] for each in task.attempts] == ["b", "a"]
    assert task.last["id"] == "a"


def test_what_lies_deeper_than_the_dag_is_no_task() -> None:
    assert tasks_of(workflow({"id": "x", "templateName": "proxy", "boundaryID": "other"})) == {}


@pytest.mark.parametrize(
    ("node", "failed", "suspended"),
    [
        ({"phase": "Running"}, False, False),
        ({"phase": "Error"}, True, False),
        ({"phase": "Running", "type": "Suspend"}, False, True),
        ({"phase": "Succeeded", "type": "Suspend"}, False, False),
    ],
)
def test_how_a_task_is(node: dict[str, Any], failed: bool, suspended: bool) -> None:  # noqa: FBT001 - a table
    task = tasks_of(workflow({"id": "x", "templateName": "wait", **node}))["wait"]
    assert (task.failed, task.suspended) == (failed, suspended)


@pytest.mark.parametrize(("code", "exit_code"), [("75", 75), ("-1", -1), ("", None), ("?", None)])
def test_the_exit_code(code: str, exit_code: int | None) -> None:
    node = {"id": "x", "templateName": "proxy", "outputs": {"exitCode": code}}
    assert tasks_of(workflow(node))["proxy"].exit_code == exit_code


def test_how_long_a_node_took() -> None:
    assert seconds_of({"startedAt": "2026-01-01T11:00:00Z", "finishedAt": "2026-01-01T11:01:30Z"}) == 90
    assert seconds_of({"startedAt": "2026-01-01T11:00:00Z"}) == 0
