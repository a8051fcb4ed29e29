"""Audited call: one call that uses the process's own authority, recorded when it has ended."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from media_insights.ports.audit import Audit, AuditRecord

T = TypeVar("T")


def recorded(audit: Audit, record: AuditRecord, call: Callable[[], T]) -> T:
    """Return what a call returns and record it as it is said, or with the type of the error that is raised."""
    try:
        answer = call()
    except BaseException as error:  # also a file that cannot be read, when part of it may have been sent
        audit(replace(record, answer=0, error=type(error).__name__))
        raise
    audit(record)
    return answer
