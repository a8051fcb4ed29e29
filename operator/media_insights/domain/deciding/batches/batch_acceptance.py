"""Rules of acceptance of a batch: one function each, checked in order; the first that fails is the reason."""

from collections.abc import Callable

from media_insights.api.v1alpha1 import reasons
from media_insights.domain.batches.batch_items import MOST_ITEMS
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.batches.batch_facts import BatchFacts, ListedPage, checkpoint_of
from media_insights.domain.deciding.batches.listing import listing_of
from media_insights.domain.deciding.rejections import namespace_not_enabled, place_not_allowed, unknown_workflow

_MAY_COME_LATER = frozenset(
    {reasons.SOURCE_NOT_FOUND, reasons.BUCKET_NOT_FOUND, reasons.SOURCE_UNREADABLE, reasons.INVALID_LIST}
)

_Check = Callable[[BatchFacts], Rejection | None]


def problem_of_batch(facts: BatchFacts) -> Rejection | None:
    """Return the first reason why no item of a batch may begin, None when there is none."""
    return next((problem for check in _CHECKS if (problem := check(facts))), None)


def may_be_listed(facts: BatchFacts) -> bool:
    """Return whether the source may be read: never for a namespace or a place that is not allowed."""
    return not any(check(facts) for check in _BEFORE_LISTING)


def may_come_later(problem: Rejection) -> bool:
    """Return whether a problem may be solved without a change of an object that is watched."""
    return problem.reason in _MAY_COME_LATER


def _namespace_is_not_enabled(facts: BatchFacts) -> Rejection | None:
    return None if facts.enabled else namespace_not_enabled(facts.batch.metadata.namespace)


def _source_is_not_allowed(facts: BatchFacts) -> Rejection | None:
    source = facts.batch.spec.source
    place, path = source.prefix or source.list_, "prefix" if source.prefix else "list"
    return place_not_allowed(f"spec.source.{path}", place, facts.tenant) if place else None


def _workflow_is_unknown(facts: BatchFacts) -> Rejection | None:
    wanted = facts.batch.spec.workflow
    if wanted in facts.workflows:
        return None
    return unknown_workflow("spec.workflow", wanted, facts.batch.metadata.namespace, facts.workflows)


def _there_are_too_many_items(facts: BatchFacts) -> Rejection | None:
    """Return whether the listing finds too much; one that has ended was in order, whatever becomes of its items."""
    checkpoint = checkpoint_of(facts.batch)
    planned = listing_of(facts).left if isinstance(facts.listed, ListedPage) else checkpoint.planned
    if checkpoint.complete or len(facts.items) + planned <= MOST_ITEMS:
        return None
    message = (
        f"spec.source: {facts.batch.spec.source.uri} has more than {MOST_ITEMS} items, which is the most of one batch; "
        "make several, for instance one for each folder"
    )
    return Rejection(reason=reasons.TOO_MANY_ITEMS, message=message)


def _source_cannot_be_listed(facts: BatchFacts) -> Rejection | None:
    return facts.listed if isinstance(facts.listed, Rejection) else None


_BEFORE_LISTING: tuple[_Check, ...] = (
    _namespace_is_not_enabled,
    _source_is_not_allowed,
    _workflow_is_unknown,
    _there_are_too_many_items,
)
_CHECKS: tuple[_Check, ...] = (*_BEFORE_LISTING, _source_cannot_be_listed)
