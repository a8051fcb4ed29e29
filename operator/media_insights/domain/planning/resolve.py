"""Resolving: a workflow, its operators and a configuration become a plan, or a list of everything wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflowSpec, reasons
from media_insights.api.v1alpha1.asset import MediaFacts
from media_insights.domain import layout, names
from media_insights.domain.planning import entries as listed
from media_insights.domain.planning import graph, parameters, placement, references, reuse, wiring_rules
from media_insights.domain.planning.barriers import with_barriers
from media_insights.domain.planning.entries import Entry, Operators
from media_insights.domain.planning.graph import Choice, Graph, Wired
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan, Step, WiredInput, WrittenOutput
from media_insights.domain.planning.problems import Problem, Refused
from media_insights.domain.planning.references import Known, Reach
from media_insights.domain.planning.reuse import Earlier
from media_insights.domain.sources.known_source import SOURCE_TYPES, KnownSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Everything that a run is decided from."""

    asset: AssetIdentity
    execution: ExecutionIdentity
    workflow: str
    workflow_spec: MediaWorkflowSpec
    operators: Mapping[str, MediaOperatorSpec]
    """The catalogue: name → spec; more than the workflow needs is fine."""
    configuration: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The execution's own: label (alias, or else operator) → parameter → value."""
    earlier: Earlier | None = None
    """What a rerun may take over."""
    priority: int | None = None
    """The execution's own; default: the workflow's."""
    max_priority: int = 1000
    """The most that the namespace may have."""
    configuration_path: str = "spec.configuration"
    """Where the configuration was written, for the path of problems."""
    reach: Reach | None = None
    """What parameters may name; None: keys are taken as they are, to check a workflow by itself."""
    known: Known | None = None
    """The store's answer about named objects; None: not checked, all are assumed to exist."""


MOST_PROBLEMS = 100
"""Problems of one workflow and configuration that are told; looking for more costs time, and nobody reads them."""


def resolve(request: Request) -> Plan | Refused:
    """Return the plan, or every problem: nothing runs unless all is right. Total: raises for no spec."""
    spec, operators = request.workflow_spec, request.operators
    entries = listed.entries_of(spec, operators, request.configuration, request.configuration_path)
    source = _source_facts(request.asset.media)
    found = chain(
        _unusable_names(request),
        _structure(spec, operators, entries),
        listed.unknown_labels(spec, request.configuration, request.configuration_path),
        listed.invalid_parameters(entries),
    )
    problems = list(islice(found, MOST_PROBLEMS))
    if problems or source is None:
        return _refused(problems or [_UNKNOWN_MEDIA])
    wired = graph.graph_of(entries, source)
    problems = _of_wiring(wired) or list(references.problems_of(wired.wired, _reach(request), request.known))
    return _refused(problems) if problems else _plan(request, wired)


_UNKNOWN_MEDIA = Problem(
    path="spec.source",
    message="has no media type yet: it is known as soon as the first bytes of the file can be read",
    reason=reasons.UNKNOWN_MEDIA_TYPE,
)


def _source_facts(media: MediaFacts) -> KnownSource | None:
    """Return what planning reads of the source; this is where the findings of a probe come in."""
    return KnownSource(type=media.type) if media.type else None


def _reach(request: Request) -> Reach:
    return request.reach or Reach(namespace=request.asset.namespace, bucket="", everything=True)


def check_workflow(spec: MediaWorkflowSpec, operators: Operators) -> tuple[Problem, ...]:
    """Return the problems of a workflow by itself, whatever the asset: its Accepted condition."""
    entries = listed.entries_of(spec, operators, {}, "spec.configuration")
    found = chain(_structure(spec, operators, entries), listed.invalid_parameters(entries))
    problems = list(islice(found, MOST_PROBLEMS))
    if not problems:
        problems = [
            each for type_ in SOURCE_TYPES for each in _of_wiring(graph.graph_of(entries, KnownSource(type=type_)))
        ]
    return tuple(dict.fromkeys(problems))


