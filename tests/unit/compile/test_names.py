"""Names and texts that a registry and Argo accept."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.compile.names import image_of, unexpanded
from media_insights.compile.settings import CompileSettings
from tests.unit.compile.compiled import SETTINGS

MIRRORED = replace(SETTINGS, images={"y": "mirror/y:2"})
BARE = replace(SETTINGS, registry="", tag="dev")


@pytest.mark.parametrize(
    ("image", "settings", "reference"),
    [
        ("x", SETTINGS, "registry.example/media-insights/x:1.2.3"),
        ("x", replace(SETTINGS, registry="registry.example/"), "registry.example/x:1.2.3"),
        ("x", BARE, "x:dev"),
        ("y", MIRRORED, "mirror/y:2"),
        ("x:2", MIRRORED, "x:2"),
        ("x@sha256:0", MIRRORED, "x@sha256:0"),
        ("ghcr.io/someone/x", MIRRORED, "ghcr.io/someone/x"),
    ],
    ids=[
        "a short name gets registry and tag",
        "one slash between them",
        "or the tag alone",
        "unless the installation names it",
        "a tag is kept",
        "a digest is kept",
        "a path is kept",
    ],
)
def test_an_operator_s_image_is_a_full_reference(image: str, settings: CompileSettings, reference: str) -> None:
    assert image_of(image, settings) == reference


json_values = st.recursive(
    st.none() | st.booleans() | st.text(alphabet='{}"\\a'), lambda each: st.dictionaries(st.text("{}a"), each)
)


@given(json_values)
def test_json_means_the_same_and_holds_no_variable(value: object) -> None:
    text = unexpanded(json.dumps({"value": value}, separators=(", ", ": ")))
    assert json.loads(text) == {"value": value}
    assert "{{" not in text
