"""What an operator is told of mounted models and of a GPU: the same by both engines."""

from typing import Any

import pytest

from media_insights.domain.running.mounted_models import variables_of_devices, variables_of_models
from tests.unit.builders import operator

DIGEST = f"sha256:{7:064x}"


@pytest.mark.parametrize(
    ("source", "variables"),
    [
        (None, {}),
        ({"image": f"m@{DIGEST}"}, {"MOUNTED_MODELS": "/mounted-models", "MOUNTED_MODE": "Add"}),
        (
            {"claim": "m", "digest": DIGEST, "mode": "Replace"},
            {"MOUNTED_MODELS": "/mounted-models", "MOUNTED_MODE": "Replace", "MOUNTED_DIGEST": DIGEST},
        ),
    ],
    ids=["nothing is mounted", "the kubelet vouches for an image", "a claim has a digest to check"],
)
def test_models(source: dict[str, str] | None, variables: dict[str, str]) -> None:
    spec = operator("x", "Video", modelSource=source)
    assert variables_of_models(spec) == {f"MEDIA_INSIGHTS_{name}": value for name, value in variables.items()}


def test_a_folder_of_this_machine_is_named_as_it_is() -> None:
    spec = operator("x", "Video", modelSource={"digest": DIGEST})
    assert variables_of_models(spec, "/home/me/models")["MEDIA_INSIGHTS_MOUNTED_MODELS"] == "/home/me/models"


@pytest.mark.parametrize(
    ("gpu", "reserved", "told"),
    [
        (None, True, ""),
        ({"mode": "Preferred"}, False, ""),
        ({"mode": "Preferred"}, True, "Preferred"),
        ({"mode": "Required"}, False, "Required"),
    ],
)
def test_devices(gpu: dict[str, Any] | None, reserved: bool, told: str) -> None:  # noqa: FBT001 - a row
    spec = operator("x", "Video", resources={"gpu": gpu} if gpu else {})
    assert variables_of_devices(spec, reserved=reserved) == ({"MEDIA_INSIGHTS_GPU": told} if told else {})
