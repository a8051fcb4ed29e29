"""Critical path: which step to start first, the one with the longest chain of dependants."""

from collections.abc import Iterable

from media_insights.domain.planning.plan import Plan, Step


def most_urgent_first(plan: Plan, steps: Iterable[Step]) -> list[Step]:
    """Return the steps by how many others wait for them, one after the other; equals in the given order.

    What nothing waits for can fill the gaps later; a long chain that begins late ends late.
    """
    lengths = chain_lengths(plan)
    return sorted(steps, key=lambda step: -lengths[step.name])


def chain_lengths(plan: Plan) -> dict[str, int]:
    """Return for each step the length of the longest chain of runs that waits for it; 0: nothing waits."""
    lengths = {step.name: 0 for step in plan.steps}
    # a plan lists what is waited for before what waits
    for step in reversed(plan.runs):
        for name in step.depends:
            lengths[name] = max(lengths[name], lengths[step.name] + 1)
    return lengths
