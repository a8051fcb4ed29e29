"""The embedded engine as the rows about several items see it."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from media_insights.api.v1alpha1 import ExecutionStatus, MediaWorkflow
from media_insights.catalogue.operator_folders import Catalogue, LocalOperator
from media_insights.domain.planning.plan import Plan, Step
from media_insights.local.launching import Launch, Starter
from media_insights.local.machine import Share
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import plan_run
from media_insights.local.runs import PlannedRun, run_shard
from media_insights.local.sandboxes import Sandbox
from media_insights.local.workplaces import Workplace
from tests.conformance.embedded import observed, processes
from tests.conformance.scenarios import TEST_OPERATOR, operators
from tests.conformance.shards import Shard, ShardObserved


@dataclass
class CountingStarter:
    """Starts as another one does, and counts how often each step is started."""

    starter: Starter
    starts: Counter[str] = field(default_factory=Counter)

    async def prepare(self, step: Step) -> None:
        await self.starter.prepare(step)

    def launch(self, step: Step, sandbox: Sandbox, threads: int) -> Launch:
        self.starts[step.name] += 1
        return self.starter.launch(step, sandbox, threads)


@dataclass(frozen=True)
class EmbeddedShards:
    """Runs shards below one folder, as local processes or however ``starter`` starts operators."""

    folder: Path
    cache: Path
    starter: Callable[[Mapping[str, LocalOperator], Path], Starter] = processes

    def run_shard(self, shard: Shard) -> ShardObserved:
        found = {
            each.metadata.name: LocalOperator(folder=TEST_OPERATOR, name=each.metadata.name, spec=each.spec)
            for each in operators()
        }
        workflow = MediaWorkflow.model_validate({"metadata": {"name": "scenario"}, "spec": shard.workflow})
        starter = CountingStarter(self.starter(found, self.cache))
        place = Workplace(
            output=self.folder / "results",
            catalogue=Catalogue(operators=found, workflows={"scenario": workflow}),
            starter=starter,
            share=Share(cpu=2, memory=2**30),
        )
        seen = asyncio.run(_run(shard, place, self.folder))
        return ShardObserved(
            items={name: observed(plan, status, place.store) for name, (plan, status) in seen.items()},
            starts=dict(starter.starts),
        )


async def _run(shard: Shard, place: Workplace, folder: Path) -> dict[str, tuple[Plan, ExecutionStatus]]:
    task = asyncio.current_task()
    seen: dict[str, tuple[Plan, ExecutionStatus]] = {}

    def planned(name: str, text: str) -> PlannedRun:
        file = folder / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        request = RunRequest(name=name, file=file, workflow="scenario")
        plan = plan_run(request, place)
        assert isinstance(plan, Plan), plan

        def see(status: ExecutionStatus) -> None:
            seen[name] = plan, status
            executing = any(each.status == "Executing" for stage in status.stages for each in stage.operators)
            if name == shard.cancel and executing and task and not task.cancelling():
                asyncio.get_running_loop().call_later(0.5, task.cancel)

        return PlannedRun(plan=plan, request=request, on_status=see)

    def refuse(each: PlannedRun, why: str) -> None:
        raise AssertionError(f"{each.request.name} is refused: {why}")

    await run_shard([planned(name, text) for name, text in shard.items.items()], place, refuse)
    return seen
