"""How a workflow becomes a plan: who waits for whom, who is skipped, what is refused."""

from dataclasses import replace

import pytest

from media_insights.api.v1alpha1.asset import MediaFacts
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Refused
from media_insights.domain.planning.resolve import check_workflow, resolve
from tests.unit.builders import CATALOGUE, asset, operator, plan, refused, request, workflow


def waits(resolved: Plan) -> dict[str, set[str]]:
    return {step.name: set(step.depends) for step in resolved.runs}


def skips(resolved: Plan) -> dict[str, str]:
    return {step.name: step.skip for step in resolved.steps if step.skip is not None}


def chosen(resolved: Plan, step: str) -> dict[str, tuple[str | None, str | None]]:
    """Input → (medium or result, producer)."""
    return {each.name: (each.medium or each.result, each.producer) for each in resolved.step(step).inputs}


def test_an_operator_waits_for_exactly_those_that_make_what_it_reads() -> None:
    assert waits(plan()) == {
        "mediainfo": set(),
        "proxy": set(),
        "shots": {"proxy"},
        "labels": {"proxy", "shots"},
        "transcribe": {"proxy"},
        "captions": {"transcribe"},
        "entities": {"transcribe"},
    }


def test_an_image_runs_what_can_see_and_skips_what_listens() -> None:
    resolved = plan(type_="Image")
    assert chosen(resolved, "labels") == {"frames": ("Image", None)}
    assert skips(resolved) == {
        "shots": "its input proxyencode needs ProxyEncode, which nothing makes for an Image asset",
        "transcribe": "its input audio needs Audio, which nothing makes for an Image asset",
        "captions": "its input transcribe needs the result transcribe, and transcribe is skipped",
        "entities": "it needs one of its inputs transcribe or text, and none exists for an Image asset",
    }


def test_what_follows_a_disabled_operator_is_skipped_and_says_so() -> None:
    resolved = plan(configuration={"transcribe": {"enabled": False}})
    assert skips(resolved) == {
        "transcribe": "disabled",
        "captions": "its input transcribe needs the result transcribe, and transcribe is skipped",
        "entities": "it needs one of its inputs transcribe or text, and none exists for a Video asset",
    }


def test_one_of_several_optional_inputs_is_enough() -> None:
    resolved = plan("a: transcribe!; b: entities", type_="Text")
    assert chosen(resolved, "entities") == {"text": ("Text", None)}


def test_an_optional_input_whose_maker_is_skipped_is_left_out() -> None:
    resolved = plan(configuration={"shots": {"enabled": False}})
    assert chosen(resolved, "labels") == {"frames": ("Frames", "proxy")}


def test_a_missing_medium_counts_before_the_switch() -> None:
    resolved = plan("one: transcribe!", type_="Image")
    assert skips(resolved)["transcribe"].startswith("its input audio needs Audio")


def test_the_configuration_of_the_run_switches_on_what_the_workflow_switched_off() -> None:
    assert skips(plan("one: mediainfo!", configuration={"mediainfo": {"enabled": True}})) == {}


@pytest.mark.parametrize(
    ("stages", "type_", "reader", "expected"),
    [
        ("a: proxy; b: transcribe", "Video", "transcribe", ("Audio", "proxy")),
        ("a: proxy; b: transcribe", "Audio", "transcribe", ("Audio", "proxy")),
        ("a: proxy transcribe", "Audio", "transcribe", ("Audio", None)),
        ("a: proxy transcribe", "Video", "transcribe", ("Audio", "proxy")),
        ("a: transcribe; b: proxy", "Audio", "transcribe", ("Audio", None)),
        ("a: proxy; b: denoise; c: transcribe", "Video", "transcribe", ("Audio", "denoise")),
        ("a: proxy; b: denoise transcribe", "Video", "transcribe", ("Audio", "proxy")),
        ("a: proxy denoise@clean", "Audio", "clean", ("Audio", None)),
    ],
    ids=[
        "made from the film before",
        "made before replaces the asset's own",
        "the asset's own comes before what its own stage makes",
        "of its own stage when nothing else has it",
        "a later stage is never waited for",
        "the nearest earlier stage wins",
        "what stood before the stage wins over the stage",
        "never its own product",
    ],
)
def test_which_audio_is_read(stages: str, type_: str, reader: str, expected: tuple[str, str | None]) -> None:
    catalogue = CATALOGUE | {"denoise": operator("denoise", "Audio", "Audio")}
    assert chosen(plan(stages, type_, operators=catalogue), reader)["audio"] == expected


