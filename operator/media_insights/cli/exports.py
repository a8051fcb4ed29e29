"""``export``: an asset's results as another tool reads them; what both command lines share."""

import sys
from pathlib import Path
from typing import IO, Annotated

import typer

from media_insights.cli.terminal.failures import USAGE, Failure, say
from media_insights.cli.terminal.files import write_whole
from media_insights.exports.assets import Asset
from media_insights.exports.formats import EXPORTS, ExportFormat
from media_insights.storage.exportable import exportable
from media_insights.storage.library import StoredAsset

ExportAs = Annotated[ExportFormat, typer.Option("--as", help="What to write.", show_default=False)]
Target = Annotated[
    Path | None, typer.Option("-o", "--output", help="File; default: stdout. Never overwritten.", show_default=False)
]


def write_export(stored: StoredAsset, format_: ExportFormat, target: Path | None) -> None:
    """Write an asset's results in a format, and report the results that no plan describes."""
    for problem in stored.unusable_plans:
        say(problem)
    if stored.unplanned:
        names = ", ".join(stored.unplanned)
        say(f"no plan says what these results mean, they are left out of tables and tracks: {names}")
    if target is None:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
        _write(exportable(stored), format_, sys.stdout)
        sys.stdout.flush()
    else:
        _write_file(exportable(stored), format_, target)


def _write_file(asset: Asset, format_: ExportFormat, target: Path) -> None:
    if target.exists():
        raise Failure(f"{target} exists: name another file with --output", code=USAGE)
    if not target.parent.is_dir():
        raise Failure(f"--output {target}: there is no folder {target.parent}", code=USAGE)
    with write_whole(target) as path, path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        _write(asset, format_, file)


def _write(asset: Asset, format_: ExportFormat, file: IO[str]) -> None:
    for piece in EXPORTS[format_](asset):
        file.write(piece)
