"""What names an image of models: schema and reader say the same."""

import re

import pytest
from pydantic import ValidationError

from media_insights.api.v1alpha1.operator_model_source import PINNED_IMAGE, REFERENCE, SOURCE_RULES, ModelSource

HEX = f"{7:064x}"


@pytest.mark.parametrize(
    "image", [f"m@sha256:{HEX}", f"r.example:5000/y/Models_1:v1.2@sha256:{HEX}"], ids=["a name", "registry and tag"]
)
def test_a_reference_with_a_digest_is_one(image: str) -> None:
    assert ModelSource(image=image).content == f"sha256:{HEX}"


@pytest.mark.parametrize(
    "image",
    [
        "m:v1",
        f"m@sha256:{HEX[:-1]}",
        f"m@sha256:{HEX[:-1]}g",
        f"m@sha256:{HEX[:-1]}A",
        f"m@sha256:{HEX}\n",
        f"a b@sha256:{HEX}",
        f"{{{{workflow.name}}}}@sha256:{HEX}",
        f"m@sha256:{{{{{'x' * 60}}}}}",
        f"@sha256:{HEX}",
    ],
)
def test_what_is_none_or_would_be_read_by_argo_is_refused(image: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(PINNED_IMAGE)):
        ModelSource(image=image)


def test_the_schema_has_the_same_expression() -> None:
    (rule,) = (each["rule"] for each in SOURCE_RULES if each["message"] == PINNED_IMAGE)
    assert f"self.image.matches('^{REFERENCE}$')" in rule
