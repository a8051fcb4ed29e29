"""What Argo and the kubelet say, in the contract's terms. The messages are those of real runs and of Argo's source."""

import pytest

from media_insights.compile.messages import (
    WAIT_EXPIRED,
    Report,
    ended_from_above,
    ending_of,
    of_workflow,
    why_pending,
)
from media_insights.domain.running.endings import Ending
from tests.unit.builders import operator, plan

STEP = plan("a: proxy", operators={"proxy": operator("proxy", "Video", timeoutSeconds=8)}).step("proxy")
POD_DEADLINE = "Pod was active on the node longer than the specified deadline"
NOT_STORED = "its output could not be stored: "


@pytest.mark.parametrize(
    ("message", "ending"),
    [
        ("main: Error (exit code 66): no moov\n", Ending(exit_code=66, said="no moov")),
        ("main: Error (exit code 66)", Ending(exit_code=66)),
        (
            'main: Error (exit code 1): KeyError: x\ntime="2026" level=info argo=true\nError: exit status 1',
            Ending(exit_code=1, said="KeyError: x"),
        ),
        ("main: OOMKilled (exit code 137)", Ending(exit_code=137, out_of_memory="limit")),
        ("main: Error (exit code 137)", Ending(exit_code=137)),
        ("main: Error (exit code 143): half a word", Ending(exit_code=143, said="half a word")),
        ("main: Error (exit code 2)", Ending(lost="its pod was stopped before it began")),
        ("main: Error (exit code 2): argo=true\nError: exit status 2\n", Ending(exit_code=2)),
        (
            "main: Error (exit code 1): the server exceeded its deadline",
            Ending(exit_code=1, said="the server exceeded its deadline"),
        ),
        (
            "wait: Error (exit code 64): /out/result.json no such file or directory; ",
            Ending(not_written="result.json"),
        ),
        (
            "wait: Error (exit code 64): stat /mainctrfs/out/result.json: too many levels of symbolic links; ",
            Ending(not_written="result.json"),
        ),
        ("pod deleted", Ending(lost="its pod was deleted while it ran")),
        (
            "The node was low on resource: memory.",
            Ending(lost="its pod was evicted: The node was low on resource: memory."),
        ),
        ("Pod was terminated in response to imminent node shutdown.", Ending(lost="its node was shut down")),
        (
            "pod failed: wait container did not complete successfully",
            Ending(lost="its pod died together with its node"),
        ),
        ("workflow shutdown with strategy:  Terminate", Ending(cancelled=True)),
        ("Stopped with strategy 'Terminate'", Ending(cancelled=True)),
        (WAIT_EXPIRED, Ending(deadline="wait")),
        ("", Ending(not_run="failed without saying why")),
        (
            "can't find failed message for pod p namespace n",
            Ending(not_run="can't find failed message for pod p namespace n"),
        ),
    ],
)
def test_how_an_attempt_ended(message: str, ending: Ending) -> None:
    assert ending_of(Report(message=message, phase="Error" if message == "pod deleted" else "Failed"), STEP) == ending


@pytest.mark.parametrize(
    ("message", "ending"),
    [
        (
            "init: Error (exit code 64): artifact in-source failed to load: The specified key does not exist.",
            Ending(not_run="its input source could not be fetched: the object does not exist"),
        ),
        (
            "init: Error (exit code 64): artifact in-source failed to load: Access Denied.",
            Ending(not_run="its input source could not be fetched: access denied"),
        ),
        (
            "init: Error (exit code 64): artifact in-source failed to load: connection refused",
            Ending(lost="its input source could not be fetched: artifact in-source failed to load: connection refused"),
        ),
        (
            "wait: Error (exit code 64): The specified bucket does not exist",
            Ending(not_run=f"{NOT_STORED}the bucket does not exist"),
        ),
        ("wait: Error (exit code 64): connection\n refused", Ending(lost=f"{NOT_STORED}connection refused")),
    ],
)
def test_what_could_not_be_moved_is_repeated_when_that_may_help(message: str, ending: Ending) -> None:
    assert ending_of(Report(message=message, phase="Error"), STEP) == ending


@pytest.mark.parametrize(("seconds", "whose"), [(9.0, "step"), (7.5, "step"), (3.0, "run")])
def test_how_long_it_took_tells_whose_time_was_over(seconds: float, whose: str) -> None:
    assert ending_of(Report(message=POD_DEADLINE, phase="Failed", seconds=seconds), STEP).deadline == whose


def test_a_pod_that_argo_ends_when_the_run_s_time_is_over_did_not_fail_by_itself() -> None:
    report = Report(message="main: Error (exit code 143): stopped before it finished", phase="Failed", late=True)
    assert ending_of(report, STEP).deadline == "run"


def test_an_exit_code_without_a_message_counts() -> None:
    assert ending_of(Report(message="", phase="Failed", exit_code=75), STEP) == Ending(exit_code=75)


@pytest.mark.parametrize(
    ("message", "ending"),
    [
        ("retry exceeded workflow deadline 2026-11-23 22:19:22 +0000 UTC", Ending(deadline="run", waits=True)),
        ("Step exceeded its deadline", Ending(deadline="run", waits=True)),
        ("Stopped with strategy 'Terminate'", Ending(cancelled=True)),
        ("No more retries left", None),
        ("retryStrategy.expression evaluated to false", None),
        ("", None),
    ],
)
def test_what_argo_itself_ended(message: str, ending: Ending | None) -> None:
    assert ended_from_above(message) == ending


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("", ""),
        ("PodInitializing", "fetching its inputs"),
        ("ContainerCreating", "its pod is being made"),
        ("ErrImagePull: not found", "its image cannot be pulled: not found"),
        (
            "Unschedulable: 0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient nvidia.com/gpu. more: no",
            (
                "waiting for a node with cpu and nvidia.com/gpu: 0/1 nodes are available: 1 Insufficient cpu, "
                "1 Insufficient nvidia.com/gpu"
            ),
        ),
        ("something new", "something new"),
    ],
)
def test_what_a_pod_waits_for(message: str, sentence: str) -> None:
    assert why_pending(message) == sentence


def test_why_a_run_failed_as_a_whole() -> None:
    assert of_workflow("invalid spec") == "Argo could not run it: invalid spec"
    assert of_workflow("") == "Argo ended the run without saying why"
