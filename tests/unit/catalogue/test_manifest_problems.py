"""Names of Media Insights Engine in a manifest are answered with what they are here, without noise."""

from typing import Any

import pytest
from pydantic import ValidationError

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.catalogue.engine_operators import ours_for
from media_insights.catalogue.manifest_problems import sentences_of


def problems(*operators: Any, stage: str = "text") -> list[str]:
    stages = [{"name": stage, "operators": list(operators)}]
    with pytest.raises(ValidationError) as caught:
        MediaWorkflow.model_validate({"metadata": {"name": "x"}, "spec": {"stages": stages}})
    return sentences_of(caught.value.errors())


def test_a_stage_of_the_engine_is_told_its_name_here_and_nothing_that_only_follows() -> None:
    assert problems({"name": "labels"}, stage="defaultStage") == [
        'spec.stages.0.name is "defaultStage": a name is made of a to z, digits and dashes: write default-stage'
    ]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("labelDetection", "label-detection"),
        ("labelDetectionImage", "label-detection"),
        ("TranscribeVideo", "transcribe"),
        ("Thumbnail", "proxy"),
        ("PollyWebCaptions", "speech-synthesis"),
        ("technicalCueDetection", "technical-cues"),
        ("MediainfoImage", "mediainfo"),
    ],
)
def test_an_operator_of_the_engine_is_told_what_does_its_work(theirs: str, ours: str) -> None:
    (found,) = problems({"name": theirs})
    assert found.endswith(f"; this operator is {ours} here")
    assert ours_for(theirs) == ours


def test_a_field_that_is_none_is_called_so() -> None:
    (found,) = problems({"name": "x", "aliass": "y"})
    assert found.startswith("spec.stages.0.operators.0.aliass: there is no such field here")


def test_other_problems_keep_their_words() -> None:
    (found,) = problems({"name": "x", "alias": "__"})
    assert found.endswith("begins and ends with no dash")
