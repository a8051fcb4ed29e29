"""What an edit must have is said by field."""

from typing import Any

import pytest

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.edits.edit_log import Anchor, Edit
from media_insights.domain.edits.edit_rules import problems_of_edit

ONE = Index.model_validate({"list": "$.a[*]", "fields": {"Name": "n"}})
SPOKEN = Index.model_validate({"list": "$.a[*]", "fields": {"Name": "n", "Speaker": "s"}})
MANY = Index.model_validate({"list": "$.a[*]", "fields": {"Name": "n[*]"}})
NAMELESS = Index.model_validate({"list": "$.a[*]", "title": "{Type}"})
CAT = Anchor(title="Cat")


@pytest.mark.parametrize(
    ("index", "edit", "places"),
    [
        (ONE, {"operation": "text", "anchor": CAT, "value": "Lynx"}, []),
        (ONE, {"operation": "text", "anchor": CAT, "value": " "}, ["/value"]),
        (ONE, {"operation": "text", "value": "Lynx"}, ["/anchor"]),
        (MANY, {"operation": "text", "anchor": CAT, "value": "Lynx"}, ["/operation"]),
        (ONE, {"operation": "hide"}, ["/anchor"]),
        (ONE, {"operation": "confirm", "anchor": CAT}, []),
        (SPOKEN, {"operation": "speaker", "anchor": CAT, "value": "Ann"}, []),
        (ONE, {"operation": "speaker", "anchor": CAT, "value": "Ann"}, ["/operation"]),
        (ONE, {"operation": "rename", "originals": ("Cat",), "value": "Lynx"}, []),
        (MANY, {"operation": "rename", "originals": ("Cat",), "value": "Lynx"}, []),
        (ONE, {"operation": "rename", "originals": (), "value": "Lynx"}, ["/originals"]),
        (ONE, {"operation": "rename", "field": "Nam", "originals": ("Cat",), "value": "Lynx"}, ["/field"]),
        (ONE, {"operation": "merge", "originals": ("Cat", "Cat")}, ["/value", "/originals"]),
        (MANY, {"operation": "name", "anchor": CAT, "value": "Tom"}, []),
        (NAMELESS, {"operation": "name", "anchor": CAT, "value": "Tom"}, ["/operation"]),
        (ONE, {"operation": "hide", "anchor": Anchor(title="Cat", throughout=True)}, ["/anchor/start"]),
    ],
)
def test_which_fields_are_wrong(index: Index, edit: dict[str, Any], places: list[str]) -> None:
    entry = Edit(id="1", at="", by="ann", result="labels", **edit)
    assert [place for place, _ in problems_of_edit(entry, index)] == places
