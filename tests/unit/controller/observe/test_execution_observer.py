"""What is known of an execution."""

from unittest.mock import ANY

from media_insights.domain.deciding.executions.execution_facts import AssetView, ExecutionFacts
from media_insights.domain.planning.plan import Plan
from media_insights.domain.queueing.next import Hold, Start
from media_insights.kube.resources import ASSETS
from tests.unit.controller.passes import Passes


async def facts(passes: Passes, name: str) -> ExecutionFacts:
    passes.watch()
    manifest = passes.caches.executions.get(("n", name))
    assert manifest
    return await passes.reconciler.executions.facts(("n", name), manifest)


async def accepted(passes: Passes) -> str:
    passes.asset()
    return str((await passes.accept())["metadata"]["name"])


async def test_before_it_is_recorded_the_admission_is_what_it_would_be(passes: Passes) -> None:
    name = await accepted(passes)
    found = await facts(passes, name)
    assert isinstance(found.plan, Plan)
    assert (found.demand, isinstance(found.admission, Start)) == ({}, True)
    passes.limit(maxConcurrentExecutions="0")
    assert isinstance((await facts(passes, name)).admission, Hold)


async def test_observing_again_and_again_changes_nothing(passes: Passes) -> None:
    name = await accepted(passes)
    before = dict(passes.cluster.writes)
    first, second = await facts(passes, name), await facts(passes, name)
    assert first == second
    assert dict(passes.cluster.writes) == before
    assert not passes.reconciler.queueing.reserve(("n", name))


async def test_a_run_that_the_cache_does_not_know_yet_is_asked_for(passes: Passes) -> None:
    name = await accepted(passes)
    await passes.execution(name)
    await passes.execution(name)
    passes.caches.runs.drop(("n", name))
    manifest = passes.caches.executions.get(("n", name))
    assert manifest
    found = await passes.reconciler.executions.facts(("n", name), manifest)
    assert found.run
    assert not found.run_lost
    passes.cluster.remove("workflows", name)
    assert (await passes.reconciler.executions.facts(("n", name), manifest)).run_lost


async def test_without_an_asset_there_is_no_plan(passes: Passes) -> None:
    name = await accepted(passes)
    passes.watch()
    passes.caches.assets.drop(("n", "clip"))
    manifest = passes.caches.executions.get(("n", name))
    assert manifest
    found = await passes.reconciler.executions.facts(("n", name), manifest)
    assert (found.asset, found.plan, found.admission) == (None, None, None)


async def test_what_has_begun_keeps_its_plan_whatever_becomes_of_its_workflow_and_its_asset(passes: Passes) -> None:
    name = await accepted(passes)
    await passes.execution(name)
    await passes.execution(name)
    passes.cluster.remove("mediaworkflows", "flow")
    passes.caches.workflows.drop(("n", "flow"))
    passes.seconds += 60
    await passes.reconciler.reconcile(ASSETS, ("n", "clip"))
    assert (await facts(passes, name)).asset == AssetView(accepted=False, message=ANY, uid=ANY)

    assert isinstance((await facts(passes, name)).plan, Plan)
    await passes.execution(name)
    assert passes.status(name)["state"] == "Started"
