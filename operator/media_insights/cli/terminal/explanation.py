"""Explanation of a workflow: what a run over each type of media would do and cost, before anything runs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflowSpec
from media_insights.api.v1alpha1.asset import SourceType
from media_insights.cli.terminal.console import stdout
from media_insights.cli.terminal.failures import FAILED
from media_insights.cli.terminal.formats import Format, emit
from media_insights.domain.planning.estimates import Estimate, Figure, estimates_of, total_of, unit_of
from media_insights.domain.planning.imagined import imagined_run
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.planning.problems import Refused
from media_insights.domain.planning.resolve import resolve
from media_insights.domain.wording import cut, printable

_SHOWN = 60
"""Characters shown of a parameter's value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A run over an asset of one type, or why there would be none."""

    type: SourceType
    plan: Plan | Refused
    estimates: Mapping[str, Estimate]
    """Step → its estimate, where there were earlier runs."""

    def to_json(self) -> dict[str, Any]:
        """Return the object that ``-o json`` prints."""
        if isinstance(self.plan, Refused):
            problems = [{"path": each.path, "message": each.message} for each in self.plan.problems]
            return {"type": self.type, "accepted": False, "problems": problems}
        total = total_of(self.estimates)
        return {
            "type": self.type,
            "accepted": True,
            "steps": [self._step(each) for each in self.plan.steps],
            "cpuSecondsPer": unit_of(self.type),
            **({"estimate": asdict(total), "estimated": len(self.estimates)} if total else {}),
        }

    def _step(self, step: Step) -> dict[str, Any]:
        estimate = self.estimates.get(step.name)
        return {
            "name": step.name,
            "operator": step.operator,
            "stage": step.stage,
            **({"skipped": step.skip} if step.skip is not None else {}),
            "after": list(step.depends),
            "parameters": dict(step.parameters),
            **({"estimate": asdict(estimate)} if estimate else {}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowQuestion:
    """A workflow with what a run of it would be given, and what is known of earlier runs."""

    name: str
    workflow: MediaWorkflowSpec
    operators: Mapping[str, MediaOperatorSpec]
    configuration: Mapping[str, Mapping[str, Any]]
    types: Sequence[SourceType]
    figures: Sequence[Figure]


def explain(question: WorkflowQuestion) -> list[Explanation]:
    """Return what a run over each type of media would do."""
    return [_explained(question, type_) for type_ in question.types]


def print_explanations(question: WorkflowQuestion, format_: Format) -> int:
    """Print what runs would do, and return the exit code: 1 when no type of media can be run over."""
    found = explain(question)
    if format_ is Format.TABLE:
        console = stdout(140)
        console.print(Text(question.name, "bold"))
        for each in found:
            console.print()
            for line in _lines(each, question.operators):
                console.print(line)
    else:
        emit({"workflow": question.name, "types": [each.to_json() for each in found]}, format_)
    return FAILED if all(isinstance(each.plan, Refused) for each in found) else 0


def _explained(question: WorkflowQuestion, type_: SourceType) -> Explanation:
    plan = resolve(imagined_run(type_, question.workflow, question.operators, question.configuration))
    estimates = estimates_of(plan, question.figures) if isinstance(plan, Plan) else {}
    return Explanation(type=type_, plan=plan, estimates=estimates)


def _lines(found: Explanation, operators: Mapping[str, MediaOperatorSpec]) -> Iterable[Text | Padding]:
    if isinstance(found.plan, Refused):
        yield Text.assemble((found.type, "bold"), "  cannot be run over")
        yield from (Padding(Text(printable(str(each)), "red"), (0, 0, 0, 2)) for each in found.plan.problems)
        return
    total = total_of(found.estimates)
    runs = found.plan.runs
    yield Text.assemble((found.type, "bold"), f"  {len(runs)} of {len(found.plan.steps)} operators run")
    yield Padding(_table(found, runs, operators), (0, 0, 0, 2))
    skipped = [f"{each.name}: {each.skip}" for each in found.plan.steps if each.skip is not None]
    yield from (Padding(Text(printable(each), "dim"), (0, 0, 0, 2)) for each in skipped)
    if total is None:
        yield Padding(Text("no earlier run says what it costs", "dim"), (0, 0, 0, 2))
        return
    gap = (
        f"; of {len(runs) - len(found.estimates)} operators nothing is known"
        if len(found.estimates) < len(runs)
        else ""
    )
    yield Padding(Text(f"together {_words(total)} CPU s per {unit_of(found.type)}, measured{gap}"), (0, 0, 0, 2))


def _table(found: Explanation, runs: Sequence[Step], operators: Mapping[str, MediaOperatorSpec]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("STAGE", "OPERATOR", "AFTER", f"CPU S PER {unit_of(found.type).upper()}", "NOT THE DEFAULT"):
        table.add_column(heading, overflow="fold")
    for step in runs:
        estimate = found.estimates.get(step.name)
        table.add_row(
            step.stage,
            step.name if step.name == step.operator else f"{step.name} ({step.operator})",
            ", ".join(step.depends),
            _words(estimate) if estimate else "",
            printable(_changed_parameters(step, operators[step.operator])),
        )
    return table


def _words(estimate: Estimate) -> str:
    times = f"{estimate.runs} run{'s' if estimate.runs > 1 else ''}"
    if estimate.lowest == estimate.highest:
        return f"{estimate.middle:.1f} ({times})"
    return f"{estimate.middle:.1f} ({estimate.lowest:.1f}–{estimate.highest:.1f}, {times})"


def _changed_parameters(step: Step, spec: MediaOperatorSpec) -> str:
    """Return the parameters that a run has otherwise than the operator's own defaults."""
    defaults = {name: schema.get("default") for name, schema in spec.parameters.items()}
    changed = {name: value for name, value in step.parameters.items() if value != defaults.get(name)}
    return ", ".join(f"{name}={cut(str(value), _SHOWN)}" for name, value in changed.items())
