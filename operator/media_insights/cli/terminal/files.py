"""Files of this machine that commands read and write."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from media_insights.cli.terminal.failures import USAGE, Failure


def readable_file(file: Path) -> Path:
    """Return the file when it can be read and holds something; Failure says what is wrong otherwise."""
    if not file.exists():
        raise Failure(f"{file}: there is no such file", code=USAGE)
    if not file.is_file():
        raise Failure(f"{file} is not a file: name one media file", code=USAGE)
    if not os.access(file, os.R_OK):
        raise Failure(f"{file} cannot be read: permission denied", code=USAGE)
    if file.stat().st_size == 0:
        raise Failure(f"{file} is empty", code=USAGE)
    return file


def writable_folder(folder: Path) -> Path:
    """Return the folder, created if necessary. Raises Failure when it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"--output {folder} cannot be made: {error.strerror}", code=USAGE) from error
    if not os.access(folder, os.W_OK):
        raise Failure(f"--output {folder} cannot be written to: permission denied", code=USAGE)
    return folder.resolve()


@contextmanager
def write_whole(target: Path) -> Iterator[Path]:
    """Yield a file to write, renamed to ``target`` when the block succeeds and removed otherwise."""
    with NamedTemporaryFile(dir=target.parent, prefix=".media-", delete=False) as partial:
        path = Path(partial.name)
        try:
            yield path
            path.chmod(0o644)
            path.replace(target)
        finally:
            path.unlink(missing_ok=True)
