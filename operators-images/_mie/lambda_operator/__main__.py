"""The command of such operators: ``python -m lambda_operator FILE.HANDLER``, in the operator's own folder."""

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from botocore.exceptions import ConnectionError, HTTPClientError  # noqa: A004 - botocore's, and no subclass of it

from lambda_operator import deliveries, events, handlers, invocations
from lambda_operator.contexts import Limits
from lambda_operator.places import reached
from lambda_operator.planes import plane_of_this_run
from media_operator import Operator, TryAgain, run

POLL_SECONDS = 10.0
"""MIE's own pause between two looks at an asynchronous operation."""


def main(arguments: list[str]) -> NoReturn:
    """Run the handlers as this process, with the exit codes of the operator contract."""
    wanted = _parser().parse_args(arguments)
    run(lambda operator: _run(operator, wanted), folder=Path.cwd())


def _run(operator: Operator, wanted: argparse.Namespace) -> None:
    try:
        _operate(operator, wanted)
    except (ConnectionError, HTTPClientError) as error:
        raise TryAgain(f"the store or a service was not reached: {error}") from error


def _operate(operator: Operator, wanted: argparse.Namespace) -> None:
    with reached(operator, os.environ) as places:
        start = handlers.handler_of(wanted.handler, Path.cwd())
        monitor = handlers.handler_of(wanted.monitor, Path.cwd()) if wanted.monitor else None
        operation = invocations.Operation(start=start, monitor=monitor, every=wanted.every)
        output = invocations.to_the_end(operation, events.event_of(operator, places), Limits.of(operator.context))
        deliveries.deliver(operator, output, plane_of_this_run())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lambda_operator", description="Run an operator written for MIE.")
    parser.add_argument("handler", help="FILE.FUNCTION, as Lambda's setting Handler: the operation, or its start")
    parser.add_argument("--monitor", default="", help="FILE.FUNCTION that is asked whether it is done (MIE: Async)")
    parser.add_argument("--every", type=float, default=POLL_SECONDS, help="seconds between two questions")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
