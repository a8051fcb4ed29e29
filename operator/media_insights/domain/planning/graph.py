"""The dependency graph of a run: each entry's inputs tied to the source or to the entry that makes them.

Rules, in this order (MIE's, made precise):
- Of the media that an input names, the first available one is taken.
- What an earlier stage made replaces what was there before: the nearest earlier stage wins, then the asset's own.
- An operator of the same stage is waited for only when nothing before the stage provides the medium or result.
- An operator that cannot do without a collection, and is told of none, has nothing to compare with: it is Skipped.
- An operator that has inputs and gets none of them, all being optional, has nothing to do.
- Of two that make the same in one stage, the one without an alias is read, then the first in the workflow.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.operator import MediaOperatorSpec
from media_insights.api.v1alpha1.operator_files import OperatorInput, OperatorOutput
from media_insights.domain.planning import parameters
from media_insights.domain.planning.entries import Entry, candidates, needs
from media_insights.domain.planning.problems import Problem
from media_insights.domain.planning.wanted_collections import unnamed_in
from media_insights.domain.sources.known_source import KnownSource
from media_insights.domain.wording import both, either

DISABLED = "disabled"
"""Why an operator that is switched off is Skipped."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One input, tied."""

    input: OperatorInput
    medium: str | None
    producer: str | None
    """Label of the entry that makes it; None: the asset's own source, or an object that a parameter names."""
    output: OperatorOutput | None = None
    named: str | None = None
    """What the input's parameter says, when it is a parameter that names the object."""

    @property
    def from_source(self) -> bool:
        """Whether the input gets the asset's own source."""
        return self.producer is None and self.named is None

    @property
    def optional(self) -> bool:
        """Whether the file may be missing when the operator starts."""
        return self.input.optional or (self.output is not None and self.output.optional)


@dataclass(frozen=True, slots=True)
class Wired:
    """One entry with its inputs tied and its outputs of this run, or the reason why it is Skipped."""

    entry: Entry
    choices: tuple[Choice, ...] = ()
    outputs: tuple[OperatorOutput, ...] = ()
    skip: str | None = None

    def made(self, medium: str) -> OperatorOutput | None:
        """Return the output that is the medium, when this run makes it."""
        return next((output for output in self.outputs if output.media == medium), None)


@dataclass(frozen=True, slots=True)
class Graph:
    """All entries, wired, in the workflow's order; or why they cannot be."""

    wired: tuple[Wired, ...] = ()
    problems: tuple[Problem, ...] = ()


class _CycleError(Exception):
    """Two or more operators of a stage wait for each other; carries their labels."""


@dataclass(slots=True)
class _Wiring:
    entries: Sequence[Entry]
    source: KnownSource
    settled: dict[str, Wired] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)


def graph_of(entries: Sequence[Entry], source: KnownSource) -> Graph:
    """Return all entries, wired for an asset with this source."""
    wiring = _Wiring(entries, source)
    try:
        wired = tuple(_settled(wiring, entry) for entry in entries)
    except _CycleError as cycle:
        return Graph(problems=(_cycle_problem(entries, list(cycle.args)),))
    return Graph(wired=wired)


def topological_order(wired: Sequence[Wired]) -> tuple[Wired, ...]:
    """Return the entries so that each comes after those that it reads from; otherwise in the workflow's order."""
    left, done, result = list(wired), set[str](), list[Wired]()
    while left:
        ready = next(each for each in left if done.issuperset(filter(None, (c.producer for c in each.choices))))
        left.remove(ready)
        done.add(ready.entry.label)
        result.append(ready)
    return tuple(result)


def _settled(wiring: _Wiring, entry: Entry) -> Wired:
    if entry.label not in wiring.settled:
        if entry.label in wiring.waiting:
            raise _CycleError(*wiring.waiting[wiring.waiting.index(entry.label) :])
        wiring.waiting.append(entry.label)
        wiring.settled[entry.label] = _wire(wiring, entry)
        wiring.waiting.pop()
    return wiring.settled[entry.label]


