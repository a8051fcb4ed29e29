"""What a rerun takes over, and what it does again."""

from dataclasses import replace
from typing import Any

import pytest

from media_insights.api.v1alpha1.execution import Rerun
from media_insights.api.v1alpha1.operator_model_source import ModelSource
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.reuse import Earlier, earlier_of, whole_steps
from tests.unit.builders import CATALOGUE, operator, plan

FIRST = plan()
ALL = frozenset(step.name for step in FIRST.steps)


def again(complete: frozenset[str] = ALL - {"transcribe", "captions", "entities"}, **more: Any) -> Plan:
    earlier = Earlier(plan=FIRST, complete=complete, again=more.pop("again", frozenset()))
    return plan(execution="run-2", earlier=earlier, **more)


def runs(resolved: Plan) -> set[str]:
    return {step.name for step in resolved.runs}


def test_only_what_failed_and_what_reads_from_it_runs_again() -> None:
    second = again()
    assert runs(second) == {"transcribe", "captions", "entities"}
    assert second.step("proxy").reused == "run-1"


def test_inputs_point_at_what_the_earlier_run_wrote() -> None:
    second = again()
    assert second.step("transcribe").inputs[0].key == "private/newsroom/assets/asset-1/workflows/uid-of-run-1/audio.bin"
    assert (
        second.step("transcribe").outputs[0].key
        == "private/newsroom/assets/asset-1/workflows/uid-of-run-2/transcribe.json"
    )


def test_what_was_taken_over_twice_still_names_its_origin() -> None:
    second = again()
    third = plan(execution="run-3", earlier=Earlier(plan=second, complete=ALL))
    assert third.step("proxy").reused == "run-1"
    assert third.step("captions").reused == "run-2"
    assert runs(third) == set()


def test_a_step_whose_result_was_deleted_since_is_not_whole() -> None:
    keys = {output.key for step in FIRST.steps for output in step.outputs}
    assert whole_steps(FIRST, ALL, keys.__contains__) == ALL
    keys -= {output.key for output in FIRST.step("transcribe").outputs}
    assert whole_steps(FIRST, ALL, keys.__contains__) == ALL - {"transcribe"}
    assert whole_steps(FIRST, ["proxy"], keys.__contains__) == {"proxy"}


changed = {
    "another version": {"version": "1.0.1"},
    "another image": {"image": "proxy@sha256:0"},
    "another command": {"command": ("run",)},
    "other models": {"model_source": ModelSource(digest=f"sha256:{0:064x}")},
}


@pytest.mark.parametrize("change", changed.values(), ids=changed.keys())
def test_a_changed_operator_runs_again_and_so_does_all_that_reads_from_it(change: dict[str, object]) -> None:
    catalogue = CATALOGUE | {"proxy": CATALOGUE["proxy"].model_copy(update=change)}
    assert runs(again(ALL, operators=catalogue)) == ALL - {"mediainfo"}


FOLDER, OTHERS = f"sha256:{1:064x}", f"sha256:{2:064x}"
SWAPS: dict[str, tuple[ModelSource | None, ModelSource | None, set[str]]] = {
    "the same": (ModelSource(digest=FOLDER), ModelSource(digest=FOLDER), set()),
    "moved to a claim": (ModelSource(digest=FOLDER), ModelSource(claim="models", digest=FOLDER), set()),
    "others": (ModelSource(digest=FOLDER), ModelSource(digest=OTHERS), {"labels"}),
    "taken away": (ModelSource(digest=FOLDER), None, {"labels"}),
    "without the shipped": (ModelSource(digest=FOLDER), ModelSource(digest=FOLDER, mode="Replace"), {"labels"}),
    "another image": (ModelSource(image=f"m@{FOLDER}"), ModelSource(image=f"m@{OTHERS}"), {"labels"}),
    "another registry": (ModelSource(image=f"a/m@{FOLDER}"), ModelSource(image=f"b/m@{FOLDER}"), set()),
    "another folder": (
        ModelSource(image=f"m@{FOLDER}", folder="a"),
        ModelSource(image=f"m@{FOLDER}", folder="b"),
        {"labels"},
    ),
}


@pytest.mark.parametrize(("before", "after", "again_"), SWAPS.values(), ids=SWAPS.keys())
def test_swapped_models_run_again_exactly_what_depends_on_them(
    before: ModelSource | None, after: ModelSource | None, again_: set[str]
) -> None:
    def mounted(source: ModelSource | None) -> dict[str, Any]:
        return CATALOGUE | {"labels": CATALOGUE["labels"].model_copy(update={"model_source": source})}

    first = plan(operators=mounted(before))
    second = plan(execution="run-2", earlier=Earlier(plan=first, complete=ALL), operators=mounted(after))
    assert runs(second) == again_


def test_more_memory_alone_is_no_reason_to_run_again() -> None:
    larger = operator("shots", "ProxyEncode", resources={"limits": {"memory": "8Gi"}}, timeoutSeconds=7200)
    assert runs(again(ALL, operators=CATALOGUE | {"shots": larger})) == set()


def test_a_changed_parameter_runs_its_operator_again() -> None:
    assert runs(again(ALL, configuration={"labels": {"minConfidence": 60}})) == {"labels"}


def test_another_source_runs_everything_again() -> None:
    moved = replace(FIRST, asset=replace(FIRST.asset, media=FIRST.asset.media.model_copy(update={"etag": "new"})))
    assert runs(plan(execution="run-2", earlier=Earlier(plan=moved, complete=ALL))) == ALL


def test_scopes() -> None:
    assert earlier_of(Rerun(execution="run-1", scope="All"), FIRST, ALL) is None
    named = earlier_of(Rerun(execution="run-1", scope="Operator", operators=("transcribe",)), FIRST, ALL)
    assert runs(plan(execution="run-2", earlier=named)) == {"transcribe", "captions", "entities"}


def test_a_barrier_passes_over_a_stage_that_was_taken_over() -> None:
    first = plan("one: mediainfo; two: proxy; three: shots", scheduling="Staged")
    earlier = Earlier(plan=first, complete=frozenset({"proxy"}))
    second = plan("one: mediainfo; two: proxy; three: shots", scheduling="Staged", execution="run-2", earlier=earlier)
    assert set(second.step("shots").depends) == {"proxy", "mediainfo"}


NOTIFIED = CATALOGUE | {"notify": operator("notify", startsAfter="EarlierStages")}


@pytest.mark.parametrize(
    ("complete", "run"),
    [
        ({"proxy", "labels", "notify"}, set()),
        ({"proxy", "notify"}, {"labels", "notify"}),
        ({"proxy", "labels"}, {"notify"}),
    ],
)
def test_who_tells_of_results_tells_again_when_one_is_made_again(complete: set[str], run: set[str]) -> None:
    text = "a: proxy; b: labels; c: notify"
    earlier = Earlier(plan=plan(text, operators=NOTIFIED), complete=frozenset(complete))
    assert runs(plan(text, operators=NOTIFIED, execution="run-2", earlier=earlier)) == run
