"""Results become moments by the index of their operator."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.deciding.operator_checks import check_operator
from media_insights.results.moments import Box, Moment, moments_of
from tests.unit.builders import operator

LABELS = Index.model_validate(
    {
        "list": "$.Labels[*]",
        "operator": "label_detection",
        "time": {"at": "Timestamp"},
        "confidence": {"field": "Label.Confidence | Confidence"},
        "boxes": "Label.Instances[*].BoundingBox | Instances[*].BoundingBox",
        "fields": {"Name": "Label.Name | Name", "Parents": "Label.Parents[*].Name | Parents[*].Name"},
    }
)
CAPTIONS = Index.model_validate(
    {
        "list": "$.WebCaptions[*]",
        "operator": "captions",
        "time": {"from": "start", "to": "end", "unit": "Seconds"},
        "confidence": {"field": "wordConfidence[*].c", "scale": 1},
        "fields": {"Caption": "caption"},
        "title": "Caption",
    }
)
BOX = {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4}
CAT = {"Name": "Cat", "Confidence": 90.5, "Instances": [{"BoundingBox": BOX}], "Parents": [{"Name": "Pet"}]}
A_CAT: dict[str, Any] = {
    "operator": "label_detection",
    "title": "Cat",
    "confidence": 90.5,
    "boxes": (Box(left=0.1, top=0.2, width=0.3, height=0.4),),
    "fields": {"Name": "Cat", "Parents": ["Pet"]},
}


def one(result: Any, index: Index) -> Moment:
    (moment,) = moments_of(result, index)
    return moment


def test_a_film_s_label_has_a_time() -> None:
    assert one({"Labels": [{"Timestamp": 2000, "Label": CAT}]}, LABELS) == Moment(start=2000, **A_CAT)


def test_a_picture_s_label_is_the_same_without_one() -> None:
    assert one({"Labels": [CAT]}, LABELS) == Moment(**A_CAT)


def test_seconds_and_shares_become_milliseconds_and_percent() -> None:
    caption = {"start": 1.0306, "end": 2.5, "caption": "Hi", "wordConfidence": [{"c": 0.2}, {"c": 0.93}]}
    moment = one({"WebCaptions": [caption]}, CAPTIONS)
    assert (moment.start, moment.end, moment.confidence, moment.title) == (1031, 2500, 93, "Hi")


def test_an_end_is_never_before_its_start() -> None:
    moment = one({"WebCaptions": [{"start": 3, "end": 2, "caption": ""}]}, CAPTIONS)
    assert (moment.start, moment.end) == (3000, 3000)


@pytest.mark.parametrize(
    "label", [{}, {"Timestamp": "soon"}, {"Timestamp": True}, {"Label": 3}, {"Label": {"Instances": [{}, 7]}}, None]
)
def test_what_is_missing_or_odd_is_left_out(label: object) -> None:
    for moment in moments_of({"Labels": [label]}, LABELS):
        assert moment == Moment(operator="label_detection")


@pytest.mark.parametrize(
    ("title", "found"),
    [("Name", "Ann"), ("{Name} {Number}", "Ann 4"), ("{Name} {Height}", "Nobody"), ("Height", "Nobody")],
)
def test_a_title_is_a_field_or_made_of_several_and_never_half_filled(title: str, found: str) -> None:
    index = Index.model_validate(
        {
            "list": "people[*]",
            "fields": {"Name": "name", "Number": "number", "Height": "height"},
            "title": title,
            "untitled": "Nobody",
        }
    )
    assert one({"people": [{"name": "Ann", "number": 4}]}, index).title == found


def test_what_holds_for_the_whole_result_is_a_field_of_every_moment() -> None:
    index = Index.model_validate({"list": "lines[*]", "common": {"Language": "language"}, "fields": {"Name": "text"}})
    moments = list(moments_of({"language": "en", "lines": [{"text": "a"}, {"text": "b"}]}, index))
    assert [each.fields for each in moments] == [{"Language": "en", "Name": "a"}, {"Language": "en", "Name": "b"}]


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Labels", "Label", "Timestamp", "Instances", "BoundingBox", "Left", "Name", "Confidence"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_result_makes_it_fail(result: Any) -> None:
    for moment in moments_of(result, LABELS):
        assert moment.start is None or isinstance(moment.start, int)


@pytest.mark.parametrize(
    ("index", "problem"),
    [
        ({"list": "$..Labels"}, "spec.index.list: '$..Labels' cannot be read from '..Labels' on"),
        ({"list": "a[*]", "fields": {"Name": "b[?]"}}, "spec.index.fields.Name: 'b[?]' cannot be read from"),
        ({"list": "a[*]", "time": {"at": "a b"}}, "spec.index.time.at: 'a b' cannot be read from"),
        ({"list": "a[*]", "fields": {"Name": "b"}, "title": "Text"}, "spec.index.title: Text is no field of the index"),
        ({"list": "a[*]", "title": "Person {Id}"}, "spec.index.title: Id is no field of the index"),
        ({"list": "a[*]", "types": {"Width": "Number"}}, "spec.index.types: Width is no field of the index"),
        ({"list": "a[*]", "stretch": {"by": ["Name"]}}, "spec.index.stretch.by: Name is no field of the index"),
        ({"list": "a[*]", "common": {"Language": "b c"}}, "spec.index.common.Language: 'b c' cannot be read from"),
        (
            {"list": "a[*]", "samples": {"list": "b[*]", "boxes": "c d", "by": {}, "time": {"at": "t"}}},
            "spec.index.samples.boxes: 'c d' cannot be read from",
        ),
    ],
)
def test_an_index_that_cannot_be_read_is_refused(index: dict[str, object], problem: str) -> None:
    (found,) = check_operator(operator("x").model_copy(update={"index": Index.model_validate(index)}))
    assert str(found).startswith(problem)


@pytest.mark.parametrize("number", [10**400, -(10**400), 1e306, float("inf"), float("nan"), 2**60])
def test_numbers_that_nobody_measured_are_left_out(number: float) -> None:
    index = LABELS.model_copy(update={"time": CAPTIONS.time})
    hostile = {**CAT, "start": number, "Confidence": number, "Instances": [{"BoundingBox": {**BOX, "Left": number}}]}
    (found,) = moments_of({"Labels": [hostile]}, index)
    assert (found.title, found.start, found.confidence, found.boxes) == ("Cat", None, None, ())


@pytest.mark.parametrize(("seconds", "start"), [(-1, None), (0, 0), (2**30, 2**30 * 1000), (2**31, None)])
def test_a_time_is_one_that_an_edit_can_name(seconds: float, start: int | None) -> None:
    (found,) = moments_of({"WebCaptions": [{"start": seconds, "caption": "Hello"}]}, CAPTIONS)
    assert found.start == start
