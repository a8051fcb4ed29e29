"""The embedded engine as the conformance suite sees it."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from media_insights.api.v1alpha1 import ExecutionStatus, MediaWorkflow
from media_insights.catalogue.operator_folders import Catalogue, LocalOperator
from media_insights.domain.planning.plan import Plan
from media_insights.local import runs
from media_insights.local.launching import Starter
from media_insights.local.machine import Share
from media_insights.local.processes import Processes
from media_insights.local.records import asset_in
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import RunRefused, plan_run
from media_insights.local.workplaces import Workplace
from media_insights.storage.folder import FolderStore
from tests.conformance.scenarios import MODELS, TERMS, TEST_OPERATOR, TEXT, Observed, Scenario, operators


def processes(operators_: Mapping[str, LocalOperator], cache: Path) -> Starter:
    """Start operators as processes of this machine."""
    return Processes(operators=operators_, cache=cache)


@dataclass(frozen=True)
class Embedded:
    """Runs scenarios below one folder, as local processes or however ``starter`` starts operators."""

    folder: Path
    cache: Path
    starter: Callable[[Mapping[str, LocalOperator], Path], Starter] = processes

    def run(self, scenario: Scenario) -> Observed:
        file = self.folder / "words.txt"
        file.write_text(TEXT, encoding="utf-8")
        place = self._place(scenario)
        place.store.put("public/upload/local/conformance-terms.txt", TERMS.encode())
        wanted = RunRequest(name="words", file=file, workflow="scenario", configuration=scenario.configuration)
        plan = plan_run(wanted, place)
        if isinstance(plan, RunRefused):
            return Observed(refused=plan.message)
        status = asyncio.run(_run(plan, wanted, place, scenario.cancel))
        if status.state == "Waiting" and scenario.resume:
            wanted = replace(wanted, answers=scenario.resume)
            again = plan_run(wanted, place)
            assert isinstance(again, Plan), again
            status = asyncio.run(_run(again, wanted, place, ""))
        return observed(plan, status, place.store)

    def _place(self, scenario: Scenario) -> Workplace:
        known = {each.metadata.name: each.spec for each in operators()}
        found = {
            name: LocalOperator(
                folder=TEST_OPERATOR, name=name, spec=spec, models=MODELS if spec.model_source else None
            )
            for name, spec in known.items()
        }
        workflow = MediaWorkflow.model_validate({"metadata": {"name": "scenario"}, "spec": scenario.workflow})
        return Workplace(
            output=self.folder / "results",
            catalogue=Catalogue(operators=found, workflows={"scenario": workflow}),
            starter=self.starter(found, self.cache),
            share=Share(cpu=2, memory=2**30),
        )


async def _run(plan: Plan, wanted: RunRequest, place: Workplace, cancel: str) -> ExecutionStatus:
    """Run a plan; like Ctrl-C, cancel it once the named operator is Executing."""
    # the task is what is cancelled: it exists only after this line
    task = asyncio.ensure_future(runs.run(plan, wanted, place, _canceller(cancel, lambda: task.cancel())))  # noqa: PLW0108
    return await task


def _canceller(operator: str, cancel: Callable[[], bool]) -> Callable[[ExecutionStatus], None]:
    def see(status: ExecutionStatus) -> None:
        running = {each.name for stage in status.stages for each in stage.operators if each.status == "Executing"}
        if operator in running and status.state == "Started":
            asyncio.get_running_loop().call_later(0.5, cancel)

    return see


def observed(plan: Plan, status: ExecutionStatus, store: FolderStore) -> Observed:
    prefix = plan.plan_key.removesuffix("plan.json")
    keys = [info.key for info in store.list(prefix) if info.key != plan.plan_key]
    asset = asset_in(store, plan.asset.name)
    return Observed(
        state=status.state,
        message=status.message,
        operators={
            each.name: {"status": each.status, "message": each.message, "attempts": each.attempts}
            for stage in status.stages
            for each in stage.operators
        },
        stored={key.removeprefix(prefix): json.loads(store.get(key)) for key in keys},
        media=asset.status.media.model_dump(mode="json", by_alias=True) if asset and asset.status.media else {},
    )
