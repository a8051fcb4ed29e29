"""What Argo and the kubelet say about a pod, in a sentence for people; the operator's own sentence where it has one.

The forms are those of ``inferFailedReason`` and ``getPendingReason`` in Argo's ``workflow/controller``.
"""

import re

from media_insights.api.v1alpha1.execution import OperatorState
from media_insights.compile.pods import memory_limit_of
from media_insights.domain.planning.plan import Step

RUN_DEADLINE = "stopped, because the workflow's timeout"
"""How the message of a step begins that the whole run's deadline ended."""

_CONTAINER = re.compile(
    r"^(?P<name>[\w-]+): (?P<reason>\w+) \(exit code (?P<code>\d+)\)(?:: (?P<text>.*))?$", re.DOTALL
)
_DEADLINE = re.compile(r"exceeded its deadline|longer than the specified deadline|exceeded workflow deadline")
_SHUTDOWN = re.compile(r"workflow shutdown with strategy|[Ss]topped with strategy")
_NOISE = re.compile(r"argo=true|^Error: exit status \d+$|^\s*$")
_INSUFFICIENT = re.compile(r"Insufficient ([\w.-]+(?:/[\w-]+)?)\b")
_EXCEPTION = re.compile(r"^[A-Za-z_][\w.]*(Error|Exception)\b")
_ARTIFACT = re.compile(r"artifact in-([\w-]+)")
_NOT_WRITTEN = re.compile(r"/out/(\S+) no such file")
_BY_CODE = {2: "its parameters are wrong", 66: "its input cannot be used", 75: "it asked to be run again later"}


def failure_of(*said: str) -> OperatorState:
    """Return Cancelled, TimedOut or Error for what a failed node and its last attempt say."""
    if any(_SHUTDOWN.search(each) for each in said):
        return "Cancelled"
    return "TimedOut" if any(_DEADLINE.search(each) for each in said) else "Error"


WAITED = "nobody answered: it exceeded its deadline"
"""Message of a suspend node that the controller let fail."""


def why_failed(said: str, step: Step, *, seconds: float, run_timeout: int) -> str:
    """Return why an attempt failed. ``seconds`` is how long it took: it tells whose deadline was reached."""
    if said == WAITED:
        return f"waited longer than {step.patience_seconds} s for an answer"
    if _SHUTDOWN.search(said):
        return "cancelled"
    if _DEADLINE.search(said):
        own = seconds >= step.spec.timeout_seconds - 1
        return f"ran longer than its timeout of {step.spec.timeout_seconds} s" if own else _run_deadline(run_timeout)
    found = _CONTAINER.match(said)
    return _of_container(found, step) if found else _of_pod(said)


def _of_container(found: re.Match[str], step: Step) -> str:
    name, text = found["name"], found["text"] or ""
    unwritten = _NOT_WRITTEN.search(text)
    if name == "wait" and unwritten:
        return f"ended well but did not write {unwritten[1]}: a defect of {step.operator}"
    if name in _MOVED:
        artifact = _ARTIFACT.search(text)
        which = f"input {artifact[1]}" if artifact else "input"
        return f"{_MOVED[name].format(input=which)}: {_executor_cause(text)}"
    return _of_main(found["reason"], int(found["code"]), _last_line(text), step)


_MOVED = {"init": "its {input} could not be fetched", "wait": "its output could not be stored"}
"""Argo's own containers, by what it means when they fail."""


def why_pending(said: str) -> str:
    """Return what a pod that has not started waits for; empty when Argo says nothing."""
    for start, sentence in _PENDING:
        if said.startswith(start):
            rest = said.removeprefix(start).lstrip(": ").split(". ")[0]
            return sentence.format(rest=rest, missing=_missing(rest)).rstrip(": ")
    return said


def of_workflow(said: str) -> str:
    """Return why a whole run failed when none of its steps did."""
    return f"Argo could not run it: {said}" if said else "Argo ended the run without saying why"


_PENDING = (
    ("Unschedulable", "waiting for a node{missing}: {rest}"),
    ("ImagePullBackOff", "its image cannot be pulled: {rest}"),
    ("ErrImagePull", "its image cannot be pulled: {rest}"),
    ("ErrImageNeverPull", "its image is not on the node, and may not be pulled: {rest}"),
    ("InvalidImageName", "its image has a name that is none: {rest}"),
    ("CreateContainerConfigError", "its container cannot be made: {rest}"),
    ("CreateContainerError", "its container cannot be made: {rest}"),
    ("PodInitializing", "fetching its inputs"),
    ("ContainerCreating", "its pod is being made"),
)


def _missing(rest: str) -> str:
    found = list(dict.fromkeys(_INSUFFICIENT.findall(rest)))
    return f" with {' and '.join(found)}" if found else ""


def _run_deadline(seconds: int) -> str:
    return f"{RUN_DEADLINE} of {seconds} s was reached" if seconds else f"{RUN_DEADLINE} was reached"


def _of_main(reason: str, code: int, text: str, step: Step) -> str:
    if reason == "OOMKilled":
        limit = memory_limit_of(step)
        return (
            f"out of memory: it needed more than its limit of {limit}; raise resources.limits.memory of {step.operator}"
        )
    if text:
        return text
    if code in (137, 143):
        return f"was killed from outside (signal {code - 128})"
    return _BY_CODE.get(code, f"ended with exit code {code} without saying why")


_POD = (
    ("pod deleted", "its pod was deleted while it ran"),
    ("The node ", "its pod was evicted: {said}"),
    ("Usage of EmptyDir", "its pod was evicted: {said}"),
    ("Pod ephemeral", "its pod was evicted: {said}"),
    ("Preempt", "its pod was evicted for a more important one: {said}"),
    ("Pod was terminated", "its node was shut down"),
    ("pod failed", "its pod died together with its node"),
)


def _of_pod(said: str) -> str:
    sentence = next((text for start, text in _POD if said.startswith(start)), "{said}")
    return sentence.format(said=said.strip()) or "failed without saying why"


def _last_line(text: str) -> str:
    """Return the operator's sentence: without one the kubelet gives the end of the log.

    There the last line says most, or else the last exception: what waited in a buffer is printed after it.
    """
    lines = [line.strip() for line in text.splitlines() if not _NOISE.search(line)]
    raised = [line for line in lines if _EXCEPTION.match(line)]
    return next(iter((*raised[-1:], *lines[-1:])), "")


def _executor_cause(text: str) -> str:
    """Return the executor's own words in one line; a missing object is named for what it is."""
    line = " ".join(line.strip() for line in text.splitlines() if line.strip())
    if re.search(r"NoSuchBucket|specified bucket does not exist", line):
        return "the bucket does not exist"
    if re.search(r"NoSuchKey|specified key does not exist", line):
        return "the object does not exist"
    if re.search(r"AccessDenied|Access Denied", line):
        return "access denied"
    return line
