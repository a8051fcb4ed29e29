"""Built images on disk: blobs by digest, and one small file per name that points at a manifest.

The shape is that of an OCI image layout (https://github.com/opencontainers/image-spec/blob/main/image-layout.md), with
the index split into one file per name, so that two builds can write at once. An archive can leave out blobs that its
reader already has: then a new image on a known base is only as large as its own layers.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any


@dataclass(frozen=True)
class Layout:
    """An image store in a folder."""

    root: Path

    def blob(self, digest: str) -> Path:
        """Return where the blob of this digest (``sha256:…``) is or would be."""
        return self.root / "blobs" / digest.replace(":", "/")

    def has(self, name: str) -> bool:
        """Tell whether an image of this name is here."""
        return self._reference(name).exists()

    def digest(self, name: str) -> str:
        """Return the digest of an image's manifest. Raises FileNotFoundError for a name that is not here."""
        return str(json.loads(self._reference(name).read_text())["digest"])

    def add(self, name: str, media_type: str, manifest: bytes) -> str:
        """Keep a manifest under a name and return its digest; its blobs are here already."""
        digest = f"sha256:{hashlib.sha256(manifest).hexdigest()}"
        self.blob(digest).parent.mkdir(parents=True, exist_ok=True)
        self.blob(digest).write_bytes(manifest)
        reference = self._reference(name)
        reference.parent.mkdir(parents=True, exist_ok=True)
        reference.write_text(json.dumps({"mediaType": media_type, "digest": digest, "size": len(manifest)}))
        return digest

    def clear(self, used: Iterable[str]) -> None:
        """Remove older versions of these images, and all blobs that no image here has any more."""
        for name in used:
            own = self._reference(name)
            for other in own.parent.glob("*.json"):
                if other != own:
                    other.unlink()
        left = [json.loads(path.read_text())["digest"] for path in (self.root / "references").rglob("*.json")]
        needed = {self.blob(digest) for manifest in left for digest in self._digests(manifest)}
        for path in (self.root / "blobs").rglob("*"):
            if path.is_file() and path not in needed:
                path.unlink()

    def write(self, names: Iterable[str], held: Collection[str], stream: IO[bytes]) -> None:
        """Write an archive of these images without the blobs whose digests the reader holds."""
        entries = [self._entry(name) for name in names]
        digests = {digest for entry in entries for digest in self._digests(entry["digest"])}
        with tarfile.open(fileobj=stream, mode="w|") as archive:
            _add(archive, "oci-layout", {"imageLayoutVersion": "1.0.0"})
            _add(archive, "index.json", {"schemaVersion": 2, "manifests": entries})
            for digest in sorted(digests - set(held)):
                archive.add(self.blob(digest), f"blobs/{digest.replace(':', '/')}", recursive=False)

    def _entry(self, name: str) -> dict[str, Any]:
        names = {"io.containerd.image.name": name, "org.opencontainers.image.ref.name": name.rpartition(":")[2]}
        return {**json.loads(self._reference(name).read_text()), "annotations": names}

    def _digests(self, digest: str) -> list[str]:
        manifest = json.loads(self.blob(digest).read_bytes())
        return [digest, manifest["config"]["digest"], *(layer["digest"] for layer in manifest["layers"])]

    def _reference(self, name: str) -> Path:
        repository, _, tag = name.rpartition(":")
        return self.root / "references" / repository / f"{tag}.json"


def _add(archive: tarfile.TarFile, name: str, value: object) -> None:
    content = json.dumps(value).encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
