"""Ties inputs to the objects that parameters name, and says what is wrong with those that name nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from media_insights.api.v1alpha1.operator import OperatorInput
from media_insights.domain.planning import parameters, references
from media_insights.domain.planning.entries import Entry
from media_insights.domain.planning.graph import Wired
from media_insights.domain.planning.plan import Problem, Step, WiredInput
from media_insights.domain.planning.references import Address, Known, Reach, Wrong


def problems_of(wired: Sequence[Wired], reach: Reach, known: Known | None) -> Iterator[Problem]:
    """Yield a problem for each named object of an entry that runs: not named at all, not allowed, or not there."""
    for each in wired:
        if each.skip is None:
            for wanted in each.entry.spec.inputs:
                wrong = _wrong(each.entry, wanted, reach, known) if wanted.parameter else None
                if wrong:
                    path = _path(each.entry, wanted.parameter or "")
                    yield Problem(path=path, message=wrong.message, reason=wrong.reason)


def tied(step: Step, reach: Reach, known: Known) -> Step:
    """Return the step with bucket, key and version of each object that its parameters name."""
    return replace(step, inputs=tuple(_tied(step, wired, reach, known) for wired in step.inputs))


def _tied(step: Step, wired: WiredInput, reach: Reach, known: Known) -> WiredInput:
    if wired.parameter is None:
        return wired
    wanted = next(each for each in step.spec.inputs if each.name == wired.name)
    address = references.address_of(wanted, step.parameters.get(wired.parameter), reach)
    if not isinstance(address, Address):
        return wired
    return replace(wired, bucket=address.bucket, key=address.key, version=known.versions.get(address, ""))


def _wrong(entry: Entry, wanted: OperatorInput, reach: Reach, known: Known | None) -> Wrong | None:
    value = parameters.merged(entry.spec, *entry.layers).get(wanted.parameter or "")
    address = references.address_of(wanted, value, reach)
    if isinstance(address, Wrong):
        return address
    if address is None:
        what = f"a collection of {wanted.collection.kind}" if wanted.collection else "a file"
        message = f"{entry.label} cannot run without {what}: name it here, or disable {entry.label}"
        return None if wanted.optional else Wrong(parameters.INVALID_CONFIGURATION, message)
    return references.missing(wanted, value, address, known) if known else None


def _path(entry: Entry, parameter: str) -> str:
    """Return the field that holds the value: of the last author who wrote it, else of the nearest configuration."""
    written = [layer.path for layer in entry.layers if parameter in layer.values]
    return f"{(written or [entry.layers[-1].path])[-1]}.{parameter}"
