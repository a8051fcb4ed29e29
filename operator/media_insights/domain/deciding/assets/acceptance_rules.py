"""Rules of acceptance of an asset: one function each, checked in order; the first that fails is the reason."""

from collections.abc import Callable, Iterator

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.asset import AssetWorkflow, MediaFacts
from media_insights.domain.deciding.assets.asset_facts import (
    AssetFacts,
    Rejection,
    SourceObject,
    media_of,
    source_is_known,
    was_accepted,
)
from media_insights.domain.deciding.rejections import namespace_not_enabled, unknown_workflow
from media_insights.domain.manifests import configuration_hash
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan, WiredInput
from media_insights.domain.planning.problems import Refused
from media_insights.domain.planning.references import MAY_COME_LATER, named_in
from media_insights.domain.planning.resolve import Request, resolve
from media_insights.domain.sources.media import Sniffed
from media_insights.domain.sources.source_size import too_large
from media_insights.domain.sources.tenancy import is_reserved, not_allowed, not_deletable

Check = Callable[[AssetFacts], Rejection | None]


def may_be_deleted(facts: AssetFacts) -> bool:
    """Return whether the source object may be deleted, as the rules are now, whatever was accepted before."""
    source = facts.asset.spec.source.s3
    return bool(facts.enabled and source and facts.tenant.may("Delete", source))


def may_be_read(facts: AssetFacts) -> bool:
    """Return whether the source object may be read: never for a namespace or an address that is not allowed."""
    return not any(check(facts) for check in _BEFORE_READING)


def problem_of(facts: AssetFacts) -> Rejection | None:
    """Return the first reason not to accept an asset, None when there is none."""
    return next((problem for check in _CHECKS if (problem := check(facts))), None)


def may_come_later(problem: Rejection) -> bool:
    """Return whether a problem may be solved without a change of the asset."""
    return problem.reason in _MAY_COME_LATER


def named_by(facts: AssetFacts) -> tuple[WiredInput, ...]:
    """Return the objects that the parameters of all wanted workflows name, as far as these can be resolved."""
    present = [entry for entry in facts.asset.spec.workflows if entry.name in facts.workflows]
    plans = (resolve(_request(facts, entry, "spec")) for entry in present)
    return tuple(wired for plan in plans if isinstance(plan, Plan) for wired in named_in(plan))


def _namespace_is_not_enabled(facts: AssetFacts) -> Rejection | None:
    if facts.enabled:
        return None
    name = facts.asset.metadata.namespace
    if is_reserved(name):
        message = f"metadata.namespace: a namespace named {name} can be no tenant; use one of another name"
        return Rejection(reason=reasons.NAMESPACE_NOT_ENABLED, message=message)
    return namespace_not_enabled(name)


def _source_is_a_url(facts: AssetFacts) -> Rejection | None:
    if facts.asset.spec.source.s3:
        return None
    message = "spec.source.url: addresses are not fetched by this version; upload the file and name it in s3"
    return Rejection(reason=reasons.UNSUPPORTED_SOURCE, message=message)


def _source_is_not_allowed(facts: AssetFacts) -> Rejection | None:
    """Judge a source once: what was accepted stays so when the rules change, since its results were made long ago."""
    asset, source = facts.asset, facts.asset.spec.source.s3
    if source is None or source_is_known(asset) or facts.tenant.may("Read", source):
        return None
    sentence = not_allowed(asset.spec.source.uri, asset.metadata.namespace, facts.tenant.sources)
    return Rejection(reason=reasons.SOURCE_NOT_ALLOWED, message=f"spec.source.s3: {sentence}")


def _source_is_not_deletable(facts: AssetFacts) -> Rejection | None:
    """Judge a policy when it is written; whether it is carried out is decided by the rules at the end."""
    asset, source = facts.asset, facts.asset.spec.source.s3
    wanted = asset.spec.deletion_policy == "DeleteSource" and not was_accepted(asset)
    if source is None or not wanted or facts.tenant.may("Delete", source):
        return None
    sentence = not_deletable(asset.spec.source.uri, asset.metadata.namespace)
    return Rejection(reason=reasons.DELETION_NOT_ALLOWED, message=f"spec.deletionPolicy: {sentence}")


