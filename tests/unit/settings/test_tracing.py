import traceback

import pytest

from media_insights.errors import InvalidSettings
from media_insights.settings.environment import Environment
from media_insights.settings.tracing import tracing_of


def read(**variables: str) -> Environment:
    return Environment({f"MEDIA_INSIGHTS_{name}": value for name, value in variables.items()})


def test_nothing_is_traced_unless_a_receiver_is_named() -> None:
    found = tracing_of(read(TRACE_RATIO="0.5"))
    assert found.exporter("api", "one") is None


def test_a_receiver_is_named_with_its_path_or_without_and_its_token_is_not_told() -> None:
    found = tracing_of(read(OTLP_ENDPOINT="https://otlp.example/base/v1/traces", OTLP_HEADER="Authorization: Bearer x"))
    assert (found.endpoint, found.ratio) == ("https://otlp.example/base", 1.0)
    exporter = found.exporter("api", "one")
    assert exporter
    assert exporter.header == ("Authorization", "Bearer x")
    assert "Bearer" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OTLP_ENDPOINT", "collector:4317", "the address of an OTLP receiver over HTTP"),
        ("TRACE_RATIO", "2", "it must be 0 to 1"),
    ],
)
def test_what_is_wrong_is_said_with_the_variable(name: str, value: str, said: str) -> None:
    with pytest.raises(InvalidSettings, match=f"MEDIA_INSIGHTS_{name} .*{said}"):
        tracing_of(read(**{name: value}))


@pytest.mark.parametrize("header", ["Bearer s3cr3t", ": s3cr3t", "s3cr3t:"])
def test_a_header_that_cannot_be_read_is_not_told_either(header: str) -> None:
    with pytest.raises(InvalidSettings, match="with a colon between them") as refused:
        tracing_of(read(OTLP_HEADER=header))
    assert "MEDIA_INSIGHTS_OTLP_HEADER" in str(refused.value)
    assert "s3cr3t" not in "".join(traceback.format_exception(refused.value))
