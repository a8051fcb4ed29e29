"""``export``: an asset's results as another tool reads them, from the object store or from a results folder."""

import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Annotated

import typer

from media_insights.cli.terminal.failures import USAGE, Failure, say
from media_insights.exports.assets import Asset
from media_insights.exports.formats import EXPORTS, ExportFormat
from media_insights.local.records import asset_in
from media_insights.storage.exportable import exportable
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library, StoredAsset

As = Annotated[ExportFormat, typer.Option("--as", help="What to write.", show_default=False)]
Target = Annotated[
    Path | None, typer.Option("-o", "--output", help="File; default: stdout. Never overwritten.", show_default=False)
]
RESULTS = Path("results")
"""Folder of ``media-insights run`` unless the user names another."""


def export_here(
    asset: Annotated[
        str, typer.Argument(metavar="[DIR/]ASSET", help="Name of an asset in a results folder.", show_default=False)
    ],
    as_: As,
    target: Target = None,
) -> None:
    """Write the results of ASSET as another tool reads them; DIR is the folder of `run --output`, default: results."""
    path = Path(asset)
    folder = path.parent if path.parent != Path() else RESULTS
    store = FolderStore(folder)
    found = asset_in(store, path.name)
    if found is None:
        known = ", ".join(sorted(each.stem for each in (folder / MediaAsset.PLURAL).glob("*.yaml")))
        raise Failure(f"{folder} has no asset {path.name}: it has {known or 'none'}", code=USAGE)
    write_export(Library(store).of(found), as_, target)


def write_export(stored: StoredAsset, format_: ExportFormat, target: Path | None) -> None:
    """Write what is stored of an asset, and say which results no plan explains."""
    if stored.unplanned:
        names = ", ".join(stored.unplanned)
        say(f"no plan says what these results mean, they are left out of tables and tracks: {names}")
    write(exportable(stored), format_, target)


def write(asset: Asset, format_: ExportFormat, target: Path | None) -> None:
    """Write an export to a file, whole or not at all, or to stdout."""
    if target is None:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
        _write(asset, format_, sys.stdout)
        sys.stdout.flush()
        return
    if target.exists():
        raise Failure(f"{target} exists: name another file with --output", code=USAGE)
    if not target.parent.is_dir():
        raise Failure(f"--output {target}: there is no folder {target.parent}", code=USAGE)
    with NamedTemporaryFile(
        "w", dir=target.parent, prefix=".export-", delete=False, encoding="utf-8", errors="replace", newline=""
    ) as partial:
        try:
            _write(asset, format_, partial)
            partial.close()
            Path(partial.name).chmod(0o644)
            Path(partial.name).replace(target)
        finally:
            Path(partial.name).unlink(missing_ok=True)


def _write(asset: Asset, format_: ExportFormat, file: IO[str]) -> None:
    for piece in EXPORTS[format_](asset):
        file.write(piece)
