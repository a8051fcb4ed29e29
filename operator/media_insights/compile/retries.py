"""What Argo tries again: a failure that may pass by itself, never bad input (66) or bad parameters (2).

The words that the expression looks for are Argo's and the kubelet's own: ``inferFailedReason`` in Argo's
``workflow/controller/operator.go``; the messages of eviction, preemption and node shutdown in the kubelet.
"""

import re

from hera.workflows import RetryStrategy, models

from media_insights.domain.planning.plan import Step

AGAIN = 75
"""Exit code of an operator that asks to be run again later (EX_TEMPFAIL of sysexits.h)."""

OOM = "OOMKilled"
LOST = "^(The node |Pod was (rejected|terminated)|Preempt|pod failed:)"
PERMANENT = "deadline|does not exist|NoSuch|Access ?Denied|no such file"

EXPRESSION = (
    f"lastRetry.exitCode == '{AGAIN}'"
    f" || (lastRetry.message matches '{OOM}' && asInt(retries) < 1)"
    f" || ((lastRetry.status == 'Error' || lastRetry.message matches '{LOST}')"
    f" && !(lastRetry.message matches '{PERMANENT}'))"
)
"""Evaluated after each attempt, and only when the backoff has passed; ``retries`` counts the attempts before it."""


def is_tried_again(step: Step, *, attempts: int, phase: str, message: str, exit_code: int | None) -> bool:
    """Return what :data:`EXPRESSION` and the limit will say of an attempt: people need not wait for the backoff."""
    if attempts > step.spec.retry.limit:
        return False
    if exit_code == AGAIN or (OOM in message and attempts <= 1):
        return True
    lost = phase == "Error" or re.search(LOST, message) is not None
    return lost and not re.search(PERMANENT, message)


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
