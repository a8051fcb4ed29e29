"""Signing of images in a registry with cosign, and the check that whoever installs them makes.

https://docs.sigstore.dev/cosign: a signature is an object beside the image in its registry, over the image's digest.
Cosign is built from Go modules when it is first asked for. No public log hears of a signature: keys are one's own.
"""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dev.cluster import builder
from dev.cluster.home import Home
from dev.cluster.products import COSIGN
from dev.images.errors import ImagesError


@dataclass(frozen=True, slots=True)
class Cosign:
    """Signs images and checks signatures."""

    program: Path
    plain_http: bool = False
    """Whether the registry speaks HTTP."""

    def sign(self, references: Sequence[str], key: str) -> None:
        """Sign images by their digests; ``key``: a file, or what cosign calls a KMS URI. Raises ImagesError."""
        require_digests(references)
        for reference in references:
            self._run("sign", "--yes", "--key", key, "--tlog-upload=false", *self._registry(), reference)

    def verify(self, references: Sequence[str], key: str) -> None:
        """Check that every image has a signature of a public key. Raises ImagesError for the first that has none."""
        require_digests(references)
        for reference in references:
            self._run("verify", "--key", key, "--insecure-ignore-tlog=true", *self._registry(), reference)

    def _registry(self) -> list[str]:
        return ["--allow-http-registry"] if self.plain_http else []

    def _run(self, *words: str) -> None:
        done = subprocess.run(
            [str(self.program), *words],
            env={"COSIGN_PASSWORD": "", **os.environ},  # a key without one is asked for none
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        if done.returncode:
            lines = [line for line in done.stderr.splitlines() if line.strip() and not line.startswith("WARNING")]
            said = lines[0] if lines else ""
            raise ImagesError(f"cosign {words[0]} {words[-1]}: {said or done.returncode}")


def cosign_of(home: Home, *, plain_http: bool) -> Cosign:
    """Return cosign, built first where it is missing. Raises ClusterError where it does not build."""
    if not builder.is_built(COSIGN, home):
        builder.go_release()
        builder.build(COSIGN, home)
    return Cosign(home.bin / COSIGN.programs[0], plain_http)


def require_digests(references: Sequence[str]) -> None:
    """Raise ImagesError for an image that is named by a tag alone: a tag may be moved to another image."""
    if moved := [each for each in references if "@sha256:" not in each]:
        raise ImagesError(f"{moved[0]} has no digest: what is signed is in a registry, by PUSH=1 REGISTRY=host/path")
