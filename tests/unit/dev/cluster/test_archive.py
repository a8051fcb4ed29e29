import hashlib
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from dev.cluster import archive
from dev.cluster.archive import Image, Link


@pytest.fixture
def image(tmp_path: Path) -> Image:
    program = tmp_path / "program"
    program.write_bytes(b"\x7fELF")
    program.chmod(0o755)
    files: dict[str, Path | str | Link] = {"/bin/program": program, "/bin/alias": Link("program"), "/etc/names": "x\n"}
    return Image(name="localhost/a/b:1", files=files, entrypoint=("/bin/program",), user="65532")


def _contents(path: Path) -> dict[str, bytes]:
    """Return the archive's files; blobs by their digest."""
    with tarfile.open(path) as opened:
        files = {entry.name: opened.extractfile(entry) for entry in opened if entry.isfile()}
        return {_key(name): file.read() for name, file in files.items() if file}


def _key(name: str) -> str:
    return name.removeprefix("blobs/").replace("/", ":")


def _json(content: bytes) -> Any:
    return json.loads(content)


def test_every_blob_hashes_to_its_own_name(image: Image, tmp_path: Path) -> None:
    archive.write(image, tmp_path / "x.tar")
    contents = _contents(tmp_path / "x.tar")
    blobs = {name: content for name, content in contents.items() if name.startswith("sha256:")}
    assert len(blobs) == 3
    assert {name: f"sha256:{hashlib.sha256(content).hexdigest()}" for name, content in blobs.items()} == {
        name: name for name in blobs
    }


def test_the_index_carries_the_name_and_leads_to_the_configuration(image: Image, tmp_path: Path) -> None:
    digest = archive.write(image, tmp_path / "x.tar")
    contents = _contents(tmp_path / "x.tar")
    entry = _json(contents["index.json"])["manifests"][0]
    assert entry["digest"] == digest
    assert entry["annotations"]["io.containerd.image.name"] == "localhost/a/b:1"
    manifest = _json(contents[digest])
    config = _json(contents[manifest["config"]["digest"]])
    assert config["config"]["User"] == "65532"
    assert config["rootfs"]["diff_ids"] == [manifest["layers"][0]["digest"]]


def test_the_layer_holds_files_links_and_a_writable_tmp(image: Image, tmp_path: Path) -> None:
    digest = archive.write(image, tmp_path / "x.tar")
    contents = _contents(tmp_path / "x.tar")
    layer = _json(contents[digest])["layers"][0]["digest"]
    (tmp_path / "layer.tar").write_bytes(contents[layer])
    with tarfile.open(tmp_path / "layer.tar") as files:
        entries = {entry.name: entry for entry in files}
    assert entries["bin/program"].mode & 0o111
    assert entries["bin/alias"].linkname == "program"
    assert entries["tmp"].mode == 0o1777
    assert {entry.uid for entry in entries.values()} == {0}


def test_the_same_files_give_the_same_digest(image: Image, tmp_path: Path) -> None:
    first = archive.write(image, tmp_path / "first.tar")
    program = image.files["/bin/program"]
    assert isinstance(program, Path)
    program.touch()
    assert archive.write(image, tmp_path / "second.tar") == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.tar", "program", "second.tar"]
