"""Options that several commands share: arguments, the output format, whether to wait."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from media_insights.api.v1alpha1.asset import SourceType
from media_insights.cli.terminal.formats import Format


class PrintedOrder(StrEnum):
    """How what was found is sorted."""

    RELEVANCE = "relevance"
    CONFIDENCE = "confidence"
    TIME = "time"
    OLDEST = "created"
    NEWEST = "-created"


class ExplainedType(StrEnum):
    """A type of media that a workflow is explained for."""

    VIDEO = "Video"
    AUDIO = "Audio"
    IMAGE = "Image"
    TEXT = "Text"

    @property
    def source_type(self) -> SourceType:
        """The same, as manifests have it."""
        return self.value


Asset = Annotated[str, typer.Argument(help="Name of a MediaAsset.", show_default=False)]
Either = Annotated[str, typer.Argument(metavar="ASSET|EXECUTION", help="Name of either.", show_default=False)]
OrderOption = Annotated[
    PrintedOrder | None,
    typer.Option(
        "--order",
        help="By fit (relevance), confidence, asset by asset in time, or the oldest (created) or newest (-created) "
        "asset first; of a saved query, the saved one.",
        show_default="relevance",
    ),
]
ExplainedTypes = Annotated[
    list[ExplainedType] | None,
    typer.Option("--type", help="Type of media; may be repeated.", show_default="all"),
]
Output = Annotated[Format, typer.Option("-o", "--output", help="How to print the answer.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Whether a command waits for the end of what it starts, and for so many seconds."""

    wait: Annotated[bool, typer.Option("--wait/--no-wait", help="Wait for the end and report it.")] = True
    timeout: Annotated[float, typer.Option("--timeout", min=0, help="Seconds to wait; 0: without limit.")] = 0
