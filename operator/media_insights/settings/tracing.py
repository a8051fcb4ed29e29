"""Settings of traces, the same for every process. The chart writes the variables."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from media_insights.runtime.otlp import SpanExporter
from media_insights.settings.environment import Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class TracingSettings:
    """What the administrator decided about traces."""

    endpoint: str = ""
    """Address of an OTLP receiver over HTTP, without the path ``/v1/traces``; empty: nothing is traced."""
    ratio: float = 1.0
    """How many of the traces that begin here are kept, 0 to 1; a caller's own traces are its decision."""
    header: tuple[str, str] | None = field(default=None, repr=False)
    """Name and value of a header that the receiver asks for, such as a token."""

    def exporter(self, component: str, replica: str) -> SpanExporter | None:
        """Return what takes the spans of a process; None where nothing is traced."""
        if not self.endpoint:
            return None
        return SpanExporter(
            endpoint=self.endpoint, header=self.header, ratio=self.ratio, component=component, replica=replica
        )


def tracing_of(env: Environment) -> TracingSettings:
    """Return the settings that the environment holds; InvalidSettings names the variable and what would be right."""
    return TracingSettings(
        endpoint=env.parsed("OTLP_ENDPOINT", "", _address),
        ratio=env.parsed("TRACE_RATIO", 1.0, _ratio),
        header=env.secret("OTLP_HEADER", _header),
    )


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("it is the address of an OTLP receiver over HTTP, like http://collector.tracing:4318")
    return text.rstrip("/").removesuffix("/v1/traces")


def _ratio(text: str) -> float:
    ratio = float(text)
    if not 0 <= ratio <= 1:
        raise ValueError("it must be 0 to 1")
    return ratio


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip() or not value.strip():
        raise ValueError("it is a name and a value with a colon between them")
    return name.strip(), value.strip()
