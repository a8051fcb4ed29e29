"""Argo's expression and the contract's verdict never disagree on whether an attempt is repeated."""

import re

import pytest

from media_insights.compile.messages import Report, ending_of
from media_insights.compile.retries import EXPRESSION, strategy_of
from media_insights.domain.running.verdicts import Retry, verdict_of
from tests.unit.builders import operator, plan

PLAN = plan("a: proxy", operators={"proxy": operator("proxy", "Video", timeoutSeconds=8, retry={"limit": 5})})
ATTEMPTS = [
    ("Failed", "2", "main: Error (exit code 2): size"),
    ("Failed", "66", "main: Error (exit code 66): no moov"),
    ("Failed", "75", "main: Error (exit code 75): busy"),
    ("Failed", "75", "main: Error (exit code 75): the deadline of the server"),
    ("Failed", "1", "main: Error (exit code 1): it was OOMKilled, said somebody"),
    ("Failed", "1", "main: Error (exit code 1): exit code 137"),
    ("Failed", "137", "main: OOMKilled (exit code 137)"),
    ("Failed", "137", "main: OOMKilled (exit code 137): 50 % done"),
    ("Failed", "137", "main: Error (exit code 137)"),
    ("Failed", "137", "main: Error (exit code 137): before the deadline"),
    ("Failed", "143", "main: Error (exit code 143)"),
    ("Failed", "143", "main: Error (exit code 143): half the deadline was over"),
    ("Failed", "2", "main: Error (exit code 2)"),
    ("Failed", "2", "main: Error (exit code 2): argo=true\n"),
    ("Failed", "143", "Pod was active on the node longer than the specified deadline"),
    ("Failed", "137", "Pod was active on the node longer than the specified deadline"),
    ("Failed", "", "Step exceeded its deadline"),
    ("Failed", "137", "The node was low on resource: memory. Threshold quantity: 100Mi"),
    ("Failed", "", "Pod was rejected: Node didn't have enough resource: cpu"),
    ("Failed", "", "Pod was terminated in response to imminent node shutdown."),
    ("Failed", "", "Preempted in order to admit critical pod"),
    ("Failed", "", "pod failed: neither main nor wait container completed successfully"),
    ("Failed", "", "can't find failed message for pod p namespace n"),
    ("Error", "", "pod deleted"),
    ("Error", "0", "wait: Error (exit code 64): /out/result.json no such file or directory; "),
    ("Error", "0", "wait: Error (exit code 64): stat /mainctrfs/out/result.json: too many levels of symbolic links; "),
    ("Error", "0", "wait: Error (exit code 64): connection refused"),
    ("Error", "0", "wait: OOMKilled (exit code 137)"),
    ("Error", "", "init: Error (exit code 64): artifact in-source failed to load: The specified key does not exist."),
    ("Error", "", "init: Error (exit code 64): artifact in-source failed to load: AccessDenied"),
    ("Error", "", "init: Error (exit code 64): artifact in-source failed to load: timeout"),
    ("Error", "", "Pod failed before main container starts due to ImagePullBackOff: no"),
]


@pytest.mark.parametrize("before", [0, 1, 2])
@pytest.mark.parametrize(("phase", "code", "message"), ATTEMPTS)
def test_argo_repeats_what_the_contract_repeats(phase: str, code: str, message: str, before: int) -> None:
    report = Report(message=message, phase=phase, exit_code=int(code) if code else None, seconds=9)
    verdict = verdict_of(ending_of(report, PLAN.step("proxy")), PLAN.step("proxy"), PLAN, attempt=before + 1)

    assert _argo_s_answer(phase, code, message, before) == isinstance(verdict, Retry)


@pytest.mark.parametrize("limit", [0, 3])
def test_the_limit_is_argo_s_to_count(limit: int) -> None:
    made = plan("a: proxy", operators={"proxy": operator("proxy", "Video", retry={"limit": limit})})
    strategy = strategy_of(made.step("proxy"))
    assert (strategy.limit if strategy else 0) == limit


def _argo_s_answer(phase: str, code: str, message: str, before: int) -> bool:
    """Evaluate the expression (expr-lang) as Python, of which it is nearly a part."""
    python = re.sub(r"lastRetry\.message matches ('[^']*')", r"bool(search(\1, message))", EXPRESSION)
    python = python.replace("lastRetry.exitCode", "code").replace("lastRetry.status", "phase")
    python = python.replace("asInt(retries)", "before").replace("&&", "and").replace("||", "or").replace("!(", "not (")
    known = {"search": re.search, "message": message, "code": code, "phase": phase, "before": before}
    return bool(eval(python, {"__builtins__": {"bool": bool}}, known))  # noqa: S307 - our own expression
