"""Calling the handlers as MIE's state machine does, until the operation has ended."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lambda_operator import lasting
from lambda_operator.contexts import LambdaContext, Limits
from lambda_operator.events import Event
from lambda_operator.handlers import Handler
from media_operator import BadParameters, TryAgain, UnusableInput
from MediaInsightsEngineLambdaHelper.errors import MasExecutionError
from MediaInsightsEngineLambdaHelper.statuses import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """The handlers of one operator."""

    start: Handler
    monitor: Handler | None = None
    """Asked until it no longer says Executing; None for an operator that MIE calls Sync."""
    every: float = 10.0
    """Seconds before each question."""
    wait: Callable[[float], None] = time.sleep


def to_the_end(operation: Operation, event: Event, limits: Limits) -> Event:
    """Return the output object of a Complete operation.

    A monitor is asked at least once, as in MIE, and is given what the call before it returned. Raises TryAgain for a
    MasExecutionError, which MIE tries again, unless what it came from lasts; UnusableInput for that, and for an
    operation that says it has failed; BadParameters for
    one that nobody asks how it goes on. Every other exception of a handler stays as it is.
    """
    output = _called(operation.start, event, limits)
    if operation.monitor:
        operation.wait(operation.every)
        output = _called(operation.monitor, event | output, limits)
        while output.get("Status") == Status.OPERATION_STATUS_EXECUTING:
            operation.wait(operation.every)
            output = _called(operation.monitor, event | output, limits)
    if output.get("Status") == Status.OPERATION_STATUS_COMPLETE:
        return output
    if output.get("Status") == Status.OPERATION_STATUS_EXECUTING:
        raise BadParameters("the handler returned Executing: add --monitor FILE.FUNCTION to the operator's command")
    raise UnusableInput(_why(output))


def _called(handler: Handler, event: Event, limits: Limits) -> Event:
    """Call a handler once, with arguments and answer of their own, as Lambda's JSON between them makes it."""
    try:
        answer = handler(_copied(event), LambdaContext(limits))
    except MasExecutionError as error:
        carried = error.args[0] if error.args else {}
        why = _why(carried) if isinstance(carried, dict) else str(error)
        raise UnusableInput(why) if lasting.lasts(error) else TryAgain(why) from error
    if isinstance(answer, dict):
        return _copied(answer)
    raise TypeError(f"the handler returned {type(answer).__name__}, not an output object: return_output_object()")


def _copied(event: Event) -> Event:
    copy: Event = json.loads(json.dumps(event, default=_plain))
    return copy


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"a {type(value).__name__} in the output object cannot be written as JSON")


_TELLING = ("error", "message", "reason")


def _why(output: Event) -> str:
    """Return why an operation failed, in the operator's own words: MIE's operators write them into MetaData."""
    metadata = output.get("MetaData")
    said = metadata.items() if isinstance(metadata, dict) else ()
    words = [f"{name}: {value}" for name, value in said if name.lower().endswith(_TELLING)]
    return "; ".join(words) or f"the handler returned the status {output.get('Status')!r} without saying why"