def test_an_optional_output_makes_the_input_one_that_may_be_missing() -> None:
    (audio,) = plan().step("transcribe").inputs
    assert audio.optional
    assert audio.key == "private/newsroom/assets/asset-1/workflows/uid-of-run-1/audio.bin"


def test_outputs_that_this_medium_does_not_give_are_not_expected() -> None:
    made = {
        type_: {each.media for each in plan("a: proxy", type_).step("proxy").outputs}
        for type_ in ("Video", "Audio", "Image")
    }
    assert made == {
        "Video": {None, "ProxyEncode", "Frames", "Audio", "Thumbnail"},
        "Audio": {None, "Audio"},
        "Image": {None, "Thumbnail"},
    }


def test_an_alias_names_result_step_and_folder() -> None:
    resolved = plan("a: proxy; b: transcribe; c: translate@spanish translate@french")
    spanish = resolved.step("spanish")
    folder = "private/newsroom/assets/asset-1/workflows/uid-of-run-1"
    assert spanish.result_name == "spanish"
    assert [each.key for each in spanish.outputs] == [f"{folder}/spanish.json", f"{folder}/spanish/text.bin"]


def test_parameters_are_merged_key_by_key() -> None:
    stages = [{"name": "a", "operators": [{"name": "proxy"}, {"name": "labels", "configuration": {"mode": "good"}}]}]
    resolved = plan(configuration={"labels": {"minConfidence": 80, "enabled": True}}, stages=stages)
    assert resolved.step("labels").parameters == {"minConfidence": 80, "mode": "good"}


@pytest.mark.parametrize(
    ("stages", "configuration", "reason", "problem"),
    [
        (
            "a: proxi",
            {},
            "UnknownOperator",
            "spec.stages[0].operators[0].name: unknown operator proxi; did you mean proxy?",
        ),
        (
            "a: proxy; b: proxy",
            {},
            "DuplicateOperator",
            "spec.stages[1].operators[0]: proxy is already in stage a: give one of the two an alias of its own",
        ),
        (
            "a: proxy; a: mediainfo",
            {},
            "DuplicateStage",
            "spec.stages[1].name: stage a appears twice: stages need names of their own",
        ),
        (
            "a: mediainfo; b: shots",
            {},
            "UnmetInput",
            (
                "spec.stages[1].operators[0]: shots cannot run: its input proxyencode needs ProxyEncode, "
                "which no operator of this or an earlier stage makes; add one that does to an earlier stage"
            ),
        ),
        (
            "a: captions; b: transcribe",
            {},
            "UnmetInput",
            (
                "spec.stages[0].operators[0]: captions cannot run: its input transcribe needs the result transcribe, "
                "which transcribe makes in the later stage b; move captions there"
            ),
        ),
        (
            "a: proxy; b: labels",
            {"label": {}},
            "UnknownOperator",
            "spec.configuration.label: unknown operator label; did you mean labels?",
        ),
        (
            "a: proxy; b: labels",
            {"labels": {"minConfidence": "80"}},
            "InvalidConfiguration",
            'spec.configuration.labels.minConfidence: must be a number, not the text "80"',
        ),
        (
            "a: proxy; b: labels",
            {"labels": {"minConfidence": 101}},
            "InvalidConfiguration",
            "spec.configuration.labels.minConfidence: must be at most 100, not 101",
        ),
        (
            "a: proxy; b: labels",
            {"labels": {"mode": "god"}},
            "InvalidConfiguration",
            'spec.configuration.labels.mode: must be "fast" or "good", not "god"; did you mean good?',
        ),
        (
            "a: proxy; b: labels",
            {"labels": {"zoom": 1}},
            "InvalidConfiguration",
            "spec.configuration.labels.zoom: labels has no parameter zoom; known: enabled, minConfidence, mode",
        ),
        (
            "a: proxy; b: labels",
            {"labels": {"enabled": "no"}},
            "InvalidConfiguration",
            'spec.configuration.labels.enabled: must be true or false, not "no"',
        ),
        (
            "a: proxy; b: transcribe; c: translate@spanish",
            {"translate": {}},
            "UnknownOperator",
            "spec.configuration.translate: unknown operator translate; did you mean transcribe?",
        ),
    ],
)
def test_it_is_refused(stages: str, configuration: dict[str, dict[str, object]], reason: str, problem: str) -> None:
    answer = refused(stages, configuration=configuration)
    assert answer.reason == reason
    assert [str(each) for each in answer.problems] == [problem]


