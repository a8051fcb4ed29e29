"""Reference pages say every field of a schema by its path."""

from typing import Any

from dev.site.reference import kind_page, result_page, routes_page

SCHEMA: dict[str, Any] = {
    "description": "Things\nof a video.",
    "type": "object",
    "properties": {"Things": {"type": "array", "items": {"$ref": "#/$defs/Thing"}, "description": "All | of them."}},
    "$defs": {
        "Thing": {
            "type": "object",
            "properties": {
                "Name": {"enum": ["a", "b"], "description": "<b> it"},
                "Parts": {"type": "array", "items": {"$ref": "#/$defs/Thing"}},
            },
        }
    },
}


def test_a_result_has_its_members_by_path() -> None:
    page = result_page("things", SCHEMA)
    assert page.startswith("# things\n\nThings of a video.\n")
    assert "| `Things` | array | All \\| of them. |" in page
    assert "| `Things[].Name` | `a` `b` | &lt;b&gt; it |" in page
    assert "Things[].Parts[]" not in page, "what contains itself is said once"


def test_a_kind_has_its_fields() -> None:
    spec = {"type": "object", "properties": {"source": {"type": "object", "properties": {"key": {"type": "string"}}}}}
    version = {"name": "v1", "schema": {"openAPIV3Schema": {"description": "A file.", "properties": {"spec": spec}}}}
    names = {"kind": "MediaThing", "shortNames": ["mt"]}
    page = kind_page({"spec": {"group": "example.org", "names": names, "versions": [version]}})
    assert "`example.org/v1`, short `mt`." in page
    assert "| `spec.source.key` | string |  |" in page


def test_routes_are_listed_with_their_answers() -> None:
    openapi = {"paths": {"/v1/a/{id}": {"get": {"summary": "Read one", "responses": {"200": {}, "404": {}}}}}}
    assert "| `GET /v1/a/{id}` | Read one | 200, 404 |" in routes_page(openapi)
