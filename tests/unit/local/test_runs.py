"""The embedded engine, run for real with the test operator: resume, exclusiveness, records, what it keeps to itself."""

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from media_insights.api.v1alpha1 import ExecutionStatus, MediaAsset, MediaExecution, MediaWorkflow
from media_insights.catalogue.operator_folders import Catalogue, operators_in
from media_insights.catalogue.problems import Unusable
from media_insights.cli.local.engine_options import cache_of
from media_insights.domain.planning.plan import Plan
from media_insights.domain.running.pointers import pointers_in
from media_insights.local import runs
from media_insights.local.machine import Share
from media_insights.local.processes import Processes
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import RunRefused, plan_run
from media_insights.local.sandboxes import Sandbox
from media_insights.local.workplaces import Workplace

OPERATORS = Path(__file__).parents[3] / "tests/operators-images"


def workflow(*operators: dict[str, object]) -> MediaWorkflow:
    spec = {"stages": [{"name": "only", "operators": [{"name": "test-operator", **each} for each in operators]}]}
    return MediaWorkflow.model_validate({"metadata": {"name": "w"}, "spec": spec})


@pytest.fixture
def wanted(tmp_path: Path) -> RunRequest:
    file = tmp_path / "words.txt"
    file.write_text("Some words.\n", encoding="utf-8")
    return RunRequest(name="words", file=file, workflow="w")


def place_of(tmp_path: Path, *operators: dict[str, object]) -> Workplace:
    found = {each.name: each for each in operators_in(OPERATORS)}
    cache = cache_of(Path(os.environ["MEDIA_INSIGHTS_CACHE"]) if "MEDIA_INSIGHTS_CACHE" in os.environ else None)
    return Workplace(
        output=tmp_path / "results",
        catalogue=Catalogue(operators=found, workflows={"w": workflow(*operators)}),
        starter=Processes(operators=found, cache=cache),
        share=Share(cpu=2, memory=2**30),
    )


class Ran(NamedTuple):
    plan: Plan
    status: ExecutionStatus


def run(wanted: RunRequest, place: Workplace) -> Ran:
    plan = plan_run(wanted, place)
    assert not isinstance(plan, RunRefused), plan
    return Ran(plan, asyncio.run(runs.run(plan, wanted, place, lambda _: None)))


def statuses(status: ExecutionStatus) -> dict[str, tuple[str, str]]:
    return {each.name: (each.status, each.message) for stage in status.stages for each in stage.operators}


def test_status_and_pointers_are_written_as_the_cluster_has_them(tmp_path: Path, wanted: RunRequest) -> None:
    place = place_of(tmp_path, {"alias": "one", "configuration": {"message": "hi"}})

    ran = run(wanted, place)

    asset = MediaAsset.model_validate(yaml.safe_load((place.output / "mediaassets/words.yaml").read_text()))
    path = place.output / f"mediaexecutions/{ran.plan.execution.name}.yaml"
    execution = MediaExecution.model_validate(yaml.safe_load(path.read_text()))
    (pointer,) = pointers_in(asset.status).metadata
    assert execution.status.state == "Complete"
    assert execution.status.plan_hash.startswith("sha256:")
    assert {each.type: each.status for each in asset.status.conditions} == {"Accepted": "True", "Ready": "True"}
    assert pointer.operator == "one"
    assert json.loads((place.output / pointer.key).read_bytes())["message"] == "hi"
    (prefix,) = place.output.glob("private/local/assets/*/")
    recorded = json.loads((prefix / "asset.json").read_text())
    assert [each["key"] for each in recorded["metadata"]] == [pointer.key.removeprefix(asset.status.prefix)]
    assert [each["state"] for each in recorded["executions"]] == ["Complete"]
    assert not [each for each in (place.output / ".work").iterdir() if each.is_dir()], "no sandbox stays"


def test_what_is_complete_is_kept_and_what_failed_runs_again(tmp_path: Path, wanted: RunRequest) -> None:
    first = run(wanted, place_of(tmp_path, {"alias": "good"}, {"alias": "bad", "configuration": {"exitCode": 66}}))

    second = run(wanted, place_of(tmp_path, {"alias": "good"}, {"alias": "bad"}))

    assert first.status.state == "Error"
    assert second.status.state == "Complete"
    assert statuses(second.status)["good"][1].startswith("taken over from")
    assert statuses(second.status)["bad"] == ("Complete", "")


