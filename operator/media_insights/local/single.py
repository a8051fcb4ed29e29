"""Run of a single operator on files that the user names, for authors of operators and for examples."""

import asyncio
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from media_insights.api.v1alpha1.asset import MediaFacts, S3Source, Source
from media_insights.api.v1alpha1.operator_files import OperatorInput
from media_insights.api.v1alpha1.operator_needs import RetryPolicy
from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.catalogue.problems import Unusable
from media_insights.domain import layout
from media_insights.domain.planning import parameters
from media_insights.domain.planning.graph import outputs_of
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan, Step, WiredInput, WrittenOutput
from media_insights.domain.running.steps import StepFacts
from media_insights.domain.sources import media
from media_insights.local.attempts import StepContext, run_attempts
from media_insights.local.executions import clock
from media_insights.local.group_attempts import run_group
from media_insights.local.machine import machine
from media_insights.local.processes import Processes
from media_insights.local.requests import BUCKET, NAMESPACE
from media_insights.local.sandboxes import Files
from media_insights.local.windows import window_of
from media_insights.storage.folder import FolderStore

UID = "local"
LOG = "operator.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRun:
    """An operator with the files, parameters and output folder of one run."""

    operator: LocalOperator
    files: Mapping[str, Path]
    """Input name → file."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    output: Path
    """Folder for what it writes."""
    cache: Path


async def run_operator(run: OperatorRun, *, stub: bool = False) -> StepFacts:
    """Run the operator and leave its outputs in the output folder; its log is ``operator.log`` there.

    Raises Unusable when inputs or parameters are wrong, NotReady when the operator cannot be started here.
    """
    (facts,) = await run_together([run], stub=stub)
    return facts


async def run_together(runs: Sequence[OperatorRun], *, stub: bool = False) -> list[StepFacts]:
    """Run one operator with the same parameters on the files of several runs, in one process if it does many items.

    Each run leaves what :func:`run_operator` leaves. Raises as that does.
    """
    for run in runs:
        _check_inputs(run)
    first = runs[0]
    processes = Processes(operators={first.operator.name: first.operator}, cache=first.cache, stub=stub)
    facts: dict[int, StepFacts] = {}
    contexts = [_context(run, processes, partial(facts.__setitem__, number)) for number, run in enumerate(runs)]
    await processes.prepare(contexts[0].step)
    try:
        if len(contexts) == 1:
            return [await run_attempts(contexts[0])]
        await run_group(contexts)
    finally:
        for context in contexts:
            shutil.rmtree(context.scratch, ignore_errors=True)
    return [facts[number] for number in range(len(runs))]


def _context(run: OperatorRun, processes: Processes, changed: Callable[[StepFacts], None]) -> StepContext:
    step = _step(run)
    return StepContext(
        plan=_plan(run, step),
        step=step,
        files=_NamedInputs(store=FolderStore(run.output), source=Path(), chosen=run.files),
        starter=processes,
        scratch=run.output / ".work",
        log=run.output / LOG,
        threads=max(1, int(machine().cpu)),
        now=clock,
        changed=changed,
    )


def run_once(run: OperatorRun, *, stub: bool = False) -> StepFacts:
    """Run :func:`run_operator` to its end."""
    run.output.mkdir(parents=True, exist_ok=True)
    return asyncio.run(run_operator(run, stub=stub))


@dataclass(frozen=True, slots=True, kw_only=True)
class _NamedInputs(Files):
    """Inputs where the user's files are, instead of the keys of a plan."""

    chosen: Mapping[str, Path]

    def of(self, wired: WiredInput) -> Path:
        return self.chosen[wired.name]


def _check_inputs(run: OperatorRun) -> None:
    known = {each.name: each for each in run.operator.spec.inputs}
    for name, path in run.files.items():
        if name not in known:
            raise Unusable(f"--in {name}: {run.operator.name} has no input {name}; it has {', '.join(known) or 'none'}")
        if not path.is_file():
            raise Unusable(f"--in {name}={path}: there is no such file")
    missing = [name for name, each in known.items() if not each.optional and name not in run.files]
    if missing:
        raise Unusable(f"{run.operator.name} reads {', '.join(missing)}: give --in {missing[0]}=FILE")


def _step(run: OperatorRun) -> Step:
    """Return the step as resolving would make it. Raises Unusable for parameters outside the operator's schema."""
    spec = run.operator.spec
    layer = parameters.Layer(values=dict(run.parameters), path="--set")
    wrong = list(parameters.problems_of(run.operator.name, spec, layer))
    if wrong:
        raise Unusable("; ".join(str(problem) for problem in wrong))
    values = parameters.values_of(spec, layer)
    inputs = [_wire(each, run.files[each.name]) for each in spec.inputs if each.name in run.files]
    return Step(
        name=run.operator.name,
        operator=run.operator.name,
        stage="single",
        result_name=spec.result_name,
        spec=parameters.as_granted(spec, values).model_copy(update={"retry": RetryPolicy(limit=0)}),
        parameters=values,
        inputs=tuple(inputs),
        outputs=tuple(
            WrittenOutput(
                name=each.name,
                file=each.file,
                key=each.file,
                media=each.media,
                result=each.result,
                optional=each.optional,
            )
            for each in outputs_of(spec, [wired.medium for wired in inputs])
        ),
    )


def _wire(each: OperatorInput, file: Path) -> WiredInput:
    """Tie an input to a file: of the media it may be, the one that the file's content is, else the first."""
    medium = _medium(each.media, file) if each.media else None
    return WiredInput(
        name=each.name,
        key=layout.upload_key(NAMESPACE, file.name),
        medium=medium,
        result=each.result,
        parameter=each.parameter,
    )


def _medium(names: tuple[str, ...], file: Path) -> str:
    sniffed = media.sniff(window_of(file), file.name)
    return sniffed.type if isinstance(sniffed, media.Sniffed) and sniffed.type in names else names[0]


def _plan(run: OperatorRun, step: Step) -> Plan:
    first = next(iter(run.files.values()), run.output)
    return Plan(
        asset=AssetIdentity(
            name=UID,
            namespace=UID,
            uid=UID,
            source=Source(s3=S3Source(bucket=BUCKET, key=first.name)),
            media=MediaFacts(bytes=first.stat().st_size),
        ),
        execution=ExecutionIdentity(name=UID, uid=UID),
        workflow="single",
        stages=(step.stage,),
        steps=(step,),
        plan_key=layout.plan_key(UID, UID, UID),
    )
