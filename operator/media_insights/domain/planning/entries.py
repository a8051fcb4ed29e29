"""Entries of a workflow, flattened: one per operator of a stage, with its configuration and who may read from whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflowSpec, reasons
from media_insights.api.v1alpha1.operator_files import OperatorInput
from media_insights.api.v1alpha1.workflow import Stage, StageOperator
from media_insights.domain.planning import parameters
from media_insights.domain.planning.parameters import Layer, Values
from media_insights.domain.planning.problems import Problem
from media_insights.domain.wording import cut, either, suggestion

Operators = Mapping[str, MediaOperatorSpec]
Configured = Mapping[str, Values]
"""Label → parameter → value, as a user wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One operator of one stage, with its layers of configuration."""

    label: str
    operator: str
    aliased: bool
    stage: str
    order: int
    """Position of the stage."""
    spec: MediaOperatorSpec
    enabled: bool
    layers: tuple[Layer, ...]
    path: str
    """Path of the entry in the workflow's spec."""
    named: str = ""
    """The result's name as a parameter says it (spec.resultParameter), or nothing."""

    @property
    def result_name(self) -> str:
        """The name of the result: as a parameter says, else the alias, else the operator's."""
        return self.named or (self.label if self.aliased else self.spec.result_name)

    def answers(self, result: str) -> bool:
        """Whether a reader of this result name means this entry: by its own name, or by the operator's."""
        names = (self.named,) if self.named else (self.result_name, self.spec.result_name)
        return self.spec.result_output is not None and result in names

    def provides(self, wanted: OperatorInput) -> bool:
        """Whether the operator declares a medium or the result that an input wants, whatever it reads itself."""
        if wanted.result is not None:
            return self.answers(wanted.result)
        return any(self.may_make(medium) for medium in wanted.media or ())

    def may_make(self, medium: str) -> bool:
        """Whether the operator declares the medium as an output, whatever it reads."""
        return any(output.media == medium for output in self.spec.outputs)


def entries_of(
    workflow: MediaWorkflowSpec, operators: Operators, configuration: Configured, path: str
) -> tuple[Entry, ...]:
    """Return the entries whose operators are known, in stage order; ``path`` is the configuration's own."""
    return tuple(
        _entry(
            found,
            operators,
            Layer(f"{path}.{found.operator.label}", configuration.get(found.operator.label, {})),
        )
        for found in _located(workflow)
        if found.operator.name in operators
    )


def candidates(entries: Sequence[Entry], reader: Entry) -> list[Entry]:
    """Return who may be read from, nearest first.

    Earlier stages come from the nearest on, then the reader's own; within a stage those without an alias come first.
    """
    others = [each for each in entries if each.order <= reader.order and each.label != reader.label]
    return sorted(others, key=lambda each: (each.order == reader.order, -each.order, each.aliased))


def needs(wanted: OperatorInput) -> str:
    """Return how a sentence begins that says what an input lacks."""
    what = f"the result {wanted.result}" if wanted.result is not None else either(wanted.media or ())
    return f"its input {wanted.name} needs {what}"


def unknown_operators(workflow: MediaWorkflowSpec, operators: Operators) -> Iterator[Problem]:
    """Yield a problem for each entry that names an operator which is not in the catalogue."""
    for found in _located(workflow):
        name = found.operator.name
        if name not in operators:
            yield Problem(
                path=f"{found.path}.name",
                message=f"unknown operator {name}{suggestion(name, operators)}",
                reason=reasons.UNKNOWN_OPERATOR,
            )


def repeated_labels(workflow: MediaWorkflowSpec) -> Iterator[Problem]:
    """Yield a problem for each entry whose label was taken before: configurations and statuses speak by label."""
    taken: dict[str, str] = {}
    for found in _located(workflow):
        label = found.operator.label
        if label in taken:
            yield Problem(
                path=found.path,
                message=f"{label} is already in stage {taken[label]}: give one of the two an alias of its own",
                reason=reasons.DUPLICATE_OPERATOR,
            )
        taken.setdefault(label, found.stage.name)


def repeated_stages(workflow: MediaWorkflowSpec) -> Iterator[Problem]:
    """Yield a problem for each stage whose name was taken before."""
    names = [stage.name for stage in workflow.stages]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Problem(
                path=f"spec.stages[{index}].name",
                message=f"stage {name} appears twice: stages need names of their own",
                reason=reasons.DUPLICATE_STAGE,
            )


def unknown_labels(workflow: MediaWorkflowSpec, configuration: Configured, path: str) -> Iterator[Problem]:
    """Yield a problem for each key of a configuration that is no entry of the workflow."""
    labels = [found.operator.label for found in _located(workflow)]
    for label in configuration:
        if label not in labels:
            yield Problem(
                path=f"{path}.{cut(label, 80)}",
                message=f"unknown operator {cut(label, 80)}{suggestion(label, labels)}",
                reason=reasons.UNKNOWN_OPERATOR,
            )


def invalid_parameters(entries: tuple[Entry, ...]) -> Iterator[Problem]:
    """Yield problems of the configuration of each entry, layer by layer."""
    for entry in entries:
        for layer in entry.layers:
            yield from parameters.problems_of(entry.operator, entry.spec, layer)


@dataclass(frozen=True, slots=True)
class _Located:
    stage: Stage
    operator: StageOperator
    order: int
    path: str


def _located(workflow: MediaWorkflowSpec) -> Iterator[_Located]:
    for order, stage in enumerate(workflow.stages):
        for index, operator in enumerate(stage.operators):
            yield _Located(stage, operator, order, f"spec.stages[{order}].operators[{index}]")


def _entry(found: _Located, operators: Operators, written: Layer) -> Entry:
    operator, spec = found.operator, operators[found.operator.name]
    layers = Layer(f"{found.path}.configuration", operator.configuration), written
    named = _result_name_in(spec, layers)
    return Entry(
        label=operator.label,
        operator=operator.name,
        aliased=operator.label != operator.name,
        stage=found.stage.name,
        order=found.order,
        spec=_indexed_as(spec, named, operators) if named else spec,
        enabled=parameters.is_enabled(operator.enabled, *layers),
        layers=layers,
        path=found.path,
        named=named,
    )


def _result_name_in(spec: MediaOperatorSpec, layers: tuple[Layer, ...]) -> str:
    """Return what the parameter says that may name the result; one of the wrong type is refused elsewhere."""
    name = parameters.values_of(spec, *layers).get(spec.result_parameter) if spec.result_parameter else ""
    return name if isinstance(name, str) else ""


def _indexed_as(spec: MediaOperatorSpec, result: str, operators: Operators) -> MediaOperatorSpec:
    """Return the spec with index, vectors and schema of the operator whose result it writes; without one, with none."""
    own = next((other for _, other in sorted(operators.items()) if other.result_name == result), None)
    schema = own.result_schema_version if own else spec.result_schema_version
    declared = {"index": own.index if own else None, "vectors": own.vectors if own else None}
    return spec.model_copy(update={**declared, "result_schema_version": schema})