def test_two_that_write_the_same_medium_in_one_stage_are_refused() -> None:
    catalogue = CATALOGUE | {"subtitles": operator("subtitles", "=transcribe", "Text")}
    stages = "a: proxy; b: transcribe; c: translate subtitles"
    assert str(refused(stages, operators=catalogue)) == (
        "spec.stages[2].operators[1]: translate and subtitles both write Text in stage c; "
        "give one of them an alias, disable it, or move it to a later stage"
    )
    assert plan(stages, operators=catalogue, configuration={"subtitles": {"enabled": False}})
    assert plan(stages.replace("subtitles", "subtitles@own"), operators=catalogue)
    assert plan(stages.replace(" subtitles", "; d: subtitles"), operators=catalogue)


def test_a_medium_that_is_made_again_later_does_not_overwrite_the_first() -> None:
    catalogue = CATALOGUE | {"denoise": operator("denoise", "Audio", "Audio")}
    resolved = plan("a: proxy; b: denoise", operators=catalogue)
    keys = [output.key for step in resolved.steps for output in step.outputs if output.media == "Audio"]
    assert [key.rsplit("uid-of-run-1/", 1)[1] for key in keys] == ["audio.bin", "denoise/audio.bin"]


def test_those_that_wait_for_each_other_are_refused_by_name() -> None:
    catalogue = {"hen": operator("hen", "=egg"), "egg": operator("egg", "=hen"), "nest": operator("nest", "=egg")}
    answer = refused("farm: nest hen egg", operators=catalogue)
    assert str(answer) == (
        "spec.stages[0].operators[2]: egg and hen wait for each other in stage farm; put one of them into a later stage"
    )


def test_all_problems_are_told_at_once() -> None:
    answer = refused("a: proxy; b: labels", configuration={"labels": {"zoom": 1, "mode": 3}, "nobody": {}})
    assert len(answer.problems) == 3


def test_a_file_name_that_argo_would_expand_is_refused() -> None:
    wanted = request("a: proxy")
    hostile = replace(wanted, asset=asset(key="public/upload/newsroom/{{workflow.name}}.mp4"))
    answer = resolve(hostile)
    assert isinstance(answer, Refused)
    assert answer.problems[0].path == "spec.source"


def test_a_name_that_is_too_long_for_labels_is_refused() -> None:
    assert refused("a: proxy", execution="x" * 64).reason == "NameTooLong"


def test_a_right_workflow_has_no_problems() -> None:
    assert check_workflow(workflow(), CATALOGUE) == ()


