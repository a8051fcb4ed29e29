"""What an operator that nobody defined as an operation is told as: its command may be any."""

import pytest

from media_insights.api.v1alpha1 import MediaOperatorSpec
from media_insights.rest.mie.operations import functions_of

RUNS = ("python", "-m", "lambda_operator")
PLAIN = {"Type": "Sync", "StartLambdaArn": "words:1"}


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ((), PLAIN),
        (("words",), PLAIN),
        (RUNS, PLAIN),
        ((*RUNS, "--help"), PLAIN),
        ((*RUNS, "a.start", "--monitor"), PLAIN),
        ((*RUNS, "--monitor", "a.ask"), PLAIN),
        ((*RUNS, "a.start", "--other"), PLAIN),
        ((*RUNS, "a.start"), {"Type": "Sync", "StartLambdaArn": "words:1#a.start"}),
        (
            (*RUNS, "a.start", "--monitor", "a.ask", "--every", "10"),
            {"Type": "Async", "StartLambdaArn": "words:1#a.start", "MonitorLambdaArn": "words:1#a.ask"},
        ),
    ],
)
def test_an_operator_is_told_by_its_functions_or_by_its_image(command: tuple[str, ...], told: dict[str, str]) -> None:
    spec = MediaOperatorSpec.model_validate(
        {"version": "1", "resultName": "words", "image": "words:1"}
        | {
            "command": list(command),
            "outputs": [{"name": "result", "file": "result.json", "result": True, "contentType": "application/json"}],
        }
    )
    assert functions_of(spec) == told
