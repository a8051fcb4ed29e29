"""Results in a digest whose shape is not known: those of users' own operators, by what can be counted in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from media_insights.results.catalogue import RESULTS
from media_insights.results.digest.warned import MEMBER

MOST_MEMBERS = 4
"""Members of one result that are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherResult:
    """A result of an operator that is not one of ours."""

    name: str
    counts: tuple[tuple[str, int], ...] = ()
    """Member → how many entries the list or object in it has; empty when there is none such."""


def others_of(name: str, document: Any) -> tuple[OtherResult, ...]:
    """Return what is to be told of a stored document that no shape here describes."""
    if name in RESULTS:
        return ()
    members = document if isinstance(document, Mapping) else {"Entries": document}
    counted = ((member, len(each)) for member, each in members.items() if _is_counted(str(member), each))
    return (OtherResult(name=name, counts=tuple(counted)[:MOST_MEMBERS]),)


def _is_counted(member: str, value: Any) -> bool:
    return isinstance(value, list | Mapping) and member != MEMBER
