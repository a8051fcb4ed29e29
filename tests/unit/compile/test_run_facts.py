"""Argo's status read back. The files in ``argo/`` are what Argo 3.7 wrote, cut down to the fields that are read."""

import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.compile.run_facts import ended_of, is_stopping, steps_of
from media_insights.domain.planning.plan import Plan
from tests.unit.builders import operator, plan

REAL = Path(__file__).parent / "argo"


def real(name: str) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((REAL / f"{name}.json").read_text("utf-8"))
    return manifest


def every_failure() -> Plan:
    fails = "transcribe defect busy oom slow noout gpu pull"
    catalogue = {name: operator(name, "Video") for name in ("proxy", "bad", *fails.split())}
    catalogue["after"] = operator("after", "=defect")
    catalogue["oom"] = operator("oom", "Video", resources={"limits": {"memory": "20Mi"}})
    catalogue["slow"] = operator("slow", "Video", timeoutSeconds=8)
    return plan(f"one: proxy bad; two: {fails}; three: after", operators=catalogue, timeoutSeconds=90, execution="t1")


EXPECTED = {
    "proxy": ("Complete", 1, ""),
    "transcribe": ("Complete", 1, ""),
    "bad": ("Error", 1, "moov atom not found"),
    "defect": ("Error", 1, "KeyError: x"),
    "after": ("Not Started", 0, ""),
    "busy": ("Error", 2, "try later"),
    "oom": ("Error", 2, "out of memory: it needed more than its limit of 20Mi; raise resources.limits.memory of oom"),
    "slow": ("TimedOut", 1, "ran longer than its timeout of 8 s"),
    "noout": ("Error", 1, "ended well but did not write result.json: a defect of noout"),
    "gpu": ("TimedOut", 1, "stopped, because the workflow's timeout of 90 s was reached"),
    "pull": ("TimedOut", 1, "stopped, because the workflow's timeout of 90 s was reached"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_failure_is_told_in_the_operator_s_own_words(name: str) -> None:
    facts = steps_of(real("every_failure"), every_failure())[name]
    assert (facts.status, facts.attempts, facts.message) == EXPECTED[name]


def test_a_run_at_its_deadline_is_timed_out() -> None:
    ended = ended_of(real("every_failure"), every_failure())
    assert ended is not None
    assert (ended.state, ended.message) == ("TimedOut", "ran longer than the workflow's timeout of 90 s")


def test_a_run_that_was_stopped_is_cancelled() -> None:
    wanted = plan("a: proxy; b: transcribe", execution="t5")
    facts, ended = steps_of(real("terminated"), wanted), ended_of(real("terminated"), wanted)
    assert facts["proxy"].status == "Cancelled"
    assert ended is not None
    assert ended.state == "Cancelled"
    assert is_stopping(real("terminated"))


def test_a_run_that_argo_has_not_looked_at_has_no_facts() -> None:
    manifest = {"metadata": {"name": "run-1"}, "spec": {}}
    assert steps_of(manifest, plan()) == {}
    assert ended_of(manifest, plan()) is None


def run(*nodes: dict[str, Any], phase: str = "Running", message: str = "") -> dict[str, Any]:
    root = {"id": "run-1", "name": "run-1", "displayName": "run-1", "type": "DAG", "phase": phase}
    status = {
        "phase": phase,
        "message": message,
        "finishedAt": None if phase == "Running" else "2026-01-01T12:00:00Z",
        "nodes": {each["id"]: each for each in (root, *nodes)},
    }
    return {"metadata": {"name": "run-1", "creationTimestamp": "2026-01-01T11:00:00Z"}, "spec": {}, "status": status}


def attempts(phase: str, *children: tuple[str, str], code: str = "") -> list[dict[str, Any]]:
    """Nodes of the task proxy: its Retry node, and one per attempt with a phase and a message."""
    own = [
        {
            "id": f"proxy-{n}",
            "displayName": f"proxy({n})",
            "templateName": "proxy",
            "type": "Pod",
            "phase": child,
            "message": message,
            "boundaryID": "run-1",
            "startedAt": "2026-01-01T11:00:00Z",
            "nodeFlag": {"retried": True},
            "outputs": {"exitCode": code} if code else {},
        }
        for n, (child, message) in enumerate(children)
    ]
    retry = {
        "id": "proxy",
        "displayName": "proxy",
        "templateName": "proxy",
        "type": "Retry",
        "phase": phase,
        "boundaryID": "run-1",
        "startedAt": "2026-01-01T11:00:00Z",
        "children": [each["id"] for each in own],
    }
    return [retry, *own]


@pytest.mark.parametrize(
    ("children", "code", "status", "message"),
    [
        ([("Pending", "")], "", "Started", ""),
        ([("Pending", "PodInitializing")], "", "Started", "fetching its inputs"),
        (
            [
                (
                    "Pending",
                    (
                        "Unschedulable: 0/1 nodes are available: 1 Insufficient nvidia.com/gpu. "
                        "preemption: 0/1 nodes are available: 1 No preemption victims found."
                    ),
                )
            ],
            "",
            "Started",
            "waiting for a node with nvidia.com/gpu: 0/1 nodes are available: 1 Insufficient nvidia.com/gpu",
        ),
        ([("Pending", "ImagePullBackOff: x")], "", "Started", "its image cannot be pulled: x"),
        ([("Running", "")], "", "Executing", ""),
        ([("Failed", "main: Error (exit code 66): no video")], "66", "Error", "no video"),
        (
            [("Failed", "main: Error (exit code 75): busy")],
            "75",
            "Started",
            "attempt 1 failed and will be repeated: busy",
        ),
        ([("Failed", "x"), ("Running", "")], "", "Executing", ""),
        (
            [("Error", "pod deleted")],
            "",
            "Started",
            "attempt 1 failed and will be repeated: its pod was deleted while it ran",
        ),
        (
            [
                (
                    "Error",
                    "init: Error (exit code 64): artifact in-source failed to load: The specified key does not exist.",
                )
            ],
            "",
            "Error",
            "its input source could not be fetched: the object does not exist",
        ),
        (
            [("Failed", "main: OOMKilled (exit code 137)")],
            "137",
            "Started",
            (
                "attempt 1 failed and will be repeated: out of memory: it needed more than its limit of 1Gi; "
                "raise resources.limits.memory of proxy"
            ),
        ),
        ([("Failed", "main: Error (exit code 66)")], "66", "Error", "its input cannot be used"),
        ([("Failed", "main: Error (exit code 3)")], "3", "Error", "ended with exit code 3 without saying why"),
    ],
)
def test_what_goes_on_in_a_task_whose_retries_are_not_settled(
    children: list[tuple[str, str]], code: str, status: str, message: str
) -> None:
    facts = steps_of(run(*attempts("Running", *children, code=code)), plan("a: proxy"))["proxy"]
    assert (facts.status, facts.message) == (status, message)
    assert facts.attempts == len(children)


def test_the_last_of_many_attempts_speaks() -> None:
    children = [("Failed", f"main: Error (exit code 75): try {n}") for n in range(11)]
    many = operator("proxy", "Video", retry={"limit": 10})
    facts = steps_of(run(*attempts("Failed", *children, code="75")), plan("a: proxy", operators={"proxy": many}))[
        "proxy"
    ]
    assert (facts.status, facts.message, facts.exit_code) == ("Error", "try 10", 75)


def test_a_run_that_argo_itself_refuses_says_why() -> None:
    ended = ended_of(run(phase="Error", message="invalid spec: templates.proxy"), plan("a: proxy"))
    assert ended is not None
    assert ended.message == "Argo could not run it: invalid spec: templates.proxy"


def test_an_operator_that_is_never_tried_again_has_a_pod_for_a_task() -> None:
    node = {
        "id": "x",
        "displayName": "proxy",
        "templateName": "proxy",
        "type": "Pod",
        "phase": "Failed",
        "boundaryID": "run-1",
        "message": "main: Error (exit code 2): size",
    }
    once = operator("proxy", "Video", retry={"limit": 0})
    facts = steps_of(run(node), plan("a: proxy", operators={"proxy": once}))["proxy"]
    assert (facts.status, facts.message, facts.attempts) == ("Error", "size", 1)


def in_backoff(*, exit_code: str, sibling: str = "Succeeded") -> dict[str, Any]:
    """A run in which ``bad`` has failed, and Argo waits its backoff before it asks whether to try again."""
    at = {"startedAt": "2026-11-23T22:17:52Z", "finishedAt": "2026-11-23T22:17:57Z"}
    attempt = {"phase": "Failed", "outputs": {"exitCode": exit_code}, "nodeFlag": {"retried": True}, **at}
    nodes = {
        "r": {"displayName": "run-1", "type": "DAG", "phase": "Running"},
        "b": {
            "displayName": "bad",
            "templateName": "bad",
            "type": "Retry",
            "phase": "Running",
            "children": ["b0"],
            "boundaryID": "run-1",
        },
        "b0": {"displayName": "bad(0)", "templateName": "bad", "type": "Pod", "boundaryID": "run-1", **attempt},
        "g": {
            "displayName": "good",
            "templateName": "good",
            "type": "Pod",
            "phase": sibling,
            "boundaryID": "run-1",
            **at,
        },
    }
    return {"metadata": {"name": "run-1"}, "spec": {}, "status": {"phase": "Running", "nodes": nodes}}


BACKOFF = plan(
    "one: bad good; two: after",
    operators={name: operator(name, "Video") for name in ("bad", "good")} | {"after": operator("after", "=bad")},
)


def test_a_permanent_failure_ends_the_run_before_argo_has_waited_its_backoff() -> None:
    ended = ended_of(in_backoff(exit_code="66"), BACKOFF)
    assert ended is not None
    assert (ended.state, ended.at.isoformat()) == ("Error", "2026-11-23T22:17:57+00:00")


@pytest.mark.parametrize(
    "manifest",
    [in_backoff(exit_code="75"), in_backoff(exit_code="66", sibling="Running")],
    ids=["it is tried again", "a sibling still runs"],
)
def test_a_run_goes_on_while_anything_of_it_may(manifest: dict[str, Any]) -> None:
    assert ended_of(manifest, BACKOFF) is None


def test_a_run_that_is_being_stopped_ends_when_argo_says_so() -> None:
    assert ended_of(in_backoff(exit_code="66") | {"spec": {"shutdown": "Terminate"}}, BACKOFF) is None


def test_a_repetition_that_the_run_s_timeout_prevented_is_told_as_that() -> None:
    nodes = attempts("Failed", ("Failed", "main: Error (exit code 75): busy"), code="75")
    nodes[0]["message"] = "retry exceeded workflow deadline 2026-01-01 12:00:00 +0000 UTC"
    facts = steps_of(run(*nodes, phase="Failed"), plan("a: proxy", timeoutSeconds=60))["proxy"]
    assert (facts.status, facts.message) == ("TimedOut", "stopped, because the workflow's timeout of 60 s was reached")


def test_a_failure_that_is_final_stays_one_when_the_run_s_time_is_over_meanwhile() -> None:
    nodes = attempts("Failed", ("Failed", "main: Error (exit code 66): no moov"), code="66")
    nodes[0]["message"] = "retry exceeded workflow deadline 2026-01-01 12:00:00 +0000 UTC"
    facts = steps_of(run(*nodes, phase="Failed"), plan("a: proxy"))["proxy"]
    assert (facts.status, facts.message, facts.cause) == ("Error", "no moov", "UnusableInput")


def test_a_timeout_names_the_time_for_answers_that_argo_was_given_too() -> None:
    wait = operator("wait", image="", suspend=True, timeoutSeconds=30)
    waits = plan("a: proxy; b: wait", operators={"proxy": operator("proxy", "Video"), "wait": wait}, timeoutSeconds=60)
    ended = ended_of(run(phase="Failed", message="Step exceeded its deadline"), waits)
    assert ended is not None
    assert ended.message == "ran longer than the workflow's timeout of 60 s (and 30 s for answers)"


def test_an_operator_that_speaks_of_a_deadline_is_not_timed_out() -> None:
    failed = attempts("Failed", ("Failed", "main: Error (exit code 1): the server exceeded its deadline"), code="1")
    wanted = plan("a: proxy")
    ended = ended_of(run(*failed, phase="Failed"), wanted)
    assert ended is not None
    assert (ended.state, steps_of(run(*failed), wanted)["proxy"].status) == ("Error", "Error")


def test_seconds_of_devices_are_argo_s_own_of_all_attempts() -> None:
    run = real("every_failure")
    for node in run["status"]["nodes"].values():
        if node.get("templateName") == "busy":
            node["resourcesDuration"] = {"cpu": 7, "memory": 9, "nvidia.com/gpu": 4}
    found = steps_of(run, every_failure())
    assert (found["busy"].attempts, found["busy"].cost.gpu_seconds) == (2, 8.0)
    assert found["bad"].cost.gpu_seconds is None
