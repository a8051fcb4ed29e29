"""The archive of a bundle: files below one folder, bounded, with a list of what was left out."""

import gzip
import io
import json
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from media_insights.domain.wording import json_visible, printable, visible

FOLDER = "media-insights-support"
MOST_OF_A_FILE = 4 * 1024 * 1024
MOST = 64 * 1024 * 1024
"""Bytes of one file and of all files, unpacked."""


@dataclass(slots=True)
class BundleFiles:
    """What the bundle will hold; every text was redacted before it comes here."""

    texts: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    """A sentence for each thing that is not in the bundle, or not whole."""
    _bytes: int = 0

    def add_json(self, path: str, value: Any) -> None:
        """Add a value as JSON."""
        self.add(path, json_visible(json.dumps(value, indent=1, ensure_ascii=False)) + "\n")

    def add(self, path: str, text: str) -> None:
        """Add a text with every character visible; of one that is too long the end, which is newest, is kept."""
        content = visible(text).encode("utf-8", "replace")
        if len(content) > MOST_OF_A_FILE:
            self.left_out.append(f"{path}: all but the last {MOST_OF_A_FILE} of {len(content)} bytes")
            content = content[-MOST_OF_A_FILE:]
        if self._bytes + len(content) > MOST:
            self.left_out.append(f"{path}: the bundle is full ({MOST} bytes)")
            return
        self._bytes += len(content)
        self.texts[path] = content.decode("utf-8", "ignore")

    def write(self, target: Path) -> None:
        """Write the archive (tar.gz) whole or not at all, readable by its owner only; no file is overwritten."""
        listed = "\n".join(f"- {printable(each)}" for each in self.left_out) or "- nothing"
        readme = f"State of an installation of media-insights, without secrets.\n\nLeft out:\n{listed}\n"
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w") as tar:
            for path, text in sorted({"README.txt": readme, **self.texts}.items()):
                content = text.encode("utf-8")
                entry = tarfile.TarInfo(f"{FOLDER}/{path}")
                entry.size, entry.mode = len(content), 0o600
                tar.addfile(entry, io.BytesIO(content))
        target.touch(mode=0o600, exist_ok=False)
        try:
            target.write_bytes(packed.getvalue())
        except OSError:
            target.unlink()
            raise
