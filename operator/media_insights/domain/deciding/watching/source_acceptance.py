"""Rules of acceptance of a source: one function each, checked in order; the first that fails is the reason."""

from collections.abc import Callable

from media_insights.api.v1alpha1 import reasons
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.rejections import namespace_not_enabled, place_not_allowed, unknown_workflow
from media_insights.domain.deciding.watching.source_facts import WatchFacts

_MAY_COME_LATER = frozenset({reasons.BUCKET_NOT_FOUND, reasons.SOURCE_UNREADABLE, reasons.UNREACHABLE})

_Check = Callable[[WatchFacts], Rejection | None]


def problem_of_source(facts: WatchFacts) -> Rejection | None:
    """Return the first reason why nothing is taken, None when there is none."""
    return next((problem for check in _CHECKS if (problem := check(facts))), None)


def may_be_watched(facts: WatchFacts) -> bool:
    """Return whether the prefix may be listed: never for a namespace or a place that is not allowed."""
    return not any(check(facts) for check in _BEFORE_LISTING)


def may_pass(problem: Rejection) -> bool:
    """Return whether a problem may be solved without a change of an object that is watched."""
    return problem.reason in _MAY_COME_LATER


def _namespace_is_not_enabled(facts: WatchFacts) -> Rejection | None:
    return None if facts.enabled else namespace_not_enabled(facts.source.metadata.namespace)


def _prefix_is_not_allowed(facts: WatchFacts) -> Rejection | None:
    return place_not_allowed("spec.prefix", facts.source.spec.prefix, facts.tenant)


def _a_workflow_is_unknown(facts: WatchFacts) -> Rejection | None:
    namespace = facts.source.metadata.namespace
    for index, rule in enumerate(facts.source.spec.rules):
        for number, wanted in enumerate(rule.workflows):
            if wanted.name not in facts.workflows:
                path = f"spec.rules[{index}].workflows[{number}].name"
                return unknown_workflow(path, wanted.name, namespace, facts.workflows)
    return None


def _prefix_cannot_be_listed(facts: WatchFacts) -> Rejection | None:
    return facts.listed if isinstance(facts.listed, Rejection) else None


_BEFORE_LISTING: tuple[_Check, ...] = (_namespace_is_not_enabled, _prefix_is_not_allowed, _a_workflow_is_unknown)
_CHECKS: tuple[_Check, ...] = (*_BEFORE_LISTING, _prefix_cannot_be_listed)
