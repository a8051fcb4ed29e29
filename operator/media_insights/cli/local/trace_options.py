"""Option of commands whose requests and runs can be traced."""

from typing import TYPE_CHECKING, Annotated

import typer

from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.settings.environment import PREFIX

if TYPE_CHECKING:
    from media_insights.runtime.otlp import SpanExporter

_VARIABLE = f"{PREFIX}OTLP_ENDPOINT"

OtlpEndpoint = Annotated[
    str,
    typer.Option(
        "--otlp-endpoint", envvar=_VARIABLE, help="OTLP receiver over HTTP that requests and runs are traced to."
    ),
]


def exporter_of(endpoint: str) -> "SpanExporter | None":
    """Return what exports spans to a receiver; None without one. Raises Failure for what is no address."""
    if not endpoint:
        return None
    from media_insights.errors import InvalidSettings  # noqa: PLC0415 - for this option only
    from media_insights.settings.environment import Environment  # noqa: PLC0415
    from media_insights.settings.tracing import tracing_of  # noqa: PLC0415

    try:
        found = tracing_of(Environment({_VARIABLE: endpoint}))
    except InvalidSettings as error:
        raise Failure(f"--otlp-endpoint: {error}", code=USAGE) from None
    return found.exporter("serve", "local")