def _unusable_names(request: Request) -> Iterator[Problem]:
    """Yield problems of names that an engine cannot carry."""
    if len(request.execution.name) > names.LONGEST:
        message = f"has {len(request.execution.name)} characters; give it a name of at most {names.LONGEST}"
        yield Problem(path="metadata.name", message=message, reason=reasons.NAME_TOO_LONG)
    if "{{" in request.asset.source.uri:
        message = "contains {{, which Argo would take for a variable; store the file under another name"
        yield Problem(path="spec.source", message=message, reason=reasons.UNSUPPORTED_NAME)


def _structure(spec: MediaWorkflowSpec, operators: Operators, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield problems of the workflow itself; unmet inputs only when all operators are known, else they mislead."""
    unknown = list(listed.unknown_operators(spec, operators))
    repeated = [*listed.repeated_stages(spec), *listed.repeated_labels(spec)]
    yield from unknown
    yield from repeated
    if not repeated:
        yield from placement.repeated_results(entries)
        yield from placement.unfit_names(entries)
    if not unknown and not repeated:
        yield from wiring_rules.unmet_inputs(entries)


def _of_wiring(wired: Graph) -> list[Problem]:
    return [*wired.problems, *wiring_rules.duplicate_media(wired.wired)]


def _refused(problems: Sequence[Problem]) -> Refused:
    return Refused(reason=problems[0].reason, problems=tuple(problems))


def _plan(request: Request, wired: Graph) -> Plan:
    place = request.asset.namespace, request.asset.uid, request.execution.uid
    keys = placement.keys_of([each.entry for each in wired.wired], layout.execution_prefix(*place))
    spec = request.workflow_spec
    steps = tuple(_step(each, keys) for each in wired.wired)
    order = tuple(each.entry.label for each in graph.topological_order(wired.wired))
    steps = tuple(references.tie(step, _reach(request), request.known or Known()) for step in steps)
    if request.earlier:
        steps = reuse.take_over(steps, order, request.asset, request.earlier)
    return Plan(
        asset=request.asset,
        execution=request.execution,
        workflow=request.workflow,
        stages=tuple(stage.name for stage in spec.stages),
        steps=with_barriers(spec, steps),
        scheduling=spec.scheduling,
        priority=min(spec.priority if request.priority is None else request.priority, request.max_priority),
        timeout_seconds=spec.timeout_seconds,
        ttl_seconds_after_finished=spec.ttl_seconds_after_finished,
        plan_key=layout.plan_key(*place),
    )


def _step(wired: Wired, keys: placement.Keys) -> Step:
    entry = wired.entry
    values = parameters.values_of(entry.spec, *entry.layers)
    return Step(
        name=entry.label,
        operator=entry.operator,
        stage=entry.stage,
        result_name=entry.result_name,
        spec=parameters.as_granted(entry.spec, values),
        parameters=values,
        inputs=tuple(_input(choice, keys) for choice in wired.choices),
        outputs=tuple(
            WrittenOutput(
                name=output.name,
                file=output.file,
                key=keys[(entry.label, output.name)],
                media=output.media,
                result=output.result,
                optional=output.optional,
                content_type=output.content_type or ("application/json" if output.result else ""),
            )
            for output in wired.outputs
        ),
        depends=tuple(dict.fromkeys(choice.producer for choice in wired.choices if choice.producer)),
        skip=wired.skip,
    )


def _input(choice: Choice, keys: placement.Keys) -> WiredInput:
    output = choice.output
    return WiredInput(
        name=choice.input.name,
        key=keys[(choice.producer, output.name)] if choice.producer and output else "",
        from_source=choice.from_source,
        medium=choice.medium,
        result=choice.input.result,
        producer=choice.producer,
        optional=choice.optional and choice.named is None,
        parameter=choice.input.parameter,
        collection=choice.input.collection.kind if choice.input.collection else "",
    )
