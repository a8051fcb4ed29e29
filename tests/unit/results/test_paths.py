"""The part of JSONPath that operators use."""

import pytest

from media_insights.results.paths import InvalidPath, parse_path

RESULT = {
    "Labels": [
        {"Label": {"Name": "Cat", "Parents": [{"Name": "Pet"}, {"Name": "Animal"}]}},
        {"Label": {"Name": "Sky", "Parents": []}},
        {"Name": None},
    ],
    "deep": {"er": [1, 2, 3]},
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.Labels[*].Label.Name", ["Cat", "Sky"]),
        ("Labels[*].Label.Parents[*].Name", ["Pet", "Animal"]),
        ("deep.er[1]", [2]),
        ("deep.er[7]", []),
        ("deep.er[*]", [1, 2, 3]),
        ("$.nothing | $.deep.er[0]", [1]),
        ("$.deep.er[0] | $.Labels[*]", [1]),
        ("Labels[2].Name", []),
        ("Labels.Name", []),
        ("deep[*]", []),
    ],
)
def test_what_a_path_finds(path: str, found: list[object]) -> None:
    assert parse_path(path).values(RESULT) == found


@pytest.mark.parametrize("root", [None, 3, "text", [], {}])
def test_a_result_of_another_shape_holds_nothing(root: object) -> None:
    assert parse_path("$.Labels[*].Name").values(root) == []


@pytest.mark.parametrize("text", ["", "$", "a..b", "a[", "a[-1]", "a[?(@.b)]", "a b", "a |", "$a", "a.", "..a", ".a.*"])
def test_what_is_no_path(text: str) -> None:
    with pytest.raises(InvalidPath, match=r"path is empty|cannot be read"):
        parse_path(text)


@pytest.mark.parametrize(("path", "many"), [("a.b[0]", False), ("a[*].b", True), ("a | b[*]", True)])
def test_whether_several_values_may_be_found(path: str, many: bool) -> None:  # noqa: FBT001 - a row of a table
    assert parse_path(path).is_many is many


@pytest.mark.parametrize(
    "path", ["$.Labels[*].Label.Name", "Labels[*]", "deep.er[1]", "$.nothing | $.deep.er[0]", "no"]
)
def test_what_stands_at_a_place_is_what_the_path_finds(path: str) -> None:
    parsed = parse_path(path)
    assert [holder[key] for holder, key in parsed.places(RESULT)] == parsed.values(RESULT)
