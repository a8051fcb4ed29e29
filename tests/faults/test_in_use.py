"""What is in use is not deleted unasked, and what is gone is told to all who name it: before a real API server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.eventually import eventually
from tests.faults import api_servers, installation
from tests.faults.api_servers import ApiServer, Manifest
from tests.faults.installation import BUCKET, HOME, OURS, World
from tests.forced import FORCED

_KINDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
IN_USE: Manifest = {
    "status": {
        "conditions": [
            {
                "type": "InUse",
                "status": "True",
                "reason": "UnfinishedWork",
                "message": "executions that have not ended need it",
                "lastTransitionTime": "2026-05-01T12:00:00Z",
            }
        ]
    }
}


def condition(server: ApiServer, path: str, type_: str) -> tuple[str, str]:
    """Return status and message of a condition, nothing where there is none."""
    found = (server.get(path) or {}).get("status", {}).get("conditions", [])
    return next(((each["status"], each.get("message", "")) for each in found if each["type"] == type_), ("", ""))


def refusal(server: ApiServer, path: str) -> str:
    """Delete an object that is in use; return what the API server says."""
    answer = server.client.delete(path)
    assert answer.status_code == 422, answer.text
    assert server.get(path) is not None
    return str(answer.json()["message"])


@pytest.fixture
def own(world: World) -> Iterator[tuple[str, str]]:
    """Paths of an operator and of the one workflow that names it, with a controller that runs."""
    world.own_workflow()
    world.controllers.start()
    operator = f"{OURS}/mediaoperators/{world.own_operator}"
    world.until(lambda: condition(world.server, operator, "InUse")[0] == "True", "the operator is in use")
    yield operator, f"{OURS}/namespaces/{world.namespace}/mediaworkflows/own"
    world.server.patch(operator, FORCED) if world.server.get(operator) else None
    world.server.delete(operator)


def test_an_operator_that_workflows_name_goes_when_they_have_gone(world: World, own: tuple[str, str]) -> None:
    operator, workflow = own
    said = refusal(world.server, operator)
    assert f"the operator {world.own_operator} is in use: workflows of 1 other namespace name it" in said
    assert "mediainsights.dev/force-delete=true" in said
    world.server.delete(workflow)
    world.until(lambda: condition(world.server, operator, "InUse")[0] == "False", "nothing names it any more")
    world.server.delete(operator)
    assert world.server.get(operator) is None


def test_the_installations_workflows_are_named_in_the_refusal(world: World, own: tuple[str, str]) -> None:
    del own
    world.until(lambda: condition(world.server, f"{OURS}/mediaoperators/proxy", "InUse")[0] == "True", "it is in use")
    assert "the operator proxy is in use: the workflow flow names it" in refusal(
        world.server, f"{OURS}/mediaoperators/proxy"
    )


def test_a_forced_deletion_is_told_to_the_workflow_until_the_operator_is_back(
    world: World, own: tuple[str, str]
) -> None:
    operator, workflow = own
    world.server.patch(operator, FORCED)
    world.server.delete(operator)
    assert world.server.get(operator) is None
    world.until(lambda: condition(world.server, workflow, "ResolvedRefs")[0] == "False", "it names what is gone")
    assert world.own_operator in condition(world.server, workflow, "ResolvedRefs")[1]
    assert condition(world.server, workflow, "Accepted")[0] == "False"
    world.own_workflow()
    world.until(lambda: condition(world.server, workflow, "ResolvedRefs") == ("True", ""), "it names what is there")


def test_a_workflow_is_in_use_while_its_executions_run_and_then_tells_their_assets_that_it_is_gone(
    world: World, own: tuple[str, str]
) -> None:
    _, workflow = own
    world.argo.holds.set()
    asset = world.asset(workflows=[{"name": "own"}])
    path = f"{OURS}/namespaces/{world.namespace}/mediaassets/{asset}"
    world.until(lambda: condition(world.server, workflow, "InUse")[0] == "True", "an execution needs it")
    assert "the workflow own is in use: executions that have not ended need it" in refusal(world.server, workflow)
    world.argo.holds.clear()
    world.reaches(asset, "Complete")
    world.until(lambda: condition(world.server, workflow, "InUse")[0] == "False", "no execution needs it any more")
    world.server.delete(workflow)
    world.until(lambda: condition(world.server, path, "ResolvedRefs")[0] == "False", "the asset names what is gone")
    assert condition(world.server, path, "Accepted")[0] == "True"
    world.leaves_nothing()


def test_a_source_is_told_that_its_workflow_went_and_came_without_waiting_for_its_next_listing(
    world: World, own: tuple[str, str]
) -> None:
    _, workflow = own
    source = f"{OURS}/namespaces/{world.namespace}/mediasources/inbox"
    prefix = {"bucket": BUCKET, "key": f"public/upload/{world.namespace}/inbox/"}
    spec = {"prefix": prefix, "rules": [{"types": ["Video"], "workflows": [{"name": "own"}]}], "everySeconds": 3600}
    head = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaSource", "metadata": {"name": "inbox"}}
    world.server.create(source.removesuffix("/inbox"), {**head, "spec": spec})
    world.until(lambda: condition(world.server, source, "Accepted")[0] == "True", "its workflow is there")
    world.server.delete(workflow)
    world.until(lambda: condition(world.server, source, "Accepted")[0] == "False", "it names what is gone")
    assert "there is no MediaWorkflow own" in condition(world.server, source, "Accepted")[1]
    world.own_workflow()
    world.until(lambda: condition(world.server, source, "Accepted")[0] == "True", "it names what is there")
    world.delete("mediasources", "inbox")


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[ApiServer]:
    """An installation of its own, of which a test removes parts."""
    with api_servers.serving(tmp_path) as made:
        installation.install(made)
        yield made


def _mark(server: ApiServer, path: str) -> None:
    server.patch(f"{path}/status", IN_USE)
    refusal(server, path)


def test_a_namespace_and_an_installation_go_with_all_that_is_in_use(alone: ApiServer) -> None:
    operator, workflow = f"{OURS}/mediaoperators/proxy", f"{OURS}/namespaces/{HOME}/mediaworkflows/flow"
    for path in (operator, workflow):
        _mark(alone, path)
    alone.delete(f"/api/v1/namespaces/{HOME}")
    _gone(alone, workflow)
    _gone(alone, f"/api/v1/namespaces/{HOME}")
    assert alone.get(operator) is not None
    alone.delete(f"{_KINDS}/mediaoperators.mediainsights.dev")
    _gone(alone, f"{_KINDS}/mediaoperators.mediainsights.dev")


def test_without_the_chart_nothing_is_held(alone: ApiServer) -> None:
    operator: str = f"{OURS}/mediaoperators/proxy"
    _mark(alone, operator)
    policies: Any = "/apis/admissionregistration.k8s.io/v1"
    for kind in ("validatingadmissionpolicybindings", "validatingadmissionpolicies"):
        alone.delete(f"{policies}/{kind}/media-insights-{HOME}-in-use")

    def removed() -> bool:
        alone.client.delete(operator)
        return alone.get(operator) is None

    eventually(removed, "the operator is deleted")


def _gone(server: ApiServer, path: str) -> None:
    eventually(lambda: server.get(path) is None, f"{path} is gone")
