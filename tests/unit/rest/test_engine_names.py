"""Names of the engine's clients become names of ours, and are kept."""

import pytest

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.rest.mie.engine_names import EngineNames, names_of, our_name
from media_insights.rest.problems import ApiRefusal

SPEC = {"stages": [{"name": "text", "operators": [{"name": "words"}]}]}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("MieCompleteWorkflow", "mie-complete-workflow"),
        ("defaultVideoStage", "default-video-stage"),
        ("a b_c.d", "a-b-c-d"),
        ("_words", "words"),
        ("X" * 80, "x" * 63),
    ],
)
def test_names_become_labels(theirs: str, ours: str) -> None:
    assert our_name(theirs, "Name") == ours


def test_a_name_without_letters_is_refused() -> None:
    with pytest.raises(ApiRefusal, match="has no letter and no digit"):
        our_name("___", "Name")


def test_names_are_read_as_they_were_noted() -> None:
    names = EngineNames("Büro", {"text": "TextStage"}, is_stage=True)
    manifest = names.noted({"metadata": {"name": "b-ro", "namespace": "n"}, "spec": SPEC})
    assert names_of(MediaWorkflow.model_validate(manifest)) == names


@pytest.mark.parametrize("noted", ["", "[]", "{", '{"stages": 1}', '"x"'])
def test_what_somebody_else_noted_changes_nothing(noted: str) -> None:
    meta = {"name": "mine", "annotations": {"mediainsights.dev/mie-names": noted}}
    assert names_of(MediaWorkflow.model_validate({"metadata": meta, "spec": SPEC})) == EngineNames("mine")