def _source_cannot_be_read(facts: AssetFacts) -> Rejection | None:
    return facts.source if isinstance(facts.source, Rejection) else None


def _source_is_too_large(facts: AssetFacts) -> Rejection | None:
    if not isinstance(facts.source, SourceObject) or facts.source.bytes <= facts.max_source_bytes:
        return None
    sentence = too_large(facts.source.bytes, facts.max_source_bytes)
    return Rejection(reason=reasons.SOURCE_TOO_LARGE, message=f"spec.source.s3.key: {sentence}")


def _source_is_unusable(facts: AssetFacts) -> Rejection | None:
    if not isinstance(facts.source, SourceObject) or isinstance(facts.source.content, Sniffed):
        return None
    return Rejection(reason=facts.source.content.reason, message=facts.source.content.message)


def _a_workflow_is_unknown(facts: AssetFacts) -> Rejection | None:
    for index, wanted in _entries_to_judge(facts):
        if wanted.name not in facts.workflows:
            path = f"spec.workflows[{index}].name"
            return unknown_workflow(path, wanted.name, facts.asset.metadata.namespace, facts.workflows)
    return None


def _a_configuration_is_invalid(facts: AssetFacts) -> Rejection | None:
    for index, wanted in _entries_to_judge(facts):
        path = f"spec.workflows[{index}].configuration"
        plan = resolve(_request(facts, wanted, path))
        if isinstance(plan, Refused):
            return Rejection(reason=_reason(plan, path), message=str(plan))
    return None


def _entries_to_judge(facts: AssetFacts) -> Iterator[tuple[int, AssetWorkflow]]:
    """Yield the entries, but for those of an accepted asset that have run or run: they need their workflow no more."""
    begun = {(each.workflow, each.configuration_hash) for each in facts.asset.status.executions}
    for index, wanted in enumerate(facts.asset.spec.workflows):
        is_begun = (wanted.name, configuration_hash(wanted.name, wanted.configuration)) in begun
        if not (is_begun and was_accepted(facts.asset)):
            yield index, wanted


def _reason(plan: Refused, path: str) -> str:
    """Return the plan's own reason if the object may appear later, because that is retried."""
    if plan.reason in MAY_COME_LATER:
        return plan.reason
    own = all(problem.path.startswith(path) for problem in plan.problems)
    return reasons.INVALID_CONFIGURATION if own else plan.reason


_BEFORE_READING: tuple[Check, ...] = (_namespace_is_not_enabled, _source_is_a_url, _source_is_not_allowed)


_CHECKS: tuple[Check, ...] = (
    *_BEFORE_READING,
    _source_is_not_deletable,
    _source_cannot_be_read,
    _source_is_too_large,
    _source_is_unusable,
    _a_workflow_is_unknown,
    _a_configuration_is_invalid,
)


_MAY_COME_LATER = (
    frozenset({reasons.SOURCE_NOT_FOUND, reasons.BUCKET_NOT_FOUND, reasons.SOURCE_UNREADABLE, reasons.EMPTY_FILE})
    | MAY_COME_LATER
)


def _request(facts: AssetFacts, wanted: AssetWorkflow, path: str) -> Request:
    meta = facts.asset.metadata
    return Request(
        asset=AssetIdentity(
            name=meta.name,
            namespace=meta.namespace,
            uid=meta.uid,
            source=facts.asset.spec.source,
            media=media_of(facts) or MediaFacts(),
        ),
        execution=ExecutionIdentity(name="check", uid="check"),
        workflow=wanted.name,
        workflow_spec=facts.workflows[wanted.name],
        operators=facts.operators,
        configuration=wanted.configuration,
        configuration_path=path,
        reach=None if was_accepted(facts.asset) else facts.reach,
        known=facts.known,
    )
