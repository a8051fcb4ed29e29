"""Which results an operator read is what the plan of its run says."""

from media_insights.domain.planning.plan import WiredInput
from media_insights.storage.result_sources import sources_in, sources_of, steps_by_key
from tests.unit import builders
from tests.unit.search.spoken import step

PLAN = builders.plan("prepare: proxy; analyze: labels")


def test_a_source_is_a_result_or_who_made_a_medium() -> None:
    made = step("translate", "f")
    text = next(each.key for each in made.outputs if each.media == "Translation")
    inputs = (
        WiredInput(name="t", key="f/TranscribeVideo.json", result="TranscribeVideo"),
        WiredInput(name="x", key=text),
    )
    reads = step("text-embedding", "f", *inputs, WiredInput(name="u", key="public/upload/n/own.txt"))
    steps = {output.key: each for each in (made, reads) for output in each.outputs}
    assert sources_in(reads, steps) == ("TranscribeVideo", "Translate")


def test_only_results_of_known_plans_have_sources() -> None:
    labels = PLAN.step("labels")
    key = next(output.key for output in labels.outputs if output.result)
    assert sources_of([PLAN], {"labels": key, "lost": "elsewhere"}) == {
        "labels": sources_in(labels, steps_by_key([PLAN]))
    }
