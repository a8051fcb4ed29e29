"""Signing: what cosign is asked, and what is refused before it is asked. A stand-in takes its place."""

import stat
from pathlib import Path

import pytest

from dev.images.errors import ImagesError
from dev.images.signing import Cosign, require_digests

DIGEST = "sha256:" + "a" * 64
IMAGE = f"registry.example/media/proxy:v1@{DIGEST}"


@pytest.fixture
def cosign(tmp_path: Path) -> Cosign:
    """A program that notes what it is asked, and knows no signature of the key ``wrong.pub``."""
    program = tmp_path / "cosign"
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n'
        'case "$*" in *wrong.pub*) echo "no matching signatures" >&2; exit 1;; esac\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return Cosign(program)


def asked(cosign: Cosign) -> list[str]:
    return (cosign.program.parent / "asked").read_text().splitlines()


def test_images_are_signed_and_checked_by_their_digests_and_no_public_log_hears_of_them(cosign: Cosign) -> None:
    cosign.sign([IMAGE], "cosign.key")
    cosign.verify([IMAGE], "cosign.pub")
    assert asked(cosign) == [
        f"sign --yes --key cosign.key --tlog-upload=false {IMAGE}",
        f"verify --key cosign.pub --insecure-ignore-tlog=true {IMAGE}",
    ]


def test_a_registry_that_speaks_http_is_said_so(cosign: Cosign) -> None:
    Cosign(cosign.program, plain_http=True).sign([IMAGE], "cosign.key")
    assert "--allow-http-registry" in asked(cosign)[0]


def test_the_first_image_without_a_signature_is_named(cosign: Cosign) -> None:
    with pytest.raises(ImagesError, match=f"cosign verify {IMAGE}: no matching signatures"):
        cosign.verify([IMAGE], "wrong.pub")


def test_a_tag_is_not_signed() -> None:
    with pytest.raises(ImagesError, match="proxy:v1 has no digest"):
        require_digests([IMAGE, "registry.example/media/proxy:v1"])
