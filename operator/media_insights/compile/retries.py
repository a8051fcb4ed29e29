"""What Argo tries again: a failure that may pass by itself, never bad input (66) or bad parameters (2).

The words that the expression looks for are Argo's and the kubelet's own: ``inferFailedReason`` in Argo's
``workflow/controller/operator.go``; the messages of eviction, preemption and node shutdown in the kubelet.
"""

from hera.workflows import RetryStrategy, models

from media_insights.domain.plan import Step

_BUSY = "lastRetry.exitCode == '75'"
_OUT_OF_MEMORY_ONCE = "(lastRetry.message matches 'OOMKilled' && asInt(retries) < 1)"
_LOST = (
    "lastRetry.status == 'Error' || lastRetry.message matches "
    "'^(The node |Pod was (rejected|terminated)|Preempt|pod failed:)'"
)
_PERMANENT = "lastRetry.message matches 'deadline|does not exist|NoSuch|Access ?Denied|no such file'"
EXPRESSION = f"{_BUSY} || {_OUT_OF_MEMORY_ONCE} || (({_LOST}) && !({_PERMANENT}))"
"""Evaluated after each attempt; ``retries`` counts those before it."""


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
