"""Options that several commands of the embedded engine take, and the places that they name."""

from pathlib import Path
from typing import Annotated

import typer

from media_insights.api.v1alpha1.asset import SourceType
from media_insights.catalogue.operator_folders import Catalogue
from media_insights.local.machine import machine
from media_insights.local.processes import Processes
from media_insights.local.workplaces import Workplace
from media_insights.settings import engine

Operators = Annotated[
    list[Path] | None,
    typer.Option("--operators", help="Folder of further operators, which win over shipped ones; may be repeated."),
]
Cache = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        help="Where environments and models are kept.",
        show_default="$MEDIA_INSIGHTS_CACHE, or ~/.cache/media-insights",
    ),
]
MediaType = Annotated[
    SourceType | None,
    typer.Option("--media-type", help="Analyse the file as this, where its content leaves more than one choice."),
]
Stub = Annotated[
    bool, typer.Option("--stub", help="Operators emit their first example: tries a workflow without models.")
]


def cache_of(cache: Path | None) -> Path:
    """Return the cache folder: as said, or the user's usual one."""
    return cache or engine.read().cache


def place_of(output: Path, catalogue: Catalogue, cache: Path | None, *, stub: bool = False) -> Workplace:
    """Return a place where operators run as processes, into an output folder, with the whole machine."""
    starter = Processes(operators=catalogue.operators, cache=cache_of(cache), stub=stub)
    return Workplace(output=output, catalogue=catalogue, starter=starter, share=machine())
