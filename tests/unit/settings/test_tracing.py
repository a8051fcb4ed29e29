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
        ("OTLP_HEADER", "Bearer x", "with a colon between them"),
    ],
)
def test_what_is_wrong_is_said_with_the_variable(name: str, value: str, said: str) -> None:
    with pytest.raises(InvalidSettings, match=f"MEDIA_INSIGHTS_{name} .*{said}"):
        tracing_of(read(**{name: value}))
