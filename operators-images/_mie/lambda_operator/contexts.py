"""The second argument of a handler: what Lambda tells a function about its call."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNLIMITED_SECONDS = 3600.0
"""Taken where the engine does not tell the operator's timeout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What bounds the run."""

    name: str
    seconds: float
    """The operator's timeout, from now on."""
    began: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, context: Mapping[str, Any]) -> "Limits":
        """Read them from ``context.json``."""
        told = context.get("operator", {})
        return cls(name=told.get("name", "operator"), seconds=float(told.get("timeoutSeconds", UNLIMITED_SECONDS)))

    @property
    def left(self) -> float:
        """Seconds that are left, never below 0."""
        return max(0.0, self.began + self.seconds - time.monotonic())


@dataclass(slots=True)
class LambdaContext:
    """One call, with the names of AWS Lambda's context object for Python."""

    limits: Limits
    function_name: str = field(init=False)
    function_version: str = "$LATEST"
    invoked_function_arn: str = field(init=False)
    memory_limit_in_mb: str = "3008"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    log_group_name: str = field(init=False)
    log_stream_name: str = "media-insights"
    identity: None = None
    client_context: None = None

    def __post_init__(self) -> None:
        """Derive what follows from the operator's name."""
        self.function_name = self.limits.name
        self.invoked_function_arn = f"arn:aws:lambda:local:000000000000:function:{self.limits.name}"
        self.log_group_name = f"/aws/lambda/{self.limits.name}"

    def get_remaining_time_in_millis(self) -> int:
        """Return what is left of the operator's timeout."""
        return int(self.limits.left * 1000)
