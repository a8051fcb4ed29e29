"""``import``: results that were made elsewhere become results of an asset, each by a run of its own.

What both command lines share: reading and checking the files here, and what the run is told.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from media_insights.cli.cluster import uploads
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.domain.layout import UPLOADS
from media_insights.imports.archives import Imported, results_of
from media_insights.imports.documents import File
from media_insights.imports.problems import Unreadable

WORKFLOW = "import"
OPERATOR = "generic-data-lookup"
MAX_BYTES = 256 * 2**20
"""Of all files together, and of what they become: as much as the operator reads."""

As = Annotated[
    str, typer.Option("--as", metavar="RESULT", help="Which result the files are; default: found out from each.")
]
Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE…", help="JSON of Rekognition, Transcribe, Comprehend, Translate or MIE.", show_default=False
    ),
]


def read(paths: Sequence[Path], wanted: str) -> list[Imported]:
    """Return the results that files hold. Raises Failure with the file, the place in it, and what would be right."""
    total = sum(uploads.checked(path).stat().st_size for path in paths)
    if total > MAX_BYTES:
        raise Failure(f"the files have {total:,} bytes; one import takes {MAX_BYTES:,}", code=USAGE)
    try:
        return results_of([File(name=str(path), content=path.read_bytes()) for path in paths], wanted)
    except Unreadable as error:
        raise Failure(str(error), code=USAGE) from error


def content_of(imported: Imported) -> bytes:
    """Return a result as the file that the run reads. Raises Failure when it is too large for it."""
    content = json.dumps(imported.content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    if len(content) > MAX_BYTES:
        raise Failure(f"{imported.name} has {len(content):,} bytes; a result has at most {MAX_BYTES:,}", code=USAGE)
    return content


def key_of(imported: Imported, content: bytes, namespace: str) -> str:
    """Return where that file is kept: the same content under the same key, and no other under it."""
    return f"{UPLOADS}{namespace}/imports/{imported.name}-{digest_of(content)}.json"


def digest_of(content: bytes) -> str:
    """Return what tells contents apart."""
    return hashlib.sha256(content).hexdigest()[:16]


def configuration_of(imported: Imported, key: str) -> dict[str, dict[str, Any]]:
    """Return the configuration of the run."""
    return {OPERATOR: {"as": imported.name, "key": key}}
