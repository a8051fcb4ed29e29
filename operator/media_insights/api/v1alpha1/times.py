"""Times in objects: RFC 3339 outside (UTC, whole seconds, ``Z``, as Kubernetes writes them), ``datetime`` inside."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer


def rfc3339(moment: datetime) -> str:
    """Return a time as objects have it, for instance ``2026-01-31T12:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def micro_time(moment: datetime) -> str:
    """Return a time as Kubernetes' MicroTime, for instance in a Lease: with six decimals."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def time_of(text: object) -> datetime | None:
    """Return the time that a field of a manifest says, None when it is absent or empty. Raises ValueError otherwise."""
    return _in_utc(datetime.fromisoformat(text)) if isinstance(text, str) and text else None


def seconds_between(start: datetime | None, end: datetime | None) -> float:
    """Return the seconds from one time to a later one; 0 when one of them is not known."""
    return max(0.0, (end - start).total_seconds()) if start and end else 0.0


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _or_none(value: Any) -> Any:
    """An empty text, which earlier versions wrote, is no time."""
    return value or None


Time = Annotated[datetime, AfterValidator(_in_utc), PlainSerializer(rfc3339, when_used="json")]
MaybeTime = Annotated[Time | None, BeforeValidator(_or_none)]
"""A time that is not known yet, or never will be."""
