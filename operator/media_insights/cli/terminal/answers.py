"""Answers to stages that wait for a person, as people type them."""

import json
from collections.abc import Iterable
from typing import Any

from media_insights.cli.terminal.failures import USAGE, Failure


def answers_of(options: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return stage → data of ``STAGE`` or ``STAGE={"a": 1}``. Raises Failure when the data is no JSON object."""
    pairs = (option.partition("=") for option in options)
    return {stage: data_of(text or "{}") for stage, _, text in pairs}


def data_of(text: str) -> dict[str, Any]:
    """Return a JSON object. Raises Failure with what was wrong."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Failure(
            f'the data {text!r} is no JSON ({error}): write for instance {{"approved": true}}', code=USAGE
        ) from error
    if not isinstance(found, dict):
        raise Failure(f'the data must be a JSON object, for instance {{"approved": true}}, not {text}', code=USAGE)
    return found
