"""Options of ``media-insights run``."""

from pathlib import Path
from typing import Annotated

import typer

from media_insights.cli.terminal.formats import Format
from media_insights.domain.planning.shards import BYTES, ITEMS

MediaPaths = Annotated[
    list[Path],
    typer.Argument(
        help="Media files, folders of media, a manifest (MediaAsset), or a folder of manifests.",
        show_default=False,
        readable=False,
    ),
]
Workflow = Annotated[str, typer.Option("--workflow", "-w", help="Name of a workflow, or a file that holds one.")]
Assignments = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="OPERATOR.KEY=VALUE", help="A parameter of an operator; may be repeated."),
]
OutputFolder = Annotated[Path, typer.Option("--output", help="Folder of the results, laid out as the object store.")]
OutcomeFormat = Annotated[Format, typer.Option("-o", "--format", help="How to print the outcome.")]
InContainers = Annotated[bool, typer.Option("--containers", help="Run the operators' images with Docker or Podman.")]
Registry = Annotated[
    str, typer.Option("--registry", help="With --containers: host and path of images that were pushed.")
]
Tag = Annotated[
    str, typer.Option("--tag", help="With --registry: tag of the operators' images.", show_default="latest")
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Run everything, even what an earlier run has done.")]
Resumes = Annotated[
    list[str] | None,
    typer.Option(
        "--resume", metavar="STAGE[=JSON]", help="Answer to a stage that waits for a person; may be repeated."
    ),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include", metavar="PATTERN", help="Of folders: only such files, for instance '*.jpg'; may be repeated."
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude", metavar="PATTERN", help="Of folders: no such files, for instance 'thumbs/*'; may be repeated."
    ),
]
ShardItems = Annotated[
    int, typer.Option("--shard-items", min=1, max=1000, help="Of many files: how many are done together.")
]
ShardBytes = Annotated[str, typer.Option("--shard-bytes", help="Of many files: how much of them is done together.")]
SHARD_ITEMS = ITEMS
SHARD_BYTES = f"{BYTES >> 30}Gi"
