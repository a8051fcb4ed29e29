"""``export``: an asset's results as another tool reads them; what both command lines share."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from media_insights.cli.terminal.answers import write_document
from media_insights.cli.terminal.failures import USAGE, Failure, say
from media_insights.cli.terminal.files import write_whole
from media_insights.exports.formats import ExportFormat, ExportRequest, pieces_of
from media_insights.storage.exportable import exportable, left_out
from media_insights.storage.library import StoredAsset

ExportAs = Annotated[ExportFormat, typer.Option("--as", help="What to write.", show_default=False)]
Target = Annotated[
    Path | None, typer.Option("-o", "--output", help="File; default: stdout. Never overwritten.", show_default=False)
]


ExportedLanguage = Annotated[
    str,
    typer.Option(
        "--language", help="Of vtt, srt and txt: which translation; default: what is said.", show_default=False
    ),
]


def write_export(stored: StoredAsset, wanted: ExportRequest, target: Path | None) -> None:
    """Write an asset's results in a format, and report what is left out."""
    checked_target(target)
    write_pieces(left_out(stored), pieces_of(exportable(stored), wanted), target)


def checked_target(target: Path | None) -> None:
    """Raise Failure unless the file that is to be written is a new one in an existing folder."""
    if target is None:
        return
    if target.exists():
        raise Failure(f"{target} exists: name another file with --output", code=USAGE)
    if not target.parent.is_dir():
        raise Failure(f"--output {target}: there is no folder {target.parent}", code=USAGE)


def write_pieces(sentences: Iterable[str], pieces: Iterable[str], target: Path | None) -> None:
    """Report what an export leaves out, and write it to a file, or to stdout."""
    for each in sentences:
        say(each)
    if target is None:
        write_document(pieces)
        return
    with write_whole(target) as path, path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        file.writelines(pieces)
