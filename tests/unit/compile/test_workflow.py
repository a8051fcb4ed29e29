"""The Argo Workflow of a plan: the golden files show it whole, the tests below say what must never change in it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from media_insights.compile.workflow import compile_workflow
from media_insights.domain.planning.plan import Part
from media_insights.domain.planning.reuse import Earlier
from tests.unit import golden
from tests.unit.builders import operator, plan
from tests.unit.compile.compiled import REACHING, SETTINGS, WITH_GPU, compiled, templates

GOLDEN = Path(__file__).parent / "golden"

CASES = {
    "reaching-behind-a-wait": (
        plan(
            "review: wait; text: summary",
            "Text",
            operators={"summary": REACHING, "wait": operator("wait", image="", suspend=True)},
            configuration={"summary": {"words": "s3://glossaries/words.csv"}},
        ),
        SETTINGS,
    ),
    "video": (plan(), SETTINGS),
    "image-with-gpu": (plan(type_="Image"), WITH_GPU),
    "staged": (
        plan("one: proxy; two: transcribe labels!; three: translate@spanish", scheduling="Staged", priority=5),
        SETTINGS,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_as_it_was(name: str, update: bool) -> None:  # noqa: FBT001
    golden.compare(GOLDEN / f"{name}.yaml", compile_workflow(*CASES[name]), update=update)


def test_every_golden_file_has_its_case() -> None:
    assert {file.stem for file in GOLDEN.glob("*.yaml")} == set(CASES)


def tasks(manifest: dict[str, Any]) -> dict[str, str]:
    (dag,) = (each["dag"] for each in manifest["spec"]["templates"] if "dag" in each)
    assert dag["failFast"] is False
    return {task["name"]: task.get("depends", "") for task in dag["tasks"]}


def test_there_is_one_task_per_step_that_runs_and_each_waits_for_what_it_reads() -> None:
    assert tasks(compiled(plan(configuration={"mediainfo": {"enabled": False}}))) == {
        "proxy": "",
        "shots": "proxy.Succeeded",
        "labels": "proxy.Succeeded && shots.Succeeded",
        "transcribe": "proxy.Succeeded",
        "captions": "transcribe.Succeeded",
        "entities": "transcribe.Succeeded",
    }


def test_what_was_taken_over_has_no_task_and_nobody_waits_for_it() -> None:
    earlier = Earlier(plan=plan(), complete=frozenset({"mediainfo", "proxy", "shots"}))
    assert tasks(compiled(plan(execution="run-2", earlier=earlier)))["labels"] == ""


def test_a_plan_of_which_nothing_runs_is_not_compiled() -> None:
    with pytest.raises(ValueError, match="nothing to submit"):
        compiled(plan("one: transcribe", "Image"))


def test_main_containers_hold_no_credentials() -> None:
    manifest = compiled()
    assert manifest["spec"]["automountServiceAccountToken"] is False
    assert manifest["spec"]["executor"] == {"serviceAccountName": "media-insights-executor"}
    for template in templates(manifest).values():
        assert {each["name"] for each in template["container"].get("env", [])} <= {
            "MEDIA_INSIGHTS_ATTEMPT",
            "MEDIA_INSIGHTS_CPU_TIME",
        }
        assert [mount["mountPath"] for mount in template["container"]["volumeMounts"]] == ["/out", "/tmp"]  # noqa: S108


def test_deadlines_clean_up_and_owner_always_exist() -> None:
    manifest = compiled()
    spec, (owner,) = manifest["spec"], manifest["metadata"]["ownerReferences"]
    assert spec["activeDeadlineSeconds"] == 14400
    assert spec["ttlStrategy"] == {"secondsAfterCompletion": 604800}
    assert spec["podGC"]["strategy"] == "OnWorkflowCompletion"
    assert all(each["activeDeadlineSeconds"] == 3600 for each in templates(manifest).values())
    assert (owner["kind"], owner["name"], owner["uid"]) == ("MediaExecution", "run-1", "uid-of-run-1")


def test_a_plan_with_parts_is_refused_rather_than_run_whole() -> None:
    whole = plan("a: proxy")
    divided = replace(whole.step("proxy"), parts=(Part(name="0", start=0.0, end=30.0),))
    with pytest.raises(ValueError, match="have parts, which this version does not run"):
        compiled(replace(whole, steps=(divided,)))
