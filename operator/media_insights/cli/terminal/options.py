"""Options that several commands share: arguments, the output format, whether to wait."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from media_insights.cli.terminal.formats import Format


class PrintedOrder(StrEnum):
    """How what was found is sorted."""

    RELEVANCE = "relevance"
    CONFIDENCE = "confidence"
    TIME = "time"


Asset = Annotated[str, typer.Argument(help="Name of a MediaAsset.", show_default=False)]
Either = Annotated[str, typer.Argument(metavar="ASSET|EXECUTION", help="Name of either.", show_default=False)]
OrderOption = Annotated[
    PrintedOrder | None,
    typer.Option(
        "--order",
        help="By fit (relevance), confidence, or asset by asset in time; of a saved query, the saved one.",
        show_default="relevance",
    ),
]
Output = Annotated[Format, typer.Option("-o", "--output", help="How to print the answer.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Whether a command waits for the end of what it starts, and for so many seconds."""

    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for the end and report it.")] = True
    timeout: Annotated[float, typer.Option("--timeout", min=0, help="Seconds to wait; 0: without limit.")] = 0