def test_a_workflow_is_checked_for_every_type_of_asset() -> None:
    catalogue = CATALOGUE | {"thumbs": operator("thumbs", "Image", "Thumbnail")}
    (problem,) = check_workflow(workflow("a: proxy thumbs"), catalogue)
    assert problem.reason == "DuplicateMedium"
    assert plan("a: proxy thumbs", "Video", operators=catalogue), "only images trip it"


def test_a_wrong_value_in_a_workflow_is_found_where_it_stands() -> None:
    stages = [{"name": "a", "operators": [{"name": "proxy"}, {"name": "labels", "configuration": {"mode": 1}}]}]
    (problem,) = check_workflow(workflow(stages=stages), CATALOGUE)
    assert problem.path == "spec.stages[0].operators[1].configuration.mode"


LOOKUP = operator(
    "elsewhere", parameters={"as": {"type": "string", "default": ""}}, resultParameter="as", index={"list": "$.Own[*]"}
)
NAMING = {
    **CATALOGUE,
    "lookup": LOOKUP,
    "transcribe": operator("transcribe", "Audio", index={"list": "$.Items[*]"}, resultSchemaVersion=2),
}


def test_a_parameter_may_name_the_result_which_is_then_indexed_as_its_usual_maker_says() -> None:
    resolved = plan("a: lookup", operators=NAMING, configuration={"lookup": {"as": "transcribe"}})
    (step,) = resolved.runs
    assert (step.result_name, step.outputs[0].key.rpartition("/")[2]) == ("transcribe", "transcribe.json")
    assert step.spec.index == NAMING["transcribe"].index
    assert step.spec.result_schema_version == 2


def test_without_a_name_told_the_result_is_its_own() -> None:
    (step,) = plan("a: lookup", operators=NAMING).runs
    assert (step.result_name, step.spec.index) == ("elsewhere", LOOKUP.index)
    assert step.spec.result_schema_version == 1


def test_a_result_that_nobody_else_makes_has_no_index() -> None:
    (step,) = plan("a: lookup", operators=NAMING, configuration={"lookup": {"as": "mine"}}).runs
    assert (step.result_name, step.spec.index) == ("mine", None)


def test_a_named_result_is_read_under_its_name_and_under_no_other() -> None:
    told = {"said": {"as": "transcribe"}}
    resolved = plan("a: lookup@said; b: captions", operators=NAMING, configuration=told)
    assert chosen(resolved, "captions") == {"transcribe": ("transcribe", "said")}
    assert resolved.step("said").result_name == "transcribe"
    reader = {**NAMING, "reader": operator("reader", "=elsewhere?")}
    skipped = plan("a: lookup@said; b: reader", operators=reader, configuration=told).step("reader").skip
    assert skipped is not None


@pytest.mark.parametrize("name", ["plan", "../labels", "a/b", "1st", "a" * 64, "a\n"])
def test_a_result_is_not_stored_where_another_file_lies_or_none_may(name: str) -> None:
    told = refused("a: lookup", operators=NAMING, configuration={"lookup": {"as": name}})
    assert told.reason == "InvalidResultName"
    (problem,) = told.problems
    assert str(problem).startswith(f"spec.stages[0].operators[0]: lookup would store its result as {name!r}")


def test_an_alias_is_not_plan_for_its_result_would_replace_the_run_s_own() -> None:
    assert refused("a: proxy; b: labels@plan").reason == "InvalidResultName"


def test_two_results_of_one_name_are_refused_also_when_parameters_name_them() -> None:
    twice = refused(
        "a: proxy; b: transcribe; c: lookup", operators=NAMING, configuration={"lookup": {"as": "transcribe"}}
    )
    assert twice.reason == "DuplicateResult"


def test_a_source_whose_media_type_is_not_known_yet_plans_nothing() -> None:
    unknown = replace(asset(), media=MediaFacts())
    answer = resolve(replace(request("a: proxy"), asset=unknown))
    assert isinstance(answer, Refused)
    assert (answer.reason, answer.problems[0].path) == ("UnknownMediaType", "spec.source")
