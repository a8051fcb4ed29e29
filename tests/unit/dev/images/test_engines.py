"""What builders are told when an image is pushed, and what they say of it: programs on the PATH stand in for them."""

from pathlib import Path

import pytest

from dev.images.engines import Engine
from dev.images.errors import ImagesError

DIGEST = f"sha256:{'a' * 64}"
TARGET = "registry.example:5000/media/proxy:v1"


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f'#!/bin/sh\necho "$@" >> {folder}/told\n{script}\n')
    path.chmod(0o755)


@pytest.mark.parametrize("name", ["buildah", "podman"])
def test_the_digest_is_what_the_registry_was_given(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, name, f'while [ "$1" != --digestfile ]; do shift; done; echo {DIGEST} > "$2"')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    engine = Engine(name, (), (), "docker://")
    assert engine.push("localhost/proxy:1", TARGET, plain_http=True) == DIGEST
    told = (tmp_path / "told").read_text()
    assert told.startswith("push --tls-verify=false --quiet --digestfile ")
    assert told.endswith(f" localhost/proxy:1 docker://{TARGET}\n")


@pytest.mark.parametrize("name", ["buildah", "docker"])
def test_a_registry_that_does_not_take_it_is_named_with_what_to_do(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, name, 'if [ "$1" = push ]; then echo "Error: pushing image: unauthorized" >&2; exit 125; fi')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(ImagesError) as refused:
        Engine(name, (), ()).push("localhost/proxy:1", TARGET, plain_http=False)
    assert str(refused.value) == (
        f"the image is built, but cannot be pushed to {TARGET}: pushing image: unauthorized; "
        "see that registry.example:5000 is a registry that answers, and that "
        f"{name} login registry.example:5000 has been done"
    )


@pytest.mark.parametrize(
    ("known", "digest"),
    [
        (f'["elsewhere/proxy@sha256:b","registry.example:5000/media/proxy@{DIGEST}"]', DIGEST),
        ('["elsewhere/proxy@sha256:b"]', ""),
        ("null", ""),
    ],
)
def test_docker_is_asked_for_the_digest(
    known: str, digest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "docker", f"if [ \"$1\" = image ]; then echo '{known}'; fi")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert Engine("docker", (), ()).push("localhost/proxy:1", TARGET, plain_http=False) == digest
    assert [line.split()[0] for line in (tmp_path / "told").read_text().splitlines()] == ["tag", "push", "image", "rmi"]
