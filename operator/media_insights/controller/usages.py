"""Usages: what refers to an operator or a workflow, asked of the caches' references and never of all objects."""

from collections.abc import Iterator

from media_insights.controller.targets import operator_key
from media_insights.controller.watch_caches import WatchCaches
from media_insights.domain.deciding.object_uses import ObjectUse
from media_insights.runtime.caches import Key
from media_insights.runtime.references import References


def of_operator(caches: WatchCaches, name: str, installation: str) -> ObjectUse:
    """Return what names an operator; executions count by what their status lists."""
    target = operator_key(name)
    workflows = caches.workflows.references.to(target)
    return ObjectUse(
        workflows=tuple(sorted(each for where, each in workflows if where == installation)),
        namespaces=len({where for where, _ in workflows if where != installation}),
        executions=bool(caches.executions.references.to(target)),
    )


def of_workflow(caches: WatchCaches, key: Key, installation: str) -> ObjectUse:
    """Return what needs a workflow; its executions go on without it once they have started, and not before."""
    return ObjectUse(
        executions=any(_targets(caches.executions.references, caches, key, installation)),
        batches=any(_targets(caches.batches.references, caches, key, installation)),
    )


def referrers(references: References, caches: WatchCaches, key: Key, installation: str) -> Iterator[Key]:
    """Yield the objects that mean this workflow: of its namespace, and where it is the installation's, of all others.

    A namespace that has a workflow of that name of its own means that one.
    """
    for target in _targets(references, caches, key, installation):
        yield from list(references.to(target))


def _targets(references: References, caches: WatchCaches, key: Key, installation: str) -> Iterator[Key]:
    if key[0] != installation:
        return iter((key,) if references.to(key) else ())
    return (
        target
        for target in references.named(key[1])
        if target == key or (target[0] and not caches.workflows.uid(target))
    )
