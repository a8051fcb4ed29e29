"""What an administrator gives single namespaces, as the chart writes it: one JSON list for every process."""

import json
from collections.abc import Mapping
from typing import Any, get_args

from media_insights.domain.sources.tenancy import Permission, Retention, SourceRule, Tenant


def tenants_of(text: str) -> tuple[Tenant, ...]:
    """Read ``[{"namespace": "newsroom", "sources": [{"bucket": "footage", "prefix": "2026/"}], "secret": ""}]``."""
    entries = json.loads(text) or []
    if not isinstance(entries, list):
        raise TypeError("it must be a list of tenants")
    return tuple(_tenant(entry) for entry in entries)


def _tenant(entry: Mapping[str, Any]) -> Tenant:
    listed = list(entry.get("sources") or ())
    if entry.get("bucket"):
        listed.append({"bucket": entry["bucket"], "prefix": entry.get("prefix", "")})
    rules = tuple(_source_rule(rule) for rule in listed)
    return Tenant(
        namespace=entry["namespace"],
        sources=rules,
        secret=entry.get("secret") or "",
        max_priority=int(entry.get("maxPriority") or 0),
        retention=_retention(entry.get("retention")),
    )


def _retention(entry: Mapping[str, Any] | None) -> Retention | None:
    """Read ``{"days": 365, "dryRun": true}``."""
    if not entry:
        return None
    days, dry_run = entry["days"], entry.get("dryRun", False)
    if not isinstance(days, int) or isinstance(days, bool) or days < 1 or not isinstance(dry_run, bool):
        raise ValueError("retention has days, a number from 1, and perhaps dryRun, true or false")
    return Retention(days=days, dry_run=dry_run)


def _source_rule(rule: Mapping[str, Any]) -> SourceRule:
    permissions = tuple(rule.get("permissions") or ("Read",))
    if not set(permissions) <= set(get_args(Permission)):
        raise ValueError(f"permissions of a source must be of {', '.join(get_args(Permission))}")
    return SourceRule(bucket=rule["bucket"], prefix=rule.get("prefix") or "", permissions=permissions)
