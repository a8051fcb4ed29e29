"""Provenance: for each image, what it was made from and by what, as an in-toto statement.

https://slsa.dev/spec/v1.0/provenance. It is not signed: it tells what this builder did to whoever trusts this machine.
"""

import hashlib
import json
import platform
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dev.images.image_specs import ImageSpec

Json = dict[str, Any]
BUILD_TYPE = "urn:media-insights:images:v1"
"""What the parameters mean: those of ``python3 -m dev.images build``."""


@dataclass(frozen=True)
class Source:
    """The repository that an image is built from."""

    commit: str
    """Empty outside of Git."""
    is_clean: bool
    """Whether every file is as the commit has it."""


def source_of(folder: Path) -> Source:
    """Return what Git says of the repository that a folder lies in; outside of one, nothing is known."""
    commit = _git(folder, "rev-parse", "HEAD")
    return Source(commit, is_clean=bool(commit) and not _git(folder, "status", "--porcelain"))


@dataclass(frozen=True)
class Maker:
    """What made an image."""

    program: str
    """buildah, podman or docker."""
    parameters: Mapping[str, str]
    """What ``make images`` was asked for."""


def statement_of(spec: ImageSpec, reference: str, digest: str, source: Source, maker: Maker) -> Json:
    """Return the statement about one image; ``digest``: of its manifest, ``sha256:…``."""
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": reference.partition("@")[0], "digest": {"sha256": digest.removeprefix("sha256:")}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {"image": spec.name, **maker.parameters},
                "internalParameters": {"machine": platform.machine(), "sourceIsClean": source.is_clean},
                "resolvedDependencies": list(_dependencies(spec, source)),
            },
            "runDetails": {"builder": {"id": f"urn:media-insights:builder:{maker.program}"}},
        },
    }


def write(statement: Json, folder: Path) -> None:
    """Write a statement beside those of other images, named by its image."""
    folder.mkdir(parents=True, exist_ok=True)
    name = statement["predicate"]["buildDefinition"]["externalParameters"]["image"]
    (folder / f"{name}.provenance.json").write_text(json.dumps(statement, indent=1) + "\n")


def _dependencies(spec: ImageSpec, source: Source) -> Iterator[Json]:
    if source.commit:
        yield {"name": "source", "digest": {"gitCommit": source.commit}}
    yield {"name": spec.dockerfile.name, "digest": {"sha256": _digest(spec.dockerfile)}}
    if spec.project:
        yield {"name": f"{spec.project.name}/uv.lock", "digest": {"sha256": _digest(spec.project / "uv.lock")}}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _git(checkout: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(checkout), *words], capture_output=True, text=True, check=False, timeout=60
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
