"""What a workflow would do and cost, as the API answers it."""

from typing import Any

from media_insights.client.answers import ApiAnswer


class AnsweredStepCost(ApiAnswer):
    """CPU seconds that earlier runs of a step used, for a minute or for a file."""

    name: str
    runs: int
    middle: float
    lowest: float
    highest: float


class EstimatedCost(ApiAnswer):
    """CPU seconds of all steps of which something is known, together."""

    per: str
    """``minute`` of what has a length, else ``file``."""
    runs: int
    middle: float
    lowest: float
    highest: float
    steps: tuple[AnsweredStepCost, ...]
    unknown: int
    """Operators that run of which no earlier run says anything."""


class AnsweredExplanation(ApiAnswer):
    """What a workflow would do over media of one type."""

    type: str
    plan: dict[str, Any]
    estimate: EstimatedCost | None = None


class AnsweredExplanations(ApiAnswer):
    """What a workflow would do over media of each type."""

    types: tuple[AnsweredExplanation, ...]
