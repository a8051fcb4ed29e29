"""Properties that hold for every workflow, found by Hypothesis rather than by us."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1 import MediaOperatorSpec
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Refused
from media_insights.domain.planning.resolve import check_workflow, resolve
from tests.unit.builders import CATALOGUE, operator, plan, refused, request, workflow

World = tuple[str, dict[str, MediaOperatorSpec], str, str]
"""A workflow's text, a catalogue, the type of an asset, the scheduling."""
MEDIA = ("Video", "Audio", "Image", "Text", "Frames", "Proxy")
NAMES = tuple("abcdefgh")

media_lists = st.lists(st.sampled_from(MEDIA), max_size=2, unique=True)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Return a workflow's text, a catalogue of operators at random, an asset's type, a scheduling."""
    catalogue = {}
    for name in NAMES:
        reads = draw(st.lists(st.sampled_from([*MEDIA, *(f"={each}" for each in NAMES)]), max_size=2, unique=True))
        marks = [draw(st.sampled_from(["", "?"])) for _ in reads]
        makes = [medium + draw(st.sampled_from(["", "?"])) for medium in draw(media_lists)]
        inputs = " ".join(text + mark for text, mark in zip(reads, marks, strict=True))
        catalogue[name] = operator(name, inputs, " ".join(makes))
    placed = draw(st.permutations(NAMES))
    cuts = sorted(draw(st.lists(st.integers(1, len(NAMES) - 1), max_size=3, unique=True)))
    stages = [placed[start:end] for start, end in zip([0, *cuts], [*cuts, len(NAMES)], strict=True)]
    off = draw(st.sets(st.sampled_from(NAMES), max_size=2))
    text = "; ".join(
        f"s{index}: {' '.join(name + '!' * (name in off) for name in stage)}" for index, stage in enumerate(stages)
    )
    return text, catalogue, draw(st.sampled_from(MEDIA[:4])), draw(st.sampled_from(["DataFlow", "Staged"]))


def resolved_of(world: World) -> Plan | Refused:
    text, catalogue, type_, scheduling = world
    return resolve(request(text, type_, operators=catalogue, scheduling=scheduling))


@given(worlds())
def test_every_plan_can_be_run_to_its_end(world: World) -> None:
    plan = resolved_of(world)
    if isinstance(plan, Refused):
        assert plan.problems
        return
    done: set[str] = {step.name for step in plan.steps if step.skip is not None}
    waiting = list(plan.runs)
    while waiting:
        ready = [step for step in waiting if done.issuperset(step.depends)]
        assert ready, "some steps wait for each other"
        done |= {step.name for step in ready}
        waiting = [step for step in waiting if step not in ready]


@given(worlds())
def test_nothing_waits_for_a_later_stage_and_every_input_has_a_maker_that_runs(
    world: World,
) -> None:
    plan = resolved_of(world)
    if isinstance(plan, Refused):
        return
    order = {name: index for index, name in enumerate(plan.stages)}
    for step in plan.runs:
        for name in step.depends:
            assert order[plan.step(name).stage] <= order[step.stage]
        for wired in step.inputs:
            assert wired.from_source == (wired.producer is None)
            if wired.producer:
                assert plan.step(wired.producer).runs
                assert wired.key in {output.key for output in plan.step(wired.producer).outputs}


@given(worlds())
def test_no_two_files_have_the_same_key(world: World) -> None:
    plan = resolved_of(world)
    if isinstance(plan, Refused):
        return
    keys = [plan.plan_key, *(output.key for step in plan.steps for output in step.outputs)]
    assert len(keys) == len(set(keys))


@given(worlds())
def test_a_workflow_that_is_accepted_is_never_refused_for_its_shape(
    world: World,
) -> None:
    text, catalogue, _, scheduling = world
    problems = check_workflow(workflow(text, scheduling=scheduling), catalogue)
    if not problems:
        assert isinstance(resolved_of(world), Plan)


SEARCHING = CATALOGUE | {
    "search": operator(
        "search",
        inputs=[
            {"name": "frames", "media": ["Frames", "Image"]},
            {"name": "people", "collection": {"kind": "faces", "parameter": "collection"}},
        ],
        parameters={"collection": {"type": "string", "default": ""}},
    ),
    "cover": operator("cover", "Image =search"),
}


def searching(text: str, **configuration: Any) -> Plan:
    return plan(text, "Image", operators=SEARCHING, configuration=configuration)


def test_without_a_collection_it_is_skipped_and_the_others_run() -> None:
    found = {step.name: step.skip for step in searching("one: search mediainfo").steps}
    assert found["mediainfo"] is None
    assert found["search"] == "its input people needs a collection of faces: name one as collection of search"


def test_who_reads_its_result_is_skipped_too() -> None:
    found = {step.name: step.skip for step in searching("one: search; two: cover").steps}
    assert found["cover"] == "its input search needs the result search, and search is skipped"


def test_with_a_collection_it_runs_and_a_name_that_is_none_is_refused() -> None:
    (step,) = searching("one: search", search={"collection": "staff"}).steps
    assert step.skip is None
    found = refused("one: search", "Image", operators=SEARCHING, configuration={"search": {"collection": "../other"}})
    assert "is not a valid name of a collection" in str(found)
