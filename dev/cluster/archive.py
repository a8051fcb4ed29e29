"""Writing an OCI image archive with the standard library: no builder, no registry.

The layer is one uncompressed tar whose entries carry no time and belong to root, so that the same files always give
the same digest. Format: https://github.com/opencontainers/image-spec (image layout); containerd reads the image's
name from the annotation ``io.containerd.image.name``.
"""

import hashlib
import io
import json
import platform
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_TYPE = "application/vnd.oci.image."
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


@dataclass(frozen=True)
class Link:
    """A symbolic link inside an image."""

    target: str


@dataclass(frozen=True)
class Image:
    """One image: its name with tag, its files by absolute path, and how it runs.

    Files are a path on this machine, text, or a :class:`Link`. A path with an executable's mode keeps that mode.
    """

    name: str
    files: Mapping[str, Path | str | Link]
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    user: str = ""
    folders: Mapping[str, int] = field(default_factory=lambda: {"tmp": 0o1777})


def write(image: Image, path: Path) -> str:
    """Write the archive (temporary name, then rename) and return the digest of the image's manifest."""
    part = path.with_suffix(".part")
    layer = path.with_suffix(".layer")
    _write_layer(image, layer)
    config = _json(_config(image, _digest_of_file(layer)))
    layers = [{"mediaType": f"{_TYPE}layer.v1.tar", "digest": _digest_of_file(layer), "size": layer.stat().st_size}]
    manifest = _json(
        {
            "schemaVersion": 2,
            "mediaType": f"{_TYPE}manifest.v1+json",
            "config": _descriptor("config.v1+json", config),
            "layers": layers,
        }
    )
    with tarfile.open(part, "w") as archive:
        _add(archive, "oci-layout", _json({"imageLayoutVersion": "1.0.0"}))
        _add(archive, "index.json", _json(_index(image, manifest)))
        _add(archive, _blob(_digest(manifest)), manifest)
        _add(archive, _blob(_digest(config)), config)
        archive.add(layer, _blob(_digest_of_file(layer)), filter=_plain)
    layer.unlink()
    part.rename(path)
    return _digest(manifest)


def _index(image: Image, manifest: bytes) -> dict[str, object]:
    names = {
        "io.containerd.image.name": image.name,
        "org.opencontainers.image.ref.name": image.name.rpartition(":")[2],
    }
    return {"schemaVersion": 2, "manifests": [{**_descriptor("manifest.v1+json", manifest), "annotations": names}]}


def _config(image: Image, layer: str) -> dict[str, object]:
    run = {"Entrypoint": list(image.entrypoint), "Cmd": list(image.command), "User": image.user, "Env": ["PATH=/bin"]}
    return {
        "architecture": _MACHINES[platform.machine()],
        "os": "linux",
        "config": {key: value for key, value in run.items() if value},
        "rootfs": {"type": "layers", "diff_ids": [layer]},
    }


def _write_layer(image: Image, path: Path) -> None:
    with tarfile.open(path, "w") as layer:
        for folder, mode in sorted({**_parents(image), **image.folders}.items()):
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, mode
            layer.addfile(entry)
        for name, content in sorted(image.files.items()):
            _add_file(layer, name.strip("/"), content)


def _parents(image: Image) -> dict[str, int]:
    paths = [Path(name.strip("/")).parents for name in image.files]
    return {str(parent): 0o755 for parents in paths for parent in parents if str(parent) != "."}


def _add_file(layer: tarfile.TarFile, name: str, content: Path | str | Link) -> None:
    if isinstance(content, Path):
        layer.add(content, name, filter=_plain)
    elif isinstance(content, Link):
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = tarfile.SYMTYPE, content.target
        layer.addfile(entry)
    else:
        _add(layer, name, content.encode())


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    return entry


def _blob(digest: str) -> str:
    return f"blobs/{digest.replace(':', '/')}"


def _descriptor(kind: str, content: bytes) -> dict[str, object]:
    return {"mediaType": _TYPE + kind, "digest": _digest(content), "size": len(content)}


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _digest_of_file(path: Path) -> str:
    with path.open("rb") as content:
        return f"sha256:{hashlib.file_digest(content, 'sha256').hexdigest()}"
