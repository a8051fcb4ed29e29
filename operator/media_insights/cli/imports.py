"""``import``: results that were made elsewhere become results of an asset, each by a run of its own.

What both command lines share: reading and checking the files here, and what the run is told.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.cli.terminal.files import readable_file
from media_insights.imports.archives import Imported, results_of
from media_insights.imports.documents import File
from media_insights.imports.lookups import frame_size_of

MAX_BYTES = 256 * 2**20
"""Bytes of all files together, and of each result: as much as the operator reads."""

ImportAs = Annotated[
    str,
    typer.Option(
        "--as", metavar="RESULT", help="Which result the files are, also one of your own; default: found out from each."
    ),
]
ImportFrame = Annotated[
    str,
    typer.Option(
        "--frame", metavar="WIDTHxHEIGHT", help="Size of the frame that boxes in pixels refer to; MIE's: 1280x720."
    ),
]
Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE…", help="JSON of Rekognition, Transcribe, Comprehend, Translate or MIE.", show_default=False
    ),
]


def read(paths: Sequence[Path], wanted: str, frame: str = "") -> list[Imported]:
    """Return the results that files hold. Raises InvalidImport: the file, the place in it, and what would be right."""
    total = sum(readable_file(path).stat().st_size for path in paths)
    if total > MAX_BYTES:
        raise Failure(f"the files have {total:,} bytes; one import takes {MAX_BYTES:,}", code=USAGE)
    size = frame_size_of(frame)
    return results_of([File(name=str(path), content=path.read_bytes()) for path in paths], wanted, size)


def content_of(imported: Imported) -> bytes:
    """Return a result as the file that the run reads. Raises Failure when it is too large for it."""
    content = json.dumps(imported.content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    if len(content) > MAX_BYTES:
        raise Failure(f"{imported.name} has {len(content):,} bytes; a result has at most {MAX_BYTES:,}", code=USAGE)
    return content
