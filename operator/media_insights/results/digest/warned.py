"""Warnings in a digest: what any result – also one of a user's operator – leaves out, guesses or could not read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from media_insights.results.digest.spans import Span, span_of
from media_insights.results.shapes import ResultWarning

MEMBER = "Warnings"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorWarning:
    """A warning of one result."""

    result: str
    """Name of the result."""
    reason: str
    message: str
    """One sentence."""
    span: Span | None = None
    """Seconds; None when it is about the whole."""


def warnings_of(name: str, document: Any) -> tuple[OperatorWarning, ...]:
    """Return the warnings of a stored document of any shape or version; what has no such shape is passed over."""
    listed = document.get(MEMBER) if isinstance(document, Mapping) else None
    return tuple(_warnings(name, listed)) if isinstance(listed, list | tuple) else ()


def _warnings(name: str, listed: list[Any] | tuple[Any, ...]) -> Iterator[OperatorWarning]:
    for each in listed:
        if isinstance(each, str):  # as results of version 1 have them
            yield OperatorWarning(result=name, reason="", message=each)
        elif found := _parsed(each):
            start, end = found.start_timestamp_millis, found.end_timestamp_millis
            span = None if start is None else span_of(start, start if end is None else end)
            yield OperatorWarning(result=name, reason=found.reason, message=found.message, span=span)


def _parsed(each: Any) -> ResultWarning | None:
    try:
        return ResultWarning.model_validate(each)
    except ValidationError:
        return None