@pytest.mark.parametrize("change", ["file", "parameter", "result removed", "fresh"])
def test_what_changed_is_not_kept(tmp_path: Path, wanted: RunRequest, change: str) -> None:
    ran = run(wanted, place_of(tmp_path, {"alias": "one"}))
    place = place_of(tmp_path, {"alias": "one"})
    if change == "file":
        wanted.file.write_text("Other words.\n", encoding="utf-8")
    elif change == "parameter":
        wanted = replace(wanted, configuration={"one": {"message": "new"}})
    elif change == "result removed":
        (place.output / ran.plan.steps[0].outputs[0].key).unlink()
    else:
        place = replace(place, fresh=True)

    again = run(wanted, place)

    assert statuses(again.status)["one"] == ("Complete", "")


def own_models(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "model.json").write_text(json.dumps({"name": name, "task": "nothing", "file": "weights.bin"}))
    (folder / "weights.bin").write_text(f"weights of {name}")
    return folder


def mounting(place: Workplace, folder: Path) -> Workplace:
    found = place.catalogue.with_models({"test-operator": folder})
    assert isinstance(place.starter, Processes)
    return replace(place, catalogue=found, starter=replace(place.starter, operators=found.operators))


def models_in(ran: Ran, place: Workplace) -> list[str]:
    """The models that the result of a run names, which is taken over or new."""
    [key] = [output.key for output in ran.plan.steps[0].outputs if output.result]
    found: list[str] = json.loads((place.output / key).read_bytes())["models"]
    return found


def test_swapped_models_run_again_and_swapped_back_ones_too(tmp_path: Path, wanted: RunRequest) -> None:
    place = place_of(tmp_path, {"alias": "one"})
    folder = own_models(tmp_path / "models", "mine")

    first = mounting(place, folder)
    assert models_in(run(wanted, first), first) == ["mine"]
    again = run(wanted, mounting(place, folder))
    assert statuses(again.status)["one"][1].startswith("taken over from"), "the same models found it already"

    swapped = mounting(place, own_models(folder, "better"))
    assert models_in(run(wanted, swapped), swapped) == ["better"]
    assert models_in(run(wanted, place), place) == []


def test_a_folder_that_changes_after_it_was_named_is_not_taken_for_what_it_was(
    tmp_path: Path, wanted: RunRequest
) -> None:
    place = mounting(place_of(tmp_path, {"alias": "one"}), own_models(tmp_path / "models", "mine"))
    own_models(tmp_path / "models", "others")

    ran = run(wanted, place)

    assert ran.status.state == "Error"
    assert "the mounted models have the digest sha256:" in statuses(ran.status)["one"][1]


def test_a_second_engine_is_kept_out(tmp_path: Path, wanted: RunRequest) -> None:
    place = place_of(tmp_path, {"alias": "slow", "configuration": {"seconds": 1}})
    started = asyncio.Event()

    async def both() -> None:
        plan = plan_run(wanted, place)
        assert not isinstance(plan, RunRefused)
        first = asyncio.ensure_future(runs.run(plan, wanted, place, lambda _: started.set()))
        await asyncio.wait_for(started.wait(), 60)
        try:
            with pytest.raises(Unusable, match=r"analysed into .* already"):
                await runs.run(plan, wanted, place, lambda _: None)
        finally:
            await first

    asyncio.run(both())


def test_an_operator_sees_no_credentials(tmp_path: Path, wanted: RunRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    place = place_of(tmp_path, {"alias": "one"})
    plan = plan_run(wanted, place)
    assert not isinstance(plan, RunRefused)
    sandbox = Sandbox(root=tmp_path / "s", log=tmp_path / "log")

    launch = place.starter.launch(plan.steps[0], sandbox, 2)

    assert "secret" not in launch.environment.values()
    assert launch.environment["MEDIA_INSIGHTS_CPUS"] == "2"
    assert launch.environment["HOME"].startswith(str(tmp_path))


def test_text_that_is_named_like_a_film_is_rejected(tmp_path: Path, wanted: RunRequest) -> None:
    film = wanted.file.rename(tmp_path / "film.mp4")

    rejected = plan_run(replace(wanted, file=film), place_of(tmp_path, {}))

    assert isinstance(rejected, RunRefused)
    assert "contains text" in rejected.message
    assert not (tmp_path / "results").exists()
