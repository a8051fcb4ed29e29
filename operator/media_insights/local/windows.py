"""Windows on files of this machine."""

from pathlib import Path

from media_insights.catalogue.problems import Unusable
from media_insights.domain.sources.windows import HEAD_BYTES, Window


def window_of(file: Path) -> Window:
    """Return a window on a file, of which more is read as it is asked for. Raises Unusable when it cannot be read."""

    def read(start: int, length: int) -> bytes:
        with file.open("rb") as content:
            content.seek(start)
            return content.read(length)

    try:
        return Window(read(0, HEAD_BYTES), file.stat().st_size, read)
    except OSError as error:
        raise Unusable(f"{file} cannot be read: {error.strerror}") from error