def _wire(wiring: _Wiring, entry: Entry) -> Wired:
    """Wire one entry; missing media are checked before ``enabled``, as in MIE."""
    choices = []
    flowing = [wanted for wanted in entry.spec.inputs if wanted.parameter is None]
    for wanted in flowing:
        choice = _choice(wiring, entry, wanted)
        if choice:
            choices.append(choice)
        elif not wanted.optional:
            return Wired(entry, skip=_missing(wiring, entry, wanted))
    if flowing and not choices:
        return Wired(entry, skip=_nothing_to_read(wiring, entry))
    if not entry.enabled:
        return Wired(entry, skip=DISABLED)
    unnamed = unnamed_in(entry.spec, parameters.values_of(entry.spec, *entry.layers), entry.label)
    if unnamed is not None:
        return Wired(entry, skip=unnamed)
    return Wired(entry, (*choices, *_named(entry)), outputs_of(entry.spec, [choice.medium for choice in choices]))


def _named(entry: Entry) -> tuple[Choice, ...]:
    """Return the objects that parameters name; whether they may be read and exist is asked once all is tied."""
    values = parameters.values_of(entry.spec, *entry.layers)
    pairs = [(wanted, values.get(wanted.parameter)) for wanted in entry.spec.inputs if wanted.parameter]
    return tuple(Choice(wanted, None, None, named=str(value)) for wanted, value in pairs if value not in (None, ""))


def outputs_of(spec: MediaOperatorSpec, chosen: Collection[str | None]) -> tuple[OperatorOutput, ...]:
    """Return what an operator writes when these media were chosen for its inputs: a video's outputs, or an image's."""
    return tuple(output for output in spec.outputs if output.from_ is None or set(output.from_).intersection(chosen))


def _choice(wiring: _Wiring, entry: Entry, wanted: OperatorInput) -> Choice | None:
    if wanted.result is not None:
        return _of_result(wiring, entry, wanted)
    return next(filter(None, (_of_medium(wiring, entry, wanted, medium) for medium in wanted.media or ())), None)


def _of_result(wiring: _Wiring, entry: Entry, wanted: OperatorInput) -> Choice | None:
    for candidate in candidates(wiring.entries, entry):
        if candidate.answers(wanted.result or "") and _settled(wiring, candidate).skip is None:
            return Choice(wanted, None, candidate.label, candidate.spec.result_output)
    return None


def _of_medium(wiring: _Wiring, entry: Entry, wanted: OperatorInput, medium: str) -> Choice | None:
    before = [each for each in candidates(wiring.entries, entry) if each.order < entry.order]
    beside = [each for each in candidates(wiring.entries, entry) if each.order == entry.order]
    made = _made_by(wiring, before, medium)
    if made is None and wiring.source.may_be_read_as(medium):
        return Choice(wanted, medium, None)
    made = made or _made_by(wiring, beside, medium)
    return Choice(wanted, medium, made[0].label, made[1]) if made else None


def _made_by(wiring: _Wiring, candidates: Sequence[Entry], medium: str) -> tuple[Entry, OperatorOutput] | None:
    for candidate in candidates:
        output = _settled(wiring, candidate).made(medium) if candidate.may_make(medium) else None
        if output:
            return candidate, output
    return None


def _missing(wiring: _Wiring, entry: Entry, wanted: OperatorInput) -> str:
    """Say who would have made it, when someone would have."""
    absent = [
        each.label
        for each in candidates(wiring.entries, entry)
        if each.provides(wanted) and _settled(wiring, each).skip is not None
    ]
    if absent:
        return f"{needs(wanted)}, and {both(absent)} {'is' if len(absent) == 1 else 'are'} skipped"
    return f"{needs(wanted)}, which nothing makes for {wiring.source}"


def _nothing_to_read(wiring: _Wiring, entry: Entry) -> str:
    """Say what is missing where all inputs are optional and none exists; a single one with the reason of its own."""
    flowing = [wanted for wanted in entry.spec.inputs if wanted.parameter is None]
    if len(flowing) == 1:
        return _missing(wiring, entry, flowing[0])
    names = either(wanted.name for wanted in flowing)
    return f"it needs one of its inputs {names}, and none exists for {wiring.source}"


def _cycle_problem(entries: Sequence[Entry], labels: list[str]) -> Problem:
    first = next(entry for entry in entries if entry.label == labels[0])
    return Problem(
        path=first.path,
        message=f"{both(labels)} wait for each other in stage {first.stage}; put one of them into a later stage",
        reason=reasons.CYCLIC_INPUTS,
    )
