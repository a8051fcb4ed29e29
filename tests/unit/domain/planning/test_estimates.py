"""What a run would cost is told from what the same steps did cost, and from nothing else."""

import pytest

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.asset import MediaFacts
from media_insights.domain.planning.estimates import Estimate, Figure, estimates_of, figures_of, total_of, unit_of
from tests.unit.builders import plan
from tests.unit.controller.objects import execution

TWO_MINUTES = MediaFacts(type="Video", duration_millis=120_000)
WORKFLOW = execution("Complete").spec.workflow


def ended(*operators: dict[str, object]) -> MediaExecution:
    return execution("Complete", status={"stages": [{"name": "s", "operators": list(operators)}]})


PROXY: dict[str, object] = {"name": "proxy", "status": "Complete", "cost": {"cpuSeconds": 30.0}}


def test_a_figure_is_cpu_seconds_of_a_minute_or_of_a_file_without_length() -> None:
    assert figures_of(ended(PROXY), TWO_MINUTES, WORKFLOW) == (Figure("proxy", "proxy", "Video", 15.0),)
    assert figures_of(ended(PROXY), MediaFacts(type="Image"), WORKFLOW) == (Figure("proxy", "proxy", "Image", 30.0),)
    assert (unit_of("Audio"), unit_of("Text")) == ("minute", "file")


@pytest.mark.parametrize("media", [None, MediaFacts(), MediaFacts(type="Video"), MediaFacts(type="Audio")])
def test_nothing_is_known_of_media_whose_size_is_not(media: MediaFacts | None) -> None:
    assert figures_of(ended(PROXY), media, WORKFLOW) == ()


@pytest.mark.parametrize("changed", [{"status": "Error"}, {"cost": None}, {"cost": {"bytesWritten": 5}}])
def test_what_failed_or_was_not_measured_says_nothing(changed: dict[str, object]) -> None:
    assert figures_of(ended({**PROXY, **changed}), TWO_MINUTES, WORKFLOW) == ()


def test_a_step_of_another_workflow_may_be_another_operator() -> None:
    assert figures_of(ended(PROXY), TWO_MINUTES, "another") == ()


def test_steps_that_run_are_estimated_from_runs_over_such_media() -> None:
    figures = [Figure("proxy", "proxy", "Video", each) for each in (10.0, 30.0, 11.0)]
    others = [
        Figure("proxy", "proxy", "Audio", 1.0),
        Figure("unknown", "unknown", "Video", 1.0),
        Figure("labels", "labels", "Video", 4.0),
    ]
    found = estimates_of(plan("prepare: proxy; analyze: labels shots"), [*figures, *others])
    assert found == {
        "proxy": Estimate(runs=3, middle=11.0, lowest=10.0, highest=30.0),
        "labels": Estimate(runs=1, middle=4.0, lowest=4.0, highest=4.0),
    }
    assert total_of(found) == Estimate(runs=1, middle=15.0, lowest=14.0, highest=34.0)
    assert total_of({}) is None


def test_an_alias_that_moved_to_another_operator_has_no_earlier_runs() -> None:
    of_labels: dict[str, object] = {
        "name": "second",
        "operator": "labels",
        "status": "Complete",
        "cost": {"cpuSeconds": 30.0},
    }
    of_shots: dict[str, object] = {**of_labels, "operator": "shots", "cost": {"cpuSeconds": 4.0}}
    figures = [
        *figures_of(ended(of_labels), TWO_MINUTES, WORKFLOW),
        *figures_of(ended(of_shots), TWO_MINUTES, WORKFLOW),
    ]
    found = estimates_of(plan("prepare: proxy; analyze: shots@second"), figures)
    assert found == {"second": Estimate(runs=1, middle=2.0, lowest=2.0, highest=2.0)}
