"""Rules of wiring, for any asset or for a given one: inputs that nothing provides, media that two would write."""

from collections.abc import Iterator, Sequence

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.operator_files import OperatorInput
from media_insights.domain.planning.entries import Entry, candidates, needs
from media_insights.domain.planning.graph import Wired
from media_insights.domain.planning.problems import Problem
from media_insights.domain.sources.known_source import SOURCE_TYPES


def unmet_inputs(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield a problem for each required input that nothing could ever provide, whatever the asset."""
    for entry in entries:
        for wanted in entry.spec.inputs:
            if wanted.parameter is None and not wanted.optional and not _possible(wanted, entry, entries):
                yield Problem(path=entry.path, message=_unmet(wanted, entry, entries), reason=reasons.UNMET_INPUT)


def duplicate_media(wired: Sequence[Wired]) -> Iterator[Problem]:
    """Yield a problem for each medium that two operators of a stage would write in this run.

    All but one may go under a name of their own, an alias; those that are skipped write nothing.
    """
    first: dict[tuple[int, str], str] = {}
    for each in wired:
        if each.entry.aliased or each.skip is not None:
            continue
        for medium in filter(None, (output.media for output in each.outputs)):
            other = first.setdefault((each.entry.order, medium), each.entry.label)
            if other != each.entry.label:
                yield _duplicate(each.entry, medium, other)


def _possible(wanted: OperatorInput, entry: Entry, entries: Sequence[Entry]) -> bool:
    own = any(medium in SOURCE_TYPES for medium in wanted.media or ())
    return own or any(each.provides(wanted) for each in candidates(entries, entry))


def _unmet(wanted: OperatorInput, entry: Entry, entries: Sequence[Entry]) -> str:
    later = [each for each in entries if each.order > entry.order and each.provides(wanted)]
    start = f"{entry.label} cannot run: {needs(wanted)}, "
    if later:
        return f"{start}which {later[0].label} makes in the later stage {later[0].stage}; move {entry.label} there"
    return f"{start}which no operator of this or an earlier stage makes; add one that does to an earlier stage"


def _duplicate(entry: Entry, medium: str, other: str) -> Problem:
    return Problem(
        path=entry.path,
        message=f"{other} and {entry.label} both write {medium} in stage {entry.stage}; "
        "give one of them an alias, disable it, or move it to a later stage",
        reason=reasons.DUPLICATE_MEDIUM,
    )
