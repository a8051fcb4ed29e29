"""Costs: what the attempts of a step used, as far as it was measured, and what a whole run did.

An operator's CPU seconds are measured where its engine can, and told by the operator itself where it cannot: in a pod.
Then they are a short file beside its outputs, an object of its run for each attempt. Nothing is estimated here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from media_insights.api.v1alpha1.execution import Cost, OperatorProgress, TotalCost
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan, Step, WiredInput
from media_insights.domain.running.contract import CPU_TIME_FILE
from media_insights.domain.running.steps import ENDED

LONGEST_WORD = 15
"""Bytes of the longest word on CPU time: an object of any other size is not read, however large."""
_WORD = re.compile(rb"\d{1,9}(\.\d{1,4})?\n?")


def cpu_time_key(plan: Plan, step: Step, attempt: str) -> str:
    """Return the key of the CPU time of one attempt, counted from 0, or of whatever stands for its number."""
    return layout.medium_key(layout.folder_of(plan.plan_key), f"{CPU_TIME_FILE}-{attempt}", step.name)


def cpu_time_keys(plan: Plan, step: Step, attempts: int, sizes: Mapping[str, int]) -> tuple[str, ...]:
    """Return the keys to read for the CPU time of a step; ``sizes``: key → bytes of what is stored."""
    keys = (cpu_time_key(plan, step, str(number)) for number in range(attempts))
    return tuple(key for key in keys if 0 < sizes.get(key, 0) <= LONGEST_WORD)


def cpu_seconds_in(word: bytes) -> float | None:
    """Return the CPU seconds that an operator tells, None when it is no such number."""
    return float(word) if _WORD.fullmatch(word) else None


def with_attempt(cost: Cost, *, cpu_seconds: float | None, gpu_seconds: float | None) -> Cost:
    """Return what a step used with what one more attempt did."""
    added = {
        "cpu_seconds": sum_of([cost.cpu_seconds, cpu_seconds]),
        "gpu_seconds": sum_of([cost.gpu_seconds, gpu_seconds]),
    }
    return cost.model_copy(update=added)


def with_files(cost: Cost, plan: Plan, step: Step, sizes: Mapping[str, int]) -> Cost:
    """Return what a step used with the bytes of its files; ``sizes``: key → bytes of what its run has stored.

    Where an input is no file of this run and not its source, nobody knows how much was read.
    """
    read = [_bytes_of(wired, plan, sizes) for wired in step.inputs]
    written = sum(sizes.get(output.key, 0) for output in step.outputs)
    known = sum(each for each in read if each is not None)
    return cost.model_copy(update={"bytes_read": None if None in read else known, "bytes_written": written})


def total_of(operators: Iterable[OperatorProgress]) -> TotalCost | None:
    """Return what operators that compute used together; None when nothing of any was measured."""
    ended = [each for each in operators if each.status in ENDED]
    costs = [each.cost for each in ended if each.cost]
    if not costs:
        return None
    return TotalCost(
        cpu_seconds=sum_of([each.cpu_seconds for each in costs]),
        gpu_seconds=sum_of([each.gpu_seconds for each in costs]),
        bytes_read=_whole(sum_of([each.bytes_read for each in costs])),
        bytes_written=_whole(sum_of([each.bytes_written for each in costs])),
        unmeasured=sum(_is_unmeasured(each) for each in ended) or None,
    )


def _is_unmeasured(operator: OperatorProgress) -> bool:
    """Return whether an operator used CPU time of which nobody knows how much."""
    return operator.cost.cpu_seconds is None if operator.cost else operator.attempts > 0


def sum_of(figures: Sequence[float | None]) -> float | None:
    """Return the sum of those figures that are known, to the hundredth; None when none is."""
    known = [each for each in figures if each is not None]
    return round(sum(known), 2) if known else None


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def _bytes_of(wired: WiredInput, plan: Plan, sizes: Mapping[str, int]) -> int | None:
    if wired.from_source:
        return plan.asset.media.bytes or None
    if wired.key in sizes:
        return sizes[wired.key]
    # of a file that its producer in this run need not write, nothing was read
    is_of_run = wired.key.startswith(layout.folder_of(plan.plan_key))
    return 0 if wired.optional and is_of_run and not wired.bucket else None
