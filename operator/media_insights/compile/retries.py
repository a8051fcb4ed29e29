"""Which failures Argo repeats: the contract's table (``domain/running/verdicts``) as an expression of Argo's.

The words that the expression looks for are Argo's and the kubelet's own: ``inferFailedReason`` in Argo's
``workflow/controller/operator.go``; the messages of eviction, preemption and node shutdown in the kubelet.
:mod:`media_insights.compile.messages` reads the same words, so that people need not wait for the backoff.
"""

from hera.workflows import RetryStrategy, models

from media_insights.domain.planning.plan import Step
from media_insights.domain.running.contract import SIGNALLED, Cause, ExitCode
from media_insights.domain.running.verdicts import REPEATED, UNLIMITED

LOST = "^(The node |Pod was (rejected|terminated)|Preempt|pod failed:)"
"""How messages of pods begin that were taken away."""
_MAIN_ENDED = "^main: [A-Za-z]+ [(]exit code "
UNBEGUN = f"{_MAIN_ENDED}2[)]$"
"""SIGTERM ends Argo's emissary with 2 (Go's own code, for process 1 of a container) before this has begun the operator,
and then there is not a word, in no log either: once begun, the emissary always says that its sub-process has ended."""
STOPPED = f"{_MAIN_ENDED}({SIGNALLED + 15}[)]|2[)]$)"
"""An operator that SIGTERM ended, as a drained node does, begun or not."""
LASTING = "deadline|does not exist|NoSuch|Access ?Denied|no such file|symbolic links"
"""What stands in messages of errors that another attempt meets again."""
OUT_OF_MEMORY = "^main: OOMKilled"
KILLED = f"{_MAIN_ENDED}{SIGNALLED + 9}[)]"

_CONDITIONS: dict[Cause, str] = {
    Cause.TRY_AGAIN: f"lastRetry.exitCode == '{ExitCode.TRY_AGAIN.value}'",
    Cause.OUT_OF_MEMORY: f"lastRetry.message matches '{OUT_OF_MEMORY}'",
    Cause.KILLED: f"lastRetry.message matches '{KILLED}'",
    Cause.LOST: (
        f"((lastRetry.status == 'Error' || lastRetry.message matches '{LOST}')"
        f" && !(lastRetry.message matches '{LASTING}') || lastRetry.message matches '{STOPPED}')"
    ),
}
"""Cause → what the expression sees of it."""


def _repeats(cause: Cause, most: int | None) -> str:
    return f"({_CONDITIONS[cause]})" if most is UNLIMITED else f"({_CONDITIONS[cause]} && asInt(retries) < {most})"


EXPRESSION = " || ".join(_repeats(cause, most) for cause, most in REPEATED.items())
"""Evaluated after each attempt, and only when the backoff has passed; ``retries`` counts the attempts before it."""


def strategy_of(step: Step) -> RetryStrategy | None:
    """Return a step's retries; no limit on their duration, because Argo counts the time in the queue too."""
    retry = step.spec.retry
    if retry.limit == 0:
        return None
    return RetryStrategy(
        limit=retry.limit,
        retry_policy="Always",
        expression=EXPRESSION,
        backoff=models.Backoff(duration=str(retry.backoff_seconds), factor=2),
    )
