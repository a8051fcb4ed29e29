"""Attempts of one step for several runs: one process does the items of all, and each gets a verdict of its own."""

import asyncio
from collections.abc import Mapping, Sequence
from itertools import count

from media_insights.api.v1alpha1.execution import Cost
from media_insights.domain.running.items import Alone, Next
from media_insights.domain.running.steps import NOTHING
from media_insights.local.attempts import StepContext, backoff_after, run_attempts
from media_insights.local.group_processes import GroupProcess

Contexts = Mapping[str, StepContext]
"""Item → the context of its step."""


async def run_group(contexts: Sequence[StepContext]) -> None:
    """Run the step of all these runs until each has ended; each is told what becomes of it."""
    # items are done in the order of their names
    waiting: Contexts = {f"{number:04d}": context for number, context in enumerate(contexts)}
    spent: dict[str, Cost] = {}
    for attempt in count(1):
        waiting = await _attempt(waiting, attempt, spent)
        if not waiting:
            return
        await asyncio.sleep(backoff_after(contexts[0].step, attempt))


async def _attempt(contexts: Contexts, attempt: int, spent: dict[str, Cost]) -> Contexts:
    """Make one attempt for each, in as many processes as it takes; return those that are to be repeated."""
    repeated: dict[str, StepContext] = {}
    apart: dict[str, StepContext] = {}
    rest = dict(contexts)
    while len(rest) > 1:
        process = GroupProcess(rest, attempt, spent)
        fates = await process.run()
        repeated |= {item: rest[item] for item in process.repeated}
        apart |= {item: rest[item] for item, fate in fates.items() if isinstance(fate, Alone)}
        rest = {item: rest[item] for item, fate in fates.items() if isinstance(fate, Next)}
    for item, context in {**apart, **rest}.items():
        context.changed(await run_attempts(context, attempt, spent.get(item, NOTHING)))
    return repeated
