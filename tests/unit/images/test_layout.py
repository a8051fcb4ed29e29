"""One built image as an archive that Docker and Podman load."""

import io
import json
import tarfile
from pathlib import Path

from images.layout import Layout

NAME = "localhost/media-insights/proxy:abc"


def _layout(root: Path) -> Layout:
    layout = Layout(root)
    blobs = {f"sha256:{letter * 64}": letter.encode() for letter in "abc"}
    for digest, content in blobs.items():
        layout.blob(digest).parent.mkdir(parents=True, exist_ok=True)
        layout.blob(digest).write_bytes(content)
    config, *layers = ({"digest": digest} for digest in blobs)
    manifest = {"config": config, "layers": [*layers, layers[0]]}  # the same layer twice, as an empty one often is
    layout.add(NAME, "application/vnd.oci.image.manifest.v1+json", json.dumps(manifest).encode())
    return layout


def test_an_archive_has_the_name_for_either_reader_and_each_blob_once(tmp_path: Path) -> None:
    stream = io.BytesIO()
    _layout(tmp_path).write_one(NAME, stream)

    with tarfile.open(fileobj=io.BytesIO(stream.getvalue())) as archive:
        names = archive.getnames()
        (index,) = json.load(archive.extractfile("index.json") or io.BytesIO())["manifests"]
        (docker,) = json.load(archive.extractfile("manifest.json") or io.BytesIO())

    assert index["annotations"]["org.opencontainers.image.ref.name"] == NAME
    assert docker["RepoTags"] == [NAME]
    assert docker["Config"] == f"blobs/sha256/{'a' * 64}"
    assert docker["Layers"] == [f"blobs/sha256/{letter * 64}" for letter in "bcb"]
    assert sorted(names) == sorted({*names}), "no blob twice"
    assert {docker["Config"], *docker["Layers"]} < {*names}
