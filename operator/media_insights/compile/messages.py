"""Messages of Argo and the kubelet: endings of pods in the contract's terms, and what pending pods wait for.

The forms are those of ``inferFailedReason`` and ``getPendingReason`` in Argo's ``workflow/controller``.
"""

import re
from dataclasses import dataclass

from media_insights.compile.retries import LASTING, LOST, OUT_OF_MEMORY, UNBEGUN
from media_insights.domain.planning.plan import Step
from media_insights.domain.running.contract import OUT, signal_of
from media_insights.domain.running.endings import Ending
from media_insights.domain.running.sentences import UNEXPLAINED, not_fetched

WAIT_EXPIRED = "mediainsights.dev/wait-expired"
"""Message of a suspend node that the controller let fail, because nobody answered: compared as a whole."""

_CONTAINER = re.compile(
    r"^(?P<name>[\w-]+): (?P<reason>\w+) \(exit code (?P<code>\d+)\)(?:: (?P<text>.*))?$", re.DOTALL
)
_DEADLINE = re.compile(r"exceeded its deadline|longer than the specified deadline|exceeded workflow deadline")
_SHUTDOWN = re.compile(r"workflow shutdown with strategy|[Ss]topped with strategy")
_NOISE = re.compile(r"argo=true|^Error: exit status \d+$|^\s*$")
_INSUFFICIENT = re.compile(r"Insufficient ([\w.-]+(?:/[\w-]+)?)\b")
_ARTIFACT = re.compile(r"artifact in-([\w-]+)")
_NOT_WRITTEN = re.compile(rf"{re.escape(OUT)}/(\S+?)(?: no such file|: too many levels of symbolic links)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What Argo reports of a node that failed."""

    message: str
    phase: str
    """Failed or Error."""
    exit_code: int | None = None
    """The main container's, where it came to an end."""
    seconds: float = 0.0
    """How long the attempt took: says whose deadline was reached."""
    late: bool = False
    """It ended when the time of the whole run was over."""


def ending_of(report: Report, step: Step) -> Ending:
    """Return how a failed attempt ended, in the contract's terms."""
    if report.message == WAIT_EXPIRED:
        return Ending(deadline="wait")
    found = _CONTAINER.match(report.message)
    if found:
        return _of_container(found, report)
    if _SHUTDOWN.search(report.message):
        return Ending(cancelled=True)
    if _DEADLINE.search(report.message):
        own = report.seconds >= step.spec.timeout_seconds - 1
        return Ending(deadline="step") if own else Ending(deadline="run", waits=True)
    if not report.message and report.exit_code:
        return Ending(exit_code=report.exit_code)
    return _of_pod(report)


def ended_from_above(message: str) -> Ending | None:
    """Return how Argo itself ended a retried task, or a whole run; None when it does not say so."""
    if _SHUTDOWN.search(message):
        return Ending(cancelled=True)
    return Ending(deadline="run", waits=True) if _DEADLINE.search(message) else None


def of_workflow(said: str) -> str:
    """Return why a whole run failed when none of its steps did."""
    return f"Argo could not run it: {said}" if said else "Argo ended the run without saying why"


def _of_container(found: re.Match[str], report: Report) -> Ending:
    name, code, text = found["name"], int(found["code"]), found["text"] or ""
    unwritten = _NOT_WRITTEN.search(text)
    if name == "wait" and unwritten:
        return Ending(not_written=unwritten[1])
    if name == "wait":
        return _around(report, f"its output could not be stored: {_executor_cause(text)}")
    if name == "init":
        artifact = _ARTIFACT.search(text)
        return _around(report, not_fetched(artifact[1] if artifact else "", _executor_cause(text)))
    if re.search(OUT_OF_MEMORY, report.message):
        return Ending(exit_code=code, out_of_memory="limit")
    if report.late and signal_of(code):
        return Ending(exit_code=code, deadline="run", waits=True)
    unbegun = re.search(UNBEGUN, report.message)
    said = _without_noise(text)
    return Ending(lost="its pod was stopped before it began") if unbegun else Ending(exit_code=code, said=said)


_POD = (
    ("pod deleted", "its pod was deleted while it ran"),
    ("The node ", "its pod was evicted: {said}"),
    ("Usage of EmptyDir", "its pod was evicted: {said}"),
    ("Pod ephemeral", "its pod was evicted: {said}"),
    ("Preempt", "its pod was evicted for a more important one: {said}"),
    ("Pod was terminated", "its node was shut down"),
    ("pod failed", "its pod died together with its node"),
)


def _of_pod(report: Report) -> Ending:
    said = report.message
    sentence = next((text for start, text in _POD if said.startswith(start)), "{said}")
    return _around(report, sentence.format(said=said.strip()) or UNEXPLAINED)


def _around(report: Report, sentence: str) -> Ending:
    """What happened around the operator is repeated when it may pass: as the retry expression has it."""
    lost = report.phase == "Error" or re.search(LOST, report.message) is not None
    return Ending(lost=sentence) if lost and not re.search(LASTING, report.message) else Ending(not_run=sentence)


def _without_noise(text: str) -> str:
    """Leave out what Argo's executor writes into the operator's log, whose end stands for a missing sentence."""
    return "\n".join(line for line in text.splitlines() if not _NOISE.search(line.strip()))


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


def why_pending(said: str) -> str:
    """Return what a pod that has not started waits for; empty when Argo says nothing."""
    for start, sentence in _PENDING:
        if said.startswith(start):
            rest = said.removeprefix(start).lstrip(": ").split(". ")[0]
            return sentence.format(rest=rest, missing=_missing(rest)).rstrip(": ")
    return said


_PENDING = (
    ("Unschedulable", "waiting for a node{missing}: {rest}"),
    ("ImagePullBackOff", "its image cannot be pulled: {rest}"),
    ("ErrImagePull", "its image cannot be pulled: {rest}"),
    ("ErrImageNeverPull", "its image is not on the node, and may not be pulled: {rest}"),
    ("InvalidImageName", "its image is not a valid image name: {rest}"),
    ("CreateContainerConfigError", "its container cannot be made: {rest}"),
    ("CreateContainerError", "its container cannot be made: {rest}"),
    ("PodInitializing", "fetching its inputs"),
    ("ContainerCreating", "its pod is being made"),
)


def _missing(rest: str) -> str:
    found = list(dict.fromkeys(_INSUFFICIENT.findall(rest)))
    return f" with {' and '.join(found)}" if found else ""
