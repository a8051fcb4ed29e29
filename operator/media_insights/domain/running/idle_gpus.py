"""Idle GPUs: an operator's word that nothing computed on the GPU which was reserved for it, as an object of its run.

It is stored as every output is, so that whatever lies in its place is no more public than any of them, and is looked
through for Secrets with them.
"""

from collections.abc import Mapping

from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running.contract import GPU_FILE, GPU_IDLE

WORD = GPU_IDLE.encode()
"""The whole object."""


def word_key(plan: Plan, step: Step) -> str:
    """Return the key of what a step says of its GPU."""
    return layout.medium_key(layout.folder_of(plan.plan_key), GPU_FILE, step.name)


def key_to_read(plan: Plan, step: Step, sizes: Mapping[str, int]) -> str:
    """Return the key to read for a step's word, empty when it has none; ``sizes``: key → bytes of what is stored.

    An object of any other size is not read, however large.
    """
    key = word_key(plan, step)
    return key if sizes.get(key) == len(WORD) else ""
